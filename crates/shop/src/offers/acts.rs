//! Changing promotions and coupons in the back office.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::coupon::code_key;
use super::{CurrencyAmount, Offers, sql};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{CategoryId, CouponId, ProductId, PromotionId};
use crate::kernel::text::{Reference, Text};
use crate::kernel::{Locale, Problem, Rate, Timestamp, problem};

/// Creates a promotion, or replaces all of the one with this id. It takes a share off, or an amount for each
/// currency.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the form")]
pub struct SavePromotion {
    /// The promotion to replace; a new one when absent.
    #[serde(default)]
    pub id: Option<PromotionId>,
    /// The version that was looked at; needed to replace one.
    #[serde(default)]
    pub version: Option<i64>,
    /// What imports and the back office call it.
    pub code: Reference,
    /// What customers read, in English.
    pub name_en: Text<1, 120>,
    /// What customers read, in German.
    #[serde(default)]
    pub name_de: Option<Text<0, 120>>,
    /// The share it takes off, in basis points: 1000 is 10 %.
    #[serde(default)]
    pub percent: Option<Rate>,
    /// Or the amounts it takes off, in minor units: `EUR:1500`.
    #[serde(default)]
    pub amounts: Vec<CurrencyAmount>,
    /// The least subtotal that earns it, in minor units: `EUR:20000`.
    #[serde(default)]
    pub minimums: Vec<CurrencyAmount>,
    /// Only lines of these categories and those below.
    #[serde(default)]
    pub categories: Vec<CategoryId>,
    /// Only lines with these products.
    #[serde(default)]
    pub products: Vec<ProductId>,
    /// Only for this price group.
    #[serde(default)]
    pub segment: Option<Text<0, 40>>,
    /// The first moment, in microseconds since 1970.
    #[serde(default)]
    pub valid_from: Option<Timestamp>,
    /// The first moment after, in microseconds since 1970.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
    /// Only while an agent acts for the customer.
    #[serde(default)]
    pub assisted: bool,
    /// Only with a coupon.
    #[serde(default)]
    pub by_coupon: bool,
    /// Lower numbers are granted first.
    #[serde(default)]
    pub priority: i32,
    /// Granted alone.
    #[serde(default)]
    pub exclusive: bool,
    /// Retires it.
    #[serde(default)]
    pub retired: bool,
}

/// A promotion was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PromotionSaved {
    /// The promotion.
    pub id: PromotionId,
    /// Its version now.
    pub version: i64,
}

impl Act for SavePromotion {
    const NAME: &'static str = "offers.promotion.save";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = PromotionSaved;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<PromotionSaved, Refusal> {
        self.check()?;
        let id = self.id.unwrap_or_else(|| work.id());
        taken(work, &sql::PROMOTION_CODE, self.code.as_str(), &id.to_string())?;
        let version = self.store(work, id)?;
        work.changed(id, Some(version), &(), self);
        work.bump::<Offers>()?;
        Ok(PromotionSaved { id, version })
    }
}

impl SavePromotion {
    fn check(&self) -> Result<(), Problem> {
        if self.percent.is_some() != self.amounts.is_empty() {
            return Err(Problem::invalid("/percent", "Give either a share or amounts to take off."));
        }
        in_order(self.valid_from, self.valid_until)
    }

    fn store(&self, work: &mut Work<'_, '_>, id: PromotionId) -> Result<i64, Refusal> {
        let tenant = work.tenant();
        let names = [
            (Locale::En, Some(self.name_en.as_str())),
            (Locale::De, self.name_de.as_ref().map(Text::as_str)),
        ];
        let names = names
            .into_iter()
            .filter_map(|(locale, name)| Some((locale, name.filter(|name| !name.is_empty())?)));
        let statement = if self.id.is_some() { &sql::SET_PROMOTION } else { &sql::NEW_PROMOTION };
        saved(
            work,
            statement,
            store::params![
                tenant,
                id,
                self.version.filter(|_| self.id.is_some()).unwrap_or_default(),
                self.code.as_str(),
                json(&names.collect::<BTreeMap<_, _>>()),
                self.percent.map(Rate::basis_points),
                json(&CurrencyAmount::map(&self.amounts)),
                json(&CurrencyAmount::map(&self.minimums)),
                lines(&self.categories),
                lines(&self.products),
                self.segment.as_ref().map(Text::as_str).unwrap_or_default(),
                self.valid_from,
                self.valid_until,
                self.assisted,
                self.by_coupon,
                self.priority,
                self.exclusive,
                !self.retired
            ],
        )
    }
}

