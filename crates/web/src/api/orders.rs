//! Orders and what is paid for them.

use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use shop::checkout::{BeginCardPayment, CheckoutOptions, PlaceAtOnce, PlaceOrder, SendPayLink};
use shop::insight::CustomerOverview;
use shop::orders::{
    CancelOrder, CancelOrderInOffice, CompleteOrder, CustomerOrders, GetOrder, ImportOrders, LookUpOrder,
    OfficeOrder, Orders, OrdersList, Reorder, ShipOrder,
};

use crate::App;
use crate::edge::Arrival;
use crate::op::{Given, Issue, Ops, answered, read_ask};

pub(super) fn ops() -> Ops {
    Ops::default()
        .ask::<CheckoutOptions>("/v1/carts/{cart}/checkout")
        .versioned_act::<PlaceOrder>(Method::POST, "/v1/carts/{cart}/place")
        .versioned_act::<PlaceAtOnce>(Method::POST, "/v1/carts/{cart}/place-at-once")
        .ask::<Orders>("/v1/orders")
        .ask_with::<LookUpOrder>("/v1/orders/look-up", get(look_up))
        .ask::<GetOrder>("/v1/orders/{order}")
        .act::<BeginCardPayment>(Method::POST, "/v1/orders/{order}/card-payment")
        .act_with::<SendPayLink>(Method::POST, "/v1/orders/{order}/pay-link", post(pay_link))
        .act::<Reorder>(Method::POST, "/v1/orders/{order}/reorder")
        .act::<CancelOrder>(Method::POST, "/v1/orders/{order}/cancel")
        .ask::<OrdersList>("/v1/office/orders")
        .ask::<OfficeOrder>("/v1/office/orders/{order}")
        .act::<ShipOrder>(Method::POST, "/v1/office/orders/{order}/ship")
        .act::<CompleteOrder>(Method::POST, "/v1/office/orders/{order}/complete")
        .act::<CancelOrderInOffice>(Method::POST, "/v1/office/orders/{order}/cancel")
        .ask::<CustomerOrders>("/v1/customers/{customer}/orders")
        .ask::<CustomerOverview>("/v1/customers/{customer}/360")
        .act::<ImportOrders>(Method::POST, "/v1/imports/orders")
}

/// Wrong tries are counted.
async fn look_up(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    query: RawQuery,
) -> Response {
    let found = async {
        let (caller, ask) = read_ask(&arrival, &params, query)?;
        app.gate.run(|| app.desk.look_up_order(&caller, &ask)).await
    };
    answered(found.await, &arrival)
}

/// Prefix of a pay link's token.
pub(crate) const PAY_LINK: &str = "up_";

async fn pay_link(issue: Issue) -> Response {
    issue.give(Given::token(PAY_LINK), Issue::read::<SendPayLink>, |sent| sent).await
}
