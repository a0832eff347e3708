//! The way to the hosted card page. The shop only sends the customer there.

use axum::response::Response;
use shop::checkout::PaymentDue;

use super::Place;
use crate::App;
use crate::pages::respond::redirect;
use crate::ports::CardPayment;

/// Sends the customer to where this payment is made, and back to `path` of the shop afterwards.
pub(super) fn pay(app: &App, place: &Place, due: &PaymentDue, path: &str) -> Response {
    let tenant = place.directory.tenants().iter().find(|tenant| tenant.id == place.tenant());
    let payment = CardPayment {
        tenant: place.tenant(),
        payment: due.payment,
        order: due.order,
        order_number: due.number.clone(),
        amount: due.amount,
        merchant: tenant.map_or_else(|| place.site.name.clone(), |tenant| tenant.name.clone()),
        locale: place.locale,
        return_url: format!("{}{}", app.settings.public_url, place.path(path)),
    };
    redirect(app, &app.cards.address(&payment), None)
}
