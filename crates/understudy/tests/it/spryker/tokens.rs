//! Tokens of customers, renewing and revoking.

use axum::http::Method;
use serde_json::json;

use super::on_both;
use super::world::{AGENT, MARIA, PASSWORD, SONIA, World};
use crate::kit::Sent;
use shop::desk::{Credential, Renewing};
use shop::kernel::secret::TokenHash;

const REFRESH: &str = "refresh-tokens";

/// Access and refresh token of an agent, of a customer, of acting for one.
async fn all(world: &World) -> [(String, String); 3] {
    let nobody = world.nobody();
    let agent = json!({ "username": AGENT, "password": PASSWORD });
    let agent = nobody.post("/agent-access-tokens", "agent-access-tokens", agent).await.tokens();
    let customer = json!({ "username": SONIA, "password": PASSWORD });
    let customer = nobody.post("/access-tokens", "access-tokens", customer).await.tokens();
    let kind = "agent-customer-impersonation-access-tokens";
    let (by, given) = (world.with(&agent.0), json!({ "customerReference": "DE--2" }));
    let acting = by.post(&format!("/{kind}"), kind, given).await.tokens();
    [agent, customer, acting]
}

/// Whether a token is good.
async fn lives(world: &World, token: &str) -> bool {
    // The fallback looks at no token; this public route does.
    let got = world.with(token).post("/refresh-tokens", REFRESH, json!({ "refreshToken": "none" })).await;
    got.json["errors"][0]["code"] == "004"
}

