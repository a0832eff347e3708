//! The address book.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::customers::{AddAddress, Address, Addresses, EditAddress, RemoveAddress};
use shop::desk::{Act, Ask, View};
use shop::kernel::Problem;

use crate::App;
use crate::op::{Ops, RouteKind};
use crate::storefront::place::{Named, Place};
use crate::storefront::posted::Posted;
use crate::storefront::screen::Screen;
use crate::storefront::shown::{AddressContext, Choice, countries};

pub(super) fn ops() -> Ops {
    use RouteKind::{Form, Page};
    const BOOK: &str = "/{site}/{language}/{currency}/account/addresses";
    const NEW: &str = "/{site}/{language}/{currency}/account/addresses/new";
    const ONE: &str = "/{site}/{language}/{currency}/account/addresses/{address}";
    const DELETE: &str = "/{site}/{language}/{currency}/account/addresses/{address}/delete";
    let (name, needs) = (Addresses::NAME, Addresses::NEEDS);
    Ops::default()
        .route(Page, Method::GET, BOOK, name, needs, get(show))
        .route(Page, Method::GET, NEW, name, needs, get(show_new))
        .route(Form, Method::POST, NEW, AddAddress::NAME, AddAddress::NEEDS, post(add))
        .route(Page, Method::GET, ONE, name, needs, get(show_one))
        .route(Form, Method::POST, ONE, EditAddress::NAME, EditAddress::NEEDS, post(edit))
        .route(Page, Method::GET, DELETE, name, needs, get(ask_to_delete))
        .route(Form, Method::POST, DELETE, RemoveAddress::NAME, RemoveAddress::NEEDS, post(remove))
}

/// The fields of an address, as forms send them.
pub(in crate::storefront) const FIELDS: &[&str] = &[
    "first_name",
    "last_name",
    "company",
    "line1",
    "line2",
    "postcode",
    "city",
    "region",
    "country",
    "phone",
];

/// Fields that are asked for only where they say something; sent empty, they take it away.
const RARE: &[&str] = &["salutation", "line3"];

#[derive(Serialize)]
struct Book {
    section: &'static str,
    addresses: Vec<AddressContext>,
}

/// The context of `account/address-edit.html`.
#[derive(Serialize)]
struct Editing {
    section: &'static str,
    countries: Vec<Choice>,
    form: Fields,
}

#[derive(Serialize)]
struct Fields {
    id: Option<String>,
    to: String,
    version: i64,
    address: AddressContext,
    default_shipping: bool,
    default_billing: bool,
}

/// The context of `account/address-delete.html`.
#[derive(Serialize)]
struct Deleting {
    section: &'static str,
    address: AddressContext,
}

fn editing(place: &Place, address: AddressContext, id: Option<String>, to: String) -> Editing {
    let (version, shipping, billing) = (address.version, address.default_shipping, address.default_billing);
    Editing {
        section: "addresses",
        countries: countries(&place.site, place.locale),
        form: Fields { id, to, version, address, default_shipping: shipping, default_billing: billing },
    }
}

/// One of the customer's addresses; 404 where it is somebody else's or nobody's.
fn one(view: &mut View<'_, '_>, id: &str) -> Result<Address, Problem> {
    let found = view.ask(&Addresses::default())?.into_iter().find(|address| address.id.to_string() == id);
    found.ok_or_else(|| Problem::not_found("address"))
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place)
        .show("account/addresses.html", |view| {
            let addresses = view.ask(&Addresses::default())?;
            let own = addresses.iter().map(|address| AddressContext::own(address, place.locale));
            Ok(Book { section: "addresses", addresses: own.collect() })
        })
        .await
}

async fn show_new(State(app): State<App>, place: Place) -> Response {
    let to = place.asked("to").unwrap_or_default();
    Screen::of(&app, &place)
        .show("account/address-edit.html", |view| {
            view.who().customer()?;
            Ok(editing(&place, AddressContext::blank(&place.site), None, to.clone()))
        })
        .await
}

async fn show_one(State(app): State<App>, place: Place, Named(id): Named) -> Response {
    Screen::of(&app, &place)
        .show("account/address-edit.html", |view| {
            let address = AddressContext::own(&one(view, &id)?, place.locale);
            Ok(editing(&place, address, Some(id.clone()), String::new()))
        })
        .await
}

async fn ask_to_delete(State(app): State<App>, place: Place, Named(id): Named) -> Response {
    Screen::of(&app, &place)
        .show("account/address-delete.html", |view| {
            let address = AddressContext::own(&one(view, &id)?, place.locale);
            Ok(Deleting { section: "addresses", address })
        })
        .await
}

async fn add(State(app): State<App>, posted: Posted) -> Response {
    let names = [FIELDS, &["default_shipping", "default_billing"]].concat();
    let done = match posted.read::<AddAddress>(&names, &posted.form.sent(RARE)) {
        Ok(act) => posted.act(&app, act).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(_) => posted.done(&app, next(&posted), "flash-address-saved"),
        Err(refused) => again(&app, &posted, &refused, "/account/addresses/new", None).await,
    }
}

async fn edit(State(app): State<App>, posted: Posted) -> Response {
    let id = posted.form.in_path("address").to_owned();
    let names = [FIELDS, &["default_shipping", "default_billing", "version"]].concat();
    let more = [posted.form.sent(RARE), vec![("address", id.clone())]].concat();
    let done = match posted.read::<EditAddress>(&names, &more) {
        Ok(act) => posted.act(&app, act).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(_) => posted.done(&app, next(&posted), "flash-address-saved"),
        Err(refused) => again(&app, &posted, &refused, &format!("/account/addresses/{id}"), Some(id)).await,
    }
}

async fn remove(State(app): State<App>, posted: Posted) -> Response {
    let id = posted.form.in_path("address").to_owned();
    let done = match posted.read::<RemoveAddress>(&["version"], &[("address", id.clone())]) {
        Ok(act) => posted.act(&app, act).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => posted.done(&app, "/account/addresses", "flash-address-deleted"),
        Err(refused) => {
            let at = format!("/account/addresses/{id}/delete");
            posted
                .refused(&app, &refused, &at, "account/address-delete.html", |view| {
                    let address = AddressContext::own(&one(view, &id)?, posted.place.locale);
                    Ok(Deleting { section: "addresses", address })
                })
                .await
        }
    }
}

/// The form again, with what was typed.
async fn again(app: &App, posted: &Posted, refused: &Problem, at: &str, id: Option<String>) -> Response {
    posted
        .refused(app, refused, at, "account/address-edit.html", |view| {
            let stored = id.as_deref().map(|id| one(view, id)).transpose()?;
            let mut address = AddressContext::typed(&posted.form.typed());
            address.version = stored.map_or(0, |stored| stored.version);
            address.default_shipping = !posted.form.field("default_shipping").is_empty();
            address.default_billing = !posted.form.field("default_billing").is_empty();
            Ok(editing(&posted.place, address, id.clone(), posted.form.field("to").to_owned()))
        })
        .await
}

/// Where somebody came from to fill in an address.
fn next(posted: &Posted) -> &'static str {
    if posted.form.field("to") == "checkout" { "/checkout" } else { "/account/addresses" }
}
