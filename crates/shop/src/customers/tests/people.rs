//! Who is in the stories: a site, staff with a sign-in, customers with a sign-in, an agent who acts.

use crate::customers::{CreateCustomer, Created};
use crate::desk::{Caller, Credential, Permission, Permissions, Policy};
use crate::kernel::Timestamp;
use crate::kernel::id::{
    AssistSessionId, CustomerId, CustomerSessionId, SiteId, StaffId, StaffSessionId, TenantId,
};
use crate::kernel::secret::TokenHash;
use crate::testing::TestShop;

store::statements! {
    NEW_SITE = "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
        VALUES ($1, $2, 'eu', 'EU', 'Europe', 'https://shop.example', 'en', 'EUR', 'DE', 'included', 1900, 700,
            'Europe/Berlin', $3, 1, 1)";
    NEW_STAFF = "INSERT INTO staff (tenant, id, name, email, email_key, status, agent, roles, may, sites, locale, next_tab,
            version, created_at)
        VALUES ($1, $2, $3, $2, $2, 'active', TRUE, 'agent', $4, '', 'en', 2, 1, $5)";
    NEW_STAFF_SESSION = "INSERT INTO staff_session (tenant, token_hash, id, staff_id, created_at, seen_at, idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
    NEW_CUSTOMER_SESSION = "INSERT INTO customer_session (tenant, token_hash, id, customer_id, created_at, seen_at,
            idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
    NEW_ASSIST_SESSION = "INSERT INTO assist_session (tenant, id, staff_id, staff_session_id, tab, customer_id, site_id,
            token_hash, may, channel, reason, ticket, started_at, seen_at, idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'shop', '', '', $10, $10, $11, $11)";
    ENDED_BY = "SELECT ended_by FROM assist_session WHERE tenant = $1 AND id = $2";
    LEAVES = "SELECT action FROM leaf WHERE tenant = $1 AND action LIKE $2 ORDER BY at, stream, position";
}

/// A far away moment.
const LATER: Timestamp = Timestamp(4_000_000_000_000_000);

/// An agent, signed in.
pub(super) struct Agent {
    pub(super) id: StaffId,
    pub(super) session: StaffSessionId,
    hash: TokenHash,
    /// In the back office.
    pub(super) caller: Caller,
}

