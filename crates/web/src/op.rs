//! One call mounts an operation's route and writes its entry in the registry, from which the API's
//! description and the authorization matrix are made; so neither can drift from what is served.

mod issue;

pub(crate) use issue::{Given, Issue};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use shop::desk::{Act, Ask, Caller, Needs, Once};
use shop::kernel::id::RequestId;
use shop::kernel::problem::{self as kinds, Problem};

use crate::App;
use crate::edge::{Arrival, csrf, input, problem};

/// What kind of route it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteKind {
    /// An operation of the API that changes something.
    Act,
    /// An operation of the API that looks something up.
    Ask,
    /// A page.
    Page,
    /// A form of a page.
    Form,
    /// A file, the same for everybody.
    File,
    /// What happens, as it happens (server-sent events).
    Stream,
}

/// What answers usually are.
const JSON: &str = "application/json";

/// One route, as the description and the tests see it.
pub struct Op {
    /// GET, POST, ..
    pub method: Method,
    /// `/v1/carts/{cart}/lines`.
    pub path: &'static str,
    /// The act's or ask's name.
    pub name: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// What kind of route.
    pub kind: RouteKind,
    /// Schema of what goes in.
    pub input: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// Schema of what is sent, where that is not the act itself.
    pub sent: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// Schema of what comes out.
    pub output: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// Whether it carries a version (ETag, If-Match).
    pub versioned: bool,
    /// The media type of the answer.
    pub media: &'static str,
}

/// Routes and their registry.
#[derive(Default)]
pub struct Ops {
    router: Router<App>,
    list: Vec<Op>,
}

impl Ops {
    /// Mounts an act.
    #[must_use]
    pub fn act<A: Act>(self, method: Method, path: &'static str) -> Self {
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::POST);
        self.mount::<A>(method, path, on(filter, serve_act::<A>), false)
    }

    /// Mounts an act whose thing has a version: `If-Match` becomes its member `version`, and the answer's
    /// `version` becomes its ETag.
    #[must_use]
    pub fn versioned_act<A: Act>(self, method: Method, path: &'static str) -> Self {
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::POST);
        self.mount::<A>(method, path, on(filter, serve_versioned_act::<A>), true)
    }

    /// Mounts an act with a handler of its own (sign-ins: they set cookies and give out tokens).
    #[must_use]
    pub fn act_with<A: Act>(self, method: Method, path: &'static str, handler: MethodRouter<App>) -> Self {
        self.mount::<A>(method, path, handler, false)
    }

    fn mount<A: Act>(
        mut self,
        method: Method,
        path: &'static str,
        handler: MethodRouter<App>,
        versioned: bool,
    ) -> Self {
        self.router = self.router.route(path, handler);
        self.list.push(Op {
            method,
            path,
            name: A::NAME,
            needs: A::NEEDS,
            kind: RouteKind::Act,
            input: Some(SchemaGenerator::subschema_for::<A>),
            sent: None,
            output: Some(SchemaGenerator::subschema_for::<A::Out>),
            versioned,
            media: JSON,
        });
        self
    }

    /// Mounts an ask; path and query become its fields.
    #[must_use]
    pub fn ask<A: Ask>(self, path: &'static str) -> Self {
        self.ask_with::<A>(path, on(MethodFilter::GET, serve_ask::<A>))
    }

    /// Mounts an ask with a handler of its own.
    #[must_use]
    pub fn ask_with<A: Ask>(mut self, path: &'static str, handler: MethodRouter<App>) -> Self {
        self.router = self.router.route(path, handler);
        self.list.push(Op {
            method: Method::GET,
            path,
            name: A::NAME,
            needs: A::NEEDS,
            kind: RouteKind::Ask,
            input: Some(SchemaGenerator::subschema_for::<A>),
            sent: None,
            output: Some(SchemaGenerator::subschema_for::<A::Out>),
            versioned: false,
            media: JSON,
        });
        self
    }

    /// The operation mounted last is sent this, of which its own handler makes the act.
    #[must_use]
    pub fn taking<T: JsonSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.sent = Some(SchemaGenerator::subschema_for::<T>);
        }
        self
    }

    /// The operation mounted last answers this, which its own handler makes of what the act or ask answers.
    #[must_use]
    pub fn answering<T: JsonSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.output = Some(SchemaGenerator::subschema_for::<T>);
        }
        self
    }

    /// The operation mounted last answers a file of this media type.
    #[must_use]
    pub fn answering_as(mut self, media: &'static str) -> Self {
        if let Some(last) = self.list.last_mut() {
            (last.output, last.media) = (None, media);
        }
        self
    }

    /// Mounts a page, a form or a file. `name` and `needs` say what of the desk it stands on.
    #[must_use]
    pub fn route(
        mut self,
        kind: RouteKind,
        method: Method,
        path: &'static str,
        name: &'static str,
        needs: Needs,
        handler: MethodRouter<App>,
    ) -> Self {
        self.router = self.router.route(path, handler);
        let media = if kind == RouteKind::Stream { "text/event-stream" } else { JSON };
        let (input, sent, output, versioned) = (None, None, None, false);
        self.list.push(Op { method, path, name, needs, kind, input, sent, output, versioned, media });
        self
    }

    /// Both lists as one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// The router and the registry.
    pub fn into_parts(self) -> (Router<App>, Vec<Op>) {
        (self.router, self.list)
    }
}

