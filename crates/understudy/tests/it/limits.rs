//! Guessing is slowed down: passwords, and orders by their number and e-mail address.

use std::time::Duration;

use axum::http::Method;
use serde_json::json;
use shop::testing::Engine;

use crate::kit::{Scene, Seen, Sent};

async fn look_up(scene: &Scene, number: &str) -> Seen {
    let path = format!("/v1/orders/look-up?number={number}&email=haru@example.com");
    scene.send(Sent::new(Method::GET, path)).await
}

async fn sign_in(scene: &Scene) -> Seen {
    let wrong = json!({ "email": "haru@example.com", "password": "not the password" });
    scene.send(Sent::new(Method::POST, "/v1/staff/sign-in").json(&wrong)).await
}

fn wait(seen: &Seen) -> u64 {
    seen.header("retry-after").parse().expect("Retry-After")
}

async fn guessing(engine: Engine) {
    let scene = Scene::new(engine);
    for n in 0..10 {
        assert_eq!(look_up(&scene, &format!("NL{n}")).await.status, 404, "the first ten are answered");
    }
    // The eleventh is answered and makes the next one wait.
    assert_eq!(look_up(&scene, "NL10").await.status, 404);
    let early = look_up(&scene, "NL11").await;
    assert_eq!(early.status, 429, "{}", early.body);
    early.is_a_problem("too early");
    let first = wait(&early);
    scene.shop.wait(Duration::from_secs(first));
    assert_eq!(look_up(&scene, "NL11").await.status, 404);
    let again = look_up(&scene, "NL12").await;
    assert!(
        again.status == 429 && wait(&again) > first,
        "each makes the next one wait longer: {}",
        again.body
    );
    scene.shop.wait(Duration::from_secs(31 * 60));
    assert_eq!(look_up(&scene, "NL12").await.status, 404, "after half an hour it is forgotten");

    let answers: Vec<Seen> = {
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(sign_in(&scene).await);
        }
        answers
    };
    assert_eq!(answers[0].status, 401);
    assert!(answers.iter().any(|seen| seen.status == 429 && wait(seen) > 0), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    guessing(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    guessing(Engine::Postgres).await;
}
