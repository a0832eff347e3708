//! What the bar is told when a page is loaded. Its other side is `InitialState` in `bar/src/state.ts`.

use schemars::JsonSchema;
use serde::Serialize;
use shop::assist::Standing;
use shop::assist::current::May;
use shop::cart::HandedOverCount;
use shop::desk::{Caller, Channel, Permission};
use shop::kernel::{Money, Problem, Timestamp};
use shop::people::asks::Me;

use crate::App;
use crate::storefront::{Place, place};

/// What the bar begins with.
#[derive(Clone, Debug, Serialize)]
pub struct BarState {
    phase: &'static str,
    base: String,
    shop: String,
    site: Site,
    locale: &'static str,
    agent: Option<Agent>,
    policy: Option<Policy>,
    session: Option<Session>,
    handed_over: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct Site {
    id: String,
    name: String,
    url: String,
}

/// The agent.
#[derive(Clone, Debug, Serialize)]
pub struct Agent {
    /// Full name.
    pub name: String,
    /// Names of the roles.
    pub roles: Vec<String>,
    /// How many carts wait for this agent; none where the role takes none.
    #[serde(skip)]
    pub handed_over: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct Policy {
    reason_required: bool,
    ticket_required: bool,
    sites: Vec<Site>,
}

#[derive(Clone, Debug, Serialize)]
struct Session {
    id: String,
    tab: u32,
    customer: Customer,
    started_at: Timestamp,
    idle_until: Timestamp,
    until: Timestamp,
    now: Timestamp,
    may: May,
    cart: Cart,
    helpers: Vec<String>,
    undo_until: Option<Timestamp>,
    acts: i64,
}

#[derive(Clone, Debug, Serialize)]
struct Customer {
    id: String,
    name: String,
    number: String,
    email: String,
}

/// What lies in the customer's cart.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Cart {
    /// What it comes to.
    pub total: Money,
    /// Pieces in it.
    pub items: u32,
}

impl BarState {
    /// The bar of a visitor who asked for it: it begins with the agent's sign-in.
    pub fn signed_out(place: &Place) -> Self {
        Self {
            phase: "signed_out",
            base: place.arrival.base.prefix.clone(),
            shop: place.path("/"),
            site: site(&place.site),
            locale: place.locale.tag(),
            agent: None,
            policy: None,
            session: None,
            handed_over: None,
        }
    }

    /// The bar of an agent who helps nobody in this tab.
    pub fn idle(place: &Place, agent: Agent) -> Self {
        let handed_over = agent.handed_over;
        Self {
            phase: "idle",
            handed_over,
            agent: Some(agent),
            policy: Some(policy(place)),
            ..Self::signed_out(place)
        }
    }

    /// The bar of an agent who acts for somebody here.
    pub fn active(place: &Place, session: &Standing, cart: Cart) -> Self {
        let agent =
            Agent { name: session.agent.name.clone(), roles: session.agent.roles.clone(), handed_over: None };
        let customer = Customer {
            id: session.customer.id.to_string(),
            name: session.customer.name.clone(),
            number: session.customer.number.clone(),
            email: session.customer.email.clone(),
        };
        let session = Session {
            id: session.id.to_string(),
            tab: session.tab,
            customer,
            started_at: session.started_at,
            idle_until: session.idle_until,
            until: session.until,
            now: session.now,
            may: session.may,
            cart,
            helpers: session.helpers.clone(),
            undo_until: session.undo_until,
            acts: session.acts,
        };
        Self { phase: "active", session: Some(session), ..Self::idle(place, agent) }
    }
}

fn site(site: &shop::sites::Site) -> Site {
    Site {
        id: site.id.to_string(),
        name: site.name.clone(),
        url: format!("{}/", place::start(site, None, None)),
    }
}

fn policy(place: &Place) -> Policy {
    let own = &place.site.policy;
    let sites = place.arrival.directory.sites(place.tenant()).filter(|site| site.assisting());
    Policy {
        reason_required: own.reason_required,
        ticket_required: own.ticket_required,
        sites: sites.map(|one| site(one)).collect(),
    }
}

/// The agent whose sign-in this browser holds; nobody where it holds none, or that of somebody who is no agent.
/// To be called where the store may be waited for.
pub fn agent(app: &App, place: &Place) -> Result<Option<Agent>, Problem> {
    if place.arrival.staff.is_none() {
        return Ok(None);
    }
    let caller = Caller { channel: Channel::Bar, ..place.arrival.in_office() };
    let found = app.desk.view(&caller, |view| {
        if !view.who().is_agent() {
            return Ok(None);
        }
        let takes = view.who().may(Permission::CartTake);
        let handed_over = takes.then(|| view.ask(&HandedOverCount {})).transpose()?;
        let me = view.ask(&Me {})?;
        Ok(Some(Agent { name: me.user.name, roles: me.user.roles, handed_over }))
    });
    match found {
        // A sign-in that has ended is none.
        Err(refused) if refused.kind.status == 401 => Ok(None),
        found => found,
    }
}
