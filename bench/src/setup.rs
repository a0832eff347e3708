//! An empty shop made ready through its own interface: the first administrator, a site, its shipping, agents,
//! and the data by `understudy import`.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::data;
use crate::http::{Http, With, between, escaped};
use crate::server::{Program, Server, memory};

/// Agents who start sessions and shop, and sessions each may have at once (a site's policy).
pub const AGENTS: usize = 96;
pub const SESSIONS: usize = 10;
/// Agents who place orders: one for each client.
pub const PLACERS: usize = 32;

const ADMIN: &str = "admin@bench.example";
const PASSWORD: &str = "a-password-for-one-bench";

/// The first page that is waited for.
pub const FIRST_PAGE: &str = "/main/en/EUR";

/// A shop ready to be measured.
pub struct Shop {
    /// How long the import took.
    pub import: Duration,
    /// From a start on the existing data to the first page, in the middle of several starts.
    pub first_page: Duration,
    /// Megabytes the server held before anybody had signed in.
    pub idle: f64,
    /// Tokens of agents who start sessions and shop.
    pub agents: Vec<String>,
    /// Tokens of agents who place orders.
    pub placers: Vec<String>,
    /// Id of the site.
    pub site: String,
    /// Customers there are.
    pub customers: usize,
    /// Products there are.
    pub products: usize,
    /// The running server.
    pub server: Server,
}

/// Starts of which the middle one counts.
const STARTS: usize = 5;

/// Makes a shop from nothing and starts it anew on what it has.
pub fn shop(program: Program, customers: usize, products: usize) -> Result<Shop> {
    let files = data::write(&program.data, customers, products)?;
    let server = program.serve("none", "/livez")?;
    let admin = first_administrator(&server)?;
    let mut http = Http::connect(server.address)?;
    let site = site(&mut http, &admin)?;
    create_agents(server.address, &admin)?;
    drop(server);
    let import = program.import(&files)?;
    let mut starts =
        (0..STARTS).map(|_| Ok(program.serve("none", FIRST_PAGE)?.first_page)).collect::<Result<Vec<_>>>()?;
    starts.sort();
    let first_page = starts[STARTS / 2];
    let server = program.serve("none", FIRST_PAGE)?;
    // Time for what a node does by itself after its start.
    std::thread::sleep(Duration::from_secs(2));
    let idle = memory(server.pid()).0;
    let mut agents = sign_in_all(server.address)?;
    let placers = agents.split_off(AGENTS);
    Ok(Shop { import, first_page, idle, agents, placers, site, customers, products, server })
}

/// Uses up the secret that the first start has printed, and signs in.
fn first_administrator(server: &Server) -> Result<String> {
    let log = server.log();
    let secret = between(&log, "one-time secret ", "\n").context("no secret in what the server said")?;
    let mut http = Http::connect(server.address)?;
    let page = http.call("GET", "/office/set-up", With::default())?;
    let cookie = page.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    let cookie = cookie.context("no cookie with the form")?.to_owned();
    let html = page.ok()?;
    let hidden = |name: &str| {
        let at = html.find(&format!("name=\"{name}\"")).context("a hidden field is missing")?;
        between(&html[at..], "value=\"", "\"").map(escaped).context("a hidden field is empty")
    };
    let form = format!(
        "_csrf={}&_key={}&secret={}&name=Bench&email={}&password={}",
        hidden("_csrf")?,
        hidden("_key")?,
        escaped(secret.trim()),
        escaped(ADMIN),
        escaped(PASSWORD)
    );
    let with = With {
        cookie: Some(&cookie),
        body: Some(("application/x-www-form-urlencoded", &form)),
        ..With::default()
    };
    let claimed = http.call("POST", "/office/set-up", with)?;
    if claimed.status != 303 {
        bail!("the first administrator was refused: {}", String::from_utf8_lossy(claimed.body));
    }
    sign_in(&mut http, ADMIN)
}

fn sign_in(http: &mut Http, email: &str) -> Result<String> {
    let body = json!({ "email": email, "password": PASSWORD }).to_string();
    let signed_in = http.call("POST", "/v1/staff/sign-in", With::default().json(&body))?.json()?;
    text(&signed_in, "token")
}

/// One site with 20 % tax in its prices and one way of shipping.
fn site(http: &mut Http, admin: &str) -> Result<String> {
    let site = json!({
        "slug": "main", "code": data::SITE, "name": "Bench", "storefront_address": "http://127.0.0.1/main",
        "languages": ["en"], "currencies": ["EUR"], "countries": ["DE"], "tax_mode": "included",
        "tax_rate": 2000, "time_zone": "Europe/Berlin",
    });
    let made = http.call("POST", "/v1/sites", With::token(admin).json(&site.to_string()))?.json()?;
    let site = text(&made, "id")?;
    let policy = json!({ "sessions_per_agent": SESSIONS, "version": 1 }).to_string();
    http.call("PATCH", &format!("/v1/sites/{site}"), With::token(admin).json(&policy))?.ok()?;
    let method = json!({ "names": { "en": "Parcel" }, "prices": { "EUR": 490 } }).to_string();
    let path = format!("/v1/sites/{site}/shipping-methods/parcel");
    http.call("PUT", &path, With::token(admin).json(&method))?.ok()?;
    Ok(site)
}

fn agent(number: usize) -> String {
    format!("agent{number}@bench.example")
}

fn create_agents(address: SocketAddr, admin: &str) -> Result<()> {
    each(address, |http, number| {
        let user = json!({
            "name": format!("Agent {number}"), "email": agent(number), "password": PASSWORD, "agent": true,
            "roles": ["agent"],
        });
        http.call("POST", "/v1/users", With::token(admin).json(&user.to_string()))?.ok()?;
        Ok(())
    })
    .map(drop)
}

fn sign_in_all(address: SocketAddr) -> Result<Vec<String>> {
    each(address, |http, number| sign_in(http, &agent(number)))
}

/// Does something for each agent, two at a time, since hashing passwords takes time. In their order.
fn each<T: Send>(address: SocketAddr, work: impl Fn(&mut Http, usize) -> Result<T> + Sync) -> Result<Vec<T>> {
    let some = |from: usize, to: usize| -> Result<Vec<T>> {
        let mut http = Http::connect(address)?;
        (from..to).map(|number| work(&mut http, number)).collect()
    };
    let (all, some) = (AGENTS + PLACERS, &some);
    std::thread::scope(|scope| {
        let first = scope.spawn(move || some(0, all / 2));
        let second = some(all / 2, all)?;
        let mut done = first.join().map_err(|_| anyhow::anyhow!("a thread panicked"))??;
        done.extend(second);
        Ok(done)
    })
}

impl Shop {
    /// Ids of the customers with these numbers, found by their e-mail addresses.
    pub fn customer_ids(&self, from: usize, count: usize) -> Result<Vec<String>> {
        let mut http = Http::connect(self.server.address)?;
        let token = &self.placers[0];
        (from..from + count)
            .map(|number| {
                let email = data::person(number % self.customers).email;
                let path = format!("/v1/customers/search?q={}", escaped(&email));
                let found = http.call("GET", &path, With::token(token))?.json()?;
                text(&found["items"][0], "id")
            })
            .collect()
    }
}

/// A member that is a text.
pub fn text(value: &Value, name: &str) -> Result<String> {
    value[name].as_str().map(str::to_owned).with_context(|| format!("no {name} in {value}"))
}
