//! `/agent/logout` and `/agent/overview`.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::door::Door;
use super::find::Named;
use super::switch::Helping;
use crate::App;
use crate::office::entering;
use crate::pages::respond::redirect;
use crate::pages::{Flash, FormState};
use crate::storefront::{Place, error};

const PAGE: &str = "/agent/logout";

/// The context of `agent/logout.html`.
#[derive(Serialize)]
struct LogoutPage {
    staff: Named,
    /// Whom they are helping: that ends too.
    helping: Vec<Helping>,
}

/// From the address without a shop to the one in it.
pub(super) async fn lead_there(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match Door::read(&parts, &app, "").await {
        Ok(door) => redirect(&app, &door.place.path(PAGE), None),
        Err(response) => *response,
    }
}

/// Asks whether it is meant.
pub(super) async fn ask(State(app): State<App>, place: Place) -> Response {
    let door = Door::at(&app, &place);
    let agent = match door.agent("").await {
        Ok(agent) => agent,
        Err(response) => return response,
    };
    match door.helping().await {
        Ok(helping) => {
            let page = LogoutPage { staff: Named { name: agent.name }, helping };
            door.show(PAGE, StatusCode::OK, "agent/logout.html", FormState::default(), &page).await
        }
        Err(refused) => error::answer(&app, &door.place, &refused).await,
    }
}

pub(super) async fn leave(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match Door::form(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    if let Err(refused) = entering::leave(&app, &door.as_staff(), &form).await {
        return error::answer(&app, &door.place, &refused).await;
    }
    let flash = Flash::good(app.pages.text(door.place.locale, "flash-signed-out", &[]));
    entering::left(&app, redirect(&app, &door.place.path("/"), Some(&flash)))
}

/// What is there for agents to do: that is the back office.
pub(super) async fn overview(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let door = match Door::read(&parts, &app, "").await {
        Ok(door) => door,
        Err(response) => return *response,
    };
    match door.agent("/agent/overview").await {
        Ok(_) => redirect(&app, "/office", None),
        Err(response) => response,
    }
}
