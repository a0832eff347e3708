//! Signing in, setting up, users, groups and sites.

use axum::http::StatusCode;
use shop::kernel::secret::TokenHash;

use super::Scene;
use super::scene::PASSWORD;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_signed_in_signs_in_first_and_comes_back() {
    let scene = Scene::new();
    let mut browser = scene.browser();
    let seen = browser.get("/office/customers?q=tan").await;
    assert_eq!(seen.to, "/office/sign-in?to=%2Foffice%2Fcustomers%3Fq%3Dtan");
    browser.htmx = true;
    let seen = browser.get("/office/customers?q=tan").await;
    assert_eq!(seen.status, StatusCode::NO_CONTENT);
    assert!(seen.headers["hx-redirect"].to_str().unwrap().starts_with("/office/sign-in?to="));

    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    let email = "tom.reyes@northlight.example";
    assert_eq!(tom.post("/office/sign-out", &[]).await.to, "/office/sign-in");
    let fields = [("email", email), ("password", PASSWORD), ("to", "/office/customers?q=tan")];
    assert_eq!(tom.post("/office/sign-in", &fields).await.to, "/office/customers?q=tan");
    let fields = [("email", email), ("password", PASSWORD), ("to", "//evil.example/")];
    assert_eq!(tom.post("/office/sign-in", &fields).await.to, "/office");
    assert_eq!(tom.get("/office").await.to, "/office/customers");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_with_what_was_typed_and_at_last_when_to_try_again() {
    let scene = Scene::new();
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    tom.post("/office/sign-out", &[]).await;
    let fields = [("email", "tom.reyes@northlight.example"), ("password", "nearly it, but not")];
    let seen = tom.post("/office/sign-in", &fields).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    assert!(seen.shows("tom.reyes@northlight.example") && !seen.shows("nearly it"));
    let mut last = seen;
    for _ in 0..12 {
        last = tom.post("/office/sign-in", &fields).await;
    }
    assert!(matches!(last.status.as_u16(), 423 | 429), "{}", last.status);
    assert!(last.headers.contains_key("retry-after"));
    assert!(last.shows("The next try counts from"));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_takes_cookie_and_cached_pages_along() {
    let scene = Scene::new();
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    let before = tom.clone();
    let seen = tom.post("/office/sign-out", &[]).await;
    assert_eq!(seen.headers["clear-site-data"], "\"cache\"");
    assert!(tom.get("/office/sign-in").await.shows("You are signed out."));
    let mut stale = before;
    assert_eq!(stale.get("/office/customers").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_elsewhere_is_refused() {
    let scene = Scene::new();
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    let seen = tom.post("/office/sign-out", &[("_csrf", "guessed")]).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    assert_eq!(tom.get("/office/customers").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_is_made_on_this_machine_only() {
    let scene = Scene::new();
    let mut elsewhere = scene.browser();
    elsewhere.address = "192.0.2.9:50000";
    assert_eq!(elsewhere.get("/office/set-up").await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.post("/office/set-up", &[]).await.status, StatusCode::NOT_FOUND);

    let mut here = scene.browser();
    assert_eq!(here.get("/office/set-up").await.status, StatusCode::OK);
    // There are users already, so no secret is issued and none is good.
    let tenant = scene.shop.tenant;
    let issued =
        tokio::task::block_in_place(|| scene.shop.desk.issue_setup_secret(tenant, TokenHash::of("SECRET")));
    assert!(!issued.unwrap());
    let fields = [
        ("secret", "SECRET"),
        ("name", "Eve"),
        ("email", "eve@example.com"),
        ("password", "correct horse battery"),
    ];
    let seen = here.post("/office/set-up", &fields).await;
    assert_eq!(seen.status, StatusCode::GONE);
    assert!(seen.shows("eve@example.com") && !seen.shows("correct horse"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_makes_an_agent_and_an_old_page_does_not_undo_it() {
    let scene = Scene::new();
    let (_, mut ada) = scene.staff("Ada Lovelace", &["administrator"], false).await;
    let (tom, _) = scene.staff("Tom Reyes", &[], false).await;
    let path = format!("/office/users/{tom}");
    let version = |body: &str| {
        let at = body.find("name=\"version\" value=\"").expect("a version") + 22;
        body[at..].split('"').next().unwrap().to_owned()
    };
    let before = version(&ada.get(&path).await.body);
    let fields = [
        ("version", before.as_str()),
        ("name", "Tom Reyes"),
        ("email", "tom.reyes@northlight.example"),
        ("agent", "true"),
    ];
    assert_eq!(ada.post(&path, &fields).await.to, path);
    let page = ada.get(&path).await;
    assert!(page.shows("Tom Reyes is saved."));
    assert_ne!(version(&page.body), before);
    assert!(ada.get("/office/users?agents=true").await.shows("Tom Reyes"));
    assert!(!ada.get("/office/users?agents=true&q=lovelace").await.shows("ada.lovelace@"));

    let late =
        [("version", before.as_str()), ("name", "Thomas Reyes"), ("email", "tom.reyes@northlight.example")];
    let seen = ada.post(&path, &late).await;
    assert_eq!(seen.status, StatusCode::PRECONDITION_FAILED);
    assert!(seen.shows("value=\"Thomas Reyes\""), "what was typed stays");
    assert!(seen.shows("Tom Reyes · tom.reyes@northlight.example · Agent"), "what it was changed to is told");
    assert_ne!(version(&seen.body), before, "sending it again is a decision");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_made_joined_and_left() {
    let scene = Scene::new();
    let (_, mut ada) = scene.staff("Ada Lovelace", &["administrator"], false).await;
    let (tom, _) = scene.staff("Tom Reyes", &[], false).await;
    let made = ada.post("/office/groups", &[("name", "Night shift"), ("grants_agent", "true")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let (group, tom) = (made.to, tom.to_string());
    assert_eq!(ada.post(&format!("{group}/members"), &[("staff_id", &tom)]).await.to, group);
    assert!(ada.get(&group).await.shows("Tom Reyes is a member now."));
    assert_eq!(ada.post(&format!("{group}/members/{tom}/remove"), &[]).await.to, group);
    let again = ada.post("/office/groups", &[("name", "Night shift")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.shows("value=\"Night shift\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_checked_changed_and_kept_from_old_pages() {
    let scene = Scene::new();
    let (_, mut ada) = scene.staff("Ada Lovelace", &["administrator"], false).await;
    let path = format!("/office/sites/{}", scene.site);
    let page = ada.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let mut fields = vec![
        ("version", "1"),
        ("name", "Europe"),
        ("storefront_address", "http://127.0.0.1:8080/eu"),
        ("languages", "en"),
        ("currencies", "EUR"),
        ("countries", "DE"),
        ("tax_mode", "included"),
        ("tax_rate", "7,7"),
        ("may_place", "agent"),
        ("idle_minutes", "10"),
        ("absolute_minutes", "60"),
        ("sessions_at_once", "3"),
        ("reason_required", "true"),
        ("tax_rate_reduced", "2.5"),
        ("time_zone", "Europe/Vienna"),
        ("step_up", "true"),
        ("step_up_minutes", "20"),
        ("masked_results", "true"),
    ];
    let mut check = fields.clone();
    check.push(("intent", "check"));
    assert!(ada.post(&path, &check).await.shows("This is the shop of this very program."));
    fields.push(("intent", "save"));
    let saved = ada.post(&path, &fields).await;
    assert_eq!(saved.to, path, "{}", saved.body);
    let page = ada.get(&path).await;
    for kept in ["value=\"7.7\"", "value=\"2.5\"", "value=\"Europe&#x2f;Vienna\"", "value=\"20\""] {
        assert!(page.shows(kept), "{kept}: {}", page.body);
    }
    let late = ada.post(&path, &fields).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    fields[0] = ("version", "2");
    fields[9] = ("idle_minutes", "99");
    let wrong = ada.post(&path, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.shows("value=\"99\"") && wrong.shows("f-idle_minutes-error"));
}
