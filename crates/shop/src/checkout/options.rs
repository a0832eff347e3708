//! What can be chosen from in a checkout.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices::Payment;
use crate::cart::{Cart, Goods, owner, price};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::CartId;
use crate::kernel::{Country, Money, Problem};

/// What can be chosen from in the checkout of a cart, by whoever asks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckoutOptions {
    /// The cart.
    pub cart: CartId,
}

/// A way of shipping, with its price for this cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShippingOption {
    /// Its code.
    pub code: String,
    /// Its name, in the reader's language.
    pub name: String,
    /// What to expect of it; may be empty.
    pub note: String,
    /// What it costs for this cart, in the site's tax mode.
    pub price: Money,
}

/// What can be chosen from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckoutOptionsView {
    /// Ways of shipping, in the site's order.
    pub shipping: Vec<ShippingOption>,
    /// Ways of paying open to whoever asks: an agent never sees a card.
    pub payments: Vec<Payment>,
    /// Countries the site delivers to.
    pub countries: Vec<Country>,
    /// Whether whoever asks may place the order.
    pub may_place: bool,
}

impl Ask for CheckoutOptions {
    const NAME: &'static str = "checkout.options";
    const NEEDS: Needs = Needs::Own(Permission::CartRead);
    // It says nothing of the customer.
    const RECORDED: Recorded = Recorded::Never;
    type Out = CheckoutOptionsView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let cart = Cart::find(look, self.cart)?.ok_or_else(|| Problem::not_found("cart"))?;
        let goods = Goods::held(look, cart.site)?;
        let lines = cart.lines(look)?;
        let basket = price(&goods, who, &cart, &lines)?;
        let worth = basket.priced.subtotal - basket.priced.discount;
        let methods = goods.shipping.at(cart.site).iter().filter_map(|method| {
            Some(ShippingOption {
                code: method.code.clone(),
                name: method.name(who.locale()).to_owned(),
                note: method.note(who.locale()).to_owned(),
                price: Money::new(method.costs(cart.currency, worth)?, cart.currency),
            })
        });
        Ok(CheckoutOptionsView {
            shipping: methods.collect(),
            payments: Payment::allowed(who).to_vec(),
            countries: goods.site.countries.iter().filter_map(|code| code.parse().ok()).collect(),
            may_place: who.may(Permission::OrderPlace),
        })
    }
}
