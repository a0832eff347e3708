//! The demo's hosted card page, as a payment provider would run it: its own listener under another host name
//! (cookies ignore ports), no cookie, no script. It takes published test numbers only and keeps brand, last
//! four digits and expiry of one; the number itself goes no further than the check.
//!
//! The address of a payment carries what is to be paid, signed with a keyed hash and good for an hour, so any
//! node can serve it and nothing is kept.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Form, Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shop::checkout::{FailPayment, PaymentState, SettlePayment};
use shop::desk::{Act, Answer, Desk};
use shop::kernel::id::{PaymentId, TenantId};
use shop::kernel::{Locale, Money, Timestamp};
use web::pages::{Frame, Pages};
use web::ports::{CardPage, CardPayment};

/// How long an address is good for.
const GOOD_FOR: Duration = Duration::from_secs(3600);

/// Published test numbers (documented by several providers) and what comes of them.
const NUMBERS: [(&str, &str, Outcome); 4] = [
    ("4242424242424242", "Visa", Outcome::Paid),
    ("5555555555554444", "Mastercard", Outcome::Paid),
    ("4000000000000002", "Visa", Outcome::Declined),
    ("4000000000000119", "Visa", Outcome::Error),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Paid,
    Declined,
    Error,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Declined => "declined",
            Self::Error => "error",
        }
    }
}

/// What an address says.
#[derive(Clone, Serialize, Deserialize)]
struct Ticket {
    tenant: TenantId,
    payment: PaymentId,
    order_number: String,
    amount: Money,
    merchant: String,
    locale: Locale,
    return_url: String,
    until: Timestamp,
}

/// The card page.
#[derive(Clone)]
pub struct TestPay {
    desk: Desk,
    pages: Arc<Pages>,
    origin: String,
}

impl CardPage for TestPay {
    fn origin(&self) -> String {
        self.origin.clone()
    }

    fn address(&self, payment: &CardPayment) -> String {
        let ticket = Ticket {
            tenant: payment.tenant,
            payment: payment.payment,
            order_number: payment.order_number.clone(),
            amount: payment.amount,
            merchant: payment.merchant.clone(),
            locale: payment.locale,
            return_url: payment.return_url.clone(),
            until: self.desk.now().plus(GOOD_FOR),
        };
        let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&ticket).unwrap_or_default());
        format!("{}/pay/{body}.{}", self.origin, self.signature(&body))
    }
}

impl TestPay {
    /// The card page under this origin.
    pub fn new(desk: Desk, pages: Arc<Pages>, origin: String) -> Self {
        Self { desk, pages, origin }
    }

    /// Its routes.
    pub fn router(self) -> Router {
        Router::new()
            .route("/pay/{ticket}", get(show).post(pay))
            .route("/assets/{*name}", get(web::pages::assets::serve))
            .layer(middleware::map_response(secure))
            .with_state(self)
    }

    fn signature(&self, body: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.desk.keyed_hash("test-pay", body))
    }

    fn ticket(&self, text: &str) -> Option<Ticket> {
        let (body, signature) = text.split_once('.')?;
        if self.signature(body) != signature {
            return None;
        }
        let ticket: Ticket = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()?;
        (ticket.until > self.desk.now()).then_some(ticket)
    }

    fn page(&self, status: StatusCode, locale: Locale, template: &str, page: &serde_json::Value) -> Response {
        let frame = Frame {
            base: String::new(),
            storefront: String::new(),
            locale,
            time_zone: "UTC".to_owned(),
            nonce: String::new(),
            form_token: String::new(),
            key: Arc::new(String::new),
        };
        self.pages.respond(status, template, &frame, page)
    }

    fn form(
        &self,
        ticket: &Ticket,
        address: &str,
        status: StatusCode,
        errors: &BTreeMap<&str, String>,
        problem: Option<&str>,
    ) -> Response {
        let numbers: Vec<_> = NUMBERS
            .iter()
            .map(|(number, _, outcome)| json!({ "number": grouped(number), "outcome": outcome.word() }))
            .collect();
        let text = |id: &str| self.pages.text(ticket.locale, id, &[]);
        let page = json!({
            "product_name": "Test Pay",
            "merchant": ticket.merchant,
            "order_number": ticket.order_number,
            "amount": ticket.amount,
            "action": format!("/pay/{address}"),
            "test_numbers": numbers,
            "errors": errors,
            "problem": problem.map(|id| json!({ "title": text("test-pay-failed"), "detail": text(id) })),
        });
        self.page(status, ticket.locale, "pay/card.html", &page)
    }

    /// Tells the shop that it was paid, and with what kind of card.
    fn settle(&self, ticket: &Ticket, brand: &str, last4: &str, expiry: &str) -> bool {
        let told = serde_json::json!({ "payment": ticket.payment, "brand": brand, "last4": last4, "expiry": expiry });
        let Ok(settled) = serde_json::from_value::<SettlePayment>(told) else { return false };
        self.tell(ticket, settled) == Some(PaymentState::Settled)
    }

    /// Tells the shop that it was not.
    fn fail(&self, ticket: &Ticket, cancelled: bool) {
        self.tell(ticket, FailPayment { payment: ticket.payment, cancelled });
    }

    fn tell<A: Act<Out = PaymentState>>(&self, ticket: &Ticket, act: A) -> Option<PaymentState> {
        let told = self.desk.act(&self.desk.operator(ticket.tenant), act, None).and_then(Answer::out);
        told.inspect_err(|problem| {
            tracing::warn!(problem = problem.kind.slug, "the shop did not take the news of a payment");
        })
        .ok()
    }

    fn result(&self, ticket: &Ticket, outcome: &str) -> Response {
        let page = json!({
            "product_name": "Test Pay",
            "errors": {},
            "problem": null,
            "merchant": ticket.merchant,
            "amount": ticket.amount,
            "outcome": outcome,
            "return_url": ticket.return_url,
        });
        self.page(StatusCode::OK, ticket.locale, "pay/result.html", &page)
    }
}