on_both! {
    async fn spryker_customer_signs_in(world) {
        let given = json!({ "username": SONIA, "password": PASSWORD });
        let got = world.nobody().post("/access-tokens", "access-tokens", given.clone()).await.is(201);
        assert_eq!(got["data"]["type"], "access-tokens");
        let other = world.customer(MARIA).await;
        world.with(&other).post("/access-tokens", "access-tokens", given).await.is(201);
    }

    async fn spryker_customer_sign_in_refused(world) {
        let nobody = world.nobody();
        let path = "/access-tokens";
        let wrong = json!({ "username": SONIA, "password": "wrong" });
        nobody.post(path, "access-tokens", wrong).await.refused(401, "003", "Failed to authenticate user.");
        let agent = json!({ "username": AGENT, "password": PASSWORD });
        nobody.post(path, "access-tokens", agent).await.refused(401, "003", "Failed to authenticate user.");
        let blank = json!({ "username": "", "password": "" });
        let got = nobody.post(path, "access-tokens", blank).await;
        assert_eq!(got.json["errors"].as_array().map(Vec::len), Some(2), "{}", got.json);
        got.refused(422, "901", "username => This value should not be blank.");
        nobody.post(path, "access-tokens", json!({})).await.refused(422, "901", "username => This field is missing.");
        nobody.post(path, "tokens", json!({})).await.refused(400, "", "Invalid type.");
        let good = json!({ "username": SONIA, "password": PASSWORD });
        world.with("fake").post(path, "access-tokens", good).await.refused(401, "001", "Invalid access token.");
    }

    async fn spryker_refresh_gives_a_new_token(world) {
        for (token, refresh) in all(world).await {
            assert!(lives(world, &token).await);
            let given = json!({ "refreshToken": refresh });
            let (new, next) = world.nobody().post("/refresh-tokens", REFRESH, given.clone()).await.tokens();
            assert!(lives(world, &new).await && new != token && next != refresh);
            assert!(!lives(world, &token).await, "the old one is no longer good");
            let again = world.nobody().post("/refresh-tokens", REFRESH, given).await;
            again.refused(401, "004", "Failed to refresh token.");
        }
        let blank = world.nobody().post("/refresh-tokens", REFRESH, json!({})).await;
        blank.refused(422, "901", "refreshToken => This field is missing.");
        world.nobody().post("/refresh-tokens", "other", json!({})).await.refused(400, "", "Invalid type.");
    }

    async fn spryker_refresh_works_only_while_the_session_lives(world) {
        let [agent, _, acting] = all(world).await;
        let client = world.with(&agent.0);
        world.shop.clock.advance(std::time::Duration::from_secs(11 * 60));
        client.get("/agent-customer-search").await.is(200);
        let given = |refresh: &str| json!({ "refreshToken": refresh });
        let over = world.nobody().post("/refresh-tokens", REFRESH, given(&acting.1)).await;
        over.refused(401, "004", "Failed to refresh token.");
        assert!(!lives(world, &acting.0).await);
        world.nobody().post("/refresh-tokens", REFRESH, given(&agent.1)).await.is(201);
    }

    async fn spryker_refresh_tokens_are_taken_away(world) {
        let [agent, customer, acting] = all(world).await;
        world.nobody().delete("/refresh-tokens/mine").await.refused(403, "002", "Missing access token.");
        world.with("fake").delete("/refresh-tokens/mine").await.refused(401, "001", "Invalid access token.");
        let no_id = world.with(&customer.0).delete("/refresh-tokens/").await;
        no_id.refused(400, "", "Resource id is not specified.");
        for token in ["nothing", customer.1.as_str(), "mine", "mine"] {
            assert_eq!(world.with(&customer.0).delete(&format!("/refresh-tokens/{token}")).await.status, 204);
        }
        let given = json!({ "refreshToken": customer.1 });
        world.nobody().post("/refresh-tokens", REFRESH, given).await.code(401, "004");
        assert!(lives(world, &customer.0).await, "the token goes on until its end");
        let by_own = world.nobody().header("x-agent-authorization", &format!("Bearer {}", agent.0));
        assert_eq!(by_own.delete("/refresh-tokens/mine").await.status, 204);
        world.nobody().post("/refresh-tokens", REFRESH, json!({ "refreshToken": agent.1 })).await.code(401, "004");
        assert_eq!(world.with(&acting.0).delete("/refresh-tokens/mine").await.status, 204);
        assert!(!lives(world, &acting.0).await, "this is how acting for a customer ends");
    }

    async fn spryker_oauth_tokens(world) {
        let form = |fields: &[(&str, &str)]| {
            let fields: Vec<_> = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
            Sent::new(Method::POST, "/token").form(&fields)
        };
        let nobody = world.nobody();
        let by_password = form(&[("grant_type", "password"), ("username", SONIA), ("password", PASSWORD)]);
        let got = nobody.send(by_password).await.is(200);
        assert_eq!((&got["token_type"], &got["expires_in"]), (&json!("Bearer"), &json!(28800)));
        assert!(lives(world, got["access_token"].as_str().unwrap()).await);
        let refresh = got["refresh_token"].as_str().unwrap();
        let renewed = nobody.send(form(&[("grant_type", "refresh_token"), ("refresh_token", refresh)])).await.is(200);
        assert!(lives(world, renewed["access_token"].as_str().unwrap()).await);
        for (fields, error) in [
            (&[("grant_type", "password"), ("username", SONIA), ("password", "wrong")][..], "invalid_grant"),
            (&[("grant_type", "password"), ("username", SONIA)], "invalid_request"),
            (&[("grant_type", "refresh_token"), ("refresh_token", "none")], "invalid_grant"),
            (&[("grant_type", "client_credentials")], "unsupported_grant_type"),
            (&[], "invalid_request"),
        ] {
            let got = nobody.send(form(fields)).await.is(400);
            assert_eq!(got["error"], error, "{fields:?}");
        }
    }

    async fn spryker_tokens_are_dead_when_the_agent_is(world) {
        let [agent, _, acting] = all(world).await;
        let who = world.imports::<shop::people::import::ImportStaff>(json!({
            "digest": "0".repeat(64), "first_row": 1, "rows": [
                { "reference": "U1", "name": "Ada Admin", "email": AGENT, "agent": false },
            ],
        }));
        assert_eq!(serde_json::to_value(who).unwrap()["updated"], 1);
        let refused = world.with(&agent.0).post("/agent-customer-impersonation-access-tokens",
            "agent-customer-impersonation-access-tokens", json!({ "customerReference": "DE--2" })).await;
        refused.code(401, "4104");
        assert!(!lives(world, &acting.0).await, "acting for a customer has ended");
    }

    async fn spryker_tokens_are_good_for_nothing_else(world) {
        use base64::Engine as _;
        for (token, refresh) in all(world).await {
            let part = token.split('.').nth(1).unwrap();
            let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap();
            let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
            let secret = format!("spryker access {}", claims["jti"].as_str().unwrap());
            for jar in ["us_staff", "us_customer", "us_guest"] {
                for path in ["/v1/account", "/v1/staff/me", "/v1/cart"] {
                    let sent = Sent::new(Method::GET, path).with("host", "127.0.0.1:8080").with("understudy-site", "DE");
                    let seen = world.at_the_shop(sent.with("cookie", format!("{jar}={secret}"))).await;
                    assert_eq!(seen.status, 401, "{jar} {path}: {}", seen.body);
                }
            }
            let hash = TokenHash::of(&format!("spryker refresh {refresh}"));
            for kind in [Renewing::Staff, Renewing::Customer, Renewing::OnBehalf] {
                let caller = world.shop.caller_at(world.site(), Credential::Refresh(kind, hash));
                let (desk, act) = (&world.shop.desk, || shop::cart::OpenCart { currency: None });
                let asked = tokio::task::block_in_place(|| desk.ask(&caller, &shop::customers::Profile::default()));
                assert_eq!(asked.unwrap_err().kind.slug, "sign-in-expired");
                let done = tokio::task::block_in_place(|| desk.act(&caller, act(), None).map(|_| ()));
                assert_eq!(done.unwrap_err().kind.slug, "sign-in-expired");
            }
        }
    }

    async fn spryker_a_disabled_customer_is_out_at_once(world) {
        let token = world.customer(SONIA).await;
        assert!(lives(world, &token).await);
        world.imports::<shop::customers::ImportCustomers>(json!({
            "digest": "0".repeat(64), "first_row": 1, "rows": [
                { "reference": "DE--2", "first_name": "Sonia", "last_name": "Wagner", "email": SONIA, "status": "disabled" },
            ],
        }));
        assert!(!lives(world, &token).await);
    }

    async fn spryker_wrong_passwords_are_slowed(world) {
        let wrong = json!({ "username": AGENT, "password": "wrong" });
        let path = "/agent-access-tokens";
        for _ in 0..9 {
            world.nobody().post(path, "agent-access-tokens", wrong.clone()).await.code(401, "4101");
        }
        let got = world.nobody().post(path, "agent-access-tokens", wrong).await;
        assert_eq!(got.seen.header("retry-after"), "1800");
        got.code(429, "4401");
        let good = json!({ "username": AGENT, "password": PASSWORD });
        world.nobody().post(path, "agent-access-tokens", good).await.code(429, "4401");
        world.customer(SONIA).await;
    }

    async fn spryker_routes_that_are_not_there(world) {
        for client in [world.nobody(), world.nobody().mounted()] {
            client.get("/no-such-thing").await.refused(404, "007", "Not found");
            client.get("/access-tokens").await.refused(404, "008", "Method does not exist");
            client.patch("/no-such-thing", "x", json!({})).await.refused(400, "", "Resource id is not specified.");
        }
        let long = Sent::new(Method::POST, "/access-tokens").with("content-type", "application/json");
        let got = world.nobody().send(Sent { body: vec![b' '; 1_100_000], ..long.clone() }).await;
        assert_eq!(got.status, 413, "{}", got.json);
        let got = world.nobody().send(Sent { body: b"{".to_vec(), ..long }).await;
        got.refused(400, "", "Post data is invalid.");
        let elsewhere = world.with(&world.customer(SONIA).await).header("x-anonymous-customer-unique-id", "guest-1");
        let got = elsewhere.delete("/refresh-tokens/mine").await;
        got.refused(400, "005", "Headers request error. A user can't act as logged and not logged user at the same time.");
    }
}