/// Creates a coupon, or replaces all of the one with this id. What was used stays counted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveCoupon {
    /// The coupon to replace; a new one when absent.
    #[serde(default)]
    pub id: Option<CouponId>,
    /// The version that was looked at; needed to replace one.
    #[serde(default)]
    pub version: Option<i64>,
    /// Its code as the shop writes it; case, accents and spaces do not matter when it is entered.
    pub code: Text<3, 40>,
    /// The promotion it opens.
    pub promotion: PromotionId,
    /// The first moment, in microseconds since 1970.
    #[serde(default)]
    pub valid_from: Option<Timestamp>,
    /// The first moment after, in microseconds since 1970.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
    /// Uses in all; without limit when absent.
    #[serde(default)]
    pub limit_total: Option<u32>,
    /// Uses by one customer; without limit when absent.
    #[serde(default)]
    pub limit_customer: Option<u32>,
    /// Retires it.
    #[serde(default)]
    pub retired: bool,
}

/// A coupon was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CouponSaved {
    /// The coupon.
    pub id: CouponId,
    /// Its version now.
    pub version: i64,
}

impl Act for SaveCoupon {
    const NAME: &'static str = "offers.coupon.save";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = CouponSaved;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CouponSaved, Refusal> {
        in_order(self.valid_from, self.valid_until)?;
        let promotion = work.sql().one(&sql::PROMOTION, store::params![who.tenant(), self.promotion])?;
        let by_coupon = promotion.map(|row| row.get::<bool>(0)).transpose()?;
        if by_coupon != Some(true) {
            return Err(
                Problem::invalid("/promotion", "There is no such promotion that takes a coupon.").into()
            );
        }
        let id = self.id.unwrap_or_else(|| work.id());
        let key = code_key(self.code.as_str());
        taken(work, &sql::COUPON_CODE, &key, &id.to_string())?;
        let version = self.store(work, id, &key)?;
        work.changed(id, Some(version), &(), self);
        work.bump::<Offers>()?;
        Ok(CouponSaved { id, version })
    }
}

impl SaveCoupon {
    fn store(&self, work: &mut Work<'_, '_>, id: CouponId, key: &str) -> Result<i64, Refusal> {
        let tenant = work.tenant();
        let statement = if self.id.is_some() { &sql::SET_COUPON } else { &sql::NEW_COUPON };
        saved(
            work,
            statement,
            store::params![
                tenant,
                id,
                self.version.filter(|_| self.id.is_some()).unwrap_or_default(),
                self.code.as_str(),
                key,
                self.promotion,
                self.valid_from,
                self.valid_until,
                self.limit_total,
                self.limit_customer,
                !self.retired
            ],
        )
    }
}

/// Runs a statement that stores something and answers its version.
fn saved(
    work: &mut Work<'_, '_>,
    statement: &store::Statement,
    params: &[store::Param<'_>],
) -> Result<i64, Refusal> {
    let stored = work.sql().returning(statement, params)?;
    let changed = || {
        Problem::new(&problem::VERSION_CHANGED, "It was changed meanwhile. Look again. Nothing was changed.")
    };
    Ok(stored.ok_or_else(changed)?.get(0)?)
}

/// Refuses a code that something else has.
fn taken(
    work: &mut Work<'_, '_>,
    statement: &store::Statement,
    code: &str,
    own: &str,
) -> Result<(), Refusal> {
    let tenant = work.tenant();
    let found = work.sql().one(statement, store::params![tenant, code])?;
    let other = found.map(|row| row.get::<String>(0)).transpose()?.filter(|id| id != own);
    match other {
        Some(_) => Err(Problem::field(&problem::TAKEN, "/code", "This code is already in use.").into()),
        None => Ok(()),
    }
}

fn in_order(from: Option<Timestamp>, until: Option<Timestamp>) -> Result<(), Problem> {
    match (from, until) {
        (Some(from), Some(until)) if until <= from => {
            Err(Problem::invalid("/valid_until", "The end must come after the start."))
        }
        _ => Ok(()),
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn lines<T: ToString>(things: &[T]) -> String {
    things.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
