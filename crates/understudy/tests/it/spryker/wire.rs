//! What holds for every route: the order of checks, their shape for whatever is malformed, and that tenants are apart.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use web::dialects::Dialects;

use super::on_both;
use super::world::{SONIA, World};
use crate::kit::Sent;

/// Whose a route is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Everybody,
    Customer,
    Agent,
    Guest,
    /// A customer or a guest.
    Shopper,
}

/// Every route: method, path, the type of what is sent, whose it is.
const ROUTES: &[(&str, &str, &str, Of)] = &[
    ("POST", "/agent-access-tokens", "agent-access-tokens", Of::Everybody),
    ("GET", "/agent-customer-search", "", Of::Agent),
    (
        "POST",
        "/agent-customer-impersonation-access-tokens",
        "agent-customer-impersonation-access-tokens",
        Of::Agent,
    ),
    ("POST", "/access-tokens", "access-tokens", Of::Everybody),
    ("POST", "/refresh-tokens", "refresh-tokens", Of::Everybody),
    ("DELETE", "/refresh-tokens/mine", "", Of::Customer),
    ("GET", "/carts", "", Of::Customer),
    ("POST", "/carts", "carts", Of::Customer),
    ("GET", "/carts/x", "", Of::Customer),
    ("PATCH", "/carts/x", "carts", Of::Customer),
    ("DELETE", "/carts/x", "", Of::Customer),
    ("GET", "/customers/DE--2/carts", "", Of::Customer),
    ("POST", "/carts/x/items", "items", Of::Customer),
    ("PATCH", "/carts/x/items/y", "items", Of::Customer),
    ("DELETE", "/carts/x/items/y", "", Of::Customer),
    ("POST", "/carts/x/vouchers", "vouchers", Of::Customer),
    ("DELETE", "/carts/x/vouchers/y", "", Of::Customer),
    ("POST", "/carts/x/cart-codes", "cart-codes", Of::Customer),
    ("DELETE", "/carts/x/cart-codes/y", "", Of::Customer),
    ("GET", "/guest-carts", "", Of::Guest),
    ("GET", "/guest-carts/x", "", Of::Guest),
    ("PATCH", "/guest-carts/x", "guest-carts", Of::Guest),
    ("POST", "/guest-cart-items", "guest-cart-items", Of::Guest),
    ("POST", "/guest-carts/x/guest-cart-items", "guest-cart-items", Of::Guest),
    ("PATCH", "/guest-carts/x/guest-cart-items/y", "guest-cart-items", Of::Guest),
    ("DELETE", "/guest-carts/x/guest-cart-items/y", "", Of::Guest),
    ("POST", "/guest-carts/x/vouchers", "vouchers", Of::Guest),
    ("DELETE", "/guest-carts/x/vouchers/y", "", Of::Guest),
    ("POST", "/guest-carts/x/cart-codes", "cart-codes", Of::Guest),
    ("DELETE", "/guest-carts/x/cart-codes/y", "", Of::Guest),
    ("GET", "/catalog-search", "", Of::Everybody),
    ("GET", "/abstract-products/001", "", Of::Everybody),
    ("GET", "/abstract-products/001/abstract-product-availabilities", "", Of::Everybody),
    ("GET", "/abstract-products/001/abstract-product-prices", "", Of::Everybody),
    ("GET", "/concrete-products/001_1", "", Of::Everybody),
    ("GET", "/concrete-products/001_1/concrete-product-availabilities", "", Of::Everybody),
    ("GET", "/concrete-products/001_1/concrete-product-prices", "", Of::Everybody),
    ("GET", "/stores", "", Of::Everybody),
    ("GET", "/stores/DE", "", Of::Everybody),
    ("GET", "/customers", "", Of::Customer),
    ("POST", "/customers", "customers", Of::Everybody),
    ("GET", "/customers/DE--2", "", Of::Customer),
    ("PATCH", "/customers/DE--2", "customers", Of::Customer),
    ("PATCH", "/customer-password/DE--2", "customer-password", Of::Customer),
    ("GET", "/customers/DE--2/addresses", "", Of::Customer),
    ("POST", "/customers/DE--2/addresses", "addresses", Of::Customer),
    ("GET", "/customers/DE--2/addresses/x", "", Of::Customer),
    ("PATCH", "/customers/DE--2/addresses/x", "addresses", Of::Customer),
    ("DELETE", "/customers/DE--2/addresses/x", "", Of::Customer),
    ("POST", "/checkout-data", "checkout-data", Of::Shopper),
    ("POST", "/checkout", "checkout", Of::Shopper),
    ("GET", "/orders", "", Of::Customer),
    ("GET", "/orders/x", "", Of::Customer),
    ("GET", "/customers/DE--2/orders", "", Of::Customer),
    ("POST", "/cart-reorder", "cart-reorder", Of::Customer),
    // Last, since it ends the account.
    ("DELETE", "/customers/DE--2", "", Of::Customer),
];

