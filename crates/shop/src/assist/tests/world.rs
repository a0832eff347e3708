//! A small shop with people in it.

use std::time::Duration;

use crate::assist::{StartSession, Started};
use crate::desk::chore::Chore;
use crate::desk::{Act, Ask, Caller, Credential, Permissions, Policy};
use crate::kernel::Problem;
use crate::kernel::id::{AssistSessionId, CartId, CustomerId, Id, SiteId, StaffId, StaffSessionId};
use crate::kernel::secret::TokenHash;
use crate::kernel::text::Said;
use crate::people::role::SHIPPED;
use crate::testing::TestShop;

store::statements! {
    SITE = "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
        VALUES ($1, $2, $3, $3, $3, $4, 'en', 'EUR', 'DE', 'included', 1900, 700, 'Europe/Berlin', $5, 1, 1)";
    STAFF = "INSERT INTO staff (tenant, id, name, email, email_key, status, agent, roles, may, sites, locale,
            next_tab, version, created_at)
        VALUES ($1, $2, $3, $4, $4, 'active', $5, $6, $7, '', 'en', 1, 1, $8)";
    SIGN_IN = "INSERT INTO staff_session (tenant, token_hash, id, staff_id, created_at, proved_at, seen_at, idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $6)";
    CUSTOMER = "INSERT INTO customer (tenant, id, number, first_name, last_name, email, email_key, phone, locale,
            segment, status, vip, consent, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6, '', 'en', '', 'active', $9, $7, 1, $8)";
    CUSTOMER_SIGN_IN = "INSERT INTO customer_session (tenant, token_hash, id, customer_id, created_at, seen_at, idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
    CART = "INSERT INTO cart (tenant, owner, id, site_id, currency, state, version, fence, coupons, item_count, total,
            email, shipping, payment, handed_by, handed_name, handed_at, created_at, changed_at, changed_by)
        VALUES ($1, $2, $3, $4, 'EUR', 'handed_over', 1, 1, '', 0, 0, '', '', '', 'agent', 'Tom Reyes', $5, $5, $5, 'agent')";
    CART_STATE = "SELECT state FROM cart WHERE tenant = $1 AND id = $2";
    pub(super) SET_STATUS = "UPDATE customer SET status = $3 WHERE tenant = $1 AND id = $2";
    pub(super) SET_CONSENT = "UPDATE customer SET consent = $3 WHERE tenant = $1 AND id = $2";
    pub(super) SET_AGENT = "UPDATE staff SET agent = $3 WHERE tenant = $1 AND id = $2";
    pub(super) SET_SITES = "UPDATE staff SET sites = $3 WHERE tenant = $1 AND id = $2";
    pub(super) SET_EMAIL = "UPDATE staff SET email_key = $3 WHERE tenant = $1 AND id = $2";
    pub(super) JOBS = "SELECT kind FROM job WHERE tenant = $1 AND done_at IS NULL ORDER BY id";
    pub(super) LEAVES = "SELECT actor, subject, session, action, outcome FROM leaf WHERE tenant = $1
        ORDER BY at, stream, position";
}

/// A staff member who is signed in.
#[derive(Clone, Copy)]
pub(super) struct Agent {
    pub(super) id: StaffId,
    pub(super) sign_in: StaffSessionId,
    token: TokenHash,
}

/// The shop, its site and its people.
pub(super) struct World<'s> {
    pub(super) shop: &'s TestShop,
    pub(super) site: SiteId,
    pub(super) sarah: Agent,
    pub(super) tom: Agent,
    pub(super) vera: Agent,
    pub(super) haru: CustomerId,
    pub(super) haru_signed_in: Caller,
    pub(super) aiko: CustomerId,
}

impl<'s> World<'s> {
    /// Site EU with this policy; Sarah and Tom are agents, Vera is a supervisor; Haru and Aiko are customers.
    pub(super) fn with(shop: &'s TestShop, policy: &Policy) -> Self {
        let site = new_site(shop, "eu", "https://eu.northlight.example", policy);
        let haru = new_customer(shop, "C1003", "Haru", "Tanaka");
        let token = shop.token("cus").1;
        let session: crate::kernel::id::CustomerSessionId = shop.desk.mint().id();
        let until = shop.desk.now().plus(Duration::from_secs(30 * 24 * 3600));
        write(
            shop,
            &CUSTOMER_SIGN_IN,
            store::params![shop.tenant, token, session, haru, shop.desk.now(), until],
        );
        Self {
            shop,
            site,
            sarah: new_staff(shop, "Sarah Lindqvist", "agent"),
            tom: new_staff(shop, "Tom Reyes", "sales-agent"),
            vera: new_staff(shop, "Vera Holm", "supervisor"),
            haru,
            haru_signed_in: shop.caller_at(site, Credential::Customer(token)),
            aiko: new_customer(shop, "C1017", "Aiko", "Tanaka"),
        }
    }

    pub(super) fn new(shop: &'s TestShop) -> Self {
        Self::with(shop, &Policy::default())
    }

    /// The agent, plain.
    pub(super) fn plain(&self, agent: &Agent) -> Caller {
        self.shop.caller_at(self.site, Credential::Staff(agent.token))
    }

    /// The agent in a tab.
    pub(super) fn tab(&self, agent: &Agent, tab: u32) -> Caller {
        self.shop.caller_at(self.site, Credential::Tab(agent.token, tab))
    }

    /// What a start says by default.
    pub(super) fn start_of(&self, customer: CustomerId) -> StartSession {
        StartSession {
            customer,
            site: None,
            reason: "Order by phone".parse().unwrap(),
            ticket: Said::default(),
            read_only: false,
            cart: None,
            token: self.shop.token("ase").1,
            refresh: None,
        }
    }

