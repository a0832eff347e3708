//! The password given again in the middle of a form, where a site asks for it before a start. The sign-in goes on
//! under a new token, and with it the agent's other tabs; what was typed goes along.

use axum::http::{Method, header};
use axum::response::Response;
use axum::routing::post;
use serde::Serialize;
use shop::desk::Act;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;
use shop::people::sign_in::ConfirmPassword;

use super::door::{self, Wrong};
use super::frame::{Office, Posted};
use crate::edge::arrival::token;
use crate::edge::{Form, Jar, problem};
use crate::op::{Ops, RouteKind};
use crate::pages::{FormState, Sheet};
use crate::storefront::kept::{Hidden, Kept};

pub(super) fn ops() -> Ops {
    let (name, needs) = (ConfirmPassword::NAME, ConfirmPassword::NEEDS);
    Ops::default().route(RouteKind::Form, Method::POST, "/office/step-up", name, needs, post(confirm))
}

/// The context of `office/step-up.html`.
#[derive(Serialize)]
struct StepUp {
    kept: Vec<Hidden>,
    #[serde(flatten)]
    state: Wrong,
}

/// The page that asks for the password, with what was typed by whom `wrong` names.
pub(crate) fn ask(sheet: &Sheet<'_>, wrong: &Problem, state: FormState, kept: &Kept) -> Response {
    show(sheet, wrong, Wrong::said(state), kept)
}

fn show(sheet: &Sheet<'_>, wrong: &Problem, state: Wrong, kept: &Kept) -> Response {
    let page = StepUp { kept: kept.hidden(), state };
    let mut response = sheet.show(problem::status(wrong), "office/step-up.html", &page);
    problem::add_headers(wrong, response.headers_mut());
    response
}

async fn confirm(Posted { office, form }: Posted) -> Response {
    let kept = Kept::along(&form).unwrap_or_default();
    let cookie = office.app.token(token::STAFF);
    match prove(&office, &form, &kept, TokenHash::of(&cookie)).await {
        Ok(()) => {
            let mut response = door::go_on(&office, &kept);
            let secure = office.app.settings.secure();
            response.headers_mut().append(header::SET_COOKIE, Jar::Staff.set(&cookie, secure, None));
            response
        }
        Err(wrong) if wrong.kind == &kinds::SIGN_IN_EXPIRED => door::sign_in_first(&office, &wrong, &kept),
        Err(wrong) if wrong.kind.status == 403 => office.turn_away(&wrong),
        Err(wrong) => show(&office.sheet(), &wrong, Wrong::of(&office, &wrong), &kept),
    }
}

/// Renews the sign-in of whoever typed what was kept.
async fn prove(office: &Office, form: &Form, kept: &Kept, token: TokenHash) -> Result<(), Problem> {
    let act: ConfirmPassword = form.read(&["password"], &[("token", token.to_string())])?;
    let caller = office.caller();
    let desk = &office.app.desk;
    let once = form.once.clone();
    office
        .app
        .gate
        .run(|| {
            // What one typed goes on with no other.
            if desk.who(&caller)?.staff()?.to_string() != kept.by {
                let said = "Somebody else typed this. Start again. Nothing was changed.";
                return Err(Problem::new(&kinds::FORBIDDEN, said));
            }
            desk.act(&caller, act, once)?.out().map(|_| ())
        })
        .await
}
