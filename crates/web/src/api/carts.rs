//! Carts and checkout.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::json;
use shop::cart::{
    AddLine, ApplyCoupon, Carts, CreateCart, CurrentCart, CustomerCart, DeleteCart, EditCart, GetCart,
    HandOver, HandedOver, MergeGuestCart, MiniCart, OpenCart, RemoveCoupon, RemoveLine, SetQuantity,
    TakeHandedOver,
};
use shop::checkout::{
    AcceptTerms, ImportShippingMethods, SaveShippingMethod, SetBilling, SetDelivery, SetPayment, SetShipping,
};

use crate::App;
use crate::edge::{Arrival, problem};
use crate::op::Ops;

pub(super) fn ops() -> Ops {
    Ops::default()
        .versioned_act::<OpenCart>(Method::POST, "/v1/carts")
        .ask::<Carts>("/v1/carts")
        .act::<CreateCart>(Method::POST, "/v1/carts/new")
        .ask::<CurrentCart>("/v1/cart")
        .ask::<MiniCart>("/v1/cart/mini")
        .ask::<HandedOver>("/v1/carts/handed-over")
        .act::<TakeHandedOver>(Method::POST, "/v1/carts/{cart}/take")
        .act_with::<MergeGuestCart>(Method::POST, "/v1/carts/merge", post(merge))
        .ask::<GetCart>("/v1/carts/{cart}")
        .versioned_act::<EditCart>(Method::PATCH, "/v1/carts/{cart}")
        .versioned_act::<DeleteCart>(Method::DELETE, "/v1/carts/{cart}")
        .versioned_act::<AddLine>(Method::POST, "/v1/carts/{cart}/lines")
        .versioned_act::<SetQuantity>(Method::PUT, "/v1/carts/{cart}/lines/{line}")
        .versioned_act::<RemoveLine>(Method::DELETE, "/v1/carts/{cart}/lines/{line}")
        .versioned_act::<ApplyCoupon>(Method::PUT, "/v1/carts/{cart}/coupons/{code}")
        .versioned_act::<RemoveCoupon>(Method::DELETE, "/v1/carts/{cart}/coupons/{code}")
        .versioned_act::<HandOver>(Method::POST, "/v1/carts/{cart}/hand-over")
        .versioned_act::<SetDelivery>(Method::PUT, "/v1/carts/{cart}/delivery")
        .versioned_act::<SetBilling>(Method::PUT, "/v1/carts/{cart}/billing")
        .versioned_act::<SetShipping>(Method::PUT, "/v1/carts/{cart}/shipping")
        .versioned_act::<SetPayment>(Method::PUT, "/v1/carts/{cart}/payment")
        .versioned_act::<AcceptTerms>(Method::PUT, "/v1/carts/{cart}/terms")
        .ask::<CustomerCart>("/v1/customers/{customer}/cart")
        .act::<ImportShippingMethods>(Method::POST, "/v1/imports/shipping-methods")
        .act::<SaveShippingMethod>(Method::PUT, "/v1/sites/{site}/shipping-methods/{code}")
}

/// Moves a guest's cart to the customer who has signed in. The guest is whoever this browser's guest cookie
/// names, or the client's `Understudy-Guest` header.
async fn merge(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = headers.get("understudy-guest").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let token = header.or_else(|| arrival.guest.clone()).unwrap_or_default();
    let guest = json!(shop::kernel::secret::TokenHash::of(&token));
    let extra = [("guest", guest)];
    match crate::op::act::<MergeGuestCart>(&app, &arrival, &params, &Method::POST, &headers, &body, &extra)
        .await
    {
        Ok((cart, replayed)) => {
            let mut response = Json(cart).into_response();
            crate::op::mark_replay(response.headers_mut(), replayed);
            response
        }
        Err(refused) => problem::response(&refused, arrival.request),
    }
}
