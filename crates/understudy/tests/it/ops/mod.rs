//! One row an operation: who may do it, and a request that does it. Whoever mounts an operation adds its row;
//! `every_operation_has_a_row` says which are missing.

mod api;
mod office;
mod people;
mod storefront;

use axum::http::Method;
use serde_json::Value;
use web::op::{Op, RouteKind};

use crate::kit::{Sent, Things};

/// Who may do an operation. Written by hand, so that a wrong right in the product shows as a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anybody, whatever they show: a sign-in is not stopped by an older one that has expired.
    Whoever,
    /// Anybody, signed in or not.
    Anybody,
    /// A customer or a guest with their own things, an agent acting for a customer.
    Visitor,
    /// A customer with their own account, an agent acting for them; not a guest.
    Account,
    /// The customer whose thing it is, and agents acting for them.
    Haru,
    /// The same; of agents those who may place orders.
    HaruPlacing,
    /// A customer in person, never an agent.
    InPerson,
    /// The customer whose thing it is in person.
    HaruInPerson,
    /// An agent acting for the customer, and not the customer.
    Acting,
    /// An agent in a session of theirs.
    InSession,
    /// Whoever is signed in as staff.
    SignedIn,
    /// Staff with one of these roles.
    Staff(&'static [&'static str]),
    /// Agents, from whatever tab; everybody else is sent to the agents' sign-in.
    Agents(&'static [&'static str]),
    /// Whoever holds the link, but never an agent acting for somebody.
    Holder,
    /// Anybody who is not in an agent's tab.
    OutsideTabs,
}

/// An operation's row.
pub(crate) struct Row {
    /// `POST /v1/carts/{cart}/lines`.
    pub(crate) operation: &'static str,
    pub(crate) who: Who,
    /// Query, with its question mark.
    query: &'static str,
    /// The body, or the form's fields.
    body: fn(&Things) -> Value,
    /// What it answers to those who may, besides 200.
    pub(crate) also: &'static [u16],
    /// Whether the path names something of Haru's or of the tenant's.
    pub(crate) named: bool,
}

fn row(operation: &'static str, who: Who, query: &'static str, body: fn(&Things) -> Value) -> Row {
    Row { operation, who, query, body, also: &[], named: operation.contains('{') }
}

/// An import of these rows.
fn rows(rows: Value) -> Value {
    serde_json::json!({ "digest": "0".repeat(64), "first_row": 1, "rows": rows })
}

impl Row {
    /// The same, which may also answer one of these to those who may.
    fn or(self, also: &'static [u16]) -> Self {
        Self { also, ..self }
    }

    pub(crate) fn method(&self) -> Method {
        self.operation.split_once(' ').expect("a method").0.parse().expect("a method")
    }

    /// Whether it changes something.
    pub(crate) fn changes(&self) -> bool {
        self.method() != Method::GET
    }

    /// The path with these things in it.
    pub(crate) fn path(&self, things: &Things) -> String {
        let template = self.operation.split_once(' ').expect("a path").1;
        self.fill(template, things) + self.query
    }

    /// A template with these things in it.
    pub(crate) fn fill(&self, template: &str, things: &Things) -> String {
        let path = match template {
            "/{site}" | "/{site}/" => template.replace("{site}", "eu"),
            other => other.replace("/{site}/{language}/{currency}", "/eu/en/EUR"),
        };
        let path = FILL.iter().fold(path, |path, (name, of)| path.replace(name, of(things)));
        let slug = match template {
            _ if template.contains("categories") || template.contains("/c/") => "kitchen",
            _ if template.contains("problems") => "not-found",
            _ => "morning-cup",
        };
        let code = if template.contains("coupons") { "NONE" } else { "standard" };
        let path = path.replace("{slug}", slug).replace("{code}", code);
        let path = path.replace("{*name}", "shop.css").replace("{name}", "barnaby-bear.webp");
        assert!(!path.contains('{'), "nothing to put into {path}");
        path
    }

