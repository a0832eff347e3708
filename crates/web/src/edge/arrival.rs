//! A request as it arrives: what it shows, where it came from, and the caller the desk is told of.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use shop::desk::{Caller, Channel, Credential, Needs};
use shop::kernel::Locale;
use shop::kernel::id::{RequestId, SiteId, TenantId};
use shop::kernel::problem::{self, Problem};
use shop::kernel::secret::TokenHash;
use shop::sites::Directory;

use super::base::Base;
use super::cookies::Jar;
use super::problem as edge_problem;
use crate::App;

/// Prefixes of tokens: they say what a token is, so that nothing is tried twice.
pub mod token {
    /// A staff member's sign-in.
    pub const STAFF: &str = "us_";
    /// A customer's sign-in.
    pub const CUSTOMER: &str = "uc_";
    /// A guest.
    pub const GUEST: &str = "ug_";
    /// An assist session.
    pub const ON_BEHALF: &str = "ub_";
}

/// A request as it arrives.
#[derive(Clone)]
pub struct Arrival {
    /// Its id.
    pub request: RequestId,
    /// Prefix of links and the agent's tab.
    pub base: Base,
    /// Tenants and sites, as they were when the request came.
    pub directory: Arc<Directory>,
    /// The tenant its host name leads to.
    pub tenant: TenantId,
    /// The host name, with port.
    pub host: String,
    /// The client's address.
    pub address: String,
    /// Whether the client is on this machine.
    pub loopback: bool,
    /// The staff cookie.
    pub staff: Option<String>,
    /// The customer cookie.
    pub customer: Option<String>,
    /// The guest cookie.
    pub guest: Option<String>,
    /// The cookie that form tokens are bound to.
    pub form: Option<String>,
    /// Whether the bar was asked for.
    pub bar: bool,
    /// The flash message's cookie.
    pub flash: Option<String>,
    /// Whom an agent is about to help.
    pub wanted: Option<String>,
    bearer: Option<String>,
    site: Option<SiteId>,
    language: Option<Locale>,
}

impl Arrival {
    /// Reads what has arrived. The directory comes from the store, so there is a place to be waited for.
    pub async fn read(parts: &Parts, app: &App) -> Result<Self, Problem> {
        let headers = &parts.headers;
        let secure = app.settings.secure();
        let host =
            parts.uri.host().map(str::to_owned).or_else(|| text(headers, header::HOST)).unwrap_or_default();
        let directory = app.directory().await?;
        let tenant = directory.tenant(&host).ok_or_else(|| Problem::not_found("shop"))?.id;
        let ip = client_address(parts, app.settings.trust_forwarded);
        let site = match headers.get("understudy-site").and_then(|value| value.to_str().ok()) {
            None => None,
            Some(name) => {
                let found = directory.sites(tenant).find(|site| site.slug == name || site.code == name);
                let found =
                    found.ok_or_else(|| Problem::field(&problem::INVALID, "", "There is no such site."))?;
                Some(found.id)
            }
        };
        Ok(Self {
            request: app.desk.mint().id(),
            base: parts.extensions.get::<Base>().cloned().unwrap_or_default(),
            directory,
            tenant,
            host,
            address: ip.map(|ip| ip.to_string()).unwrap_or_default(),
            loopback: ip.is_some_and(|ip| ip.to_canonical().is_loopback()),
            staff: Jar::Staff.read(headers, secure),
            customer: Jar::Customer.read(headers, secure),
            guest: Jar::Guest.read(headers, secure),
            form: Jar::Form.read(headers, secure),
            bar: Jar::Bar.read(headers, secure).is_some(),
            flash: Jar::Flash.read(headers, secure),
            wanted: Jar::Wanted.read(headers, secure),
            bearer: bearer(headers),
            site,
            language: language(headers),
        })
    }

    /// The caller of a page of the shop: the agent in this tab, else the customer, else the guest.
    pub fn in_shop(&self, site: SiteId, locale: Locale) -> Caller {
        let credential = self.base.tab.map_or_else(|| self.visitor(), |tab| self.in_tab(tab));
        Caller { site: Some(site), locale, ..self.caller(credential, Channel::Shop) }
    }

    /// The caller of a page of the back office.
    pub fn in_office(&self) -> Caller {
        self.caller(self.as_staff(), Channel::Office)
    }

    /// The agent's own sign-in, whatever the tab.
    pub fn as_staff(&self) -> Credential {
        own(self.staff.as_ref(), token::STAFF).map_or(Credential::None, Credential::Staff)
    }

    /// The agent in this tab. Without a sign-in it stands for nobody, and the desk says so.
    fn in_tab(&self, tab: u32) -> Credential {
        Credential::Tab(own(self.staff.as_ref(), token::STAFF).unwrap_or(TokenHash::of("")), tab)
    }

