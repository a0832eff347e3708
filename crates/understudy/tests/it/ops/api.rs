//! The API's operations.

use serde_json::{Value, json};

use super::Who::{
    Account, Acting, Anybody, Haru, HaruInPerson, HaruPlacing, InPerson, InSession, SignedIn, Staff, Visitor,
    Whoever,
};
use super::{Row, row, rows};
use crate::kit::{Things, berlin};

const AGENTS: &[&str] = &["agent", "sales-agent", "sales-manager"];
const FINDERS: &[&str] =
    &["agent", "sales-agent", "sales-manager", "supervisor", "administrator", "shop-owner"];
const OWNER: &[&str] = &["shop-owner"];
const WATCHERS: &[&str] = &["supervisor", "auditor", "administrator", "shop-owner"];

fn none(_: &Things) -> Value {
    Value::Null
}

fn empty(_: &Things) -> Value {
    json!({})
}

pub(super) fn shop() -> Vec<Row> {
    vec![
        row("GET /v1/categories", Anybody, "", none),
        row("GET /v1/categories/{slug}", Anybody, "", none),
        row("GET /v1/products", Anybody, "?q=cup", none),
        row("GET /v1/products/suggestions", Anybody, "?q=cu", none),
        row("GET /v1/products/{slug}", Anybody, "", none),
        row("POST /v1/guests", Whoever, "", empty),
        row("GET /v1/events", Anybody, "", none),
        row("GET /v1/events/since", Anybody, "?topics=", none).or(&[422]),
        row("GET /v1/orders/look-up", Anybody, "?number=NL1&email=nobody@example.com", none).or(&[404, 429]),
        row("GET /v1/account/assistance/now", Anybody, "", none),
    ]
}

pub(super) fn account() -> Vec<Row> {
    vec![
        row("GET /v1/account", Account, "", none),
        row("PATCH /v1/account", Account, "", |_| json!({ "locale": "de" })).or(&[428]),
        row("GET /v1/account/addresses", Account, "", none),
        row("POST /v1/account/addresses", Account, "", |_| berlin()),
        row("PUT /v1/account/addresses/{address}", Haru, "", |_| berlin()).or(&[428]),
        row("DELETE /v1/account/addresses/{address}", Haru, "", none).or(&[428]),
        row("PUT /v1/account/addresses/{address}/default", Haru, "", |_| json!({ "shipping": true })),
        row("PUT /v1/account/consent", InPerson, "", |_| json!({ "allowed": true })).or(&[428]),
        row("GET /v1/account/assistance", Account, "", none),
        row("POST /v1/account/assistance/{session}/end", HaruInPerson, "", empty),
        row("POST /v1/account/assistance/{session}/not-me", HaruInPerson, "", empty),
        row("GET /v1/orders", Visitor, "", none),
        row("GET /v1/orders/{order}", Haru, "", none),
        row("POST /v1/orders/{order}/reorder", Haru, "", |_| json!({ "into": "new" })).or(&[409]),
        row("POST /v1/orders/{order}/card-payment", HaruInPerson, "", empty),
        row("POST /v1/orders/{order}/pay-link", Acting, "", empty),
    ]
}

