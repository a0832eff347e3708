//! One's own account: the password, and where one is signed in.

use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::desk::{Act, Ask, View};
use shop::kernel::Problem;
use shop::people::asks::{Me, SignInEntry};
use shop::people::set_password::ChangePassword;
use shop::people::sign_out::SignOutOthers;

use super::frame::{Office, Posted, Screen};
use crate::op::{Ops, RouteKind};

const SCREEN: Screen = Screen { template: "office/me.html", piece: None, section: "", needs: None };

pub(super) fn ops() -> Ops {
    let form = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let ops =
        Ops::default().route(RouteKind::Page, Method::GET, "/office/me", Me::NAME, Me::NEEDS, get(show));
    let (name, needs) = (ChangePassword::NAME, ChangePassword::NEEDS);
    let ops = form(ops, "/office/me/password", name, needs, post(password));
    let (name, needs) = (SignOutOthers::NAME, SignOutOthers::NEEDS);
    form(ops, "/office/me/sign-out-others", name, needs, post(sign_out_others))
}

/// The page's context.
#[derive(Serialize)]
struct Page {
    sign_ins: Vec<SignIn>,
}

#[derive(Serialize)]
struct SignIn {
    device: String,
    current: bool,
    at: i64,
    seen_at: i64,
    address: String,
}

fn read(view: &mut View<'_, '_>) -> Result<Page, Problem> {
    let entry = |entry: SignInEntry| SignIn {
        device: entry.device,
        current: entry.current,
        at: entry.at.0,
        seen_at: entry.seen_at.0,
        address: entry.address,
    };
    Ok(Page { sign_ins: view.ask(&Me::default())?.sign_ins.into_iter().map(entry).collect() })
}

async fn show(office: Office) -> Response {
    office.show(SCREEN, read).await
}

async fn password(Posted { office, form }: Posted) -> Response {
    let changed = async {
        let act: ChangePassword = form.read(&["current_password", "new_password"], &[])?;
        office.act(act, form.once.clone()).await
    };
    match changed.await {
        Ok(_) => office.done("/office/me", office.texts().say("me-password-changed")),
        Err(wrong) => office.again(SCREEN, &wrong, read).await,
    }
}

async fn sign_out_others(Posted { office, form }: Posted) -> Response {
    match office.act(SignOutOthers::default(), form.once.clone()).await {
        Ok(_) => office.done("/office/me", office.texts().say("me-others-out")),
        Err(wrong) => office.again(SCREEN, &wrong, read).await,
    }
}
