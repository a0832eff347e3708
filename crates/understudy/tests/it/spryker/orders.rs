//! Orders: seen, paged, bought again.

use serde_json::{Value, json};

use super::checkout::{CHECKOUT, cart, checkout};
use super::on_both;
use super::world::{Client, HOST, MARIA, SONIA};

/// Places an order of this many cameras: its reference.
async fn order(client: &Client<'_>, quantity: u32) -> String {
    let cart = cart(client, quantity).await;
    let got = client.post("/checkout", CHECKOUT, checkout(&cart, json!({}))).await.is(201);
    got["data"]["attributes"]["orderReference"].as_str().expect("a reference").to_owned()
}

fn references(json: &Value) -> Vec<String> {
    let list = json["data"].as_array().expect("a list");
    list.iter().map(|order| order["id"].as_str().expect("an id").to_owned()).collect()
}

on_both! {
    async fn spryker_orders_are_listed_newest_first(world) {
        let client = world.with(&world.customer(SONIA).await);
        let none = client.get("/orders").await.is(200);
        assert_eq!((&none["data"], &none["links"]["self"]), (&json!([]), &json!(format!("http://{HOST}/orders"))));
        let mut placed = Vec::new();
        for quantity in 1..=3 {
            world.shop.clock.advance(std::time::Duration::from_secs(1));
            placed.push(order(&client, quantity).await);
        }
        placed.reverse();
        assert_eq!(references(&client.get("/orders").await.is(200)), placed);
        let page = client.get("/orders?page%5Boffset%5D=2&page%5Blimit%5D=2").await.is(200);
        assert_eq!(references(&page), placed[2..]);
        let link = |offset: u32| json!(format!("http://{HOST}/orders?page[offset]={offset}&page[limit]=2"));
        assert_eq!((&page["links"]["first"], &page["links"]["prev"]), (&link(0), &link(0)));
        assert_eq!((&page["links"]["last"], page["links"].get("next")), (&link(2), None));
        let first = client.get("/orders?page[offset]=0&page[limit]=2").await.is(200);
        assert_eq!((references(&first), &first["links"]["next"]), (placed[..2].to_vec(), &link(2)));
        for odd in ["page[limit]=0", "page[limit]=many", "page[offset]=-1", "page[limit]=1000", "page[offset]=99999999"] {
            client.get(&format!("/orders?{odd}")).await.is(200);
        }
        let own = client.get("/customers/DE--2/orders").await.is(200);
        assert_eq!(references(&own), placed);
    }

    async fn spryker_order_is_shown_whole(world) {
        let client = world.with(&world.customer(SONIA).await);
        let reference = order(&client, 3).await;
        let got = client.get(&format!("/orders/{reference}")).await.is(200);
        let data = &got["data"];
        assert_eq!((&data["type"], &data["id"]), (&json!("orders"), &json!(reference)));
        assert_eq!(data["links"]["self"], format!("http://{HOST}/orders/{reference}"));
        let told = &data["attributes"];
        assert_eq!((&told["currencyIsoCode"], &told["priceMode"]), (&json!("EUR"), &json!("GROSS_MODE")));
        assert_eq!(told["createdAt"].as_str().map(str::len), Some(26));
        assert_eq!(told["totals"], json!({ "expenseTotal": 490, "discountTotal": 0, "taxTotal": 4867, "subtotal": 29_997,
            "grandTotal": 30_487, "canceledTotal": 0, "remunerationTotal": 0 }));
        let item = &told["items"][0];
        for (name, value) in [
            ("name", json!("Canon IXUS 160")), ("sku", json!("001_1")), ("quantity", json!(3)), ("sumPrice", json!(29_997)),
            ("unitGrossPrice", json!(9999)), ("taxRate", json!(19)), ("sumPriceToPayAggregation", json!(29_997)),
            ("unitNetPrice", json!(0)), ("isReturnable", json!(false)), ("canceledAmount", json!(0)),
        ] {
            assert_eq!(item[name], value, "{name}");
        }
        assert_eq!(told["shipments"][0]["shipmentMethodName"], "Standard");
        assert_eq!(told["expenses"][0]["sumPrice"], 490);
        assert!(!told.to_string().contains("agent"), "who placed it is no part of this wire");
    }

    async fn spryker_orders_are_their_customers_alone(world) {
        let sonia = world.with(&world.customer(SONIA).await);
        let reference = order(&sonia, 1).await;
        let maria = world.with(&world.customer(MARIA).await);
        let agent = world.agent().await;
        let for_maria = world.with(&world.acting_for(&agent, "DE--3").await);
        for other in [&maria, &for_maria] {
            other.get(&format!("/orders/{reference}")).await.refused(404, "801", "Order was not found.");
            assert_eq!(references(&other.get("/orders").await.is(200)), Vec::<String>::new());
            other.get("/customers/DE--2/orders").await.refused(403, "802", "Unauthorized request.");
        }
        for missing in ["NL999999", "no%20such", "%00"] {
            sonia.get(&format!("/orders/{missing}")).await.refused(404, "801", "Order was not found.");
        }
        for path in ["/orders", &format!("/orders/{reference}"), "/customers/DE--2/orders"] {
            world.nobody().get(path).await.refused(403, "002", "Missing access token.");
            world.with(&agent).get(path).await.refused(403, "002", "Missing access token.");
            world.with("fake").get(path).await.refused(401, "001", "Invalid access token.");
        }
    }

    async fn spryker_cart_reorder_fills_a_cart_again(world) {
        const REORDER: &str = "cart-reorder";
        let sonia = world.with(&world.customer(SONIA).await);
        let reference = order(&sonia, 2).await;
        let other = cart(&sonia, 1).await;
        let given = |strategy: &str| json!({ "orderReference": reference, "reorderStrategy": strategy });
        let acting = world.with(&world.acting_for(&world.agent().await, "DE--2").await);
        let new = acting.post("/cart-reorder?include=items", REORDER, given("new")).await.is(201);
        assert_eq!((&new["data"]["type"], &new["data"]["attributes"]["isDefault"]), (&json!("carts"), &json!(true)));
        assert_ne!(new["data"]["id"], other.as_str());
        assert_eq!(new["included"][0]["attributes"]["quantity"], 2);
        let replaced = sonia.post("/cart-reorder?include=items", REORDER, given("replace")).await.is(201);
        assert_eq!(replaced["data"]["id"], new["data"]["id"]);
        assert_eq!(replaced["included"].as_array().map(Vec::len), Some(1));
        assert_eq!(references(&sonia.get("/carts").await.is(200)).len(), 2, "the other one is still there");

        sonia.post("/cart-reorder", REORDER, given("burn")).await
            .refused(422, "901", "reorderStrategy => The value you selected is not a valid choice.");
        sonia.post("/cart-reorder", REORDER, json!({})).await
            .refused(422, "901", "orderReference => This field is missing.");
        sonia.post("/cart-reorder", "carts", given("new")).await.refused(400, "", "Invalid type.");
        let maria = world.with(&world.customer(MARIA).await);
        maria.post("/cart-reorder", REORDER, given("new")).await.refused(404, "801", "Order was not found.");
        world.nobody().post("/cart-reorder", REORDER, given("new")).await.refused(403, "002", "Missing access token.");
    }
}
