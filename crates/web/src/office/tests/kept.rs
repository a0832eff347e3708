//! What staff had typed when their sign-in ended goes on after the next one, and with nobody else.

use std::time::Duration;

use axum::http::StatusCode;

use shop::sites::acts::EditSite;

use super::Scene;
use super::scene::{Browser, PASSWORD, Seen, act};

const NEW_CUSTOMER: &str = "/office/customers/new";
const PERSON: [(&str, &str); 3] =
    [("first_name", "Nils"), ("last_name", "Holm"), ("email", "nils.holm@example.com")];
const ADDRESS: [(&str, &str); 6] = [
    ("first_name", "Haru"),
    ("last_name", "Tanaka"),
    ("line1", "Kastanienallee 12"),
    ("postcode", "10435"),
    ("city", "Berlin"),
    ("country", "DE"),
];

/// The hidden fields of a page, as they would be sent.
fn hidden(page: &Seen) -> Vec<(String, String)> {
    let tags = page.body.split("<input type=\"hidden\" name=\"").skip(1);
    let pairs = tags.filter_map(|tag| tag.split_once("\" value=\""));
    let value = |rest: &str| rest.split('"').next().unwrap_or_default().replace("&#x2f;", "/");
    pairs
        .map(|(name, rest)| (name.to_owned(), value(rest)))
        .filter(|(name, _)| !name.starts_with('_'))
        .collect()
}

/// Signs in at this page, with what it kept.
async fn sign_in(browser: &mut Browser, door: &str, email: &str, kept: &[(String, String)]) -> Seen {
    let mut fields = vec![("email", email), ("password", PASSWORD)];
    fields.extend(kept.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    browser.post(door, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_the_office_goes_on_after_the_sign_in() {
    let scene = Scene::new();
    let (_, mut tina) = scene.staff("Tina Moss", &["agent"], true).await;
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    scene.shop.clock.advance(Duration::from_secs(16 * 60));
    let asked = tom.post(NEW_CUSTOMER, &PERSON).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.body);
    assert!(asked.shows("What you typed is kept."));
    let kept = hidden(&asked);

    let hers = sign_in(&mut tina, "/office/sign-in", "tina.moss@northlight.example", &kept).await;
    assert_eq!(hers.status, StatusCode::SEE_OTHER, "what Tom typed is none of Tina's: {}", hers.body);
    let again = sign_in(&mut tom, "/office/sign-in", "tom.reyes@northlight.example", &kept).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.shows("Nils") && again.shows("Nothing of what you typed is lost."), "{}", again.body);
    let sent = hidden(&again);
    let sent: Vec<_> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(tom.post(NEW_CUSTOMER, &sent).await.status, StatusCode::SEE_OTHER);
    assert!(tom.get("/office/customers?q=nils").await.shows("Nils Holm"));
}

/// Has the site ask for a password that is older than ten minutes.
fn ask_for_the_password(scene: &Scene) {
    let rule = act::<EditSite>(serde_json::json!({
        "site_id": scene.site, "step_up": true, "step_up_minutes": 10, "version": 1,
    }));
    let answer = tokio::task::block_in_place(|| scene.shop.desk.act(&scene.admin, rule, None));
    answer.expect("the rule is kept");
}

/// Twelve minutes at work.
async fn work_on(scene: &Scene, browser: &mut Browser) {
    for _ in 0..2 {
        scene.shop.clock.advance(Duration::from_secs(6 * 60));
        assert_eq!(browser.get("/as/1/eu/en/EUR/").await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_goes_on_after_the_password_is_given_again() {
    let scene = Scene::new();
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    tom.post("/agent/start", &[("customer_id", &scene.customer)]).await;
    ask_for_the_password(&scene);
    let office = format!("/office/customers/{}/assist", scene.customer);
    let in_office = [("site_id", scene.site.as_str()), ("reason", "An address that moved")];
    let at_the_door = [("customer_id", scene.customer.as_str()), ("reason", "An address that moved")];
    for (path, fields) in [(office.as_str(), in_office), ("/agent/start", at_the_door)] {
        work_on(&scene, &mut tom).await;
        let asked = tom.post(path, &fields).await;
        assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.body);
        assert!(asked.shows("Give your password again first") && asked.shows("name=\"password\""));
        let kept = hidden(&asked);
        let with = |password: &'static str| {
            let kept = kept.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            kept.chain([("password", password)]).collect::<Vec<_>>()
        };
        let wrong = tom.post("/office/step-up", &with("not the password")).await;
        assert_eq!((wrong.status, hidden(&wrong)), (StatusCode::UNAUTHORIZED, kept.clone()));
        let again = tom.post("/office/step-up", &with(PASSWORD)).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.body);
        assert!(again.shows("An address that moved"), "{}", again.body);
        let sent = hidden(&again);
        let sent: Vec<_> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let started = tom.post(path, &sent).await;
        assert!(started.to.starts_with("/as/"), "{path}: {} {}", started.status, started.body);
        // The sign-in is the same one, so the tab from before lives on.
        assert_eq!(tom.get("/as/1/eu/en/EUR/").await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_typed_goes_on_with_nobody_elses_password() {
    let scene = Scene::new();
    let (_, mut tina) = scene.staff("Tina Moss", &["agent"], true).await;
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    tom.post("/agent/start", &[("customer_id", &scene.customer)]).await;
    ask_for_the_password(&scene);
    work_on(&scene, &mut tom).await;
    let kept = hidden(&tom.post("/agent/start", &[("customer_id", &scene.customer)]).await);
    let mut fields: Vec<_> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("password", PASSWORD));
    assert!(!kept.is_empty());
    assert_eq!(tina.post("/office/step-up", &fields).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_an_agents_tab_goes_on_in_a_session_of_the_same_customer() {
    let scene = Scene::new();
    let (_, mut tina) = scene.staff("Tina Moss", &["agent"], true).await;
    let (_, mut tom) = scene.staff("Tom Reyes", &["agent"], true).await;
    let started = tom.post("/agent/start", &[("customer_id", &scene.customer)]).await;
    assert_eq!(started.to, "/as/1/eu/en/EUR/", "{}", started.body);
    scene.shop.clock.advance(Duration::from_secs(16 * 60));
    let asked = tom.post("/as/1/eu/en/EUR/account/addresses/new", &ADDRESS).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.body);
    let kept = hidden(&asked);
    assert!(kept.contains(&("kept.line1".to_owned(), "Kastanienallee 12".to_owned())), "{kept:?}");

    let hers = sign_in(&mut tina, "/agent/login", "tina.moss@northlight.example", &kept).await;
    assert_eq!(hers.status, StatusCode::SEE_OTHER, "what Tom typed is none of Tina's: {}", hers.body);
    let again = sign_in(&mut tom, "/agent/login", "tom.reyes@northlight.example", &kept).await;
    assert!(again.shows("Kastanienallee 12") && again.shows("/as/2/"), "{}", again.body);
    assert!(again.shows("Nothing of what you typed is lost."), "{}", again.body);
    let saved = tom.post("/as/2/eu/en/EUR/account/addresses/new", &ADDRESS).await;
    assert_eq!(saved.to, "/as/2/eu/en/EUR/account/addresses", "{}", saved.body);
}