/// Whether a path is one of this template, `/carts/{cart}`.
fn fits(path: &str, template: &str) -> bool {
    let (own, parts): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), template.split('/').collect());
    own.len() == parts.len() && own.iter().zip(&parts).all(|(own, part)| part.starts_with('{') || own == part)
}

/// Every route that is mounted stands in the table above.
#[test]
fn spryker_every_route_is_in_the_table() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src/dialects/spryker");
    let mut mounted = 0;
    for (path, text) in crate::sources::files(&folder, ".rs") {
        for route in text.split(".route(").skip(1) {
            let template = route.split('"').nth(1).expect("a path");
            let handlers = route.split("\n}").next().unwrap_or_default();
            for method in ["get", "post", "patch", "delete"] {
                if !handlers.contains(&format!("{method}(")) || template == "/token" {
                    continue;
                }
                mounted += 1;
                let known = |(own, path, ..): &&(&str, &str, &str, Of)| {
                    own.eq_ignore_ascii_case(method) && fits(path, template)
                };
                assert!(ROUTES.iter().any(|row| known(&row)), "{}: {method} {template}", path.display());
            }
        }
    }
    assert_eq!(mounted, ROUTES.len(), "a row of the table is mounted nowhere");
}

fn body(kind: &str, attributes: &Value) -> Value {
    json!({ "data": { "type": kind, "attributes": attributes } })
}

fn sent(method: &str, path: &str, body: Option<&Value>) -> Sent {
    let sent = Sent::new(Method::from_bytes(method.as_bytes()).expect("a method"), path);
    body.map_or(sent.clone(), |body| sent.json(body))
}

/// What is stored, but for the record and what counts failed sign-ins.
fn stored(world: &World) -> BTreeMap<&'static str, Vec<String>> {
    let but = ["leaf", "stream_head", "subject_key", "idempotency", "sign_in_failure"];
    tokio::task::block_in_place(|| world.shop.contents(&but))
}

