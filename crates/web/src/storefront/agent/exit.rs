//! `?_switch_user=_exit`: which help is to end is confirmed on a page, whose form ends it.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use shop::assist::EndSession;

use super::door::Door;
use super::start::ended;
use super::switch::Helping;
use crate::App;
use crate::pages::respond::redirect;
use crate::pages::{Flash, FormState};
use crate::storefront::{Place, error};

const PAGE: &str = "/agent/exit";

/// The context of `agent/exit.html`.
#[derive(Serialize)]
struct ExitPage {
    helping: Vec<Helping>,
}

/// Asks which of the sessions that run is to end: the one of the tab it was asked in, else any.
pub(super) async fn ask(State(app): State<App>, place: Place) -> Response {
    let door = Door::at(&app, &place);
    if let Err(response) = door.agent(&door.place.rest).await {
        return response;
    }
    let mut helping = match door.helping().await {
        Ok(helping) => helping,
        Err(refused) => return error::answer(&app, &door.place, &refused).await,
    };
    let tab = door.tab.or_else(|| door.asked("tab").parse().ok());
    if helping.iter().any(|one| Some(one.tab) == tab) {
        helping.retain(|one| Some(one.tab) == tab);
    }
    door.show(PAGE, StatusCode::OK, "agent/exit.html", FormState::default(), &ExitPage { helping }).await
}

pub(super) async fn confirm(State(app): State<App>, request: Request) -> Response {
    let (door, form) = match Door::form(&app, request).await {
        Ok(read) => read,
        Err(response) => return *response,
    };
    if let Err(response) = door.agent(PAGE).await {
        return response;
    }
    let tab = door.tab.map(|tab| ("tab", tab.to_string()));
    let more: Vec<_> = tab.into_iter().filter(|_| form.field("session").is_empty()).collect();
    let done = match form.read::<EndSession>(&["session"], &more) {
        Ok(act) => app.gate.act(&app.desk, &door.as_staff(), act, form.once.clone()).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(over) => {
            let name = [("name", over.customer.name.into())];
            let said = app.pages.text(door.place.locale, "agent-exit-done", &name);
            ended(redirect(&app, &door.start(), Some(&Flash::good(said))))
        }
        // There is none like it among one's own: what there is, is shown.
        Err(refused) if matches!(refused.kind.status, 404 | 422) => {
            redirect(&app, &door.place.path(PAGE), None)
        }
        Err(refused) => error::answer(&app, &door.place, &refused).await,
    }
}
