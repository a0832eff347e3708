//! Users: who works here, whether they are agents, what they may do, and whether they can sign in.

use axum::extract::Query;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use shop::desk::{Ask, Permission};
use shop::kernel::{Cursor, Problem};
use shop::people::asks::ListUsers;
use shop::people::user::{User, UserStatus};

use super::frame::{Office, Screen};
use super::texts::Texts;
use crate::op::{Ops, RouteKind};

const LIST: Screen = Screen::whole("office/users.html", "users", Permission::UsersSee);

pub(super) fn ops() -> Ops {
    let (name, needs) = (ListUsers::NAME, ListUsers::NEEDS);
    Ops::default().route(RouteKind::Page, Method::GET, "/office/users", name, needs, get(list))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    agents: bool,
    after: Option<Cursor>,
}

/// The list's context.
#[derive(Serialize)]
struct List {
    query: String,
    agents: bool,
    users: Vec<Row>,
    next_url: Option<String>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    email: String,
    agent: bool,
    role_names: String,
    site_names: String,
    state: &'static str,
    last_seen_at: Option<i64>,
}

async fn list(office: Office, Query(asked): Query<Asked>) -> Response {
    office
        .show(LIST, |view| {
            let q = asked.q.parse().map_err(|_| Problem::invalid("/q", "This is too long to search for."))?;
            let ask = ListUsers { q, agents: asked.agents.then_some(true), after: asked.after.clone() };
            let found = view.ask(&ask)?;
            let next_url = found.next.as_ref().map(|next| {
                let query = serde_html_form::to_string([("q", asked.q.as_str()), ("after", next.as_str())]);
                let agents = if asked.agents { "&agents=true" } else { "" };
                format!("/office/users?{}{agents}", query.unwrap_or_default())
            });
            let rows = found.items.into_iter().map(|user| row(&office, user)).collect();
            Ok(List { query: asked.q.clone(), agents: asked.agents, users: rows, next_url })
        })
        .await
}

fn row(office: &Office, user: User) -> Row {
    let site_names: Vec<String> = user.sites.iter().map(|site| super::sites::name(office, *site)).collect();
    Row {
        id: user.id.to_string(),
        role_names: role_names(office.texts(), &user.roles),
        site_names: site_names.join(", "),
        state: state(user.status),
        last_seen_at: user.last_seen_at.map(|at| at.0),
        name: user.name,
        email: user.email,
        agent: user.agent,
    }
}

/// Roles by name, as people read them.
pub(super) fn role_names(texts: Texts<'_>, roles: &[String]) -> String {
    roles.iter().map(|role| texts.role(role)).collect::<Vec<_>>().join(", ")
}

/// The state of a user as templates name it.
pub(super) fn state(status: UserStatus) -> &'static str {
    match status {
        UserStatus::Active => "active",
        UserStatus::Locked => "locked",
        UserStatus::Disabled => "disabled",
    }
}
