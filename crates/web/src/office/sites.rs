//! Sites: where their shops are, what they sell in, and their rules for acting on behalf.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::desk::{Act, Ask, DialectPolicy, Permission, View};
use shop::kernel::TaxMode;
use shop::kernel::id::SiteId;
use shop::kernel::problem as kinds;
use shop::kernel::{Country, Locale, Problem};
use shop::people::groups::ListRoles;
use shop::people::role::AGENT_ROLES;
use shop::sites::Site;
use shop::sites::acts::EditSite;
use shop::sites::asks::{ListSites, SiteDetails};

use super::address::{AddressCheck, check};
use super::frame::{Office, Posted, Screen};
use super::parts::TickBox;
use super::texts::Texts;
use crate::dialects::spryker::NAME as SPRYKER;
use crate::edge::Form;
use crate::op::{Ops, RouteKind};

const LIST: Screen = Screen::whole("office/sites.html", "sites", Permission::SitesSee);
const ONE: Screen = Screen::whole("office/site.html", "sites", Permission::SitesSee);
/// Currencies that are offered beside those a site has.
const CURRENCIES: &[&str] = &["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY"];

pub(super) fn ops() -> Ops {
    let page = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Page, Method::GET, path, name, needs, handler)
    };
    let ops = page(Ops::default(), "/office/sites", ListSites::NAME, ListSites::NEEDS, get(list));
    let path = "/office/sites/{site}";
    let ops = page(ops, path, SiteDetails::NAME, SiteDetails::NEEDS, get(one));
    ops.route(RouteKind::Form, Method::POST, path, EditSite::NAME, EditSite::NEEDS, post(edit))
}

/// The name of a site, for lists.
pub(super) fn name(office: &Office, id: SiteId) -> String {
    office
        .arrival
        .directory
        .site(office.arrival.tenant, id)
        .map_or_else(|| id.to_string(), |site| site.name.clone())
}

/// The list's context.
#[derive(Serialize)]
struct List {
    sites: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    code: String,
    name: String,
    storefront_address: String,
    assisting: bool,
    languages: String,
    currencies: String,
}

impl Row {
    fn of(texts: Texts<'_>, site: Site) -> Self {
        let language = |locale: &Locale| texts.say_of("language", "code", locale.tag());
        Self {
            id: site.id.to_string(),
            assisting: site.assisting(),
            languages: site.languages.iter().map(language).collect::<Vec<_>>().join(", "),
            currencies: site.currencies.join(", "),
            code: site.slug,
            name: site.name,
            storefront_address: site.storefront_address,
        }
    }
}

async fn list(office: Office) -> Response {
    office
        .show(LIST, |view| {
            let sites = view.ask(&ListSites::default())?.items.into_iter();
            Ok(List { sites: sites.map(|site| Row::of(office.texts(), site)).collect() })
        })
        .await
}

