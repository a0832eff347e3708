//! Looking at sites.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Site, Sites};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::Problem;
use crate::kernel::id::SiteId;

/// All sites, in their order.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListSites {}

/// Sites.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SiteList {
    /// All of them.
    pub items: Vec<Site>,
}

impl Ask for ListSites {
    const NAME: &'static str = "site.list";
    const NEEDS: Needs = Needs::Staff(Permission::SitesSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = SiteList;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<SiteList, Refusal> {
        let sites = look.memo::<Sites>()?;
        Ok(SiteList { items: sites.all().iter().map(|site| Site::clone(site)).collect() })
    }
}

/// One site.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteDetails {
    /// The site.
    pub site_id: SiteId,
}

impl Ask for SiteDetails {
    const NAME: &'static str = "site.details";
    const NEEDS: Needs = Needs::Staff(Permission::SitesSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = Site;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Site, Refusal> {
        let tenant = look.tenant();
        let row = look.sql().one(&super::sql::SITE, store::params![tenant, self.site_id])?;
        let row = row.ok_or_else(|| Problem::not_found("site"))?;
        Ok(Site::from_row(&row)?)
    }
}
