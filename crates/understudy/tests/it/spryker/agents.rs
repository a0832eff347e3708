//! Agents: signing in, finding customers, acting for them.

use serde_json::{Value, json};

use super::on_both;
use super::world::{AGENT, CUSTOMERS, HOST, NO_AGENT, PASSWORD, SONIA};

const TOKENS: &str = "agent-access-tokens";
const IMPERSONATION: &str = "agent-customer-impersonation-access-tokens";

/// The attributes of the one resource of a search.
fn customers(json: &Value) -> &Vec<Value> {
    assert_eq!(json["data"].as_array().map(Vec::len), Some(1), "{json}");
    json["data"][0]["attributes"]["customers"].as_array().expect("customers")
}

on_both! {
    async fn spryker_agent_signs_in(world) {
        let given = json!({ "username": AGENT, "password": PASSWORD });
        let got = world.nobody().post("/agent-access-tokens", TOKENS, given).await.is(201);
        let data = &got["data"];
        assert_eq!((&data["type"], &data["id"]), (&json!(TOKENS), &Value::Null));
        assert!(data.as_object().unwrap().contains_key("id"));
        assert_eq!(data["links"]["self"], format!("http://{HOST}/agent-access-tokens"));
        let attributes = &data["attributes"];
        assert_eq!((&attributes["tokenType"], &attributes["expiresIn"]), (&json!("Bearer"), &json!(28800)));
        assert_eq!(attributes["accessToken"].as_str().unwrap().split('.').count(), 3);
        assert!(!attributes["refreshToken"].as_str().unwrap().is_empty());
    }

    async fn spryker_agent_sign_in_refused(world) {
        let nobody = world.nobody();
        let failed = "Failed to authenticate an agent.";
        for given in [
            json!({ "username": AGENT, "password": "wrong" }),
            json!({ "username": "nobody@spryker.example", "password": PASSWORD }),
            json!({ "username": "no address", "password": PASSWORD }),
            json!({ "username": "", "password": "" }),
            json!({ "username": AGENT, "password": "   " }),
            json!({ "username": AGENT }),
            json!({ "password": PASSWORD }),
            json!({ "username": 7, "password": [] }),
            json!({}),
            json!({ "username": NO_AGENT, "password": PASSWORD }),
            json!({ "username": SONIA, "password": PASSWORD }),
        ] {
            nobody.post("/agent-access-tokens", TOKENS, given).await.refused(401, "4101", failed);
        }
        let given = json!({ "username": AGENT, "password": PASSWORD });
        let wrong = nobody.post("/agent-access-tokens", "access-tokens", given).await;
        wrong.refused(400, "", "Invalid type.");
        nobody.post("/agent-access-tokens", TOKENS, Value::Null).await.refused(400, "", "Post data is invalid.");
    }

    async fn spryker_search_pages_and_clamps(world) {
        let agent = world.with(&world.agent().await);
        let all = agent.get("/agent-customer-search").await.is(200);
        assert_eq!(customers(&all).len(), 10);
        let first = &customers(&all)[0];
        assert_eq!(first.as_object().unwrap().len(), 4);
        assert_eq!(
            *first,
            json!({ "customerReference": "DE--2", "email": SONIA, "firstName": "Sonia", "lastName": "Wagner" })
        );
        assert_eq!(all["links"]["self"], format!("http://{HOST}/agent-customer-search"));
        assert_eq!(all["data"][0]["id"], Value::Null);
        let path = "/agent-customer-search?page%5Boffset%5D=60&page%5Blimit%5D=10";
        let last = agent.get(path).await.is(200);
        let references: Vec<_> = customers(&last).iter().map(|one| one["customerReference"].clone()).collect();
        let wanted: Vec<Value> = (42..CUSTOMERS + 2).map(|n| json!(format!("DE--{n}"))).collect();
        assert_eq!(references, wanted, "the last page: 41st to 47th");
        let link = |offset: u32| {
            json!(format!("http://{HOST}/agent-customer-search?page[offset]={offset}&page[limit]=10"))
        };
        assert_eq!(last["links"]["self"], format!("http://{HOST}{path}"));
        assert_eq!((&last["links"]["last"], &last["links"]["first"]), (&link(40), &link(0)));
        assert_eq!((&last["links"]["prev"], last["links"].get("next")), (&link(30), None));
        let plain = agent.get("/agent-customer-search?page[offset]=10&page[limit]=5").await.is(200);
        assert_eq!(customers(&plain).len(), 5);
        assert_eq!(plain["data"][0]["attributes"]["pagination"]["numFound"], CUSTOMERS);
        let half = agent.get("/agent-customer-search?page[offset]=10").await.is(200);
        assert_eq!(customers(&half)[0]["customerReference"], "DE--2", "an offset alone is no page");
    }

    async fn spryker_search_is_by_beginnings(world) {
        let agent = world.with(&world.agent().await);
        for (q, found) in [
            ("son", 1),
            ("SONIA", 1),
            ("wag", 1),
            ("sonia@", 1),
            ("de--2", 1),
            ("DE--", 0),
            ("agner", 0),
            ("onia", 0),
            ("maria.wil", 1),
            ("nobody-is-called-so", 0),
            ("crowd", CUSTOMERS as usize - 2),
        ] {
            let got = agent.get(&format!("/agent-customer-search?q={q}&page[offset]=0&page[limit]=100")).await;
            let got = got.is(200);
            assert_eq!(customers(&got).len(), found, "{q}");
            assert_eq!(got["links"].get("first").is_some(), found > 0, "{q}: {}", got["links"]);
        }
    }

    async fn spryker_agent_routes_are_for_agents(world) {
        let customer = world.customer(SONIA).await;
        let only = "Action is available to agent user only.";
        let given = || json!({ "customerReference": "DE--2" });
        for client in [world.nobody(), world.with(&customer)] {
            client.get("/agent-customer-search").await.refused(401, "4103", only);
            let got = client.post(&format!("/{IMPERSONATION}"), IMPERSONATION, given()).await;
            got.refused(401, "4103", only);
        }
        let bad = "Invalid access token.";
        world.with("fake").get("/agent-customer-search").await.refused(401, "001", bad);
        let fake = world.nobody().header("x-agent-authorization", "Bearer fake");
        fake.get("/agent-customer-search").await.refused(401, "4102", "Agent access token is invalid.");
        let wrong = world.nobody().header("x-agent-authorization", &format!("Bearer {customer}"));
        wrong.get("/agent-customer-search").await.refused(401, "4102", "Agent access token is invalid.");
        let ignored = world.nobody().header("x-agent-authorization", "onepart");
        ignored.get("/agent-customer-search").await.refused(401, "4103", only);
        world.nobody().header("authorization", "onepart").get("/agent-customer-search").await
            .refused(401, "001", bad);
        let got = world.nobody().post(&format!("/{IMPERSONATION}"), "impersonation", given()).await;
        got.refused(400, "", "Invalid type.");
    }

    async fn spryker_both_headers_carry_an_agent(world) {
        let token = world.agent().await;
        let by_own = world.nobody().header("x-agent-authorization", &format!("Bearer {token}"));
        by_own.get("/agent-customer-search").await.is(200);
        let customer = world.customer(SONIA).await;
        let both = world.with(&customer).header("x-agent-authorization", &format!("Bearer {token}"));
        both.get("/agent-customer-search").await.is(200);
    }

    async fn spryker_acting_needs_a_customer_who_lets(world) {
        let agent = world.with(&world.agent().await);
        let failed = "Failed to impersonate a customer.";
        for given in [json!({}), json!({ "customerReference": "" }), json!({ "customerReference": "DE--999" }),
            json!({ "customerReference": null }), json!({ "customerReference": 2 })]
        {
            agent.post(&format!("/{IMPERSONATION}"), IMPERSONATION, given).await.refused(401, "4104", failed);
        }
        let got = agent.post(&format!("/{IMPERSONATION}"), IMPERSONATION, json!({ "customerReference": "de--2" })).await;
        got.is(201);
    }

    async fn spryker_acting_token_names_both(world) {
        use base64::Engine as _;
        let token = world.acting_for(&world.agent().await, "DE--2").await;
        let part = token.split('.').nth(1).unwrap();
        let claims: Value =
            serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        let sub: Value = serde_json::from_str(claims["sub"].as_str().unwrap()).unwrap();
        assert_eq!((&sub["customer_reference"], &sub["id_agent"]), (&json!("DE--2"), &Value::Null));
        assert_eq!(claims["scopes"], json!(["customer_impersonation", "customer"]));
        assert!(claims["act"]["sub"].as_str().unwrap().starts_with("stf_"), "{claims}");
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 28_800);
    }

    async fn spryker_many_starts_end_the_oldest(world) {
        let agent = world.agent().await;
        let first = world.acting_for(&agent, "DE--2").await;
        let mut newest = String::new();
        for n in 3..6 {
            newest = world.acting_for(&agent, &format!("DE--{n}")).await;
        }
        world.with(&first).delete("/refresh-tokens/mine").await.refused(401, "001", "Invalid access token.");
        assert_eq!(world.with(&newest).delete("/refresh-tokens/mine").await.status, 204);
    }

    async fn spryker_acting_keeps_to_the_sites_rules(world) {
        let agent = world.with(&world.agent().await);
        let start = |reference: &'static str| json!({ "customerReference": reference });
        let path = format!("/{IMPERSONATION}");
        world.rules(json!({ "reason_required": true }));
        agent.post(&path, IMPERSONATION, start("DE--2")).await.is(201);
        let sessions = tokio::task::block_in_place(|| world.shop.contents(&[]))["assist_session"].clone();
        assert_eq!(sessions[0].matches("spryker").count(), 2, "as channel and as reason: {}", sessions[0]);
        world.rules(json!({ "ticket_required": true }));
        agent.post(&path, IMPERSONATION, start("DE--2")).await.code(401, "4104");
        world.rules(json!({ "ticket_required": false, "one_agent_per_customer": true }));
        agent.post(&path, IMPERSONATION, start("DE--2")).await.is(201);
        world.as_customer::<shop::customers::SetConsent>("DE--3", json!({ "allowed": false }));
        agent.post(&path, IMPERSONATION, start("DE--3")).await.refused(401, "4104", "Failed to impersonate a customer.");
        world.rules(json!({ "storefront_address": "" }));
        agent.post(&path, IMPERSONATION, start("DE--2")).await.code(401, "4104");
    }

    async fn spryker_sessions_live_as_long_as_the_site_says(world) {
        world.rules(json!({ "dialects": { "spryker": { "idle_minutes": 60, "absolute_minutes": 120 } } }));
        let agent = world.agent().await;
        let acting = world.with(&world.acting_for(&agent, "DE--2").await);
        for minutes in [50, 50] {
            world.shop.clock.advance(std::time::Duration::from_secs(minutes * 60));
            acting.get("/carts").await.is(200);
            world.with(&agent).get("/agent-customer-search").await.is(200);
        }
        world.shop.clock.advance(std::time::Duration::from_secs(21 * 60));
        acting.get("/carts").await.refused(401, "001", "Invalid access token.");
        world.with(&agent).get("/agent-customer-search").await.is(200);
        world.shop.clock.advance(std::time::Duration::from_secs(61 * 60));
        world.with(&agent).get("/agent-customer-search").await.refused(401, "001", "Invalid access token.");
    }

    async fn spryker_record_names_both(world) {
        let acting = world.with(&world.acting_for(&world.agent().await, "DE--2").await);
        let given = json!({ "name": "Mine", "priceMode": "GROSS_MODE", "currency": "EUR", "store": "DE" });
        let id = acting.post("/carts", "carts", given).await.is(201)["data"]["id"].as_str().unwrap().to_owned();
        let item = json!({ "sku": "001_1", "quantity": 1 });
        acting.post(&format!("/carts/{id}/items"), "items", item).await.is(201);
        for action in ["assist.start", "cart.create", "cart.line.add"] {
            let found = world.log(action);
            assert_eq!(found.len(), 1, "{action}: {found:?}");
            let leaf = &found[0];
            assert_eq!((&leaf["actor"]["kind"], &leaf["actor"]["name"]), (&json!("staff"), &json!("Ada Admin")), "{leaf}");
            assert_eq!(leaf["subject"]["name"], "Sonia Wagner", "{leaf}");
            assert_eq!((&leaf["channel"], &leaf["outcome"]), (&json!("spryker"), &json!("done")), "{leaf}");
            assert!(leaf["session"].as_str().is_some_and(|id| id.starts_with("ase_")), "{leaf}");
        }
    }
}
