//! Fresh shops for tests, on both engines, with a clock the test moves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::desk::{
    Answer, CUSTOMER_IDLE, Caller, Channel, Credential, Desk, Keys, STAFF_ABSOLUTE, STAFF_IDLE,
};
use crate::events::{Fanout, Sent};
use crate::kernel::id::{CustomerId, CustomerSessionId, SiteId, StaffId, StaffSessionId, TenantId};
use crate::kernel::secret::TokenHash;
use crate::kernel::{Locale, ManualClock, Mint, SeededEntropy, Timestamp};
use crate::people::create::CreateUser;

pub use store::Engine;

/// Makes one test of a function for each engine: `on_both_engines!(name, |shop| { … })`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* $name:ident, |$shop:ident| $body:block)*) => {$(
        fn $name($shop: &$crate::testing::TestShop) $body
        $(#[$attribute])*
        mod $name {
            #[test]
            fn on_sqlite() { super::$name(&$crate::testing::TestShop::new($crate::testing::Engine::Sqlite)); }
            #[test]
            fn on_postgres() { super::$name(&$crate::testing::TestShop::new($crate::testing::Engine::Postgres)); }
        }
    )*};
}

/// Remembers what was published.
#[derive(Default)]
pub struct Heard(Mutex<Vec<Sent>>);

impl Fanout for Heard {
    fn publish(&self, sent: &[Sent]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(sent);
    }
}

impl Heard {
    /// Everything published so far, as `topic kind` lines.
    pub fn lines(&self) -> Vec<String> {
        let sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().map(|sent| format!("{} {}", sent.topic, sent.kind)).collect()
    }
}

/// A table of the store and the statement that reads all of it.
struct Table {
    name: &'static str,
    rows: store::Statement,
}

/// Every table the migrations make.
fn tables() -> &'static [Table] {
    static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let made = crate::open::MIGRATIONS.iter().flat_map(|migration| migration.sql.split("CREATE TABLE "));
        let named = made.filter_map(|text| text.split_once(" (")).map(|(name, _)| name);
        let names = named.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        // Statements live as long as the program; there is one a table.
        let table = |name: &'static str| Table {
            name,
            rows: store::Statement { name: "CONTENTS", sql: format!("SELECT * FROM {name}").leak() },
        };
        names.map(table).collect()
    })
}

/// A shop on a fresh store: one tenant, the shipped roles and groups, nothing else.
pub struct TestShop {
    /// The door.
    pub desk: Desk,
    /// The clock; it starts on 2026-03-02 at 09:00 UTC and stands still until moved.
    pub clock: Arc<ManualClock>,
    /// What was published.
    pub heard: Arc<Heard>,
    /// The tenant.
    pub tenant: TenantId,
    db: store::testing::TestDb,
}

impl TestShop {
    /// A fresh shop on `engine`.
    ///
    /// # Panics
    /// When there is no store to be had.
    pub fn new(engine: Engine) -> Self {
        let db = store::testing::fresh(engine, crate::open::MIGRATIONS);
        let clock = Arc::new(ManualClock::new(Timestamp(1_772_442_000_000_000)));
        let heard = Arc::new(Heard::default());
        let mint = Mint::new(clock.clone(), Arc::new(SeededEntropy::new("test shop")));
        let keys = Keys::new([7; 32], [9; 32]);
        let desk = Desk::over((*db).clone(), mint, keys, heard.clone(), "node-1".to_owned());
        let tenant = desk.found_tenant("Northlight", &[]).expect("a tenant");
        Self { desk, clock, heard, tenant, db }
    }

    /// A second node on the same store, with the same clock and keys.
    pub fn second_node(&self) -> Desk {
        let mint = Mint::new(self.clock.clone(), Arc::new(SeededEntropy::new("second node")));
        Desk::over(
            (*self.db).clone(),
            mint,
            Keys::new([7; 32], [9; 32]),
            self.heard.clone(),
            "node-2".to_owned(),
        )
    }

    /// A node on the same store whose clock stands still at `at`.
    pub fn node_with_clock_at(&self, at: Timestamp) -> Desk {
        let mint = Mint::new(Arc::new(ManualClock::new(at)), Arc::new(SeededEntropy::new("another clock")));
        Desk::over(
            (*self.db).clone(),
            mint,
            Keys::new([7; 32], [9; 32]),
            self.heard.clone(),
            "node-3".to_owned(),
        )
    }

    /// Somebody with this credential, in the shop's API, on no site.
    pub fn caller(&self, credential: Credential) -> Caller {
        Caller {
            tenant: self.tenant,
            site: None,
            credential,
            channel: Channel::Api,
            request: self.desk.mint().id(),
            locale: Locale::En,
            address: "192.0.2.1".to_owned(),
            renews: true,
        }
    }

    /// The same on a site.
    pub fn caller_at(&self, site: SiteId, credential: Credential) -> Caller {
        Caller { site: Some(site), ..self.caller(credential) }
    }

