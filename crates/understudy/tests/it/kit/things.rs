//! The things that requests are about: Haru's, fresh and as the operation needs them.

use axum::http::Method;
use serde_json::{Value, json};

use shop::catalog::acts::SaveProduct;
use shop::customers::CreateCustomer;
use shop::offers::acts::SavePromotion;
use shop::people::groups::ListGroups;

use super::Scene;

/// Ids and versions of what is there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Things {
    pub(crate) customer: String,
    /// Haru's cart, a line of it, its version and total.
    pub(crate) cart: String,
    pub(crate) line: String,
    pub(crate) version: i64,
    pub(crate) total: i64,
    /// An address of Haru's.
    pub(crate) address: String,
    /// An order of Haru's that waits for payment.
    pub(crate) order: String,
    /// A live session in which Tina helps Haru.
    pub(crate) session: String,
    /// Its stream in the record.
    pub(crate) stream: String,
    pub(crate) site: String,
    /// A user nobody else is signed in as, and the group of agents.
    pub(crate) staff: String,
    pub(crate) group: String,
    pub(crate) product: String,
    pub(crate) variant: String,
    pub(crate) promotion: String,
    /// A guest with a cart.
    pub(crate) guest: String,
    pub(crate) guest_cart: String,
    /// The token of a link: to pay Haru's order by, or to set a first password by.
    pub(crate) link: String,
    /// Different at each making.
    pub(crate) turn: String,
}

/// An address in Berlin.
pub(crate) fn berlin() -> Value {
    json!({ "first_name": "Haru", "last_name": "Tanaka", "line1": "Kastanienallee 12", "postcode": "10435",
        "city": "Berlin", "country": "DE" })
}

impl Things {
    /// Everything there is, and what this operation (`POST /v1/..`) needs besides.
    pub(crate) async fn make(scene: &Scene, operation: &str) -> Self {
        let turn = scene.shop.desk.mint().code(8).to_lowercase();
        let (staff, _) = scene.user(&format!("Paul {turn}"), &["auditor"], false);
        let mut things = Self {
            customer: scene.haru.to_string(),
            site: scene.site.to_string(),
            staff: staff.to_string(),
            turn,
            ..Self::default()
        };
        things.shown(scene).await;
        let haru = scene.customer(scene.haru);
        things.filled_cart(scene, &haru).await;
        if operation.contains("{id}") || operation.ends_with("/variants") {
            let fields = json!({ "slug": format!("t-{}", things.turn), "name_en": "Tray" });
            things.product = scene.does::<SaveProduct>(fields).id.to_string();
        }
        if operation.contains("{address}") {
            let there = scene.must(&haru, Method::GET, "/v1/account/addresses", &Value::Null).await;
            let there = there.as_array().cloned().unwrap_or_default();
            // No more than fifty are kept.
            things.address = match there.first().filter(|_| there.len() > 40) {
                Some(address) => text(address, "id"),
                None => {
                    text(&scene.must(&haru, Method::POST, "/v1/account/addresses", &berlin()).await, "id")
                }
            };
        }
        if operation.contains("{session}") || operation.contains("{stream}") {
            things.session = things.tina(scene).await.1;
            things.stream = format!("session:{}", things.session);
        }
        if ["/place", "/hand-over", "/checkout"].iter().any(|end| operation.ends_with(end)) {
            things.choose(scene, &haru, "invoice").await;
        }
        if operation.ends_with("/take") || operation.contains("handed-over/") {
            things.hand_over(scene).await;
        }
        if operation.contains("{order}") {
            things.placed(scene).await;
        }
        if operation.contains("/pay/{token}") {
            things.pay_link(scene).await;
        }
        if operation.contains("/first-password/{token}") {
            let new = scene.does::<CreateCustomer>(json!({ "first_name": "Nils", "last_name": "New",
                "email": format!("nils.{}@example.com", things.turn) }));
            let path = format!("/v1/customers/{}/password-link", new.id);
            things.link = text(&scene.post(&scene.staff("agent"), &path).await, "token");
        }
        if operation.contains("{group") {
            let groups = scene.asks(&ListGroups {});
            things.group = groups.items.first().expect("the group of agents").id.to_string();
        }
        if operation.ends_with("/catalog/coupons") {
            let fields =
                json!({ "code": things.turn, "name_en": "Tenth off", "percent": 1000, "by_coupon": true });
            things.promotion = scene.does::<SavePromotion>(fields).id.to_string();
        }
        if operation.ends_with("/merge") {
            things.guest = text(&scene.must("", Method::POST, "/v1/guests", &json!({})).await, "token");
            let cart = scene.must(&things.guest, Method::POST, "/v1/carts", &json!({})).await;
            things.guest_cart = text(&cart, "id");
            things.add(scene, &things.guest.clone(), &things.guest_cart.clone()).await;
        }
        things
    }

