//! Setting up an empty shop: the one-time secret makes the first administrator. Only from this machine.

use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::desk::{Act, Caller, Credential};
use shop::kernel::Problem;
use shop::people::set_up::ClaimSetUp;

use super::door::Wrong;
use super::frame::{Office, Posted};
use crate::edge::problem;
use crate::op::{Ops, RouteKind};

pub(super) fn ops() -> Ops {
    let (name, needs, path) = (ClaimSetUp::NAME, ClaimSetUp::NEEDS, "/office/set-up");
    Ops::default().route(RouteKind::Page, Method::GET, path, name, needs, get(ask)).route(
        RouteKind::Form,
        Method::POST,
        path,
        name,
        needs,
        axum::routing::post(claim),
    )
}

/// The page's context.
#[derive(Serialize)]
struct Page {
    form: Fields,
    #[serde(flatten)]
    state: Wrong,
}

#[derive(Default, Serialize)]
struct Fields {
    name: String,
    email: String,
}

/// Whoever is not at this machine is told that there is nothing here.
fn on_this_machine(office: &Office) -> Result<(), Problem> {
    if office.arrival.loopback { Ok(()) } else { Err(Problem::not_found("page")) }
}

async fn ask(office: Office) -> Response {
    if let Err(wrong) = on_this_machine(&office) {
        return office.turn_away(&wrong);
    }
    let page = Page { form: Fields::default(), state: Wrong::none(&office) };
    office.sheet().show(StatusCode::OK, "office/set-up.html", &page)
}

async fn claim(Posted { office, form }: Posted) -> Response {
    if let Err(wrong) = on_this_machine(&office) {
        return office.turn_away(&wrong);
    }
    let claimed = async {
        let locale = office.locale().tag().to_owned();
        let act: ClaimSetUp = form.read(&["secret", "name", "email", "password"], &[("locale", locale)])?;
        let caller = Caller { credential: Credential::None, ..office.caller() };
        let desk = &office.app.desk;
        office.app.gate.act(desk, &caller, act, form.once.clone()).await
    };
    match claimed.await {
        Ok(_) => office.done("/office/sign-in", office.texts().say("set-up-done")),
        Err(wrong) => {
            let fields =
                Fields { name: form.field("name").to_owned(), email: form.field("email").to_owned() };
            let page = Page { form: fields, state: Wrong::of(&office, &wrong) };
            let mut response = office.sheet().show(problem::status(&wrong), "office/set-up.html", &page);
            problem::add_headers(&wrong, response.headers_mut());
            response
        }
    }
}
