//! Guests, who call themselves by an id of their own making.

use serde_json::json;

use super::carts::included;
use super::on_both;
use super::world::{Client, SONIA, World};

const ITEMS: &str = "guest-cart-items";

fn guest<'a>(world: &'a World, id: &str) -> Client<'a> {
    world.nobody().header("x-anonymous-customer-unique-id", id)
}

on_both! {
    async fn spryker_guest_fills_a_cart(world) {
        let anna = guest(world, "anna-0001");
        assert_eq!(anna.get("/guest-carts").await.is(200)["data"], json!([]));
        let given = json!({ "sku": "001_1", "quantity": 2 });
        let got = anna.post("/guest-cart-items?include=guest-cart-items", ITEMS, given).await.is(201);
        assert_eq!(got["data"]["type"], "guest-carts");
        assert!(got["data"]["attributes"].get("name").is_none());
        assert_eq!(included(&got, ITEMS)[0]["id"], "001_1");
        let id = got["data"]["id"].as_str().unwrap();
        let path = format!("/guest-carts/{id}");
        let more = json!({ "sku": "002_1", "quantity": 1 });
        anna.post(&format!("{path}/guest-cart-items"), ITEMS, more).await.is(201);
        let item = format!("{path}/guest-cart-items/001_1");
        anna.patch(&item, ITEMS, json!({ "quantity": 1 })).await.is(200);
        assert_eq!(anna.delete(&item).await.status, 204);
        let got = anna.get(&format!("{path}?include=guest-cart-items")).await;
        let tag = got.seen.header("etag").to_owned();
        assert_eq!(included(&got.is(200), ITEMS).len(), 1);
        let given = json!({ "currency": "CHF" });
        anna.patch(&path, "guest-carts", given.clone()).await.code(428, "005");
        let got = anna.clone().header("if-match", &tag).patch(&path, "guest-carts", given).await.is(200);
        assert_eq!(got["data"]["attributes"]["currency"], "CHF");
        assert_eq!(anna.get("/guest-carts").await.is(200)["data"].as_array().map(Vec::len), Some(1));
    }

    async fn spryker_guest_carts_are_their_guests(world) {
        let given = || json!({ "sku": "001_1", "quantity": 1 });
        let got = guest(world, "anna-0001").post("/guest-cart-items", ITEMS, given()).await.is(201);
        let id = got["data"]["id"].as_str().unwrap();
        let none = "Cart with given uuid not found.";
        for other in [guest(world, "berta-0002"), guest(world, "ANNA-0001")] {
            other.get(&format!("/guest-carts/{id}")).await.refused(404, "101", none);
            let got = other.post(&format!("/guest-carts/{id}/guest-cart-items"), ITEMS, given()).await;
            got.refused(404, "101", none);
        }
        let sonia = world.with(&world.customer(SONIA).await);
        sonia.get(&format!("/carts/{id}")).await.refused(404, "101", none);
        let empty = "Anonymous customer unique id is empty.";
        for client in [world.nobody(), sonia.clone(), guest(world, "  ")] {
            client.get("/guest-carts").await.refused(400, "109", empty);
            client.post("/guest-cart-items", ITEMS, given()).await.refused(400, "109", empty);
        }
        let both = sonia.header("x-anonymous-customer-unique-id", "anna-0001");
        both.get("/guest-carts").await.code(400, "005");
    }

    async fn spryker_guest_enters_vouchers(world) {
        world.coupon("SAVE10");
        let anna = guest(world, "anna-0001");
        let given = json!({ "sku": "001_1", "quantity": 1 });
        let got = anna.post("/guest-cart-items", ITEMS, given).await.is(201);
        let path = format!("/guest-carts/{}", got["data"]["id"].as_str().unwrap());
        for kind in ["vouchers", "cart-codes"] {
            let got = anna.post(&format!("{path}/{kind}"), kind, json!({ "code": "SAVE10" })).await.is(201);
            assert_eq!(got["data"]["attributes"]["totals"]["grandTotal"], 8999);
            assert_eq!(anna.delete(&format!("{path}/{kind}/SAVE10")).await.status, 204);
            anna.delete(&format!("{path}/{kind}/SAVE10")).await.code(422, "3301");
        }
    }
}
