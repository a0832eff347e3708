//! Malformed, huge, deep and wrongly typed requests to every operation of the generated description: always a
//! problem document with a 4xx status, with a pointer where a field is at fault; never 5xx. Everything is made from
//! the description and a fixed list, so that each run sends the same.

mod bodies;

use axum::http::Method;
use serde_json::{Value, json};
use shop::testing::Engine;

use crate::kit::{Scene, Seen, Sent, Things};
use crate::ops::{self, Row, Who};

/// Operations after which the caller may be nobody.
const ENDS: [&str; 4] = ["/sign-out", "/end", "/undo", "/confirm"];

/// What went wrong, as lines.
#[derive(Default)]
struct Found {
    sent: usize,
    wrong: Vec<String>,
}

/// What a request must be answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Must {
    /// Refused, whatever else it says.
    Refuse,
    /// Refused or done, as the value may be right by chance.
    Survive,
}

impl Found {
    fn check(&mut self, what: &str, must: Must, field: Option<&str>, seen: &Seen) {
        self.sent += 1;
        let refused = matches!(seen.status, 400..=499);
        let right = refused || (must == Must::Survive && seen.status == 200);
        if !right {
            self.wrong.push(format!("{what}: {} {}", seen.status, cut(&seen.body)));
            return;
        }
        if !refused {
            return;
        }
        if seen.header("content-type") != "application/problem+json" {
            self.wrong.push(format!("{what}: {} without a problem: {}", seen.status, cut(&seen.body)));
            return;
        }
        let document = seen.json();
        let unreadable = ["/invalid", "/malformed"]
            .iter()
            .any(|kind| document["type"].as_str().is_some_and(|is| is.ends_with(kind)));
        if let (Some(field), true) = (field, unreadable) {
            let pointer = document["errors"][0]["pointer"].as_str().unwrap_or_default();
            if !pointer.starts_with(&format!("/{field}")) {
                self.wrong
                    .push(format!("{what}: points at {pointer:?}, not at /{field}: {}", cut(&seen.body)));
            }
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(200).collect()
}

/// Whoever may do the operation, so that no right stands before the reading.
async fn whoever_may(scene: &Scene, who: Who) -> String {
    match who {
        Who::Anybody | Who::Whoever | Who::Holder | Who::OutsideTabs => String::new(),
        Who::Visitor | Who::Account | Who::Haru | Who::HaruPlacing | Who::InPerson | Who::HaruInPerson => {
            scene.customer(scene.haru)
        }
        Who::Acting | Who::InSession => scene.start(&scene.staff("agent"), scene.haru).await.0,
        Who::SignedIn | Who::Staff(_) | Who::Agents(_) => scene.all_roles(),
    }
}

struct Fuzz<'a> {
    scene: &'a Scene,
    row: Row,
    things: Things,
    token: String,
    found: &'a mut Found,
}

impl Fuzz<'_> {
    async fn send(&mut self, what: &str, must: Must, field: Option<&str>, sent: Sent) {
        let sent = sent.with("understudy-site", "eu");
        let bearer = format!("Bearer {}", self.token);
        let sent = if self.token.is_empty() { sent } else { sent.with("authorization", bearer) };
        let seen = self.scene.send(sent).await;
        // Signing out and ending are operations too.
        if seen.status == 200 && ENDS.iter().any(|end| self.row.operation.contains(end)) {
            self.token = whoever_may(self.scene, self.row.who).await;
        }
        self.found.check(&format!("{} with {what}", self.row.operation), must, field, &seen);
    }

    fn bare(&self) -> Sent {
        Sent::new(self.row.method(), self.row.path(&self.things))
    }

    fn raw(&self, body: &[u8]) -> Sent {
        Sent { body: body.to_vec(), ..self.bare().with("content-type", "application/json") }
    }

    /// What is no JSON object at all, or not said to be one.
    async fn unreadable_bodies(&mut self) {
        for (what, body) in bodies::unreadable() {
            let sent = self.raw(&body);
            self.send(what, Must::Refuse, None, sent).await;
        }
        for kind in [
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "",
        ] {
            let sent = Sent { body: b"{}".to_vec(), ..self.bare().with("content-type", kind) };
            self.send(&format!("content type {kind:?}"), Must::Refuse, None, sent).await;
        }
    }

