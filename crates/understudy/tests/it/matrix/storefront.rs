//! The shop's own pages and forms, in an agent's tab and outside of it, against every browser there may be.

use axum::http::Method;
use shop::testing::Engine;

use super::browsers::{Browser, Kind, Told, kinds};
use super::{stored, written};
use crate::kit::{OTHER_HOST, Scene, Seen, Sent, Things};
use crate::ops::{self, Row, Who};

/// What is wrong with an answer, if anything is.
fn wrong(kind: Kind, row: &Row, seen: &Seen) -> Option<String> {
    let (own, never) = kind.names();
    if let Some(name) = never.iter().find(|name| seen.body.contains(**name)) {
        return Some(format!("told of {name}"));
    }
    let told = kind.told(row);
    let right = match told {
        Told::Done => done(row, seen),
        Told::SignIn => sent_to_sign_in(kind, row, seen),
        Told::Refused(status) => seen.status == status,
    };
    if !right {
        return Some(format!("not {told:?}"));
    }
    let page = seen.header("content-type").starts_with("text/html") && seen.body.contains("<html");
    let shows = told == Told::Done && seen.status == 200 && page && row.who != Who::Whoever;
    let name = own.filter(|name| shows && !seen.body.contains(*name))?;
    Some(format!("a page for {name} that does not say so"))
}

fn done(row: &Row, seen: &Seen) -> bool {
    let usual = if row.method() == Method::GET { 200 } else { 303 };
    (seen.status == usual || row.also.contains(&seen.status)) && !leads_to_sign_in(seen)
}

/// Whether an answer sends a browser to a sign-in from which it comes back.
fn leads_to_sign_in(seen: &Seen) -> bool {
    ["/eu/en/EUR/sign-in?to=", "/agent/login?to="]
        .iter()
        .any(|door| seen.header("location").starts_with(door))
}

/// Whether an answer is the way to sign in: pages lead there and back, forms are kept meanwhile.
fn sent_to_sign_in(kind: Kind, row: &Row, seen: &Seen) -> bool {
    if matches!(row.who, Who::Agents(_)) {
        return seen.status == 303 && seen.header("location").starts_with("/eu/en/EUR/agent/login");
    }
    if row.operation.ends_with("/live") {
        return seen.status == 401;
    }
    if row.method() == Method::GET {
        let door = if kind.is_in_tab() { "/agent/login?to=" } else { "/eu/en/EUR/sign-in?to=" };
        return seen.status == 303 && seen.header("location").starts_with(door);
    }
    if row.who == Who::OutsideTabs {
        return leads_to_sign_in(seen);
    }
    // In a tab of which nobody knows whose it was, what was typed is only shown.
    let unknown =
        matches!(kind, Kind::HaruInTab | Kind::ForeignAgent) && !row.operation.starts_with("POST /agent");
    seen.status == 401 && (unknown || seen.body.contains("type=\"password\""))
}

/// Whether the refusal comes when a part is done already: what was chosen at the checkout stays chosen.
fn stops_half_way(kind: Kind, row: &Row) -> bool {
    row.who == Who::HaruPlacing && matches!(kind, Kind::Acting(_))
}

async fn everybody_against_the_shop(engine: Engine) {
    let mut scene = Scene::new(engine);
    let mut standing = Vec::new();
    for kind in kinds() {
        standing.push(kind.come(&mut scene).await);
    }
    let (mut cells, mut found) = (0, Vec::new());
    let mut judge = |browser: &Browser, row: &Row, seen: &Seen| {
        cells += 1;
        if let Some(wrong) = wrong(browser.kind, row, seen) {
            let location = seen.header("location");
            found.push(format!(
                "{} by {:?}: {wrong}: {} {location}",
                row.operation, browser.kind, seen.status
            ));
        }
    };
    for row in ops::storefront() {
        let things = Things::make(&scene, row.operation).await;
        let before = stored(&scene);
        let (may, may_not): (Vec<_>, Vec<_>) = standing
            .iter()
            .cloned()
            .partition(|browser| browser.kind.told(&row) == Told::Done || stops_half_way(browser.kind, &row));
        for browser in &may_not {
            let seen = browser.send(&scene, &row, &things).await;
            judge(browser, &row, &seen);
        }
        let mut tables = written(&scene, &before);
        // A look-up counts its wrong tries, by whomever.
        tables.retain(|table| !row.operation.ends_with("/order-look-up") || *table != "sign_in_failure");
        assert!(tables.is_empty(), "{}: refusals wrote into {tables:?}", row.operation);
        for browser in may {
            // What is changed is changed for a fresh caller, who may be gone afterwards.
            let (things, browser) = if row.changes() {
                (Things::make(&scene, row.operation).await, browser.kind.come(&mut scene).await)
            } else {
                (things.clone(), browser)
            };
            let seen = browser.send(&scene, &row, &things).await;
            judge(&browser, &row, &seen);
        }
    }
    assert!(found.is_empty(), "{} of {cells} cells: {found:#?}", found.len());
    eprintln!("{cells} cells");
}

#[tokio::test(flavor = "multi_thread")]
async fn shop_on_sqlite() {
    everybody_against_the_shop(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shop_on_postgres() {
    everybody_against_the_shop(Engine::Postgres).await;
}

/// At another tenant's address Haru's things do not exist, for its customers and for its agents in their tabs.
async fn another_tenants_shop_has_nothing_of_this(engine: Engine) {
    let mut scene = Scene::new(engine);
    let customer = scene.elsewhere(|scene| scene.customer(scene.stranger));
    let owns = |row: &Row| matches!(row.who, Who::Haru | Who::HaruPlacing | Who::HaruInPerson | Who::Holder);
    let (mut cells, mut found) = (0, Vec::new());
    for row in ops::storefront().into_iter().filter(|row| owns(row) || row.operation.contains("{token}")) {
        let things = Things::make(&scene, row.operation).await;
        let before = stored(&scene);
        let sent = Sent::new(row.method(), row.path(&things)).with("host", OTHER_HOST);
        let sent = sent.with("cookie", format!("us_form=uf_test; us_customer={customer}"));
        let mut fields = row.fields(&things);
        fields.push(("_csrf".into(), web::edge::csrf::token(&scene.shop.desk, "uf_test")));
        let sent = if row.changes() { sent.form(&fields) } else { sent };
        let seen = scene.send(sent).await;
        cells += 1;
        let wanted = if row.operation.contains("{token}") { 410 } else { 404 };
        if seen.status != wanted || seen.body.contains("Haru Tanaka") {
            found.push(format!("{}: {} instead of {wanted}", row.operation, seen.status));
        }
        let tables = written(&scene, &before);
        if !tables.is_empty() {
            found.push(format!("{}: refusals wrote into {tables:?}", row.operation));
        }
    }
    assert!(found.is_empty(), "{} of {cells} cells: {found:#?}", found.len());
    assert!(cells > 15, "only {cells} rows name something of Haru's");
}

#[tokio::test(flavor = "multi_thread")]
async fn tenants_shops_on_sqlite() {
    another_tenants_shop_has_nothing_of_this(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tenants_shops_on_postgres() {
    another_tenants_shop_has_nothing_of_this(Engine::Postgres).await;
}
