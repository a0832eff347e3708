//! Checkout: what can be chosen, and placing an order in one call.

use serde_json::{Value, json};
use shop::customers::AddAddress;
use shop::customers::page::CustomerByReference;

use super::on_both;
use super::world::{Client, HOST, MARIA, SONIA, World};

const DATA: &str = "checkout-data";
pub(super) const CHECKOUT: &str = "checkout";
const UNIQUE: &str = "x-anonymous-customer-unique-id";

pub(super) fn address() -> Value {
    json!({ "salutation": "Ms", "firstName": "Sonia", "lastName": "Wagner", "address1": "Kirncher Str.", "address2": "7",
        "address3": "rear", "zipCode": "10247", "city": "Berlin", "iso2Code": "DE", "company": "Spryker", "phone": "" })
}

/// A checkout of this cart, but for what `more` says otherwise; null takes a part away.
pub(super) fn checkout(cart: &str, more: Value) -> Value {
    let mut given = json!({
        "idCart": cart,
        "customer": { "email": "sonia@spryker.example", "salutation": "Ms", "firstName": "Sonia", "lastName": "Wagner" },
        "billingAddress": address(),
        "shippingAddress": address(),
        "payments": [{ "paymentProviderName": "DummyPayment", "paymentMethodName": "Invoice" }],
        "shipment": { "idShipmentMethod": 1 },
    });
    for (name, value) in more.as_object().expect("parts") {
        given[name] = value.clone();
    }
    given
}

/// A cart of the customer with this many cameras: its id.
pub(super) async fn cart(client: &Client<'_>, quantity: u32) -> String {
    let new = json!({ "name": "Cart", "priceMode": "GROSS_MODE", "currency": "EUR", "store": "DE" });
    let made = client.post("/carts", "carts", new).await.is(201);
    let id = made["data"]["id"].as_str().expect("an id").to_owned();
    if quantity > 0 {
        let item = json!({ "sku": "001_1", "quantity": quantity });
        client.post(&format!("/carts/{id}/items"), "items", item).await.is(201);
    }
    id
}

/// A guest's client with a camera in the cart, and the cart's id.
async fn guest<'a>(world: &'a World, unique: &str) -> (Client<'a>, String) {
    let client = world.nobody().header(UNIQUE, unique);
    let item = json!({ "sku": "001_1", "quantity": 1 });
    let made = client.post("/guest-cart-items", "guest-cart-items", item).await.is(201);
    (client, made["data"]["id"].as_str().expect("an id").to_owned())
}