fn grouped(number: &str) -> String {
    number
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

async fn secure(mut response: Response) -> Response {
    let policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}

async fn show(State(page): State<TestPay>, Path(address): Path<String>) -> Response {
    match page.ticket(&address) {
        Some(ticket) => page.form(&ticket, &address, StatusCode::OK, &BTreeMap::new(), None),
        None => gone(),
    }
}

fn gone() -> Response {
    (
        StatusCode::GONE,
        "This payment page is no longer valid. Go back to the shop and start again. Nothing was paid.",
    )
        .into_response()
}

#[derive(Deserialize)]
struct Card {
    #[serde(default, rename = "card_number")]
    number: String,
    #[serde(default, rename = "card_expiry")]
    expiry: String,
    #[serde(default, rename = "card_cvc")]
    cvc: String,
    #[serde(default)]
    intent: String,
}

async fn pay(State(page): State<TestPay>, Path(address): Path<String>, Form(card): Form<Card>) -> Response {
    let Some(ticket) = page.ticket(&address) else { return gone() };
    if card.intent == "cancel" {
        tokio::task::block_in_place(|| page.fail(&ticket, true));
        return page.result(&ticket, "cancelled");
    }
    let digits: String = card.number.chars().filter(char::is_ascii_digit).collect();
    let text = |id: &str| page.pages.text(ticket.locale, id, &[]);
    let mut errors = BTreeMap::new();
    let known = NUMBERS.iter().find(|(number, ..)| *number == digits);
    if known.is_none() {
        errors.insert("card_number", text("test-pay-only-test-numbers"));
    }
    let expiry = expiry(&card.expiry, page.desk.now());
    if expiry.is_none() {
        errors.insert("card_expiry", text("test-pay-expiry-wrong"));
    }
    if !(3..=4).contains(&card.cvc.len()) || !card.cvc.bytes().all(|byte| byte.is_ascii_digit()) {
        errors.insert("card_cvc", text("test-pay-cvc-wrong"));
    }
    let (Some((number, brand, outcome)), Some(expiry), true) = (known, expiry, errors.is_empty()) else {
        return page.form(&ticket, &address, StatusCode::UNPROCESSABLE_ENTITY, &errors, None);
    };
    match outcome {
        Outcome::Paid => {
            let settled = tokio::task::block_in_place(|| page.settle(&ticket, brand, &number[12..], &expiry));
            page.result(&ticket, if settled { "paid" } else { "error" })
        }
        Outcome::Declined => {
            tokio::task::block_in_place(|| page.fail(&ticket, false));
            page.result(&ticket, "declined")
        }
        Outcome::Error => {
            page.form(&ticket, &address, StatusCode::BAD_GATEWAY, &BTreeMap::new(), Some("test-pay-error"))
        }
    }
}

/// A month that has not passed, typed as `03/29`, `0329` or `03/2029`, as `03/29`.
fn expiry(text: &str, now: Timestamp) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (month, year) = (digits.get(..2)?, digits.get(2..)?);
    let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
    let fine = (1..=12).contains(&month.parse::<u32>().ok()?) && year.len() == 4;
    let written = format!("{year}-{month}");
    let passed = written.as_str() < now.rfc3339().get(..7)?;
    (fine && !passed).then(|| format!("{month}/{}", &year[2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_that_has_passed_is_refused() {
        let now = Timestamp(1_772_442_000_000_000); // March 2026
        assert_eq!(expiry("03/26", now).as_deref(), Some("03/26"));
        assert_eq!(expiry("12 / 2030", now).as_deref(), Some("12/30"));
        for bad in ["02/26", "13/30", "00/30", "1", "", "ab/cd"] {
            assert_eq!(expiry(bad, now), None, "{bad}");
        }
    }
}
