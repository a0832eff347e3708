//! One's own data: the e-mail address one signs in with, taking everything along, and having it erased. Only the
//! customer's own business.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use shop::customers::credentials::ChangeEmail;
use shop::customers::rights::CustomerExport;
use shop::customers::{EraseAccount, ExportAccount, Profile};
use shop::desk::{Act, Ask, View};
use shop::kernel::Problem;

use crate::App;
use crate::op::{Ops, RouteKind};
use crate::storefront::Place;
use crate::storefront::posted::Posted;
use crate::storefront::screen::Screen;

const PATH: &str = "/{site}/{language}/{currency}/account/data";

pub(super) fn ops() -> Ops {
    let form = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let ops = Ops::default()
        .route(RouteKind::Page, Method::GET, PATH, Profile::NAME, Profile::NEEDS, get(show))
        .route(
            RouteKind::Page,
            Method::GET,
            "/{site}/{language}/{currency}/account/data.json",
            ExportAccount::NAME,
            ExportAccount::NEEDS,
            get(download),
        );
    let email = "/{site}/{language}/{currency}/account/data/email";
    let ops = form(ops, email, ChangeEmail::NAME, ChangeEmail::NEEDS, post(change_email));
    let erase_path = "/{site}/{language}/{currency}/account/data/erase";
    form(ops, erase_path, EraseAccount::NAME, EraseAccount::NEEDS, post(erase))
}

/// The context of `account/data.html`.
#[derive(Serialize)]
struct DataPage {
    section: &'static str,
    email: String,
}

fn page(view: &mut View<'_, '_>) -> Result<DataPage, Problem> {
    Ok(DataPage { section: "data", email: view.ask(&Profile::default())?.email })
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place).show("account/data.html", page).await
}

async fn download(State(app): State<App>, place: Place) -> Response {
    let caller = place.caller();
    match app.gate.run(|| app.desk.ask(&caller, &ExportAccount {})).await {
        Ok(all) => file(&all, "my-data.json"),
        Err(refused) => crate::storefront::error::answer(&app, &place, &refused).await,
    }
}

/// Everything that is kept of a customer, as a file.
pub(crate) fn file(all: &CustomerExport, name: &str) -> Response {
    let mut response = Json(all).into_response();
    let headers = response.headers_mut();
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn change_email(State(app): State<App>, posted: Posted) -> Response {
    let password = ("password", posted.form.field("current_password").to_owned());
    let done = match posted.read::<ChangeEmail>(&["email"], &[password]) {
        Ok(act) => posted.act(&app, act).await.map(|_| ()),
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => posted.done(&app, "/account/data", "flash-email-changed"),
        Err(refused) => {
            let mut refused = refused;
            for error in refused.errors.iter_mut().filter(|error| error.pointer == "/password") {
                "/current_password".clone_into(&mut error.pointer);
            }
            again(&app, &posted, &refused).await
        }
    }
}

async fn erase(State(app): State<App>, posted: Posted) -> Response {
    let password = ("password", posted.form.field("password").to_owned());
    let confirmed = ("confirmed", (posted.form.field("confirmed") == "true").to_string());
    let done = match posted.read::<EraseAccount>(&[], &[password, confirmed]) {
        Ok(act) => posted.act(&app, act).await.map(|_| ()),
        Err(refused) => Err(refused),
    };
    match done {
        Ok(()) => posted.done(&app, "/", "flash-account-erased"),
        Err(refused) => again(&app, &posted, &refused).await,
    }
}

/// The page again, with what was wrong beside its field.
async fn again(app: &App, posted: &Posted, refused: &Problem) -> Response {
    posted.refused(app, refused, "/account/data", "account/data.html", page).await
}
