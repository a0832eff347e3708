//! A back office over a fresh shop, and browsers in front of it.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{Method, StatusCode, header};
use http_body_util::BodyExt as _;
use shop::customers::CreateCustomer;
use shop::desk::{Act, Answer, Caller};
use shop::kernel::id::StaffId;
use shop::people::create::CreateUser;
use shop::people::set_password::ChangePassword;
use shop::sites::acts::CreateSite;
use shop::testing::{Engine, TestShop};
use tower::ServiceExt as _;

use crate::App;
use crate::edge::csrf;

pub(super) const PASSWORD: &str = "correct horse battery";
/// What an administrator chooses for somebody's first sign-in.
const FIRST: &str = "a word for the first day";

/// Northlight on an empty store, with one site and one customer.
pub(super) struct Scene {
    pub(super) shop: TestShop,
    pub(super) app: App,
    pub(super) admin: Caller,
    pub(super) customer: String,
    pub(super) site: String,
}

/// The fields of an act, as a form or a JSON body says them.
pub(super) fn act<A: Act>(fields: serde_json::Value) -> A {
    serde_json::from_value(fields).expect("the fields of an act")
}

impl Scene {
    pub(super) fn new() -> Self {
        let shop = TestShop::new(Engine::Sqlite);
        let app = crate::testing::app(&shop);
        let (_, credential) = shop.user("Ada Root", &["administrator", "shop-owner"], false);
        let admin = shop.caller(credential);
        let site = done::<CreateSite>(
            &shop,
            &admin,
            serde_json::json!({
                "slug": "eu", "code": "EU", "name": "Europe", "languages": ["en", "de"],
                "currencies": ["EUR"], "countries": ["DE", "AT"], "tax_mode": "included",
                "tax_rate": 1900, "time_zone": "Europe/Berlin",
                "storefront_address": "http://127.0.0.1:8080/eu",
            }),
        );
        let customer = done::<CreateCustomer>(
            &shop,
            &admin,
            serde_json::json!({
                "first_name": "Haru", "last_name": "Tanaka", "email": "haru.tanaka@example.com",
            }),
        );
        let (customer, site) = (customer.id.to_string(), site.id.to_string());
        shop.desk.refresh_memory().expect("memory");
        Self { shop, app, admin, customer, site }
    }

    /// Somebody with these roles, who has signed in through the page and chosen a password.
    pub(super) async fn staff(&self, name: &str, roles: &[&str], agent: bool) -> (StaffId, Browser) {
        let email = format!("{}@northlight.example", name.to_lowercase().replace(' ', "."));
        let fields = serde_json::json!({
            "name": name, "email": email, "password": FIRST, "roles": roles, "agent": agent,
        });
        let id = tokio::task::block_in_place(|| done::<CreateUser>(&self.shop, &self.admin, fields).id);
        let mut browser = self.browser();
        let answer = browser.post("/office/sign-in", &[("email", &email), ("password", FIRST)]).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/office/me"));
        let fields = [("current_password", FIRST), ("new_password", PASSWORD)];
        let answer = browser.post("/office/me/password", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{} {}", ChangePassword::NAME, answer.body);
        (id, browser)
    }

    /// A browser that nobody has used yet, on this machine.
    pub(super) fn browser(&self) -> Browser {
        Browser { app: self.app.clone(), cookies: BTreeMap::new(), address: "127.0.0.1:50000", htmx: false }
    }
}

/// Does an act and answers what it answered.
pub(super) fn done<A: Act>(shop: &TestShop, caller: &Caller, fields: serde_json::Value) -> A::Out {
    shop.desk.act(caller, act::<A>(fields), None).and_then(Answer::out).expect(A::NAME)
}

/// A browser with its cookies.
#[derive(Clone)]
pub(super) struct Browser {
    app: App,
    cookies: BTreeMap<String, String>,
    pub(super) address: &'static str,
    pub(super) htmx: bool,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) status: StatusCode,
    /// Where it redirects to; empty where it does not.
    pub(super) to: String,
    pub(super) body: String,
    pub(super) headers: axum::http::HeaderMap,
}

impl Seen {
    pub(super) fn shows(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

impl Browser {
    pub(super) async fn get(&mut self, path: &str) -> Seen {
        self.send(Method::GET, path, Body::empty()).await
    }

    /// Sends a form of ours with these fields.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let cookie = self.cookies.entry("us_form".to_owned()).or_insert_with(|| "uf_test".to_owned());
        let token = csrf::token(&self.app.desk, cookie);
        let key = self.app.desk.mint().code(24);
        let mut pairs = vec![("_csrf", token.as_str()), ("_key", key.as_str())];
        pairs.extend_from_slice(fields);
        let body = serde_html_form::to_string(pairs).expect("a form");
        self.send(Method::POST, path, Body::from(body)).await
    }

    async fn send(&mut self, method: Method, path: &str, body: Body) -> Seen {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(&method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, cookies.join("; "));
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if self.htmx {
            request = request.header("hx-request", "true");
        }
        let mut request = request.body(body).expect("a request");
        let address: SocketAddr = self.address.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(address));
        let Ok(response) = crate::service(self.app.clone()).oneshot(request).await;
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let text = set.to_str().expect("a cookie");
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let to = parts.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
        let (to, headers) = (to.to_owned(), parts.headers.clone());
        let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        Seen { status: parts.status, to, body: String::from_utf8_lossy(&bytes).into_owned(), headers }
    }
}
