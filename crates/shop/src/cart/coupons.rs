//! Coupons entered into a cart. Their limits count when the order is placed; entering one only looks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::{Change, Expected};
use super::goods::price;
use super::row::owner;
use super::view::CartView;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::id::CartId;
use crate::kernel::problem;
use crate::kernel::text::Text;
use crate::offers::coupon::{has_use_left, user};
use crate::offers::price::WhyNot;

/// Coupons a cart holds at most.
const AT_MOST: usize = 5;

/// Enters a coupon into a cart. One that would do nothing is refused with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyCoupon {
    /// The cart.
    pub cart: CartId,
    /// The code, in any spelling.
    pub code: Text<1, 60>,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for ApplyCoupon {
    const NAME: &'static str = "cart.coupon.apply";
    const NEEDS: Needs = Needs::Own(Permission::CouponApply);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        let Some(coupon) = change.goods.offers.coupon(self.code.as_str()).cloned() else {
            return Err(Problem::invalid("/code", "There is no such coupon. Nothing was changed.").into());
        };
        let code = coupon.code.to_string();
        if change.cart.coupons.contains(&code) {
            return Err(Problem::new(&problem::CONFLICT, "This coupon is applied already.").into());
        }
        if change.cart.coupons.len() >= AT_MOST {
            let said =
                format!("A cart holds at most {AT_MOST} coupons. Remove one first. Nothing was changed.");
            return Err(Problem::new(&problem::CONFLICT, said).into());
        }
        if !has_use_left(&mut work.look(), coupon.id, &user(change.cart.owner))? {
            return Err(used_up(&code).into());
        }
        change.cart.coupons.push(code.clone());
        let basket = price(&change.goods, who, &change.cart, &change.lines)?;
        if let Some(refused) = basket.priced.refused_coupons.iter().find(|refused| *refused.code == *code) {
            return Err(Problem::new(&problem::CONFLICT, why_not(&refused.why))
                .with("refused", refused)
                .into());
        }
        change.finish(who, work)
    }
}

/// Takes a coupon out of a cart.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveCoupon {
    /// The cart.
    pub cart: CartId,
    /// The code, as the cart shows it.
    pub code: Text<1, 60>,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for RemoveCoupon {
    const NAME: &'static str = "cart.coupon.remove";
    const NEEDS: Needs = Needs::Own(Permission::CouponApply);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        let before = change.cart.coupons.len();
        change.cart.coupons.retain(|code| code != self.code.as_str());
        if change.cart.coupons.len() == before {
            return Err(Problem::not_found("coupon in this cart").into());
        }
        change.finish(who, work)
    }
}

/// The coupon has been used as often as it may be.
pub(crate) fn used_up(code: &str) -> Problem {
    let said = format!("The coupon {code} has been used as often as it may be. Nothing was changed.");
    Problem::new(&problem::CONFLICT, said).with("coupon", code).with("reason", "used_up")
}

fn why_not(why: &WhyNot) -> String {
    let why = match why {
        WhyNot::Withdrawn => "This coupon is no longer valid.".to_owned(),
        WhyNot::NotYet { .. } => "This coupon is not valid yet.".to_owned(),
        WhyNot::Expired { .. } => "This coupon has expired.".to_owned(),
        WhyNot::MinimumNotReached { .. } => "The cart does not reach the coupon's minimum.".to_owned(),
        WhyNot::OtherSegment => "This coupon is for other customers.".to_owned(),
        WhyNot::OnlyAssisted => "This coupon is granted only with an agent's help.".to_owned(),
        WhyNot::OtherCurrency => "This coupon is for another currency.".to_owned(),
        WhyNot::NothingToDiscount => "Nothing in the cart is covered by this coupon.".to_owned(),
        WhyNot::NotCombinable { with } => format!("This coupon cannot be combined with {with}."),
        WhyNot::AlreadyApplied => "This coupon is applied already.".to_owned(),
    };
    format!("{why} Nothing was changed.")
}
