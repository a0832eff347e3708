//! A cart as people and clients see it, and what is still missing for placing it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::by::By;
use super::goods::Goods;
use super::row::{Cart, Handed, Line, State};
use crate::checkout::{Address, Payment, Terms};
use crate::desk::{Acting, Subject};
use crate::kernel::TaxMode;
use crate::kernel::id::{CartId, CustomerId, LineId, ProductId, SiteId, VariantId};
use crate::kernel::{Currency, Locale, Money, Timestamp};
use crate::offers::PricedBasket;
use crate::offers::price::{Discount, LineOut, Priced, RefusedCoupon, TaxOut, Why};

/// A cart with its lines and what it costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CartView {
    /// The cart.
    pub id: CartId,
    /// Raised by each change; pass it as `version` (If-Match) to change exactly this one.
    pub version: i64,
    /// What has become of it.
    pub state: State,
    /// What its owner calls it; may be empty.
    #[serde(default)]
    pub name: String,
    /// Whether it is the one that the shop shows for its site and currency.
    #[serde(default)]
    pub current: bool,
    /// The customer whose cart it is; absent for a guest's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The site.
    pub site: SiteId,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// Its lines, in the order they were added.
    pub lines: Vec<LineView>,
    /// Pieces on all lines together.
    pub item_count: u32,
    /// All lines before discounts, in the site's tax mode.
    pub subtotal: Money,
    /// All discounts together; not below zero.
    pub discount: Money,
    /// Discounts by promotion or coupon, in minor units.
    pub discounts: Vec<Discount>,
    /// Shipping in the site's tax mode, once a method is chosen.
    pub shipping: Option<Money>,
    /// All tax, included in or added to the amounts above.
    pub tax: Money,
    /// Whether the amounts above contain the tax.
    pub tax_included: bool,
    /// Tax by rate.
    pub taxes: Vec<TaxOut>,
    /// What the customer pays.
    pub total: Money,
    /// Coupons entered, in order of entry.
    pub coupons: Vec<CouponView>,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Who changed it last.
    pub changed_by: By,
    /// What was chosen for its checkout.
    pub checkout: CheckoutView,
    /// What is still missing for placing it; empty when it can be placed.
    pub missing: Vec<Missing>,
    /// What differs from what was shown at the last change: prices, and stock that no longer suffices.
    pub differences: Vec<Difference>,
    /// Who asked for it to be placed by somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<Handed>,
    /// The cart it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<CartId>,
    /// The number of the order it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
}

/// A line of a cart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineView {
    /// The line.
    pub id: LineId,
    /// What is bought.
    pub variant: VariantId,
    /// Its product; absent when it is no longer known.
    pub product: Option<ProductId>,
    /// What imports call its product; empty when it is no longer known.
    pub product_reference: String,
    /// Its stock keeping unit.
    pub sku: String,
    /// Its name, in the reader's language.
    pub name: String,
    /// What tells it from other variants: `24 cm, Blue`.
    pub options: String,
    /// Last part of its product's address.
    pub slug: String,
    /// Name of its picture; empty when it has none.
    pub picture: String,
    /// How many.
    pub quantity: u32,
    /// The price of one before discounts.
    pub unit: Money,
    /// Taken off the whole line; not below zero.
    pub discount: Money,
    /// The whole line after discounts, in the site's tax mode; nothing where it is no longer sold.
    pub price: Money,
    /// The tax of the line.
    pub tax: Money,
    /// The rate of the line's tax, in basis points.
    pub tax_rate: u32,
    /// What the customer pays for the line, tax included.
    pub total: Money,
    /// Why it costs that, step by step.
    pub why: Vec<Why>,
    /// Who added it.
    pub added_by: By,
    /// How many there are, where that is fewer than wanted; 0 also where it is no longer sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
}

/// A coupon that was entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CouponView {
    /// Its code.
    pub code: String,
    /// The name of its promotion; empty when it does nothing now.
    pub name: String,
    /// What it takes off; not below zero.
    pub discount: Money,
    /// Why it does nothing now, where it does nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<RefusedCoupon>,
}

/// What was chosen for the checkout of a cart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckoutView {
    /// Where the order's messages go; empty until said. A customer's own address counts unless another is given.
    pub email: String,
    /// Where it is delivered.
    pub delivery: Option<Address>,
    /// Where the bill goes; the delivery address unless another is given.
    pub billing: Option<Address>,
    /// Code of the shipping method.
    pub shipping: Option<String>,
    /// How it is paid.
    pub payment: Option<Payment>,
    /// Who accepted the terms.
    pub terms: Option<Terms>,
}

/// What is missing for placing a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// There is nothing in it.
    Lines,
    /// A guest has not said an e-mail address.
    Email,
    /// Nobody said where to deliver.
    Delivery,
    /// No shipping method is chosen, or the chosen one is no longer there.
    Shipping,
    /// No way of paying is chosen.
    Payment,
    /// The terms are not accepted.
    Terms,
}

/// How a line differs from what was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// The line.
    pub line: LineId,
    /// The name of what is bought, in the reader's language.
    pub name: String,
    /// The price of one that was shown.
    pub was: Money,
    /// The price of one now.
    pub now: Money,
    /// How many are wanted.
    pub quantity: u32,
    /// How many there are, where that is fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
}

