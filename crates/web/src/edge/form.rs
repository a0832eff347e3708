//! A form as it arrives: its fields, with the proof that it was ours and its idempotency key taken out.

use axum::body::Bytes;
use axum::extract::{FromRequest, RawPathParams, Request};
use axum::http::header;
use axum::response::Response;
use serde::de::DeserializeOwned;
use shop::desk::Once;
use shop::kernel::problem::{self as kinds, Problem};

use super::arrival::Arrival;
use super::input::{self, Pairs};
use super::{csrf, problem};
use crate::App;

/// A form that has been checked to be ours.
#[derive(Clone)]
pub struct Form {
    /// The request's other parts.
    pub arrival: Arrival,
    /// Its fields, as typed.
    pub fields: Pairs,
    /// The path's parameters.
    pub path: Pairs,
    /// Its idempotency key.
    pub once: Option<Once>,
}

/// Fields that must not be shown again, whatever went wrong.
const SECRET: &[&str] = &[
    "password",
    "loginForm[password]",
    "current_password",
    "new_password",
    "secret",
    "card_number",
    "card_cvc",
];

impl Form {
    /// What was typed in one field; empty when it was not there.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Everything typed in a field that may come several times.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// A parameter of the path.
    pub fn in_path(&self, name: &str) -> &str {
        self.path.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Reads an act out of named fields of this form; a field that was left empty counts as not sent.
    pub fn read<T: DeserializeOwned>(&self, names: &[&str], more: &[(&str, String)]) -> Result<T, Problem> {
        let typed =
            self.fields.iter().filter(|(name, value)| names.contains(&name.as_str()) && !value.is_empty());
        let mut pairs: Pairs = typed.cloned().collect();
        pairs.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        input::from_pairs(pairs, &Vec::new())
    }

    /// Named fields as they were sent, empty ones too; what was not asked for is not among them.
    pub fn sent<'n>(&self, names: &[&'n str]) -> Vec<(&'n str, String)> {
        let sent = names.iter().filter(|name| self.fields.iter().any(|(key, _)| key == **name));
        sent.map(|name| (*name, self.field(name).to_owned())).collect()
    }

    /// What was typed, for showing it again: everything but secrets.
    pub fn typed(&self) -> std::collections::BTreeMap<String, String> {
        self.fields.iter().filter(|(name, _)| !SECRET.contains(&name.as_str())).cloned().collect()
    }
}

impl Form {
    /// Reads and checks the form in this request, which has arrived as `arrival`.
    pub async fn check(request: Request, arrival: Arrival, app: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        csrf::check_origin(&parts.method, &parts.headers)?;
        let kind =
            parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            let said = "This address takes forms. Nothing was changed.";
            return Err(Problem::new(&kinds::UNSUPPORTED_TYPE, said));
        }
        let path = read_path(&mut parts, app).await;
        let body = Bytes::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(|_| Problem::new(&kinds::TOO_LARGE, "The form is too large. Nothing was changed."))?;
        let mut fields = input::pairs(&body);
        let token = input::take(&mut fields, "_csrf");
        csrf::check(&app.desk, arrival.form.as_deref(), token.as_deref())?;
        let key = input::take(&mut fields, "_key");
        let once = key.map(|key| Once::new(&key, &fingerprint(&path, &fields))).transpose()?;
        Ok(Self { arrival, fields, path, once })
    }
}

impl FromRequest<App> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let arrival = Arrival::read(&parts, app)
            .await
            .map_err(|wrong| problem::response(&wrong, app.desk.mint().id()))?;
        let id = arrival.request;
        Self::check(Request::from_parts(parts, body), arrival, app)
            .await
            .map_err(|wrong| problem::response(&wrong, id))
    }
}

async fn read_path(parts: &mut axum::http::request::Parts, app: &App) -> Pairs {
    use axum::extract::FromRequestParts;
    RawPathParams::from_request_parts(parts, app)
        .await
        .map(|params| crate::op::path_pairs(&params))
        .unwrap_or_default()
}

/// What a key stands for: path and fields, without the tokens that differ at each rendering.
fn fingerprint(path: &Pairs, fields: &Pairs) -> Vec<u8> {
    serde_json::to_vec(&(path, fields)).unwrap_or_default()
}
