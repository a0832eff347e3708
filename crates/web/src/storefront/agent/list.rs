//! The list under a field in which an agent looks for a customer, as clients of other shops ask for it.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::door::Door;
use super::find::{Found, search};
use crate::App;
use crate::edge::problem;
use crate::storefront::said;

/// Letters to type before anything is looked for.
const FROM: usize = 3;
/// Customers in the list at most.
const TOP: u32 = 10;

/// The context of `agent/customer-list.html`.
#[derive(Serialize)]
struct ListPage {
    customers: Vec<Found>,
    /// What there is to say instead of a list.
    said: Option<String>,
}

pub(super) async fn list(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let door = match Door::read(&parts, &app, "").await {
        Ok(door) => door,
        Err(response) => return *response,
    };
    if let Err(response) = door.agent("").await {
        return response;
    }
    let query = door.asked("query");
    let text = |id: &str| app.pages.text(door.place.locale, id, &[("count", FROM.into())]);
    let (mut status, mut page) = (StatusCode::OK, ListPage { customers: Vec::new(), said: None });
    if query.trim().chars().count() < FROM {
        page.said = Some(text("agent-list-short"));
    } else {
        match search(&door, &query, Some(TOP)).await {
            Ok(found) if found.is_empty() => page.said = Some(text("agent-list-none")),
            Ok(found) => page.customers = found,
            Err(refused) => {
                status = problem::status(&refused);
                page.said = Some(said::detail(&app, door.place.locale, &refused));
            }
        }
    }
    door.sheet().show(status, "agent/customer-list.html", &page)
}
