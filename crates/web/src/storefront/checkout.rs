//! The checkout: one page, one form, one order.
//!
//! Its acts are done one after the other, each at the version the one before left, all under the form's one
//! key: pressing twice does everything once. What was chosen stays chosen when a later step is refused.

mod page;

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use shop::cart::{CartView, Difference, HandOver};
use shop::checkout::{
    AcceptTerms, BeginCardPayment, CheckoutOptions, Payment, PlaceOrder, Placed, SendPayLink, SetDelivery,
    SetPayment, SetShipping,
};
use shop::desk::{Act, Ask, Needs};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;

use page::{changes, page};

use super::account::ADDRESS_FIELDS;
use super::posted::Posted;
use super::screen::Screen;
use super::{Place, card, cart};
use crate::App;
use crate::op::{Ops, RouteKind};
use crate::pages::Flash;

const PATH: &str = "/{site}/{language}/{currency}/checkout";
const TEMPLATE: &str = "shop/checkout.html";

pub(super) fn ops() -> Ops {
    use RouteKind::{Form, Page};
    const REVIEW: &str = "/{site}/{language}/{currency}/checkout/review";
    const HAND_OVER: &str = "/{site}/{language}/{currency}/checkout/hand-over";
    Ops::default()
        .route(Page, Method::GET, PATH, CheckoutOptions::NAME, Needs::Nothing, get(show))
        .route(Form, Method::POST, PATH, PlaceOrder::NAME, PlaceOrder::NEEDS, post(place_order))
        .route(Form, Method::POST, REVIEW, SetShipping::NAME, SetShipping::NEEDS, post(review))
        .route(Form, Method::POST, HAND_OVER, HandOver::NAME, HandOver::NEEDS, post(hand_over))
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place)
        .leads_to(&app.cards.origin())
        .show_or("/cart", TEMPLATE, |view| page(&app, &place, view, None, &[]))
        .await
}

/// Sets the way of shipping, so that totals can be seen before anything is placed.
async fn review(State(app): State<App>, posted: Posted) -> Response {
    let done = match posted.read::<SetShipping>(&["cart", "version"], &[("method", shipping(&posted))]) {
        // Without the form's key, which is for placing the order; the version sees to it that it is done once.
        Ok(act) => app.gate.act(&app.desk, &posted.place.caller(), act, None).await,
        Err(refused) => Err(renamed(refused)),
    };
    match done {
        Ok(_) => {
            let typed = posted.form.typed();
            Screen::of(&app, &posted.place)
                .at("/checkout")
                .leads_to(&app.cards.origin())
                .show_or("/cart", TEMPLATE, |view| page(&app, &posted.place, view, Some(&typed), &[]))
                .await
        }
        Err(refused) => again(&app, &posted, &refused).await,
    }
}

async fn place_order(State(app): State<App>, posted: Posted) -> Response {
    if posted.form.field("intent") == "review" {
        return review(State(app), posted).await;
    }
    let moved = moved_since_shown(&app, &posted).await;
    match place_all(&app, &posted).await {
        Ok(placed) => placed_response(&app, &posted, placed).await,
        Err(mut refused) => {
            let told = refused.extra.get("differences").and_then(|told| told.as_array());
            if refused.kind == &kinds::OFFER_CHANGED && told.is_none_or(Vec::is_empty) {
                refused.extra.insert("differences".to_owned(), serde_json::json!(moved));
            }
            again(&app, &posted, &refused).await
        }
    }
}

/// What differs from what was shown, before the steps of the checkout take note of today's prices.
async fn moved_since_shown(app: &App, posted: &Posted) -> Vec<Difference> {
    let place = &posted.place;
    let look = || app.desk.view(&place.caller(), |view| cart::current(view, place));
    // Where the cart cannot be read, placing says so.
    app.gate.run(look).await.ok().flatten().map(|cart| cart.differences).unwrap_or_default()
}

async fn hand_over(State(app): State<App>, posted: Posted) -> Response {
    let note = ("note", posted.form.field("hand_over_note").to_owned());
    let done = match posted.read::<HandOver>(&["cart", "version"], &[note]) {
        Ok(act) => posted.act(&app, act).await,
        Err(refused) => Err(renamed(refused)),
    };
    match done {
        Ok(_) => posted.done(&app, "/cart", "flash-handed-over"),
        Err(refused) => again(&app, &posted, &refused).await,
    }
}

