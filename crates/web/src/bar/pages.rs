//! `/agent/login`, `/agent/start`, `/agent/end`: the agent's way into the shop and out of it, without scripts.

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::assist::{EndSession, StartSession};
use shop::customers::SearchCustomers;
use shop::customers::search::{Badge, FoundCustomer};
use shop::desk::{Act, Ask, Caller, Credential, Once};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;
use shop::people::sign_in::SignIn;

use super::state;
use crate::App;
use crate::edge::arrival::token;
use crate::edge::base::Base;
use crate::edge::input::{self, Pairs};
use crate::edge::{Arrival, Form, Jar, problem};
use crate::op::{Ops, RouteKind};
use crate::pages::respond::{local, redirect};
use crate::pages::{FormState, Sheet};
use crate::storefront::kept::{self, Hidden, Kept};
use crate::storefront::{Place, error, place, said};

/// Every page and form of the agent's door.
pub fn ops() -> Ops {
    let (search, sign_in) = (SearchCustomers::NAME, SignIn::NAME);
    let nothing = shop::desk::Needs::Nothing;
    Ops::default()
        .route(RouteKind::Page, Method::GET, "/agent/login", search, nothing, get(find))
        .route(RouteKind::Form, Method::POST, "/agent/login", sign_in, SignIn::NEEDS, post(enter))
        .route(
            RouteKind::Form,
            Method::POST,
            "/agent/start",
            StartSession::NAME,
            StartSession::NEEDS,
            post(start),
        )
        .route(RouteKind::Form, Method::POST, "/agent/end", EndSession::NAME, EndSession::NEEDS, post(end))
}

/// A request at the agent's door: outside of every tab but for ending, in the site it came from.
struct Door {
    app: App,
    place: Place,
    query: String,
}

impl Door {
    /// Reads it; the site is the one `to` names, else the first one where agents can help.
    async fn read(parts: &Parts, app: &App, to: &str) -> Result<Self, Box<Response>> {
        let arrival = Arrival::read(parts, app)
            .await
            .map_err(|wrong| Box::new(problem::response(&wrong, app.desk.mint().id())))?;
        let nonce = place::nonce(parts);
        match Place::for_agents(arrival.clone(), to, &nonce) {
            Ok(place) => {
                Ok(Self { app: app.clone(), place, query: parts.uri.query().unwrap_or_default().to_owned() })
            }
            Err(refused) => Err(Box::new(error::bare(app, &arrival, &nonce, &refused))),
        }
    }

    fn asked(&self, name: &str) -> String {
        input::take(&mut input::pairs(self.query.as_bytes()), name).unwrap_or_default()
    }

    fn show<P: Serialize>(&self, status: StatusCode, template: &str, state: FormState, page: &P) -> Response {
        let (arrival, locale) = (&self.place.arrival, self.place.locale);
        let zone = &self.place.site.time_zone;
        let sheet = Sheet::new(&self.app, arrival, String::new(), locale, zone, &self.place.nonce);
        let site = SiteContext { name: self.place.site.name.clone(), url: self.place.path("/") };
        let whole = Whole { site, flash: sheet.flash(), errors: state.errors, problem: state.problem, page };
        sheet.show(status, template, &whole)
    }

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

    /// As the staff member of this browser, at this site.
    fn as_staff(&self) -> Caller {
        Caller { site: Some(self.place.site.id), locale: self.place.locale, ..self.place.arrival.in_office() }
    }
}

#[derive(Serialize)]
struct Whole<'a, P: Serialize> {
    site: SiteContext,
    flash: Option<crate::pages::Flash>,
    errors: std::collections::BTreeMap<String, String>,
    problem: Option<std::collections::BTreeMap<&'static str, String>>,
    #[serde(flatten)]
    page: &'a P,
}

#[derive(Serialize)]
struct SiteContext {
    name: String,
    url: String,
}

/// The context of `agent/sign-in.html`.
#[derive(Serialize)]
struct SignInPage {
    form: SignInFields,
    kept: Vec<Hidden>,
}

#[derive(Serialize)]
struct SignInFields {
    email: String,
    to: String,
}

/// The context of `agent/find.html`.
#[derive(Serialize)]
struct FindPage {
    staff: Named,
    query: String,
    results: Vec<Found>,
    policy: Wanted,
    form: StartFields,
    kept: Vec<Hidden>,
}

#[derive(Serialize)]
struct Named {
    name: String,
}