    /// What everybody sees.
    async fn shown(&mut self, scene: &Scene) {
        let product = scene.must("", Method::GET, "/v1/products/morning-cup", &Value::Null).await;
        self.product = text(&product, "id");
        self.variant = text(&product["variants"][0], "id");
    }

    async fn filled_cart(&mut self, scene: &Scene, token: &str) {
        self.cart = text(&scene.must(token, Method::POST, "/v1/carts", &json!({})).await, "id");
        let cart = self.add(scene, token, &self.cart.clone()).await;
        self.line = text(&cart["lines"][0], "id");
        self.note(&cart);
    }

    async fn add(&self, scene: &Scene, token: &str, cart: &str) -> Value {
        let line = json!({ "sku": "CUP", "quantity": 1 });
        scene.must(token, Method::POST, &format!("/v1/carts/{cart}/lines"), &line).await
    }

    fn note(&mut self, cart: &Value) {
        self.version = cart["version"].as_i64().expect("a version");
        self.total = cart["total"]["amount"].as_i64().expect("a total");
    }

    /// Fills in the checkout.
    async fn choose(&mut self, scene: &Scene, token: &str, payment: &str) {
        for (what, mut body) in [
            ("delivery", berlin()),
            ("shipping", json!({ "method": "standard" })),
            ("payment", json!({ "method": payment })),
            ("terms", json!({ "how": "by phone, read out" })),
        ] {
            body["version"] = self.version.into();
            let path = format!("/v1/carts/{}/{what}", self.cart);
            let cart = scene.must(token, Method::PUT, &path, &body).await;
            self.note(&cart);
        }
    }

    /// Tina Target's session with Haru: its token and id.
    async fn tina(&self, scene: &Scene) -> (String, String) {
        let name = format!("Tina Target {}", self.turn);
        let (_, tina) = scene.user(&name, &["agent"], true);
        scene.start(&tina, scene.haru).await
    }

    async fn hand_over(&mut self, scene: &Scene) {
        let (tina, _) = self.tina(scene).await;
        self.choose(scene, &tina, "invoice").await;
        let body = json!({ "note": "ready to place", "version": self.version });
        let path = format!("/v1/carts/{}/hand-over", self.cart);
        let cart = scene.must(&tina, Method::POST, &path, &body).await;
        self.note(&cart);
    }

    /// A link by which Haru pays an order.
    async fn pay_link(&mut self, scene: &Scene) {
        let tina = self.placed(scene).await;
        let path = format!("/v1/orders/{}/pay-link", self.order);
        self.link = text(&scene.post(&tina, &path).await, "token");
    }

    /// An order that waits until its pay link is used; answers the token of the session it was placed in.
    async fn placed(&mut self, scene: &Scene) -> String {
        let (tina, _) = self.tina(scene).await;
        self.choose(scene, &tina, "pay_link").await;
        let body = json!({ "shown_total": self.total, "version": self.version });
        let path = format!("/v1/carts/{}/place", self.cart);
        self.order = text(&scene.must(&tina, Method::POST, &path, &body).await, "number");
        let haru = scene.customer(scene.haru);
        self.filled_cart(scene, &haru).await;
        tina
    }
}

#[track_caller]
fn text(of: &Value, name: &str) -> String {
    of[name].as_str().unwrap_or_else(|| panic!("no {name} in {of}")).to_owned()
}
