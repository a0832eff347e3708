//! A small shop behind the whole service, and browsers that walk through it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, header};
use http_body_util::BodyExt;
use serde_json::json;
use shop::catalog::import::{ImportCategories, ImportProducts};
use shop::checkout::SaveShippingMethod;
use shop::customers::CreateCustomer;
use shop::desk::{Act, Caller, Credential};
use shop::events::Hub;
use shop::kernel::Problem;
use shop::kernel::id::SiteId;
use shop::kernel::secret::TokenHash;
use shop::people::role::AGENT_ROLES;
use shop::people::set_password::{ChangePassword, SetPassword};
use shop::testing::{Engine, TestShop};
use tower::ServiceExt;
use web::pages::Pages;
use web::ports::{CardPage, CardPayment};
use web::{App, Settings};

/// Northlight Europe with a kettle and a cup.
pub(crate) struct Northlight {
    pub(crate) shop: TestShop,
    pub(crate) site: SiteId,
    owner: Caller,
    app: App,
}

struct NoCards;

impl CardPage for NoCards {
    fn origin(&self) -> String {
        "http://localhost:8081".to_owned()
    }
    fn address(&self, payment: &CardPayment) -> String {
        format!("http://localhost:8081/pay/{}?back={}", payment.payment, payment.return_url)
    }
}

impl Northlight {
    pub(crate) fn new() -> Self {
        Self::on(Engine::Sqlite)
    }

    pub(crate) fn on(engine: Engine) -> Self {
        apart(|| Self::build(engine))
    }

    fn build(engine: Engine) -> Self {
        let shop = TestShop::new(engine);
        let site = shop.site("eu");
        let (_, owner) = shop.user("Olga Owner", &["administrator", "shop-owner"], true);
        let owner = shop.caller_at(site, owner);
        let settings = Settings {
            public_url: "http://shop.example".to_owned(),
            trust_forwarded: false,
            places: 4,
            dialects: web::dialects::Dialects::default(),
        };
        let app = App::new(
            shop.desk.clone(),
            Arc::new(Pages::load()),
            settings,
            Arc::new(NoCards),
            Arc::<Hub>::default(),
        );
        let this = Self { shop, site, owner, app };
        this.stock_up();
        this
    }

    fn stock_up(&self) {
        let digest = "0".repeat(64);
        self.does::<ImportCategories>(json!({ "digest": digest, "first_row": 1, "rows": [
            { "reference": "kitchen", "slug": "kitchen", "names": { "en": "Kitchen", "de": "Küche" } },
        ]}));
        self.does::<ImportProducts>(json!({ "digest": digest, "first_row": 1, "rows": [
            {
                "reference": "kettle", "slug": "copper-kettle", "categories": ["kitchen"],
                "names": { "en": "Copper kettle", "de": "Kupferkessel" }, "attributes": ["Material=Copper"],
                "descriptions": { "en": "Boils a litre." },
                "prices": [{ "currency": "EUR", "minor": 8900 }],
            },
            {
                "reference": "cup", "slug": "morning-cup", "categories": ["kitchen"],
                "names": { "en": "Morning cup" }, "attributes": ["Material=Clay"],
                "prices": [{ "currency": "EUR", "minor": 1200 }],
            },
        ]}));
        self.does::<SaveShippingMethod>(json!({
            "site": self.site, "code": "standard", "names": { "en": "Standard" }, "prices": { "EUR": 490 },
        }));
    }

    /// Has the shop's owner do an act.
    pub(crate) fn does<A: Act>(&self, act: serde_json::Value) -> A::Out {
        let act: A = serde_json::from_value(act).expect("an act");
        self.by(&self.owner, act).expect(A::NAME)
    }

    /// Has somebody do an act.
    pub(crate) fn by<A: Act>(&self, caller: &Caller, act: A) -> Result<A::Out, Problem> {
        apart(|| self.shop.desk.act(caller, act, None).and_then(shop::desk::Answer::out))
    }

    /// The token of a user who is signed in.
    pub(crate) fn staff(&self, name: &str, role: &str) -> String {
        apart(|| {
            let (id, _) = self.shop.user(name, &[role], AGENT_ROLES.contains(&role));
            self.shop.staff_signed_in(id)
        })
    }

    /// The same of one who has a password of their own.
    pub(crate) fn staff_with_own_password(&self, name: &str, role: &str, password: &str) -> String {
        let once = "good for one sign-in";
        let token = self.staff_with_password(name, role, once);
        let caller = self.shop.caller(Credential::Staff(TokenHash::of(&token)));
        let own: ChangePassword =
            serde_json::from_value(json!({ "current_password": once, "new_password": password }))
                .expect("an act");
        self.by(&caller, own).expect(ChangePassword::NAME);
        token
    }

    /// The same of one whose password was set by somebody else.
    pub(crate) fn staff_with_password(&self, name: &str, role: &str, password: &str) -> String {
        let (id, _) = apart(|| self.shop.user(name, &[role], AGENT_ROLES.contains(&role)));
        self.does::<SetPassword>(json!({ "staff_id": id, "password": password }));
        apart(|| self.shop.staff_signed_in(id))
    }

    /// The browser of an agent who is signed in.
    pub(crate) fn agent(&self, name: &str, role: &str) -> Browser<'_> {
        let mut browser = Browser::of(self);
        browser.set_cookie("us_staff", &self.staff(name, role));
        browser
    }

    /// The browser of a customer who is signed in.
    pub(crate) fn signed_in(&self, first_name: &str, last_name: &str) -> Browser<'_> {
        let email = format!("{}.{}@example.com", first_name.to_lowercase(), last_name.to_lowercase());
        let created = self.does::<CreateCustomer>(json!({
            "first_name": first_name, "last_name": last_name, "email": email,
        }));
        let mut browser = Browser::of(self);
        browser.set_cookie("us_customer", &apart(|| self.shop.customer_signed_in(created.id)));
        browser
    }
}

