//! Live sessions: who is acting for whom right now, and ending one.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::assist::live::{Live, LiveView};
use shop::assist::{EndBySupervisor, LiveSessions, SessionDetails};
use shop::desk::{Act, Ask, Permission, View};
use shop::kernel::id::AssistSessionId;
use shop::kernel::{Problem, Timestamp};

use super::frame::{Office, Posted, Screen};
use super::sites;
use crate::op::{Ops, RouteKind};

const LIST: Screen = Screen {
    template: "office/sessions.html",
    piece: Some("partials/office-sessions.html"),
    section: "sessions",
    needs: Some(Permission::SessionsSee),
};
const END: Screen = Screen::whole("office/session-end.html", "sessions", Permission::SessionsEnd);

pub(super) fn ops() -> Ops {
    let path = "/office/sessions/{session}/end";
    Ops::default()
        .route(
            RouteKind::Page,
            Method::GET,
            "/office/sessions",
            LiveSessions::NAME,
            LiveSessions::NEEDS,
            get(list),
        )
        .route(
            RouteKind::Page,
            Method::GET,
            path,
            SessionDetails::NAME,
            SessionDetails::NEEDS,
            get(ask_reason),
        )
        .route(
            RouteKind::Form,
            Method::POST,
            path,
            EndBySupervisor::NAME,
            EndBySupervisor::NEEDS,
            axum::routing::post(end),
        )
}

/// The page's context.
#[derive(Serialize)]
struct List {
    sessions: Vec<Row>,
    disputed: Vec<Row>,
    figures: Figures,
    next_url: Option<String>,
}

#[derive(Serialize)]
struct Figures {
    agents: usize,
    disputed: usize,
}

/// A session.
#[derive(Serialize)]
struct Row {
    id: String,
    agent: String,
    customer: String,
    customer_id: String,
    customer_number: String,
    site: String,
    started_at: i64,
    idle_minutes: u64,
    until: i64,
    act_count: i64,
    reason: String,
    disputed: bool,
    disputed_at: Option<i64>,
    ended: bool,
}

async fn list(office: Office, axum::extract::Query(asked): axum::extract::Query<Asked>) -> Response {
    office
        .show(LIST, |view| {
            let after = asked.after.clone();
            let Live { sessions, disputed, agents } = view.ask(&LiveSessions { after })?;
            let now = view.who().at();
            let next_url =
                sessions.next.as_ref().map(|next| format!("/office/sessions?after={}", next.as_str()));
            Ok(List {
                figures: Figures { agents, disputed: disputed.len() },
                sessions: rows(&office, now, sessions.items),
                disputed: rows(&office, now, disputed),
                next_url,
            })
        })
        .await
}

#[derive(serde::Deserialize)]
struct Asked {
    after: Option<shop::kernel::Cursor>,
}

fn rows(office: &Office, now: Timestamp, sessions: Vec<LiveView>) -> Vec<Row> {
    let row = |session: LiveView| Row {
        id: session.id.to_string(),
        agent: session.agent,
        customer: session.customer.name,
        customer_id: session.customer.id.to_string(),
        customer_number: session.customer.number,
        site: sites::name(office, session.site),
        started_at: session.started_at.0,
        idle_minutes: now.since(session.seen_at).as_secs() / 60,
        until: session.until.0,
        act_count: session.acts,
        reason: session.reason,
        disputed: session.disputed_at.is_some(),
        disputed_at: session.disputed_at.map(|at| at.0),
        ended: session.ended_at.is_some(),
    };
    sessions.into_iter().map(row).collect()
}

/// The context of the form that asks why.
#[derive(Serialize)]
struct End {
    session: Named,
    form: Typed,
}

#[derive(Serialize)]
struct Named {
    id: String,
    agent: String,
    customer: String,
}

#[derive(Serialize)]
struct Typed {
    reason: String,
}

fn named(view: &mut View<'_, '_>, id: &str, reason: &str) -> Result<End, Problem> {
    let session: AssistSessionId = id.parse().map_err(|_| Problem::not_found("session"))?;
    let found = view.ask(&SessionDetails { session })?.view.session;
    let session = Named { id: id.to_owned(), agent: found.agent, customer: found.customer.name };
    Ok(End { session, form: Typed { reason: reason.to_owned() } })
}

async fn ask_reason(office: Office, Path(id): Path<String>) -> Response {
    office.show(END, |view| named(view, &id, "")).await
}

async fn end(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let ended = async {
        let act: EndBySupervisor = form.read(&["reason"], &[("session", id.clone())])?;
        if act.reason.as_str().is_empty() {
            let said = office.texts().say("session-end-why");
            return Err(Problem::invalid("/reason", said));
        }
        office.act(act, form.once.clone()).await
    };
    match ended.await {
        Ok(ended) => {
            let said = office.texts().say_of("session-end-done", "customer", &ended.customer.name);
            office.done("/office/sessions", said)
        }
        Err(wrong) => office.again(END, &wrong, |view| named(view, &id, form.field("reason"))).await,
    }
}
