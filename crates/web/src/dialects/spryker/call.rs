//! A request as it arrives, and the order in which it is checked: type, attributes, id; then who sends it; then what
//! the attributes say; then the version.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, RawPathParams, Request};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use shop::desk::{Act, Ask, Caller, Channel, Credential};
use shop::kernel::id::SiteId;
use shop::sites::Site;

use super::check::Attributes;
use super::refused::{Area, Refused};
use super::{NAME, Settings};
use crate::App;
use crate::edge::{Arrival, input};

/// Collections whose resources can be changed.
const PATCHED: [&str; 7] =
    ["carts", "items", "guest-carts", "guest-cart-items", "customers", "customer-password", "addresses"];

/// Types that `include` names at most; there are not so many.
const MOST_INCLUDED: usize = 40;

/// A request.
pub(super) struct Call {
    pub(super) app: App,
    pub(super) arrival: Arrival,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    method: Method,
    /// As the client sent it.
    uri: Uri,
    /// What stands before the dialect's own paths: `/spryker`, or nothing on a listener of its own.
    prefix: String,
    path: input::Pairs,
    query: input::Pairs,
    /// Types of resources that are to be included.
    include: BTreeSet<String>,
}

impl FromRequest<App> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let refused = |problem| Refused::of(Area::Any, &problem).into_response();
        let arrival = Arrival::read(&parts, app).await.map_err(refused)?;
        let OriginalUri(uri) =
            OriginalUri::from_request_parts(&mut parts, app).await.map_err(IntoResponse::into_response)?;
        let path = RawPathParams::from_request_parts(&mut parts, app)
            .await
            .map(|params| crate::op::path_pairs(&params))
            .unwrap_or_default();
        let prefix = uri.path().strip_suffix(parts.uri.path()).unwrap_or_default().to_owned();
        let query = input::pairs(uri.query().unwrap_or_default().as_bytes());
        let include = included(&query);
        let (method, headers) = (parts.method.clone(), parts.headers.clone());
        let body = Bytes::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(|_| Refused::uncoded(400, "Post data is invalid.").into_response())?;
        Ok(Self { app: app.clone(), arrival, headers, body, method, uri, prefix, path, query, include })
    }
}

/// The types that `include` names, the first of them.
fn included(query: &input::Pairs) -> BTreeSet<String> {
    let text = query.iter().rev().find(|(key, _)| key == "include").map_or("", |(_, value)| value.as_str());
    text.split([',', '.']).map(|kind| kind.trim().to_owned()).take(MOST_INCLUDED).collect()
}

impl Call {
    /// What the operator settled.
    pub(super) fn settings(&self) -> &Settings {
        &self.app.settings.dialects.spryker
    }

    /// A part of the path; empty where there is none.
    pub(super) fn part(&self, name: &str) -> &str {
        self.path.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query, by its decoded name.
    pub(super) fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All parameters of the query, by their decoded names.
    pub(super) fn all_asked(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// A number in the query; `otherwise` where there is none.
    pub(super) fn number(&self, name: &str, otherwise: u32) -> u32 {
        self.asked(name).and_then(|text| text.trim().parse().ok()).unwrap_or(otherwise)
    }

    /// Whether resources of this type are to be included.
    pub(super) fn includes(&self, kind: &str) -> bool {
        self.include.contains(kind)
    }

    /// Scheme, host and prefix: what own addresses begin with.
    pub(super) fn base(&self) -> String {
        format!("{}{}", self.origin(), self.prefix)
    }

    fn origin(&self) -> String {
        let settings = &self.app.settings;
        let forwarded = self.headers.get("x-forwarded-proto").filter(|_| settings.trust_forwarded);
        let scheme = match forwarded.and_then(|proto| proto.to_str().ok()) {
            Some("https") => "https",
            Some(_) => "http",
            None if settings.secure() => "https",
            None => "http",
        };
        format!("{scheme}://{}", self.arrival.host)
    }

    /// The address of this very request, as it was sent.
    pub(super) fn itself(&self) -> String {
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        format!("{}{path}", self.origin())
    }

    /// The address of a resource of this dialect.
    pub(super) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base())
    }

