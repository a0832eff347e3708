//! What is measured: S1 to S5.

mod order;
mod shopping;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::chance::Chance;
use crate::data;
use crate::drive::Player;
use crate::http::{Http, With, escaped, find};
use crate::setup::{SESSIONS, Shop};

pub use order::Orders;
pub use shopping::{Acting, additions, open_carts};

/// Each answer's status and members are looked at; one in so many is read in full.
const READ: usize = 16;

/// Whether this answer is one of those that are read in full.
fn is_read(played: &mut usize) -> bool {
    *played += 1;
    *played % READ == 1
}

/// The number behind `"name":` in a JSON text.
fn number(text: &str, name: &str) -> Result<i64> {
    let (_, rest) = text.split_once(&format!("\"{name}\":")).with_context(|| format!("no {name}"))?;
    let end = rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(rest.len());
    Ok(rest[..end].parse()?)
}

fn has(body: &[u8], all: &[&str]) -> Result<()> {
    for part in all {
        ensure!(find(body, part.as_bytes()).is_some(), "no {part} in {}", String::from_utf8_lossy(body));
    }
    Ok(())
}

/// S1: search as you type.
pub struct Search {
    http: Http,
    token: String,
    customers: usize,
    chance: Chance,
    played: usize,
}

/// One client for each of so many.
pub fn searches(shop: &Shop, clients: usize) -> Result<Vec<Box<dyn Player>>> {
    players(clients, |client| {
        Ok(Search {
            http: Http::connect(shop.server.address)?,
            token: shop.agents[client].clone(),
            customers: shop.customers,
            chance: Chance::new(1000 + client as u64),
            played: 0,
        })
    })
}

fn players<P: Player + 'static>(
    clients: usize,
    make: impl Fn(usize) -> Result<P>,
) -> Result<Vec<Box<dyn Player>>> {
    (0..clients).map(|client| Ok(Box::new(make(client)?) as Box<dyn Player>)).collect()
}

/// What somebody types who looks for some customer: in 60 of 100 the first 3 to 6 letters of the family name,
/// in 20 the beginning of the e-mail address, in 20 a piece from within it.
pub fn query(chance: &mut Chance, customers: usize) -> String {
    let person = data::person(chance.below(customers));
    match chance.below(100) {
        0..60 => {
            let length = chance.from_to(3, 6).min(person.family.len());
            person.family[..length].to_lowercase()
        }
        60..80 => person.email[..chance.from_to(4, 10)].to_owned(),
        _ => {
            // Of the names in it: its digits would find telephone numbers too.
            let local = person.email.rsplit_once('.').and_then(|(rest, _)| rest.rsplit_once('.'));
            let local = local.map_or("", |(names, _)| names);
            let length = chance.from_to(4, 6);
            let from = chance.from_to(1, local.len() - length);
            local[from..from + length].to_owned()
        }
    }
}

/// One search; whether its answer is right.
pub fn search(http: &mut Http, token: &str, query: &str, read: bool) -> Result<()> {
    let path = format!("/v1/customers/search?q={}", escaped(query));
    let answer = http.call("GET", &path, With::token(token))?;
    answer.ok()?;
    if !read {
        return has(answer.body, &["{\"items\":[{\"id\":\"cus_", "\"name\":\"", "\"email\":\"", "\"more\":"]);
    }
    let answer = answer.json()?;
    let items = answer["items"].as_array().context("no items")?;
    ensure!((1..=20).contains(&items.len()), "{} customers for {query:?}", items.len());
    ensure!(answer["hint"].is_null(), "only near matches for {query:?}");
    for item in items {
        let said = format!("{} {}", item["name"].as_str().unwrap_or_default(), item["email"]).to_lowercase();
        let all = query.split(['.', ' ']).filter(|word| !word.is_empty());
        ensure!(item["id"].is_string(), "no id");
        ensure!(all.clone().all(|word| said.contains(word)), "{query:?} found {said}");
    }
    Ok(())
}

impl Player for Search {
    fn play(&mut self) -> Result<()> {
        let query = query(&mut self.chance, self.customers);
        search(&mut self.http, &self.token, &query, is_read(&mut self.played))
    }
}

/// S2: start a session for a chosen customer.
pub struct Start {
    http: Http,
    site: String,
    /// One token for each session that can be open at once.
    agents: Vec<String>,
    customers: Vec<String>,
    open: Vec<(String, String)>,
    played: usize,
}

