//! A tenant's sites, for rooms that need more of a site than its policies.

use std::sync::Arc;

use super::{Site, sql};
use crate::desk::memo::Memo;
use crate::kernel::Problem;
use crate::kernel::id::{SiteId, TenantId};

/// The sites of one tenant, held in memory by version. Shares its version with the policies.
pub(crate) struct Sites(Vec<Arc<Site>>);

impl Sites {
    /// All of them, in their order.
    pub(crate) fn all(&self) -> &[Arc<Site>] {
        &self.0
    }

    /// The site with this id; 404 when there is none.
    pub(crate) fn of(&self, id: SiteId) -> Result<&Arc<Site>, Problem> {
        self.0.iter().find(|site| site.id == id).ok_or_else(|| Problem::not_found("site"))
    }
}

impl Memo for Sites {
    const NAME: &'static str = "sites";
    fn load(tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<Self, store::Error> {
        let rows = tx.all(&sql::SITES, store::params![tenant])?;
        rows.iter().map(|row| Site::from_row(row).map(Arc::new)).collect::<Result<_, _>>().map(Self)
    }
}
