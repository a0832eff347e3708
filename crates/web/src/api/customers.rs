//! Customers: their own account, and what staff see of them.

use axum::http::Method;
use axum::response::Response;
use axum::routing::post;
use schemars::JsonSchema;
use serde::Serialize;
use shop::customers::{
    AddAddress, Addresses, BeginGuest, CreateCustomer, CustomerDetails, EditAddress, EditProfile,
    EraseAccount, EraseCustomer, EraseSignedIn, ExportAccount, ExportCustomer, ImportCustomers, Profile,
    RemoveAddress, SearchCustomers, SendPasswordLink, SetConsent, SetCustomerStanding, SetCustomerStatus,
    SetDefaultAddress,
};
use shop::kernel::Timestamp;

use crate::edge::Jar;
use crate::edge::arrival::token;
use crate::op::{Given, Issue, Ops};
use crate::storefront::first_password::PREFIX;

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
        .ask::<ExportAccount>("/v1/account/export")
        .act::<EraseAccount>(Method::POST, "/v1/account/erase")
        .versioned_act::<EraseSignedIn>(Method::DELETE, "/v1/account")
        .ask::<ExportCustomer>("/v1/customers/{customer}/export")
        .versioned_act::<EraseCustomer>(Method::POST, "/v1/customers/{customer}/erase")
        .act_with::<SendPasswordLink>(
            Method::POST,
            "/v1/customers/{customer}/password-link",
            post(password_link),
        )
        .answering::<LinkSent>()
        .versioned_act::<SetCustomerStatus>(Method::PUT, "/v1/customers/{customer}/status")
        .versioned_act::<SetCustomerStanding>(Method::PUT, "/v1/customers/{customer}/standing")
}

/// A link that was made; its token is shown beside.
#[derive(Serialize, JsonSchema)]
struct LinkSent {
    /// Until when it can be used.
    until: Timestamp,
}

async fn begin_guest(issue: Issue) -> Response {
    let given = Given::kept(token::GUEST, Jar::Guest, Some(60));
    issue.give(given, Issue::read::<BeginGuest>, |guest| guest).await
}

async fn password_link(issue: Issue) -> Response {
    issue.give(Given::token(PREFIX), Issue::read::<SendPasswordLink>, |until| LinkSent { until }).await
}
