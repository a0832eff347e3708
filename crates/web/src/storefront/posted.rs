//! A form of the shop as it arrives, and what becomes of it when it is refused.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shop::desk::{Act, Caller, Credential, View};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

use super::screen::Screen;
use super::{Place, error, kept, place, said};
use crate::App;
use crate::edge::{Arrival, Form, problem};
use crate::pages::Flash;
use crate::pages::respond::redirect;

/// A form of the shop.
pub struct Posted {
    /// Where it was sent to.
    pub place: Place,
    /// What it says.
    pub form: Form,
    /// The request's headers.
    pub headers: HeaderMap,
}

impl Posted {
    /// Reads an act out of named fields and what else is known.
    pub fn read<T: DeserializeOwned>(&self, names: &[&str], more: &[(&str, String)]) -> Result<T, Problem> {
        self.form.read(names, more)
    }

    /// Does an act for whoever sent this.
    pub async fn act<A: Act>(&self, app: &App, act: A) -> Result<A::Out, Problem> {
        self.act_as(app, &self.place.caller(), act).await
    }

    /// Does an act for somebody, once for this form.
    pub async fn act_as<A: Act>(&self, app: &App, caller: &Caller, act: A) -> Result<A::Out, Problem> {
        let once = self.form.once.clone();
        app.gate.act(&app.desk, caller, act, once).await
    }

    /// Does what needs no sign-in. One that has ended is left aside, as it is where pages are only looked at.
    pub async fn as_whoever<T>(
        &self,
        app: &App,
        mut work: impl FnMut(&Caller) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let arrival = &self.place.arrival;
        let caller = self.place.caller();
        let done = app.gate.run(|| work(&caller)).await;
        let ended = arrival.base.tab.is_none()
            && arrival.customer.is_some()
            && done.as_ref().is_err_and(|refused| refused.kind == &kinds::SIGN_IN_EXPIRED);
        if !ended {
            return done;
        }
        let visitor = Caller { credential: Credential::None, ..caller };
        app.gate.run(|| work(&visitor)).await
    }

    /// Does an act that needs no sign-in, once for this form.
    pub async fn act_as_whoever<A: Act + Clone>(&self, app: &App, act: &A) -> Result<A::Out, Problem> {
        self.as_whoever(app, |caller| app.desk.act(caller, act.clone(), self.form.once.clone())?.out()).await
    }

    /// Goes on to a page of the shop.
    pub fn go(&self, app: &App, path: &str, flash: Option<&Flash>) -> Response {
        redirect(app, &self.place.path(path), flash)
    }

    /// Goes on to a page of the shop with a good message.
    pub fn done(&self, app: &App, path: &str, text: &str) -> Response {
        let text = app.pages.text(self.place.locale, text, &[]);
        self.go(app, path, Some(&Flash::good(text)))
    }

    /// Whether a part of a page asks, not a page.
    pub fn in_place(&self) -> bool {
        self.headers.contains_key("hx-request")
    }

    /// Answers a form that was refused: its page again with what was typed; where a sign-in or a session has
    /// ended, the way to go on with what was typed.
    pub async fn refused<P: Serialize>(
        &self,
        app: &App,
        refused: &Problem,
        at: &str,
        template: &str,
        look: impl FnMut(&mut View<'_, '_>) -> Result<P, Problem>,
    ) -> Response {
        if said::concerns_the_form(refused) {
            return Screen::of(app, &self.place).after(refused, &self.form, at).show(template, look).await;
        }
        self.failed(app, refused).await
    }

    /// Answers a form that cannot be shown again.
    pub async fn failed(&self, app: &App, refused: &Problem) -> Response {
        if self.in_place() && matches!(refused.kind.status, 401 | 410) {
            // A part of a page has no room for a sign-in; the page itself says what is to be done.
            return self.reload();
        }
        if refused.kind.status == 401 {
            return kept::sign_in_first(app, self, refused).await;
        }
        error::answer_form(app, self, refused).await
    }
}

impl Posted {
    /// Has the browser load the page anew on which a part was asked for.
    fn reload(&self) -> Response {
        (StatusCode::NO_CONTENT, [(HeaderName::from_static("hx-refresh"), "true")]).into_response()
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let arrival = Arrival::read(&parts, app)
            .await
            .map_err(|wrong| problem::response(&wrong, app.desk.mint().id()))?;
        let place = Place::read(&parts, arrival)
            .map_err(|refused| error::bare(app, &refused.0, &place::nonce(&parts), &refused.1))?;
        let headers = parts.headers.clone();
        match Form::check(Request::from_parts(parts, body), place.arrival.clone(), app).await {
            Ok(form) => Ok(Self { place, form, headers }),
            Err(wrong) => Err(error::answer(app, &place, &wrong).await),
        }
    }
}
