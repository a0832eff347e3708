//! Stories of clients of the API that hold a token.

use axum::http::Method;
use serde_json::{Value, json};

use crate::shop_with_pages::{Client, Northlight};

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_makes_an_account_and_keeps_it_safe() {
    let shop = Northlight::new();
    let haru = json!({
        "first_name": "Haru", "last_name": "Tanaka", "email": "haru@example.com", "password": "long-enough-1",
    });
    let made = Client::of(&shop, None).call(Method::POST, "/v1/account", haru.clone()).await;
    assert_eq!(made.status, 200, "{}", made.json);
    let phone = Client::of(&shop, Some(text(&made.json["token"])));
    assert_eq!(phone.get("/v1/account").await.json["email"], "haru@example.com");
    let again = Client::of(&shop, None).call(Method::POST, "/v1/account", haru).await;
    assert_eq!(again.status, 409, "{}", again.json);

    let given = json!({ "email": "haru@example.com", "password": "long-enough-1" });
    let laptop = Client::of(&shop, None).call(Method::POST, "/v1/account/sign-in", given.clone()).await;
    let laptop = Client::of(&shop, Some(text(&laptop.json["token"])));
    let wrong = json!({ "current": "not-this-one", "new": "another-good-1" });
    assert_eq!(laptop.call(Method::PUT, "/v1/account/password", wrong).await.status, 401);
    let change = json!({ "current": "long-enough-1", "new": "another-good-1" });
    assert_eq!(laptop.call(Method::PUT, "/v1/account/password", change).await.status, 200);
    assert_eq!(phone.get("/v1/account").await.status, 401, "other sign-ins end with the password");
    let refused = Client::of(&shop, None).call(Method::POST, "/v1/account/sign-in", given).await;
    assert_eq!((refused.status, refused.json.get("token")), (401, None));
    assert_eq!(laptop.call(Method::POST, "/v1/account/sign-out", json!({})).await.status, 200);
    assert_eq!(laptop.get("/v1/account").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_given_again_renews_the_sign_in() {
    let shop = Northlight::new();
    let tom = shop.staff_with_password("Tom Reyes", "agent", "tom-has-a-long-one");
    let old = Client::of(&shop, Some(&tom));
    let path = "/v1/staff/password/confirm";
    assert_eq!(old.call(Method::POST, path, json!({ "password": "not-the-one" })).await.status, 401);
    let confirmed = old.call(Method::POST, path, json!({ "password": "tom-has-a-long-one" })).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.json);
    let new = Client::of(&shop, Some(text(&confirmed.json["token"])));
    assert_eq!(new.get("/v1/staff/me").await.status, 200);
    assert_eq!(old.get("/v1/staff/me").await.status, 401, "the old token is no longer good");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_runs_users_and_groups() {
    let shop = Northlight::new();
    let ada = Client::of(&shop, Some(&shop.staff("Ada Root", "administrator")));
    let tom = shop.staff("Tom Reyes", "agent");
    let users = ada.get("/v1/users?q=tom").await;
    let id = text(&users.json["items"][0]["id"]).to_owned();
    let group =
        ada.call(Method::POST, "/v1/groups", json!({ "name": "Evening", "grants_agent": true })).await;
    let member = format!("/v1/groups/{}/members/{id}", text(&group.json["id"]));
    assert_eq!(ada.call(Method::PUT, &member, json!({})).await.status, 200);
    let path = format!("/v1/users/{id}");
    let tagged = ada.get(&path).await;
    assert_eq!(ada.call(Method::PATCH, &path, json!({ "name": "Tom R." })).await.status, 428);
    let edit = json!({ "name": "Tom R.", "version": tagged.json["version"] });
    assert_eq!(ada.call(Method::PATCH, &path, edit.clone()).await.json["name"], "Tom R.");
    assert_eq!(ada.call(Method::PATCH, &path, edit).await.status, 412);
    assert_eq!(Client::of(&shop, Some(&tom)).get("/v1/users").await.status, 403);
    assert_eq!(ada.call(Method::POST, &format!("{path}/disable"), json!({})).await.status, 200);
    assert_eq!(Client::of(&shop, Some(&tom)).get("/v1/staff/me").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_goes_home_and_its_checkpoint_is_for_everybody() {
    let shop = Northlight::new();
    let anna = Client::of(&shop, Some(&shop.staff("Anna Audit", "auditor")));
    tokio::task::block_in_place(|| shop.shop.desk.sequence(shop.shop.tenant)).expect("placed");
    let point = Client::of(&shop, None).get("/v1/audit/checkpoint").await;
    assert!(text(&point.json["note"]).contains("\n\n— "), "{}", point.json);
    let found = anna.get("/v1/audit/leaves?action=catalog.product.import").await;
    let leaf = &found.json["items"][0];
    let one = format!("/v1/audit/leaves/{}/{}", text(&leaf["stream"]), leaf["position"]);
    assert_eq!(anna.get(&one).await.json["leaf"]["action"], "catalog.product.import", "{leaf}");
    let file = anna.call(Method::POST, "/v1/audit/export", json!({})).await;
    assert_eq!((file.status, file.lines > 3), (200, true));
    let tom = Client::of(&shop, Some(&shop.staff("Tom Reyes", "agent")));
    assert_eq!(tom.call(Method::POST, "/v1/audit/export", json!({})).await.status, 403);
    assert_eq!(tom.get("/v1/audit/leaves").await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_asks_nobody_for_what_the_edge_makes() {
    let shop = Northlight::new();
    let described = Client::of(&shop, None).get("/v1/openapi.json").await.json;
    let sign_in = &described["paths"]["/v1/account/sign-in"]["post"];
    let asked = &sign_in["requestBody"]["content"]["application/json"]["schema"];
    assert!(asked["properties"].get("token").is_none() && asked["properties"].get("email").is_some());
    let staff =
        &described["paths"]["/v1/staff/sign-in"]["post"]["requestBody"]["content"]["application/json"];
    assert!(staff["schema"]["properties"].get("device").is_none(), "{staff}");
    let answer = &sign_in["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(answer["allOf"][1]["required"][0], "token");
}
