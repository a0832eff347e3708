//! Carts of customers, with and without an agent; items and vouchers.

use serde_json::{Value, json};

use super::on_both;
use super::world::{Client, HOST, MARIA, SONIA};

/// A cart in the store: its id and version tag.
pub(super) async fn cart(client: &Client<'_>) -> (String, String) {
    let given = json!({ "name": "Mine", "priceMode": "GROSS_MODE", "currency": "EUR", "store": "DE" });
    let got = client.post("/carts", "carts", given).await;
    let tag = got.seen.header("etag").to_owned();
    let json = got.is(201);
    (json["data"]["id"].as_str().expect("an id").to_owned(), tag)
}

/// Puts pieces into a cart.
pub(super) async fn put(client: &Client<'_>, cart: &str, sku: &str, quantity: u32) -> Value {
    let given = json!({ "sku": sku, "quantity": quantity });
    client.post(&format!("/carts/{cart}/items?include=items"), "items", given).await.is(201)
}

/// The resources of this type that were included.
pub(super) fn included<'a>(json: &'a Value, kind: &str) -> Vec<&'a Value> {
    json["included"]
        .as_array()
        .map(|all| all.iter().filter(|one| one["type"] == kind).collect())
        .unwrap_or_default()
}

on_both! {
    async fn spryker_cart_is_made_and_shown(world) {
        let client = world.with(&world.customer(SONIA).await);
        assert_eq!(client.get("/carts").await.is(200)["data"], json!([]));
        let (id, tag) = cart(&client).await;
        assert!(tag.starts_with('"') && tag.len() > 2, "{tag}");
        let got = client.get(&format!("/carts/{id}")).await;
        assert_eq!(got.seen.header("etag"), tag);
        let got = got.is(200);
        assert_eq!(got["data"]["links"]["self"], format!("http://{HOST}/carts/{id}"));
        assert_eq!(got["data"]["attributes"], json!({
            "name": "Mine", "isDefault": true, "priceMode": "GROSS_MODE", "currency": "EUR", "store": "DE",
            "totals": { "expenseTotal": 0, "discountTotal": 0, "taxTotal": 0, "subtotal": 0, "grandTotal": 0,
                "priceToPay": 0, "shipmentTotal": 0 },
            "discounts": [], "thresholds": [],
        }));
        let (second, _) = cart(&client).await;
        let all = client.get("/carts").await.is(200);
        let seen: Vec<_> = all["data"].as_array().unwrap().iter()
            .map(|cart| (cart["id"].as_str().unwrap(), cart["attributes"]["isDefault"].as_bool().unwrap())).collect();
        assert_eq!(seen, [(second.as_str(), true), (id.as_str(), false)]);
        assert_eq!(client.get("/customers/DE--2/carts").await.is(200)["data"], all["data"]);
        client.get("/customers/DE--3/carts").await.refused(404, "402", "Customer not found.");
    }

    async fn spryker_cart_attributes_are_checked(world) {
        let client = world.with(&world.customer(SONIA).await);
        let good = || json!({ "name": "x", "priceMode": "GROSS_MODE", "currency": "EUR", "store": "DE" });
        let with = |name: &str, value: Value| {
            let mut given = good();
            given[name] = value;
            given
        };
        for (given, code) in [
            (with("currency", json!("USD")), "117"),
            (with("currency", json!("")), "116"),
            (with("priceMode", json!("NET_MODE")), "119"),
            (with("priceMode", Value::Null), "118"),
            (with("store", json!("AT")), "112"),
            (with("store", Value::Null), "112"),
            (with("name", json!({})), "901"),
        ] {
            client.post("/carts", "carts", given.clone()).await.code(422, code);
        }
        world.nobody().post("/carts", "carts", good()).await.refused(403, "002", "Missing access token.");
        world.with(&world.agent().await).post("/carts", "carts", good()).await.code(403, "002");
        client.post("/carts", "cart", good()).await.refused(400, "", "Invalid type.");
        client.post("/carts", "carts", Value::Null).await.refused(400, "", "Post data is invalid.");
    }

    async fn spryker_cart_change_names_a_version(world) {
        let client = world.with(&world.customer(SONIA).await);
        let (id, tag) = cart(&client).await;
        let path = format!("/carts/{id}");
        let given = json!({ "name": "Other" });
        let none = client.patch(&path, "carts", given.clone()).await;
        none.refused(428, "005", "If-Match header is missing.");
        for wrong in ["\"999\"", "nonsense"] {
            let got = client.clone().header("if-match", wrong).patch(&path, "carts", given.clone()).await;
            got.refused(412, "006", "If-Match header value is invalid.");
        }
        let got = client.clone().header("if-match", &tag).patch(&path, "carts", given.clone()).await;
        let newer = got.seen.header("etag").to_owned();
        assert_eq!(got.is(200)["data"]["attributes"]["name"], "Other");
        assert_ne!(newer, tag);
        let bare = newer.trim_matches('"').to_owned();
        let given = json!({ "currency": "CHF" });
        let got = client.clone().header("if-match", &bare).patch(&path, "carts", given).await.is(200);
        assert_eq!(got["data"]["attributes"]["currency"], "CHF");
        for path in ["/carts", "/carts/"] {
            client.patch(path, "carts", json!({})).await.refused(400, "", "Resource id is not specified.");
            client.patch(path, "cart", json!({})).await.refused(400, "", "Invalid type.");
            client.patch(path, "carts", Value::Null).await.refused(400, "", "Post data is invalid.");
        }
        let given = json!({ "sku": "001_1", "quantity": 1 });
        client.post("/carts//items", "items", given).await.refused(400, "104", "Cart uuid is missing.");
    }

    async fn spryker_cart_is_its_owners(world) {
        let (sonia, maria) = (world.with(&world.customer(SONIA).await), world.with(&world.customer(MARIA).await));
        let (id, tag) = cart(&sonia).await;
        let none = "Cart with given uuid not found.";
        for path in [format!("/carts/{id}"), "/carts/nonsense".to_owned(), "/carts/crt_01kjpwd6m0fvmbv15y7srzh34t".to_owned()] {
            maria.get(&path).await.refused(404, "101", none);
            maria.delete(&path).await.refused(404, "101", none);
            let patch = maria.clone().header("if-match", &tag).patch(&path, "carts", json!({ "name": "x" })).await;
            patch.refused(404, "101", none);
            let given = json!({ "sku": "001_1", "quantity": 1 });
            maria.post(&format!("{path}/items"), "items", given).await.refused(404, "101", none);
        }
        assert_eq!(sonia.delete(&format!("/carts/{id}")).await.status, 204);
        sonia.get(&format!("/carts/{id}")).await.refused(404, "101", none);
    }

    async fn spryker_items_come_and_go(world) {
        let client = world.with(&world.customer(SONIA).await);
        let (id, _) = cart(&client).await;
        let got = put(&client, &id, "001_1", 2).await;
        let items = included(&got, "items");
        assert_eq!(items.len(), 1, "{got}");
        assert_eq!((&items[0]["id"], &items[0]["attributes"]["groupKey"]), (&json!("001_1"), &json!("001_1")));
        let item = &items[0]["attributes"];
        assert_eq!((&item["abstractSku"], &item["quantity"]), (&json!("001"), &json!(2)));
        let sums = &item["calculations"];
        assert_eq!((&sums["unitPrice"], &sums["sumPrice"]), (&json!(9999), &json!(19998)));
        assert_eq!((&sums["unitGrossPrice"], &sums["unitNetPrice"]), (&json!(9999), &json!(0)));
        assert_eq!((&sums["taxRate"], &sums["sumTaxAmountFullAggregation"]), (&json!(19), &json!(3193)));
        assert_eq!(sums["sumPriceToPayAggregation"], 19998);
        assert_eq!(got["data"]["attributes"]["totals"]["grandTotal"], 19998);
        assert_eq!(got["data"]["relationships"]["items"]["data"], json!([{ "type": "items", "id": "001_1" }]));
        let path = format!("/carts/{id}/items/001_1");
        let got = client.patch(&path, "items", json!({ "quantity": 5 })).await.is(200);
        assert_eq!(got["data"]["attributes"]["totals"]["subtotal"], 49995);
        assert!(got.get("included").is_none(), "not asked for");
        assert_eq!(client.delete(&path).await.status, 204);
        let missing = "Item with the given group key not found in the cart.";
        client.delete(&path).await.refused(404, "103", missing);
        client.patch(&path, "items", json!({ "quantity": 1 })).await.refused(404, "103", missing);
    }

    async fn spryker_items_are_checked(world) {
        let client = world.with(&world.customer(SONIA).await);
        let (id, _) = cart(&client).await;
        let path = format!("/carts/{id}/items");
        for (given, code, detail) in [
            (json!({}), "901", "sku => This field is missing."),
            (json!({ "sku": "", "quantity": 1 }), "901", "sku => This value should not be blank."),
            (json!({ "sku": "001_1", "quantity": 0 }), "901", "quantity => This value should be greater than 0."),
            (json!({ "sku": "001_1", "quantity": "x" }), "901", "quantity => This value should be of type numeric."),
        ] {
            client.post(&path, "items", given).await.refused(422, code, detail);
        }
        client.post(&path, "items", json!({ "sku": "none", "quantity": 1 })).await.code(422, "102");
        client.post(&path, "items", json!({ "sku": "003_1", "quantity": 1 })).await.code(422, "113");
        client.post(&path, "items", json!({ "sku": "002_1", "quantity": 4 })).await.code(422, "113");
        put(&client, &id, "002_1", 3).await;
        client.patch(&format!("{path}/002_1"), "items", json!({ "quantity": 4 })).await.code(422, "114");
        client.patch(&format!("{path}/002_1"), "items", json!({ "quantity": 0 })).await.code(422, "901");
        client.post(&path, "item", json!({ "sku": "001_1", "quantity": 1 })).await.refused(400, "", "Invalid type.");
    }

    async fn spryker_items_lead_to_their_products(world) {
        let client = world.with(&world.customer(SONIA).await);
        let (id, _) = cart(&client).await;
        put(&client, &id, "001_1", 1).await;
        let path = format!("/carts/{id}?include=items,concrete-products,abstract-products");
        let got = client.get(&path).await.is(200);
        assert_eq!(included(&got, "concrete-products")[0]["attributes"]["name"], "Canon IXUS 160");
        assert_eq!(included(&got, "abstract-products")[0]["id"], "001");
        let item = included(&got, "items")[0];
        assert_eq!(item["relationships"]["concrete-products"]["data"][0]["id"], "001_1");
    }

    async fn spryker_vouchers_count(world) {
        world.coupon("SAVE10");
        let client = world.with(&world.customer(SONIA).await);
        let (id, _) = cart(&client).await;
        put(&client, &id, "001_1", 1).await;
        for kind in ["vouchers", "cart-codes"] {
            let path = format!("/carts/{id}/{kind}");
            client.post(&path, kind, json!({ "code": "NONE" })).await.code(422, "3302");
            client.post(&path, kind, json!({})).await.refused(422, "901", "code => This field is missing.");
            let got = client.post(&format!("{path}?include=vouchers"), kind, json!({ "code": "save10" })).await.is(201);
            let voucher = included(&got, "vouchers")[0];
            assert_eq!((&voucher["id"], &voucher["attributes"]["amount"]), (&json!("SAVE10"), &json!(1000)));
            assert_eq!(voucher["attributes"]["isExclusive"], false);
            let attributes = &got["data"]["attributes"];
            assert_eq!(attributes["totals"]["discountTotal"], 1000);
            assert_eq!(attributes["discounts"],
                json!([{ "displayName": "Ten off", "amount": 1000, "code": "SAVE10" }]));
            client.post(&path, kind, json!({ "code": "SAVE10" })).await.code(422, "3302");
            assert_eq!(client.delete(&format!("{path}/SAVE10")).await.status, 204);
            client.delete(&format!("{path}/SAVE10")).await.refused(422, "3301", "Cart code not found in cart.");
        }
    }

    async fn spryker_agent_fills_the_customers_own_cart(world) {
        let acting = world.with(&world.acting_for(&world.agent().await, "DE--2").await);
        let (id, _) = cart(&acting).await;
        put(&acting, &id, "001_1", 1).await;
        let path = format!("/carts/{id}/items/001_1");
        acting.patch(&path, "items", json!({ "quantity": 2 })).await.is(200);
        let sonia = world.with(&world.customer(SONIA).await);
        let seen = sonia.get("/carts?include=items").await.is(200);
        assert_eq!(seen["data"][0]["id"], json!(id));
        let item = included(&seen, "items")[0];
        assert_eq!((&item["id"], &item["attributes"]["quantity"]), (&json!("001_1"), &json!(2)));
        assert_eq!(acting.delete(&path).await.status, 204);
        assert_eq!(acting.delete(&format!("/carts/{id}")).await.status, 204);
        sonia.get(&format!("/carts/{id}")).await.code(404, "101");
    }
}
