//! Which promotions a basket earns, and what each takes off which line.

use super::{
    AppliedCoupon, Audience, Basket, Discount, LineIn, LineOut, Off, Part, Promotion, RefusedCoupon, Scope,
    Source, Validity, Why, WhyNot,
};
use crate::kernel::{
    clock::Timestamp,
    money::{Money, split},
};

/// What granting came to, beside what was taken off the lines.
pub(super) struct Grants {
    pub(super) discounts: Vec<Discount>,
    pub(super) refused: Vec<RefusedCoupon>,
}

/// A promotion whose turn comes, with the coupon that opened it.
struct Candidate<'a> {
    promotion: &'a Promotion,
    coupon: Option<&'a AppliedCoupon>,
}

/// Grants every promotion the basket earns, in order of (priority, id), each on what the earlier ones left
/// in the `total` of the lines, and takes its parts off there. `lines` are those of the basket, in its order.
pub(super) fn grant(basket: &Basket<'_>, subtotal: i64, lines: &mut [LineOut]) -> Grants {
    let mut refused = Vec::new();
    let mut granted: Vec<(&Promotion, Discount)> = Vec::new();
    let candidates = candidates(basket, subtotal, &mut refused);
    for line in &mut *lines {
        line.discounts.reserve(candidates.len());
        line.why.reserve(candidates.len() + 1);
    }
    for Candidate { promotion, coupon } in candidates {
        let source = Source {
            promotion: promotion.id,
            name: promotion.name.clone(),
            coupon: coupon.map(|coupon| coupon.code.clone()),
            exclusive: promotion.exclusive,
            until: [promotion.validity.until, coupon.and_then(|coupon| coupon.validity.until)]
                .into_iter()
                .flatten()
                .min(),
        };
        let outcome = match in_the_way(promotion, &granted) {
            Some(with) => Err(WhyNot::NotCombinable { with: with.name.clone() }),
            None => take(promotion, &basket.lines, lines, &source).ok_or(WhyNot::NothingToDiscount),
        };
        match (outcome, coupon) {
            (Ok(amount), _) => granted.push((promotion, Discount { source, amount })),
            (Err(why), Some(coupon)) => refused.push(RefusedCoupon { code: coupon.code.clone(), why }),
            (Err(_), None) => {}
        }
    }
    Grants { discounts: granted.into_iter().map(|(_, discount)| discount).collect(), refused }
}

/// The promotions that apply by themselves and those opened by a coupon, in the order of their turn.
/// Coupons that open nothing go to `refused`.
fn candidates<'a>(
    basket: &Basket<'a>,
    subtotal: i64,
    refused: &mut Vec<RefusedCoupon>,
) -> Vec<Candidate<'a>> {
    let automatic = basket.promotions.iter().filter(|promotion| !promotion.by_coupon);
    let mut found: Vec<Candidate<'a>> = automatic
        .filter(|promotion| earned(promotion, basket, subtotal).is_ok())
        .map(|promotion| Candidate { promotion, coupon: None })
        .collect();
    for coupon in basket.coupons {
        match opened(coupon, basket, subtotal, &found) {
            Ok(promotion) => found.push(Candidate { promotion, coupon: Some(coupon) }),
            Err(why) => refused.push(RefusedCoupon { code: coupon.code.clone(), why }),
        }
    }
    found.sort_by_key(|candidate| (candidate.promotion.priority, candidate.promotion.id));
    found
}

fn opened<'a>(
    coupon: &AppliedCoupon,
    basket: &Basket<'a>,
    subtotal: i64,
    found: &[Candidate<'a>],
) -> Result<&'a Promotion, WhyNot> {
    let promotion = basket.promotions.iter().find(|promotion| promotion.id == coupon.promotion);
    let promotion = promotion.ok_or(WhyNot::Withdrawn)?;
    if found.iter().any(|other| other.promotion.id == promotion.id) {
        return Err(WhyNot::AlreadyApplied);
    }
    in_time(coupon.validity, basket.now)?;
    earned(promotion, basket, subtotal)?;
    Ok(promotion)
}

/// Whether the promotion is for this basket at all, its turn and scope aside.
fn earned(promotion: &Promotion, basket: &Basket<'_>, subtotal: i64) -> Result<(), WhyNot> {
    in_time(promotion.validity, basket.now)?;
    if promotion.audience == Audience::Assisted && !basket.acting {
        return Err(WhyNot::OnlyAssisted);
    }
    if promotion.segment.as_ref().is_some_and(|segment| !basket.segments.contains(segment)) {
        return Err(WhyNot::OtherSegment);
    }
    let worth = match promotion.off {
        Off::Amount(worth) => Some(worth),
        Off::Percent(_) => None,
    };
    if worth.iter().chain(&promotion.minimum).any(|money| money.currency != basket.currency) {
        return Err(WhyNot::OtherCurrency);
    }
    match promotion.minimum {
        Some(minimum) if subtotal < minimum.minor => Err(WhyNot::MinimumNotReached {
            minimum,
            missing: Money::new(minimum.minor - subtotal, basket.currency),
        }),
        _ => Ok(()),
    }
}

fn in_time(validity: Validity, now: Timestamp) -> Result<(), WhyNot> {
    if validity.covers(now) {
        return Ok(());
    }
    match validity {
        Validity { until: Some(until), .. } if until <= now => Err(WhyNot::Expired { until }),
        Validity { from: Some(from), .. } => Err(WhyNot::NotYet { from }),
        Validity { from: None, .. } => Ok(()),
    }
}

/// The promotion already granted that keeps this one out, if any does.
fn in_the_way<'a>(promotion: &Promotion, granted: &[(&'a Promotion, Discount)]) -> Option<&'a Promotion> {
    let alone = granted.iter().find(|(other, _)| promotion.exclusive || other.exclusive);
    alone.map(|(other, _)| *other)
}

/// Takes the promotion's discount off the lines in its scope; none when there is nothing to take.
fn take(promotion: &Promotion, asked: &[LineIn<'_>], lines: &mut [LineOut], source: &Source) -> Option<i64> {
    let left =
        |(asked, line): (&LineIn<'_>, &LineOut)| if covers(&promotion.scope, asked) { line.total } else { 0 };
    let weights: Vec<i64> = asked.iter().zip(&*lines).map(left).collect();
    let base: i64 = weights.iter().sum();
    let amount = match promotion.off {
        Off::Percent(rate) => rate.of(base),
        Off::Amount(worth) => worth.minor.min(base),
    };
    if amount <= 0 {
        return None;
    }
    for (line, amount) in lines.iter_mut().zip(split(amount, &weights)).filter(|(_, amount)| *amount > 0) {
        take_off(line, source, amount);
    }
    Some(amount)
}

fn take_off(line: &mut LineOut, source: &Source, amount: i64) {
    let (step, name) = (-amount, source.name.clone());
    line.total -= amount;
    line.why.push(match source.coupon.clone() {
        Some(code) => Why::Coupon { amount: step, code, name },
        None => Why::Promotion { amount: step, promotion: source.promotion, name },
    });
    line.discounts.push(Part { source: source.clone(), amount });
}

fn covers(scope: &Scope, line: &LineIn<'_>) -> bool {
    match scope {
        Scope::Cart => true,
        Scope::Categories(wanted) => line.categories.iter().any(|category| wanted.contains(category)),
        Scope::Products(wanted) => wanted.contains(&line.product),
    }
}
