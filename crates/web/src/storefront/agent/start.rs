//! Starting a session, and ending the one of a tab.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use shop::assist::{EndSession, StartSession};
use shop::desk::Once;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;

use super::door::Door;
use super::find::found;
use crate::App;
use crate::edge::arrival::token;
use crate::edge::input::{self, Pairs};
use crate::edge::{Form, problem};
use crate::office::step_up;
use crate::pages::respond::redirect;
use crate::storefront::kept::{self, Kept};
use crate::storefront::{error, said};

/// What comes along with a start.
#[derive(Default)]
pub(super) struct Begin {
    pub(super) once: Option<Once>,
    /// What had been typed in a tab before, and goes on in the new one.
    kept: Option<Kept>,
    /// The form itself, if the password is asked for first.
    form: Option<Kept>,
    typed: BTreeMap<String, String>,
    to: String,
}

impl Begin {
    /// What a form says that was going to this path.
    pub(super) fn with(path: String, form: &Form) -> Self {
        Self {
            once: form.once.clone(),
            kept: Kept::along(form),
            form: Some(Kept::going(path, form)),
            typed: form.typed(),
            to: form.field("to").to_owned(),
        }
    }
}

impl Door {
    /// The act that starts acting for this customer here, read out of these fields and what else is known.
    fn stepping_in(
        &self,
        customer: &str,
        read: impl FnOnce(Pairs) -> Result<StartSession, Problem>,
    ) -> Result<StartSession, Problem> {
        let site = self.place.site.id.to_string();
        let token = TokenHash::of(&self.app.token(token::ON_BEHALF)).to_string();
        let fields = [("customer", customer.to_owned()), ("site", site), ("token", token)];
        read(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
    }

    /// The same, out of a form.
    pub(super) fn start_in(&self, form: &Form) -> Result<StartSession, Problem> {
        self.stepping_in(form.field("customer_id"), |pairs| {
            let pairs: Vec<(&str, String)> =
                pairs.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            form.read(&["reason", "ticket"], &pairs)
        })
    }

    /// Steps into the customer's shop: goes on with what was kept, or begins; else the password is asked for.
    /// Another refusal is the caller's to tell.
    pub(super) async fn step_in(
        &self,
        act: Result<StartSession, Problem>,
        begin: &Begin,
    ) -> Result<Response, Problem> {
        let (app, caller) = (&self.app, self.as_staff());
        let done = match act {
            Ok(act) => app.gate.act(&app.desk, &caller, act, begin.once.clone()).await,
            Err(refused) => Err(refused),
        };
        let refused = match (done, &begin.kept) {
            (Ok(started), Some(kept)) => {
                return Ok(kept::send_again(app, &self.place.in_tab(started.tab), kept).await);
            }
            (Ok(started), None) => return Ok(redirect(app, &self.in_tab(started.tab, "/"), None)),
            (Err(refused), _) => refused,
        };
        let form = begin.form.clone().filter(|_| refused.kind == &kinds::STEP_UP_REQUIRED);
        let Some(form) = form.and_then(|form| form.of_staff(&refused)) else { return Err(refused) };
        let state = said::state(app, self.place.locale, &refused, begin.typed.clone());
        Ok(step_up::ask(&self.sheet(), &refused, state, &form))
    }

    /// The same; another refusal is told at the search.
    async fn step_in_or_search(&self, act: Result<StartSession, Problem>, begin: Begin) -> Response {
        match self.step_in(act, &begin).await {
            Ok(response) => response,
            Err(refused) => {
                let state = said::state(&self.app, self.place.locale, &refused, begin.typed);
                let hidden = begin.kept.map(|kept| kept.hidden()).unwrap_or_default();
                found(self, "", &begin.to, state, problem::status(&refused), hidden).await
            }
        }
    }
}

/// Goes on with what an agent had typed before they had to sign in again, in a new session of the same customer.
pub(super) async fn go_on(mut door: Door, cookie: &str, kept: Kept) -> Response {
    door.place.arrival.staff = Some(cookie.to_owned());
    let act = door.stepping_in(&kept.customer, |pairs| input::from_pairs(pairs, &Vec::new()));
    door.step_in_or_search(act, Begin { kept: Some(kept), ..Begin::default() }).await
}

pub(super) async fn start(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match Door::form(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let act = door.start_in(&form);
    door.step_in_or_search(act, Begin::with("/agent/start".to_owned(), &form)).await
}

/// Ends the session of the tab it is sent in.
pub(super) async fn end(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match Door::form(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    match app.gate.act(&app.desk, &door.came.caller(), EndSession::default(), form.once.clone()).await {
        Err(refused) if refused.kind != &kinds::SESSION_ENDED => {
            error::bare(&app, &door.place.arrival, &door.place.nonce, &refused)
        }
        _ => ended(redirect(&app, "/agent/login", None)),
    }
}

/// The answer to whoever has left a customer: their pages must not come back with the browser's Back button.
pub(super) fn ended(mut response: Response) -> Response {
    let name = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(name, HeaderValue::from_static("\"cache\""));
    response
}
