//! Placing: one order of one cart, at the prices that were shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::choices::Payment;
use super::offer::{ask_again, is_another_offer, note};
use super::payment::{self, SETTLE};
use super::sql;
use super::steps::may_pay_by;
use crate::cart::{self, By, Change, Expected, Goods, State, coupon_used_up, missing, owner};
use crate::catalog::stock::{self, Shortage};
use crate::desk::{Act, Acting, Look, Needs, OnBehalf, Owner, Permission, Refusal, Subject, Work};
use crate::events::Topic;
use crate::kernel::TaxMode;
use crate::kernel::id::{CartId, OrderId, VariantId};
use crate::kernel::problem;
use crate::kernel::{Money, Problem};
use crate::offers::PricedBasket;
use crate::offers::coupon::{use_one, user};
use crate::orders::{self, Breakdown, ORDER_NUMBERS, Order, Status, number_text};

/// Places the order of a cart. It is placed at the total that was shown or not at all: where prices or stock
/// have changed since, the answer is 409 with the differences, and asking again accepts them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceOrder {
    /// The cart.
    pub cart: CartId,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
    /// The total the customer was shown, in minor units of the cart's currency.
    pub shown_total: i64,
}

/// An order that was just placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Placed {
    /// The order.
    pub order: OrderId,
    /// The number people call it by.
    pub number: String,
    /// `awaiting_payment` where it has to be paid first.
    pub status: Status,
    /// How it is paid.
    pub payment: Payment,
    /// What the customer pays.
    pub total: Money,
}

impl Act for PlaceOrder {
    const NAME: &'static str = "order.place";
    const NEEDS: Needs = Needs::Own(Permission::OrderPlace);
    type Out = Placed;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Placed, Refusal> {
        let change = begin(who, work, self.cart, self.version)?;
        place(who, work, change, Some(self.shown_total))
    }
}

/// Takes the cart for placing it, with everything it costs as it is in the store now.
pub(super) fn begin(
    who: &Acting,
    work: &mut Work<'_, '_>,
    cart: CartId,
    version: Option<i64>,
) -> Result<Change, Refusal> {
    let mut change = Change::begin(who, work, cart, Expected::of(who, version)?)?;
    change.goods = Goods::now(work, change.cart.site)?;
    Ok(change)
}

/// Places what was taken, if that is the offer which was shown: `shown` is its total, where whoever places said
/// one; else it is what the cart showed when it was last changed.
pub(super) fn place(
    who: &Acting,
    work: &mut Work<'_, '_>,
    mut change: Change,
    shown: Option<i64>,
) -> Result<Placed, Refusal> {
    let basket = cart::price(&change.goods, who, &change.cart, &change.lines)?;
    let method = ready(who, &change, &basket)?;
    if is_another_offer(who, &change, &basket, shown)? {
        return Err(ask_again(who, work, change, shown)?);
    }
    let wanted: Vec<_> = change.lines.iter().map(|line| (line.variant, line.quantity)).collect();
    let shortages = stock::take(work, &wanted)?;
    if !shortages.is_empty() {
        give_back(work, &wanted, &shortages)?;
        note(&mut change, &shortages);
        return Err(ask_again(who, work, change, shown)?);
    }
    let order = order_of(who, work, &change, &basket, method)?;
    use_coupons(work, &change, &basket, order.id)?;
    conclude(who, work, change, &basket, &order, method)
}

/// Stores the order, closes the cart and sets going what follows.
fn conclude(
    who: &Acting,
    work: &mut Work<'_, '_>,
    mut change: Change,
    basket: &PricedBasket,
    order: &Order,
    method: Payment,
) -> Result<Placed, Refusal> {
    let lines = order_lines(who, &change, basket);
    orders::write(who, work, order, &lines)?;
    work.sql().exec(
        &crate::orders::sql::NEW_EVENT,
        store::params![
            who.tenant(),
            order.owner,
            order.id,
            1_i64,
            who.at(),
            order.status,
            order.placed_by.kind
        ],
    )?;
    let placed = Placed {
        order: order.id,
        number: order.number.clone(),
        status: order.status,
        payment: method,
        total: Money::new(order.total, order.currency),
    };
    work.changed(order.id, Some(1), &(), &placed);
    if method == Payment::Invoice {
        let payment = payment::open(work, order, method)?;
        work.queue(SETTLE, &json!({ "payment": payment, "order": order.id }), std::time::Duration::ZERO)?;
    }
    change.cart.state = State::Placed;
    change.cart.order_number = Some(order.number.clone());
    change.store(who, work)?;
    change.tell(who, work);
    if let Subject::Customer(customer) = order.owner {
        work.emit(Topic::Customer(customer), "order.placed", &placed);
    }
    Ok(placed)
}

