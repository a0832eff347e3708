//! Signing in, users, groups, sites, the log: the API's operations around people.

use serde_json::{Value, json};

use super::Who::{Anybody, Haru, InPerson, SignedIn, Staff, Whoever};
use super::{Row, row, rows};
use crate::kit::Things;

const ADMINISTRATOR: &[&str] = &["administrator"];
const AUDITOR: &[&str] = &["auditor"];
const BOTH: &[&str] = &["administrator", "shop-owner"];
const CREATORS: &[&str] = &["agent", "sales-agent", "sales-manager", "shop-owner"];
const SHIPPING: &[&str] = &["sales-manager", "shop-owner"];
const LATER: &str = "a long enough password";

fn none(_: &Things) -> Value {
    Value::Null
}

fn empty(_: &Things) -> Value {
    json!({})
}

fn wrong_password(_: &Things) -> Value {
    json!({ "email": "nobody@northlight.example", "password": "not the password" })
}

pub(super) fn customers() -> Vec<Row> {
    vec![
        row("POST /v1/account", Whoever, "", |things| {
            json!({ "first_name": "Rita", "last_name": "Register", "password": LATER,
                "email": format!("rita.{}@example.com", things.turn) })
        }),
        row("POST /v1/accounts", Anybody, "", |things| {
            json!({ "salutation": "Ms", "first_name": "Olivia", "last_name": "Open", "password": LATER,
                "email": format!("olivia.{}@example.com", things.turn) })
        }),
        row("POST /v1/account/sign-in", Whoever, "", wrong_password).or(&[401, 423, 429]),
        row("POST /v1/account/sign-out", InPerson, "", empty),
        row("POST /v1/account/sign-out-everywhere", InPerson, "", empty),
        row("PUT /v1/account/password", InPerson, "", |_| json!({ "current": "not it", "new": LATER }))
            .or(&[401, 403, 422, 423, 429]),
        row(
            "PUT /v1/account/email",
            InPerson,
            "",
            |things| json!({ "email": format!("other.{}@example.com", things.turn), "password": "not it" }),
        )
        .or(&[401, 403, 422, 423, 429]),
        row("GET /v1/account/export", InPerson, "", none),
        // With a password that is not theirs: whoever may is told so, and stays.
        row("POST /v1/account/erase", InPerson, "", |_| json!({ "password": "not it", "confirmed": true }))
            .or(&[401, 403, 422, 423, 429]),
        // Of a version there is not yet, likewise.
        row("DELETE /v1/account", InPerson, "", |_| json!({ "version": 99 })).or(&[412]),
        row("GET /v1/customers/{customer}/export", Staff(BOTH), "", none),
        row(
            "POST /v1/customers/{customer}/erase",
            Staff(BOTH),
            "",
            |_| json!({ "number": "C0", "version": 1 }),
        )
        .or(&[412, 422]),
        row("POST /v1/customers/{customer}/password-link", Staff(CREATORS), "", empty).or(&[409]),
        row("POST /v1/orders/{order}/cancel", Haru, "", empty),
    ]
}

pub(super) fn staff() -> Vec<Row> {
    vec![
        row("GET /v1/staff/me", SignedIn, "", none),
        row("POST /v1/staff/sign-in", Whoever, "", wrong_password).or(&[401, 423, 429]),
        row("POST /v1/staff/sign-out", SignedIn, "", empty),
        row("POST /v1/staff/sign-out-others", SignedIn, "", empty),
        row("POST /v1/staff/sign-out-everywhere", SignedIn, "", empty),
        row(
            "PUT /v1/staff/password",
            SignedIn,
            "",
            |_| json!({ "current_password": "not it", "new_password": LATER }),
        )
        .or(&[401, 422, 423, 429]),
        row("POST /v1/staff/password/confirm", SignedIn, "", |_| json!({ "password": "not it" }))
            .or(&[401, 422, 423, 429]),
    ]
}

