//! Choosing everything and placing, in one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::address::{AddressFields, GivenAddress};
use super::choices::Payment;
use super::place::{Placed, begin, place};
use super::steps::{accept, bill, deliver, pay, ship};
use crate::cart::{Change, owner};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{AddressId, CartId};
use crate::kernel::text::Text;
use crate::kernel::{Email, Problem};

/// Chooses everything for the checkout of a cart, accepts the terms and places the order, in one. What is left
/// out is as the cart has it. Where it is refused, nothing of it is kept.
///
/// Without `shown_total` it is placed at today's total if prices and stock are as they were when the cart was last
/// changed. Else, as where the total is another one, the answer is 409 with the differences; the cart then shows
/// today's prices, and asking again accepts them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceAtOnce {
    /// The cart.
    pub cart: CartId,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
    /// Where the order's messages go; for guests needed, here or before.
    #[serde(default)]
    pub email: Option<Email>,
    /// Where to deliver, in full.
    #[serde(default)]
    pub delivery: Option<GivenAddress>,
    /// Where to deliver: one of the customer's own addresses.
    #[serde(default)]
    pub delivery_address: Option<AddressId>,
    /// Where the bill goes, in full.
    #[serde(default)]
    pub billing: Option<GivenAddress>,
    /// Where the bill goes: one of the customer's own addresses.
    #[serde(default)]
    pub billing_address: Option<AddressId>,
    /// Code of one of the site's ways of shipping.
    #[serde(default)]
    pub shipping: Option<Text<1, 40>>,
    /// The way of paying. An agent can choose an invoice or a pay link, never a card.
    #[serde(default)]
    pub payment: Option<Payment>,
    /// How the customer agreed to the terms: `by phone, read out`. Recorded with the order.
    #[serde(default)]
    pub terms_how: Option<Text<0, 200>>,
    /// The total the customer was shown, in minor units of the cart's currency.
    #[serde(default)]
    pub shown_total: Option<i64>,
}

impl Act for PlaceAtOnce {
    const NAME: &'static str = "order.place_at_once";
    const NEEDS: Needs = Needs::Own(Permission::OrderPlace);
    type Out = Placed;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Placed, Refusal> {
        who.needs(Permission::CheckoutEdit)?;
        who.needs(Permission::TermsAccept)?;
        let mut change = begin(who, work, self.cart, self.version)?;
        self.choose(who, work, &mut change)?;
        place(who, work, change, self.shown_total)
    }
}

impl PlaceAtOnce {
    fn choose(&self, who: &Acting, work: &mut Work<'_, '_>, change: &mut Change) -> Result<(), Refusal> {
        let (look, goods, cart) = (&mut work.look(), &change.goods, &mut change.cart);
        if let Some(email) = &self.email {
            cart.email = email.to_string();
        }
        let names = ("/delivery", "/delivery_address");
        if let Some((to, place)) = meant(names, self.delivery.as_ref(), self.delivery_address)? {
            deliver(look, goods, cart, &to).map_err(|refused| place.of(refused))?;
        }
        let names = ("/billing", "/billing_address");
        if let Some((to, place)) = meant(names, self.billing.as_ref(), self.billing_address)? {
            bill(look, cart, &to).map_err(|refused| place.of(refused))?;
        }
        if let Some(code) = &self.shipping {
            ship(goods, cart, code).map_err(|refused| Place::Of("/shipping").of(refused.into()))?;
        }
        if let Some(method) = self.payment {
            pay(who, cart, method).map_err(|refused| Place::Of("/payment").of(refused.into()))?;
        }
        accept(who, cart, self.terms_how.as_ref());
        Ok(())
    }
}

/// Where in the act it stands what a step refuses.
#[derive(Clone, Copy)]
enum Place {
    /// Somewhere within this member.
    Within(&'static str),
    /// This member.
    Of(&'static str),
}

impl Place {
    fn of(self, refused: Refusal) -> Refusal {
        let Refusal::Undo(mut problem) = refused else { return refused };
        for error in &mut problem.errors {
            error.pointer = match self {
                Self::Within(member) => format!("{member}{}", error.pointer),
                Self::Of(member) => member.to_owned(),
            };
        }
        Refusal::Undo(problem)
    }
}

/// Which address is meant, where one is: given in full, or one of the customer's own.
fn meant<'a>(
    (full, own): (&'static str, &'static str),
    given: Option<&'a GivenAddress>,
    saved: Option<AddressId>,
) -> Result<Option<(AddressFields<'a>, Place)>, Problem> {
    match (given, saved) {
        (None, None) => Ok(None),
        (Some(given), None) => Ok(Some((given.fields(), Place::Within(full)))),
        (None, Some(_)) => Ok(Some((AddressFields { saved, ..AddressFields::default() }, Place::Of(own)))),
        (Some(_), Some(_)) => {
            Err(Problem::invalid(own, "Say the address in full or by its id, not both. Nothing was changed."))
        }
    }
}
