//! An agent's client at work: it remembers what was acknowledged and what was under way.

use reqwest::Method;
use serde_json::{Value, json};

use crate::kit::{PASSWORD, berlin};

/// A request that changes something, as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Act {
    method: Method,
    path: String,
    body: Value,
    key: String,
    token: String,
    /// Whether its answer gives out a secret, which a repeat does not get again.
    secret: bool,
}

/// One agent with one customer.
pub(super) struct Client {
    http: reqwest::Client,
    pub(super) origin: String,
    agent: String,
    customer: String,
    /// Different for each request of each client.
    turn: u64,
    name: usize,
    /// Sessions that are open, of earlier cycles.
    open: Vec<String>,
    /// What was acknowledged in this cycle, with the answer.
    pub(super) acknowledged: Vec<(Act, String)>,
    /// What was sent and not answered.
    pub(super) pending: Option<Act>,
    staff: String,
}

/// The connection broke: the program is gone, or its database is.
pub(super) struct Broken;

impl Client {
    pub(super) fn new(name: usize, agent: &str, customer: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let (agent, customer) = (agent.to_owned(), customer.to_owned());
        Self {
            http,
            origin: String::new(),
            agent,
            customer,
            turn: 0,
            name,
            open: Vec::new(),
            acknowledged: Vec::new(),
            pending: None,
            staff: String::new(),
        }
    }

    /// Signs in, where it has not yet or `anew`, starts a session, fills carts and places them, until the
    /// connection breaks.
    pub(super) async fn work(&mut self, anew: bool) {
        self.acknowledged.clear();
        let Err(Broken) = self.shift(anew).await;
    }

    /// Signs in, which takes its time: a password is hashed.
    pub(super) async fn sign_in(&mut self) -> Result<(), Broken> {
        let signed_in = json!({ "email": self.agent, "password": PASSWORD });
        let signed_in = self.secret("", "/v1/staff/sign-in", signed_in).await?;
        self.staff = text(&signed_in, "token");
        Ok(())
    }

    async fn shift(&mut self, anew: bool) -> Result<std::convert::Infallible, Broken> {
        if anew || self.staff.is_empty() {
            self.sign_in().await?;
        }
        let staff = self.staff.clone();
        for session in std::mem::take(&mut self.open) {
            self.act(&staff, Method::POST, "/v1/assist-session/end", json!({ "session": session })).await?;
        }
        let start = json!({ "customer": self.customer });
        let started = self.secret(&staff, "/v1/assist-sessions", start).await?;
        self.open.push(text(&started, "id"));
        let token = text(&started, "token");
        loop {
            self.order(&token).await?;
        }
    }

    async fn order(&mut self, token: &str) -> Result<(), Broken> {
        let cart = self.act(token, Method::POST, "/v1/carts", json!({})).await?;
        let path = format!("/v1/carts/{}", text(&cart, "id"));
        let line = json!({ "sku": "CUP", "quantity": 1 + self.turn % 3 });
        let mut cart = self.act(token, Method::POST, &format!("{path}/lines"), line).await?;
        for (what, mut body) in [
            ("delivery", berlin()),
            ("shipping", json!({ "method": "standard" })),
            ("payment", json!({ "method": "invoice" })),
            ("terms", json!({ "how": "by phone, read out" })),
        ] {
            body["version"] = cart["version"].clone();
            cart = self.act(token, Method::PUT, &format!("{path}/{what}"), body).await?;
        }
        let place = json!({ "shown_total": cart["total"]["amount"], "version": cart["version"] });
        self.act(token, Method::POST, &format!("{path}/place"), place).await?;
        Ok(())
    }

    async fn secret(&mut self, token: &str, path: &str, body: Value) -> Result<Value, Broken> {
        self.turn += 1;
        let key = format!("client-{}-turn-{}", self.name, self.turn);
        let (path, token) = (path.to_owned(), token.to_owned());
        self.first(Act { method: Method::POST, path, body, key, token, secret: true }).await
    }

    async fn act(&mut self, token: &str, method: Method, path: &str, body: Value) -> Result<Value, Broken> {
        self.turn += 1;
        let key = format!("client-{}-turn-{}", self.name, self.turn);
        let (path, token) = (path.to_owned(), token.to_owned());
        self.first(Act { method, path, body, key, token, secret: false }).await
    }

    /// Sends an act for the first time.
    async fn first(&mut self, act: Act) -> Result<Value, Broken> {
        self.pending = Some(act.clone());
        let (status, _, body) = self.send(&act).await?;
        if status == 503 {
            return Err(Broken);
        }
        assert_eq!(status, 200, "{} {} {}: {body}", act.method, act.path, act.body);
        self.pending = None;
        self.acknowledged.push((act, body.clone()));
        Ok(serde_json::from_str(&body).expect("JSON"))
    }

    async fn send(&self, act: &Act) -> Result<(u16, bool, String), Broken> {
        let mut request = self
            .http
            .request(act.method.clone(), format!("{}{}", self.origin, act.path))
            .header("idempotency-key", &act.key)
            .header("understudy-site", "eu")
            .json(&act.body);
        if !act.token.is_empty() {
            request = request.bearer_auth(&act.token);
        }
        let answer = request.send().await.map_err(|_| Broken)?;
        let status = answer.status().as_u16();
        let replayed = answer.headers().contains_key("idempotency-replayed");
        let body = answer.text().await.map_err(|_| Broken)?;
        Ok((status, replayed, body))
    }

    /// After a restart: what was acknowledged is there, word for word; what was under way is done now, or was.
    pub(super) async fn come_back(&mut self) {
        for (act, before) in &self.acknowledged {
            let Ok((status, replayed, body)) = self.send(act).await else {
                panic!("no answer to a repeat of {act:?}")
            };
            if act.secret {
                assert!(status == 409 && body.contains("secret-already-issued"), "{act:?}: {status} {body}");
            } else {
                assert_eq!((status, replayed, &body), (200, true, before), "{act:?}");
            }
        }
        let Some(act) = self.pending.take() else { return };
        let Ok((status, _, body)) = self.send(&act).await else { panic!("no answer to {act:?}") };
        let issued = act.secret && status == 409 && body.contains("secret-already-issued");
        assert!(status == 200 || issued, "{act:?}: {status} {body}");
        // A session that was begun without the client hearing of it is ended with the others.
        self.forgotten(&act, issued, &body).await;
    }

    async fn forgotten(&mut self, act: &Act, issued: bool, body: &str) {
        if act.path != "/v1/assist-sessions" {
            return;
        }
        if !issued {
            self.open.push(text(&serde_json::from_str(body).expect("JSON"), "id"));
            return;
        }
        let mine = self.http.get(format!("{}/v1/assist-sessions/mine", self.origin)).bearer_auth(&self.staff);
        let mine: Vec<Value> = mine.send().await.expect("an answer").json().await.expect("sessions");
        self.open = mine.iter().map(|session| text(session, "id")).collect();
    }
}

#[track_caller]
fn text(of: &Value, name: &str) -> String {
    of[name].as_str().unwrap_or_else(|| panic!("no {name} in {of}")).to_owned()
}
