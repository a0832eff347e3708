//! A client of the program.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::PASSWORD;

/// A client with somebody's token.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    origin: String,
    token: String,
}

impl Http {
    /// Nobody, at this origin.
    pub(crate) fn at(origin: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { client, origin: origin.to_owned(), token: String::new() }
    }

    /// The same client with this token.
    pub(crate) fn with(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    /// A member of the staff, signed in.
    pub(crate) async fn signed_in(&self, email: &str) -> Self {
        let given = json!({ "email": email, "password": PASSWORD });
        self.with(&text(&self.must(Method::POST, "/v1/staff/sign-in", given).await, "token"))
    }

    /// Sends, and answers whatever comes back.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Value) -> Response {
        let mut request = self.client.request(method, format!("{}{path}", self.origin));
        request = request.header("understudy-site", "eu");
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        request.send().await.expect("an answer")
    }

    /// Sends what must be done.
    pub(crate) async fn must(&self, method: Method, path: &str, body: Value) -> Value {
        let answer = self.send(method.clone(), path, body).await;
        let status = answer.status().as_u16();
        let body = answer.text().await.expect("a body");
        assert_eq!(status, 200, "{method} {path}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// The status of a GET.
    pub(crate) async fn status(&self, path: &str) -> u16 {
        self.send(Method::GET, path, Value::Null).await.status().as_u16()
    }
}

/// A member of an answer.
#[track_caller]
pub(crate) fn text(of: &Value, name: &str) -> String {
    of[name].as_str().unwrap_or_else(|| panic!("no {name} in {of}")).to_owned()
}
