//! A request at the agent's door.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Serialize;
use shop::desk::Caller;
use shop::kernel::Problem;

use crate::App;
use crate::bar::state::{self, Agent};
use crate::edge::base::Base;
use crate::edge::input;
use crate::edge::{Arrival, Form, problem};
use crate::pages::respond::redirect;
use crate::pages::{FormState, Sheet};
use crate::storefront::screen::Screen;
use crate::storefront::{Place, error, place};

/// A request at the agent's door: outside of every tab, in the shop it came from. Its pages know no customer, not
/// even one who is signed in in the same browser: the two never mix.
pub(super) struct Door {
    pub(super) app: App,
    pub(super) place: Place,
    pub(super) query: String,
    /// The tab it came from.
    pub(super) tab: Option<u32>,
    /// As it came: in its tab, or a visitor's.
    pub(super) came: Place,
}

impl Door {
    /// The door of this place.
    pub(super) fn at(app: &App, place: &Place) -> Self {
        let (came, mut place) = (place.clone(), place.clone());
        let tab = place.arrival.base.tab;
        place.arrival.base = Base::default();
        (place.arrival.customer, place.arrival.guest) = (None, None);
        // Who has signed in has the bar; the door itself is the sign-in of everybody else.
        place.arrival.bar = false;
        let query = place.rest.split_once('?').map_or("", |(_, query)| query).to_owned();
        Self { app: app.clone(), place, query, tab, came }
    }

    /// Reads a request whose address names no shop, or one. The shop is the one its own address or `to` leads to,
    /// else the first one where agents can help.
    pub(super) async fn read(parts: &Parts, app: &App, to: &str) -> Result<Self, Box<Response>> {
        let arrival = Arrival::read(parts, app)
            .await
            .map_err(|wrong| Box::new(problem::response(&wrong, app.desk.mint().id())))?;
        let nonce = place::nonce(parts);
        match Place::for_agents(arrival.clone(), &[parts.uri.path(), to], &nonce) {
            Ok(place) => {
                let query = parts.uri.query().unwrap_or_default().to_owned();
                Ok(Self { query, ..Self::at(app, &place) })
            }
            Err(refused) => Err(Box::new(error::bare(app, &arrival, &nonce, &refused))),
        }
    }

    /// Reads a form.
    pub(super) async fn form(app: &App, request: Request) -> Result<(Self, Form), Box<Response>> {
        let (parts, body) = request.into_parts();
        let door = Self::read(&parts, app, "").await?;
        let path = parts.uri.path().to_owned();
        match Form::check(Request::from_parts(parts, body), door.place.arrival.clone(), app).await {
            Ok(form) => {
                let addresses = [path.as_str(), form.field("to")];
                let place = Place::for_agents(door.place.arrival.clone(), &addresses, &door.place.nonce);
                Ok((Self { place: place.unwrap_or_else(|_| door.place.clone()), ..door }, form))
            }
            Err(refused) => Err(Box::new(error::bare(app, &door.place.arrival, &door.place.nonce, &refused))),
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

    /// A page in the shop's frame. `at` is its path, for the switchers.
    pub(super) async fn show<P: Serialize>(
        &self,
        at: &str,
        status: StatusCode,
        template: &str,
        state: FormState,
        page: &P,
    ) -> Response {
        let screen = Screen::of(&self.app, &self.place).saying(status, state).at(at);
        screen.show(template, |_| Ok(page)).await
    }

    /// The agent whose sign-in this browser holds; else the way to sign in and back to `here`, a path of this
    /// shop, or no way back where it is empty. Nothing is looked up for anybody else.
    pub(super) async fn agent(&self, here: &str) -> Result<Agent, Response> {
        match self.app.gate.run(|| state::agent(&self.app, &self.place)).await {
            Ok(Some(agent)) => Ok(agent),
            Ok(None) => {
                let login = self.place.path("/agent/login");
                let back = (!here.is_empty()).then(|| error::encoded(&self.place.path(here)));
                let login = back.map_or_else(|| login.clone(), |back| format!("{login}?to={back}"));
                Err(redirect(&self.app, &login, None))
            }
            Err(refused) => Err(error::answer(&self.app, &self.place, &refused).await),
        }
    }

    /// As the staff member of this browser, at this site.
    pub(super) fn as_staff(&self) -> Caller {
        Caller { site: Some(self.place.site.id), locale: self.place.locale, ..self.place.arrival.in_office() }
    }

    /// Where the shop begins, with the bar on.
    pub(super) fn start(&self) -> String {
        self.place.path("/?asm=true")
    }

    /// The address of a page in one of the agent's tabs.
    pub(super) fn in_tab(&self, tab: u32, path: &str) -> String {
        self.place.in_tab(tab).path(path)
    }

    pub(super) fn problem(&self, refused: &Problem) -> FormState {
        crate::storefront::said::state(
            &self.app,
            self.place.locale,
            refused,
            std::collections::BTreeMap::new(),
        )
    }
}