    fn visitor(&self) -> Credential {
        let customer = own(self.customer.as_ref(), token::CUSTOMER).map(Credential::Customer);
        let guest = || own(self.guest.as_ref(), token::GUEST).map(Credential::Guest);
        customer.or_else(guest).unwrap_or(Credential::None)
    }

    /// The caller of an operation of the API: whom the token names; without one, whom the cookies name
    /// that this operation is for.
    pub fn in_api(&self, needs: Needs) -> Result<Caller, Problem> {
        let credential = match &self.bearer {
            Some(token) => by_token(token)?,
            None => match (self.base.tab, needs, &self.staff) {
                (Some(tab), ..) => self.in_tab(tab),
                (None, Needs::Staff(_) | Needs::StaffSelf | Needs::Agent, _) => self.as_staff(),
                (None, ..) => self.visitor(),
            },
        };
        let channel = if self.bearer.is_some() { Channel::Api } else { Channel::Bar };
        Ok(Caller { site: self.site, ..self.caller(credential, channel) })
    }

    /// The caller of what opens a sign-in: nobody, whoever was signed in before.
    pub fn in_api_as_nobody(&self) -> Caller {
        Caller { site: self.site, ..self.caller(Credential::None, Channel::Api) }
    }

    /// The caller of a dialect, who shows a token of its own kind and never a cookie.
    pub(crate) fn in_dialect(
        &self,
        channel: Channel,
        credential: Credential,
        site: Option<SiteId>,
    ) -> Caller {
        Caller { site, ..self.caller(credential, channel) }
    }

    /// The site the request names, else the tenant's first.
    pub fn site_or_first(&self) -> Option<SiteId> {
        self.site.or_else(|| Some(self.directory.sites(self.tenant).next()?.id))
    }

    /// The same request outside of the tab it came from, and the tab: for ending a session that may be over
    /// already, which its agent does plainly signed in.
    pub fn ending_tab(&self) -> (Self, Option<u32>) {
        (Self { base: Base::default(), ..self.clone() }, self.base.tab)
    }

    /// The same request with nothing that says who sends it: a sign-in must not be stopped by an older one that
    /// has expired.
    #[must_use]
    pub fn unsigned(&self) -> Self {
        let base = Base::default();
        Self { bearer: None, staff: None, customer: None, guest: None, base, ..self.clone() }
    }

    /// The language the browser asks for, if the product speaks it.
    pub fn prefers(&self) -> Option<Locale> {
        self.language
    }

    /// Whether cookies speak for this request, so that its origin must be checked.
    pub fn speaks_by_cookie(&self) -> bool {
        self.bearer.is_none()
    }

    fn caller(&self, credential: Credential, channel: Channel) -> Caller {
        Caller {
            tenant: self.tenant,
            site: None,
            credential,
            channel,
            request: self.request,
            locale: self.language.unwrap_or_default(),
            address: self.address.clone(),
            renews: true,
        }
    }
}

/// What the shop keeps of a cookie's token; none where it is no token of this kind, so that what a dialect's tokens
/// hold is good for nothing here.
fn own(cookie: Option<&String>, kind: &str) -> Option<TokenHash> {
    cookie.filter(|token| token.starts_with(kind)).map(|token| TokenHash::of(token))
}

fn by_token(token: &str) -> Result<Credential, Problem> {
    let hash = TokenHash::of(token);
    match token.get(..3) {
        Some(token::STAFF) => Ok(Credential::Staff(hash)),
        Some(token::CUSTOMER) => Ok(Credential::Customer(hash)),
        Some(token::GUEST) => Ok(Credential::Guest(hash)),
        Some(token::ON_BEHALF) => Ok(Credential::OnBehalf(hash)),
        _ => Err(Problem::new(&problem::SIGN_IN_REQUIRED, "This is not a token of this shop.")),
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = text(headers, header::AUTHORIZATION)?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

fn client_address(parts: &Parts, trust_forwarded: bool) -> Option<IpAddr> {
    if trust_forwarded
        && let Some(list) = text(&parts.headers, header::HeaderName::from_static("x-forwarded-for"))
        && let Some(last) = list.rsplit(',').next().and_then(|last| last.trim().parse().ok())
    {
        return Some(last);
    }
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip())
}

/// The first language in Accept-Language that the product speaks.
fn language(headers: &HeaderMap) -> Option<Locale> {
    let wanted = text(headers, header::ACCEPT_LANGUAGE).unwrap_or_default();
    wanted
        .split(',')
        .find_map(|entry| entry.split(';').next()?.trim().get(..2)?.to_ascii_lowercase().parse().ok())
}

impl FromRequestParts<App> for Arrival {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        Self::read(parts, app).await.map_err(|problem| edge_problem::response(&problem, app.desk.mint().id()))
    }
}
