//! Delivery, billing, shipping, payment and terms, chosen for a cart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::address::AddressFields;
use super::steps::{accept, bill, deliver, may_pay_by, pay, ship};
use crate::cart::{By, CartView, Change, Expected, owner};
use crate::customers::Salutation;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{AddressId, AssistSessionId, CartId};
use crate::kernel::text::Text;
use crate::kernel::{Country, Email, Phone, Timestamp};

/// The address fields of an act.
macro_rules! fields {
    ($act:expr) => {
        AddressFields {
            saved: $act.address,
            salutation: $act.salutation.as_ref(),
            first_name: $act.first_name.as_ref(),
            last_name: $act.last_name.as_ref(),
            company: $act.company.as_ref(),
            line1: $act.line1.as_ref(),
            line2: $act.line2.as_ref(),
            line3: $act.line3.as_ref(),
            postcode: $act.postcode.as_ref(),
            city: $act.city.as_ref(),
            region: $act.region.as_ref(),
            country: $act.country,
            phone: $act.phone.as_ref(),
        }
    };
}

/// How an order is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// By invoice, after delivery.
    Invoice,
    /// By card, on the page of the payment service. For the customer in person only.
    Card,
    /// By a link that an agent sends and the customer opens on their own screen.
    PayLink,
}

impl Payment {
    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::Card => "card",
            Self::PayLink => "pay_link",
        }
    }

    /// What whoever acts can choose from.
    pub(super) fn allowed(who: &Acting) -> &'static [Self] {
        if who.on_behalf().is_some() { &[Self::Invoice, Self::PayLink] } else { &[Self::Card, Self::Invoice] }
    }
}

impl std::str::FromStr for Payment {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = [Self::Invoice, Self::Card, Self::PayLink].into_iter().find(|one| one.name() == text);
        known.ok_or_else(|| format!("{text:?} is no way of paying: invoice, card, pay_link"))
    }
}

/// That the terms were accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Terms {
    /// By whom: the customer, or an agent in their name.
    pub by: By,
    /// How: `shop`, `api`, .. the surface; for an agent, what the customer was asked and how they said yes.
    pub how: String,
    /// When.
    pub at: Timestamp,
    /// The assist session in which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<AssistSessionId>,
}

/// Says where to deliver: one of the customer's own addresses, or an address in full. For guests also the
/// e-mail address for the order's messages.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDelivery {
    /// The cart.
    pub cart: CartId,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
    /// Where the order's messages go; for guests needed before placing.
    #[serde(default)]
    pub email: Option<Email>,
    /// One of the customer's own addresses; leave it out to give the address itself.
    #[serde(default)]
    pub address: Option<AddressId>,
    /// How the receiver is addressed: `Mr`, `Ms`.
    #[serde(default)]
    pub salutation: Option<Salutation>,
    /// Given names.
    #[serde(default)]
    pub first_name: Option<Text<0, 80>>,
    /// Family names.
    #[serde(default)]
    pub last_name: Option<Text<0, 80>>,
    /// Company.
    #[serde(default)]
    pub company: Option<Text<0, 120>>,
    /// Street and number.
    #[serde(default)]
    pub line1: Option<Text<0, 120>>,
    /// Further line.
    #[serde(default)]
    pub line2: Option<Text<0, 120>>,
    /// One more line.
    #[serde(default)]
    pub line3: Option<Text<0, 120>>,
    /// Postal code.
    #[serde(default)]
    pub postcode: Option<Text<0, 20>>,
    /// Town.
    #[serde(default)]
    pub city: Option<Text<0, 80>>,
    /// State or province.
    #[serde(default)]
    pub region: Option<Text<0, 80>>,
    /// Country, one the site delivers to.
    #[serde(default)]
    pub country: Option<Country>,
    /// Telephone number for the delivery.
    #[serde(default)]
    pub phone: Option<Phone>,
}

impl Act for SetDelivery {
    const NAME: &'static str = "checkout.delivery";
    const NEEDS: Needs = Needs::Own(Permission::CheckoutEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        deliver(&mut work.look(), &change.goods, &mut change.cart, &fields!(self))?;
        if let Some(email) = &self.email {
            change.cart.email = email.to_string();
        }
        change.finish(who, work)
    }
}

/// Says where the bill goes; without any address, to the delivery address again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBilling {
    /// The cart.
    pub cart: CartId,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
    /// One of the customer's own addresses; leave it out to give the address itself.
    #[serde(default)]
    pub address: Option<AddressId>,
    /// How the receiver is addressed: `Mr`, `Ms`.
    #[serde(default)]
    pub salutation: Option<Salutation>,
    /// Given names.
    #[serde(default)]
    pub first_name: Option<Text<0, 80>>,
    /// Family names.
    #[serde(default)]
    pub last_name: Option<Text<0, 80>>,
    /// Company.
    #[serde(default)]
    pub company: Option<Text<0, 120>>,
    /// Street and number.
    #[serde(default)]
    pub line1: Option<Text<0, 120>>,
    /// Further line.
    #[serde(default)]
    pub line2: Option<Text<0, 120>>,
    /// One more line.
    #[serde(default)]
    pub line3: Option<Text<0, 120>>,
    /// Postal code.
    #[serde(default)]
    pub postcode: Option<Text<0, 20>>,
    /// Town.
    #[serde(default)]
    pub city: Option<Text<0, 80>>,
    /// State or province.
    #[serde(default)]
    pub region: Option<Text<0, 80>>,
    /// Country.
    #[serde(default)]
    pub country: Option<Country>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<Phone>,
}

impl Act for SetBilling {
    const NAME: &'static str = "checkout.billing";
    const NEEDS: Needs = Needs::Own(Permission::CheckoutEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        let fields = fields!(self);
        let same = fields.saved.is_none() && fields.line1.is_none_or(|line| line.as_str().is_empty());
        if same {
            change.cart.billing = None;
        } else {
            bill(&mut work.look(), &mut change.cart, &fields)?;
        }
        change.finish(who, work)
    }
}

/// Chooses a way of shipping.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetShipping {
    /// The cart.
    pub cart: CartId,
    /// Code of one of the site's ways of shipping.
    pub method: Text<1, 40>,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for SetShipping {
    const NAME: &'static str = "checkout.shipping";
    const NEEDS: Needs = Needs::Own(Permission::CheckoutEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        ship(&change.goods, &mut change.cart, &self.method)?;
        change.finish(who, work)
    }
}

/// Chooses how the order is paid. An agent can choose an invoice or a pay link, never a card.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPayment {
    /// The cart.
    pub cart: CartId,
    /// The way of paying.
    pub method: Payment,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for SetPayment {
    const NAME: &'static str = "checkout.payment";
    const NEEDS: Needs = Needs::Own(Permission::CheckoutEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        may_pay_by(who, self.method)?;
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        pay(who, &mut change.cart, self.method)?;
        change.finish(who, work)
    }
}

/// Accepts the shop's terms for an order of this cart. In a customer's name an agent says how they agreed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptTerms {
    /// The cart.
    pub cart: CartId,
    /// How the customer agreed: `by phone, read out`. Recorded with the order.
    #[serde(default)]
    pub how: Option<Text<0, 200>>,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for AcceptTerms {
    const NAME: &'static str = "checkout.terms";
    const NEEDS: Needs = Needs::Own(Permission::TermsAccept);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        accept(who, &mut change.cart, self.how.as_ref());
        change.finish(who, work)
    }
}
