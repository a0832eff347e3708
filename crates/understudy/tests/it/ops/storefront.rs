//! The shop's own pages and forms, the agent's door into it, and the files.

use serde_json::{Value, json};

use super::Who::{
    Account, Acting, Agents, Anybody, Haru, HaruInPerson, HaruPlacing, Holder, InPerson, InSession,
    OutsideTabs, Staff, Whoever,
};
use super::{Row, row};
use crate::kit::Things;

const AGENTS: &[&str] = &["agent", "sales-agent", "sales-manager"];
const LATER: &str = "a long enough password";

/// Operation of a page behind site, language and currency.
macro_rules! shop {
    ($method:literal, $path:literal) => {
        concat!($method, " /{site}/{language}/{currency}", $path)
    };
}

fn none(_: &Things) -> Value {
    Value::Null
}

/// Somebody's address who is neither customer of the tests.
fn erika() -> Value {
    json!({ "first_name": "Erika", "last_name": "Muster", "line1": "Torstrasse 1", "postcode": "10119",
        "city": "Berlin", "country": "DE" })
}

fn cart(things: &Things) -> Value {
    json!({ "cart": things.cart, "version": things.version })
}

fn cart_and(things: &Things, more: &Value) -> Value {
    let mut fields = cart(things);
    for (name, value) in more.as_object().into_iter().flatten() {
        fields[name] = value.clone();
    }
    fields
}

pub(super) fn rows() -> Vec<Row> {
    [browsing(), carts(), checkout(), doors(), account(), orders(), agents(), files()]
        .into_iter()
        .flatten()
        .collect()
}

fn browsing() -> Vec<Row> {
    vec![
        row("GET /", Anybody, "", none).or(&[303]),
        row("GET /{site}", Whoever, "", none).or(&[303]),
        row("GET /{site}/", Whoever, "", none).or(&[303]),
        row(shop!("GET", ""), Anybody, "", none),
        row(shop!("GET", "/"), Anybody, "", none),
        row(shop!("GET", "/c/{slug}"), Anybody, "", none),
        row(shop!("GET", "/p/{slug}"), Anybody, "", none),
        row(shop!("GET", "/search"), Anybody, "?q=cup", none),
        row(shop!("GET", "/live"), Anybody, "", none),
        row(shop!("GET", "/live/helped"), Anybody, "", none),
    ]
}

fn carts() -> Vec<Row> {
    vec![
        row(shop!("GET", "/cart"), Anybody, "", none),
        row(shop!("GET", "/cart/mini"), Anybody, "", none),
        row(
            shop!("POST", "/cart/lines"),
            Anybody,
            "",
            |things| json!({ "variant_id": things.variant, "quantity": 1 }),
        ),
        row(shop!("POST", "/cart/lines/{line}"), Haru, "", |things| {
            cart_and(things, &json!({ "quantity": 2 }))
        }),
        row(shop!("POST", "/cart/lines/{line}/remove"), Haru, "", cart),
        // There is no such coupon: whoever may try is told so, on the page of the cart.
        row(shop!("POST", "/cart/coupons"), Haru, "", |things| cart_and(things, &json!({ "code": "NONE" })))
            .or(&[409, 422]),
        row(shop!("POST", "/cart/coupons/{code}/remove"), Haru, "", cart).or(&[404]),
        row(shop!("GET", "/cart/merge"), InPerson, "", none),
        row(
            shop!("POST", "/cart/merge"),
            InPerson,
            "",
            |things| json!({ "cart": things.guest_cart, "rule": "merge" }),
        ),
    ]
}

