//! A shop as a client of Spryker expects it, set up by the imports that an operator runs: a store by its code,
//! customers by reference, agents with passwords, products by number.

use std::convert::Infallible;

use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use shop::audit::trail::AuditSearch;
use shop::catalog::import::{ImportCategories, ImportProducts};
use shop::checkout::SaveShippingMethod;
use shop::customers::page::CustomerByReference;
use shop::customers::{CustomerRow, ImportCustomers};
use shop::desk::{Act, Answer, Caller, Credential};
use shop::kernel::Secret;
use shop::kernel::secret::TokenHash;
use shop::offers::acts::{SaveCoupon, SavePromotion};
use shop::people::import::{ImportStaff, StaffRow};
use shop::people::password::hash;
use shop::sites::acts::EditSite;
use shop::sites::import::ImportSites;
use shop::testing::{Engine, TestShop};
use tower::ServiceExt as _;
use tower::util::BoxCloneSyncService;
use web::dialects::{Dialect, Dialects};

use crate::kit::{Seen, Sent};

/// The password of everybody.
pub(super) const PASSWORD: &str = "correct horse battery";
/// An agent.
pub(super) const AGENT: &str = "agent@spryker.example";
/// A user of the back office who is no agent.
pub(super) const NO_AGENT: &str = "clerk@spryker.example";
/// A customer with a password: `DE--2`.
pub(super) const SONIA: &str = "sonia@spryker.example";
/// Another one: `DE--3`.
pub(super) const MARIA: &str = "maria.williams@spryker.example";
/// Customers there are: two of the story and those of a crowd.
pub(super) const CUSTOMERS: u32 = 47;
/// Where clients reach the dialect.
pub(super) const HOST: &str = "glue.example:9100";

/// The type of every answer.
const MEDIA: &str = "application/vnd.api+json";

/// A whole shop.
pub(super) struct World {
    pub(super) shop: TestShop,
    /// The dialect alone, at the root of its address.
    alone: BoxCloneSyncService<Request, Response, Infallible>,
    /// The whole, with the dialect under its name.
    whole: BoxCloneSyncService<Request, Response, Infallible>,
}

impl World {
    pub(super) fn new(engine: Engine) -> Self {
        tokio::task::block_in_place(|| {
            let shop = TestShop::new(engine);
            let app = web::testing::app(&shop);
            let (alone, whole) = (web::dialects::alone(Dialect::Spryker, app.clone()), web::service(app));
            let this = Self { shop, alone, whole };
            this.fill();
            this
        })
    }

    fn operator(&self) -> Caller {
        self.shop.desk.operator(self.shop.tenant)
    }

    /// Has the operator do an act.
    pub(super) fn does<A: Act>(&self, act: A) -> A::Out {
        let act = || self.shop.desk.act(&self.operator(), act, None).and_then(Answer::out);
        tokio::task::block_in_place(act).expect(A::NAME)
    }

    /// The same from its fields.
    pub(super) fn imports<A: Act>(&self, fields: Value) -> A::Out {
        self.does::<A>(serde_json::from_value(fields).expect("the fields of an act"))
    }

    fn fill(&self) {
        let digest = "0".repeat(64);
        self.imports::<ImportSites>(json!({ "digest": digest, "first_row": 1, "rows": [{
            "code": "DE", "slug": "de", "name": "Germany", "languages": ["en", "de"], "currencies": ["EUR", "CHF"],
            "countries": ["DE", "AT"], "tax_mode": "included", "tax_rate": 1900, "tax_rate_reduced": 700,
            "time_zone": "Europe/Berlin", "storefront_address": "http://127.0.0.1:8080/de",
        }]}));
        self.imports::<ImportCategories>(json!({ "digest": digest, "first_row": 1, "rows": [
            { "reference": "cameras", "slug": "cameras", "names": { "en": "Cameras", "de": "Kameras" } },
        ]}));
        let product = |reference: &str, slug: &str, name: &str, minor: i64, stock: u32| {
            json!({
                "reference": reference, "slug": slug, "sku": format!("{reference}_1"), "categories": ["cameras"],
                "names": { "en": name }, "descriptions": { "en": "Small.\nLight." }, "brand": "Canon",
                "prices": [{ "currency": "EUR", "minor": minor }, { "currency": "CHF", "minor": minor * 2 }],
                "stock": { "at": stock },
            })
        };
        self.imports::<ImportProducts>(json!({ "digest": digest, "first_row": 1, "rows": [
            product("001", "canon-ixus-160", "Canon IXUS 160", 9999, 100),
            product("002", "canon-ixus-180", "Canon IXUS 180", 5000, 3),
            product("003", "lens-cap", "Lens cap", 350, 0),
        ]}));
        for (place, (code, name, minor)) in
            [("1", "Standard", 490), ("2", "Express", 590)].into_iter().map(|(c, n, m)| (c, (c, n, m)))
        {
            let site = self.site();
            self.imports::<SaveShippingMethod>(json!({
                "site": site, "code": code, "names": { "en": name }, "prices": { "EUR": minor },
                "position": place.parse::<u32>().expect("a place"),
            }));
        }
        self.people(&digest);
        self.shop.desk.refresh_memory().expect("memory");
    }