    /// The attributes of a resource of this type. What they are is looked at later; an empty list counts as no
    /// attributes, since some languages write an empty object so.
    ///
    /// # Errors
    /// Another type, or no attributes.
    pub(super) fn attributes(&self, kind: &str) -> Result<Attributes, Refused> {
        let data = match serde_json::from_slice(&self.body) {
            Ok(Value::Object(mut body)) => body.remove("data").unwrap_or_default(),
            _ => return Err(Refused::uncoded(400, "Post data is invalid.")),
        };
        if data.get("type").and_then(Value::as_str) != Some(kind) {
            return Err(Refused::uncoded(400, "Invalid type."));
        }
        match data.get("attributes") {
            Some(Value::Object(attributes)) => Ok(attributes.clone()),
            Some(Value::Array(list)) if list.is_empty() => Ok(Attributes::new()),
            _ => Err(Refused::uncoded(400, "Post data is invalid.")),
        }
    }

    /// Refuses a PATCH or DELETE of something without an id; a PATCH only once its type and attributes are right, where
    /// it is known of which type it should be.
    pub(super) fn wants_id(&self) -> Result<(), Refused> {
        if self.method == Method::PATCH || self.method == Method::DELETE {
            let collection = self.uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            if let Some(kind) =
                PATCHED.iter().find(|kind| self.method == Method::PATCH && **kind == collection)
            {
                self.attributes(kind)?;
            }
            return Err(Refused::uncoded(400, "Resource id is not specified."));
        }
        Ok(())
    }

    /// The version a request names, where it names one; `otherwise` where it does not.
    pub(super) fn version_or(&self, otherwise: Option<i64>) -> Result<Option<i64>, Refused> {
        if self.headers.contains_key(header::IF_MATCH) { self.version().map(Some) } else { Ok(otherwise) }
    }

    /// The path within the dialect.
    pub(super) fn own_path(&self) -> &str {
        self.uri.path().strip_prefix(&self.prefix).unwrap_or_default()
    }

    /// Whether the path has nothing where a cart should be named: `/carts//items`.
    pub(super) fn lacks_cart(&self) -> bool {
        let path = self.own_path();
        path.starts_with("/carts//") || path.starts_with("/guest-carts//")
    }

    /// The version a change is made to.
    ///
    /// # Errors
    /// 428 where nothing is said, 412 where it is no version of ours.
    pub(super) fn version(&self) -> Result<i64, Refused> {
        let Some(value) = self.headers.get(header::IF_MATCH) else {
            return Err(Refused::new(428, "005", "If-Match header is missing."));
        };
        let text = value.to_str().unwrap_or_default().trim();
        let version = text.trim_start_matches("W/").trim_matches('"').parse();
        version.map_err(|_| Refused::new(412, "006", "If-Match header value is invalid."))
    }

    /// The site that is meant: by the `Store` header, else the setting, else the first one.
    pub(super) fn site(&self) -> Option<&Arc<Site>> {
        let named = self.headers.get("store").and_then(|value| value.to_str().ok());
        self.site_called(named.unwrap_or_default())
            .or_else(|| self.site_called(&self.settings().store))
            .or_else(|| self.arrival.directory.sites(self.arrival.tenant).next())
    }

    /// The site with this code.
    pub(super) fn site_called(&self, code: &str) -> Option<&Arc<Site>> {
        self.arrival.directory.sites(self.arrival.tenant).find(|site| site.code == code)
    }

    /// A site by its id.
    pub(super) fn site_of(&self, id: SiteId) -> Option<&Arc<Site>> {
        self.arrival.directory.site(self.arrival.tenant, id)
    }

    /// The caller who shows this.
    pub(super) fn caller(&self, credential: Credential) -> Caller {
        let site = self.site().map(|site| site.id);
        self.arrival.in_dialect(Channel::Dialect(NAME), credential, site)
    }

    /// Nobody: for what opens a sign-in.
    pub(super) fn nobody(&self) -> Caller {
        self.caller(Credential::None)
    }

    /// Does an act.
    pub(super) async fn act<A: Act>(&self, caller: &Caller, area: Area, act: A) -> Result<A::Out, Refused> {
        let done = self.app.gate.act(&self.app.desk, caller, act, None).await;
        done.map_err(|problem| Refused::of(area, &problem))
    }

    /// Asks.
    pub(super) async fn ask<A: Ask>(&self, caller: &Caller, area: Area, ask: &A) -> Result<A::Out, Refused> {
        let found = self.app.gate.ask(&self.app.desk, caller, ask).await;
        found.map_err(|problem| Refused::of(area, &problem))
    }
}
