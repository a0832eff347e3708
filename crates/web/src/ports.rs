//! What a request must ask of the outside. The binary brings the answers.

use shop::kernel::id::{OrderId, PaymentId, TenantId};
use shop::kernel::{Locale, Money};

/// A payment by card that a customer is about to make.
#[derive(Clone, Debug)]
pub struct CardPayment {
    /// Whose shop it is.
    pub tenant: TenantId,
    /// The payment.
    pub payment: PaymentId,
    /// The order it pays for.
    pub order: OrderId,
    /// The order's number, for people.
    pub order_number: String,
    /// What is to be paid.
    pub amount: Money,
    /// Who is paid.
    pub merchant: String,
    /// The language of the page.
    pub locale: Locale,
    /// Whole address of the page to come back to.
    pub return_url: String,
}

/// A hosted card page: of an origin of its own, so that neither shop nor agent ever sees a card.
pub trait CardPage: Send + Sync + 'static {
    /// Its origin (`http://localhost:8081`), which forms of the shop may lead to.
    fn origin(&self) -> String;

    /// The address where this payment is made. Only the customer is sent there.
    fn address(&self, payment: &CardPayment) -> String;
}
