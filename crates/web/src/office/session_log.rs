//! One assist session in plain words: who, for whom, why, and what was done.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::assist::history::{ActView, Details};
use shop::assist::{EndedBy, SessionDetails};
use shop::desk::{Ask, Permission};
use shop::kernel::Problem;
use shop::kernel::id::AssistSessionId;

use super::audit::short;
use super::frame::{Office, Screen};
use super::sites;
use crate::op::{Ops, RouteKind};
use crate::told::{self, Told as Which};

const SESSION: Screen = Screen::whole("office/audit-session.html", "audit", Permission::SessionsSee);

pub(super) fn ops() -> Ops {
    let (path, name) = ("/office/audit/sessions/{session}", SessionDetails::NAME);
    Ops::default().route(RouteKind::Page, Method::GET, path, name, SessionDetails::NEEDS, get(session))
}

/// The context of one session's log.
#[derive(Serialize)]
struct SessionPage {
    session: Told,
    back: Back,
}

/// The list this was reached from: the log for whoever reads it, live sessions for everybody else.
#[derive(Serialize)]
struct Back {
    name: String,
    path: &'static str,
}

#[derive(Serialize)]
struct Told {
    id: String,
    short: String,
    agent: String,
    customer: String,
    site: String,
    reason: String,
    ticket: String,
    started_at: i64,
    ended_at: Option<i64>,
    ended_by: Option<&'static str>,
    ended_by_name: Option<String>,
    end_reason: Option<String>,
    summary: Option<String>,
    active: bool,
    disputed: bool,
    acts: Vec<ActRow>,
    notes: Vec<NoteRow>,
}

#[derive(Serialize)]
struct ActRow {
    at: i64,
    text: String,
    outcome: String,
    detail: Vec<told::Field>,
}

#[derive(Serialize)]
struct NoteRow {
    text: String,
    at: i64,
}

async fn session(office: Office, Path(id): Path<String>) -> Response {
    office
        .show(SESSION, |view| {
            let session: AssistSessionId = id.parse().map_err(|_| Problem::not_found("session"))?;
            let found = view.ask(&SessionDetails { session })?;
            let texts = office.texts();
            let back = if view.who().may(Permission::AuditRead) {
                Back { name: texts.say("audit-title"), path: "/office/audit" }
            } else {
                Back { name: texts.say("sessions-title"), path: "/office/sessions" }
            };
            Ok(SessionPage { session: tell(&office, found), back })
        })
        .await
}

fn tell(office: &Office, found: Details) -> Told {
    let (view, session) = (found.view.clone(), found.view.session);
    let act = |act: ActView| ActRow {
        at: act.at.0,
        text: office.texts().act(&act.action),
        outcome: act.outcome,
        detail: act
            .changes
            .iter()
            .flat_map(|change| told::fields(office.texts(), Which::All, &change.before, &change.after))
            .collect(),
    };
    Told {
        id: session.id.to_string(),
        short: short(session.id),
        agent: session.agent,
        customer: session.customer.name,
        site: sites::name(office, session.site),
        reason: session.reason,
        ticket: session.ticket,
        started_at: session.started_at.0,
        ended_at: session.ended_at.map(|at| at.0),
        ended_by: session.ended_by.map(EndedBy::name),
        ended_by_name: view.ended_by_name,
        end_reason: view.end_reason,
        summary: view.summary.filter(|summary| !summary.is_empty()),
        active: session.ended_at.is_none(),
        disputed: session.disputed_at.is_some(),
        acts: found.acts.into_iter().map(act).collect(),
        notes: view.notes.into_iter().map(|note| NoteRow { text: note.text, at: note.at.0 }).collect(),
    }
}
