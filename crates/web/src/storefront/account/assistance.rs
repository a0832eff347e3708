//! Assistance & privacy: who helped, when, why and what they changed; whether anybody may; ending it.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::assist::history::{ActView, HelpView};
use shop::assist::{CustomerAssistance, EndByCustomer, EndedBy, NotMe};
use shop::cart::OpenCart;
use shop::customers::{Profile, SetConsent};
use shop::desk::{Act, Ask, View};
use shop::kernel::{Problem, Timestamp};

use crate::App;
use crate::office::texts::Texts;
use crate::op::{Ops, RouteKind};
use crate::storefront::Place;
use crate::storefront::error::encoded;
use crate::storefront::listing::cursor;
use crate::storefront::posted::Posted;
use crate::storefront::screen::Screen;
use crate::told::{self, Field, Told};

const TEMPLATE: &str = "account/assistance.html";
const HERE: &str = "/account/assistance";

pub(super) fn ops() -> Ops {
    use RouteKind::{Form, Page};
    const PATH: &str = "/{site}/{language}/{currency}/account/assistance";
    const CONSENT: &str = "/{site}/{language}/{currency}/account/assistance/consent";
    const END: &str = "/{site}/{language}/{currency}/account/assistance/{session}/end";
    const NOT_ME: &str = "/{site}/{language}/{currency}/account/assistance/{session}/not-me";
    Ops::default()
        .route(Page, Method::GET, PATH, CustomerAssistance::NAME, CustomerAssistance::NEEDS, get(show))
        .route(Form, Method::POST, CONSENT, SetConsent::NAME, SetConsent::NEEDS, post(consent))
        .route(Form, Method::POST, END, EndByCustomer::NAME, EndByCustomer::NEEDS, post(end))
        .route(Form, Method::POST, NOT_ME, NotMe::NAME, NotMe::NEEDS, post(not_me))
}

/// The context of `account/assistance.html`.
#[derive(Serialize)]
struct AssistancePage {
    section: &'static str,
    current: Vec<Session>,
    sessions: Vec<Session>,
    consent: Consent,
    next_url: Option<String>,
}

#[derive(Serialize)]
struct Consent {
    allowed: bool,
    changed_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Session {
    id: String,
    agent: String,
    started_at: Timestamp,
    until: Timestamp,
    minutes: u64,
    ended_by: &'static str,
    reason: String,
    disputed: bool,
    acts: Vec<Done>,
}

/// Something that was done, in plain words.
#[derive(Serialize)]
struct Done {
    at: Timestamp,
    text: String,
    detail: Vec<Field>,
    outcome: String,
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place).show(TEMPLATE, |view| page(&app, &place, view)).await
}

fn page(app: &App, place: &Place, view: &mut View<'_, '_>) -> Result<AssistancePage, Problem> {
    view.who().customer()?;
    let after = place.asked("after").and_then(|text| cursor(&text));
    let found = view.ask(&CustomerAssistance { after })?;
    let profile = view.ask(&Profile::default())?;
    let texts = Texts::new(&app.pages, place.locale);
    let next = found.past.next.as_ref().map(|next| encoded(next.as_str()));
    Ok(AssistancePage {
        section: "assistance",
        current: found.current.into_iter().map(|help| Session::of(texts, help)).collect(),
        sessions: found.past.items.into_iter().map(|help| Session::of(texts, help)).collect(),
        consent: Consent { allowed: profile.consent, changed_at: profile.consent_at },
        next_url: next.map(|next| format!("{}?after={next}", place.path(HERE))),
    })
}

impl Session {
    fn of(texts: Texts<'_>, help: HelpView) -> Self {
        let length = help.ended_at.map(|ended| ended.since(help.started_at));
        Self {
            id: help.id.to_string(),
            agent: help.agent,
            started_at: help.started_at,
            until: help.until,
            minutes: length.map(|length| length.as_secs() / 60).unwrap_or_default(),
            ended_by: help.ended_by.map(EndedBy::name).unwrap_or_default(),
            reason: help.reason,
            disputed: help.disputed,
            // A cart that was there already was not opened.
            acts: help
                .acts
                .into_iter()
                .filter(|act| act.action != OpenCart::NAME || !act.changes.is_empty())
                .map(|act| Done::of(texts, act))
                .collect(),
        }
    }
}

impl Done {
    fn of(texts: Texts<'_>, act: ActView) -> Self {
        let detail = act
            .changes
            .iter()
            .flat_map(|change| told::fields(texts, Told::Known, &change.before, &change.after));
        Self { at: act.at, text: texts.act(&act.action), detail: detail.collect(), outcome: act.outcome }
    }
}

async fn consent(State(app): State<App>, posted: Posted) -> Response {
    let allowed = posted.form.field("allowed") == "true";
    done(&app, &posted, Ok(SetConsent { allowed, version: None }), "flash-saved").await
}

async fn end(State(app): State<App>, posted: Posted) -> Response {
    let act = posted.read::<EndByCustomer>(&[], &[("session", posted.form.in_path("session").to_owned())]);
    done(&app, &posted, act, "flash-assistance-ended").await
}

async fn not_me(State(app): State<App>, posted: Posted) -> Response {
    let act = posted.read::<NotMe>(&[], &[("session", posted.form.in_path("session").to_owned())]);
    done(&app, &posted, act, "flash-not-me").await
}

/// Does it and shows the page again.
async fn done<A: Act>(app: &App, posted: &Posted, act: Result<A, Problem>, said: &str) -> Response {
    let done = match act {
        Ok(act) => posted.act(app, act).await,
        Err(_) => Err(Problem::not_found("session")),
    };
    match done {
        Ok(_) => posted.done(app, HERE, said),
        Err(refused) => {
            posted.refused(app, &refused, HERE, TEMPLATE, |view| page(app, &posted.place, view)).await
        }
    }
}
