//! Using coupons, within their limits. Whose use it is goes by `customer:ID` or `guest:ID`, see [`user`].

use std::sync::Arc;

use super::price::{AppliedCoupon, Validity};
use super::sql;
use crate::desk::{Look, Subject, Work};
use crate::kernel::id::{CouponId, OrderId, PromotionId};
use crate::kernel::text::fold;

/// A coupon as nodes hold it. How often it was used only the store knows.
#[derive(Clone, Debug)]
pub struct Coupon {
    /// The coupon.
    pub id: CouponId,
    /// Its code as the shop writes it.
    pub code: Arc<str>,
    /// The promotion it opens.
    pub promotion: PromotionId,
    /// When it can be used.
    pub validity: Validity,
    /// Uses in all.
    pub limit_total: Option<u32>,
    /// Uses by one customer.
    pub limit_customer: Option<u32>,
}

impl Coupon {
    /// The coupon as the pricing engine takes it.
    pub fn applied(&self) -> AppliedCoupon {
        AppliedCoupon { code: self.code.clone(), promotion: self.promotion, validity: self.validity }
    }
}

/// A code as it is compared: `welcome 5` and `WELCOME5` are one.
pub fn code_key(code: &str) -> String {
    fold(code).chars().filter(|c| !c.is_whitespace()).collect()
}

/// By whom uses are counted.
pub fn user(subject: Subject) -> String {
    match subject {
        Subject::Customer(id) => format!("customer:{id}"),
        Subject::Guest(id) => format!("guest:{id}"),
    }
}

/// Uses the coupon once for this order. False when it has no use left, in all or for this user; nothing is
/// counted then. A repeat for the same order counts once.
///
/// However many orders come at once, the limits hold: the first statement takes the coupon's row.
pub(crate) fn use_one(
    work: &mut Work<'_, '_>,
    coupon: CouponId,
    user: &str,
    order: OrderId,
) -> Result<bool, store::Error> {
    let (tenant, at) = (work.tenant(), work.at());
    let Some(row) = work.sql().returning(&sql::COUNT_USE, store::params![tenant, coupon])? else {
        return Ok(false);
    };
    let limit: Option<u32> = row.get(0)?;
    let earlier = match limit {
        Some(limit) => work.sql().all(&sql::USES_OF, store::params![tenant, coupon, user, limit])?,
        None => Vec::new(),
    };
    let spent = limit.is_some_and(|limit| earlier.len() >= limit as usize);
    let same = earlier.iter().any(|row| row.get::<OrderId>(0).is_ok_and(|earlier| earlier == order));
    if spent || same {
        work.sql().exec(&sql::UNCOUNT_USE, store::params![tenant, coupon])?;
        return Ok(same);
    }
    if work.sql().exec(&sql::NOTE_USE, store::params![tenant, coupon, user, order, at])? == 0 {
        work.sql().exec(&sql::UNCOUNT_USE, store::params![tenant, coupon])?;
    }
    Ok(true)
}

/// Takes the use for this order back, as when it is cancelled. Nothing happens where it was not used.
pub(crate) fn give_back(
    work: &mut Work<'_, '_>,
    coupon: CouponId,
    user: &str,
    order: OrderId,
) -> Result<(), store::Error> {
    let tenant = work.tenant();
    if work.sql().exec(&sql::FORGET_USE, store::params![tenant, coupon, user, order])? == 1 {
        work.sql().exec(&sql::UNCOUNT_USE, store::params![tenant, coupon])?;
    }
    Ok(())
}

/// Whether the coupon has a use left for this user now; what counts is [`use_one`] when the order is placed.
pub(crate) fn has_use_left(
    look: &mut Look<'_, '_>,
    coupon: CouponId,
    user: &str,
) -> Result<bool, store::Error> {
    let tenant = look.tenant();
    let Some(row) = look.sql().one(&sql::LIMITS, store::params![tenant, coupon])? else { return Ok(false) };
    let (counted, total, each): (u32, Option<u32>, Option<u32>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    if total.is_some_and(|total| counted >= total) {
        return Ok(false);
    }
    let Some(each) = each else { return Ok(true) };
    let earlier = look.sql().all(&sql::USES_OF, store::params![tenant, coupon, user, each])?;
    Ok(earlier.len() < each as usize)
}