    /// One field after the other wrong, in a body that is right otherwise.
    async fn wrong_fields(&mut self, fields: &[(String, bool)]) {
        let good = self.row.body(&self.things);
        let good = if good.is_object() { good } else { json!({}) };
        let mut odd = good.clone();
        odd["no_such_field"] = json!(1);
        let sent = self.bare().json(&odd);
        self.send("an unknown field", Must::Refuse, Some("no_such_field"), sent).await;
        for (field, required) in fields {
            if *required {
                let mut body = good.clone();
                body.as_object_mut().map(|body| body.remove(field));
                let sent = self.bare().json(&body);
                self.send(&format!("{field} missing"), Must::Refuse, Some(field), sent).await;
            }
            for (what, value) in bodies::values() {
                let mut body = good.clone();
                body[field] = value;
                let sent = self.bare().json(&body);
                // Null is as if it had been left out: another field may be at fault then.
                let at_fault = (what != "null").then_some(field.as_str());
                self.send(&format!("{field} {what}"), Must::Survive, at_fault, sent).await;
            }
            for (what, text) in bodies::raw_values() {
                let mut body = good.clone();
                body[field] = json!("@");
                let body = serde_json::to_string(&body).expect("JSON").replace("\"@\"", &text);
                let sent = self.raw(body.as_bytes());
                self.send(&format!("{field} {what}"), Must::Refuse, None, sent).await;
            }
        }
    }

    async fn wrong_query(&mut self, fields: &[(String, bool)]) {
        let path = self.bare().path;
        let path = path.split('?').next().unwrap_or_default().to_owned();
        for (field, _) in fields {
            for value in bodies::query_values() {
                let sent = Sent::new(Method::GET, format!("{path}?{field}={value}"));
                let what = format!("?{field}={}", cut(&value));
                self.send(&what, Must::Survive, None, sent).await;
            }
            let twice = Sent::new(Method::GET, format!("{path}?{field}=1&{field}=2"));
            self.send(&format!("?{field} twice"), Must::Survive, None, twice).await;
        }
        if !fields.is_empty() {
            let unknown = Sent::new(Method::GET, format!("{path}?no_such_field=1"));
            self.send("an unknown parameter", Must::Refuse, Some("no_such_field"), unknown).await;
        }
    }

    async fn wrong_paths(&mut self) {
        let operation = self.row.operation;
        let template = operation.split_once(' ').expect("a path").1;
        for name in template.split(['{', '}']).skip(1).step_by(2) {
            for value in bodies::path_values() {
                let row_path = template.replace(&format!("{{{name}}}"), &value);
                let path = self.row.fill(&row_path, &self.things);
                let sent = Sent::new(self.row.method(), path);
                let sent = if self.row.changes() { sent.json(&self.row.body(&self.things)) } else { sent };
                self.send(&format!("{{{name}}} {}", cut(&value)), Must::Survive, None, sent).await;
            }
        }
    }

    async fn wrong_headers(&mut self) {
        for (name, value, must) in bodies::headers() {
            let sent = self.row.request(&self.things).with(name, value.clone());
            self.send(&format!("{name}: {}", cut(&value)), must, None, sent).await;
        }
    }
}

/// The fields of an operation's body or query and whether each is required.
fn fields(document: &Value, operation: &str) -> Vec<(String, bool)> {
    let (method, path) = operation.split_once(' ').expect("an operation");
    let described = &document["paths"][path][method.to_lowercase()];
    if method == "GET" {
        let parameters = described["parameters"].as_array().into_iter().flatten();
        let query = parameters.filter(|parameter| parameter["in"] == "query");
        return query
            .map(|it| (it["name"].as_str().unwrap_or_default().to_owned(), it["required"] == true))
            .collect();
    }
    let schema = &described["requestBody"]["content"]["application/json"]["schema"];
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().into_iter().flatten();
    properties.map(|(name, _)| (name.clone(), required.contains(&json!(name)))).collect()
}

async fn every_operation(engine: Engine) {
    let scene = Scene::new(engine);
    let document = web::openapi::document(&web::registry());
    let mut found = Found::default();
    for row in ops::api() {
        let fields = fields(&document, row.operation);
        let things = Things::make(&scene, row.operation).await;
        let token = whoever_may(&scene, row.who).await;
        let mut fuzz = Fuzz { scene: &scene, row, things, token, found: &mut found };
        if fuzz.row.changes() {
            fuzz.unreadable_bodies().await;
            fuzz.wrong_fields(&fields).await;
            fuzz.wrong_headers().await;
        } else {
            fuzz.wrong_query(&fields).await;
        }
        fuzz.wrong_paths().await;
    }
    let Found { sent, wrong } = found;
    assert!(wrong.is_empty(), "{} of {sent} requests: {wrong:#?}", wrong.len());
    eprintln!("{sent} requests");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    every_operation(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    every_operation(Engine::Postgres).await;
}
