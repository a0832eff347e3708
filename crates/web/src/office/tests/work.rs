//! Finding, creating and changing customers; orders; the log.

use axum::http::StatusCode;

use super::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_found_while_somebody_types() {
    let scene = Scene::new();
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    let page = tom.get("/office/customers?q=tana").await;
    assert!(page.shows("Haru Tanaka") && page.shows("<html"), "{} {}", page.status, page.body);
    tom.htmx = true;
    let piece = tom.get("/office/customers?q=tana").await;
    assert!(piece.shows("Haru Tanaka") && !piece.shows("<html"));
    assert!(piece.shows("id=\"customers\""), "the piece is what the page swaps in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_created_once_and_what_was_typed_is_not_lost() {
    let scene = Scene::new();
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    let fields = [
        ("first_name", "Ingrid"),
        ("last_name", "Solberg"),
        ("email", "ingrid@example.com"),
        ("phone", ""),
        ("locale", "de"),
        ("segment", ""),
    ];
    let made = tom.post("/office/customers/new", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    assert!(made.to.starts_with("/office/customers/cus_"), "{}", made.to);
    let again = tom.post("/office/customers/new", &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.shows("value=\"Solberg\"") && again.shows("f-email-error"));
    let wrong = tom.post("/office/customers/new", &[("first_name", "Ingrid"), ("email", "no")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_acts_in_words_and_goes_home_as_a_file() {
    let scene = Scene::new();
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    tom.get("/office/customers?q=tana").await;
    let (_, mut rae) = scene.staff("Rae Audit", &["auditor"], false).await;
    let page = rae.get("/office/audit").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.shows("Changed the own password") && page.shows("Tom Reyes"));
    let only = rae.get("/office/audit?action=site.create").await;
    assert!(only.shows("Ada Root") && !only.shows("<td>Changed the own password"));
    assert!(rae.get("/office/audit?session=nonsense").await.shows("No entry matches"));

    tokio::task::block_in_place(|| scene.shop.desk.sequence(scene.shop.tenant)).unwrap();
    let file = rae.post("/office/audit/export", &[]).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("audit.jsonl"));
    assert!(file.body.lines().count() > 5);
    let some = rae.post("/office/audit/export", &[("action", "site.create")]).await;
    assert_eq!(some.status, StatusCode::OK, "{}", some.body);
    assert!(some.body.lines().count() < file.body.lines().count());
    let note = rae.get("/office/audit/checkpoint").await;
    assert!(note.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(tom.post("/office/audit/export", &[]).await.status, StatusCode::FORBIDDEN);
}