    /// A user with these roles, made by the product itself, and a sign-in of theirs. Without a password: a
    /// story about passwords goes through `people::sign_in`.
    ///
    /// # Panics
    /// When the store refuses it, which ends the story.
    pub fn user(&self, name: &str, roles: &[&str], agent: bool) -> (StaffId, Credential) {
        let email = format!("{}@northlight.example", name.to_lowercase().replace(' ', "."));
        let create = CreateUser {
            name: name.parse().expect("a name"),
            email: email.parse().expect("an e-mail address"),
            password: None,
            locale: Locale::En,
            agent,
            roles: roles.iter().map(|role| role.parse().expect("a role's name")).collect(),
            groups: Vec::new(),
            sites: Vec::new(),
        };
        let job = Caller::job("test", self.tenant, self.desk.mint().id());
        let id = self.desk.act(&job, create, None).and_then(Answer::out).expect("a user").id;
        (id, self.signed_in(id))
    }

    /// A sign-in of this user, as `people::sign_in` would leave it.
    ///
    /// # Panics
    /// When the store refuses it, which ends the story.
    pub fn signed_in(&self, id: StaffId) -> Credential {
        Credential::Staff(TokenHash::of(&self.staff_signed_in(id)))
    }

    /// The same: the token in the browser's cookie.
    pub fn staff_signed_in(&self, id: StaffId) -> String {
        let (token, hash) = self.token("us");
        let (tenant, session, now) = (self.tenant, self.desk.mint().id::<StaffSessionId>(), self.desk.now());
        let (idle, until) = (now.plus(STAFF_IDLE), now.plus(STAFF_ABSOLUTE));
        let made = self.db.write(move |tx| {
            let refresh: Option<TokenHash> = None;
            let row = store::params![tenant, hash, session, id, now, "192.0.2.1", "", idle, until, refresh];
            tx.exec(&crate::people::sql::NEW_SIGN_IN, row)
        });
        made.expect("a sign-in");
        token
    }

    /// A site with prices in EUR that include 19 % tax, in English and German, delivering to Germany and Austria.
    pub fn site(&self, slug: &str) -> SiteId {
        let (tenant, site, slug) = (self.tenant, self.desk.mint().id::<SiteId>(), slug.to_owned());
        const NEW_SITE: store::Statement = store::Statement {
            name: "NEW_SITE",
            sql: "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies,
                countries, tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
            VALUES ($1, $2, $3, $3, 'Europe', $4, $5, 'EUR', $6, 'included', 1900, 700, 'Europe/Berlin', '{}', 1, 1)",
        };
        let made = self.db.write(move |tx| {
            let address = format!("/{slug}");
            tx.exec(&NEW_SITE, store::params![tenant, site, slug, address, "en\nde", "DE\nAT"])
        });
        made.expect("a site");
        site
    }

    /// A sign-in of this customer: the token in the browser's cookie.
    pub fn customer_signed_in(&self, id: CustomerId) -> String {
        const NEW_SIGN_IN: store::Statement = store::Statement {
            name: "NEW_SIGN_IN",
            sql: "INSERT INTO customer_session (tenant, token_hash, id, customer_id, created_at, seen_at, idle_until, until)
            VALUES ($1, $2, $3, $4, $5, $5, $6, $6)",
        };
        let (token, hash) = self.token("uc");
        let (tenant, session, now) =
            (self.tenant, self.desk.mint().id::<CustomerSessionId>(), self.desk.now());
        let until = now.plus(CUSTOMER_IDLE);
        let made = self
            .db
            .write(move |tx| tx.exec(&NEW_SIGN_IN, store::params![tenant, hash, session, id, now, until]));
        made.expect("a sign-in");
        token
    }

    /// The store, for rows that no act of this room makes.
    #[cfg(test)]
    pub(crate) fn store(&self) -> &store::Db {
        &self.db
    }

    /// Everything the store holds, but for the tables named: each table's rows, sorted.
    ///
    /// # Panics
    /// When the store refuses to be read, which ends the story.
    pub fn contents(&self, but: &[&str]) -> BTreeMap<&'static str, Vec<String>> {
        let read = |table: &&'static Table| {
            let rows = self.db.read(|tx| tx.all(&table.rows, &[])).expect("the rows of a table");
            let mut rows: Vec<String> = rows.iter().map(|row| format!("{:?}", row.values())).collect();
            rows.sort_unstable();
            (table.name, rows)
        };
        tables().iter().filter(|table| !but.contains(&table.name)).map(|table| read(&table)).collect()
    }

    /// A visitor without any credential.
    pub fn nobody(&self) -> Caller {
        self.caller(Credential::None)
    }

    /// A token and its hash.
    pub fn token(&self, kind: &str) -> (String, TokenHash) {
        let token = format!("{kind}_{}", self.desk.mint().code(40));
        let hash = TokenHash::of(&token);
        (token, hash)
    }

    /// Moves the clock.
    pub fn wait(&self, by: Duration) {
        self.clock.advance(by);
    }
}
