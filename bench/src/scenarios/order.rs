//! S4: a whole order, from the search to the placed and settled order.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::{Acting, end, is_read, number, query, search, shopping};
use crate::chance::Chance;
use crate::data::LINES;
use crate::drive::Player;
use crate::http::{Answer, Http, With, between};
use crate::setup::Shop;

/// How long the last payment may take to be recorded once nothing more comes.
const PATIENCE: Duration = Duration::from_secs(30);

/// One client that places orders.
pub struct Ordering {
    http: Http,
    agent: String,
    site: String,
    customers: Vec<String>,
    people: usize,
    products: usize,
    chance: Chance,
    played: usize,
}

/// Placing orders, and waiting for their payments.
pub struct Orders;

impl Orders {
    /// So many clients that place orders of these customers.
    pub fn players(shop: &Shop, customers: &[String], clients: usize) -> Result<Vec<Box<dyn Player>>> {
        super::players(clients, |client| {
            Ok(Ordering {
                http: Http::connect(shop.server.address)?,
                agent: shop.placers[client].clone(),
                site: shop.site.clone(),
                customers: customers.iter().skip(client).step_by(clients).cloned().collect(),
                people: shop.customers,
                products: shop.products,
                chance: Chance::new(4000 + client as u64),
                played: 0,
            })
        })
    }

    /// Waits until the payments of the newest orders are recorded. Payments are
    /// taken in the order in which they came, so all others are then recorded too. How long that took.
    pub fn settled(shop: &Shop) -> Result<Duration> {
        let begun = Instant::now();
        let mut http = Http::connect(shop.server.address)?;
        let token = &shop.placers[0];
        let newest = http.call("GET", "/v1/office/orders?by_support=true", With::token(token))?.json()?;
        let newest = newest["items"].as_array().context("no orders")?;
        ensure!(!newest.is_empty(), "no order was placed");
        for order in newest {
            let path = format!("/v1/office/orders/{}", order["id"].as_str().unwrap_or_default());
            loop {
                let order = http.call("GET", &path, With::token(token))?.json()?;
                match order["payment"]["state"].as_str() {
                    Some("settled") => break right_order(&order)?,
                    Some("waiting") if begun.elapsed() < PATIENCE => {}
                    other => bail!("the payment of {path} is {other:?}"),
                }
            }
        }
        Ok(begun.elapsed())
    }
}

fn right_order(order: &Value) -> Result<()> {
    let amount = |value: &Value| value["amount"].as_i64().context("no amount");
    let lines = order["lines"].as_array().context("no lines")?;
    let sum = lines.iter().map(|line| amount(&line["total"])).sum::<Result<i64>>()?;
    let whole = sum + amount(&order["shipping"])?;
    ensure!(amount(&order["total"])? == whole && lines.len() == LINES, "not the order placed: {order}");
    Ok(())
}

impl Ordering {
    /// One step of the checkout of this version of the cart; the version after it.
    fn step(&mut self, token: &str, path: &str, version: i64, body: &str) -> Result<i64> {
        let answer: Answer<'_> =
            self.http.call("PUT", path, With::token(token).version(version).json(body))?;
        number(answer.ok()?, "version")
    }

    fn place(&mut self, token: &str, cart: &str, version: i64, total: i64) -> Result<()> {
        let path = format!("/v1/carts/{cart}/place");
        let body = format!("{{\"shown_total\":{total}}}");
        let placed = self.http.call("POST", &path, With::token(token).version(version).json(&body))?;
        super::has(
            placed.ok()?.as_bytes(),
            &["\"number\":\"", "\"status\":\"processing\"", "\"payment\":\"invoice\""],
        )
    }

    fn total(&mut self, token: &str, path: &str, version: i64, body: &str) -> Result<(i64, i64)> {
        let answer = self.http.call("PUT", path, With::token(token).version(version).json(body))?;
        let said = answer.ok()?;
        ensure!(said.contains("\"missing\":[]"), "something is missing: {said}");
        let total = between(said, "\"total\":{\"amount\":", ",\"currency\":\"EUR\"},\"coupons\"");
        let total = total.and_then(|text| text.rsplit(':').next()).context("no total")?;
        Ok((number(said, "version")?, total.parse()?))
    }
}

impl Player for Ordering {
    fn play(&mut self) -> Result<()> {
        let read = is_read(&mut self.played);
        let typed = query(&mut self.chance, self.people);
        search(&mut self.http, &self.agent, &typed, read)?;
        let customer = self.customers[self.played % self.customers.len()].clone();
        let session = Acting::start(&mut self.http, &self.agent, &customer, &self.site, read)?;
        let cart = session.open_cart(&mut self.http)?;
        let token = session.token.as_str();
        let first = self.chance.below(self.products);
        let mut version = 0;
        for line in 0..LINES {
            let product = (first + line * 7) % self.products;
            version = shopping::add(&mut self.http, token, &cart, product, read)?;
        }
        let at = |what: &str| format!("/v1/carts/{cart}/{what}");
        let address = "{\"first_name\":\"Anna\",\"last_name\":\"Alson\",\"line1\":\"Long Street 1\",\"postcode\":\"12345\",\
                       \"city\":\"Newtown\",\"country\":\"DE\"}";
        version = self.step(token, &at("delivery"), version, address)?;
        version = self.step(token, &at("shipping"), version, "{\"method\":\"parcel\"}")?;
        version = self.step(token, &at("payment"), version, "{\"method\":\"invoice\"}")?;
        let (version, total) = self.total(token, &at("terms"), version, "{\"how\":\"by phone\"}")?;
        self.place(token, &cart, version, total)?;
        end(&mut self.http, &self.agent, &session.id)
    }
}
