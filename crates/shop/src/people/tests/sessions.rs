//! Customers and assist sessions as rows, so that this room's stories need no room below it.

use std::time::Duration;

use store::{Statement, params};

use crate::desk::Credential;
use crate::kernel::id::{AssistSessionId, CustomerId, SiteId, StaffId};
use crate::kernel::secret::TokenHash;
use crate::testing::TestShop;

const SITE: Statement = Statement {
    name: "SITE",
    sql: "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
        VALUES ($1, $2, $3, $3, $3, $4, 'en', 'EUR', 'DE', 'included', 1900, 700, 'Europe/Berlin', '{}', 1, 1)",
};
const CUSTOMER: Statement = Statement {
    name: "CUSTOMER",
    sql: "INSERT INTO customer (tenant, id, number, first_name, last_name, email, email_key, phone, locale, segment,
            status, consent, vip, version, created_at)
        VALUES ($1, $2, $3, 'Haru', 'Tanaka', $3, $3, '', 'en', '', 'active', $4, $5, 1, 1)",
};
const SESSION: Statement = Statement {
    name: "SESSION",
    sql: "INSERT INTO assist_session (tenant, id, staff_id, staff_session_id, tab, customer_id, site_id, token_hash,
            may, channel, reason, ticket, started_at, seen_at, idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1023, 'bar', '', '', $9, $9, $10, $10)",
};
const SITES: Statement =
    Statement { name: "SITES", sql: "SELECT id FROM site WHERE tenant = $1 AND slug = $2" };
const TABS: Statement =
    Statement { name: "TABS", sql: "SELECT tab FROM assist_session WHERE tenant = $1 AND staff_id = $2" };
const ENDED: Statement =
    Statement { name: "ENDED", sql: "SELECT ended_by FROM assist_session WHERE tenant = $1 AND id = $2" };

/// The site with this slug, made where there is none.
pub(crate) fn site(shop: &TestShop, slug: &'static str) -> SiteId {
    let (tenant, fresh) = (shop.tenant, shop.desk.mint().id::<SiteId>());
    let address = format!("https://{slug}.example");
    let site = shop.store().write(move |tx| {
        if let Some(row) = tx.one(&SITES, params![tenant, slug])? {
            return row.get(0);
        }
        tx.exec(&SITE, params![tenant, fresh, slug, address])?;
        for (of, name) in [(tenant, "sites"), (crate::sites::everyone(), "directory")] {
            tx.returning(&crate::desk::sql::BUMP_MEMO, params![of, name])?;
        }
        Ok::<_, store::Error>(fresh)
    });
    shop.desk.refresh_memory().unwrap();
    site.unwrap()
}

/// A running session of this agent on the site `eu`; its id and its token.
pub(crate) fn start(shop: &TestShop, agent: StaffId, sign_in: &Credential) -> (String, TokenHash) {
    start_on(shop, agent, sign_in, site(shop, "eu"))
}

/// The same on another site.
pub(crate) fn start_on(
    shop: &TestShop,
    agent: StaffId,
    sign_in: &Credential,
    site: SiteId,
) -> (String, TokenHash) {
    let sign_in = shop.desk.who(&shop.caller(*sign_in)).unwrap().staff_session().unwrap();
    let (session, customer): (AssistSessionId, CustomerId) = (shop.desk.mint().id(), shop.desk.mint().id());
    let (_, token) = shop.token("ub");
    let (tenant, now) = (shop.tenant, shop.desk.now());
    let until = now.plus(Duration::from_secs(600));
    let started = shop.store().write(move |tx| {
        let tab = i64::try_from(tx.all(&TABS, params![tenant, agent])?.len()).unwrap_or_default() + 1;
        tx.exec(&CUSTOMER, params![tenant, customer, customer, true, false])?;
        tx.exec(&SESSION, params![tenant, session, agent, sign_in, tab, customer, site, token, now, until])?;
        Ok::<_, store::Error>(())
    });
    started.unwrap();
    (session.to_string(), token)
}

/// Who or what ended a session; none while it runs.
pub(crate) fn ended_by(shop: &TestShop, session: &str) -> Option<String> {
    let row = shop.store().read(|tx| tx.one(&ENDED, params![shop.tenant, session]));
    row.map_err(|error: store::Error| error).unwrap().unwrap().get(0).unwrap()
}