pub(super) fn write(
    shop: &TestShop,
    write: impl Fn(&mut store::WriteTx<'_>) -> Result<(), store::Error> + Send + 'static,
) {
    shop.desk.0.db.write(move |tx| write(tx)).expect("the story is set up");
}

/// What the first column of the only row says.
pub(super) fn one<T: store::FromColumn>(
    shop: &TestShop,
    statement: &store::Statement,
    params: &[store::Param<'_>],
) -> T {
    let read = shop.desk.0.db.read(|tx| tx.one(statement, params)?.expect("a row").get(0));
    read.unwrap_or_else(|error: store::Error| panic!("{error}"))
}

/// A site with these policies.
pub(super) fn site(shop: &TestShop, policy: &Policy) -> SiteId {
    let (tenant, id): (TenantId, SiteId) = (shop.tenant, shop.desk.mint().id());
    let policy = serde_json::to_string(policy).expect("a policy");
    write(shop, move |tx| tx.exec(&NEW_SITE, store::params![tenant, id, policy]).map(|_| ()));
    id
}

/// Staff who may do this, signed in.
pub(super) fn staff(shop: &TestShop, name: &str, may: Permissions) -> Agent {
    staff_of(shop, shop.tenant, name, may)
}

fn staff_of(shop: &TestShop, tenant: TenantId, name: &str, may: Permissions) -> Agent {
    let (id, session): (StaffId, StaffSessionId) = (shop.desk.mint().id(), shop.desk.mint().id());
    let (_, hash) = shop.token("ust");
    let (name, now) = (name.to_owned(), shop.desk.now());
    write(shop, move |tx| {
        tx.exec(&NEW_STAFF, store::params![tenant, id, name, may, now])?;
        tx.exec(&NEW_STAFF_SESSION, store::params![tenant, hash, session, id, now, LATER])?;
        Ok(())
    });
    Agent { id, session, hash, caller: Caller { tenant, ..shop.caller(Credential::Staff(hash)) } }
}

/// Sarah, an agent.
pub(super) fn sarah(shop: &TestShop) -> Agent {
    agent_of(shop, shop.tenant, "Sarah")
}

/// An agent of this tenant.
pub(super) fn agent_of(shop: &TestShop, tenant: TenantId, name: &str) -> Agent {
    let finding = Permissions::of(&[
        Permission::CustomerSearch,
        Permission::CustomerOpen,
        Permission::CustomerCreate,
        Permission::AssistStart,
    ]);
    staff_of(shop, tenant, name, Permissions::OWN.or(finding))
}

/// Olga, who owns the shop.
pub(super) fn olga(shop: &TestShop) -> Agent {
    let office = Permissions::of(&[
        Permission::CustomerSearch,
        Permission::CustomerOpen,
        Permission::CustomerEdit,
        Permission::DataImport,
    ]);
    staff(shop, "Olga", office)
}

/// A customer, made by an agent.
pub(super) fn customer(shop: &TestShop, by: &Agent, first: &str, last: &str, email: &str) -> Created {
    let act = new_customer(first, last, email);
    shop.desk.act(&by.caller, act, None).and_then(crate::desk::Answer::out).expect("a customer")
}

/// What makes a customer.
pub(super) fn new_customer(first: &str, last: &str, email: &str) -> CreateCustomer {
    CreateCustomer {
        first_name: first.parse().expect("a name"),
        last_name: last.parse().expect("a name"),
        email: email.parse().expect("an address"),
        phone: "+49 151 2345678".parse().expect("a number"),
        locale: None,
        segment: None,
    }
}

/// The customer, signed in.
pub(super) fn signed_in(shop: &TestShop, id: CustomerId) -> Caller {
    let session: CustomerSessionId = shop.desk.mint().id();
    let (_, hash) = shop.token("uct");
    let (tenant, now) = (shop.tenant, shop.desk.now());
    write(shop, move |tx| {
        tx.exec(&NEW_CUSTOMER_SESSION, store::params![tenant, hash, session, id, now, LATER]).map(|_| ())
    });
    shop.caller(Credential::Customer(hash))
}

/// The agent, acting for the customer in tab 1.
pub(super) fn acting(
    shop: &TestShop,
    agent: &Agent,
    site: SiteId,
    customer: CustomerId,
) -> (Caller, AssistSessionId) {
    let session: AssistSessionId = shop.desk.mint().id();
    let (_, hash) = shop.token("uat");
    let (tenant, now, id, staff_session) = (shop.tenant, shop.desk.now(), agent.id, agent.session);
    write(shop, move |tx| {
        let params = store::params![
            tenant,
            session,
            id,
            staff_session,
            1,
            customer,
            site,
            hash,
            Permissions::OWN,
            now,
            LATER
        ];
        tx.exec(&NEW_ASSIST_SESSION, params).map(|_| ())
    });
    (shop.caller(Credential::Tab(agent.hash, 1)), session)
}

/// Who ended the session.
pub(super) fn ended_by(shop: &TestShop, session: AssistSessionId) -> Option<String> {
    one(shop, &ENDED_BY, store::params![shop.tenant, session])
}

/// How many leaves have an action like this.
pub(super) fn leaves(shop: &TestShop, like: &str) -> Vec<String> {
    let read = shop.desk.0.db.read(|tx| {
        let rows = tx.all(&LEAVES, store::params![shop.tenant, like])?;
        rows.iter().map(|row| row.get(0)).collect::<Result<_, store::Error>>()
    });
    read.unwrap_or_else(|error: store::Error| panic!("{error}"))
}