    fn people(&self, digest: &str) {
        let secret = || Secret::new(PASSWORD.to_owned());
        let hashed = hash(&secret(), [3; 16]).expect("a hash");
        let user = |reference: &str, email: &str, agent: bool| StaffRow {
            password: Some(hashed.clone()),
            ..serde_json::from_value(json!({
                "reference": reference, "name": "Ada Admin", "email": email, "agent": agent,
                "roles": if agent { ["agent"] } else { ["auditor"] },
            }))
            .expect("a user")
        };
        self.does(ImportStaff {
            digest: digest.parse().expect("a digest"),
            first_row: 1,
            rows: vec![user("U1", AGENT, true), user("U2", NO_AGENT, false)],
        });
        let customer = |n: u32, first: &str, last: &str, email: &str, password: bool| CustomerRow {
            password: password.then(|| hashed.clone()),
            ..serde_json::from_value(json!({
                "reference": format!("DE--{n}"), "first_name": first, "last_name": last, "email": email,
            }))
            .expect("a customer")
        };
        let mut rows =
            vec![customer(2, "Sonia", "Wagner", SONIA, true), customer(3, "Maria", "Williams", MARIA, true)];
        for n in 4..(CUSTOMERS + 2) {
            rows.push(customer(n, "Crowd", &format!("Person{n}"), &format!("p{n}@crowd.example"), false));
        }
        self.does(ImportCustomers { digest: digest.parse().expect("a digest"), first_row: 1, rows });
    }

    /// The only site.
    pub(super) fn site(&self) -> shop::kernel::id::SiteId {
        let directory = self.shop.desk.directory().expect("sites");
        let site = directory.sites(self.shop.tenant).next().expect("a site");
        site.id
    }

    /// Sends a request to the whole service, as it is.
    pub(super) async fn at_the_shop(&self, sent: Sent) -> Seen {
        let Ok(response) = self.whole.clone().oneshot(sent.into_request()).await;
        Seen::read(response).await
    }

    /// Nobody, at the dialect's own address.
    pub(super) fn nobody(&self) -> Client<'_> {
        Client { world: self, headers: Vec::new(), mounted: false, host: HOST, service: None }
    }

    /// A client with this token in `Authorization`.
    pub(super) fn with(&self, token: &str) -> Client<'_> {
        self.nobody().header("authorization", &format!("Bearer {token}"))
    }

    /// An agent, signed in: the token.
    pub(super) async fn agent(&self) -> String {
        let given = json!({ "username": AGENT, "password": PASSWORD });
        self.nobody().post("/agent-access-tokens", "agent-access-tokens", given).await.token(201)
    }

    /// A customer, signed in: the token.
    pub(super) async fn customer(&self, email: &str) -> String {
        let given = json!({ "username": email, "password": PASSWORD });
        self.nobody().post("/access-tokens", "access-tokens", given).await.token(201)
    }

    /// Acting for this customer: the token.
    pub(super) async fn acting_for(&self, agent: &str, reference: &str) -> String {
        let given = json!({ "customerReference": reference });
        let kind = "agent-customer-impersonation-access-tokens";
        self.with(agent).post(&format!("/{kind}"), kind, given).await.token(201)
    }

    /// Changes the only site's rules.
    pub(super) fn rules(&self, mut said: Value) {
        let directory = self.shop.desk.directory().expect("sites");
        let site = directory.sites(self.shop.tenant).next().expect("a site");
        said["site_id"] = json!(site.id);
        said["version"] = json!(site.version);
        self.imports::<EditSite>(said);
        tokio::task::block_in_place(|| self.shop.desk.refresh_memory()).expect("memory");
    }

    /// Does this as the customer in person.
    pub(super) fn as_customer<A: Act>(&self, reference: &str, fields: Value) -> A::Out {
        let act: A = serde_json::from_value(fields).expect("the fields of an act");
        tokio::task::block_in_place(|| {
            let ask = CustomerByReference { reference: reference.to_owned() };
            let customer = self.shop.desk.ask(&self.operator(), &ask).expect("a customer");
            let token = TokenHash::of(&self.shop.customer_signed_in(customer.id));
            let caller = self.shop.caller(Credential::Customer(token));
            self.shop.desk.act(&caller, act, None).and_then(Answer::out).expect(A::NAME)
        })
    }

    /// What the log says of an act, as an auditor reads it.
    pub(super) fn log(&self, action: &str) -> Vec<Value> {
        tokio::task::block_in_place(|| {
            let name = format!("Anna {}", self.shop.desk.mint().code(6));
            let (_, credential) = self.shop.user(&name, &["auditor"], false);
            let ask = AuditSearch { action: Some(action.to_owned()), ..AuditSearch::default() };
            let found = self.shop.desk.ask(&self.shop.caller(credential), &ask).expect("the log");
            let found = serde_json::to_value(found).expect("JSON");
            found["items"].as_array().cloned().unwrap_or_default()
        })
    }

    /// A promotion of 10 % that takes a coupon.
    pub(super) fn coupon(&self, code: &str) {
        let promotion = self.imports::<SavePromotion>(json!({
            "code": format!("P-{code}"), "name_en": "Ten off", "percent": 1000, "by_coupon": true,
        }));
        let promotion = serde_json::to_value(promotion).expect("a promotion");
        self.imports::<SaveCoupon>(json!({ "code": code, "promotion": promotion["id"] }));
        tokio::task::block_in_place(|| self.shop.desk.refresh_memory()).expect("memory");
    }
}