#[derive(Serialize)]
struct Wanted {
    reason: bool,
    ticket: bool,
}

#[derive(Default, Serialize)]
struct StartFields {
    reason: String,
    ticket: String,
    to: String,
}

#[derive(Serialize)]
struct Found {
    id: String,
    number: String,
    name: String,
    email: String,
    city: String,
    vip: bool,
    consent: bool,
    helped_by: Vec<String>,
}

impl Found {
    fn of(customer: FoundCustomer) -> Self {
        Self {
            id: customer.id.to_string(),
            number: customer.number,
            name: customer.name,
            email: customer.email,
            city: customer.city,
            vip: customer.badges.contains(&Badge::Vip),
            consent: !customer.badges.contains(&Badge::NoConsent),
            helped_by: customer.assisted_by,
        }
    }
}

async fn find(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let to = input::take(&mut input::pairs(query), "to").unwrap_or_default();
    match Door::read(&parts, &app, &to).await {
        Ok(door) => {
            found(&door, &door.asked("q"), &to, FormState::default(), StatusCode::OK, Vec::new()).await
        }
        Err(response) => *response,
    }
}

/// The search, for an agent who is signed in; else the sign-in.
async fn found(
    door: &Door,
    query: &str,
    to: &str,
    state: FormState,
    status: StatusCode,
    kept: Vec<Hidden>,
) -> Response {
    let agent = door.app.gate.run(|| state::agent(&door.app, &door.place)).await;
    let agent = match agent {
        Ok(Some(agent)) => agent,
        Ok(None) => return door.show(status, "agent/sign-in.html", state, &sign_in_page("", to, kept)),
        Err(refused) => return error::bare(&door.app, &door.place.arrival, &door.place.nonce, &refused),
    };
    let results = match search(door, query).await {
        Ok(results) => results,
        Err(refused) => {
            let state =
                said::state(&door.app, door.place.locale, &refused, std::collections::BTreeMap::new());
            let page = FindPage::of(door, agent, query, Vec::new(), to, kept);
            return door.show(problem::status(&refused), "agent/find.html", state, &page);
        }
    };
    let page = FindPage::of(door, agent, query, results, to, kept);
    door.show(status, "agent/find.html", state, &page)
}

async fn search(door: &Door, query: &str) -> Result<Vec<Found>, Problem> {
    if query.trim().is_empty() {
        return Ok(Vec::new());
    }
    let said = [("q".to_owned(), query.to_owned())].to_vec();
    let ask: SearchCustomers = input::from_pairs(said, &Vec::new())?;
    let caller = door.as_staff();
    let found = door.app.gate.run(|| door.app.desk.ask(&caller, &ask)).await?;
    Ok(found.customers.into_iter().map(Found::of).collect())
}

impl FindPage {
    fn of(
        door: &Door,
        agent: state::Agent,
        query: &str,
        results: Vec<Found>,
        to: &str,
        kept: Vec<Hidden>,
    ) -> Self {
        let policy = &door.place.site.policy;
        Self {
            staff: Named { name: agent.name },
            query: query.to_owned(),
            results,
            policy: Wanted { reason: policy.reason_required, ticket: policy.ticket_required },
            form: StartFields { to: to.to_owned(), ..StartFields::default() },
            kept,
        }
    }
}

fn sign_in_page(email: &str, to: &str, kept: Vec<Hidden>) -> SignInPage {
    SignInPage { form: SignInFields { email: email.to_owned(), to: to.to_owned() }, kept }
}

/// The sign-in, where it ended in the middle of a form of an agent's tab. What was typed is kept.
pub(crate) fn sign_in_first(app: &App, place: &Place, expired: &Problem, kept: &Kept) -> Response {
    let mut place = place.clone();
    place.arrival.base = Base::default();
    let door = Door { app: app.clone(), place, query: String::new() };
    let state = said::state(app, door.place.locale, expired, std::collections::BTreeMap::new());
    let page = sign_in_page("", &door.place.path("/"), kept.hidden());
    door.show(problem::status(expired), "agent/sign-in.html", state, &page)
}

/// Goes on with what an agent had typed before they had to sign in again, in a new session of the same customer.
async fn go_on(door: Door, cookie: &str, kept: Kept) -> Response {
    let mut door = door;
    door.place.arrival.staff = Some(cookie.to_owned());
    let act = door.stepping_in(&kept.customer, |pairs| input::from_pairs(pairs, &Vec::new()));
    step_in(&door, act, None, Some(kept), std::collections::BTreeMap::new(), "").await
}

