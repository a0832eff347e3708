//! Many ways of shipping at once.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shipping::{SaveShippingMethod, ShippingMethods, save};
use crate::desk::batch::{Fate, each_row};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::import::Imported;
use crate::kernel::text::Text;
use crate::kernel::{Currency, Locale, Problem};
use crate::sites::Sites;

/// Stores a batch of ways of shipping, found by site and code. The same batch again changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportShippingMethods {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest.
    #[serde(skip_serializing)]
    pub rows: Vec<ShippingRow>,
}

/// A way of shipping to be stored.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingRow {
    /// What carts and orders call it.
    pub code: Text<1, 40>,
    /// Code of the site.
    pub site: Text<1, 40>,
    /// Its name, by language; at least one.
    pub names: BTreeMap<Locale, Text<1, 80>>,
    /// What to expect of it, by language.
    #[serde(default)]
    pub notes: BTreeMap<Locale, Text<1, 200>>,
    /// What it costs by currency, in minor units and in the site's tax mode; at least one.
    pub prices: BTreeMap<Currency, u32>,
    /// By currency, the worth of the goods after discounts from which it is free.
    #[serde(default)]
    pub free_from: BTreeMap<Currency, u32>,
    /// Its place among the site's ways of shipping.
    #[serde(default)]
    pub position: u32,
}

impl Act for ImportShippingMethods {
    const NAME: &'static str = "shipping_method.import";
    const NEEDS: Needs = Needs::Staff(Permission::SitesEdit);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let sites = work.memo_now::<Sites>()?;
        let stored = work.memo_now::<ShippingMethods>()?;
        let mut known = BTreeSet::new();
        let imported = each_row(work, self.digest.as_str(), &self.rows, |work, _, row| {
            let site = sites.all().iter().find(|site| site.code == row.site.as_str());
            let unknown = || Problem::invalid("/site", format!("There is no site {}.", row.site));
            let site = site.ok_or_else(unknown)?.id;
            let changed = save(work, &row.at(site))?;
            let new = known.insert((site, row.code.as_str())) && stored.of(site, row.code.as_str()).is_none();
            Ok(if new { Fate::Created } else { Fate::of(changed) })
        })?;
        if imported.changed_anything() {
            work.bump::<ShippingMethods>()?;
        }
        Ok(imported)
    }
}

impl ShippingRow {
    fn at(&self, site: crate::kernel::id::SiteId) -> SaveShippingMethod {
        let minor = |amounts: &BTreeMap<Currency, u32>| {
            amounts.iter().map(|(currency, minor)| (*currency, i64::from(*minor))).collect()
        };
        SaveShippingMethod {
            site,
            code: self.code.clone(),
            names: self.names.clone(),
            notes: self.notes.clone(),
            prices: minor(&self.prices),
            free_from: minor(&self.free_from),
            position: self.position,
        }
    }
}
