//! Refusals as pages: what happened, whether anything changed, what to do next.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shop::desk::{Credential, View};
use shop::kernel::problem as kinds;
use shop::kernel::{Locale, Problem};

use super::frame::{Seen, ShopFrame};
use super::kept::Hidden;
use super::posted::Posted;
use super::{Place, said, screen};
use crate::App;
use crate::edge::input::Pairs;
use crate::edge::{Arrival, problem};
use crate::pages::respond::redirect;
use crate::pages::{FormState, Sheet};

/// What the error templates show.
#[derive(Clone, Debug, Serialize)]
struct Described {
    status: u16,
    kind: &'static str,
    title: String,
    detail: String,
    changed: Option<&'static str>,
    request: String,
    retry_url: Option<String>,
    home_url: String,
    typed: Vec<Typed>,
    start_again: Option<StartAgain>,
}

/// A field that was typed, with its label.
#[derive(Clone, Debug, Serialize)]
pub struct Typed {
    name: String,
    value: String,
}

/// How an agent goes on after a session has ended.
#[derive(Clone, Debug, Serialize)]
struct StartAgain {
    name: String,
    url: String,
    fields: Vec<Hidden>,
}

#[derive(Serialize)]
struct BarePage {
    error: Described,
    flash: Option<crate::pages::Flash>,
}

#[derive(Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    frame: &'a ShopFrame,
    error: &'a Described,
}

/// A page without the shop around it, for addresses that lead to no site.
pub fn bare(app: &App, arrival: &Arrival, nonce: &str, refused: &Problem) -> Response {
    let locale = arrival.prefers().unwrap_or_default();
    let sheet = Sheet::new(app, arrival, String::new(), locale, "UTC", nonce);
    let error = Described::of(app, locale, arrival, refused, "/".to_owned());
    let response =
        sheet.show(problem::status(refused), "errors/bare.html", &BarePage { error, flash: sheet.flash() });
    with_headers(refused, response)
}

/// Answers a page that cannot be shown: the way to sign in where that is missing, else what happened.
pub async fn answer(app: &App, place: &Place, refused: &Problem) -> Response {
    if refused.kind.status == 401 {
        let here = format!("{}{}{}", place.arrival.base.prefix, place.prefix(), place.rest);
        let door = match place.arrival.base.tab {
            Some(_) => agents_door(&here),
            None => format!("{}?to={}", place.path("/sign-in"), encoded(&here)),
        };
        return redirect(app, &door, None);
    }
    let mut error = Described::of(app, place.locale, &place.arrival, refused, place.path("/"));
    if refused.kind.status >= 500 {
        error.retry_url = Some(place.path(&place.rest));
    }
    if refused.kind == &kinds::SESSION_ENDED {
        error.start_again = start_again(place, refused, &[]);
    }
    show(app, place, refused, error).await
}

/// Answers a form that cannot be shown again: what was typed is shown, and can be sent again.
pub async fn answer_form(app: &App, posted: &Posted, refused: &Problem) -> Response {
    let place = &posted.place;
    let mut error = Described::of(app, place.locale, &place.arrival, refused, place.path("/"));
    error.typed = typed(app, place.locale, &posted.form.fields);
    if refused.kind == &kinds::SESSION_ENDED {
        error.start_again = start_again(place, refused, &super::kept::Kept::of(posted).hidden());
    }
    show(app, place, refused, error).await
}

/// The sign-in of agents, from which one comes back here.
pub fn agents_door(here: &str) -> String {
    format!("/agent/login?to={}", encoded(here))
}

