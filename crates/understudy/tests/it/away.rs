//! Without its database everything is answered 503, and nothing is lost.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};
use store::Engine;
use store::testing::OwnServer;

use crate::kit::{ADMINISTRATOR, Http, Program, Stocked, text};

async fn is_away(answer: Response, kind: &str) {
    let status = answer.status().as_u16();
    let header = |name: &str| {
        answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let (retry, is) = (header("retry-after"), header("content-type"));
    let body = answer.text().await.expect("a body");
    assert_eq!(status, 503, "{body}");
    assert!(retry.parse::<u32>().is_ok(), "Retry-After: {retry:?}");
    assert!(is.starts_with(kind), "{is}: {body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_stops_and_comes_back() {
    let server = OwnServer::start();
    let shop = tokio::task::block_in_place(|| Stocked::at(server.url(), None, 1));
    let program = Program::serve(&shop.flags());
    let admin = Http::at(&program.origin).signed_in(ADMINISTRATOR).await;
    let group = admin.must(Method::POST, "/v1/groups", json!({ "name": "before" })).await;

    tokio::task::block_in_place(|| server.stop());
    is_away(admin.send(Method::GET, "/v1/users", Value::Null).await, "application/problem+json").await;
    is_away(
        admin.send(Method::POST, "/v1/groups", json!({ "name": "while away" })).await,
        "application/problem+json",
    )
    .await;
    is_away(admin.send(Method::GET, "/readyz", Value::Null).await, "application/problem+json").await;
    is_away(admin.send(Method::GET, "/eu/en/EUR/", Value::Null).await, "text/html").await;
    is_away(admin.send(Method::GET, "/eu/en/EUR/c/kitchen", Value::Null).await, "text/html").await;
    assert_eq!(admin.status("/livez").await, 200, "the program itself lives");

    tokio::task::block_in_place(|| server.restart());
    let groups = admin.must(Method::GET, "/v1/groups", Value::Null).await;
    let names: Vec<String> =
        groups["items"].as_array().expect("groups").iter().map(|group| text(group, "name")).collect();
    assert!(names.contains(&"before".to_owned()) && !names.contains(&"while away".to_owned()), "{names:?}");
    admin.must(Method::POST, "/v1/groups", json!({ "name": "while away" })).await;
    assert_eq!(text(&group, "name"), "before");
    assert_eq!(admin.status("/eu/en/EUR/").await, 200);
    program.never_panicked();
    assert!(program.stop().success());
}

/// The embedded database cannot grow: what would write is refused with 503 and the program lives; with room again
/// it goes on.
#[tokio::test(flavor = "multi_thread")]
async fn sqlite_has_no_room() {
    let shop = tokio::task::block_in_place(|| Stocked::new(Engine::Sqlite, 1));
    let program = Program::serve(&shop.flags());
    let admin = Http::at(&program.origin).signed_in(ADMINISTRATOR).await;
    admin.must(Method::POST, "/v1/groups", json!({ "name": "before" })).await;
    program.limit_files_to(4096);
    is_away(
        admin.send(Method::POST, "/v1/groups", json!({ "name": "no room" })).await,
        "application/problem+json",
    )
    .await;
    assert_eq!(admin.status("/v1/groups").await, 200, "what only reads goes on");
    program.limit_files_to(u64::MAX);
    tokio::time::timeout(
        Duration::from_secs(5),
        admin.must(Method::POST, "/v1/groups", json!({ "name": "room" })),
    )
    .await
    .expect("at once");
    program.never_panicked();
    assert!(program.stop().success());
}
