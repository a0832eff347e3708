//! The Assisted Buying menu: one entry per site starts a session for the customer and goes on in that site's
//! shop, in a tab of its own.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::post;
use shop::assist::{StartSession, Started};
use shop::desk::{Act, Permission};
use shop::kernel::Problem;
use shop::kernel::secret::TokenHash;

use super::customer::spoken;
use super::frame::{Office, Posted, Screen};
use crate::edge::arrival::token;
use crate::op::{Ops, RouteKind};
use crate::pages::respond;
use crate::storefront::place;

const SCREEN: Screen = Screen::whole("office/error.html", "customers", Permission::AssistStart);

pub(super) fn ops() -> Ops {
    Ops::default().route(
        RouteKind::Form,
        Method::POST,
        "/office/customers/{customer}/assist",
        StartSession::NAME,
        StartSession::NEEDS,
        post(start),
    )
}

async fn start(Path(customer): Path<String>, Posted { office, form }: Posted) -> Response {
    let started = async {
        let act = form.read(
            &["reason", "ticket"],
            &[
                ("customer", customer),
                ("site", form.field("site_id").to_owned()),
                ("token", fresh_token(&office).to_string()),
            ],
        )?;
        office.act::<StartSession>(act, form.once.clone()).await
    };
    match started.await {
        Ok(started) => into_shop(&office, &started, "/account"),
        Err(wrong) => office.refusal(SCREEN, &wrong).await,
    }
}

/// The token an API client would act with. Here the agent's own cookie and the tab's number do that, so the
/// token itself is thrown away and nobody can ever show it.
pub(super) fn fresh_token(office: &Office) -> TokenHash {
    TokenHash::of(&office.app.token(token::ON_BEHALF))
}

/// 303 into the shop, in the tab of this session.
pub(super) fn into_shop(office: &Office, started: &Started, path: &str) -> Response {
    match address(office, started, path) {
        Ok(address) => respond::redirect(&office.app, &address, None),
        Err(wrong) => crate::edge::problem::response(&wrong, office.arrival.request),
    }
}

fn address(office: &Office, started: &Started, path: &str) -> Result<String, Problem> {
    let site = office
        .arrival
        .directory
        .site(office.arrival.tenant, started.site)
        .ok_or_else(|| Problem::not_found("site"))?;
    let language = spoken(&site.languages, office.locale());
    let currency = site.currencies.first().map_or("EUR", String::as_str);
    Ok(format!("/as/{}{}{path}", started.tab, place::prefix(&site.slug, language, currency)))
}