/// The context of one site's page.
#[derive(Serialize)]
struct One {
    form: Fields,
    languages: Vec<TickBox>,
    currencies: Vec<TickBox>,
    countries: Vec<TickBox>,
    roles: Vec<RoleBox>,
    address_check: Option<AddressCheck>,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one switch on the page")]
struct Fields {
    id: String,
    code: String,
    name: String,
    storefront_address: String,
    assisting: bool,
    tax_mode: String,
    tax_rate: String,
    tax_rate_reduced: String,
    time_zone: String,
    reason_required: bool,
    ticket_required: bool,
    one_agent_per_customer: bool,
    step_up: bool,
    step_up_minutes: String,
    read_only_start: bool,
    masked_results: bool,
    idle_minutes: String,
    absolute_minutes: String,
    sessions_at_once: String,
    spryker_idle_minutes: String,
    spryker_absolute_minutes: String,
    version: i64,
}

#[derive(Serialize)]
struct RoleBox {
    code: String,
    name: String,
    chosen: bool,
}

fn site_id(id: &str) -> Result<SiteId, Problem> {
    id.parse().map_err(|_| Problem::not_found("site"))
}

/// The site as it is stored; or with what was typed, against the version there is now.
fn read(
    office: &Office,
    view: &mut View<'_, '_>,
    id: &str,
    typed: Option<&Form>,
    address_check: Option<AddressCheck>,
) -> Result<One, Problem> {
    let site = view.ask(&SiteDetails { site_id: site_id(id)? })?;
    let texts = office.texts();
    let chosen = |name: &str, stored: Vec<String>| typed.map_or(stored, |form| form.all(name));
    let languages = chosen("languages", site.languages.iter().map(ToString::to_string).collect());
    let currencies = chosen("currencies", site.currencies.clone());
    let countries = chosen("countries", site.countries.clone());
    let placing: BTreeSet<String> =
        chosen("may_place", site.policy.place_roles.clone()).into_iter().collect();
    // Staff who may see sites need not see users: then the roles an agent can have stand for all.
    let known = if view.who().may(Permission::UsersSee) {
        view.ask(&ListRoles::default())?.items.into_iter().map(|role| role.name).collect()
    } else {
        AGENT_ROLES.iter().map(|role| (*role).to_owned()).collect::<Vec<_>>()
    };
    let can_help = |role: &String| AGENT_ROLES.contains(&role.as_str()) || placing.contains(role);
    let roles = known.into_iter().filter(can_help).map(|code| RoleBox {
        name: texts.role(&code),
        chosen: placing.contains(&code),
        code,
    });
    let language = |code: &str| texts.say_of("language", "code", code);
    let country = |code: &str| match code.parse::<Country>() {
        Ok(country) => country.name(texts.locale.tag()).to_owned(),
        Err(_) => code.to_owned(),
    };
    Ok(One {
        languages: boxes(&languages, Locale::ALL.iter().map(|locale| locale.tag()), language),
        currencies: boxes(&currencies, CURRENCIES.iter().copied(), str::to_owned),
        countries: boxes(&countries, Country::all().map(Country::code), country),
        roles: roles.collect(),
        form: fields(site, typed),
        address_check,
    })
}

/// What is chosen first, in its order, since the first one is the default; then what else there is.
fn boxes(
    chosen: &[String],
    all: impl Iterator<Item = &'static str>,
    name: impl Fn(&str) -> String,
) -> Vec<TickBox> {
    let tick = |value: &str, chosen| TickBox { name: name(value), value: value.to_owned(), chosen };
    let ticked = chosen.iter().map(|value| tick(value, true));
    let others = all.filter(|value| !chosen.iter().any(|one| one == value));
    ticked.chain(others.map(|value| tick(value, false))).collect()
}

fn fields(site: Site, typed: Option<&Form>) -> Fields {
    let text = |name: &str, stored: String| typed.map_or(stored, |form| form.field(name).to_owned());
    let on = |name: &str, stored: bool| typed.map_or(stored, |form| form.field(name) == "true");
    let policy = &site.policy;
    let spryker = policy.dialects.get(SPRYKER).copied().unwrap_or_default();
    let minutes = |given: Option<u32>| given.map(|minutes| minutes.to_string()).unwrap_or_default();
    Fields {
        id: site.id.to_string(),
        assisting: site.assisting(),
        name: text("name", site.name.clone()),
        storefront_address: text("storefront_address", site.storefront_address.clone()),
        tax_mode: text("tax_mode", site.tax_mode.name().to_owned()),
        tax_rate: text("tax_rate", percent(site.tax_rate)),
        tax_rate_reduced: text("tax_rate_reduced", percent(site.tax_rate_reduced)),
        time_zone: text("time_zone", site.time_zone.clone()),
        reason_required: on("reason_required", policy.reason_required),
        ticket_required: on("ticket_required", policy.ticket_required),
        one_agent_per_customer: on("one_agent_per_customer", policy.one_agent_per_customer),
        step_up: on("step_up", policy.step_up),
        step_up_minutes: text("step_up_minutes", policy.step_up_minutes.to_string()),
        read_only_start: on("read_only_start", policy.read_only_start),
        masked_results: on("masked_results", policy.masked_results),
        idle_minutes: text("idle_minutes", policy.idle_minutes.to_string()),
        absolute_minutes: text("absolute_minutes", policy.absolute_minutes.to_string()),
        sessions_at_once: text("sessions_at_once", policy.sessions_per_agent.to_string()),
        spryker_idle_minutes: text("spryker_idle_minutes", minutes(spryker.idle_minutes)),
        spryker_absolute_minutes: text("spryker_absolute_minutes", minutes(spryker.absolute_minutes)),
        version: site.version,
        code: site.slug,
    }
}

/// Basis points as people write them: 1900 is `19`, 770 is `7.7`.
fn percent(points: i64) -> String {
    let (whole, rest) = (points / 100, points % 100);
    match rest {
        0 => whole.to_string(),
        _ => format!("{whole}.{rest:02}").trim_end_matches('0').to_owned(),
    }
}

/// The other way: `19`, `7.7` or `7,7`.
fn basis_points(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    if rest.len() > 2 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: i64 = whole.parse::<u16>().ok()?.into();
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(whole * 100 + rest)
}

async fn one(office: Office, Path(id): Path<String>) -> Response {
    office.show(ONE, |view| read(&office, view, &id, None, None)).await
}

async fn edit(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    if form.field("intent") == "check" {
        return office.show(ONE, |view| checked(&office, view, &id, &form)).await;
    }
    let edited = async {
        let act = typed(&id, &form)?;
        office.act(act, form.once.clone()).await
    };
    match edited.await {
        Ok(site) => office
            .done(&format!("/office/sites/{id}"), office.texts().say_of("site-saved", "name", &site.name)),
        Err(wrong) => {
            let wrong = meanwhile(&office, &id, as_on_page(wrong)).await;
            office.again(ONE, &wrong, |view| read(&office, view, &id, Some(&form), None)).await
        }
    }
}

fn checked(office: &Office, view: &mut View<'_, '_>, id: &str, form: &Form) -> Result<One, Problem> {
    let site = view.ask(&SiteDetails { site_id: site_id(id)? })?;
    let found =
        check(office.texts(), &office.app.settings.public_url, &site.slug, form.field("storefront_address"));
    read(office, view, id, Some(form), Some(found))
}

/// What the form says. A box that is not ticked sends nothing, and here that means "no".
fn typed(id: &str, form: &Form) -> Result<EditSite, Problem> {
    let on = |name: &str| (form.field(name) == "true").to_string();
    let rate = |name: &str| {
        let said = "Write a percentage with at most two decimals: 19 or 7.7.";
        basis_points(form.field(name)).ok_or_else(|| Problem::invalid(format!("/{name}"), said))
    };
    let more = [
        ("site_id", id.to_owned()),
        ("tax_rate", rate("tax_rate")?.to_string()),
        ("tax_rate_reduced", rate("tax_rate_reduced")?.to_string()),
        ("sessions_per_agent", form.field("sessions_at_once").to_owned()),
        ("reason_required", on("reason_required")),
        ("ticket_required", on("ticket_required")),
        ("one_agent_per_customer", on("one_agent_per_customer")),
        ("step_up", on("step_up")),
        ("read_only_start", on("read_only_start")),
        ("masked_results", on("masked_results")),
    ];
    let names =
        ["version", "name", "tax_mode", "time_zone", "idle_minutes", "absolute_minutes", "step_up_minutes"];
    let mut act: EditSite = form.read(&names, &more)?;
    act.storefront_address = Some(parse(form, "storefront_address")?);
    act.languages = Some(each(form, "languages")?);
    act.currencies = Some(each(form, "currencies")?);
    act.countries = Some(each(form, "countries")?);
    act.place_roles = Some(each(form, "may_place")?);
    act.dialects = Some(dialects(form)?);
    act.tax_mode = Some(if form.field("tax_mode") == "added" { TaxMode::Added } else { TaxMode::Included });
    Ok(act)
}

/// What is said of dialects; a field that is empty says that there it is as for everybody.
fn dialects(form: &Form) -> Result<BTreeMap<String, DialectPolicy>, Problem> {
    let minutes = |name: &str| match form.field(name).trim() {
        "" => Ok(None),
        text => {
            text.parse().map(Some).map_err(|_| Problem::invalid(format!("/{name}"), "Write whole minutes."))
        }
    };
    let spryker = DialectPolicy {
        idle_minutes: minutes("spryker_idle_minutes")?,
        absolute_minutes: minutes("spryker_absolute_minutes")?,
    };
    let said = Some(spryker).filter(|spryker| *spryker != DialectPolicy::default());
    Ok(said.map(|spryker| (SPRYKER.to_owned(), spryker)).into_iter().collect())
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(form: &Form, name: &str) -> Result<T, Problem> {
    form.field(name).parse().map_err(|error: T::Err| Problem::invalid(format!("/{name}"), error.to_string()))
}

fn each<T: std::str::FromStr<Err: std::fmt::Display>>(form: &Form, name: &str) -> Result<Vec<T>, Problem> {
    let wrong = |error: T::Err| Problem::invalid(format!("/{name}"), error.to_string());
    form.all(name).iter().map(|value| value.parse().map_err(wrong)).collect()
}

/// The page calls some fields by other names than the act.
fn as_on_page(mut wrong: Problem) -> Problem {
    for error in &mut wrong.errors {
        error.pointer = match error.pointer.as_str() {
            "/place_roles" => "/may_place".to_owned(),
            "/sessions_per_agent" => "/sessions_at_once".to_owned(),
            "/dialects/spryker/idle_minutes" => "/spryker_idle_minutes".to_owned(),
            "/dialects/spryker/absolute_minutes" => "/spryker_absolute_minutes".to_owned(),
            _ => continue,
        };
    }
    wrong
}

/// Says what a site was changed to by whoever was faster.
async fn meanwhile(office: &Office, id: &str, wrong: Problem) -> Problem {
    if wrong.kind != &kinds::VERSION_CHANGED {
        return wrong;
    }
    let caller = office.caller();
    let now =
        office.app.gate.run(|| office.app.desk.ask(&caller, &SiteDetails { site_id: site_id(id)? })).await;
    let Ok(now) = now else { return wrong };
    let languages = now.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let minutes = format!("{}/{} min", now.policy.idle_minutes, now.policy.absolute_minutes);
    let rate = format!("{} %", percent(now.tax_rate));
    let fields =
        [now.name, now.storefront_address, languages, now.currencies.join(", "), rate, minutes].join(" · ");
    Problem { detail: office.texts().say_of("user-now", "fields", &fields), ..wrong }
}

#[cfg(test)]
mod tests {
    use super::{basis_points, percent};

    #[test]
    fn percentages_read_as_they_are_written() {
        for points in [0, 1, 10, 100, 770, 1900, 1955, 10_000] {
            assert_eq!(basis_points(&percent(points)), Some(points), "{}", percent(points));
        }
        assert_eq!(basis_points(" 7,7 % "), Some(770));
        for bad in ["", "x", "-1", "1.234", "1.x", "."] {
            assert_eq!(basis_points(bad), None, "{bad:?}");
        }
    }
}
