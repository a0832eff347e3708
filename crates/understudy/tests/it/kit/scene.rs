//! Northlight with a small catalogue behind the whole service, and a second tenant beside it.

use std::convert::Infallible;

use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use shop::catalog::import::{ImportCategories, ImportProducts};
use shop::checkout::SaveShippingMethod;
use shop::customers::CreateCustomer;
use shop::desk::{Act, Answer, Ask, Caller};
use shop::kernel::id::{CustomerId, SiteId, StaffId, TenantId};
use shop::people::role::{AGENT_ROLES, SHIPPED};
use shop::testing::{Engine, TestShop};
use tower::ServiceExt as _;
use tower::util::BoxCloneSyncService;

use super::{Seen, Sent};

/// Where the first tenant is reached.
const HOST: &str = "127.0.0.1:8080";
/// Where the second one is.
pub(crate) const OTHER_HOST: &str = "other.example";

/// A whole shop.
pub(crate) struct Scene {
    pub(crate) shop: TestShop,
    service: BoxCloneSyncService<Request, Response, Infallible>,
    pub(crate) site: SiteId,
    pub(crate) haru: CustomerId,
    pub(crate) mia: CustomerId,
    /// A customer of the second tenant.
    pub(crate) stranger: CustomerId,
    pub(crate) other: TenantId,
    owner: Caller,
}

impl Scene {
    /// Fresh, on this engine.
    pub(crate) fn new(engine: Engine) -> Self {
        tokio::task::block_in_place(|| Self::build(engine))
    }

    fn build(engine: Engine) -> Self {
        let mut shop = TestShop::new(engine);
        let other = shop.desk.found_tenant("Other", &[OTHER_HOST]).expect("a second tenant");
        let northlight = std::mem::replace(&mut shop.tenant, other);
        let elsewhere = shop.site("eu");
        let (_, credential) = shop.user("Otto Other", &["administrator", "shop-owner"], true);
        let otto = shop.caller_at(elsewhere, credential);
        let stranger = customer(&shop, &otto, "Sven", "Stranger");
        shop.tenant = northlight;

        let site = shop.site("eu");
        let (_, credential) = shop.user("Olga Owner", &["administrator", "shop-owner"], true);
        let owner = shop.caller_at(site, credential);
        let (haru, mia) = (customer(&shop, &owner, "Haru", "Tanaka"), customer(&shop, &owner, "Mia", "Berg"));
        let service = web::service(web::testing::app(&shop));
        let this = Self { shop, service, site, haru, mia, stranger, other, owner };
        this.stock_up();
        this
    }

    fn stock_up(&self) {
        let digest = "0".repeat(64);
        self.does::<ImportCategories>(json!({ "digest": digest, "first_row": 1, "rows": [
            { "reference": "kitchen", "slug": "kitchen", "names": { "en": "Kitchen", "de": "Küche" } },
        ]}));
        self.does::<ImportProducts>(json!({ "digest": digest, "first_row": 1, "rows": [{
            "reference": "cup", "slug": "morning-cup", "sku": "CUP", "categories": ["kitchen"],
            "names": { "en": "Morning cup" }, "prices": [{ "currency": "EUR", "minor": 1200 }],
        }]}));
        self.does::<SaveShippingMethod>(json!({
            "site": self.site, "code": "standard", "names": { "en": "Standard" }, "prices": { "EUR": 490 },
        }));
        self.shop.desk.refresh_memory().expect("memory");
    }

    /// Has the shop's owner do an act.
    pub(crate) fn does<A: Act>(&self, fields: Value) -> A::Out {
        done::<A>(&self.shop, &self.owner, fields)
    }

    /// Asks as the shop's owner.
    pub(crate) fn asks<A: Ask>(&self, ask: &A) -> A::Out {
        tokio::task::block_in_place(|| self.shop.desk.ask(&self.owner, ask)).expect(A::NAME)
    }

