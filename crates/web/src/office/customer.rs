//! One customer: who they are, their carts and orders, who helped them; and what staff may change of them.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::assist::CustomerSessions;
use shop::assist::history::SessionView;
use shop::cart::{CartView, CustomerCart};
use shop::customers::office::DetailsView;
use shop::customers::{CustomerDetails, SetCustomerStanding, SetCustomerStatus};
use shop::desk::{Act, Acting, Ask, Permission, View};
use shop::kernel::id::CustomerId;
use shop::kernel::{Locale, Money, Problem, Timestamp};
use shop::orders::{CustomerOrders, OrderSummary};

use super::frame::{Office, Posted, Screen};
use super::parts::{AddressView, LineRow, agent_of, picture};
use crate::op::{Ops, RouteKind};
use crate::storefront::shown::before_discounts;

pub(super) const SCREEN: Screen =
    Screen::whole("office/customer.html", "customers", Permission::CustomerOpen);

pub(super) fn ops() -> Ops {
    let (open, needs) = (CustomerDetails::NAME, CustomerDetails::NEEDS);
    let form = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let ops = Ops::default().route(
        RouteKind::Page,
        Method::GET,
        "/office/customers/{customer}",
        open,
        needs,
        get(details),
    );
    let ops = form(
        ops,
        "/office/customers/{customer}/status",
        SetCustomerStatus::NAME,
        SetCustomerStatus::NEEDS,
        post(status),
    );
    form(
        ops,
        "/office/customers/{customer}/standing",
        SetCustomerStanding::NAME,
        SetCustomerStanding::NEEDS,
        post(standing),
    )
}

/// The page's context.
#[derive(Serialize)]
struct Details {
    customer: Person,
    addresses: Vec<AddressView>,
    carts: Vec<CartRow>,
    orders: Vec<OrderRow>,
    sessions: Vec<SessionRow>,
    assisted_buying: Vec<Entry>,
}

#[derive(Serialize)]
struct Person {
    id: String,
    number: String,
    salutation: String,
    name: String,
    email: String,
    phone: String,
    gender: String,
    birth_date: String,
    segment: String,
    locale: &'static str,
    consent: bool,
    vip: bool,
    live: bool,
    status: &'static str,
    helped_by: Vec<String>,
    since: i64,
    external_id: String,
    has_password: bool,
    version: i64,
}

#[derive(Serialize)]
struct CartRow {
    site: String,
    lines: Vec<LineRow>,
    total: Money,
    item_count: u32,
    changed_at: i64,
}

#[derive(Serialize)]
struct OrderRow {
    number: String,
    placed_by_support: bool,
    placed_at: i64,
    status: &'static str,
    total: Money,
}

/// A session in which somebody helped.
#[derive(Serialize)]
struct SessionRow {
    id: String,
    agent: String,
    active: bool,
    disputed: bool,
    started_at: i64,
    minutes: u64,
    act_count: i64,
    reason: String,
    notes: Vec<NoteRow>,
}

#[derive(Serialize)]
struct NoteRow {
    text: String,
    at: i64,
}

/// An entry of the Assisted Buying menu.
#[derive(Serialize)]
struct Entry {
    id: String,
    name: String,
    asks_reason: bool,
    asks_ticket: bool,
}

async fn details(office: Office, Path(id): Path<String>) -> Response {
    office.show(SCREEN, |view| read(&office, view, &id)).await
}

fn read(office: &Office, view: &mut View<'_, '_>, id: &str) -> Result<Details, Problem> {
    let customer = customer(id)?;
    let found = view.ask(&CustomerDetails { customer })?;
    let carts = view.ask(&CustomerCart { customer })?;
    let orders = view.ask(&CustomerOrders { customer, after: None })?;
    let sessions = view.ask(&CustomerSessions { customer, after: None })?;
    let who = view.who();
    let sessions: Vec<SessionRow> =
        sessions.items.into_iter().map(|session| session_row(session, who.at())).collect();
    let helped_by =
        sessions.iter().filter(|session| session.active).map(|session| session.agent.clone()).collect();
    Ok(Details {
        assisted_buying: assisted_buying(office, who),
        addresses: found
            .addresses
            .iter()
            .map(|address| AddressView::saved(address.clone(), office.locale()))
            .collect(),
        customer: person(found, helped_by),
        carts: carts.into_iter().map(|cart| cart_row(office, cart)).collect(),
        orders: orders.items.into_iter().map(order_row).collect(),
        sessions,
    })
}

