//! Finding an order without an account: its number and the e-mail address it was placed with.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::desk::{Ask, Needs};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::orders::LookUpOrder;

use super::account::Links;
use super::posted::Posted;
use super::screen::{self, Screen};
use super::shown::OrderContext;
use super::{Place, said};
use crate::App;
use crate::op::{Ops, RouteKind};

const PATH: &str = "/{site}/{language}/{currency}/order-look-up";
const TEMPLATE: &str = "shop/look-up.html";

pub(super) fn ops() -> Ops {
    let name = LookUpOrder::NAME;
    Ops::default().route(RouteKind::Page, Method::GET, PATH, name, Needs::Nothing, get(show)).route(
        RouteKind::Form,
        Method::POST,
        PATH,
        name,
        Needs::Nothing,
        post(look),
    )
}

/// The context of `shop/look-up.html`.
#[derive(Serialize)]
struct LookUp {
    form: Fields,
}

#[derive(Serialize)]
struct Fields {
    number: String,
    email: String,
}

/// The context of `shop/look-up-result.html`.
#[derive(Serialize)]
struct Found {
    order: OrderContext,
    order_links: Links,
}

fn page(number: &str, email: &str) -> LookUp {
    LookUp { form: Fields { number: number.to_owned(), email: email.to_owned() } }
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place).show(TEMPLATE, |_| Ok(page("", ""))).await
}

async fn look(State(app): State<App>, posted: Posted) -> Response {
    let place = &posted.place;
    let found = match posted.read::<LookUpOrder>(&["number", "email"], &[]) {
        Ok(ask) => posted.as_whoever(&app, |caller| app.desk.look_up_order(caller, &ask)).await,
        Err(refused) => Err(refused),
    };
    match found {
        Ok(order) => {
            let context = || OrderContext::of(&screen::sheet(&app, place), &order, None);
            Screen::of(&app, place)
                .at("/order-look-up")
                .show("shop/look-up-result.html", |_| {
                    Ok(Found {
                        order: context(),
                        order_links: Links { session_url: None, cancel_url: None, reorder_url: None },
                    })
                })
                .await
        }
        Err(refused) => {
            let refused = as_form_problem(refused);
            let again = || page(posted.form.field("number"), posted.form.field("email"));
            posted.refused(&app, &refused, "/order-look-up", TEMPLATE, |_| Ok(again())).await
        }
    }
}

/// What is not there is said in the form, not on a page of its own.
fn as_form_problem(refused: Problem) -> Problem {
    debug_assert!(!said::concerns_the_form(&Problem::not_found("order")), "else this says nothing");
    if refused.kind == &kinds::NOT_FOUND {
        Problem { kind: &kinds::INVALID, ..refused }.with("look_up", "none")
    } else {
        refused
    }
}
