//! Customers: their own account, and what staff see of them.

use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use axum::routing::post;
use serde_json::json;
use shop::customers::{
    AddAddress, Addresses, BeginGuest, CreateCustomer, CustomerDetails, EditAddress, EditProfile,
    ImportCustomers, Profile, RemoveAddress, SearchCustomers, SetConsent, SetCustomerStanding,
    SetCustomerStatus, SetDefaultAddress,
};

use crate::App;
use crate::edge::arrival::token;
use crate::edge::{Arrival, Jar, input};
use crate::op::{Issued, Ops, issue};

pub(super) fn ops() -> Ops {
    Ops::default()
        .act_with::<BeginGuest>(Method::POST, "/v1/guests", post(begin_guest))
        .ask::<Profile>("/v1/account")
        .versioned_act::<EditProfile>(Method::PATCH, "/v1/account")
        .ask::<Addresses>("/v1/account/addresses")
        .versioned_act::<AddAddress>(Method::POST, "/v1/account/addresses")
        .versioned_act::<EditAddress>(Method::PUT, "/v1/account/addresses/{address}")
        .versioned_act::<RemoveAddress>(Method::DELETE, "/v1/account/addresses/{address}")
        .act::<SetDefaultAddress>(Method::PUT, "/v1/account/addresses/{address}/default")
        .versioned_act::<SetConsent>(Method::PUT, "/v1/account/consent")
        .ask::<SearchCustomers>("/v1/customers/search")
        .act::<CreateCustomer>(Method::POST, "/v1/customers")
        .act::<ImportCustomers>(Method::POST, "/v1/imports/customers")
        .ask::<CustomerDetails>("/v1/customers/{customer}")
        .versioned_act::<SetCustomerStatus>(Method::PUT, "/v1/customers/{customer}/status")
        .versioned_act::<SetCustomerStanding>(Method::PUT, "/v1/customers/{customer}/standing")
}

async fn begin_guest(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request =
        Issued { app: &app, arrival: &arrival, params: &params, headers: &headers, kind: token::GUEST };
    issue(
        request,
        &body,
        |hash, body: &Bytes| input::from_json::<BeginGuest>(body, &Vec::new(), &[("token", json!(hash))]),
        |out| json!(out),
        |token, response| {
            response.append(header::SET_COOKIE, Jar::Guest.set(token, app.settings.secure(), Some(60)));
        },
    )
    .await
}
