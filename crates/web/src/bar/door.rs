//! What the pages at the agent's door show.

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Serialize;
use shop::assist::StartSession;
use shop::customers::SearchCustomers;
use shop::customers::search::{Badge, FoundCustomer};
use shop::desk::Caller;
use shop::kernel::Problem;
use shop::kernel::secret::TokenHash;

use super::state;
use crate::App;
use crate::edge::arrival::token;
use crate::edge::input::{self, Pairs};
use crate::edge::{Arrival, problem};
use crate::pages::{FormState, Sheet};
use crate::storefront::kept::Hidden;
use crate::storefront::{Place, error, place, said};

/// A request at the agent's door: outside of every tab but for ending, in the site it came from.
pub(super) struct Door {
    pub(super) app: App,
    pub(super) place: Place,
    pub(super) query: String,
}

impl Door {
    /// Reads it; the site is the one `to` names, else the first one where agents can help.
    pub(super) async fn read(parts: &Parts, app: &App, to: &str) -> Result<Self, Box<Response>> {
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

    pub(super) fn asked(&self, name: &str) -> String {
        input::take(&mut input::pairs(self.query.as_bytes()), name).unwrap_or_default()
    }

    pub(super) fn sheet(&self) -> Sheet<'_> {
        let (arrival, locale) = (&self.place.arrival, self.place.locale);
        let zone = &self.place.site.time_zone;
        Sheet::new(&self.app, arrival, String::new(), locale, zone, &self.place.nonce)
    }

    pub(super) fn show<P: Serialize>(
        &self,
        status: StatusCode,
        template: &str,
        state: FormState,
        page: &P,
    ) -> Response {
        let sheet = self.sheet();
        let site = SiteContext { name: self.place.site.name.clone(), url: self.place.path("/") };
        let whole = Whole { site, flash: sheet.flash(), errors: state.errors, problem: state.problem, page };
        sheet.show(status, template, &whole)
    }

    /// The act that starts acting for this customer here, read out of these fields and what else is known.
    pub(super) fn stepping_in(
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
    pub(super) fn as_staff(&self) -> Caller {
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
pub(super) struct SignInPage {
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

/// The search, for an agent who is signed in; else the sign-in.
pub(super) async fn found(
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

pub(super) fn sign_in_page(email: &str, to: &str, kept: Vec<Hidden>) -> SignInPage {
    SignInPage { form: SignInFields { email: email.to_owned(), to: to.to_owned() }, kept }
}
