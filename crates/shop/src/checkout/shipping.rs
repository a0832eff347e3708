//! The ways of shipping of a site.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sql;
use crate::desk::memo::Memo;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{SiteId, TenantId};
use crate::kernel::text::Text;
use crate::kernel::{Currency, Locale, Problem};
use crate::sites::Sites;

/// A way of shipping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingMethod {
    /// What carts and orders call it: `express`.
    pub code: String,
    /// Its name, by language.
    pub names: BTreeMap<Locale, String>,
    /// What to expect of it, by language; may be empty.
    pub notes: BTreeMap<Locale, String>,
    /// What it costs by currency, in minor units and in the site's tax mode.
    pub prices: BTreeMap<Currency, i64>,
    /// By currency, the worth of the goods after discounts from which it is free.
    pub free_from: BTreeMap<Currency, i64>,
}

impl ShippingMethod {
    /// Its name in this language, or in the first one it has one in.
    pub fn name(&self, locale: Locale) -> &str {
        said(&self.names, locale)
    }

    /// What to expect of it, in this language or the first one.
    pub fn note(&self, locale: Locale) -> &str {
        said(&self.notes, locale)
    }

    /// What it costs for goods worth `goods` after discounts, in minor units; none where it is not offered
    /// in this currency.
    pub fn costs(&self, currency: Currency, goods: i64) -> Option<i64> {
        let price = *self.prices.get(&currency)?;
        let free = self.free_from.get(&currency).is_some_and(|from| goods >= *from);
        Some(if free { 0 } else { price })
    }
}

fn said(texts: &BTreeMap<Locale, String>, locale: Locale) -> &str {
    texts.get(&locale).or_else(|| texts.values().next()).map_or("", String::as_str)
}

/// The ways of shipping of all sites of a tenant, held in memory by version.
pub(crate) struct ShippingMethods(BTreeMap<SiteId, Vec<ShippingMethod>>);

impl ShippingMethods {
    /// Those of a site, in their order.
    pub(crate) fn at(&self, site: SiteId) -> &[ShippingMethod] {
        self.0.get(&site).map_or(&[], Vec::as_slice)
    }

    /// The one with this code.
    pub(crate) fn of(&self, site: SiteId, code: &str) -> Option<&ShippingMethod> {
        self.at(site).iter().find(|method| method.code == code)
    }
}

impl Memo for ShippingMethods {
    const NAME: &'static str = "shipping";
    fn load(tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<Self, store::Error> {
        let mut sites = BTreeMap::<SiteId, Vec<ShippingMethod>>::new();
        for row in tx.all(&sql::SHIPPING_METHODS, store::params![tenant])? {
            sites.entry(row.get(0)?).or_default().push(ShippingMethod {
                code: row.get(1)?,
                names: json(&row, 2)?,
                notes: json(&row, 3)?,
                prices: json(&row, 4)?,
                free_from: json(&row, 5)?,
            });
        }
        Ok(Self(sites))
    }
}

fn json<T: serde::de::DeserializeOwned + Default>(
    row: &store::Row,
    column: usize,
) -> Result<T, store::Error> {
    row.get::<String>(column).map(|text| serde_json::from_str(&text).unwrap_or_default())
}

/// Adds a way of shipping to a site, or changes the one with this code.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveShippingMethod {
    /// The site.
    pub site: SiteId,
    /// What carts and orders call it.
    pub code: Text<1, 40>,
    /// Its name, by language; at least one.
    pub names: BTreeMap<Locale, Text<1, 80>>,
    /// What to expect of it, by language.
    #[serde(default)]
    pub notes: BTreeMap<Locale, Text<1, 200>>,
    /// What it costs by currency, in minor units and in the site's tax mode; at least one.
    pub prices: BTreeMap<Currency, i64>,
    /// By currency, the worth of the goods after discounts from which it is free.
    #[serde(default)]
    pub free_from: BTreeMap<Currency, i64>,
    /// Its place among the site's ways of shipping.
    #[serde(default)]
    pub position: u32,
}

impl Act for SaveShippingMethod {
    const NAME: &'static str = "shipping_method.save";
    const NEEDS: Needs = Needs::Staff(Permission::SitesEdit);
    type Out = ();

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let known = look.memo::<Sites>()?.of(self.site).is_ok();
        Ok(if known { Owner::Shop } else { Owner::Missing("site") })
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        if save(work, self)? {
            work.changed(format!("{}/{}", self.site, self.code), None, &(), self);
            work.bump::<ShippingMethods>()?;
        }
        Ok(())
    }
}

/// Stores a way of shipping; says whether that changed anything.
pub(super) fn save(work: &mut Work<'_, '_>, method: &SaveShippingMethod) -> Result<bool, Refusal> {
    if method.names.is_empty() {
        return Err(Problem::invalid("/names", "Give it a name in one language at least.").into());
    }
    if method.prices.is_empty() {
        return Err(Problem::invalid("/prices", "Say what it costs in one currency at least.").into());
    }
    for (pointer, amounts) in [("/prices", &method.prices), ("/free_from", &method.free_from)] {
        if let Some((currency, _)) = amounts.iter().find(|(_, minor)| **minor < 0) {
            return Err(Problem::invalid(format!("{pointer}/{currency}"), "It is not below zero.").into());
        }
    }
    let tenant = work.tenant();
    let changed = work.sql().exec(
        &sql::SAVE_SHIPPING_METHOD,
        store::params![
            tenant,
            method.site,
            method.code.as_str(),
            text(&method.names),
            text(&method.notes),
            text(&method.prices),
            text(&method.free_from),
            method.position
        ],
    )?;
    Ok(changed == 1)
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