async fn show(app: &App, place: &Place, refused: &Problem, mut error: Described) -> Response {
    let mut place = place.clone();
    let ended = refused.kind == &kinds::SESSION_ENDED;
    if ended {
        // The tab is dead: whatever is linked from here lies outside of it.
        place.arrival.base = crate::edge::base::Base::default();
        error.home_url = place.path("/");
    }
    if place.rest.is_empty() {
        "/".clone_into(&mut place.rest);
    }
    let mut caller = place.caller();
    if ended || refused.kind.status >= 500 {
        caller.credential = Credential::None;
    }
    let look = |view: &mut View<'_, '_>| Seen::look(view, &place);
    let mut seen = app.gate.run(|| app.desk.view(&caller, look)).await;
    if seen.is_err() {
        caller.credential = Credential::None;
        seen = app.gate.run(|| app.desk.view(&caller, look)).await;
    }
    let Ok(seen) = seen else { return bare(app, &place.arrival, &place.nonce, refused) };
    let sheet = screen::sheet(app, &place);
    let frame = ShopFrame::of(&place, &sheet, seen, FormState::default());
    let page = Page { frame: &frame, error: &error };
    with_headers(refused, sheet.show(problem::status(refused), "errors/page.html", &page))
}

fn with_headers(refused: &Problem, response: Response) -> Response {
    let mut response = response.into_response();
    problem::add_headers(refused, response.headers_mut());
    response
}

fn start_again(place: &Place, refused: &Problem, kept: &[Hidden]) -> Option<StartAgain> {
    let text = |name: &str| refused.extra.get(name)?.as_str().map(str::to_owned);
    let customer = Hidden { name: "customer_id".to_owned(), value: text("customer")? };
    let to = Hidden { name: "to".to_owned(), value: format!("{}/", place.prefix()) };
    let fields = [customer, to].into_iter().chain(kept.iter().cloned()).collect();
    Some(StartAgain { name: text("name")?, url: "/agent/start".to_owned(), fields })
}

/// Fields with their labels; those without a label are no people's business.
pub fn typed(app: &App, locale: Locale, fields: &Pairs) -> Vec<Typed> {
    let shown = fields.iter().filter(|(_, value)| !value.is_empty());
    shown
        .filter_map(|(name, value)| {
            let id = label_of(name)?;
            Some(Typed { name: app.pages.text(locale, id, &[]), value: value.clone() })
        })
        .collect()
}

/// The text that is a field's label.
pub fn label_of(field: &str) -> Option<&'static str> {
    Some(match field {
        "first_name" => "field-first-name",
        "last_name" => "field-last-name",
        "email" => "field-email",
        "phone" => "field-phone",
        "company" => "field-company",
        "line1" => "field-line1",
        "line2" => "field-line2",
        "line3" => "field-line3",
        "salutation" => "field-salutation",
        "gender" => "field-gender",
        "birth_date" => "field-birth-date",
        "postcode" => "field-postal-code",
        "city" => "field-city",
        "region" => "field-region",
        "country" => "field-country",
        "quantity" => "quantity",
        "code" => "coupon-label",
        "hand_over_note" => "checkout-hand-over-note",
        "name" | "cart_name" => "field-name",
        "reason" => "start-reason",
        _ => return None,
    })
}

impl Described {
    fn of(app: &App, locale: Locale, arrival: &Arrival, refused: &Problem, home_url: String) -> Self {
        let status = problem::status(refused);
        let missing = matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED);
        let changed = match status.as_u16() {
            404 | 405 => None,
            500 => Some("unknown"),
            _ => Some("nothing"),
        };
        let own = |id: &str| app.pages.texts().has(Locale::En, id).then(|| app.pages.text(locale, id, &[]));
        let title = own(&format!("error-{}-title", status.as_u16()));
        let general =
            (missing || status.is_server_error()).then(|| own(&format!("error-{}", status.as_u16())));
        let detail = general.flatten().unwrap_or_else(|| said::detail(app, locale, refused));
        let told = |state: &&str| {
            detail.contains(&app.pages.text(locale, "error-changed", &[("state", (*state).into())]))
        };
        Self {
            status: status.as_u16(),
            kind: refused.kind.slug,
            title: title.unwrap_or_else(|| said::title(app, locale, refused)),
            changed: changed.filter(|state| !told(state)),
            detail,
            request: arrival.request.to_string(),
            retry_url: None,
            home_url,
            typed: Vec::new(),
            start_again: None,
        }
    }
}

/// A text as the value of a query.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
