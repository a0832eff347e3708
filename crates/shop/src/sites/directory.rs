//! Which tenant and site an address belongs to.

use std::sync::Arc;

use super::{Site, Tenant, sql};
use crate::desk::Desk;
use crate::desk::memo::Memo;
use crate::kernel::Problem;
use crate::kernel::id::{Id, SiteId, TenantId};

/// All tenants of this store and their sites, held in memory by version.
pub struct Directory {
    tenants: Vec<Tenant>,
    sites: Vec<(TenantId, Arc<Site>)>,
}

/// Tenants and sites of all tenants together have one version, kept under this id.
pub(crate) fn everyone() -> TenantId {
    TenantId::from_bits(0)
}

impl Memo for Directory {
    const NAME: &'static str = "directory";
    fn load(tx: &mut store::ReadTx<'_>, _: TenantId) -> Result<Self, store::Error> {
        let tenants = tx
            .all(&sql::TENANTS, &[])?
            .iter()
            .map(|row| {
                let hosts: String = row.get(2)?;
                let hosts = hosts.lines().map(str::to_owned).collect();
                Ok(Tenant { id: row.get(0)?, name: row.get(1)?, hosts, created_at: row.get(3)? })
            })
            .collect::<Result<_, store::Error>>()?;
        let sites = tx
            .all(&sql::SITES_OF_ALL, &[])?
            .iter()
            .map(|row| Ok((row.get(14)?, Arc::new(Site::from_row(row)?))))
            .collect::<Result<_, store::Error>>()?;
        Ok(Self { tenants, sites })
    }
}

impl Directory {
    /// The tenant this host name leads to: the one that lists it, or the first one that lists none.
    pub fn tenant(&self, host: &str) -> Option<&Tenant> {
        let name = host.rsplit_once(':').map_or(host, |(name, port)| {
            if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
        });
        self.tenants
            .iter()
            .find(|tenant| tenant.hosts.iter().any(|own| own.eq_ignore_ascii_case(name)))
            .or_else(|| self.tenants.iter().find(|tenant| tenant.hosts.is_empty()))
    }

    /// All tenants.
    pub fn tenants(&self) -> &[Tenant] {
        &self.tenants
    }

    /// A tenant's sites, in their order.
    pub fn sites(&self, tenant: TenantId) -> impl Iterator<Item = &Arc<Site>> {
        self.sites.iter().filter(move |(of, _)| *of == tenant).map(|(_, site)| site)
    }

    /// A tenant's site by the first segment of its addresses.
    pub fn by_slug(&self, tenant: TenantId, slug: &str) -> Option<&Arc<Site>> {
        self.sites(tenant).find(|site| site.slug == slug)
    }

    /// A tenant's site by id.
    pub fn site(&self, tenant: TenantId, id: SiteId) -> Option<&Arc<Site>> {
        self.sites(tenant).find(|site| site.id == id)
    }
}

impl Desk {
    /// Which tenants and sites there are, where this node holds them: the way of the edge, which needs them before
    /// it knows who is calling and must not wait for the store on an async worker.
    pub fn directory_held(&self) -> Option<Arc<Directory>> {
        self.newest::<Directory>(everyone())
    }

    /// Which tenants and sites there are, from the store where they are not held.
    pub fn directory(&self) -> Result<Arc<Directory>, Problem> {
        self.held::<Directory>(everyone())
    }
}