on_both! {
    async fn spryker_checkout_data_says_what_can_be_chosen(world) {
        let client = world.with(&world.customer(SONIA).await);
        let cart = cart(&client, 2).await;
        let got = client.post("/checkout-data", DATA, json!({ "idCart": cart })).await.is(200);
        let data = &got["data"];
        assert_eq!((&data["type"], &data["id"]), (&json!(DATA), &Value::Null));
        assert_eq!(data["links"]["self"], format!("http://{HOST}/checkout-data"));
        let told = &data["attributes"];
        assert_eq!(told["shipmentMethods"][0], json!({ "id": 1, "name": "Standard", "carrierName": "Standard",
            "price": 490, "taxRate": 19, "deliveryTime": null, "currencyIsoCode": "EUR" }));
        assert_eq!((&told["shipmentMethods"][1]["id"], &told["shipmentMethods"][1]["price"]), (&json!(2), &json!(590)));
        let provider = &told["paymentProviders"][0];
        assert_eq!(provider["paymentProviderName"], "DummyPayment");
        let names: Vec<_> = provider["paymentMethods"].as_array().unwrap().iter()
            .map(|method| method["paymentMethodName"].clone()).collect();
        assert_eq!(names, ["Invoice", "Credit Card"]);
        assert_eq!((&told["addresses"], &told["selectedShipmentMethods"]), (&json!([]), &json!([])));

        let chosen = json!({ "idCart": cart, "shipment": { "idShipmentMethod": 2 },
            "payments": [{ "paymentProviderName": "DummyPayment", "paymentMethodName": "Credit Card" }] });
        let told = client.post("/checkout-data", DATA, chosen).await.is(200)["data"]["attributes"].clone();
        assert_eq!(told["selectedShipmentMethods"][0]["name"], "Express");
        assert_eq!(told["selectedPaymentMethods"][0]["paymentMethodName"], "Credit Card");
        let after = client.get(&format!("/carts/{cart}")).await.is(200);
        assert_eq!(after["data"]["attributes"]["totals"]["expenseTotal"], 0, "asking changes nothing");

        let acting = world.with(&world.acting_for(&world.agent().await, "DE--2").await);
        let told = acting.post("/checkout-data", DATA, json!({ "idCart": cart })).await.is(200);
        let methods = &told["data"]["attributes"]["paymentProviders"][0]["paymentMethods"];
        assert_eq!(methods.as_array().map(Vec::len), Some(1), "an agent is offered no card: {methods}");
    }

    async fn spryker_checkout_data_refused(world) {
        let client = world.with(&world.customer(SONIA).await);
        let cart = cart(&client, 1).await;
        let given = |id: &str| json!({ "idCart": id });
        client.post("/checkout-data", "checkout", given(&cart)).await.refused(400, "", "Invalid type.");
        client.post("/checkout-data", DATA, Value::Null).await.refused(400, "", "Post data is invalid.");
        client.post("/checkout-data", DATA, json!({})).await.refused(422, "901", "idCart => This field is missing.");
        client.post("/checkout-data", DATA, given("none")).await.refused(422, "1103", "Cart not found.");
        let other = world.with(&world.customer(MARIA).await);
        other.post("/checkout-data", DATA, given(&cart)).await.refused(422, "1103", "Cart not found.");
        let (_, theirs) = guest(world, "guest-1").await;
        client.post("/checkout-data", DATA, given(&theirs)).await.refused(422, "1103", "Cart not found.");
        let stranger = world.nobody().header(UNIQUE, "never seen");
        stranger.post("/checkout-data", DATA, given(&theirs)).await.refused(422, "1103", "Cart not found.");
        world.nobody().post("/checkout-data", DATA, given(&cart)).await.code(400, "1105");
        world.with("fake").post("/checkout-data", DATA, given(&cart)).await.code(401, "001");
        let both = json!({ "idCart": cart, "shipment": { "idShipmentMethod": 1 }, "shipments": [{ "idShipmentMethod": 1 }] });
        client.post("/checkout-data", DATA, both).await.code(422, "4301");
    }

    async fn spryker_checkout_places_an_order(world) {
        let token = world.customer(SONIA).await;
        let client = world.with(&token);
        let cart = cart(&client, 2).await;
        let got = client.post("/checkout?include=orders", CHECKOUT, checkout(&cart, json!({}))).await.is(201);
        let data = &got["data"];
        assert_eq!((&data["type"], &data["id"]), (&json!(CHECKOUT), &Value::Null));
        let attributes = data["attributes"].as_object().expect("attributes");
        assert_eq!((&attributes["redirectUrl"], &attributes["isExternalRedirect"]), (&Value::Null, &Value::Null));
        let reference = attributes["orderReference"].as_str().expect("a reference");
        assert_eq!(data["relationships"]["orders"]["data"], json!([{ "type": "orders", "id": reference }]));
        let order = &got["included"][0]["attributes"];
        assert_eq!(order["totals"]["grandTotal"], 2 * 9999 + 490);
        assert_eq!((&order["items"][0]["sku"], &order["items"][0]["quantity"]), (&json!("001_1"), &json!(2)));
        assert_eq!(order["payments"][0], json!({ "amount": 20_488, "paymentProvider": "DummyPayment",
            "paymentMethod": "Invoice" }));
        assert_eq!(order["shippingAddress"]["address3"], "rear");
        assert_eq!((&order["shippingAddress"]["salutation"], &order["shippingAddress"]["country"]), (&json!("Ms"), &json!("Germany")));

        let again = client.post("/checkout", CHECKOUT, checkout(&cart, json!({}))).await;
        again.refused(422, "1103", "Cart not found.");
        client.get(&format!("/carts/{cart}")).await.code(404, "101");
    }

    async fn spryker_checkout_by_an_agent_is_the_customers(world) {
        let agent = world.agent().await;
        let acting = world.with(&world.acting_for(&agent, "DE--2").await);
        let cart = cart(&acting, 1).await;
        let card = json!([{ "paymentProviderName": "DummyPayment", "paymentMethodName": "Credit Card" }]);
        acting.post("/checkout", CHECKOUT, checkout(&cart, json!({ "payments": card }))).await.code(422, "1108");
        let got = acting.post("/checkout", CHECKOUT, checkout(&cart, json!({}))).await.is(201);
        assert_eq!(got["data"]["attributes"]["redirectUrl"], Value::Null);
        let reference = got["data"]["attributes"]["orderReference"].as_str().expect("a reference").to_owned();

        let sonia = world.with(&world.customer(SONIA).await);
        let order = sonia.get(&format!("/orders/{reference}")).await.is(200);
        assert_eq!(order["data"]["id"], reference.as_str());
        let caller = world.shop.desk.operator(world.shop.tenant);
        let seen = tokio::task::block_in_place(|| {
            world.shop.desk.ask(&caller, &shop::orders::OfficeOrder { order: reference.parse().expect("a number") })
        });
        let seen = seen.expect("the order");
        assert_eq!(seen.placed_by.name.as_deref(), Some("Ada Admin"));
        assert!(seen.session.is_some());
        assert_eq!(seen.channel, "spryker");
    }

    async fn spryker_checkout_by_card_leads_to_the_payment_page(world) {
        let client = world.with(&world.customer(SONIA).await);
        let cart = cart(&client, 1).await;
        let card = json!([{ "paymentProviderName": "dummyPayment", "paymentMethodName": "credit card" }]);
        let got = client.post("/checkout?include=orders", CHECKOUT, checkout(&cart, json!({ "payments": card }))).await.is(201);
        let attributes = &got["data"]["attributes"];
        let redirect = attributes["redirectUrl"].as_str().expect("where to pay");
        assert!(redirect.starts_with("http"), "{redirect}");
        assert_eq!(attributes["isExternalRedirect"], true);
        assert_eq!(got["included"][0]["attributes"]["payments"][0]["paymentMethod"], "Credit Card");
    }

    async fn spryker_checkout_by_a_guest(world) {
        let (client, cart) = guest(world, "guest-7").await;
        let nameless = checkout(&cart, json!({ "customer": { "firstName": "G" } }));
        client.post("/checkout", CHECKOUT, nameless).await
            .refused(422, "901", "customer.email => This field is missing.");
        let got = client.post("/checkout?include=orders", CHECKOUT, checkout(&cart, json!({}))).await.is(201);
        assert_eq!(got["included"][0]["attributes"]["totals"]["grandTotal"], 9999 + 490);
        world.nobody().post("/checkout", CHECKOUT, checkout(&cart, json!({}))).await.code(400, "1105");
    }

    async fn spryker_checkout_takes_the_customers_own_address(world) {
        let client = world.with(&world.customer(SONIA).await);
        let cart = cart(&client, 1).await;
        let operator = world.shop.desk.operator(world.shop.tenant);
        let sonia = CustomerByReference { reference: "DE--2".to_owned() };
        let sonia = tokio::task::block_in_place(|| world.shop.desk.ask(&operator, &sonia)).expect("the customer");
        let id = world.imports::<AddAddress>(json!({ "customer": sonia.id, "first_name": "Sonia", "last_name": "Wagner",
            "line1": "Torstrasse", "line2": "1", "postcode": "10119", "city": "Berlin", "country": "DE" })).id.to_string();
        let data = client.post("/checkout-data", DATA, json!({ "idCart": cart })).await.is(200);
        assert_eq!(data["data"]["attributes"]["addresses"][0]["id"], id.as_str());
        let given = checkout(&cart, json!({ "shippingAddress": { "id": id }, "billingAddress": null }));
        let got = client.post("/checkout?include=orders", CHECKOUT, given).await.is(201);
        let order = &got["included"][0]["attributes"];
        assert_eq!((&order["shippingAddress"]["address1"], &order["billingAddress"]["address1"]),
            (&json!("Torstrasse"), &json!("Torstrasse")));
    }

    async fn spryker_checkout_refused_leaves_the_cart(world) {
        let client = world.with(&world.customer(SONIA).await);
        let empty = cart(&client, 0).await;
        client.post("/checkout", CHECKOUT, checkout(&empty, json!({}))).await.refused(422, "1104", "Cart is empty.");
        let id = cart(&client, 1).await;
        let before = client.get(&format!("/carts/{id}")).await.seen.header("etag").to_owned();
        let with = |more: Value| client.post("/checkout", CHECKOUT, checkout(&id, more));
        with(json!({ "idCart": null })).await.refused(422, "901", "idCart => This value should not be blank.");
        let card = |method: &str| json!({ "paymentProviderName": "DummyPayment", "paymentMethodName": method });
        with(json!({ "payments": [card("Invoice"), card("Invoice")] })).await
            .refused(400, "1107", "Multiple payments are not allowed.");
        with(json!({ "payments": [card("Shells")] })).await.refused(422, "1108", "Invalid payment method.");
        with(json!({ "payments": [{}] })).await
            .refused(422, "901", "payments.0.paymentProviderName => This field is missing.");
        with(json!({ "shipment": { "idShipmentMethod": 99 } })).await.code(422, "1102");
        with(json!({ "shipments": [{ "idShipmentMethod": 1 }] })).await.code(422, "4301");
        with(json!({ "shipment": null })).await
            .refused(422, "1102", "Order cannot be placed. Missing: shipping.");
        with(json!({ "shippingAddress": { "firstName": "S" } })).await
            .refused(422, "901", "shippingAddress.lastName => This field is missing.");
        let mut abroad = address();
        abroad["iso2Code"] = "NO".into();
        with(json!({ "shippingAddress": abroad })).await.code(422, "4302");
        with(json!({ "billingAddress": { "id": "adr_00000000000000000000000000" } })).await.code(422, "4302");
        for (name, value) in [("customer", json!("x")), ("payments", json!(7)), ("shipment", json!([1])), ("shipments", json!("x"))] {
            with(json!({ name: value })).await.code(422, "901");
        }
        let other = world.with(&world.customer(MARIA).await);
        other.post("/checkout", CHECKOUT, checkout(&id, json!({}))).await.refused(422, "1103", "Cart not found.");
        let after = client.get(&format!("/carts/{id}")).await;
        assert_eq!(after.seen.header("etag"), before, "nothing of what was refused is kept");
        let one = json!([{ "items": ["001_1"], "shippingAddress": address(), "idShipmentMethod": 1 }]);
        let several = json!({ "shipment": null, "shippingAddress": null, "shipments": one });
        with(several).await.is(201);
    }

    async fn spryker_checkout_tells_a_changed_price_and_places_when_asked_again(world) {
        let client = world.with(&world.customer(SONIA).await);
        let cart = cart(&client, 1).await;
        world.imports::<shop::catalog::import::ImportProducts>(json!({ "digest": "1".repeat(64), "first_row": 1, "rows": [{
            "reference": "001", "slug": "canon-ixus-160", "sku": "001_1", "categories": ["cameras"],
            "names": { "en": "Canon IXUS 160" }, "prices": [{ "currency": "EUR", "minor": 10_999 }],
        }]}));
        tokio::task::block_in_place(|| world.shop.desk.refresh_memory()).expect("memory");
        client.post("/checkout", CHECKOUT, checkout(&cart, json!({}))).await.code(422, "1102");
        let got = client.post("/checkout?include=orders", CHECKOUT, checkout(&cart, json!({}))).await.is(201);
        assert_eq!(got["included"][0]["attributes"]["totals"]["subtotal"], 10_999);
    }
}
