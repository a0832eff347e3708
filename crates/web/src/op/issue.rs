//! Requests whose answer gives out a secret: the edge makes a token, of which the act gets the hash.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shop::desk::{Act, Needs};
use shop::kernel::problem::{self as kinds, Problem};
use shop::kernel::secret::TokenHash;

use super::{check_json, once, path_pairs};
use crate::App;
use crate::edge::{Arrival, Jar, csrf, input, problem};

/// A request whose answer gives out a secret.
pub(crate) struct Issue {
    pub(crate) app: App,
    pub(crate) arrival: Arrival,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    params: RawPathParams,
}

/// What is given out: the prefix of the token, and the cookie it is kept in as well, with the days it is kept.
pub(crate) struct Given {
    pub(crate) prefix: &'static str,
    pub(crate) cookie: Option<(Jar, Option<i64>)>,
}

impl Issue {
    /// The same with nothing that says who sends it, for what opens a sign-in.
    #[must_use]
    pub(crate) fn unsigned(self) -> Self {
        Self { arrival: self.arrival.unsigned(), ..self }
    }

    /// Reads an act out of the path, the body and the token's hash.
    pub(crate) fn read<A: DeserializeOwned>(&self, hash: TokenHash) -> Result<A, Problem> {
        self.read_with(hash, &[])
    }

    /// The same, with what else is known.
    pub(crate) fn read_with<A: DeserializeOwned>(
        &self,
        hash: TokenHash,
        more: &[(&str, Value)],
    ) -> Result<A, Problem> {
        let mut known = vec![("token", json!(hash))];
        known.extend(more.iter().cloned());
        input::from_json(&self.body, &path_pairs(&self.params), &known)
    }

    /// Does the act that `make` builds from the token's hash, and adds `token` to the answer's `shape`. A repeat
    /// gets 409: the secret left with the first answer.
    pub(crate) async fn give<A: Act, S: Serialize>(
        self,
        given: Given,
        make: impl FnOnce(&Self, TokenHash) -> Result<A, Problem>,
        shape: impl FnOnce(A::Out) -> S,
    ) -> Response {
        let Given { prefix, cookie } = given;
        let done = async {
            if self.arrival.speaks_by_cookie() {
                csrf::check_origin(&Method::POST, &self.headers)?;
            }
            check_json(&self.headers, &self.body)?;
            let token = self.app.token(prefix);
            let act = make(&self, TokenHash::of(&token))?;
            let once = once(&self.headers, &Method::POST, &self.params, &self.body)?;
            let caller = match A::NEEDS {
                Needs::Nothing => self.arrival.in_api_as_nobody(),
                needs => self.arrival.in_api(needs)?,
            };
            let answer = self.app.gate.answer(&self.app.desk, &caller, act, once).await?;
            if answer.is_replay() {
                return Err(Problem::new(
                    &kinds::SECRET_ALREADY_ISSUED,
                    "Nothing was done again. Start anew with a new key.",
                ));
            }
            Ok((answer.out()?, token))
        };
        match done.await {
            Ok((out, token)) => {
                let mut body = json!(shape(out));
                body["token"] = Value::from(token.as_str());
                let mut response = axum::Json(body).into_response();
                if let Some((jar, days)) = cookie {
                    let cookie = jar.set(&token, self.app.settings.secure(), days);
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                response
            }
            Err(refused) => problem::response(&refused, self.arrival.request),
        }
    }
}

impl Given {
    /// A token that only the answer holds.
    pub(crate) fn token(prefix: &'static str) -> Self {
        Self { prefix, cookie: None }
    }

    /// A token that the browser keeps as well.
    pub(crate) fn kept(prefix: &'static str, jar: Jar, days: Option<i64>) -> Self {
        Self { prefix, cookie: Some((jar, days)) }
    }
}

impl FromRequest<App> for Issue {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let arrival = Arrival::from_request_parts(&mut parts, app).await?;
        let params =
            RawPathParams::from_request_parts(&mut parts, app).await.map_err(IntoResponse::into_response)?;
        let headers = parts.headers.clone();
        let body = Bytes::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self { app: app.clone(), arrival, headers, body, params })
    }
}