/// The id in an address; nobody is there where it is none.
pub(super) fn customer(id: &str) -> Result<CustomerId, Problem> {
    id.parse().map_err(|_| Problem::not_found("customer"))
}

fn person(found: DetailsView, helped_by: Vec<String>) -> Person {
    let profile = found.profile;
    Person {
        id: profile.id.to_string(),
        number: profile.number,
        salutation: profile.salutation,
        name: format!("{} {}", profile.first_name, profile.last_name),
        email: profile.email,
        phone: profile.phone,
        gender: profile.gender,
        birth_date: profile.birth_date,
        segment: found.segment,
        locale: profile.locale.tag(),
        consent: profile.consent,
        vip: found.vip,
        live: found.live,
        status: profile.status.name(),
        helped_by,
        since: profile.created_at.0,
        external_id: found.reference.unwrap_or_default(),
        has_password: found.has_password,
        version: profile.version,
    }
}

fn cart_row(office: &Office, cart: CartView) -> CartRow {
    let lines = cart.lines.into_iter().map(|line| LineRow {
        picture: picture(&line.picture),
        name: line.name,
        variant: line.options,
        quantity: line.quantity,
        unit: line.unit,
        total: line.price,
        before: before_discounts(line.unit, line.quantity, line.price),
        added_by: agent_of(&line.added_by),
    });
    CartRow {
        site: super::sites::name(office, cart.site),
        lines: lines.collect(),
        total: cart.total,
        item_count: cart.item_count,
        changed_at: cart.changed_at.0,
    }
}

fn order_row(order: OrderSummary) -> OrderRow {
    OrderRow {
        number: order.number,
        placed_by_support: agent_of(&order.placed_by).is_some(),
        placed_at: order.placed_at.0,
        status: order.status.name(),
        total: order.total,
    }
}

fn session_row(view: SessionView, now: Timestamp) -> SessionRow {
    let session = view.session;
    let lasted = session.ended_at.unwrap_or(now).since(session.started_at);
    SessionRow {
        id: session.id.to_string(),
        agent: session.agent,
        active: session.ended_at.is_none(),
        disputed: session.disputed_at.is_some(),
        started_at: session.started_at.0,
        minutes: lasted.as_secs() / 60,
        act_count: session.acts,
        reason: session.reason,
        notes: view.notes.into_iter().map(|note| NoteRow { text: note.text, at: note.at.0 }).collect(),
    }
}

/// The sites on which this agent can act: those with a storefront address, of those they work for. Nothing
/// for whoever is no agent.
fn assisted_buying(office: &Office, who: &Acting) -> Vec<Entry> {
    if !who.is_agent() || !who.may(Permission::AssistStart) {
        return Vec::new();
    }
    office
        .arrival
        .directory
        .sites(office.arrival.tenant)
        .filter(|site| site.assisting() && who.works_for(site.id))
        .map(|site| Entry {
            id: site.id.to_string(),
            name: site.name.clone(),
            asks_reason: site.policy.reason_required,
            asks_ticket: site.policy.ticket_required,
        })
        .collect()
}

async fn status(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let set = async {
        let act: SetCustomerStatus = form.read(&["status", "version"], &[("customer", id.clone())])?;
        office.act(act, form.once.clone()).await
    };
    match set.await {
        Ok(profile) => {
            let said = office.texts().say_of("customer-status-set", "status", profile.status.name());
            office.done(&format!("/office/customers/{id}"), said)
        }
        Err(wrong) => office.again(SCREEN, &wrong, |view| read(&office, view, &id)).await,
    }
}

async fn standing(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let set = async {
        let vip = (form.field("vip") == "true").to_string();
        let act: SetCustomerStanding =
            form.read(&["segment", "version"], &[("customer", id.clone()), ("vip", vip)])?;
        office.act(act, form.once.clone()).await
    };
    match set.await {
        Ok(_) => office.done(&format!("/office/customers/{id}"), office.texts().say("saved")),
        Err(wrong) => office.again(SCREEN, &wrong, |view| read(&office, view, &id)).await,
    }
}

/// The first language of a site that its reader speaks, for links into its shop.
pub(super) fn spoken(languages: &[Locale], wanted: Locale) -> Locale {
    if languages.contains(&wanted) { wanted } else { languages.first().copied().unwrap_or_default() }
}