    /// Sends a request to the first tenant.
    pub(crate) async fn send(&self, sent: Sent) -> Seen {
        let host = if sent.headers.iter().any(|(name, _)| *name == "host") { None } else { Some(HOST) };
        let sent = host.map_or(sent.clone(), |host| sent.with("host", host));
        let Ok(response) = self.service.clone().oneshot(sent.into_request()).await;
        Seen::read(response).await
    }

    /// Sends JSON with this token and answers what must have worked.
    pub(crate) async fn must(&self, token: &str, method: Method, path: &str, body: &Value) -> Value {
        let sent = Sent::new(method.clone(), path).with("understudy-site", "eu").json(body);
        let sent =
            if token.is_empty() { sent } else { sent.with("authorization", format!("Bearer {token}")) };
        let seen = self.send(sent).await;
        assert_eq!(seen.status, 200, "{method} {path}: {}", seen.body);
        seen.json()
    }

    /// Sends an empty JSON object with this token, which must work.
    pub(crate) async fn post(&self, token: &str, path: &str) -> Value {
        self.must(token, Method::POST, path, &json!({})).await
    }

    /// A visitor with a guest's token.
    pub(crate) async fn guest(&self) -> String {
        let guest = self.post("", "/v1/guests").await;
        guest["token"].as_str().expect("a token").to_owned()
    }

    /// A new sign-in of this customer's.
    pub(crate) fn customer(&self, id: CustomerId) -> String {
        tokio::task::block_in_place(|| self.shop.customer_signed_in(id))
    }

    /// Somebody new with this role, signed in; an agent where the role is one of agents.
    pub(crate) fn staff(&self, role: &str) -> String {
        self.signed_in(&[role], AGENT_ROLES.contains(&role))
    }

    /// Somebody new who holds every role.
    pub(crate) fn all_roles(&self) -> String {
        let roles: Vec<&str> = SHIPPED.iter().map(|role| role.name).collect();
        self.signed_in(&roles, true)
    }

    fn signed_in(&self, roles: &[&str], agent: bool) -> String {
        let name = format!("{} {}", roles[0], self.shop.desk.mint().code(8));
        self.user(&name, roles, agent).1
    }

    /// A user of this name and a sign-in of theirs.
    pub(crate) fn user(&self, name: &str, roles: &[&str], agent: bool) -> (StaffId, String) {
        tokio::task::block_in_place(|| {
            let (id, _) = self.shop.user(name, roles, agent);
            (id, self.shop.staff_signed_in(id))
        })
    }

    /// Does this in the second tenant.
    pub(crate) fn elsewhere<T>(&mut self, work: impl FnOnce(&Self) -> T) -> T {
        let northlight = std::mem::replace(&mut self.shop.tenant, self.other);
        let done = work(self);
        self.shop.tenant = northlight;
        done
    }

    /// Starts helping a customer with this staff token; answers the token of the session and its id.
    pub(crate) async fn start(&self, staff: &str, customer: CustomerId) -> (String, String) {
        let started =
            self.must(staff, Method::POST, "/v1/assist-sessions", &json!({ "customer": customer })).await;
        let text = |name: &str| started[name].as_str().expect(name).to_owned();
        (text("token"), text("id"))
    }
}

/// Does an act and answers what it answered.
fn done<A: Act>(shop: &TestShop, caller: &Caller, fields: Value) -> A::Out {
    let act: A = serde_json::from_value(fields).expect("the fields of an act");
    tokio::task::block_in_place(|| shop.desk.act(caller, act, None).and_then(Answer::out)).expect(A::NAME)
}

fn customer(shop: &TestShop, owner: &Caller, first: &str, last: &str) -> CustomerId {
    let email = format!("{}@example.com", first.to_lowercase());
    let fields = json!({ "first_name": first, "last_name": last, "email": email });
    done::<CreateCustomer>(shop, owner, fields).id
}