    /// Starts for a customer.
    pub(super) fn start(&self, agent: &Agent, customer: CustomerId) -> Result<Started, Problem> {
        self.act(&self.plain(agent), self.start_of(customer))
    }

    pub(super) fn act<A: Act>(&self, caller: &Caller, act: A) -> Result<A::Out, Problem> {
        self.shop.desk.act(caller, act, None)?.out()
    }

    pub(super) fn ask<A: Ask>(&self, caller: &Caller, ask: &A) -> Result<A::Out, Problem> {
        self.shop.desk.ask(caller, ask)
    }

    /// Changes a row from outside, as another room would.
    pub(super) fn set<I: store::ToParam, V: store::ToParam>(
        &self,
        statement: &'static store::Statement,
        id: I,
        value: V,
    ) {
        write(self.shop, statement, store::params![self.shop.tenant, id, value]);
    }

    /// A cart of the customer's that was handed over.
    pub(super) fn handed_over(&self, customer: CustomerId) -> CartId {
        let cart: CartId = self.shop.desk.mint().id();
        let now = self.shop.desk.now();
        write(self.shop, &CART, store::params![self.shop.tenant, customer, cart, self.site, now]);
        cart
    }

    pub(super) fn state_of(&self, cart: CartId) -> String {
        let tenant = self.shop.tenant;
        let row = self.shop.desk.survey(|tx| tx.one(&CART_STATE, store::params![tenant, cart])).unwrap();
        row.unwrap().get(0).unwrap()
    }

    /// Jobs that wait.
    pub(super) fn jobs(&self) -> Vec<String> {
        let rows = self.shop.desk.survey(|tx| tx.all(&JOBS, store::params![self.shop.tenant])).unwrap();
        rows.iter().map(|row| row.get(0).unwrap()).collect()
    }

    /// The leaves of a session: who and what, with a mark when refused.
    pub(super) fn leaves(&self, session: AssistSessionId) -> Vec<(String, String)> {
        let rows = self.shop.desk.survey(|tx| tx.all(&LEAVES, store::params![self.shop.tenant])).unwrap();
        let of_session =
            |row: &&store::Row| row.get::<Option<String>>(2).unwrap() == Some(session.to_string());
        rows.iter()
            .filter(of_session)
            .map(|row| {
                assert!(
                    row.get::<Option<String>>(1).unwrap().is_some(),
                    "a leaf of a session names the customer"
                );
                let refused = if row.get::<i64>(4).unwrap() == 1 { " refused" } else { "" };
                let actor: String = row.get(0).unwrap();
                let actor = actor.split_once(':').map_or("", |(kind, _)| kind).to_owned();
                (actor, format!("{}{refused}", row.get::<String>(3).unwrap()))
            })
            .collect()
    }
}

pub(super) fn write(shop: &TestShop, statement: &'static store::Statement, params: &[store::Param<'_>]) {
    let params: Vec<store::Param<'static>> = params.iter().map(owned).collect();
    shop.desk.chore(Chore::Founding, move |tx| tx.exec(statement, &params)).unwrap();
    shop.desk.refresh_memory().unwrap();
}

fn owned(param: &store::Param<'_>) -> store::Param<'static> {
    match param {
        store::Param::Null => store::Param::Null,
        store::Param::Int(number) => store::Param::Int(*number),
        store::Param::Bool(truth) => store::Param::Bool(*truth),
        store::Param::Text(text) => store::Param::Text(text.clone().into_owned().into()),
        store::Param::Blob(bytes) => store::Param::Blob(bytes.clone().into_owned().into()),
    }
}

pub(super) fn new_site(shop: &TestShop, slug: &str, address: &str, policy: &Policy) -> SiteId {
    let id: SiteId = shop.desk.mint().id();
    let policy = serde_json::to_string(policy).unwrap();
    write(shop, &SITE, store::params![shop.tenant, id, slug, address, policy]);
    let bump = &crate::desk::sql::BUMP_MEMO;
    let tenant = shop.tenant;
    shop.desk
        .chore(Chore::Founding, move |tx| tx.returning(bump, store::params![tenant, "sites"]).map(|_| ()))
        .unwrap();
    shop.desk.refresh_memory().unwrap();
    id
}

pub(super) fn new_staff(shop: &TestShop, name: &str, role: &str) -> Agent {
    let id: StaffId = shop.desk.mint().id();
    let may: Permissions = SHIPPED.iter().find(|shipped| shipped.name == role).unwrap().may;
    let email = format!("{}@northlight.example", name.to_lowercase().replace(' ', "."));
    write(
        shop,
        &STAFF,
        store::params![shop.tenant, id, name, email, role != "supervisor", role, may, shop.desk.now()],
    );
    sign_in(shop, id)
}

/// Signs a staff member in once more.
pub(super) fn sign_in(shop: &TestShop, id: StaffId) -> Agent {
    let (token, sign_in): (TokenHash, StaffSessionId) = (shop.token("stf").1, shop.desk.mint().id());
    let until = shop.desk.now().plus(crate::desk::STAFF_ABSOLUTE);
    write(shop, &SIGN_IN, store::params![shop.tenant, token, sign_in, id, shop.desk.now(), until]);
    Agent { id, sign_in, token }
}

fn new_customer(shop: &TestShop, number: &str, first: &str, last: &str) -> CustomerId {
    let id: CustomerId = shop.desk.mint().id();
    let email = format!("{}.{}@example.com", first.to_lowercase(), last.to_lowercase());
    write(
        shop,
        &CUSTOMER,
        store::params![shop.tenant, id, number, first, last, email, true, shop.desk.now(), false],
    );
    assert_ne!(id, CustomerId::from_bits(0));
    id
}