    /// The JSON body that does it; null where there is none.
    pub(crate) fn body(&self, things: &Things) -> Value {
        (self.body)(things)
    }

    /// The request, by nobody yet.
    pub(crate) fn request(&self, things: &Things) -> Sent {
        let sent = Sent::new(self.method(), self.path(things));
        match (self.body)(things) {
            Value::Null => sent,
            body => sent.json(&body),
        }
    }

    /// The fields of the form that does it.
    pub(crate) fn fields(&self, things: &Things) -> Vec<(String, String)> {
        let body = (self.body)(things);
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        body.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), text(value))).collect()
    }
}

type Of = fn(&Things) -> &str;

/// What stands for a parameter of a path.
const FILL: &[(&str, Of)] = &[
    ("{customer}", |things| &things.customer),
    ("{cart}", |things| &things.cart),
    ("{line}", |things| &things.line),
    ("{address}", |things| &things.address),
    ("{order}", |things| &things.order),
    ("{session}", |things| &things.session),
    ("{site}", |things| &things.site),
    ("{site_id}", |things| &things.site),
    ("{staff_id}", |things| &things.staff),
    ("{user}", |things| &things.staff),
    ("{staff}", |things| &things.staff),
    ("{group}", |things| &things.group),
    ("{group_id}", |things| &things.group),
    ("{stream}", |things| &things.stream),
    ("{position}", |_| "1"),
    ("{id}", |things| &things.product),
    ("{product}", |things| &things.product),
    ("{variant}", |things| &things.variant),
    ("{token}", |things| &things.link),
];

/// Every row of the API.
pub(crate) fn api() -> Vec<Row> {
    let rooms = [
        api::shop(),
        api::account(),
        api::carts(),
        api::back_office(),
        api::sessions(),
        people::customers(),
        people::staff(),
        people::users(),
        people::shop(),
    ];
    rooms.into_iter().flatten().collect()
}

/// Every row of the back office's pages and forms.
pub(crate) fn office() -> Vec<Row> {
    office::rows()
}

/// Every row of the shop's pages and forms, of the agent's door and of files.
pub(crate) fn storefront() -> Vec<Row> {
    storefront::rows()
}

fn is_api(op: &Op) -> bool {
    op.kind != RouteKind::File && op.path.starts_with("/v1/")
}

fn is_office(op: &Op) -> bool {
    op.path == "/office" || op.path.starts_with("/office/")
}

/// The operations of the API as mounted.
pub(crate) fn mounted_in_api() -> Vec<Op> {
    mounted(is_api)
}

/// The pages and forms of the back office as mounted.
pub(crate) fn mounted_in_office() -> Vec<Op> {
    mounted(is_office)
}

/// Everything else that is mounted.
pub(crate) fn mounted_in_storefront() -> Vec<Op> {
    mounted(|op| !is_api(op) && !is_office(op))
}

fn mounted(keep: impl Fn(&Op) -> bool) -> Vec<Op> {
    web::registry().into_iter().filter(|op| keep(op)).collect()
}

#[test]
fn every_operation_has_a_row() {
    let places =
        [(mounted_in_api(), api()), (mounted_in_office(), office()), (mounted_in_storefront(), storefront())];
    for (mounted, rows) in places {
        let mut mounted: Vec<String> =
            mounted.iter().map(|op| format!("{} {}", op.method, op.path)).collect();
        let mut rows: Vec<String> = rows.iter().map(|row| row.operation.to_owned()).collect();
        mounted.sort_unstable();
        rows.sort_unstable();
        let missing: Vec<_> = mounted.iter().filter(|op| !rows.contains(op)).collect();
        assert!(missing.is_empty(), "say in tests/it/ops who may do {missing:#?}");
        assert_eq!(mounted, rows, "rows of operations that are not served, or twice");
    }
}
