//! Why something costs what it costs, in the reader's words.

use serde::Serialize;
use shop::catalog::asks::{PriceStep, StepReason};
use shop::kernel::{Currency, Money};
use shop::offers::price::{RefusedCoupon, Why, WhyNot};

use crate::office::texts::Texts;
use crate::pages::Sheet;

/// One step from the list price to what is paid.
#[derive(Clone, Debug, Serialize)]
pub struct WhyContext {
    label: String,
    amount: Money,
}

/// The steps of a line's price. Tax that is added stands in the totals, not here.
pub fn steps(sheet: &Sheet<'_>, why: &[Why], currency: Currency) -> Vec<WhyContext> {
    let shown = why.iter().filter(|step| !matches!(step, Why::TaxAdded { .. }));
    shown
        .map(|step| WhyContext { label: label(sheet, step), amount: Money::new(step.amount(), currency) })
        .collect()
}

fn label(sheet: &Sheet<'_>, step: &Why) -> String {
    match step {
        Why::ListPrice { .. } => sheet.text("why-list"),
        Why::SegmentPrice { segment, .. } => {
            sheet.text_with("why-segment", &[("segment", segment.as_str().into())])
        }
        Why::QuantityPrice { from_quantity, .. } => {
            sheet.text_with("why-quantity", &[("count", (*from_quantity).into())])
        }
        Why::SpecialPrice { .. } => sheet.text("why-special"),
        Why::Promotion { name, .. } => name.to_string(),
        Why::Coupon { code, name, .. } => {
            sheet.text_with("why-coupon", &[("code", (**code).into()), ("name", (**name).into())])
        }
        Why::TaxAdded { .. } => sheet.text("total-tax"),
    }
}

/// The steps of a product's price of one.
pub fn price_steps(sheet: &Sheet<'_>, steps: &[PriceStep]) -> Vec<WhyContext> {
    let label = |reason| match reason {
        StepReason::ListPrice => "why-list",
        StepReason::SegmentPrice => "why-own",
        StepReason::SpecialPrice => "why-special",
    };
    steps
        .iter()
        .map(|step| WhyContext { label: sheet.text(label(step.reason)), amount: step.amount })
        .collect()
}

/// Why a coupon does nothing now.
pub fn refused_coupon(texts: Texts<'_>, refused: &RefusedCoupon) -> String {
    let amount = |money: &Money| money.fmt(texts.locale.tag());
    match &refused.why {
        WhyNot::Withdrawn | WhyNot::Expired { .. } => texts.say("coupon-over"),
        WhyNot::NotYet { .. } => texts.say("coupon-not-yet"),
        WhyNot::MinimumNotReached { minimum, missing } => texts.say_with(
            "coupon-missing",
            &[("amount", amount(minimum).into()), ("missing", amount(missing).into())],
        ),
        WhyNot::OtherSegment => texts.say("coupon-other-customers"),
        WhyNot::OnlyAssisted => texts.say("coupon-only-assisted"),
        WhyNot::OtherCurrency => texts.say("coupon-other-currency"),
        WhyNot::NothingToDiscount => texts.say("coupon-nothing"),
        WhyNot::NotCombinable { with } => texts.say_with("coupon-not-with", &[("with", (**with).into())]),
        WhyNot::AlreadyApplied => texts.say("coupon-already"),
    }
}
