//! Whether what is about to be placed is the offer that was shown, and what is answered where it is not.

use crate::cart::{Change, differences, price, view};
use crate::catalog::stock::Shortage;
use crate::desk::{Acting, Refusal, Work};
use crate::kernel::problem;
use crate::kernel::{Money, Problem};
use crate::offers::PricedBasket;

/// Whether somebody would get another offer than the one that was shown.
pub(super) fn is_another_offer(
    who: &Acting,
    change: &Change,
    basket: &PricedBasket,
    shown: Option<i64>,
) -> Result<bool, Problem> {
    let total = basket.priced.total;
    let differences = differences(&change.goods, who.locale(), &change.cart, &change.lines, &basket.priced);
    let Some(shown) = shown else {
        return Ok(!differences.is_empty() || change.total_as_it_stood(who)? != change.cart.total);
    };
    // Where prices moved and the total did not, the total cannot tell which prices were shown with it.
    let moved_unseen = !differences.is_empty() && change.cart.total == total;
    Ok(total != shown || moved_unseen || differences.iter().any(|line| line.left.is_some()))
}

/// Takes note that today's prices are shown now, and answers what differs. Nothing is placed, and what was
/// chosen with it is forgotten.
pub(super) fn ask_again(
    who: &Acting,
    work: &mut Work<'_, '_>,
    mut change: Change,
    shown: Option<i64>,
) -> Result<Refusal, Refusal> {
    let before = price(&change.goods, who, &change.cart, &change.lines)?;
    let lines = differences(&change.goods, who.locale(), &change.cart, &change.lines, &before.priced);
    let was = shown.unwrap_or(change.cart.total);
    change.unchoose();
    let basket = change.store(who, work)?;
    change.tell(who, work);
    let now = view(who, &change.goods, &change.cart, &change.lines, &basket);
    let said = "Prices or stock have changed since this was shown. Nothing was placed. Look at the changes and place again.";
    Ok(Refusal::Keep(
        Problem::new(&problem::OFFER_CHANGED, said)
            .with("differences", lines)
            .with("was", Money::new(was, now.currency))
            .with("now", Money::new(before.priced.total, now.currency))
            .with("version", now.version)
            .with("cart", now),
    ))
}

/// Takes note of what is left, so that the answer says it.
pub(super) fn note(change: &mut Change, shortages: &[Shortage]) {
    for shortage in shortages {
        for line in change.lines.iter_mut().filter(|line| line.variant == shortage.variant) {
            line.left = Some(shortage.free);
        }
    }
}