fn checkout() -> Vec<Row> {
    vec![
        // Where nothing is in the cart, there is nothing to check out.
        row(shop!("GET", "/checkout"), Anybody, "", none).or(&[303]),
        row(shop!("POST", "/checkout"), HaruPlacing, "", |things| {
            let mut fields = erika();
            fields["shipping"] = "standard".into();
            fields["payment"] = "invoice".into();
            fields["terms"] = "true".into();
            fields["shown_total"] = things.total.into();
            cart_and(things, &fields)
        }),
        row(shop!("POST", "/checkout/review"), Haru, "", |things| {
            cart_and(things, &json!({ "shipping": "standard" }))
        })
        .or(&[200]),
        row(shop!("POST", "/checkout/hand-over"), Acting, "", |things| {
            cart_and(things, &json!({ "hand_over_note": "ready" }))
        }),
        row(shop!("GET", "/checkout/done/{order}"), Haru, "", none),
        row(shop!("GET", "/order-look-up"), Anybody, "", none),
        row(
            shop!("POST", "/order-look-up"),
            Anybody,
            "",
            |_| json!({ "number": "NL1", "email": "nobody@example.com" }),
        )
        .or(&[422, 429]),
        row(shop!("GET", "/pay/{token}"), Anybody, "", none),
        row(shop!("POST", "/pay/{token}"), Holder, "", none),
    ]
}

/// Signing in and up, and out.
fn doors() -> Vec<Row> {
    vec![
        row(shop!("GET", "/sign-in"), Anybody, "", none),
        row(
            shop!("POST", "/sign-in"),
            OutsideTabs,
            "",
            |_| json!({ "email": "nobody@example.com", "password": "not the password" }),
        )
        .or(&[401, 423, 429]),
        row(shop!("GET", "/sign-up"), Anybody, "", none),
        row(shop!("POST", "/sign-up"), OutsideTabs, "", |things| {
            json!({ "first_name": "Rita", "last_name": "Register", "password": LATER,
                "email": format!("rita.{}@example.com", things.turn) })
        }),
        row(shop!("POST", "/sign-out"), Whoever, "", none),
        row(shop!("GET", "/first-password/{token}"), Anybody, "", none),
        row(shop!("POST", "/first-password/{token}"), Holder, "", |_| json!({ "new_password": LATER })),
    ]
}

fn account() -> Vec<Row> {
    vec![
        row(shop!("GET", "/account"), Account, "", none),
        row(shop!("GET", "/account/carts"), Account, "", none),
        // A customer who has fifty carts already is told so.
        row(shop!("POST", "/account/carts/new"), Account, "", none).or(&[409]),
        row(shop!("POST", "/account/carts/{cart}/name"), Haru, "", |things| {
            json!({ "version": things.version, "name": "Kitchen" })
        }),
        row(shop!("POST", "/account/carts/{cart}/current"), Haru, "", |things| json!({ "version": things.version })),
        row(shop!("POST", "/account/carts/{cart}/delete"), Haru, "", |things| json!({ "version": things.version })),
        row(shop!("GET", "/account/profile"), Account, "", none),
        row(shop!("POST", "/account/profile"), Account, "", |_| {
            // Of a version there is not yet: whoever may is told so, and keeps their name.
            json!({ "first_name": "Erika", "last_name": "Muster", "phone": "", "locale": "en", "version": "99" })
        })
        .or(&[412]),
        row(
            shop!("POST", "/account/password"),
            InPerson,
            "",
            |_| json!({ "current_password": "not it", "new_password": LATER }),
        )
        .or(&[401, 403, 422, 423, 429]),
        row(shop!("GET", "/account/addresses"), Account, "", none),
        row(shop!("GET", "/account/addresses/new"), Account, "", none),
        row(shop!("POST", "/account/addresses/new"), Account, "", |_| erika()).or(&[409, 422]),
        row(shop!("GET", "/account/addresses/{address}"), Haru, "", none),
        row(shop!("POST", "/account/addresses/{address}"), Haru, "", |_| {
            let mut fields = erika();
            fields["version"] = "1".into();
            fields
        }),
        row(shop!("GET", "/account/addresses/{address}/delete"), Haru, "", none),
        row(shop!("POST", "/account/addresses/{address}/delete"), Haru, "", |_| json!({ "version": "1" })),
        row(shop!("GET", "/account/assistance"), Account, "", none),
        row(shop!("POST", "/account/assistance/consent"), InPerson, "", |_| json!({ "allowed": "true" })),
        row(shop!("POST", "/account/assistance/{session}/end"), HaruInPerson, "", none),
        row(shop!("POST", "/account/assistance/{session}/not-me"), HaruInPerson, "", none),
        row(shop!("GET", "/account/data"), Account, "", none),
        row(shop!("GET", "/account/data.json"), InPerson, "", none),
        row(
            shop!("POST", "/account/data/email"),
            InPerson,
            "",
            |things| json!({ "email": format!("other.{}@example.com", things.turn), "current_password": "not it" }),
        )
        .or(&[401, 403, 422, 423, 429]),
        // With a password that is not theirs: whoever may is told so, and stays.
        row(
            shop!("POST", "/account/data/erase"),
            InPerson,
            "",
            |_| json!({ "password": "not it", "confirmed": "true" }),
        )
        .or(&[401, 403, 422, 423, 429]),
    ]
}