/// Everything from the address to the order, one act after the other.
async fn place_all(app: &App, posted: &Posted) -> Result<Placed, Problem> {
    if posted.form.field("terms").is_empty() {
        let said = app.pages.text(posted.place.locale, "terms-missing", &[]);
        return Err(Problem::invalid("/terms", said));
    }
    let delivered: SetDelivery = delivery(posted)?;
    let cart = posted.act(app, delivered).await.map_err(renamed)?;
    let method = ("method", shipping(posted));
    let shipped: SetShipping = next(posted, &cart, method)?;
    let cart = posted.act(app, shipped).await.map_err(|refused| moved(refused, "shipping"))?;
    let method = ("method", posted.form.field("payment").to_owned());
    let paid: SetPayment = next(posted, &cart, method).map_err(|refused| moved(refused, "payment"))?;
    let cart = posted.act(app, paid).await.map_err(|refused| moved(refused, "payment"))?;
    let accept = AcceptTerms { cart: cart.id, how: None, version: Some(cart.version) };
    let cart = posted.act(app, accept).await?;
    let shown: i64 = posted.form.field("shown_total").parse().unwrap_or(-1);
    let place = PlaceOrder { cart: cart.id, version: Some(cart.version), shown_total: shown };
    posted.act(app, place).await
}

fn delivery(posted: &Posted) -> Result<SetDelivery, Problem> {
    let saved = posted.form.field("address_id");
    let guest = posted.place.arrival.customer.is_none() && posted.place.arrival.base.tab.is_none();
    let mut names = vec!["cart", "version"];
    names.extend(guest.then_some("email"));
    if !saved.is_empty() && saved != "new" {
        return posted.read(&names, &[("address", saved.to_owned())]).map_err(renamed);
    }
    names.extend(ADDRESS_FIELDS);
    posted.read(&names, &[]).map_err(renamed)
}

/// The next act, at the version the one before left.
fn next<A: serde::de::DeserializeOwned>(
    posted: &Posted,
    cart: &CartView,
    with: (&str, String),
) -> Result<A, Problem> {
    posted
        .read(&[], &[("cart", cart.id.to_string()), ("version", cart.version.to_string()), with])
        .map_err(renamed)
}

fn shipping(posted: &Posted) -> String {
    posted.form.field("shipping").to_owned()
}

/// Fields of acts as the form calls them.
fn renamed(refused: Problem) -> Problem {
    let refused = moved(refused, "shipping");
    let mut refused = refused;
    for error in &mut refused.errors {
        if error.pointer == "/address" {
            "/address_id".clone_into(&mut error.pointer);
        }
    }
    refused
}

/// What is said of `/method` is said of this field.
fn moved(mut refused: Problem, field: &str) -> Problem {
    for error in &mut refused.errors {
        if error.pointer == "/method" {
            error.pointer = format!("/{field}");
        }
    }
    refused
}

/// The page again: with what changed since it was shown, or with what is wrong.
async fn again(app: &App, posted: &Posted, refused: &Problem) -> Response {
    let changes = changes(refused);
    let typed = posted.form.typed();
    if !super::said::concerns_the_form(refused) {
        return posted.failed(app, refused).await;
    }
    Screen::of(app, &posted.place)
        .after(refused, &posted.form, "/checkout")
        .leads_to(&app.cards.origin())
        .show_or("/cart", TEMPLATE, |view| page(app, &posted.place, view, Some(&typed), &changes))
        .await
}

/// Where an order leads once it is placed: to the card page, or to its confirmation.
async fn placed_response(app: &App, posted: &Posted, placed: Placed) -> Response {
    let confirmation = format!("/checkout/done/{}", placed.number);
    match placed.payment {
        Payment::Card => match posted.act(app, BeginCardPayment { order: placed.order.into() }).await {
            Ok(due) => card::pay(app, &posted.place, &due, &confirmation),
            Err(_) => posted.go(app, &confirmation, None),
        },
        Payment::PayLink => send_link(app, posted, &placed, &confirmation).await,
        Payment::Invoice => posted.go(app, &confirmation, None),
    }
}

/// Makes the link by which the customer pays. It is shown to the agent once, to pass it on; only the customer
/// can use it.
async fn send_link(app: &App, posted: &Posted, placed: &Placed, confirmation: &str) -> Response {
    let token = app.token("up_");
    let send = SendPayLink { order: placed.order.into(), token: TokenHash::of(&token) };
    let done = app.gate.answer(&app.desk, &posted.place.caller(), send, posted.form.once.clone()).await;
    match done {
        Ok(answer) if !answer.is_replay() => {
            let path = format!("{}/pay/{token}", posted.place.prefix());
            let link = format!("{}{path}", app.settings.public_url);
            let said = app.pages.text(posted.place.locale, "flash-pay-link", &[]);
            posted.go(app, confirmation, Some(&Flash::good(said).with_link(link)))
        }
        _ => posted.go(app, confirmation, None),
    }
}
