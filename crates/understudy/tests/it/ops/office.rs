//! The pages and forms of the back office.

use serde_json::{Value, json};

use super::Who::{Anybody, SignedIn, Staff};
use super::{Row, row};
use crate::kit::Things;

const AGENTS: &[&str] = &["agent", "sales-agent", "sales-manager"];
const FINDERS: &[&str] =
    &["agent", "sales-agent", "sales-manager", "supervisor", "administrator", "shop-owner"];
const CREATORS: &[&str] = &["agent", "sales-agent", "sales-manager", "shop-owner"];
const ORDERS: &[&str] = &["agent", "sales-agent", "sales-manager", "supervisor", "shop-owner"];
const WATCHERS: &[&str] = &["supervisor", "auditor", "administrator", "shop-owner"];
const BOTH: &[&str] = &["administrator", "shop-owner"];
const ADMINISTRATOR: &[&str] = &["administrator"];
const AUDITOR: &[&str] = &["auditor"];
const SHIPPING: &[&str] = &["sales-manager", "shop-owner"];
const MANAGER: &[&str] = &["sales-manager"];

fn none(_: &Things) -> Value {
    Value::Null
}

pub(super) fn rows() -> Vec<Row> {
    vec![
        row("GET /office", SignedIn, "", none).or(&[303]),
        row("GET /office/sign-in", Anybody, "", none),
        row(
            "POST /office/sign-in",
            Anybody,
            "",
            |_| json!({ "email": "nobody@northlight.example", "password": "not the password" }),
        )
        .or(&[401, 423, 429]),
        row("POST /office/sign-out", SignedIn, "", none).or(&[303]),
        row("POST /office/step-up", SignedIn, "", |_| json!({ "password": "not it" }))
            .or(&[401, 403, 423, 429]),
        row("GET /office/set-up", Anybody, "", none).or(&[303, 410]),
        row("POST /office/set-up", Anybody, "", |_| {
            json!({ "secret": "AAAAA-AAAAA-AAAAA-AAAAA", "name": "Eve", "email": "eve@northlight.example",
                "password": "a long enough password" })
        })
        .or(&[303, 401, 410, 422, 429]),
        row("GET /office/customers", Staff(FINDERS), "?q=har", none),
        row("GET /office/customers/new", Staff(CREATORS), "", none),
        row("POST /office/customers/new", Staff(CREATORS), "", |things| {
            let email = format!("page.{}@example.com", things.turn);
            json!({ "first_name": "Nora", "last_name": "New", "email": email })
        })
        .or(&[303]),
        row("GET /office/customers/{customer}", Staff(FINDERS), "", none),
        row("GET /office/customers/{customer}/data", Staff(BOTH), "", none),
        row("GET /office/customers/{customer}/data.json", Staff(BOTH), "", none),
        row(
            "POST /office/customers/{customer}/erase",
            Staff(BOTH),
            "",
            |_| json!({ "number": "C0", "version": "1" }),
        )
        .or(&[412, 422]),
        row("POST /office/customers/{customer}/password-link", Staff(CREATORS), "", none).or(&[303, 409]),
        row("POST /office/customers/{customer}/status", Staff(BOTH), "", |_| json!({ "status": "active" }))
            .or(&[303, 428]),
        row("POST /office/customers/{customer}/standing", Staff(BOTH), "", |_| json!({ "vip": "true" }))
            .or(&[303, 428]),
        row(
            "POST /office/customers/{customer}/assist",
            Staff(AGENTS),
            "",
            |things| json!({ "site_id": things.site }),
        )
        .or(&[303]),
        row("GET /office/sessions", Staff(WATCHERS), "", none),
        row("GET /office/sessions/{session}/end", Staff(WATCHERS), "", none),
        row(
            "POST /office/sessions/{session}/end",
            Staff(&["supervisor", "administrator"]),
            "",
            |_| json!({ "reason": "no longer needed" }),
        )
        .or(&[303]),
        row("GET /office/audit/sessions/{session}", Staff(WATCHERS), "", none),
        row("GET /office/handed-over", Staff(MANAGER), "", none),
        row("POST /office/handed-over/{cart}/open", Staff(MANAGER), "", none).or(&[303]),
        row("GET /office/orders", Staff(ORDERS), "", none),
        row("GET /office/orders/{order}", Staff(ORDERS), "", none),
        row("POST /office/orders/{order}/ship", Staff(SHIPPING), "", none).or(&[303, 409]),
        row("POST /office/orders/{order}/complete", Staff(SHIPPING), "", none).or(&[303, 409]),
        row("POST /office/orders/{order}/cancel", Staff(SHIPPING), "", none).or(&[303]),
        row("GET /office/users", Staff(BOTH), "", none),
        row("GET /office/users/new", Staff(ADMINISTRATOR), "", none),
        row("POST /office/users/new", Staff(ADMINISTRATOR), "", |things| {
            json!({ "name": "Uma User", "email": format!("uma.{}@northlight.example", things.turn),
                "password": "a word for the first day" })
        })
        .or(&[303]),
        row("GET /office/users/{user}", Staff(BOTH), "", none),
        row("POST /office/users/{user}", Staff(ADMINISTRATOR), "", |things| {
            json!({ "name": "Paul Plain", "email": format!("paul.{}@northlight.example", things.turn),
                "roles": "auditor", "version": "1" })
        })
        .or(&[303, 422]),
        row("POST /office/users/{user}/unlock", Staff(ADMINISTRATOR), "", none).or(&[303]),
        row("POST /office/users/{user}/sign-out", Staff(ADMINISTRATOR), "", none).or(&[303]),
        row("POST /office/users/{user}/disable", Staff(ADMINISTRATOR), "", none).or(&[303]),
        row("POST /office/users/{user}/enable", Staff(ADMINISTRATOR), "", none).or(&[303]),
        row("GET /office/groups", Staff(BOTH), "", none),
        row("POST /office/groups", Staff(ADMINISTRATOR), "", |things| json!({ "name": things.turn }))
            .or(&[303]),
        row("GET /office/groups/{group}", Staff(BOTH), "", none),
        row(
            "POST /office/groups/{group}/members",
            Staff(ADMINISTRATOR),
            "",
            |things| json!({ "staff_id": things.staff }),
        )
        .or(&[303]),
        row("POST /office/groups/{group}/members/{staff}/remove", Staff(ADMINISTRATOR), "", none).or(&[303]),
        row("GET /office/roles", Staff(BOTH), "", none),
        row("GET /office/sites", Staff(BOTH), "", none),
        row("GET /office/sites/{site}", Staff(BOTH), "", none),
        row("POST /office/sites/{site}", Staff(BOTH), "", |_| json!({ "name": "Europe", "version": "1" }))
            .or(&[303, 412, 422]),
        row("GET /office/audit", Staff(AUDITOR), "", none),
        row("POST /office/audit/export", Staff(AUDITOR), "", none),
        // Anybody may have it, at the API; here whoever works here.
        row("GET /office/audit/checkpoint", SignedIn, "", none).or(&[404]),
        row("GET /office/me", SignedIn, "", none),
        row(
            "POST /office/me/password",
            SignedIn,
            "",
            |_| json!({ "current_password": "not it", "new_password": "a long enough password" }),
        )
        .or(&[401, 422, 423, 429]),
        row("POST /office/me/sign-out-others", SignedIn, "", none).or(&[303]),
    ]
}
