//! From a filled cart to an order: addresses, shipping, payment, terms, placing.
//!
//! | file | what it settles |
//! | --- | --- |
//! | `address` | an address as a cart and an order keep it |
//! | `choices` | delivery, billing, shipping, payment and terms, chosen for a cart |
//! | `steps` | what each of these choices does, whoever asks for it |
//! | `shipping` | the ways of shipping of a site |
//! | `import` | many of them at once |
//! | `place` | placing: one order of one cart, at the prices that were shown |
//! | `offer` | whether it is the offer that was shown |
//! | `at_once` | choosing everything and placing, in one |
//! | `options` | what can be chosen from |
//! | `payment` | payments and what becomes of them |
//! | `pay_link` | the link by which a customer pays on their own screen |
//!
//! What always holds:
//! - A cart becomes at most one order: the cart's state and a unique index both see to it.
//! - What is charged is what was shown; where it is not, nothing is placed and the difference is answered.
//! - An agent never gets near a card: paying by card is for the customer in person, and a pay link leads to
//!   the customer's own screen.
//! - Of a card only brand, last four digits and expiry are ever kept.

mod address;
mod at_once;
mod choices;
mod import;
mod offer;
mod options;
mod pay_link;
mod payment;
mod place;
mod shipping;
pub(crate) mod sql;
mod steps;
#[cfg(test)]
pub(crate) mod tests;

pub use address::{Address, AddressFields, GivenAddress};
pub use at_once::PlaceAtOnce;
pub use choices::{AcceptTerms, Payment, SetBilling, SetDelivery, SetPayment, SetShipping, Terms};
pub use import::{ImportShippingMethods, ShippingRow};
pub use options::{CheckoutOptions, CheckoutOptionsView, ShippingOption};
pub use pay_link::{
    PAY_LINK_LIVES, PayLink, PayLinkSent, PayLinkState, PayLinkView, RedeemPayLink, SendPayLink,
};
pub use payment::{
    BeginCardPayment, CardView, Expiry, FailPayment, LastFour, PaymentDue, PaymentState, PaymentView,
    SettlePayment,
};
pub use place::{PlaceOrder, Placed};
pub use shipping::{SaveShippingMethod, ShippingMethod};

pub(crate) use payment::{call_off, payment_of};
pub(crate) use shipping::ShippingMethods;
