//! Where in the shop an address points: `/eu/en/EUR/…` names site, language and currency.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use shop::desk::Caller;
use shop::kernel::id::{SiteId, TenantId};
use shop::kernel::{Currency, Locale, Problem};
use shop::sites::Site;

use crate::App;
use crate::edge::base::Base;
use crate::edge::headers::Nonce;
use crate::edge::{Arrival, input};

/// A request for a page of the shop.
#[derive(Clone)]
pub struct Place {
    /// The request as it arrived.
    pub arrival: Arrival,
    /// The site.
    pub site: Arc<Site>,
    /// The language.
    pub locale: Locale,
    /// The currency.
    pub currency: Currency,
    /// The path behind site, language and currency, with query, for the switchers.
    pub rest: String,
    /// The nonce of this response's scripts.
    pub nonce: String,
    /// What `?asm=` says, if it is there.
    pub asked_for_bar: Option<bool>,
}

impl Place {
    /// Reads where this request points; 404 where that is in no shop.
    pub fn read(parts: &Parts, arrival: Arrival) -> Result<Self, Box<(Arrival, Problem)>> {
        let whole = parts.uri.path_and_query().map_or("/", |all| all.as_str());
        let (site, locale, currency) = match locate(&arrival, parts.uri.path()) {
            Ok(found) => found,
            Err(problem) => return Err(Box::new((arrival, problem))),
        };
        let start = prefix(&site.slug, locale, currency.code());
        let rest = whole.strip_prefix(&start).filter(|rest| rest.starts_with('/')).unwrap_or("/").to_owned();
        let asked_for_bar = parts.uri.query().and_then(asked_for_bar);
        Ok(Self { arrival, site, locale, currency, rest, nonce: nonce(parts), asked_for_bar })
    }

    /// Where an agent is about to help: the shop that the first of these addresses to lead to one leads to, else
    /// the first one where agents can.
    pub fn for_agents(arrival: Arrival, addresses: &[&str], nonce: &str) -> Result<Self, Problem> {
        let directory = &arrival.directory;
        let mut paths = addresses.iter().map(|address| address.split('?').next().unwrap_or_default());
        let (site, locale, currency) = if let Some(found) = paths.find_map(|path| locate(&arrival, path).ok())
        {
            found
        } else {
            let mut sites = directory.sites(arrival.tenant);
            let first = directory.sites(arrival.tenant).next();
            let site =
                sites.find(|site| site.assisting()).or(first).ok_or_else(|| Problem::not_found("page"))?;
            locate(&arrival, &start(site, arrival.prefers(), None))?
        };
        let (rest, nonce) = ("/".to_owned(), nonce.to_owned());
        Ok(Self { arrival, site, locale, currency, rest, nonce, asked_for_bar: None })
    }

    /// The same place in an agent's tab.
    #[must_use]
    pub fn in_tab(&self, tab: u32) -> Self {
        let mut place = self.clone();
        place.arrival.base = Base { prefix: format!("/as/{tab}"), tab: Some(tab) };
        place
    }

    /// `/eu/en/EUR`.
    pub fn prefix(&self) -> String {
        prefix(&self.site.slug, self.locale, self.currency.code())
    }

    /// The address of a page of this site, language and currency, in this tab.
    pub fn path(&self, path: &str) -> String {
        format!("{}{}{path}", self.arrival.base.prefix, self.prefix())
    }

    /// Who is calling, as the desk is told.
    pub fn caller(&self) -> Caller {
        self.arrival.in_shop(self.site.id, self.locale)
    }

    /// The tenant.
    pub fn tenant(&self) -> TenantId {
        self.arrival.tenant
    }

    /// The last value of a name in the query.
    pub fn asked(&self, name: &str) -> Option<String> {
        let query = self.rest.split_once('?').map(|(_, query)| query)?;
        input::take(&mut input::pairs(query.as_bytes()), name)
    }

    /// The same page of another site, in this language and currency where the site has them.
    pub fn on_site(&self, site: &Site) -> String {
        let locale = if site.languages.contains(&self.locale) { Some(self.locale) } else { None };
        let currency =
            Some(self.currency.code()).filter(|code| site.currencies.iter().any(|own| own == code));
        format!("{}{}{}", self.arrival.base.prefix, start(site, locale, currency), self.rest_to_keep())
    }

    /// The same page in another language or currency.
    pub fn switched(&self, locale: Locale, currency: &str) -> String {
        let prefix = prefix(&self.site.slug, locale, currency);
        format!("{}{prefix}{}", self.arrival.base.prefix, self.rest_to_keep())
    }

    /// The site with this id.
    pub fn site_of(&self, id: SiteId) -> Option<&Arc<Site>> {
        self.arrival.directory.site(self.tenant(), id)
    }

    /// A cursor belongs to one order of one list, which another language or site does not share.
    fn rest_to_keep(&self) -> String {
        let Some((path, query)) = self.rest.split_once('?') else { return self.rest.clone() };
        let kept = query.split('&').filter(|pair| !pair.starts_with("after=") && !pair.starts_with("asm="));
        let kept: Vec<&str> = kept.collect();
        if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
    }
}

/// The nonce of this response's scripts.
pub fn nonce(parts: &Parts) -> String {
    parts.extensions.get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default()
}

/// `/eu/en/EUR`.
pub fn prefix(slug: &str, locale: Locale, currency: &str) -> String {
    format!("/{slug}/{locale}/{currency}")
}

/// Where a site's shop begins: in this language and currency, or in its first ones.
pub fn start(site: &Site, locale: Option<Locale>, currency: Option<&str>) -> String {
    let locale = locale.filter(|wanted| site.languages.contains(wanted));
    let locale = locale.or_else(|| site.languages.first().copied()).unwrap_or_default();
    let currency = currency.or_else(|| site.currencies.first().map(String::as_str)).unwrap_or("EUR");
    prefix(&site.slug, locale, currency)
}

impl FromRequestParts<App> for Place {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let arrival = Arrival::from_request_parts(parts, app).await?;
        Self::read(parts, arrival)
            .map_err(|refused| super::error::bare(app, &refused.0, &nonce(parts), &refused.1))
    }
}

/// What an address names behind site, language and currency: a product, a line, an order.
pub struct Named(pub String);

impl FromRequestParts<App> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let params =
            RawPathParams::from_request_parts(parts, app).await.map_err(IntoResponse::into_response)?;
        Ok(Self(params.iter().nth(3).map(|(_, value)| value.to_owned()).unwrap_or_default()))
    }
}

fn locate(arrival: &Arrival, path: &str) -> Result<(Arc<Site>, Locale, Currency), Problem> {
    let none = || Problem::not_found("page");
    let mut segments = path.split('/').skip(1);
    let (slug, language, code) = (segments.next(), segments.next(), segments.next());
    let site = arrival.directory.by_slug(arrival.tenant, slug.ok_or_else(none)?).cloned().ok_or_else(none)?;
    let locale: Locale = language.and_then(|tag| tag.parse().ok()).ok_or_else(none)?;
    let currency = code.filter(|code| site.currencies.iter().any(|own| own == code)).ok_or_else(none)?;
    if !site.languages.contains(&locale) {
        return Err(none());
    }
    let currency = currency.parse().map_err(|_| none())?;
    Ok((site, locale, currency))
}

/// What `asm=` says in a query: `?asm=true` shows the agent's bar, `?asm=false` puts it away.
pub fn asked_for_bar(query: &str) -> Option<bool> {
    input::take(&mut input::pairs(query.as_bytes()), "asm").map(|value| value == "true")
}