/// So many clients, among whom all agents are shared out.
pub fn starts(shop: &Shop, customers: &[String], clients: usize) -> Result<Vec<Box<dyn Player>>> {
    players(clients, |client| {
        let mine = shop.agents.iter().skip(client).step_by(clients);
        let agents: Vec<String> =
            (0..SESSIONS).flat_map(|_| mine.clone().cloned().collect::<Vec<_>>()).collect();
        let customers = customers.iter().skip(client).step_by(clients).cloned().collect();
        let (http, site) = (Http::connect(shop.server.address)?, shop.site.clone());
        Ok(Start { http, site, agents, customers, open: Vec::new(), played: 0 })
    })
}

impl Player for Start {
    fn play(&mut self) -> Result<()> {
        let customer = &self.customers[self.played % self.customers.len()];
        let agent = &self.agents[self.open.len()];
        let session = Acting::start(&mut self.http, agent, customer, &self.site, is_read(&mut self.played))?;
        self.open.push((agent.clone(), session.id));
        Ok(())
    }

    fn stamina(&self) -> usize {
        self.agents.len()
    }

    fn tidy(&mut self) -> Result<()> {
        for (agent, session) in self.open.drain(..) {
            end(&mut self.http, &agent, &session)?;
        }
        Ok(())
    }
}

/// Ends a session.
pub fn end(http: &mut Http, agent: &str, session: &str) -> Result<()> {
    let body = format!("{{\"session\":\"{session}\"}}");
    let answer = http.call("POST", "/v1/assist-session/end", With::token(agent).json(&body))?;
    has(answer.ok()?.as_bytes(), &["\"ended_at\":", session])
}

/// S5: everything about a customer.
pub struct Overview {
    http: Http,
    token: String,
    customers: Vec<String>,
    played: usize,
}

/// So many clients that look at these customers.
pub fn overviews(shop: &Shop, customers: &[String], clients: usize) -> Result<Vec<Box<dyn Player>>> {
    players(clients, |client| {
        let (http, token) = (Http::connect(shop.server.address)?, shop.agents[client].clone());
        let customers = customers.iter().skip(client).step_by(clients).cloned().collect();
        Ok(Overview { http, token, customers, played: 0 })
    })
}

impl Player for Overview {
    fn play(&mut self) -> Result<()> {
        let customer = &self.customers[self.played % self.customers.len()];
        let path = format!("/v1/customers/{customer}/360");
        let answer = self.http.call("GET", &path, With::token(&self.token))?;
        answer.ok()?;
        if !is_read(&mut self.played) {
            return has(answer.body, &["\"customer\":{", customer, "\"orders\":{", "\"carts\":["]);
        }
        let all = answer.json()?;
        let orders = all["orders"]["items"].as_array().context("no orders")?;
        ensure!(orders.len() == 10, "{} orders", orders.len());
        for order in orders {
            let lines = order["lines"].as_array().map_or(0, Vec::len);
            ensure!(lines >= 1 && order["total"]["amount"].is_i64(), "{lines} lines in {order}");
        }
        let cart = &all["carts"][0];
        ensure!(cart["lines"].as_array().is_some_and(|lines| !lines.is_empty()), "no cart with lines");
        let addresses = all["customer"]["addresses"].as_array().map_or(0, Vec::len);
        ensure!(addresses == 1, "{addresses} addresses");
        Ok(())
    }
}

/// A cart's answer: each line has a price, and the total is what the lines come to.
fn right_cart(cart: &Value) -> Result<()> {
    let lines = cart["lines"].as_array().context("no lines")?;
    let amount = |value: &Value| value["amount"].as_i64().context("no amount");
    let mut sum = 0;
    for line in lines {
        let (unit, quantity) = (amount(&line["unit"])?, line["quantity"].as_i64().context("no quantity")?);
        ensure!(amount(&line["price"])? == unit * quantity, "a line's price is wrong: {line}");
        sum += unit * quantity;
    }
    ensure!(amount(&cart["subtotal"])? == sum, "the subtotal is wrong: {cart}");
    let tax = (amount(&cart["total"])? as f64 / 6.0).round();
    if (amount(&cart["tax"])? as f64 - tax).abs() > lines.len() as f64 + 1.0 {
        bail!("the tax is wrong: {cart}");
    }
    Ok(())
}
