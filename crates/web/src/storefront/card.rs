//! The way to the hosted card page. The shop only sends the customer there.

use axum::response::Response;
use shop::checkout::PaymentDue;
use shop::kernel::Locale;
use shop::sites::Site;

use super::Place;
use crate::App;
use crate::edge::Arrival;
use crate::pages::respond::redirect;
use crate::ports::CardPayment;

/// Sends the customer to where this payment is made, and back to `path` of the shop afterwards.
pub(super) fn pay(app: &App, place: &Place, due: &PaymentDue, path: &str) -> Response {
    let address = address(app, &place.arrival, &place.site, place.locale, due, &place.path(path));
    redirect(app, &address, None)
}

/// Where this payment is made; from there the customer comes back to `path`.
pub(crate) fn address(
    app: &App,
    arrival: &Arrival,
    site: &Site,
    locale: Locale,
    due: &PaymentDue,
    path: &str,
) -> String {
    let tenant = arrival.directory.tenants().iter().find(|tenant| tenant.id == arrival.tenant);
    app.cards.address(&CardPayment {
        tenant: arrival.tenant,
        payment: due.payment,
        order: due.order,
        order_number: due.number.clone(),
        amount: due.amount,
        merchant: tenant.map_or_else(|| site.name.clone(), |tenant| tenant.name.clone()),
        locale,
        return_url: format!("{}{path}", app.settings.public_url),
    })
}
