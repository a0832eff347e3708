//! Addresses that name a customer, `/?_switch_user=haru@mail.example`: clients of other shops step into a
//! customer's shop by them. A GET starts nothing here: the address is left at once, and with it the e-mail address
//! in it; what it asked for is confirmed on a page, whose form does it. `_exit` asks for the end likewise.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use shop::assist::MySessions;
use shop::customers::page::CustomerByEmail;
use shop::kernel::Problem;

use super::door::Door;
use super::find::{Found, Named, Wanted, search};
use super::start::Begin;
use crate::App;
use crate::edge::{Jar, input, problem};
use crate::pages::FormState;
use crate::pages::respond::redirect;
use crate::storefront::{Place, error, said};

/// The parameter.
const PARAMETER: &str = "_switch_user";
/// What it says where no customer is named but the end is asked for.
const EXIT: &str = "_exit";
/// The page that asks whether it is meant.
const PAGE: &str = "/agent/switch";
/// For how many minutes a browser remembers who was named.
const MINUTES: i64 = 15;
/// An e-mail address is no longer than this, in bytes.
const LONGEST: usize = 254;

/// Takes what such an address asks for out of it, and leads to where it is confirmed.
pub(crate) async fn divert(State(app): State<App>, request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let query = request.uri().query().filter(|query| looks && query.contains(PARAMETER));
    let named = query.and_then(|query| input::take(&mut input::pairs(query.as_bytes()), PARAMETER));
    let Some(named) = named else { return next.run(request).await };
    let (parts, body) = request.into_parts();
    let door = match Door::read(&parts, &app, "").await {
        Ok(door) if is_in_shop(&door, parts.uri.path()) => door,
        Ok(_) => return next.run(Request::from_parts(parts, body)).await,
        Err(response) => return *response,
    };
    if named == EXIT {
        let page = door.place.path("/agent/exit");
        let tab = door.tab.map(|tab| format!("?tab={tab}")).unwrap_or_default();
        return redirect(&app, &format!("{page}{tab}"), None);
    }
    let mut response = redirect(&app, &door.place.path(PAGE), None);
    let named = &named.as_bytes()[..named.len().min(LONGEST)];
    let cookie = Jar::Wanted.set_shortly(&URL_SAFE_NO_PAD.encode(named), app.settings.secure(), MINUTES);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Whether this is the address of a page of a shop.
fn is_in_shop(door: &Door, path: &str) -> bool {
    let arrival = &door.place.arrival;
    let first = path.split('/').nth(1).unwrap_or_default();
    first.is_empty() || first == "agent" || arrival.directory.by_slug(arrival.tenant, first).is_some()
}

/// The context of `agent/switch.html`.
#[derive(Serialize)]
struct SwitchPage {
    staff: Named,
    /// Who was named, as it stood in the address.
    named: String,
    /// The customer; nobody has that address where it is absent.
    who: Option<Found>,
    /// Whom the agent is helping already.
    helping: Vec<Helping>,
    /// The tab in which they help this very customer.
    already: Option<Helping>,
    policy: Wanted,
    form: Words,
}

#[derive(Serialize)]
struct Words {
    reason: String,
    ticket: String,
}

/// A session of the agent's that runs.
#[derive(Clone, Serialize)]
pub(super) struct Helping {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) url: String,
    #[serde(skip)]
    pub(super) tab: u32,
    #[serde(skip)]
    customer: String,
}

impl Door {
    /// The sessions of the agent that run.
    pub(super) async fn helping(&self) -> Result<Vec<Helping>, Problem> {
        let caller = self.as_staff();
        let running = self.app.gate.run(|| self.app.desk.ask(&caller, &MySessions {})).await?;
        let helping = running.into_iter().map(|session| Helping {
            id: session.id.to_string(),
            name: session.customer.name,
            url: self.in_tab(session.tab, "/"),
            tab: session.tab,
            customer: session.customer.id.to_string(),
        });
        Ok(helping.collect())
    }

    /// Who was named in the address that led here.
    fn named(&self) -> Option<String> {
        let cookie = self.place.arrival.wanted.as_deref()?;
        String::from_utf8(URL_SAFE_NO_PAD.decode(cookie).ok()?).ok()
    }

    /// The customer with just this e-mail address, as the search shows them.
    async fn customer(&self, email: &str) -> Result<Option<Found>, Problem> {
        let Ok(whole) = email.trim().parse() else { return Ok(None) };
        let (caller, ask) = (self.as_staff(), CustomerByEmail { email: whole });
        let id = self.app.gate.run(|| self.app.desk.ask(&caller, &ask)).await?.map(|id| id.to_string());
        let mut found = search(self, email, None).await?;
        let at = found.iter().position(|one| Some(&one.id) == id.as_ref());
        Ok(at.map(|at| found.swap_remove(at)))
    }

    /// The page that asks whether it is meant, to an agent.
    async fn confirming(&self, named: String, status: StatusCode, mut state: FormState) -> Response {
        let agent = match self.agent(PAGE).await {
            Ok(agent) => agent,
            Err(response) => return response,
        };
        let looked_up = async { Ok((self.customer(&named).await?, self.helping().await?)) };
        let (mut status, mut found) = (status, (None, Vec::new()));
        match looked_up.await {
            Ok(looked_up) => found = looked_up,
            Err(refused) => (status, state) = (problem::status(&refused), self.problem(&refused)),
        }
        let (who, helping) = found;
        if who.is_none() && status == StatusCode::OK {
            status = StatusCode::NOT_FOUND;
        }
        let already = helping.iter().find(|one| who.as_ref().is_some_and(|who| who.id == one.customer));
        let word = |name: &str| state.form.get(name).cloned().unwrap_or_default();
        let form = Words { reason: word("reason"), ticket: word("ticket") };
        let page = SwitchPage {
            staff: Named { name: agent.name },
            already: already.cloned(),
            named,
            who,
            helping,
            policy: Wanted::at(self),
            form,
        };
        self.show(PAGE, status, "agent/switch.html", state, &page).await
    }
}

pub(super) async fn ask(State(app): State<App>, place: Place) -> Response {
    let door = Door::at(&app, &place);
    match door.named() {
        Some(named) => door.confirming(named, StatusCode::OK, FormState::default()).await,
        // Nobody was named lately: an agent looks for them, and anybody else signs in.
        None => redirect(&app, &door.place.path("/agent/login"), None),
    }
}

pub(super) async fn confirm(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match Door::form(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    if let Err(response) = door.agent(PAGE).await {
        return response;
    }
    let begin = Begin::with(format!("{}{PAGE}", door.place.prefix()), &form);
    match door.step_in(door.start_in(&form), &begin).await {
        Ok(mut response) => {
            if response.status() == StatusCode::SEE_OTHER {
                let cleared: HeaderValue = Jar::Wanted.clear(app.settings.secure());
                response.headers_mut().append(header::SET_COOKIE, cleared);
            }
            response
        }
        Err(refused) => {
            let state = said::state(&app, door.place.locale, &refused, form.typed());
            match door.named() {
                Some(named) => door.confirming(named, problem::status(&refused), state).await,
                None => error::answer(&app, &door.place, &refused).await,
            }
        }
    }
}
