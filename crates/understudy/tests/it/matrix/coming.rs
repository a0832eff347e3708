//! How visitors and agents come to stand where a browser is.

use axum::http::Method;
use serde_json::json;
use shop::kernel::id::CustomerId;

use crate::kit::Scene;

/// A guest's token, with something in the cart.
pub(super) async fn shopping(scene: &Scene) -> String {
    let token = scene.guest().await;
    let cart = scene.must(&token, Method::POST, "/v1/carts", &json!({})).await;
    let cart = cart["id"].as_str().expect("an id");
    let line = json!({ "sku": "CUP", "quantity": 1 });
    scene.must(&token, Method::POST, &format!("/v1/carts/{cart}/lines"), &line).await;
    token
}

type Cookies = Vec<(&'static str, String)>;

/// The tab and the cookies of somebody new with this role, acting for a customer.
pub(super) async fn acting(scene: &Scene, role: &str, customer: CustomerId) -> (Option<u64>, Cookies) {
    let (staff, _, tab) = start(scene, role, customer).await;
    (Some(tab), vec![("us_staff", staff)])
}

/// A new session of somebody new with this role: their sign-in, its token and its tab.
pub(super) async fn start(scene: &Scene, role: &str, customer: CustomerId) -> (String, String, u64) {
    let staff = scene.staff(role);
    let body = json!({ "customer": customer });
    let started = scene.must(&staff, Method::POST, "/v1/assist-sessions", &body).await;
    let token = started["token"].as_str().expect("a token").to_owned();
    (staff, token, started["tab"].as_u64().expect("a tab"))
}