/// How the order is paid, if nothing is missing for placing it.
fn ready(who: &Acting, change: &Change, basket: &PricedBasket) -> Result<Payment, Problem> {
    let missing = missing(&change.cart, &change.lines, &basket.priced);
    match change.cart.payment {
        Some(method) if missing.is_empty() => may_pay_by(who, method).map(|()| method),
        _ => {
            let said = "Something is still missing for placing this order. Nothing was changed.";
            Err(Problem::new(&problem::NOT_READY, said).with("missing", missing))
        }
    }
}

/// Gives back what was promised of variants that were not short.
fn give_back(
    work: &mut Work<'_, '_>,
    wanted: &[(VariantId, u32)],
    shortages: &[Shortage],
) -> Result<(), store::Error> {
    let short = |variant: VariantId| shortages.iter().any(|shortage| shortage.variant == variant);
    let taken: Vec<_> = wanted.iter().filter(|(variant, _)| !short(*variant)).copied().collect();
    stock::give_back(work, &taken)
}

/// Uses each coupon that took something off.
fn use_coupons(
    work: &mut Work<'_, '_>,
    change: &Change,
    basket: &PricedBasket,
    order: OrderId,
) -> Result<(), Refusal> {
    let user = user(change.cart.owner);
    for code in basket.priced.discounts.iter().filter_map(|discount| discount.source.coupon.as_deref()) {
        let Some(coupon) = change.goods.offers.coupon(code).cloned() else { continue };
        if !use_one(work, coupon.id, &user, order)? {
            return Err(coupon_used_up(code).into());
        }
    }
    Ok(())
}

/// The order that the cart becomes.
fn order_of(
    who: &Acting,
    work: &mut Work<'_, '_>,
    change: &Change,
    basket: &PricedBasket,
    method: Payment,
) -> Result<Order, Refusal> {
    let (cart, priced) = (&change.cart, &basket.priced);
    let shipping = change.goods.shipping.of(cart.site, &cart.shipping);
    let (name, email) = contact(work, &change.cart)?;
    Ok(Order {
        owner: cart.owner,
        id: work.id(),
        number: number_text(work.number(ORDER_NUMBERS)?),
        reference: None,
        digest: None,
        cart: Some(cart.id),
        site: cart.site,
        currency: cart.currency,
        placed_at: who.at(),
        status: if method == Payment::Invoice { Status::Processing } else { Status::AwaitingPayment },
        version: 1,
        item_count: change.lines.iter().map(|line| line.quantity).sum(),
        subtotal: priced.subtotal,
        discount: priced.discount,
        shipping: priced.shipping.map_or(0, |shipping| shipping.gross),
        tax: priced.tax,
        total: priced.total,
        tax_included: priced.tax_mode == TaxMode::Included,
        breakdown: Breakdown { discounts: priced.discounts.clone(), taxes: priced.taxes.clone() },
        name,
        email,
        delivery: cart.delivery.clone(),
        billing: cart.billing.clone().or_else(|| cart.delivery.clone()),
        shipping_code: cart.shipping.clone(),
        shipping_name: shipping.map(|method| method.name(who.locale()).to_owned()).unwrap_or_default(),
        payment: Some(method),
        placed_by: By::of(who),
        session: who.on_behalf().map(OnBehalf::session),
        channel: who.channel().name().to_owned(),
        terms: cart.terms.clone(),
    })
}

/// Name and e-mail address of whoever orders.
fn contact(work: &mut Work<'_, '_>, cart: &cart::Cart) -> Result<(String, String), Refusal> {
    let delivered_to = cart.delivery.as_ref().map(super::Address::name).unwrap_or_default();
    let Subject::Customer(customer) = cart.owner else { return Ok((delivered_to, cart.email.clone())) };
    let tenant = work.tenant();
    let row = work.sql().one(&sql::CUSTOMER, store::params![tenant, customer])?;
    let Some(row) = row else { return Err(Problem::not_found("customer").into()) };
    let (first, last, own): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let email = if cart.email.is_empty() { own } else { cart.email.clone() };
    Ok((format!("{first} {last}").trim().to_owned(), email))
}

/// The lines of the order, as they are called now.
fn order_lines(who: &Acting, change: &Change, basket: &PricedBasket) -> Vec<orders::Line> {
    let priced = |id| basket.priced.lines.iter().find(|out| out.id == id);
    change
        .lines
        .iter()
        .filter_map(|line| {
            let out = priced(line.id)?;
            let article = change.goods.article(line.variant, who.locale());
            Some(orders::Line {
                variant: line.variant,
                sku: article.sku,
                name: article.name,
                options: article.options,
                slug: article.slug,
                picture: article.picture,
                quantity: line.quantity,
                unit: out.unit,
                discount: out.discounts.iter().map(|part| part.amount).sum(),
                tax_rate: out.tax_rate.basis_points(),
                tax: out.tax,
                total: out.total,
                why: Some(out.why.clone()),
                added_by: line.added_by.clone(),
            })
        })
        .collect()
}
