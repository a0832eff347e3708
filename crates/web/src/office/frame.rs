//! The frame of every page of the back office: who is signed in, where they may go, what they may do here;
//! and the ways a page comes about, from a look or from a form.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use serde::Serialize;
use shop::assist::LiveSessions;
use shop::cart::HandedOverCount;
use shop::desk::{Act, Acting, Caller, Once, Permission, View};
use shop::kernel::{Locale, Problem};
use shop::people::asks::Me;

use super::refused;
use super::texts::Texts;
use crate::App;
use crate::edge::headers::Nonce;
use crate::edge::{Arrival, Form, problem};
use crate::pages::{Flash, FormState, Sheet, respond};
use crate::storefront::kept::Kept;
use crate::storefront::{error, place, said};

/// A request for a page of the back office.
pub struct Office {
    /// The surfaces.
    pub app: App,
    /// The request as it arrived.
    pub arrival: Arrival,
    /// Path and query of the page, to come back to after signing in.
    pub here: String,
    nonce: String,
    /// Whether a script of the page asks for a piece of it.
    piece: bool,
    /// What a form says that arrived, in case its sender has to sign in first.
    typed: Option<Kept>,
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

/// Who is signed in, as the foot of the menu shows them.
#[derive(Clone, Debug, Serialize)]
pub struct StaffView {
    id: String,
    name: String,
    email: String,
    role_names: String,
    shops: Vec<ShopLink>,
}

/// The way to a site's shop.
#[derive(Clone, Debug, Serialize)]
struct ShopLink {
    name: String,
    url: String,
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
struct NavEntry {
    id: &'static str,
    path: &'static str,
    glyph: &'static str,
    count: Option<usize>,
}

/// What pages offer only to those who may.
#[derive(Clone, Copy, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing a template asks about")]
pub struct May {
    pub(super) create_customer: bool,
    pub(super) edit_customer: bool,
    pub(super) open_customer: bool,
    pub(super) assist: bool,
    pub(super) end_session: bool,
    pub(super) see_sessions: bool,
    pub(super) see_orders: bool,
    pub(super) edit_orders: bool,
    pub(super) edit_users: bool,
    pub(super) edit_sites: bool,
    pub(super) export_audit: bool,
}

impl May {
    fn of(who: &Acting) -> Self {
        Self {
            create_customer: who.may(Permission::CustomerCreate),
            edit_customer: who.may(Permission::CustomerEdit),
            open_customer: who.may(Permission::CustomerOpen),
            assist: who.is_agent() && who.may(Permission::AssistStart),
            end_session: who.may(Permission::SessionsEnd),
            see_sessions: who.may(Permission::SessionsSee),
            see_orders: who.may(Permission::OrdersSee),
            edit_orders: who.may(Permission::OrdersEdit),
            edit_users: who.may(Permission::UsersEdit),
            edit_sites: who.may(Permission::SitesEdit),
            export_audit: who.may(Permission::AuditExport),
        }
    }
}

/// The menu: an entry's name, its address, its icon, and what it needs.
const NAV: &[(&str, &str, &str, Permission)] = &[
    ("customers", "/office/customers", "users", Permission::CustomerSearch),
    ("sessions", "/office/sessions", "activity", Permission::SessionsSee),
    ("handed", "/office/handed-over", "inbox", Permission::CartTake),
    ("orders", "/office/orders", "package", Permission::OrdersSee),
    ("users", "/office/users", "user-cog", Permission::UsersSee),
    ("groups", "/office/groups", "layers", Permission::UsersSee),
    ("roles", "/office/roles", "key-round", Permission::UsersSee),
    ("sites", "/office/sites", "store", Permission::SitesSee),
    ("audit", "/office/audit", "scroll-text", Permission::AuditRead),
];

/// What the frame shows, read in the same state of the store as the page.
#[derive(Clone, Debug)]
pub struct Chrome {
    staff: StaffView,
    nav: Vec<NavEntry>,
    /// What pages offer only to those who may.
    pub may: May,
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
        self.app.gate.run(|| self.app.desk.act(&caller, act, once)?.out()).await
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
                    let chrome = self.chrome(view)?;
                    Ok((chrome, look(view)))
                })
            })
            .await
    }

    fn chrome(&self, view: &mut View<'_, '_>) -> Result<Chrome, Problem> {
        view.who().staff()?;
        let me = view.ask(&Me::default())?.user;
        let sees_sessions = view.who().may(Permission::SessionsSee);
        let live = if sees_sessions { view.ask(&LiveSessions::default())?.sessions.items.len() } else { 0 };
        let takes = view.who().may(Permission::CartTake);
        let waiting = if takes { view.ask(&HandedOverCount {})? as usize } else { 0 };
        let who = view.who();
        let shops = self
            .arrival
            .directory
            .sites(self.arrival.tenant)
            .filter(|site| who.works_for(site.id))
            .map(|site| ShopLink {
                name: site.name.clone(),
                url: format!("{}/", place::start(site, None, None)),
            })
            .collect();
        let staff = StaffView {
            id: me.id.to_string(),
            role_names: super::users::role_names(self.texts(), &me.roles),
            name: me.name,
            email: me.email,
            shops,
        };
        let nav = NAV
            .iter()
            .filter(|(.., needs)| who.may(*needs))
            .map(|&(id, path, glyph, _)| {
                let count = match id {
                    "sessions" => Some(live),
                    "handed" => Some(waiting),
                    _ => None,
                };
                let count = count.filter(|count| *count > 0);
                NavEntry { id, path, glyph, count }
            })
            .collect();
        Ok(Chrome { staff, nav, may: May::of(who) })
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

impl FromRequestParts<App> for Office {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let arrival = Arrival::from_request_parts(parts, app).await?;
        let nonce = nonce(parts);
        let here = parts.uri.path_and_query().map_or("/office", |all| all.as_str()).to_owned();
        Ok(Self { app: app.clone(), arrival, here, nonce, piece: is_piece(&parts.headers), typed: None })
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let mut office = Office::from_request_parts(&mut parts, app).await?;
        office.here = page_of(&parts.headers);
        let path = parts.uri.path().to_owned();
        match Form::check(Request::from_parts(parts, body), office.arrival.clone(), app).await {
            Ok(form) => {
                office.typed = Some(Kept::going(path, &form));
                Ok(Self { office, form })
            }
            Err(wrong) => Err(error::bare(app, &office.arrival, &office.nonce, &wrong)),
        }
    }
}

fn nonce(parts: &Parts) -> String {
    parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default()
}

/// Whether htmx asks, and not for a whole page of its history.
fn is_piece(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request") && !headers.contains_key("hx-history-restore-request")
}

/// The page a form stood on: where to go on after signing in again.
fn page_of(headers: &HeaderMap) -> String {
    let page = headers.get("referer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = page.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.filter(|path| path.starts_with("/office")).and_then(respond::local).unwrap_or("/office").to_owned()
}
