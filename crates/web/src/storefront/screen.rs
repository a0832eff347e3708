//! From a page's asks to its response: one view of the store for frame and page, and what happens when it
//! cannot be shown.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use shop::desk::View;
use shop::kernel::Problem;
use shop::kernel::id::SiteId;
use shop::kernel::problem as kinds;

use super::frame::{Seen, ShopFrame};
use super::{Place, error, said};
use crate::App;
use crate::edge::headers::FormTarget;
use crate::edge::{Form, Jar, problem};
use crate::pages::respond::redirect;
use crate::pages::{FormState, Sheet};

/// A page about to be shown.
pub struct Screen<'a> {
    app: &'a App,
    place: Place,
    state: FormState,
    status: StatusCode,
    target: Option<String>,
}

/// A page's whole context.
#[derive(Serialize)]
struct Whole<'a, P: Serialize> {
    #[serde(flatten)]
    frame: &'a ShopFrame,
    #[serde(flatten)]
    page: &'a P,
}

enum Found<P> {
    Here(Box<Seen>, P),
    /// The session acted in belongs to another site.
    Elsewhere(SiteId),
}

impl<'a> Screen<'a> {
    /// A page at this place.
    pub fn of(app: &'a App, place: &Place) -> Self {
        Self { app, place: place.clone(), state: FormState::default(), status: StatusCode::OK, target: None }
    }

    /// The page of a form again, after this problem: it says what was wrong and holds what was typed. `at` is
    /// the path of the page, which the form's own path need not be.
    #[must_use]
    pub fn after(mut self, refused: &Problem, form: &Form, at: &str) -> Self {
        self.state = said::state(self.app, self.place.locale, refused, form.typed());
        self.status = problem::status(refused);
        self.at(at)
    }

    /// The page with this status and this to be said of its form.
    #[must_use]
    pub fn saying(self, status: StatusCode, state: FormState) -> Self {
        Self { state, status, ..self }
    }

    /// The path of the page, where the form's own path is another one.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.place.rest);
        self
    }

    /// A form of this page may lead to this other origin.
    #[must_use]
    pub fn leads_to(mut self, origin: &str) -> Self {
        self.target = Some(origin.to_owned());
        self
    }

    /// Shows a template with what `look` finds. It may run more than once.
    pub async fn show<P: Serialize>(
        self,
        template: &str,
        mut look: impl FnMut(&mut View<'_, '_>) -> Result<P, Problem>,
    ) -> Response {
        self.show_or("/", template, |view| look(view).map(Some)).await
    }

    /// The same; where there is nothing to show, goes to another page of the shop.
    pub async fn show_or<P: Serialize>(
        mut self,
        otherwise: &str,
        template: &str,
        mut look: impl FnMut(&mut View<'_, '_>) -> Result<Option<P>, Problem>,
    ) -> Response {
        let mut found = self.find(&mut look).await;
        // Whoever was signed in for too long is a visitor again, and pages are for visitors too.
        let stale = self.place.arrival.base.tab.is_none()
            && self.place.arrival.customer.is_some()
            && found.as_ref().is_err_and(|refused| refused.kind == &kinds::SIGN_IN_EXPIRED);
        if stale {
            self.place.arrival.customer = None;
            found = self.find(&mut look).await;
        }
        let mut response = match found {
            Ok(Found::Here(seen, Some(page))) => self.render(template, *seen, &page),
            Ok(Found::Here(_, None)) => redirect(self.app, &self.place.path(otherwise), None),
            Ok(Found::Elsewhere(site)) => self.to_site(site),
            Err(refused) => error::answer(self.app, &self.place, &refused).await,
        };
        if stale {
            let cleared = Jar::Customer.clear(self.app.settings.secure());
            response.headers_mut().append(header::SET_COOKIE, cleared);
        }
        remember_bar(self.app, &self.place, &mut response);
        response
    }

    async fn find<P>(
        &self,
        look: &mut impl FnMut(&mut View<'_, '_>) -> Result<P, Problem>,
    ) -> Result<Found<P>, Problem> {
        let (app, place, caller) = (self.app, &self.place, self.place.caller());
        app.gate
            .run(|| {
                let mut found = app.desk.view(&caller, |view| {
                    let acting = view.who().on_behalf().is_some();
                    if let Some(site) =
                        view.who().site_if_any().filter(|site| acting && *site != place.site.id)
                    {
                        return Ok(Found::Elsewhere(site));
                    }
                    let page = look(view)?;
                    Ok(Found::Here(Box::new(Seen::look(view, place)?), page))
                })?;
                if let Found::Here(seen, _) = &mut found {
                    seen.add_bar(app, place)?;
                }
                Ok(found)
            })
            .await
    }

    fn render<P: Serialize>(&mut self, template: &str, seen: Seen, page: &P) -> Response {
        let sheet = sheet(self.app, &self.place);
        let frame = ShopFrame::of(&self.place, &sheet, seen, std::mem::take(&mut self.state));
        let mut response = sheet.show(self.status, template, &Whole { frame: &frame, page });
        if let Some(target) = self.target.take() {
            response.extensions_mut().insert(FormTarget(target));
        }
        response
    }

    fn to_site(&self, site: SiteId) -> Response {
        let path = self.place.site_of(site).map_or_else(|| "/".to_owned(), |site| self.place.on_site(site));
        redirect(self.app, &path, None)
    }
}

/// The sheet of a page of the shop.
pub fn sheet<'a>(app: &'a App, place: &'a Place) -> Sheet<'a> {
    Sheet::new(app, &place.arrival, place.prefix(), place.locale, &place.site.time_zone, &place.nonce)
}

/// `?asm=true` is remembered until `?asm=false`.
fn remember_bar(app: &App, place: &Place, response: &mut Response) {
    let secure = app.settings.secure();
    let cookie: Option<HeaderValue> = match (place.asked_for_bar, place.arrival.bar) {
        (Some(true), false) => Some(Jar::Bar.set("1", secure, None)),
        (Some(false), true) => Some(Jar::Bar.clear(secure)),
        _ => None,
    };
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
