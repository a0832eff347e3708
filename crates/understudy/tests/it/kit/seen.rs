//! A request of the tests, and what came back.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, Method, header};
use http_body_util::BodyExt as _;
use serde_json::Value;

/// A request that is about to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Sent {
    /// A request without a body.
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// With one more header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With a JSON body.
    pub(crate) fn json(self, body: &Value) -> Self {
        let body = serde_json::to_vec(body).expect("JSON");
        Self { body, ..self.with(header::CONTENT_TYPE.as_str(), "application/json") }
    }

    /// With a form.
    pub(crate) fn form(self, fields: &[(String, String)]) -> Self {
        let encode = |text: &str| -> String {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            text.bytes()
                .map(|b| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") })
                .collect()
        };
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let body = pairs.join("&").into_bytes();
        Self { body, ..self.with(header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded") }
    }

    /// As the service takes it, from this machine.
    pub(crate) fn into_request(self) -> Request {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::from(self.body)).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        request
    }
}

impl Seen {
    /// Reads the whole answer; of one that never ends (an event stream), its head.
    pub(crate) async fn read(response: axum::response::Response) -> Self {
        let (parts, body) = response.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let streams = kind.is_some_and(|kind| kind.starts_with("text/event-stream"));
        let body =
            if streams { Vec::new() } else { body.collect().await.expect("a body").to_bytes().to_vec() };
        let body = String::from_utf8_lossy(&body).into_owned();
        Self { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// The answer as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.body))
    }

    /// A header as text; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Holds that this is a problem document of the answer's own status.
    #[track_caller]
    pub(crate) fn is_a_problem(&self, what: &str) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{what}: {}", self.body);
        let document = self.json();
        assert_eq!(document["status"], self.status, "{what}: {document}");
        for member in ["type", "title", "detail", "instance"] {
            assert!(document[member].as_str().is_some_and(|text| !text.is_empty()), "{what}: {document}");
        }
    }
}