pub(super) fn carts() -> Vec<Row> {
    let version = |things: &Things| json!({ "version": things.version });
    vec![
        row("POST /v1/carts", Visitor, "", empty),
        row("GET /v1/carts", Visitor, "", none),
        // Whoever may and has made fifty is told so.
        row("POST /v1/carts/new", Visitor, "", |_| json!({ "name": "For later" })).or(&[409]),
        row(
            "PATCH /v1/carts/{cart}",
            Haru,
            "",
            |things| json!({ "name": "Kitchen", "current": true, "version": things.version }),
        ),
        row("DELETE /v1/carts/{cart}", Haru, "", version),
        row("GET /v1/cart", Visitor, "", none),
        row("GET /v1/cart/mini", Visitor, "", none),
        row(
            "POST /v1/carts/merge",
            InPerson,
            "",
            |things| json!({ "guest_cart": things.guest_cart, "rule": "merge" }),
        ),
        row("GET /v1/carts/{cart}", Haru, "", none),
        row("POST /v1/carts/{cart}/lines", Haru, "", |_| json!({ "sku": "CUP", "quantity": 2 })),
        row(
            "PUT /v1/carts/{cart}/lines/{line}",
            Haru,
            "",
            |things| json!({ "quantity": 3, "version": things.version }),
        ),
        row("DELETE /v1/carts/{cart}/lines/{line}", Haru, "", version),
        row("PUT /v1/carts/{cart}/coupons/{code}", Haru, "", version).or(&[409, 422]),
        row("DELETE /v1/carts/{cart}/coupons/{code}", Haru, "", version).or(&[404]),
        row("POST /v1/carts/{cart}/hand-over", Acting, "", version),
        row("PUT /v1/carts/{cart}/delivery", Haru, "", |things| {
            let mut address = berlin();
            address["version"] = things.version.into();
            address
        }),
        row("PUT /v1/carts/{cart}/billing", Haru, "", |things| {
            let mut address = berlin();
            address["version"] = things.version.into();
            address
        }),
        row(
            "PUT /v1/carts/{cart}/shipping",
            Haru,
            "",
            |things| json!({ "method": "standard", "version": things.version }),
        ),
        row(
            "PUT /v1/carts/{cart}/payment",
            Haru,
            "",
            |things| json!({ "method": "invoice", "version": things.version }),
        ),
        row(
            "PUT /v1/carts/{cart}/terms",
            Haru,
            "",
            |things| json!({ "how": "by phone, read out", "version": things.version }),
        ),
        row("GET /v1/carts/{cart}/checkout", Haru, "", none),
        row(
            "POST /v1/carts/{cart}/place",
            HaruPlacing,
            "",
            |things| json!({ "shown_total": things.total, "version": things.version }),
        ),
        row("POST /v1/carts/{cart}/place-at-once", HaruPlacing, "", |things| {
            json!({ "delivery": berlin(), "shipping": "standard", "payment": "invoice",
                "terms_how": "by phone, read out", "version": things.version })
        }),
        row("GET /v1/carts/handed-over", Staff(&["sales-manager"]), "", none),
        row("POST /v1/carts/{cart}/take", Staff(&["sales-manager"]), "", empty),
        row("GET /v1/customers/{customer}/cart", Staff(FINDERS), "", none),
    ]
}

pub(super) fn sessions() -> Vec<Row> {
    vec![
        row("POST /v1/assist-sessions", Staff(AGENTS), "", |things| json!({ "customer": things.customer })),
        row("GET /v1/assist-sessions", Staff(WATCHERS), "", none),
        row("GET /v1/assist-sessions/mine", SignedIn, "", none),
        row("GET /v1/assist-sessions/{session}", Staff(WATCHERS), "", none),
        row("POST /v1/assist-sessions/{session}/end", Staff(&["supervisor", "administrator"]), "", empty),
        row("GET /v1/customers/{customer}/assist-sessions", Staff(FINDERS), "", none),
        row("GET /v1/assist-session", InSession, "", none),
        row("POST /v1/assist-session/stay", InSession, "", empty),
        row("POST /v1/assist-session/extend", InSession, "", |_| json!({ "reason": "a long list" })),
        row("POST /v1/assist-session/raise", InSession, "", |_| json!({ "reason": "must change it" }))
            .or(&[409]),
        row("POST /v1/assist-session/notes", InSession, "", |_| json!({ "text": "likes blue" })),
        row("POST /v1/assist-session/end", InSession, "", |_| json!({ "summary": "done" })),
        row("POST /v1/assist-session/undo", InSession, "", empty),
    ]
}