/// The cart as `who` sees it.
pub(crate) fn view(
    who: &Acting,
    goods: &Goods,
    cart: &Cart,
    lines: &[Line],
    basket: &PricedBasket,
) -> CartView {
    let money = |minor| Money::new(minor, cart.currency);
    let priced = &basket.priced;
    CartView {
        id: cart.id,
        version: cart.version,
        state: cart.state,
        name: cart.name.clone(),
        current: cart.state.is_current(),
        customer: match cart.owner {
            Subject::Customer(id) => Some(id),
            Subject::Guest(_) => None,
        },
        site: cart.site,
        currency: cart.currency,
        lines: lines
            .iter()
            .map(|line| {
                line_view(goods, who.locale(), cart.currency, line, out_of(priced, line), priced.tax_mode)
            })
            .collect(),
        item_count: lines.iter().map(|line| line.quantity).sum(),
        subtotal: money(priced.subtotal),
        discount: money(priced.discount),
        discounts: priced.discounts.clone(),
        shipping: priced.shipping.as_ref().map(|shipping| money(shipping.gross)),
        tax: money(priced.tax),
        tax_included: priced.tax_mode == TaxMode::Included,
        taxes: priced.taxes.clone(),
        total: money(priced.total),
        coupons: cart.coupons.iter().map(|code| coupon_view(code, priced)).collect(),
        changed_at: cart.changed_at,
        changed_by: cart.changed_by.clone(),
        checkout: CheckoutView {
            email: cart.email.clone(),
            delivery: cart.delivery.clone(),
            billing: cart.billing.clone().or_else(|| cart.delivery.clone()),
            shipping: (!cart.shipping.is_empty()).then(|| cart.shipping.clone()),
            payment: cart.payment,
            terms: cart.terms.clone(),
        },
        missing: missing(cart, lines, priced),
        differences: differences(goods, who.locale(), cart, lines, priced),
        handed_over: cart.handed.clone().filter(|_| cart.state == State::HandedOver),
        moved_to: cart.moved_to,
        order: cart.order_number.clone(),
    }
}

fn line_view(
    goods: &Goods,
    locale: Locale,
    currency: Currency,
    line: &Line,
    out: Option<&LineOut>,
    mode: TaxMode,
) -> LineView {
    let money = |minor| Money::new(minor, currency);
    let article = goods.article(line.variant, locale);
    LineView {
        id: line.id,
        variant: line.variant,
        product: article.product,
        product_reference: article.reference,
        sku: article.sku,
        name: article.name,
        options: article.options,
        slug: article.slug,
        picture: article.picture,
        quantity: line.quantity,
        unit: money(out.map_or(line.shown, |out| out.unit)),
        discount: money(out.map_or(0, |out| out.discounts.iter().map(|part| part.amount).sum())),
        tax: money(out.map_or(0, |out| out.tax)),
        tax_rate: out.map_or(0, |out| out.tax_rate.basis_points()),
        price: money(out.map_or(0, |out| if mode == TaxMode::Included { out.total } else { out.net })),
        total: money(out.map_or(0, |out| out.total)),
        why: out.map(|out| out.why.clone()).unwrap_or_default(),
        added_by: line.added_by.clone(),
        left: left(goods, line, currency),
    }
}

/// The price of the line; none where it is no longer sold.
pub(super) fn out_of<'a>(priced: &'a Priced, line: &Line) -> Option<&'a LineOut> {
    priced.lines.iter().find(|out| out.id == line.id)
}

/// How many there are of what the line wants, where that is fewer.
fn left(goods: &Goods, line: &Line, currency: Currency) -> Option<u32> {
    if goods.sold(line.variant, currency).is_none() {
        return Some(0);
    }
    line.left.filter(|left| *left < line.quantity)
}

fn coupon_view(code: &str, priced: &Priced) -> CouponView {
    let of =
        |other: Option<&std::sync::Arc<str>>| other.is_some_and(|other| other.eq_ignore_ascii_case(code));
    let granted = priced.discounts.iter().find(|discount| of(discount.source.coupon.as_ref()));
    CouponView {
        code: code.to_owned(),
        name: granted.map(|discount| discount.source.name.to_string()).unwrap_or_default(),
        discount: Money::new(granted.map_or(0, |discount| discount.amount), priced.currency),
        refused: priced.refused_coupons.iter().find(|refused| of(Some(&refused.code))).cloned(),
    }
}

/// What is still missing for placing the cart.
pub(crate) fn missing(cart: &Cart, lines: &[Line], priced: &Priced) -> Vec<Missing> {
    let guest = matches!(cart.owner, Subject::Guest(_));
    [
        (lines.is_empty(), Missing::Lines),
        (guest && cart.email.is_empty(), Missing::Email),
        (cart.delivery.is_none(), Missing::Delivery),
        (priced.shipping.is_none(), Missing::Shipping),
        (cart.payment.is_none(), Missing::Payment),
        (cart.terms.is_none(), Missing::Terms),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect()
}

/// The lines that differ from what was shown when the cart was last changed.
pub(crate) fn differences(
    goods: &Goods,
    locale: Locale,
    cart: &Cart,
    lines: &[Line],
    priced: &Priced,
) -> Vec<Difference> {
    let money = |minor| Money::new(minor, cart.currency);
    lines
        .iter()
        .filter_map(|line| {
            let left = left(goods, line, cart.currency);
            let now = out_of(priced, line).map_or(line.shown, |out| out.unit);
            (line.shown != now || left.is_some()).then(|| Difference {
                line: line.id,
                name: goods.article(line.variant, locale).name,
                was: money(line.shown),
                now: money(now),
                quantity: line.quantity,
                left,
            })
        })
        .collect()
}
