//! Sites, shipping methods, promotions and coupons of the demo shop.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shop::catalog::asks::{Branch, ListCategories};
use shop::checkout::SaveShippingMethod;
use shop::kernel::id::{CategoryId, SiteId};
use shop::offers::acts::{SaveCoupon, SavePromotion};
use shop::sites::acts::CreateSite;

use super::Filler;

const SITES: &str = include_str!("../../../../demo/northlight/sites.toml");
const PROMOTIONS: &str = include_str!("../../../../demo/northlight/promotions.toml");

#[derive(Deserialize)]
struct Sites {
    site: Vec<Site>,
}

#[derive(Deserialize)]
struct Site {
    code: String,
    slug: String,
    name: String,
    storefront_address: String,
    languages: Vec<String>,
    currencies: Vec<String>,
    countries: Vec<String>,
    tax_mode: String,
    tax_rate: i64,
    tax_rate_reduced: i64,
    time_zone: String,
    #[serde(default)]
    shipping: Vec<Shipping>,
}

#[derive(Deserialize)]
struct Shipping {
    code: String,
    name: BTreeMap<String, String>,
    #[serde(default)]
    note: BTreeMap<String, String>,
    price: BTreeMap<String, i64>,
    #[serde(default)]
    free_from: BTreeMap<String, i64>,
}

/// An act from what the demo's files say, with the same checks as from a request.
pub(super) fn read<T: DeserializeOwned>(what: &str, value: Value) -> Result<T> {
    serde_path_to_error::deserialize(value).with_context(|| format!("the demo data does not fit: {what}"))
}

/// Makes the sites that are not there yet, and their shipping methods.
pub(super) fn fill(filler: &Filler<'_>, public_url: &str) -> Result<()> {
    let sites: Sites = toml::from_str(SITES)?;
    for site in sites.site {
        let id = make(filler, &site, public_url)?;
        for (position, method) in site.shipping.iter().enumerate() {
            let method = json!({
                "site": id, "code": method.code, "names": method.name, "notes": method.note,
                "prices": method.price, "free_from": method.free_from, "position": position,
            });
            filler.act::<SaveShippingMethod>(read("shipping method", method)?)?;
        }
    }
    Ok(())
}

fn make(filler: &Filler<'_>, site: &Site, public_url: &str) -> Result<SiteId> {
    let directory = filler.desk.directory().map_err(|problem| super::plain(&problem))?;
    if let Some(there) = directory.by_slug(filler.tenant, &site.slug) {
        return Ok(there.id);
    }
    let made = filler.act::<CreateSite>(read(
        "site",
        json!({
            "slug": site.slug, "code": site.code, "name": site.name,
            "storefront_address": format!("{public_url}{}", site.storefront_address),
            "languages": site.languages, "currencies": site.currencies, "countries": site.countries,
            "tax_mode": site.tax_mode, "tax_rate": site.tax_rate, "tax_rate_reduced": site.tax_rate_reduced,
            "time_zone": site.time_zone,
        }),
    )?)?;
    Ok(made.id)
}

#[derive(Deserialize)]
struct Promotions {
    promotion: Vec<Promotion>,
    coupon: Vec<Promotion>,
}

#[derive(Deserialize)]
struct Promotion {
    code: String,
    name: BTreeMap<String, String>,
    percent: Option<u32>,
    #[serde(default)]
    amount: BTreeMap<String, u32>,
    #[serde(default)]
    minimum: BTreeMap<String, u32>,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    segments: Vec<String>,
    uses: Option<u32>,
    uses_per_customer: Option<u32>,
    from: Option<String>,
    until: Option<String>,
}

/// Makes the promotions and coupons.
pub(super) fn promotions(filler: &Filler<'_>) -> Result<()> {
    let all: Promotions = toml::from_str(PROMOTIONS)?;
    let categories = categories(filler)?;
    for (priority, promotion) in all.promotion.iter().enumerate() {
        filler.act::<SavePromotion>(read("promotion", promotion.value(&categories, false, priority)?)?)?;
    }
    for (priority, coupon) in all.coupon.iter().enumerate() {
        let saved =
            filler.act::<SavePromotion>(read("coupon", coupon.value(&categories, true, 100 + priority)?)?)?;
        filler.act::<SaveCoupon>(read(
            "coupon",
            json!({
                "code": coupon.code, "promotion": saved.id,
                "limit_total": coupon.uses, "limit_customer": coupon.uses_per_customer,
            }),
        )?)?;
    }
    Ok(())
}

/// Categories by slug, which in this shop is also their reference.
fn categories(filler: &Filler<'_>) -> Result<BTreeMap<String, CategoryId>> {
    fn gather(branches: &[Branch], into: &mut BTreeMap<String, CategoryId>) {
        for branch in branches {
            into.insert(branch.slug.clone(), branch.id);
            gather(&branch.children, into);
        }
    }
    let tree = filler.ask(&ListCategories {})?;
    let mut all = BTreeMap::new();
    gather(&tree.categories, &mut all);
    Ok(all)
}

impl Promotion {
    fn value(
        &self,
        categories: &BTreeMap<String, CategoryId>,
        by_coupon: bool,
        priority: usize,
    ) -> Result<Value> {
        let time = |text: &Option<String>| text.as_deref().and_then(crate::import::timestamp);
        let amounts = |all: &BTreeMap<String, u32>| {
            all.iter().map(|(code, minor)| format!("{code}:{minor}")).collect::<Vec<_>>()
        };
        let ids = self
            .categories
            .iter()
            .map(|reference| categories.get(reference).with_context(|| format!("no category {reference}")))
            .collect::<Result<Vec<_>>>()?;
        Ok(json!({
            "code": self.code,
            "name_en": self.name.get("en"),
            "name_de": self.name.get("de"),
            "percent": self.percent,
            "amounts": amounts(&self.amount),
            "minimums": amounts(&self.minimum),
            "categories": ids,
            "segment": self.segments.first(),
            "valid_from": time(&self.from),
            "valid_until": time(&self.until),
            "by_coupon": by_coupon,
            "priority": priority,
        }))
    }
}