pub(super) fn back_office() -> Vec<Row> {
    vec![
        row(
            "POST /v1/catalog/categories",
            Staff(OWNER),
            "",
            |things| json!({ "slug": format!("c-{}", things.turn), "name_en": "Cups" }),
        ),
        row(
            "POST /v1/catalog/products",
            Staff(OWNER),
            "",
            |things| json!({ "slug": format!("p-{}", things.turn), "name_en": "Saucer", "sku": format!("S-{}", things.turn) }),
        ),
        row("POST /v1/catalog/products/{id}/retire", Staff(OWNER), "", empty),
        row(
            "POST /v1/catalog/products/{product}/variants",
            Staff(OWNER),
            "",
            |things| json!({ "sku": format!("V-{}", things.turn), "options": ["Colour=Blue"] }),
        )
        .or(&[409, 422]),
        row(
            "PUT /v1/catalog/products/{product}/prices",
            Staff(OWNER),
            "",
            |_| json!({ "currency": "EUR", "minor": 1200 }),
        ),
        row("PUT /v1/catalog/variants/{variant}/stock", Staff(OWNER), "", |_| json!({ "on_hand": 900 })),
        row(
            "POST /v1/catalog/promotions",
            Staff(OWNER),
            "",
            |things| json!({ "code": things.turn, "name_en": "Tenth off", "percent": 1000, "by_coupon": true }),
        ),
        row(
            "POST /v1/catalog/coupons",
            Staff(OWNER),
            "",
            |things| json!({ "code": format!("K{}", things.turn), "promotion": things.promotion }),
        ),
        row("POST /v1/imports/attributes", Staff(OWNER), "", |_| {
            rows(json!([{ "key": "colour", "names": { "en": "Colour" } }]))
        }),
        row("POST /v1/imports/categories", Staff(OWNER), "", |_| {
            rows(json!([{ "reference": "kitchen", "slug": "kitchen", "names": { "en": "Kitchen" } }]))
        }),
        row("POST /v1/imports/products", Staff(OWNER), "", |_| {
            rows(json!([{ "reference": "pot", "slug": "pot", "sku": "POT", "categories": ["kitchen"],
                "names": { "en": "Pot" }, "prices": [{ "currency": "EUR", "minor": 4400 }] }]))
        }),
        row("POST /v1/imports/variants", Staff(OWNER), "", |_| {
            rows(
                json!([{ "product": "pot", "reference": "pot-b", "sku": "POTB", "options": ["Colour=Blue"] }]),
            )
        }),
        row("POST /v1/imports/stock", Staff(OWNER), "", |_| {
            rows(json!([{ "sku": "CUP", "stock": { "at": 900 } }]))
        }),
        row("POST /v1/imports/customers", Staff(OWNER), "", |_| {
            rows(
                json!([{ "reference": "r1", "first_name": "Rosa", "last_name": "Row", "email": "rosa@example.com" }]),
            )
        }),
        row("POST /v1/imports/orders", Staff(OWNER), "", |_| {
            rows(json!([{ "order": "o1", "customer": "r1", "site": "eu", "currency": "EUR", "product": "CUP",
                "quantity": 1, "unit_price": 1200, "placed_at": 1_700_000_000_000_000_i64 }]))
        }),
        row("GET /v1/customers/search", Staff(FINDERS), "?q=har", none),
        row(
            "POST /v1/customers",
            Staff(&["agent", "sales-agent", "sales-manager", "shop-owner"]),
            "",
            |things| {
                let email = format!("new.{}@example.com", things.turn);
                json!({ "first_name": "Nora", "last_name": "New", "email": email })
            },
        ),
        row("GET /v1/customers/{customer}", Staff(FINDERS), "", none),
        row("GET /v1/customers/{customer}/360", Staff(FINDERS), "", none),
        row(
            "PUT /v1/customers/{customer}/status",
            Staff(&["administrator", "shop-owner"]),
            "",
            |_| json!({ "status": "active" }),
        )
        .or(&[428]),
        row(
            "PUT /v1/customers/{customer}/standing",
            Staff(&["administrator", "shop-owner"]),
            "",
            |_| json!({ "vip": true }),
        )
        .or(&[428]),
        row("GET /v1/customers/{customer}/orders", Staff(FINDERS), "", none),
        row("GET /v1/office/orders", Staff(ORDERS), "", none),
        row("GET /v1/office/orders/{order}", Staff(ORDERS), "", none),
        row(
            "PUT /v1/sites/{site}/shipping-methods/{code}",
            Staff(&["administrator", "shop-owner"]),
            "",
            |_| json!({ "names": { "en": "Standard" }, "prices": { "EUR": 490 } }),
        ),
    ]
}

const ORDERS: &[&str] = &["agent", "sales-agent", "sales-manager", "supervisor", "shop-owner"];
