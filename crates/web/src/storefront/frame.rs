//! What stands around every page of the shop: switchers, categories, the customer, the small cart, who helps.

use serde::Serialize;
use shop::assist::{CurrentSession, HelpedNow, HelperView, Standing};
use shop::cart::MiniCart;
use shop::catalog::asks::ListCategories;
use shop::customers::Profile;
use shop::customers::profile::ProfileView;
use shop::desk::{Subject, View};
use shop::kernel::TaxMode;
use shop::kernel::id::SiteId;
use shop::kernel::{Money, Problem, Timestamp};

use super::Place;
use super::shown::MiniCartContext;
use crate::App;
use crate::bar::state::{BarState, Cart};
use crate::pages::{Flash, FormState, Sheet};

/// The context that is the same on every page of the shop (`samples/_shop.json`).
#[derive(Debug, Serialize)]
pub struct ShopFrame {
    currency: &'static str,
    site: SiteContext,
    categories: Vec<CategoryLink>,
    query: String,
    customer: Option<CustomerContext>,
    mini_cart: MiniCartContext,
    helped_by: Option<HelperContext>,
    acting: Option<ActingContext>,
    bar: Option<BarState>,
    flash: Option<Flash>,
    errors: std::collections::BTreeMap<String, String>,
    problem: Option<std::collections::BTreeMap<&'static str, String>>,
    live: Option<Live>,
}

#[derive(Debug, Serialize)]
struct SiteContext {
    code: String,
    name: String,
    region: String,
    language: &'static str,
    tax_included: bool,
    url: String,
    sites: Vec<Switch>,
    languages: Vec<Switch>,
    currencies: Vec<Switch>,
}

/// One entry of a switcher.
#[derive(Debug, Serialize)]
struct Switch {
    code: String,
    name: String,
    url: String,
    current: bool,
}

#[derive(Clone, Debug, Serialize)]
struct CategoryLink {
    name: String,
    path: String,
    current: bool,
}

/// The customer whose shop this is: who is signed in, or who is acted for.
#[derive(Clone, Debug, Serialize)]
pub struct CustomerContext {
    id: String,
    number: String,
    name: String,
    first_name: String,
    last_name: String,
    email: String,
    phone: String,
    locale: &'static str,
    consent: bool,
}

/// Who helps the customer now, on the customer's own pages.
#[derive(Clone, Debug, Serialize)]
struct HelperContext {
    /// The one who came last.
    agent: String,
    /// Those who came before, "none" where there is nobody.
    others: String,
    /// Since when there has been help.
    since: Timestamp,
}

impl HelperContext {
    fn of(helpers: &[HelperView]) -> Option<Self> {
        let mut names: Vec<&str> = Vec::new();
        for helper in helpers {
            if !names.contains(&helper.agent.as_str()) {
                names.push(&helper.agent);
            }
        }
        let (last, others) = names.split_last()?;
        Some(Self {
            agent: (*last).to_owned(),
            others: if others.is_empty() { "none".to_owned() } else { others.join(", ") },
            since: helpers.first()?.since,
        })
    }
}

/// For whom the agent acts, on the agent's pages.
#[derive(Clone, Debug, Serialize)]
pub struct ActingContext {
    /// The customer's name.
    pub customer: String,
    /// The agent's name.
    pub agent: String,
    /// When the session ends in any case.
    pub until: Timestamp,
}

/// The page's event stream.
#[derive(Debug, Serialize)]
struct Live {
    url: String,
    topics: &'static str,
}

/// What a frame reads of the store.
#[derive(Clone, Debug)]
pub struct Seen {
    categories: Vec<CategoryLink>,
    customer: Option<CustomerContext>,
    mini_cart: MiniCartContext,
    helped_by: Option<HelperContext>,
    acting: Option<ActingContext>,
    bar: Option<BarState>,
    shops: bool,
    /// The site of the session this is acted in.
    pub bound_to: Option<SiteId>,
}

impl Seen {
    /// Reads it, in the page's own view of the store.
    pub fn look(view: &mut View<'_, '_>, place: &Place) -> Result<Self, Problem> {
        let who = view.who().clone();
        let mini_cart = match who.subject() {
            Some(_) => view.ask(&MiniCart { currency: Some(place.currency) })?,
            None => None,
        };
        let session = who.on_behalf().map(|_| view.ask(&CurrentSession {})).transpose()?;
        let customer = match (&session, who.subject()) {
            // Opening the customer's profile is recorded; the frame of a page does not open it.
            (Some(session), _) => Some(CustomerContext::acted_for(session)),
            (None, Some(Subject::Customer(_))) => Some(CustomerContext::of(view.ask(&Profile::default())?)),
            _ => None,
        };
        let helped_by = HelperContext::of(&view.ask(&HelpedNow {})?);
        let acting = session.as_ref().map(|session| ActingContext {
            customer: session.customer.name.clone(),
            agent: session.agent.name.clone(),
            until: session.until,
        });
        let cart = mini_cart.as_ref().map(|cart| Cart { total: cart.subtotal, items: cart.item_count });
        let cart = cart.unwrap_or(Cart { total: Money::zero(place.currency), items: 0 });
        let bar = session.as_ref().map(|session| BarState::active(place, session, cart));
        Ok(Self {
            categories: categories(view, place)?,
            mini_cart: MiniCartContext::of(mini_cart, place.currency),
            helped_by,
            bar,
            shops: who.subject().is_some(),
            bound_to: who.on_behalf().and_then(|_| who.site_if_any()),
            customer,
            acting,
        })
    }