pub(super) fn users() -> Vec<Row> {
    vec![
        row("GET /v1/users", Staff(BOTH), "", none),
        row(
            "POST /v1/users",
            Staff(ADMINISTRATOR),
            "",
            |things| json!({ "name": "Uma User", "email": format!("uma.{}@northlight.example", things.turn) }),
        ),
        row("GET /v1/users/{staff_id}", Staff(BOTH), "", none),
        row(
            "PATCH /v1/users/{staff_id}",
            Staff(ADMINISTRATOR),
            "",
            |_| json!({ "name": "Paul Plainer", "version": 1 }),
        ),
        row("POST /v1/users/{staff_id}/sign-out", Staff(ADMINISTRATOR), "", empty),
        row("POST /v1/users/{staff_id}/disable", Staff(ADMINISTRATOR), "", empty),
        row("POST /v1/users/{staff_id}/enable", Staff(ADMINISTRATOR), "", empty),
        row("POST /v1/users/{staff_id}/unlock", Staff(ADMINISTRATOR), "", empty),
        row("PUT /v1/users/{staff_id}/password", Staff(ADMINISTRATOR), "", |_| json!({ "password": LATER })),
        row("GET /v1/groups", Staff(BOTH), "", none),
        row("POST /v1/groups", Staff(ADMINISTRATOR), "", |things| json!({ "name": things.turn })),
        row("GET /v1/groups/{group_id}", Staff(BOTH), "", none),
        row("PATCH /v1/groups/{group_id}", Staff(ADMINISTRATOR), "", |_| json!({ "name": "Support" }))
            .or(&[403, 409]),
        row("DELETE /v1/groups/{group_id}", Staff(ADMINISTRATOR), "", none).or(&[403, 409]),
        row("PUT /v1/groups/{group_id}/members/{staff_id}", Staff(ADMINISTRATOR), "", empty),
        row("DELETE /v1/groups/{group_id}/members/{staff_id}", Staff(ADMINISTRATOR), "", none),
        row("GET /v1/roles", Staff(BOTH), "", none),
    ]
}

pub(super) fn shop() -> Vec<Row> {
    vec![
        row("POST /v1/imports/sites", Staff(BOTH), "", |_| {
            rows(json!([{ "code": "FR", "name": "France", "languages": ["en"], "currencies": ["EUR"],
                "countries": ["FR"], "tax_mode": "included", "tax_rate": 2000 }]))
        }),
        row("POST /v1/imports/shipping-methods", Staff(BOTH), "", |_| {
            rows(json!([{ "code": "slow", "site": "eu", "names": { "en": "Slow" }, "prices": { "EUR": 190 } }]))
        }),
        row("POST /v1/imports/staff", Staff(ADMINISTRATOR), "", |_| {
            rows(json!([{ "reference": "s1", "name": "Ines Imported", "email": "ines@northlight.example" }]))
        }),
        row("GET /v1/sites", Staff(BOTH), "", none),
        row("POST /v1/sites", Staff(BOTH), "", |things| {
            json!({ "slug": format!("s{}", things.turn), "code": format!("S{}", things.turn.to_uppercase()), "name": "Elsewhere", "languages": ["en"],
                "currencies": ["EUR"], "countries": ["DE"], "tax_mode": "included", "tax_rate": 1900,
                "time_zone": "Europe/Berlin" })
        })
        .or(&[409, 422]),
        row("GET /v1/sites/{site_id}", Staff(BOTH), "", none),
        row("PATCH /v1/sites/{site_id}", Staff(BOTH), "", |_| json!({ "position": 1, "version": 1 })).or(&[412]),
        row("POST /v1/office/orders/{order}/ship", Staff(SHIPPING), "", empty).or(&[409]),
        row("POST /v1/office/orders/{order}/complete", Staff(SHIPPING), "", empty).or(&[409]),
        row("POST /v1/office/orders/{order}/cancel", Staff(SHIPPING), "", empty),
        row("GET /v1/audit/checkpoint", Anybody, "", none).or(&[404]),
        row("GET /v1/audit/checkpoints", Staff(AUDITOR), "", none),
        row("GET /v1/audit/leaves", Staff(AUDITOR), "", none),
        row("GET /v1/audit/leaves/{stream}/{position}", Staff(AUDITOR), "", none).or(&[404]),
        row("GET /v1/audit/sessions/{session}", Staff(AUDITOR), "", none),
        row("POST /v1/audit/export", Staff(AUDITOR), "", empty),
    ]
}