fn orders() -> Vec<Row> {
    vec![
        row(shop!("GET", "/account/orders"), Account, "", none),
        row(shop!("GET", "/account/orders/{order}"), Haru, "", none),
        row(shop!("POST", "/account/orders/{order}/cancel"), Haru, "", none),
        row(shop!("POST", "/account/orders/{order}/reorder"), Haru, "", none),
        row(shop!("POST", "/account/orders/{order}/pay"), HaruInPerson, "", none),
    ]
}

/// A sign-in of nobody's.
fn nobody() -> Value {
    json!({ "email": "nobody@northlight.example", "password": "not the password" })
}

/// The same, as other shops' forms call the fields.
fn nobody_by_other_names() -> Value {
    json!({ "loginForm[email]": "nobody@northlight.example", "loginForm[password]": "not the password" })
}

/// The agent's door. It stands outside of every tab, but for ending the session of one.
fn agents() -> Vec<Row> {
    vec![
        row("GET /agent/login", Whoever, "", none).or(&[303]),
        // In a tab it leads out of it.
        row(shop!("GET", "/agent/login"), Whoever, "", none).or(&[303]),
        row("POST /agent/login", Whoever, "", |_| nobody()).or(&[401, 423, 429]),
        row("POST /agent/login_check", Whoever, "", |_| nobody_by_other_names()).or(&[401, 423, 429]),
        row(shop!("POST", "/agent/login"), Whoever, "", |_| nobody()).or(&[401, 423, 429]),
        row(shop!("POST", "/agent/login_check"), Whoever, "", |_| nobody_by_other_names())
            .or(&[401, 423, 429]),
        row("GET /agent/logout", Whoever, "", none).or(&[303]),
        row(shop!("GET", "/agent/logout"), Agents(AGENTS), "", none),
        row(shop!("POST", "/agent/logout"), Whoever, "", none),
        row("GET /agent/overview", Agents(AGENTS), "", none).or(&[303]),
        row(shop!("GET", "/agent/overview"), Agents(AGENTS), "", none).or(&[303]),
        row("GET /agent-widget/customer-autocomplete", Agents(AGENTS), "?query=zzz", none),
        row(shop!("GET", "/agent-widget/customer-autocomplete"), Agents(AGENTS), "?query=zzz", none),
        // Nobody was named in an address: an agent goes on to the search.
        row(shop!("GET", "/agent/switch"), Agents(AGENTS), "", none).or(&[303]),
        row(
            shop!("POST", "/agent/switch"),
            Agents(AGENTS),
            "",
            |things| json!({ "customer_id": things.customer }),
        ),
        row(shop!("GET", "/agent/exit"), Agents(AGENTS), "", none),
        row(shop!("POST", "/agent/exit"), Agents(AGENTS), "", none),
        row("POST /agent/start", Staff(AGENTS), "", |things| json!({ "customer_id": things.customer })),
        row("POST /agent/end", InSession, "", none),
    ]
}

fn files() -> Vec<Row> {
    vec![
        row("GET /v1/openapi.json", Whoever, "", none),
        row("GET /v1/problems", Whoever, "", none),
        row("GET /v1/problems/{slug}", Whoever, "", none),
        row("GET /livez", Whoever, "", none),
        row("GET /readyz", Whoever, "", none),
        row("GET /assets/{*name}", Whoever, "", none),
        row("GET /media/{name}", Whoever, "", none),
    ]
}