on_both! {
    async fn spryker_checks_come_in_order(world) {
        let agent = world.agent().await;
        let before = stored(world);
        let (fake, only) = (world.with("fake"), "Action is available to agent user only.");
        for (method, path, kind, of) in ROUTES {
            let what = format!("{method} {path}");
            eprintln!("{what}");
            let empty = (!kind.is_empty()).then(|| body(kind, &json!({})));
            if !kind.is_empty() {
                fake.send(sent(method, path, Some(&body("other", &json!({}))))).await.refused(400, "", "Invalid type.");
                let none = json!({ "data": { "type": kind } });
                fake.send(sent(method, path, Some(&none))).await.refused(400, "", "Post data is invalid.");
            }
            let with = |headers: &[(&'static str, &str)]| {
                let nobody = world.nobody();
                headers.iter().fold(nobody, |client, (name, value)| client.header(name, value))
            };
            fake.send(sent(method, path, empty.as_ref())).await.refused(401, "001", "Invalid access token.");
            let bad = with(&[("x-agent-authorization", "Bearer fake")]);
            bad.send(sent(method, path, empty.as_ref())).await.refused(401, "4102", "Agent access token is invalid.");
            let got = world.nobody().send(sent(method, path, empty.as_ref())).await;
            match of {
                Of::Everybody => assert_ne!(got.status, 403, "{what}: {}", got.json),
                Of::Customer => got.refused(403, "002", "Missing access token."),
                Of::Shopper => got.code(400, "1105"),
                Of::Agent => got.refused(401, "4103", only),
                Of::Guest => got.refused(400, "109", "Anonymous customer unique id is empty."),
            }
            if *of == Of::Customer && *path != "/refresh-tokens/mine" {
                let got = world.with(&agent).send(sent(method, path, empty.as_ref())).await;
                got.refused(403, "002", "Missing access token.");
            }
        }
        assert_eq!(stored(world), before, "refusals wrote something");
    }

    async fn spryker_malformed_requests_are_told_in_their_shape(world) {
        let acting = world.acting_for(&world.agent().await, "DE--2").await;
        let clients = [
            world.with(&world.customer(SONIA).await),
            world.with(&acting),
            world.nobody().header("x-anonymous-customer-unique-id", "anna-0001"),
        ];
        let names = ["username", "password", "refreshToken", "customerReference", "name", "currency", "store", "priceMode",
            "sku", "quantity", "code", "idCart", "customer", "billingAddress", "shippingAddress", "payments", "shipment",
            "firstName", "lastName", "email", "salutation", "orderReference", "reorderStrategy", "zipCode", "iso2Code"];
        let long = "x".repeat(5000);
        let odd = [json!(null), json!(-1), json!(1e300), json!([]), json!([[{}]]), json!({ "a": { "b": [] } }), json!("\u{0}"),
            json!("😀\u{202e}"), json!(long), json!(true)];
        for (method, path, kind, _) in ROUTES {
            for client in &clients {
                for raw in [&b""[..], b"{", b"[]", b"null", b"\"x\"", b"{\"data\":[]}", b"\xff\xfe", b"{\"data\":{\"type\":7}}"] {
                    let request = Sent { body: raw.to_vec(), ..sent(method, path, None) };
                    let got = client.send(request.with("content-type", "application/json")).await;
                    assert!(kind.is_empty() || got.status == 400, "{method} {path}: {} {}", got.status, got.json);
                }
                for value in &odd {
                    let attributes: serde_json::Map<String, Value> =
                        names.iter().map(|name| ((*name).to_owned(), value.clone())).collect();
                    let whole = body(kind, &Value::Object(attributes));
                    let got = client.send(sent(method, path, (!kind.is_empty()).then_some(&whole))).await;
                    assert!(kind.is_empty() || matches!(got.status, 400..=499), "{method} {path} {value}: {}", got.json);
                }
                for (from, to) in [("x", "%00"), ("x", "%F0%9F%98%80"), ("x", "a%2Fb"), ("x", &long), ("001", "%FF")] {
                    if path.contains(from) {
                        client.send(sent(method, &path.replace(from, to), None)).await;
                    }
                }
                for query in ["?page%5Boffset%5D=-1&page%5Blimit%5D=x", "?page[limit]=4294967296&page[offset]=4294967295",
                    "?include=%00,,items", "?q=%FF%FE", "?price[min]=-1&page=0&ipp=0&currency=EUR"]
                {
                    client.send(sent(method, &format!("{path}{query}"), None)).await;
                }
            }
        }
    }

    async fn spryker_other_tenants_have_nothing_here(world) {
        let (agent, customer) = (world.agent().await, world.customer(SONIA).await);
        let acting = world.acting_for(&agent, "DE--2").await;
        let found = || world.shop.desk.found_tenant("Other", &["other.example"]);
        tokio::task::block_in_place(found).expect("another tenant");
        for token in [&agent, &customer, &acting] {
            for (method, path, kind, _) in ROUTES {
                let empty = (!kind.is_empty()).then(|| body(kind, &json!({})));
                let elsewhere = world.with(token).at("other.example");
                elsewhere.send(sent(method, path, empty.as_ref())).await.refused(401, "001", "Invalid access token.");
            }
        }
        let nobody = world.nobody().at("other.example");
        assert_eq!(nobody.get("/stores").await.is(200)["data"], json!([]));
        nobody.get("/stores/DE").await.code(404, "601");
        let given = json!({ "username": SONIA, "password": super::world::PASSWORD });
        nobody.post("/access-tokens", "access-tokens", given).await.code(401, "003");
    }

    async fn spryker_browsers_of_other_origins(world) {
        let asks_before =
            || Sent::new(Method::OPTIONS, "/carts").with("access-control-request-method", "POST");
        let got = world.nobody().send(asks_before().with("origin", "https://shop.example")).await;
        assert_eq!(got.seen.header("access-control-allow-origin"), "", "no origin is known unless it is named");
        got.code(404, "008");
        let mut dialects = Dialects::default();
        dialects.spryker.origins = vec!["https://shop.example".to_owned()];
        let client = world.nobody();
        let client = client.settled(dialects);
        let from = |sent: Sent, origin: &str| sent.with("origin", origin);
        let got = client.send(from(asks_before(), "https://shop.example")).await;
        assert_eq!((got.status, got.seen.header("access-control-allow-origin")), (204, "https://shop.example"));
        assert!(got.seen.header("access-control-allow-headers").contains("X-Agent-Authorization"));
        assert!(got.seen.header("access-control-allow-credentials").is_empty());
        let got = client.send(from(Sent::new(Method::GET, "/stores"), "https://shop.example")).await;
        assert_eq!((got.status, got.seen.header("access-control-allow-origin")), (200, "https://shop.example"));
        let got = client.send(from(Sent::new(Method::GET, "/stores"), "https://evil.example")).await;
        assert_eq!((got.status, got.seen.header("access-control-allow-origin")), (200, ""));
    }

    async fn spryker_can_be_switched_off(world) {
        let mut dialects = Dialects::default();
        dialects.spryker.on = false;
        let whole = web::service(web::testing::app_with(&world.shop, dialects));
        let sent = Sent::new(Method::GET, "/spryker/stores").with("host", "127.0.0.1:8080");
        let Ok(response) = whole.oneshot(sent.into_request()).await;
        assert_eq!(response.status(), 404);
        assert_ne!(response.headers()["content-type"], "application/vnd.api+json");
    }
}
