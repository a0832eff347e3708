//! The frame of every page of the back office: who is signed in, where they may go, what they may do here;
//! and the ways a page comes about, from a look or from a form.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use serde::Serialize;
use shop::desk::{Act, Caller, Once, Permission, View};
use shop::kernel::problem as kinds;
use shop::kernel::{Locale, Problem};

use super::chrome::{Chrome, May, NavEntry, StaffView};
use super::refused;
use super::texts::Texts;
use crate::App;
use crate::edge::{Arrival, Form, problem};
use crate::pages::{Flash, FormState, Sheet, respond};
use crate::storefront::kept::Kept;
use crate::storefront::{error, said};

/// A request for a page of the back office.
pub struct Office {
    /// The surfaces.
    pub app: App,
    /// The request as it arrived.
    pub arrival: Arrival,
    /// Path and query of the page, to come back to after signing in.
    pub here: String,
    pub(super) nonce: String,
    /// Whether a script of the page asks for a piece of it.
    pub(super) piece: bool,
    /// What a form says that arrived, in case its sender has to sign in first.
    pub(super) typed: Option<Kept>,
}

/// A form of the back office, checked to be ours.
pub struct Posted {
    /// The request around it.
    pub office: Office,
    /// The form.
    pub form: Form,
}

/// Which template a page is, and where it stands in the menu.
#[derive(Clone, Copy)]
pub struct Screen {
    /// The template of the whole page.
    pub template: &'static str,
    /// The template of the piece that is fetched again while somebody types, or by itself.
    pub piece: Option<&'static str>,
    /// The entry of the menu that is lit.
    pub section: &'static str,
    /// What the page needs, to say so where it is missing.
    pub needs: Option<Permission>,
}

impl Screen {
    /// A page that is always fetched whole.
    pub const fn whole(template: &'static str, section: &'static str, needs: Permission) -> Self {
        Self { template, piece: None, section, needs: Some(needs) }
    }
}

/// The whole context of a page: the frame's, and the page's own beside it.
#[derive(Serialize)]
struct Context<'a, P: Serialize> {
    staff: &'a StaffView,
    nav: &'a [NavEntry],
    section: &'static str,
    may: May,
    flash: Option<Flash>,
    live: Option<()>,
    errors: &'a std::collections::BTreeMap<String, String>,
    problem: &'a Option<std::collections::BTreeMap<&'static str, String>>,
    #[serde(flatten)]
    page: &'a P,
}

impl Office {
    /// Who is calling, as the desk is told.
    pub fn caller(&self) -> Caller {
        self.arrival.in_office()
    }

    /// The language of the page.
    pub fn locale(&self) -> Locale {
        self.caller().locale
    }