/// A client of the wire.
#[derive(Clone)]
pub(super) struct Client<'a> {
    world: &'a World,
    headers: Vec<(&'static str, String)>,
    mounted: bool,
    host: &'static str,
    service: Option<BoxCloneSyncService<Request, Response, Infallible>>,
}

/// What came back, of the right type.
pub(super) struct Got {
    pub(super) status: u16,
    pub(super) json: Value,
    pub(super) seen: Seen,
}

impl Client<'_> {
    /// With one more header.
    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// At the shop's address, under the dialect's name.
    pub(super) fn mounted(mut self) -> Self {
        self.mounted = true;
        self.at("127.0.0.1:8080")
    }

    /// At a dialect that is settled otherwise.
    pub(super) fn settled(mut self, dialects: Dialects) -> Self {
        let app = web::testing::app_with(&self.world.shop, dialects);
        self.service = Some(web::dialects::alone(Dialect::Spryker, app));
        self
    }

    /// At this host.
    pub(super) fn at(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    pub(super) async fn get(&self, path: &str) -> Got {
        self.send(Sent::new(Method::GET, self.path(path))).await
    }

    pub(super) async fn delete(&self, path: &str) -> Got {
        self.send(Sent::new(Method::DELETE, self.path(path))).await
    }

    pub(super) async fn post(&self, path: &str, kind: &str, attributes: Value) -> Got {
        self.write(Method::POST, path, json!({ "data": { "type": kind, "attributes": attributes } })).await
    }

    pub(super) async fn patch(&self, path: &str, kind: &str, attributes: Value) -> Got {
        self.write(Method::PATCH, path, json!({ "data": { "type": kind, "attributes": attributes } })).await
    }

    /// Sends this whole body.
    pub(super) async fn write(&self, method: Method, path: &str, body: Value) -> Got {
        self.send(Sent::new(method, self.path(path)).json(&body)).await
    }

    fn path(&self, path: &str) -> String {
        if self.mounted { format!("/spryker{path}") } else { path.to_owned() }
    }

    /// Sends a request as it is.
    pub(super) async fn send(&self, mut sent: Sent) -> Got {
        sent = sent.with("host", self.host);
        sent.headers.extend(self.headers.clone());
        let of_world = if self.mounted { &self.world.whole } else { &self.world.alone };
        let service = self.service.as_ref().unwrap_or(of_world);
        let what = format!("{} {}", sent.method, sent.path);
        let Ok(response) = service.clone().oneshot(sent.into_request()).await;
        let seen = Seen::read(response).await;
        let oauth = what.starts_with("POST") && what.ends_with("/token");
        let json = match seen.status {
            204 => Value::Null,
            _ if oauth => seen.json(),
            _ => {
                assert_eq!(seen.header("content-type"), MEDIA, "{what}: {} {}", seen.status, seen.body);
                seen.json()
            }
        };
        assert!(seen.status < 500, "{what}: {} {}", seen.status, seen.body);
        assert!(json.get("title").is_none(), "{what}: a problem of ours: {}", seen.body);
        Got { status: seen.status, json, seen }
    }
}

impl Got {
    /// Holds that it went so; answers the document.
    #[track_caller]
    pub(super) fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.json);
        self.json
    }

    /// Holds that it was refused with this status, code and detail.
    #[track_caller]
    pub(super) fn refused(self, status: u16, code: &str, detail: &str) {
        let first = &self.json["errors"][0];
        let found = (self.status, first["code"].as_str().unwrap_or_default(), first["detail"].as_str());
        assert_eq!(found, (status, code, Some(detail)), "{}", self.json);
        assert_eq!(first["status"], status, "{}", self.json);
        assert_eq!(first.get("code").is_some(), !code.is_empty(), "{}", self.json);
    }

    /// Holds that it was refused with this status and code.
    #[track_caller]
    pub(super) fn code(self, status: u16, code: &str) {
        let detail = self.json["errors"][0]["detail"].as_str().unwrap_or_default().to_owned();
        self.refused(status, code, &detail);
    }

    /// The access token that was given out.
    #[track_caller]
    pub(super) fn token(self, status: u16) -> String {
        let json = self.is(status);
        json["data"]["attributes"]["accessToken"].as_str().expect("a token").to_owned()
    }

    /// What renews it.
    #[track_caller]
    pub(super) fn tokens(self) -> (String, String) {
        let json = self.is(201);
        let text = |name: &str| json["data"]["attributes"][name].as_str().expect(name).to_owned();
        (text("accessToken"), text("refreshToken"))
    }
}
