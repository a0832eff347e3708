//! Everybody against every operation of the API and every page and form of the back office and of the shop. Whoever may not
//! gets the right status, learns nothing and changes nothing; whoever may is not refused.

mod browsers;
mod callers;
mod coming;
mod pages;
mod storefront;

use std::collections::BTreeMap;

use shop::testing::Engine;

use crate::kit::{Scene, Seen, Things};
use crate::ops::{self, Row, Who};
use callers::{Caller, Kind, kinds};

/// Tables in which a refusal leaves its own record.
const RECORD: &[&str] = &["leaf", "stream_head", "subject_key", "idempotency"];

/// What is stored, but for the record.
fn stored(scene: &Scene) -> BTreeMap<&'static str, Vec<String>> {
    tokio::task::block_in_place(|| scene.shop.contents(RECORD))
}

/// The tables that were written to since.
fn written(scene: &Scene, before: &BTreeMap<&'static str, Vec<String>>) -> Vec<&'static str> {
    let now = stored(scene);
    now.into_iter().filter(|(table, rows)| before[table] != *rows).map(|(table, _)| table).collect()
}

async fn call(scene: &Scene, row: &Row, things: &Things, caller: &Caller) -> Seen {
    let sent = row.request(things).with("understudy-site", "eu");
    let sent = match row.operation.ends_with("/merge") {
        true => sent.with("understudy-guest", things.guest.clone()),
        false => sent,
    };
    let bearer = format!("Bearer {}", caller.token);
    scene.send(if caller.token.is_empty() { sent } else { sent.with("authorization", bearer) }).await
}

async fn everybody_against_the_api(engine: Engine) {
    let mut scene = Scene::new(engine);
    let mut standing = Vec::new();
    for kind in kinds() {
        standing.push(kind.come(&mut scene).await);
    }
    let (mut cells, mut wrong) = (0, Vec::new());
    for row in ops::api() {
        let things = Things::make(&scene, row.operation).await;
        // Signing out everywhere, one row before, ends their other sign-ins as well.
        for caller in standing.iter_mut().filter(|caller| matches!(caller.kind, Kind::Haru | Kind::Mia)) {
            *caller = caller.kind.come(&mut scene).await;
        }
        let before = stored(&scene);
        for caller in &standing {
            let Some(status) = caller.kind.refused(&row) else { continue };
            let seen = call(&scene, &row, &things, caller).await;
            cells += 1;
            let what = format!("{} by {:?}", row.operation, caller.kind);
            if seen.status != status {
                wrong.push(format!("{what}: {} instead of {status}: {}", seen.status, seen.body));
                continue;
            }
            seen.is_a_problem(&what);
            assert!(!seen.body.contains("Tanaka") || status == 410, "{what} told of Haru: {}", seen.body);
        }
        let mut tables = written(&scene, &before);
        // A look-up counts its wrong tries, by whomever.
        tables.retain(|table| row.operation != "GET /v1/orders/look-up" || *table != "sign_in_failure");
        if !tables.is_empty() {
            wrong.push(format!("{}: refusals wrote into {tables:?}", row.operation));
        }
        for caller in standing.iter().filter(|caller| caller.kind.refused(&row).is_none()) {
            let kind = caller.kind;
            // What is changed is changed for a fresh caller, who may be gone afterwards.
            let (things, caller) = if row.changes() {
                (Things::make(&scene, row.operation).await, kind.come(&mut scene).await)
            } else {
                (things.clone(), caller.clone())
            };
            let seen = call(&scene, &row, &things, &caller).await;
            cells += 1;
            if seen.status != 200 && !row.also.contains(&seen.status) {
                wrong.push(format!("{} by {kind:?}: {} {}", row.operation, seen.status, seen.body));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells: {wrong:#?}", wrong.len());
    eprintln!("{cells} cells");
}

#[tokio::test(flavor = "multi_thread")]
async fn api_on_sqlite() {
    everybody_against_the_api(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn api_on_postgres() {
    everybody_against_the_api(Engine::Postgres).await;
}

/// With another tenant's ids everything is as if it did not exist, whatever rights there are at home.
async fn another_tenant_has_nothing_here(engine: Engine) {
    let mut scene = Scene::new(engine);
    let staff = scene.elsewhere(Scene::all_roles);
    let customer = scene.elsewhere(|scene| scene.customer(scene.stranger));
    let (mut cells, mut wrong) = (0, Vec::new());
    for row in ops::api().into_iter().filter(|row| row.named) {
        let things = Things::make(&scene, row.operation).await;
        let before = stored(&scene);
        for token in [&staff, &customer] {
            let sent =
                row.request(&things).with("host", crate::kit::OTHER_HOST).with("understudy-site", "eu");
            let seen = scene.send(sent.with("authorization", format!("Bearer {token}"))).await;
            if !matches!(seen.status, 400..=499) || seen.body.contains("Tanaka") {
                wrong.push(format!("{}: {} {}", row.operation, seen.status, seen.body));
            }
            cells += 1;
        }
        let tables = written(&scene, &before);
        if !tables.is_empty() {
            wrong.push(format!("{}: refusals wrote into {tables:?}", row.operation));
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells: {wrong:#?}", wrong.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn tenants_on_sqlite() {
    another_tenant_has_nothing_here(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tenants_on_postgres() {
    another_tenant_has_nothing_here(Engine::Postgres).await;
}

/// The rows say who may; the product says what it needs. Neither may claim the door is open while the other
/// holds it shut.
#[test]
fn rows_and_registry_agree_on_what_is_open() {
    use shop::desk::Needs;
    let needs: BTreeMap<String, Needs> = ops::mounted_in_api()
        .into_iter()
        .chain(ops::mounted_in_office())
        .chain(ops::mounted_in_storefront())
        .map(|op| (format!("{} {}", op.method, op.path), op.needs))
        .collect();
    for row in ops::api().into_iter().chain(ops::office()).chain(ops::storefront()) {
        let open = needs[row.operation] == Needs::Nothing;
        let said = matches!(row.who, Who::Anybody | Who::Whoever | Who::Holder | Who::OutsideTabs);
        assert_eq!(open, said, "{}", row.operation);
    }
}