/// Steps into the customer's shop: goes on with what was kept, or begins; else the search says why not.
async fn step_in(
    door: &Door,
    act: Result<StartSession, Problem>,
    once: Option<Once>,
    kept: Option<Kept>,
    typed: std::collections::BTreeMap<String, String>,
    to: &str,
) -> Response {
    let (app, caller) = (&door.app, door.as_staff());
    let done = match act {
        Ok(act) => app.gate.run(|| app.desk.act(&caller, act, once)?.out()).await,
        Err(refused) => Err(refused),
    };
    match (done, kept) {
        (Ok(started), Some(kept)) => kept::send_again(app, &door.place.in_tab(started.tab), &kept).await,
        (Ok(started), None) => redirect(app, &door.place.in_tab(started.tab).path("/"), None),
        (Err(refused), kept) => {
            let state = said::state(app, door.place.locale, &refused, typed);
            let hidden = kept.map(|kept| kept.hidden()).unwrap_or_default();
            found(door, "", to, state, problem::status(&refused), hidden).await
        }
    }
}

/// Reads a form at the agent's door.
async fn read(app: &App, request: Request) -> Result<(Door, Form), Box<Response>> {
    let (parts, body) = request.into_parts();
    let door = Door::read(&parts, app, "").await?;
    match Form::check(Request::from_parts(parts, body), door.place.arrival.clone(), app).await {
        Ok(form) => {
            let nonce = door.place.nonce.clone();
            let to = form.field("to").to_owned();
            let place = Place::for_agents(door.place.arrival.clone(), &to, &nonce);
            Ok((Door { place: place.unwrap_or(door.place), ..door }, form))
        }
        Err(refused) => Err(Box::new(error::bare(app, &door.place.arrival, &door.place.nonce, &refused))),
    }
}

async fn enter(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match read(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let cookie = app.token(token::STAFF);
    let more = [("token", TokenHash::of(&cookie).to_string())];
    let done = match form.read::<SignIn>(&["email", "password"], &more) {
        Ok(act) => {
            // Whoever was signed in here before must not matter, nor be held against the new sign-in.
            let caller = Caller { credential: Credential::None, ..door.as_staff() };
            app.gate.run(|| app.desk.act(&caller, act, None)?.out()).await
        }
        Err(refused) => Err(refused),
    };
    let to = form.field("to");
    let kept = Kept::along(&form);
    let signed_in = match done {
        Ok(signed_in) => signed_in,
        Err(refused) => {
            let state = said::state(&app, door.place.locale, &refused, form.typed());
            let kept = kept.map(|kept| kept.hidden()).unwrap_or_default();
            let page = sign_in_page(form.field("email"), to, kept);
            let mut response = door.show(problem::status(&refused), "agent/sign-in.html", state, &page);
            problem::add_headers(&refused, response.headers_mut());
            return response;
        }
    };
    // What one agent typed goes on with no other.
    let own = kept.filter(|kept| kept.by == signed_in.staff_id.to_string());
    let mut response = match (own, signed_in.must_change_password, local(to)) {
        (_, true, _) => redirect(&app, "/office/me", None),
        (Some(kept), ..) if !kept.customer.is_empty() => go_on(door, &cookie, kept).await,
        (_, _, to) => redirect(&app, to.unwrap_or("/agent/login"), None),
    };
    response.headers_mut().append(header::SET_COOKIE, Jar::Staff.set(&cookie, app.settings.secure(), None));
    response
}

async fn start(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match read(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let act = door.stepping_in(form.field("customer_id"), |pairs| {
        let pairs: Vec<(&str, String)> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        form.read(&["reason", "ticket"], &pairs)
    });
    let (kept, typed) = (Kept::along(&form), form.typed());
    step_in(&door, act, form.once.clone(), kept, typed, form.field("to")).await
}

async fn end(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match read(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    let caller = door.place.caller();
    let done = app.gate.run(|| app.desk.act(&caller, EndSession::default(), form.once.clone())?.out()).await;
    match done {
        Err(refused) if refused.kind != &kinds::SESSION_ENDED => {
            error::bare(&app, &door.place.arrival, &door.place.nonce, &refused)
        }
        _ => {
            let mut response = redirect(&app, "/agent/login", None);
            let name = HeaderName::from_static("clear-site-data");
            response.headers_mut().insert(name, HeaderValue::from_static("\"cache\""));
            response
        }
    }
}
