//! The back office's pages and forms against every role.

use axum::http::Method;
use shop::people::role::SHIPPED;
use shop::testing::Engine;

use super::{stored, written};
use crate::kit::{Scene, Seen, Sent, Things};
use crate::ops::{self, Row, Who};

/// A browser at the back office: the cookies it sends.
#[derive(Clone, Debug)]
struct Browser {
    name: String,
    /// The role it is signed in with, if it is.
    role: Option<&'static str>,
    cookies: String,
}

impl Browser {
    fn new(name: &str, role: Option<&'static str>, cookie: &str) -> Self {
        Self { name: name.to_owned(), role, cookies: format!("us_form=uf_test; {cookie}") }
    }

    fn staff(scene: &Scene, role: &'static str) -> Self {
        Self::new(role, Some(role), &format!("us_staff={}", scene.staff(role)))
    }

    async fn send(&self, scene: &Scene, row: &Row, things: &Things) -> Seen {
        let sent = Sent::new(row.method(), row.path(things)).with("cookie", self.cookies.clone());
        if row.method() == Method::GET {
            return scene.send(sent).await;
        }
        let mut fields = row.fields(things);
        fields.push(("_csrf".into(), web::edge::csrf::token(&scene.shop.desk, "uf_test")));
        scene.send(sent.form(&fields)).await
    }

    fn may(&self, who: Who) -> bool {
        match (who, self.role) {
            (Who::Anybody, _) => true,
            (Who::SignedIn, role) => role.is_some(),
            (Who::Staff(roles), Some(role)) => roles.contains(&role),
            (Who::Staff(_), None) => false,
            _ => panic!("the back office has no such door: {who:?}"),
        }
    }
}

/// Those who are not signed in as staff of this shop, whatever else they hold.
async fn outsiders(scene: &mut Scene) -> Vec<Browser> {
    let customer = format!("us_customer={}", scene.customer(scene.haru));
    let gone = scene.staff("administrator");
    scene.post(&gone, "/v1/staff/sign-out").await;
    let foreign = scene.elsewhere(|scene| scene.staff("administrator"));
    let session = scene.start(&scene.staff("agent"), scene.haru).await.0;
    vec![
        Browser::new("nobody", None, ""),
        Browser::new("a customer", None, &customer),
        Browser::new("signed out", None, &format!("us_staff={gone}")),
        Browser::new("staff of another tenant", None, &format!("us_staff={foreign}")),
        Browser::new("the token of a session", None, &format!("us_staff={session}")),
    ]
}

async fn everybody_against_the_back_office(engine: Engine) {
    let mut scene = Scene::new(engine);
    let mut standing = outsiders(&mut scene).await;
    standing.extend(SHIPPED.iter().map(|role| Browser::staff(&scene, role.name)));
    let (mut cells, mut wrong) = (0, Vec::new());
    for row in ops::office() {
        let things = Things::make(&scene, row.operation).await;
        let before = stored(&scene);
        for browser in standing.iter().filter(|browser| !browser.may(row.who)) {
            let seen = browser.send(&scene, &row, &things).await;
            cells += 1;
            // A form waits for its sender: the door holds what was typed until they have signed in.
            let held = seen.status == 401 && seen.body.contains("type=\"password\"");
            let turned_away =
                held || (seen.status == 303 && seen.header("location").starts_with("/office/sign-in"));
            let right = match browser.role {
                Some(_) => seen.status == 403,
                None => turned_away,
            };
            if !right || seen.body.contains("Tanaka") {
                wrong.push(format!("{} by {}: {} {}", row.operation, browser.name, seen.status, seen.body));
            }
        }
        let tables = written(&scene, &before);
        if !tables.is_empty() {
            wrong.push(format!("{}: refusals wrote into {tables:?}", row.operation));
        }
        for role in SHIPPED.iter().map(|role| role.name) {
            let browser = Browser::staff(&scene, role);
            if !browser.may(row.who) {
                continue;
            }
            let things =
                if row.changes() { Things::make(&scene, row.operation).await } else { things.clone() };
            let seen = browser.send(&scene, &row, &things).await;
            cells += 1;
            let turned_away = seen.header("location").starts_with("/office/sign-in");
            if (seen.status != 200 && !row.also.contains(&seen.status))
                || (turned_away && row.who != Who::Anybody && !row.operation.ends_with("sign-out"))
            {
                wrong.push(format!("{} by {role}: {} {}", row.operation, seen.status, seen.body));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells: {wrong:#?}", wrong.len());
    eprintln!("{cells} cells");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    everybody_against_the_back_office(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    everybody_against_the_back_office(Engine::Postgres).await;
}
