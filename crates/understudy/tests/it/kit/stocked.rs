//! A stored shop that the program can be started on: a site, a product, agents with passwords, customers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use shop::catalog::import::{ImportCategories, ImportProducts};
use shop::checkout::SaveShippingMethod;
use shop::customers::CreateCustomer;
use shop::desk::{Act, Answer, Desk, Keys};
use shop::events::Hub;
use shop::kernel::id::TenantId;
use shop::kernel::{OsEntropy, SystemClock};
use shop::people::create::CreateUser;
use shop::people::role::SHIPPED;
use shop::sites::acts::CreateSite;
use store::Engine;
use store::testing::TestDb;

/// The password of every agent.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A user who may do everything.
pub(crate) const ADMINISTRATOR: &str = "ada@northlight.example";

/// A stored shop, gone when dropped.
pub(crate) struct Stocked {
    /// `--database`.
    pub(crate) url: String,
    /// `--data`.
    pub(crate) data: PathBuf,
    /// Customers, one for each agent.
    pub(crate) customers: Vec<String>,
    /// Agents' e-mail addresses, and their ids as users.
    pub(crate) agents: Vec<String>,
    pub(crate) users: Vec<String>,
    /// Given back when the shop goes.
    _database: Option<TestDb>,
}

impl Stocked {
    /// A shop with this many agents and customers, on a database of its own.
    pub(crate) fn new(engine: Engine, people: usize) -> Self {
        let database = store::testing::fresh(engine, &[]);
        let url = database.url().to_owned();
        Self::at(url, Some(database), people)
    }

    /// The same in the database at this address, whoever keeps it.
    pub(crate) fn at(url: String, database: Option<TestDb>, people: usize) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let data = std::env::temp_dir().join(format!("understudy-it-{process}-{count}"));
        write_keys(&data.join("keys"));
        let mut this = Self {
            url,
            data,
            customers: Vec::new(),
            agents: Vec::new(),
            users: Vec::new(),
            _database: database,
        };
        this.fill(people);
        this
    }

    fn fill(&mut self, people: usize) {
        let desk = self.desk();
        let tenant = desk.found_tenant("Northlight", &[]).expect("a tenant");
        let site = done::<CreateSite>(
            &desk,
            tenant,
            json!({
                "slug": "eu", "code": "EU", "name": "Europe", "languages": ["en"], "currencies": ["EUR"],
                "countries": ["DE"], "tax_mode": "included", "tax_rate": 1900, "time_zone": "Europe/Berlin",
                "storefront_address": "http://127.0.0.1:8080/eu",
            }),
        );
        let digest = "0".repeat(64);
        done::<ImportCategories>(
            &desk,
            tenant,
            json!({ "digest": digest, "first_row": 1, "rows": [
                { "reference": "kitchen", "slug": "kitchen", "names": { "en": "Kitchen" } },
            ]}),
        );
        done::<ImportProducts>(
            &desk,
            tenant,
            json!({ "digest": digest, "first_row": 1, "rows": [{
                "reference": "cup", "slug": "morning-cup", "sku": "CUP", "categories": ["kitchen"],
                "names": { "en": "Morning cup" }, "prices": [{ "currency": "EUR", "minor": 1200 }], "stock": { "at": 1_000_000 },
            }]}),
        );
        done::<SaveShippingMethod>(
            &desk,
            tenant,
            json!({
                "site": site.id, "code": "standard", "names": { "en": "Standard" }, "prices": { "EUR": 490 },
            }),
        );
        let everything: Vec<&str> = SHIPPED.iter().map(|role| role.name).collect();
        done::<CreateUser>(
            &desk,
            tenant,
            json!({
                "name": "Ada Root", "email": ADMINISTRATOR, "password": PASSWORD, "agent": true, "roles": everything,
            }),
        );
        for n in 0..people {
            let email = format!("agent{n}@northlight.example");
            let user = done::<CreateUser>(
                &desk,
                tenant,
                json!({
                    "name": format!("Agent {n}"), "email": email, "password": PASSWORD, "agent": true, "roles": ["agent"],
                }),
            );
            self.users.push(user.id.to_string());
            self.agents.push(email);
            let customer = done::<CreateCustomer>(
                &desk,
                tenant,
                json!({
                    "first_name": "Haru", "last_name": format!("Tanaka {n}"), "email": format!("haru{n}@example.com"),
                }),
            );
            self.customers.push(customer.id.to_string());
        }
    }

    /// A door to the same shop, beside the program.
    pub(crate) fn desk(&self) -> Desk {
        let opening = shop::Opening {
            database: self.url.clone(),
            keys: Keys::new([7; 32], [9; 32]),
            node: "test".to_owned(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
            fanout: Arc::new(Hub::default()),
            connections: 4,
            statement_cache: true,
            connect_wait: Duration::from_secs(5),
        };
        shop::open(opening).expect("the shop opens")
    }

    /// The flags that start the program on it.
    pub(crate) fn flags(&self) -> [&str; 4] {
        ["--data", self.data.to_str().expect("a path"), "--database", &self.url]
    }

    /// The same for a verb's own words.
    pub(crate) fn verb<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        [words, &self.flags()].concat()
    }
}

impl Drop for Stocked {
    fn drop(&mut self) {
        // Another test's folder must not be kept from going by this one's.
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// The program's key files, holding the keys of [`Stocked::desk`].
fn write_keys(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::create_dir_all(folder).expect("a folder for the keys");
    for (name, byte) in [("master.key", 7_u8), ("signing.key", 9)] {
        let path = folder.join(name);
        std::fs::write(&path, format!("{byte:02x}").repeat(32)).expect("a key");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("a secret");
    }
}

fn done<A: Act>(desk: &Desk, tenant: TenantId, fields: serde_json::Value) -> A::Out {
    let act: A = serde_json::from_value(fields).expect("the fields of an act");
    desk.act(&desk.operator(tenant), act, None).and_then(Answer::out).expect(A::NAME)
}
