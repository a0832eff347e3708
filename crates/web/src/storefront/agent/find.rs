//! The search for a customer.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use shop::customers::SearchCustomers;
use shop::customers::search::{Badge, FoundCustomer};
use shop::kernel::Problem;

use super::door::Door;
use super::login::sign_in_page;
use crate::bar::state;
use crate::edge::{input, problem};
use crate::pages::FormState;
use crate::storefront::error;
use crate::storefront::kept::Hidden;

/// The context of `agent/find.html`.
#[derive(Serialize)]
struct FindPage {
    staff: Named,
    /// What was looked for; the frame's own `query` is about goods.
    wanted: String,
    results: Vec<Found>,
    policy: Wanted,
    form: StartFields,
    kept: Vec<Hidden>,
}

#[derive(Serialize)]
pub(super) struct Named {
    pub(super) name: String,
}

/// What the site wants said at a start.
#[derive(Serialize)]
pub(super) struct Wanted {
    reason: bool,
    ticket: bool,
}

impl Wanted {
    pub(super) fn at(door: &Door) -> Self {
        let policy = &door.place.site.policy;
        Self { reason: policy.reason_required, ticket: policy.ticket_required }
    }
}

#[derive(Default, Serialize)]
struct StartFields {
    reason: String,
    ticket: String,
    to: String,
}

/// A customer who was found.
#[derive(Clone, Serialize)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) email: String,
    city: String,
    vip: bool,
    pub(super) consent: bool,
    pub(super) usable: bool,
    helped_by: Vec<String>,
}

impl Found {
    fn of(customer: FoundCustomer) -> Self {
        let is = |badge: Badge| customer.badges.contains(&badge);
        Self {
            vip: is(Badge::Vip),
            consent: !is(Badge::NoConsent),
            usable: !is(Badge::Locked) && !is(Badge::Disabled),
            id: customer.id.to_string(),
            number: customer.number,
            name: customer.name,
            email: customer.email,
            city: customer.city,
            helped_by: customer.assisted_by,
        }
    }
}

/// The search, for an agent who is signed in; else the sign-in.
pub(super) async fn found(
    door: &Door,
    query: &str,
    to: &str,
    state: FormState,
    status: StatusCode,
    kept: Vec<Hidden>,
) -> Response {
    let agent = match door.app.gate.run(|| state::agent(&door.app, &door.place)).await {
        Ok(Some(agent)) => agent,
        Ok(None) => return door.sign_in(status, state, &sign_in_page("", to, kept)).await,
        Err(refused) => return error::answer(&door.app, &door.place, &refused).await,
    };
    let (results, state, status) = match search(door, query, None).await {
        Ok(results) => (results, state, status),
        Err(refused) => (Vec::new(), door.problem(&refused), problem::status(&refused)),
    };
    // Without a way back the start is for the shop that this page stands in.
    let to = if to.is_empty() { door.place.path("/") } else { to.to_owned() };
    let page = FindPage {
        staff: Named { name: agent.name },
        wanted: query.to_owned(),
        results,
        policy: Wanted::at(door),
        form: StartFields { to, ..StartFields::default() },
        kept,
    };
    door.show("/agent/login", status, "agent/find.html", state, &page).await
}

/// Customers who match, as the agent may see them.
pub(super) async fn search(door: &Door, query: &str, limit: Option<u32>) -> Result<Vec<Found>, Problem> {
    if query.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut said = vec![("q".to_owned(), query.to_owned())];
    said.extend(limit.map(|limit| ("limit".to_owned(), limit.to_string())));
    let ask: SearchCustomers = input::from_pairs(said, &Vec::new())?;
    let caller = door.as_staff();
    let found = door.app.gate.run(|| door.app.desk.ask(&caller, &ask)).await?;
    Ok(found.customers.into_iter().map(Found::of).collect())
}
