//! `/agent/login`: an agent signs in, in the shop's own frame. Who is signed in finds the search there.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use shop::desk::{Caller, Credential};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;
use shop::people::sign_out::SignOut;

use super::door::Door;
use super::find::found;
use super::start;
use crate::App;
use crate::edge::input;
use crate::edge::{Form, problem};
use crate::office::entering::{self, Entered};
use crate::pages::FormState;
use crate::pages::respond::{local, redirect};
use crate::storefront::kept::{Hidden, Kept};
use crate::storefront::{Place, said};

const PAGE: &str = "/agent/login";

/// The context of `agent/sign-in.html`.
#[derive(Serialize)]
pub(super) struct SignInPage {
    form: SignInFields,
    kept: Vec<Hidden>,
}

#[derive(Serialize)]
struct SignInFields {
    email: String,
    to: String,
}

pub(super) fn sign_in_page(email: &str, to: &str, kept: Vec<Hidden>) -> SignInPage {
    SignInPage { form: SignInFields { email: email.to_owned(), to: to.to_owned() }, kept }
}

impl Door {
    /// The sign-in.
    pub(super) async fn sign_in(&self, status: StatusCode, state: FormState, page: &SignInPage) -> Response {
        self.show(PAGE, status, "agent/sign-in.html", state, page).await
    }
}

/// From the address without a shop to the one in it.
pub(super) async fn lead_there(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let to = input::take(&mut input::pairs(query.as_bytes()), "to").unwrap_or_default();
    match Door::read(&parts, &app, &to).await {
        Ok(door) => {
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            redirect(&app, &door.place.path(&format!("{PAGE}{query}")), None)
        }
        Err(response) => *response,
    }
}

pub(super) async fn show(State(app): State<App>, place: Place) -> Response {
    let door = Door::at(&app, &place);
    if door.tab.is_some() {
        return redirect(&app, &door.place.path(&door.place.rest), None);
    }
    let (query, to) = (door.asked("q"), door.asked("to"));
    found(&door, &query, &to, FormState::default(), StatusCode::OK, Vec::new()).await
}

/// The sign-in, where it ended in the middle of a form of an agent's tab. What was typed is kept.
pub(crate) async fn sign_in_first(app: &App, place: &Place, expired: &Problem, kept: &Kept) -> Response {
    let door = Door::at(app, place);
    let page = sign_in_page("", &door.place.path("/"), kept.hidden());
    door.sign_in(problem::status(expired), door.problem(expired), &page).await
}

pub(super) async fn enter(State(app): State<App>, headers: HeaderMap, request: Request) -> Response {
    let (door, form) = match Door::form(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let entered = match as_agent(&door, &form, &headers).await {
        Ok(entered) => entered,
        Err(refused) => return again(&door, &form, &refused).await,
    };
    // What one agent typed goes on with no other.
    let kept = Kept::along(&form).filter(|kept| kept.by == entered.signed_in.staff_id.to_string());
    let to = local(form.field("to"));
    let cookie = entered.set_cookie(&app);
    let mut response = match (kept, entered.signed_in.must_change_password) {
        (_, true) => redirect(&app, "/office/me", None),
        (Some(kept), _) if !kept.customer.is_empty() => start::go_on(door, &entered.cookie, kept).await,
        _ => redirect(&app, &to.map_or_else(|| door.start(), str::to_owned), None),
    };
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Signs an agent in. Staff who are none are told so, once they have proved who they are, and stay outside.
async fn as_agent(door: &Door, form: &Form, headers: &HeaderMap) -> Result<Entered, Problem> {
    let entered = entering::enter(&door.app, door.as_staff(), form, headers).await?;
    if entered.signed_in.agent {
        return Ok(entered);
    }
    let credential = Credential::Staff(TokenHash::of(&entered.cookie));
    let caller = Caller { credential, ..door.as_staff() };
    door.app.gate.act(&door.app.desk, &caller, SignOut::default(), None).await?;
    let said = "You are not an agent. Ask an administrator to tick \"This user is an agent\".";
    Err(Problem::new(&kinds::NOT_AN_AGENT, said))
}

/// The form again, with what was wrong.
async fn again(door: &Door, form: &Form, refused: &Problem) -> Response {
    let state = said::state(&door.app, door.place.locale, refused, entering::typed(form));
    let kept = Kept::along(form).map(|kept| kept.hidden()).unwrap_or_default();
    let page = sign_in_page(entering::email(form), form.field("to"), kept);
    let mut response = door.sign_in(problem::status(refused), state, &page).await;
    problem::add_headers(refused, response.headers_mut());
    response
}