    /// Texts in that language.
    pub fn texts(&self) -> Texts<'_> {
        Texts::new(&self.app.pages, self.locale())
    }

    /// A sheet in that language.
    pub fn sheet(&self) -> Sheet<'_> {
        let zone = self.zone_name();
        Sheet::new(&self.app, &self.arrival, String::new(), self.locale(), &zone, &self.nonce)
    }

    /// The time zone of the page: that of the first site.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.zone_name()).unwrap_or(TimeZone::UTC)
    }

    fn zone_name(&self) -> String {
        let first = self.arrival.directory.sites(self.arrival.tenant).next();
        first.map_or_else(|| "UTC".to_owned(), |site| site.time_zone.clone())
    }

    /// The page of what `look` finds.
    pub async fn show<P: Serialize>(
        &self,
        screen: Screen,
        look: impl FnMut(&mut View<'_, '_>) -> Result<P, Problem>,
    ) -> Response {
        match self.look(look).await {
            Ok((chrome, Ok(page))) => {
                self.render(StatusCode::OK, screen, &chrome, &FormState::default(), &page)
            }
            Ok((chrome, Err(problem))) => self.refuse(screen, &chrome, &problem),
            Err(problem) => self.turn_away(&problem),
        }
    }

    /// The page again, after its form was refused, with what is wrong beside the fields. What the form never
    /// could have done (no right, no such thing) is said on a page of its own.
    pub async fn again<P: Serialize>(
        &self,
        screen: Screen,
        wrong: &Problem,
        look: impl FnMut(&mut View<'_, '_>) -> Result<P, Problem>,
    ) -> Response {
        if !refused::belongs_to_form(wrong) {
            return self.refusal(screen, wrong).await;
        }
        match self.look(look).await {
            Ok((chrome, Ok(page))) => {
                let state = self.state_after(wrong);
                let mut response = self.render(problem::status(wrong), screen, &chrome, &state, &page);
                problem::add_headers(wrong, response.headers_mut());
                response
            }
            Ok((chrome, Err(problem))) => self.refuse(screen, &chrome, &problem),
            Err(problem) => self.turn_away(&problem),
        }
    }

    /// What is wrong with a form. English has the shop's own words, which say most; an ended sign-in says that what
    /// was typed is kept.
    pub(super) fn state_after(&self, wrong: &Problem) -> FormState {
        let typed =
            self.typed.as_ref().map(|typed| typed.fields.iter().cloned().collect()).unwrap_or_default();
        if self.locale() == Locale::En && wrong.kind.status != 401 {
            return FormState::after(wrong, std::collections::BTreeMap::new());
        }
        said::state(&self.app, self.locale(), wrong, typed)
    }

    /// The page that says why something was refused.
    pub async fn refusal(&self, screen: Screen, wrong: &Problem) -> Response {
        if wrong.kind.status == 401 {
            return self.turn_away(wrong);
        }
        match self.look(|_| Ok(())).await {
            Ok((chrome, _)) => self.refuse(screen, &chrome, wrong),
            Err(problem) => self.turn_away(&problem),
        }
    }

    /// Does an act for whoever is signed in.
    pub async fn act<A: Act>(&self, act: A, once: Option<Once>) -> Result<A::Out, Problem> {
        let caller = self.caller();
        self.app.gate.act(&self.app.desk, &caller, act, once).await
    }

    /// 303 to another page of the back office, which says what was done.
    pub fn done(&self, path: &str, said: impl Into<String>) -> Response {
        respond::redirect(&self.app, path, Some(&Flash::good(said)))
    }

    /// The same, with a link that is shown this once.
    pub fn done_with_link(&self, path: &str, said: impl Into<String>, link: &str) -> Response {
        respond::redirect(&self.app, path, Some(&Flash::good(said).with_link(link)))
    }

    /// Looks, and reads the frame in the same state of the store.
    async fn look<P>(
        &self,
        mut look: impl FnMut(&mut View<'_, '_>) -> Result<P, Problem>,
    ) -> Result<(Chrome, Result<P, Problem>), Problem> {
        let caller = Caller { renews: !self.polls(), ..self.caller() };
        let desk = &self.app.desk;
        self.app
            .gate
            .run(|| {
                desk.view(&caller, |view| {
                    let chrome = Chrome::look(self, view)?;
                    Ok((chrome, look(view)))
                })
            })
            .await
    }

    /// Whether the page asks by itself, which is no sign of life.
    fn polls(&self) -> bool {
        self.piece && self.here.contains("poll=")
    }

    fn render(
        &self,
        status: StatusCode,
        screen: Screen,
        chrome: &Chrome,
        state: &FormState,
        page: &impl Serialize,
    ) -> Response {
        let sheet = self.sheet();
        let context = Context {
            staff: &chrome.staff,
            nav: &chrome.nav,
            section: screen.section,
            may: chrome.may,
            flash: sheet.flash(),
            live: None,
            errors: &state.errors,
            problem: &state.problem,
            page,
        };
        let template = screen.piece.filter(|_| self.piece).unwrap_or(screen.template);
        sheet.show(status, template, &context)
    }

    fn refuse(&self, screen: Screen, chrome: &Chrome, wrong: &Problem) -> Response {
        let page = refused::Page::new(self, screen.needs, wrong);
        let shown = Screen { template: "office/error.html", piece: None, ..screen };
        let mut response = self.render(problem::status(wrong), shown, chrome, &FormState::default(), &page);
        problem::add_headers(wrong, response.headers_mut());
        response
    }

    /// 303 to the first page of the menu.
    pub(super) async fn go_home(&self) -> Response {
        match self.look(|_| Ok(())).await {
            Ok((chrome, _)) => {
                let path = chrome.nav.first().map_or("/office/me", |entry| entry.path);
                respond::redirect(&self.app, path, None)
            }
            Err(problem) => self.turn_away(&problem),
        }
    }

    /// Whoever is not signed in goes to the sign-in page and comes back from there. Everything else that
    /// stands before the frame is a page without it.
    pub(super) fn turn_away(&self, wrong: &Problem) -> Response {
        if wrong.kind.status != 401 {
            return error::bare(&self.app, &self.arrival, &self.nonce, wrong);
        }
        if let Some(kept) = self.typed.clone().and_then(|typed| typed.of_staff(wrong)) {
            if wrong.kind == &kinds::STEP_UP_REQUIRED {
                return super::step_up::ask(&self.sheet(), wrong, self.state_after(wrong), &kept);
            }
            return super::door::sign_in_first(self, wrong, &kept);
        }
        let to: String = form_urlencoded::byte_serialize(self.here.as_bytes()).collect();
        let path = format!("/office/sign-in?to={to}");
        if self.piece {
            let mut response = StatusCode::NO_CONTENT.into_response();
            if let Ok(path) = HeaderValue::from_str(&path) {
                response.headers_mut().insert(HeaderName::from_static("hx-redirect"), path);
            }
            return response;
        }
        respond::redirect(&self.app, &path, None)
    }
}
