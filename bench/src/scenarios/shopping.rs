//! S3: adding to a customer's cart.

use anyhow::{Context, Result, ensure};

use super::{has, is_read, number, players, right_cart};
use crate::data::sku;
use crate::drive::Player;
use crate::http::{Http, With, between};
use crate::setup::{SESSIONS, Shop};

/// Products that are added.
const PRODUCTS: usize = 5;

/// A session in which somebody acts for a customer.
pub struct Acting {
    /// Its id.
    pub id: String,
    /// The token acted with.
    pub token: String,
}

impl Acting {
    /// Starts one.
    pub fn start(http: &mut Http, agent: &str, customer: &str, site: &str, read: bool) -> Result<Self> {
        let body = format!("{{\"customer\":\"{customer}\",\"site\":\"{site}\"}}");
        let answer = http.call("POST", "/v1/assist-sessions", With::token(agent).json(&body))?;
        let said = answer.ok()?;
        has(said.as_bytes(), &[customer, "\"until\":", "\"tab\":"])?;
        let token = between(said, "\"token\":\"", "\"").context("no token")?.to_owned();
        let id = format!("ase_{}", between(said, "\"id\":\"ase_", "\"").context("no session")?);
        if read {
            let whole = answer.json()?;
            ensure!(whole["customer"]["id"] == customer && whole["id"] == id.as_str(), "not it: {whole}");
            ensure!(whole["read_only"] == false, "a session that only looks");
        }
        Ok(Self { id, token })
    }

    /// Opens the customer's cart; its id.
    pub fn open_cart(&self, http: &mut Http) -> Result<String> {
        let answer = http.call("POST", "/v1/carts", With::token(&self.token).json("{}"))?;
        Ok(format!("cart_{}", between(answer.ok()?, "\"id\":\"cart_", "\"").context("no cart")?))
    }
}

/// Adds one piece to a cart. The version the cart has now.
pub fn add(http: &mut Http, token: &str, cart: &str, product: usize, read: bool) -> Result<i64> {
    let sku = sku(product);
    let body = format!("{{\"sku\":\"{sku}\",\"quantity\":1}}");
    let answer = http.call("POST", &format!("/v1/carts/{cart}/lines"), With::token(token).json(&body))?;
    let said = answer.ok()?;
    has(said.as_bytes(), &[cart, "\"lines\":[{", &sku, "\"total\":{\"amount\":"])?;
    if read {
        let cart = answer.json()?;
        right_cart(&cart)?;
        ensure!(cart["lines"].as_array().is_some_and(|lines| lines.iter().any(|line| line["sku"] == *sku)));
    }
    number(said, "version")
}

/// A session and the cart that is open in it.
#[derive(Clone)]
pub struct OpenCart {
    token: String,
    cart: String,
}

/// Sessions for these customers, their carts open and with a line each.
pub fn open_carts(shop: &Shop, customers: &[String]) -> Result<Vec<OpenCart>> {
    let mut http = Http::connect(shop.server.address)?;
    let mut opened = Vec::with_capacity(customers.len());
    for (number, customer) in customers.iter().enumerate() {
        let agent = &shop.agents[number / SESSIONS];
        let session = Acting::start(&mut http, agent, customer, &shop.site, true)?;
        let cart = session.open_cart(&mut http)?;
        add(&mut http, &session.token, &cart, 0, true)?;
        opened.push(OpenCart { token: session.token, cart });
    }
    Ok(opened)
}

/// One client with several open carts.
struct Adding {
    http: Http,
    /// Each with the version its cart had last.
    open: Vec<(OpenCart, i64)>,
    played: usize,
}

/// So many clients, among whom these carts are shared out.
pub fn additions(shop: &Shop, carts: &[OpenCart], clients: usize) -> Result<Vec<Box<dyn Player>>> {
    players(clients, |client| {
        let mine = carts.iter().skip(client).step_by(clients);
        let open = mine.map(|cart| (cart.clone(), 0)).collect();
        Ok(Adding { http: Http::connect(shop.server.address)?, open, played: 0 })
    })
}

impl Player for Adding {
    fn play(&mut self) -> Result<()> {
        let carts = self.open.len();
        let (place, product) = (self.played % carts, self.played / carts % PRODUCTS);
        let (open, before) = &mut self.open[place];
        let read = is_read(&mut self.played);
        let version = add(&mut self.http, &open.token, &open.cart, product * 7, read)?;
        ensure!(version > *before, "version {version} after {before}");
        *before = version;
        Ok(())
    }
}
