//! What is withdrawn on one node is dead on the other within a second, open event streams included.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};
use store::Engine;

use crate::kit::{ADMINISTRATOR, Http, Program, Stocked, text};

/// How long a withdrawn right may live on another node.
const DEAD_WITHIN: Duration = Duration::from_secs(1);

/// An agent helping a customer on the second node, and the stream their bar listens to there.
struct Helping {
    agent: Http,
    session: Http,
    id: String,
    stream: Response,
}

async fn helping(node: &Http, shop: &Stocked, n: usize) -> Helping {
    let agent = node.signed_in(&shop.agents[n]).await;
    let start = json!({ "customer": shop.customers[n] });
    let started = agent.must(Method::POST, "/v1/assist-sessions", start).await;
    let session = agent.with(&text(&started, "token"));
    assert_eq!(session.status("/v1/assist-session").await, 200);
    let stream = session.send(Method::GET, "/v1/events", Value::Null).await;
    assert_eq!(stream.status(), 200);
    Helping { agent, session, id: text(&started, "id"), stream }
}

impl Helping {
    /// The next request is refused, and the stream says that it is over and ends in time.
    async fn dies(mut self, what: &str, refused: &[u16]) {
        let status = self.session.status("/v1/assist-session").await;
        assert!(refused.contains(&status), "{what}: the session answered {status}");
        let mut heard = String::new();
        let ended = tokio::time::timeout(DEAD_WITHIN, async {
            while let Some(piece) = self.stream.chunk().await.expect("the stream goes on or ends in order") {
                heard.push_str(&String::from_utf8_lossy(&piece));
            }
        });
        assert!(ended.await.is_ok(), "{what}: the stream lives on: {heard}");
        assert!(heard.contains("session.ended"), "{what}: the stream did not say so: {heard}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_other_node_within_a_second() {
    let shop = tokio::task::block_in_place(|| Stocked::new(Engine::Postgres, 5));
    let here = Program::serve(&shop.verb(&["--node", "node-1"]));
    let there = Program::serve(&shop.verb(&["--node", "node-2"]));
    let admin = Http::at(&here.origin).signed_in(ADMINISTRATOR).await;
    let node = Http::at(&there.origin);

    let ended = helping(&node, &shop, 0).await;
    admin
        .must(Method::POST, &format!("/v1/assist-sessions/{}/end", ended.id), json!({ "reason": "enough" }))
        .await;
    assert_eq!(ended.agent.status("/v1/assist-sessions/mine").await, 200, "the agent stays signed in");
    ended.dies("ended by a supervisor", &[410]).await;

    let user = |n: usize| format!("/v1/users/{}", shop.users[n]);
    let version =
        |found: &Value| found["version"].as_i64().or(found["user"]["version"].as_i64()).expect("a version");

    let not_agent = helping(&node, &shop, 1).await;
    let found = admin.must(Method::GET, &user(1), Value::Null).await;
    let change = json!({ "agent": false, "roles": ["auditor"], "version": version(&found) });
    admin.must(Method::PATCH, &user(1), change).await;
    not_agent.dies("no longer an agent", &[401, 403, 410]).await;

    let disabled = helping(&node, &shop, 2).await;
    admin.must(Method::POST, &format!("{}/disable", user(2)), json!({})).await;
    assert_eq!(disabled.agent.status("/v1/assist-sessions/mine").await, 401);
    disabled.dies("the user disabled", &[401, 410]).await;

    let customer = helping(&node, &shop, 3).await;
    let path = format!("/v1/customers/{}", shop.customers[3]);
    let found = admin.must(Method::GET, &path, Value::Null).await;
    let change = json!({ "status": "disabled", "version": found["version"].as_i64().or(found["profile"]["version"].as_i64()) });
    admin.must(Method::PUT, &format!("{path}/status"), change).await;
    customer.dies("the customer disabled", &[401, 409, 410]).await;

    let signed_out = helping(&node, &shop, 4).await;
    admin.must(Method::POST, &format!("{}/sign-out", user(4)), json!({})).await;
    assert_eq!(signed_out.agent.status("/v1/assist-sessions/mine").await, 401);
    signed_out.dies("signed out by an administrator", &[401, 410]).await;

    for program in [here, there] {
        program.never_panicked();
        assert!(program.stop().success());
    }
}
