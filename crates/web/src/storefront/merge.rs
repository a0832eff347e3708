//! What becomes of the cart that a visitor filled before signing in. Asked, never silent.

use axum::extract::State;
use axum::http::{Method, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::cart::{CartView, CurrentCart, MergeGuestCart};
use shop::desk::{Act, Credential};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;

use super::posted::Posted;
use super::screen::{self, Screen};
use super::shown::CartContext;
use super::{Place, cart};
use crate::App;
use crate::edge::Jar;
use crate::op::{Ops, RouteKind};
use crate::pages::respond::{local, redirect};

const PATH: &str = "/{site}/{language}/{currency}/cart/merge";

pub(super) fn ops() -> Ops {
    let (name, needs) = (MergeGuestCart::NAME, MergeGuestCart::NEEDS);
    Ops::default().route(RouteKind::Page, Method::GET, PATH, name, needs, get(show)).route(
        RouteKind::Form,
        Method::POST,
        PATH,
        name,
        needs,
        post(merge),
    )
}

/// The context of `shop/merge.html`.
#[derive(Serialize)]
struct MergePage {
    guest: CartContext,
    own_count: u32,
    form: Fields,
}

#[derive(Serialize)]
struct Fields {
    cart: String,
    to: String,
}

/// Whether there is a choice to be made: the browser holds a guest's cart with something in it.
pub(super) async fn is_due(app: &App, place: &Place) -> bool {
    of_guest(app, place).await.is_ok_and(|cart| cart.is_some())
}

/// The guest's cart in this browser, if there is anything in it.
async fn of_guest(app: &App, place: &Place) -> Result<Option<CartView>, Problem> {
    let Some(guest) = &place.arrival.guest else { return Ok(None) };
    let mut caller = place.caller();
    caller.credential = Credential::Guest(TokenHash::of(guest));
    let ask = CurrentCart { currency: Some(place.currency) };
    let found = app
        .gate
        .run(|| {
            app.desk
                .view(&caller, |view| if view.who().subject().is_some() { view.ask(&ask) } else { Ok(None) })
        })
        .await?;
    Ok(found.filter(|cart| !cart.lines.is_empty()))
}

async fn show(State(app): State<App>, place: Place) -> Response {
    if place.arrival.base.tab.is_some() {
        return not_in_a_tab(&app, &place).await;
    }
    let to = place.asked("to").unwrap_or_default();
    let to = local(&to).map_or_else(|| place.path("/cart"), str::to_owned);
    let guest = match of_guest(&app, &place).await {
        Ok(Some(guest)) => guest,
        Ok(None) => return redirect(&app, &to, None),
        Err(refused) => return super::error::answer(&app, &place, &refused).await,
    };
    Screen::of(&app, &place)
        .show("shop/merge.html", |view| {
            view.who().customer()?;
            let own = cart::current(view, &place)?;
            Ok(MergePage {
                own_count: own.map_or(0, |own| own.item_count),
                form: Fields { cart: guest.id.to_string(), to: to.clone() },
                guest: CartContext::of(&screen::sheet(&app, &place), &guest),
            })
        })
        .await
}

/// What a visitor of this browser put into a cart is no business of the customer an agent acts for in its tab.
async fn not_in_a_tab(app: &App, place: &Place) -> Response {
    let said = "Only the customer can do this, on their own screen. Nothing was changed.";
    Screen::of(app, place)
        .show("shop/merge.html", |_| Err::<MergePage, _>(Problem::new(&kinds::NEVER_ON_BEHALF, said)))
        .await
}

async fn merge(State(app): State<App>, posted: Posted) -> Response {
    let guest = posted.place.arrival.guest.clone().unwrap_or_default();
    let more =
        [("guest_cart", posted.form.field("cart").to_owned()), ("guest", TokenHash::of(&guest).to_string())];
    let done = match posted.read::<MergeGuestCart>(&["rule"], &more) {
        Ok(act) => posted.act(&app, act).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(_) => {
            let to = local(posted.form.field("to")).map_or_else(|| posted.place.path("/cart"), str::to_owned);
            let mut response = redirect(&app, &to, None);
            let cleared = Jar::Guest.clear(app.settings.secure());
            response.headers_mut().append(header::SET_COOKIE, cleared);
            response
        }
        Err(refused) => posted.failed(&app, &refused).await,
    }
}
