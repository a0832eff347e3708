//! All carts of a customer: the current one, and those put aside.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::cart::{CartView, Carts, CreateCart, DeleteCart, EditCart};
use shop::desk::{Act, Ask, Permission, View};
use shop::kernel::{Money, Problem, Timestamp};

use crate::App;
use crate::op::{Ops, RouteKind};
use crate::pages::assets;
use crate::storefront::place::{self, Place};
use crate::storefront::posted::Posted;
use crate::storefront::screen::Screen;

const AT: &str = "/account/carts";
const PAGE: &str = "account/carts.html";

pub(super) fn ops() -> Ops {
    use RouteKind::{Form, Page};
    const LIST: &str = "/{site}/{language}/{currency}/account/carts";
    const NEW: &str = "/{site}/{language}/{currency}/account/carts/new";
    const NAME: &str = "/{site}/{language}/{currency}/account/carts/{cart}/name";
    const CURRENT: &str = "/{site}/{language}/{currency}/account/carts/{cart}/current";
    const DELETE: &str = "/{site}/{language}/{currency}/account/carts/{cart}/delete";
    let edit = EditCart::NAME;
    Ops::default()
        .route(Page, Method::GET, LIST, Carts::NAME, Carts::NEEDS, get(show))
        .route(Form, Method::POST, NEW, CreateCart::NAME, CreateCart::NEEDS, post(create))
        .route(Form, Method::POST, NAME, edit, EditCart::NEEDS, post(rename))
        .route(Form, Method::POST, CURRENT, edit, EditCart::NEEDS, post(make_current))
        .route(Form, Method::POST, DELETE, DeleteCart::NAME, DeleteCart::NEEDS, post(delete))
}

/// The context of `account/carts.html`.
#[derive(Serialize)]
struct CartsPage {
    section: &'static str,
    carts: Vec<CartCard>,
    may_change: bool,
}

/// A cart among others.
#[derive(Serialize)]
struct CartCard {
    id: String,
    version: i64,
    name: String,
    current: bool,
    item_count: u32,
    total: Money,
    changed_at: Timestamp,
    /// Pictures of its first lines.
    pictures: Vec<String>,
    /// Where the shop shows it; only the current ones.
    url: Option<String>,
}

impl CartCard {
    fn of(place: &Place, cart: CartView) -> Self {
        let shown = place::prefix(&place.site.slug, place.locale, cart.currency.code());
        let url = format!("{}{shown}/cart", place.arrival.base.prefix);
        Self {
            id: cart.id.to_string(),
            version: cart.version,
            name: cart.name,
            current: cart.current,
            item_count: cart.item_count,
            total: cart.total,
            changed_at: cart.changed_at,
            pictures: cart.lines.iter().take(4).map(|line| assets::picture(&line.picture)).collect(),
            url: cart.current.then_some(url),
        }
    }
}

fn page(view: &mut View<'_, '_>, place: &Place) -> Result<CartsPage, Problem> {
    view.who().customer()?;
    let carts = view.ask(&Carts {})?;
    let may_change = view.who().may(Permission::CartEdit);
    let carts = carts.into_iter().map(|cart| CartCard::of(place, cart)).collect();
    Ok(CartsPage { section: "carts", carts, may_change })
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place).show(PAGE, |view| page(view, &place)).await
}

/// Puts the current cart aside for a new one.
async fn create(State(app): State<App>, posted: Posted) -> Response {
    let act = CreateCart { name: None, currency: Some(posted.place.currency) };
    let done = match of_an_account(&app, &posted).await {
        Ok(()) => posted.act(&app, act).await.map(drop),
        Err(refused) => Err(refused),
    };
    answer(&app, &posted, done, "flash-cart-put-aside").await
}

async fn rename(State(app): State<App>, posted: Posted) -> Response {
    change::<EditCart>(&app, &posted, &["version", "name"], &[], "flash-saved").await
}

async fn make_current(State(app): State<App>, posted: Posted) -> Response {
    let current = ("current", "true".to_owned());
    change::<EditCart>(&app, &posted, &["version"], &[current], "flash-cart-current").await
}

async fn delete(State(app): State<App>, posted: Posted) -> Response {
    change::<DeleteCart>(&app, &posted, &["version"], &[], "flash-cart-deleted").await
}

/// Guests have carts, but no account in which they would be shown them.
async fn of_an_account(app: &App, posted: &Posted) -> Result<(), Problem> {
    let caller = posted.place.caller();
    app.gate.run(|| app.desk.view(&caller, |view| view.who().customer().map(drop))).await
}

/// Changes the cart in the path and shows all of them.
async fn change<A: Act>(
    app: &App,
    posted: &Posted,
    names: &[&str],
    more: &[(&str, String)],
    said: &str,
) -> Response {
    let cart = ("cart", posted.form.in_path("cart").to_owned());
    let act = match of_an_account(app, posted).await {
        Ok(()) => posted.read::<A>(names, &[more, &[cart]].concat()),
        Err(refused) => Err(refused),
    };
    let done = match act {
        Ok(act) => posted.act(app, act).await.map(drop),
        Err(refused) => Err(refused),
    };
    answer(app, posted, done, said).await
}

async fn answer(app: &App, posted: &Posted, done: Result<(), Problem>, said: &str) -> Response {
    match done {
        Ok(()) => posted.done(app, AT, said),
        Err(refused) => posted.refused(app, &refused, AT, PAGE, |view| page(view, &posted.place)).await,
    }
}
