//! Promotions and coupons in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use store::Row;

use super::coupon::{Coupon, code_key};
use super::price::{Audience, Off, Promotion, Scope, Validity};
use super::sql;
use crate::desk::memo::Memo;
use crate::kernel::id::TenantId;
use crate::kernel::{Currency, Locale, Money, Rate};

/// All promotions and coupons of a tenant.
pub struct Offers {
    promotions: Vec<Held>,
    /// By folded code.
    coupons: BTreeMap<String, Arc<Coupon>>,
}

/// A promotion before a language and a currency are chosen for it.
struct Held {
    /// Without name, amount and minimum.
    base: Promotion,
    names: BTreeMap<Locale, Arc<str>>,
    /// Minor units; empty where a share is taken off.
    amounts: BTreeMap<Currency, i64>,
    minimums: BTreeMap<Currency, i64>,
}

impl Memo for Offers {
    const NAME: &'static str = "offers";

    fn load(tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<Self, store::Error> {
        let promotions = tx.all(&sql::PROMOTIONS, store::params![tenant])?;
        let promotions = promotions.iter().map(held).collect::<Result<_, _>>()?;
        let coupons = tx.all(&sql::COUPONS, store::params![tenant])?;
        let coupons = coupons.iter().map(coupon).collect::<Result<_, store::Error>>()?;
        Ok(Self { promotions, coupons })
    }
}

impl Offers {
    /// The coupon with this code, however it is spelled.
    pub fn coupon(&self, code: &str) -> Option<&Arc<Coupon>> {
        self.coupons.get(&code_key(code))
    }

    /// All coupons, in order of code.
    pub fn coupons(&self) -> impl Iterator<Item = &Arc<Coupon>> {
        self.coupons.values()
    }

    /// The promotions as the pricing engine takes them, named in one language. Where a promotion has an amount
    /// or a minimum, but none in this currency, another one of its currencies stands there, so that the engine
    /// passes it over and says why.
    pub fn promotions(&self, locale: Locale, currency: Currency) -> Vec<Promotion> {
        self.promotions.iter().map(|held| held.in_currency(locale, currency)).collect()
    }
}

impl Held {
    fn in_currency(&self, locale: Locale, currency: Currency) -> Promotion {
        let mut promotion = self.base.clone();
        if let Some(name) = self.names.get(&locale).or_else(|| self.names.values().next()) {
            promotion.name = name.clone();
        }
        if let Some(amount) = pick(&self.amounts, currency) {
            promotion.off = Off::Amount(amount);
        }
        promotion.minimum = pick(&self.minimums, currency);
        promotion
    }
}

fn pick(amounts: &BTreeMap<Currency, i64>, currency: Currency) -> Option<Money> {
    let found = amounts.get_key_value(&currency).or_else(|| amounts.first_key_value());
    found.map(|(currency, minor)| Money::new(*minor, *currency))
}

fn held(row: &Row) -> Result<Held, store::Error> {
    let code: String = row.get(1)?;
    let percent: Option<u32> = row.get(3)?;
    let segment: String = row.get(8)?;
    let assisted: bool = row.get(11)?;
    let base = Promotion {
        id: row.get(0)?,
        name: code.into(),
        off: Off::Percent(
            percent.and_then(|points| Rate::from_basis_points(points).ok()).unwrap_or_default(),
        ),
        scope: scope(&row.get::<String>(6)?, &row.get::<String>(7)?),
        minimum: None,
        segment: (!segment.is_empty()).then_some(segment),
        validity: Validity { from: row.get(9)?, until: row.get(10)? },
        audience: if assisted { Audience::Assisted } else { Audience::Everyone },
        by_coupon: row.get(12)?,
        priority: i32::try_from(row.get::<i64>(13)?).unwrap_or(i32::MAX),
        exclusive: row.get(14)?,
    };
    let (names, amounts, minimums): (String, String, String) = (row.get(2)?, row.get(4)?, row.get(5)?);
    Ok(Held {
        base,
        names: serde_json::from_str(&names).unwrap_or_default(),
        amounts: serde_json::from_str(&amounts).unwrap_or_default(),
        minimums: serde_json::from_str(&minimums).unwrap_or_default(),
    })
}

fn scope(categories: &str, products: &str) -> Scope {
    let categories: Vec<_> = categories.lines().filter_map(|id| id.parse().ok()).collect();
    let products: Vec<_> = products.lines().filter_map(|id| id.parse().ok()).collect();
    match (categories.is_empty(), products.is_empty()) {
        (false, _) => Scope::Categories(categories),
        (true, false) => Scope::Products(products),
        (true, true) => Scope::Cart,
    }
}

fn coupon(row: &Row) -> Result<(String, Arc<Coupon>), store::Error> {
    let code: String = row.get(1)?;
    let coupon = Coupon {
        id: row.get(0)?,
        code: code.into(),
        promotion: row.get(3)?,
        validity: Validity { from: row.get(4)?, until: row.get(5)? },
        limit_total: row.get(6)?,
        limit_customer: row.get(7)?,
    };
    Ok((row.get(2)?, Arc::new(coupon)))
}