/// The path's parameters as pairs.
pub(crate) fn path_pairs(params: &RawPathParams) -> input::Pairs {
    params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn serve_act<A: Act>(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = arrival.request;
    match act::<A>(&app, &arrival, &params, &method, &headers, &body, &[]).await {
        Ok((out, replayed)) => answer(&out, replayed, None),
        Err(refused) => problem::response(&refused, request),
    }
}

async fn serve_versioned_act<A: Act>(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = arrival.request;
    let done = async {
        let version = if_match(&headers)?.map(|version| ("version", Value::from(version)));
        act::<A>(&app, &arrival, &params, &method, &headers, &body, version.as_slice()).await
    };
    match done.await {
        Ok((out, replayed)) => answer(&out, replayed, Some(())),
        Err(refused) => problem::response(&refused, request),
    }
}

/// Reads, checks and does an act of the API.
pub(crate) async fn act<A: Act>(
    app: &App,
    arrival: &Arrival,
    params: &RawPathParams,
    method: &Method,
    headers: &HeaderMap,
    body: &Bytes,
    extra: &[(&str, Value)],
) -> Result<(A::Out, bool), Problem> {
    if arrival.speaks_by_cookie() {
        csrf::check_origin(method, headers)?;
    }
    check_json(headers, body)?;
    let act: A = input::from_json(body, &path_pairs(params), extra)?;
    let once = once(headers, method, params, body)?;
    let caller = arrival.in_api(A::NEEDS)?;
    let answer = app.gate.answer(&app.desk, &caller, act, once).await?;
    let replayed = answer.is_replay();
    Ok((answer.out()?, replayed))
}

async fn serve_ask<A: Ask>(
    State(app): State<App>,
    arrival: Arrival,
    params: RawPathParams,
    query: RawQuery,
) -> Response {
    let found = async {
        let (caller, ask) = read_ask::<A>(&arrival, &params, query)?;
        app.gate.ask(&app.desk, &caller, &ask).await
    };
    answered(found.await, &arrival)
}

/// Reads an ask of the API out of path and query, and who asks.
pub(crate) fn read_ask<A: Ask>(
    arrival: &Arrival,
    params: &RawPathParams,
    RawQuery(query): RawQuery,
) -> Result<(Caller, A), Problem> {
    let pairs = input::pairs(query.unwrap_or_default().as_bytes());
    Ok((arrival.in_api(A::NEEDS)?, input::from_pairs(pairs, &path_pairs(params))?))
}

/// The answer of the API to what was asked.
pub(crate) fn answered<T: Serialize>(found: Result<T, Problem>, arrival: &Arrival) -> Response {
    match found {
        Ok(out) => answer(&out, false, Some(())),
        Err(refused) => problem::response(&refused, arrival.request),
    }
}

/// Refuses a body that does not say it is JSON: browsers can send other kinds across sites unasked.
pub(crate) fn check_json(headers: &HeaderMap, body: &Bytes) -> Result<(), Problem> {
    if body.is_empty() {
        return Ok(());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") || kind.ends_with("+json") {
        return Ok(());
    }
    Err(Problem::new(
        &kinds::UNSUPPORTED_TYPE,
        "Send JSON (Content-Type: application/json). Nothing was changed.",
    ))
}

/// The request's key, if it carries one; the fingerprint covers method, path parameters and body.
pub(crate) fn once(
    headers: &HeaderMap,
    method: &Method,
    params: &RawPathParams,
    body: &Bytes,
) -> Result<Option<Once>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().map_err(|_| Problem::new(&kinds::MALFORMED, "Idempotency-Key must be ASCII."))?;
    let mut request = method.as_str().as_bytes().to_vec();
    for (name, value) in params {
        request.extend_from_slice(format!("\n{name}={value}").as_bytes());
    }
    request.push(b'\n');
    request.extend_from_slice(body);
    Once::new(key, &request).map(Some)
}

fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let version = value.to_str().ok().map(|text| text.trim().trim_start_matches("W/").trim_matches('"'));
    if version == Some("*") {
        return Ok(None);
    }
    let version = version.and_then(|text| text.parse().ok());
    version
        .map(Some)
        .ok_or_else(|| Problem::new(&kinds::MALFORMED, "If-Match must hold one version, as in \"7\"."))
}

/// Renders an answer. A pure function of it, so that a repeat gets the same bytes.
fn answer<T: Serialize>(out: &T, replayed: bool, tag: Option<()>) -> Response {
    let Ok(body) = serde_json::to_vec(out) else {
        let fault = Problem::new(&kinds::INTERNAL, "The answer cannot be written.");
        return problem::response(&fault, <RequestId as shop::kernel::id::Id>::from_bits(0));
    };
    let version = tag.and_then(|()| serde_json::from_slice::<Version>(&body).ok()?.version);
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(tag) = version.and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
        headers.insert(header::ETAG, tag);
    }
    mark_replay(headers, replayed);
    response
}

/// Says that a request was answered from memory, where it was.
pub(crate) fn mark_replay(headers: &mut HeaderMap, replayed: bool) {
    if replayed {
        headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
    }
}

#[derive(serde::Deserialize)]
struct Version {
    version: Option<i64>,
}