    /// Adds the bar of an agent who helps nobody here, or of a visitor who asked for it. Without either, a page
    /// carries nothing of it. To be called where the store may be waited for.
    pub fn add_bar(&mut self, app: &App, place: &Place) -> Result<(), Problem> {
        if self.bar.is_some() {
            return Ok(());
        }
        let asked = place.asked_for_bar.unwrap_or(place.arrival.bar);
        self.bar = match crate::bar::state::agent(app, place)? {
            Some(agent) => Some(BarState::idle(place, agent)),
            None => asked.then(|| BarState::signed_out(place)),
        };
        Ok(())
    }
}

fn categories(view: &mut View<'_, '_>, place: &Place) -> Result<Vec<CategoryLink>, Problem> {
    let here = place.rest.split('?').next().unwrap_or_default().to_owned();
    let link = |name: String, slug: &str| {
        let path = format!("/c/{slug}");
        CategoryLink { name, current: path == here, path }
    };
    let tree = view.ask(&ListCategories {})?;
    Ok(tree.categories.into_iter().map(|category| link(category.name, &category.slug)).collect())
}

impl CustomerContext {
    /// The customer of a session, as far as the session tells.
    fn acted_for(session: &Standing) -> Self {
        let (first, last) = session.customer.name.split_once(' ').unwrap_or((&session.customer.name, ""));
        Self {
            id: session.customer.id.to_string(),
            name: session.customer.name.clone(),
            number: session.customer.number.clone(),
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            email: session.customer.email.clone(),
            phone: String::new(),
            locale: "",
            consent: true,
        }
    }

    /// The customer whose profile this is.
    pub fn of(profile: ProfileView) -> Self {
        Self {
            id: profile.id.to_string(),
            name: full_name(&profile.first_name, &profile.last_name),
            number: profile.number,
            first_name: profile.first_name,
            last_name: profile.last_name,
            email: profile.email,
            phone: profile.phone,
            locale: profile.locale.tag(),
            consent: profile.consent,
        }
    }
}

/// Given and family names as one.
pub fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

impl ShopFrame {
    /// The frame of a page at this place.
    pub fn of(place: &Place, sheet: &Sheet<'_>, seen: Seen, state: FormState) -> Self {
        let live = (seen.shops && seen.acting.is_none())
            .then(|| Live { url: place.path("/live"), topics: "cart assist order customer" });
        Self {
            currency: place.currency.code(),
            site: site(place, sheet),
            categories: seen.categories,
            query: place.asked("q").unwrap_or_default(),
            customer: seen.customer,
            mini_cart: seen.mini_cart,
            helped_by: seen.helped_by,
            acting: seen.acting,
            bar: seen.bar,
            flash: sheet.flash(),
            errors: state.errors,
            problem: state.problem,
            live,
        }
    }
}

fn site(place: &Place, sheet: &Sheet<'_>) -> SiteContext {
    let tenant = place.arrival.directory.tenants().iter().find(|tenant| tenant.id == place.tenant());
    let sites = place.arrival.directory.sites(place.tenant()).map(|site| Switch {
        code: site.slug.clone(),
        name: site.name.clone(),
        url: place.on_site(site),
        current: site.id == place.site.id,
    });
    let languages = place.site.languages.iter().map(|locale| Switch {
        code: locale.tag().to_owned(),
        name: locale.native_name().to_owned(),
        url: place.switched(*locale, place.currency.code()),
        current: *locale == place.locale,
    });
    let currencies = place.site.currencies.iter().map(|code| Switch {
        code: code.clone(),
        name: sheet.text_with("currency-name", &[("code", code.as_str().into())]),
        url: place.switched(place.locale, code),
        current: code == place.currency.code(),
    });
    SiteContext {
        code: place.site.slug.clone(),
        name: tenant.map_or_else(|| place.site.name.clone(), |tenant| tenant.name.clone()),
        region: place.site.name.clone(),
        language: place.locale.native_name(),
        tax_included: place.site.tax_mode == TaxMode::Included,
        url: place.path("/"),
        sites: sites.collect(),
        languages: languages.collect(),
        currencies: currencies.collect(),
    }
}