/// Works with the store where the runtime may wait for it.
pub(crate) fn apart<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

/// A client of the API with a token, or with none.
pub(crate) struct Client<'a> {
    shop: &'a Northlight,
    token: Option<String>,
}

/// What the API answered.
pub(crate) struct Told {
    pub(crate) status: u16,
    /// The answer; null where it is not one JSON document.
    pub(crate) json: serde_json::Value,
    pub(crate) lines: usize,
}

impl<'a> Client<'a> {
    pub(crate) fn of(shop: &'a Northlight, token: Option<&str>) -> Self {
        Self { shop, token: token.map(str::to_owned) }
    }

    pub(crate) async fn get(&self, path: &str) -> Told {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: serde_json::Value) -> Told {
        self.send(method, path, Body::from(body.to_string())).await
    }

    async fn send(&self, method: Method, path: &str, body: Body) -> Told {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "shop.example")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-requested-by", "story");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(body).expect("a request");
        let response = web::service(self.shop.app.clone()).oneshot(request).await.expect("an answer");
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let lines = body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
        Told { status, json: serde_json::from_slice(&body).unwrap_or_default(), lines }
    }
}

/// A browser: it keeps cookies, and sends what browsers send.
pub(crate) struct Browser<'a> {
    shop: &'a Northlight,
    cookies: BTreeMap<String, String>,
    pub(crate) language: &'static str,
    pub(crate) site: &'static str,
}

/// What a page answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    location: Option<String>,
}

/// The fields of a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl<'a> Browser<'a> {
    pub(crate) fn of(shop: &'a Northlight) -> Self {
        Self { shop, cookies: BTreeMap::new(), language: "en", site: "same-origin" }
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &Fields) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields.0).finish();
        self.send(Method::POST, path, Body::from(body)).await
    }

    /// The same fields as this browser would send them: with its own token.
    pub(crate) async fn form_of(&mut self, fields: &Fields) -> Fields {
        let page = self.get("/eu/en/EUR/sign-in").await;
        let token = page.form("/eu/en/EUR/sign-in");
        let token = token.0.iter().find(|(name, _)| name == "_csrf").expect("a token").1.clone();
        fields.clone().with("_csrf", &token)
    }

    async fn send(&mut self, method: Method, path: &str, body: Body) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "shop.example")
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", self.site)
            .body(body)
            .expect("a request");
        let response = web::service(self.shop.app.clone()).oneshot(request).await.expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("text"));
        }
        let status = response.status().as_u16();
        let text = |value: &header::HeaderValue| value.to_str().expect("text").to_owned();
        let location = response.headers().get(header::LOCATION).map(text);
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        // The templates escape slashes in attributes, which browsers undo.
        Answer { status, location, body: String::from_utf8_lossy(&body).replace("&#x2f;", "/") }
    }

    fn keep(&mut self, cookie: &str) {
        let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        if value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.set_cookie(name, value);
        }
    }
}

impl Fields {
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(other, _)| other != name);
        self
    }

    /// As if the page had been loaded again.
    pub(crate) fn fresh(self, key: &str) -> Self {
        self.with("_key", key)
    }
}

impl Answer {
    pub(crate) fn location(&self) -> String {
        self.location.clone().unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn has(&self, text: &str) {
        assert!(self.body.contains(text), "no {text:?} in {} {}", self.status, self.body);
    }

    #[track_caller]
    pub(crate) fn lacks(&self, text: &str) {
        assert!(!self.body.contains(text), "{text:?} in {}", self.body);
    }

    /// What the form with this address would send untouched.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> Fields {
        let start = self
            .body
            .find(&format!("action=\"{action}\""))
            .unwrap_or_else(|| panic!("no form {action}: {}", self.body));
        let end = self.body[start..].find("</form>").map_or(self.body.len(), |end| start + end);
        let form = &self.body[start..end];
        let mut fields = Fields::default();
        for tag in form.split('<').filter(|tag| tag.starts_with("input ")) {
            let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
            let box_ = matches!(attribute(tag, "type"), Some("radio" | "checkbox"));
            if let Some(name) = attribute(tag, "name").filter(|_| !box_ || tag.contains(" checked")) {
                fields = fields.with(name, attribute(tag, "value").unwrap_or_default());
            }
        }
        for select in form.split("<select ").skip(1) {
            let chosen = select.split("<option ").find(|option| option.contains(" selected"));
            if let (Some(name), Some(chosen)) = (attribute(select, "name"), chosen) {
                fields = fields.with(name, attribute(chosen, "value").unwrap_or_default());
            }
        }
        fields
    }

    /// The first form's address that contains this.
    #[track_caller]
    pub(crate) fn action_like(&self, part: &str) -> String {
        self.first("action=\"", part)
    }

    /// The first link that contains this.
    #[track_caller]
    pub(crate) fn link_like(&self, part: &str) -> String {
        self.first("href=\"", part)
    }

    #[track_caller]
    fn first(&self, attribute: &str, part: &str) -> String {
        let mut found = self.body.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
        found
            .find(|value| value.contains(part))
            .unwrap_or_else(|| panic!("no {part}: {}", self.body))
            .to_owned()
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[start..].split('"').next()
}
