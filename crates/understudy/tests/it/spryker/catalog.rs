//! What is sold.

use serde_json::json;

use super::carts::included;
use super::on_both;
use super::world::{HOST, SONIA};

on_both! {
    async fn spryker_catalog_search(world) {
        let nobody = world.nobody();
        let got = nobody.get("/catalog-search?q=ixus&ipp=1&page=2").await.is(200);
        let (data, links) = (&got["data"][0], &got["links"]);
        assert_eq!((&data["type"], &data["id"]), (&json!("catalog-search"), &json!(null)));
        let attributes = &data["attributes"];
        assert_eq!(attributes["pagination"]["numFound"], 2);
        assert_eq!((&attributes["pagination"]["currentPage"], &attributes["pagination"]["maxPage"]), (&json!(2), &json!(2)));
        assert_eq!(attributes["abstractProducts"].as_array().map(Vec::len), Some(1));
        let link = |page: u32| json!(format!("http://{HOST}/catalog-search?q=ixus&page={page}&ipp=1"));
        assert_eq!((&links["first"], &links["last"], &links["prev"]), (&link(1), &link(2), &link(1)));
        assert!(links.get("next").is_none());
        let cheap = nobody.get("/catalog-search?q=&sort=price_asc").await.is(200);
        let skus: Vec<_> = cheap["data"][0]["attributes"]["abstractProducts"].as_array().unwrap().iter()
            .map(|product| product["abstractSku"].as_str().unwrap().to_owned()).collect();
        assert_eq!(skus, ["003", "002", "001"]);
        assert_eq!(cheap["data"][0]["attributes"]["rangeFacets"][0]["max"], 9999);
        let none = nobody.get("/catalog-search?q=zzzzzz").await.is(200);
        assert_eq!(none["data"][0]["attributes"]["pagination"]["numFound"], 0);
        assert!(none["links"].get("first").is_none());
        let whole = nobody.get("/catalog-search?q=160&include=abstract-products,concrete-products").await.is(200);
        assert_eq!(included(&whole, "abstract-products")[0]["id"], "001");
        assert_eq!(included(&whole, "concrete-products")[0]["id"], "001_1");
        let narrowed = nobody.get("/catalog-search?q=&brand=Canon&price[max]=60").await.is(200);
        assert_eq!(narrowed["data"][0]["attributes"]["pagination"]["numFound"], 2, "{narrowed}");
        nobody.get("/catalog-search?q=&currency=XXX").await.code(400, "313");
        world.with("fake").get("/catalog-search").await.refused(401, "001", "Invalid access token.");
    }

    async fn spryker_products(world) {
        let client = world.with(&world.customer(SONIA).await);
        let got = client.get("/abstract-products/001?include=concrete-products").await.is(200);
        let attributes = &got["data"]["attributes"];
        assert_eq!((&attributes["sku"], &attributes["name"]), (&json!("001"), &json!("Canon IXUS 160")));
        assert_eq!(attributes["attributeMap"]["product_concrete_ids"], json!(["001_1"]));
        assert_eq!(got["data"]["links"]["self"], format!("http://{HOST}/abstract-products/001"));
        assert_eq!(included(&got, "concrete-products")[0]["id"], "001_1");
        let path = "/concrete-products/001_1?include=concrete-product-prices,concrete-product-availabilities,abstract-products";
        let got = client.get(path).await.is(200);
        assert_eq!(got["data"]["attributes"]["productAbstractSku"], "001");
        assert_eq!(included(&got, "concrete-product-prices")[0]["attributes"]["price"], 9999);
        let there = included(&got, "concrete-product-availabilities")[0];
        assert_eq!(there["attributes"], json!({ "isNeverOutOfStock": false, "availability": true, "quantity": "100" }));
        assert_eq!(included(&got, "abstract-products")[0]["id"], "001");
        client.get("/abstract-products/none").await.refused(404, "301", "Abstract product is not found.");
        client.get("/concrete-products/001").await.refused(404, "302", "Concrete product is not found.");
    }

    async fn spryker_availabilities_and_prices(world) {
        let nobody = world.nobody();
        let of = |kind: &str, sku: &str, what: &str| format!("/{kind}-products/{sku}/{kind}-product-{what}");
        let got = nobody.get(&of("abstract", "003", "availabilities")).await.is(200);
        assert_eq!(got["data"][0]["attributes"], json!({ "availability": false, "quantity": "0" }));
        let got = nobody.get(&of("concrete", "002_1", "availabilities")).await.is(200);
        assert_eq!(got["data"][0]["attributes"]["quantity"], "3");
        let got = nobody.get(&format!("{}?currency=CHF", of("concrete", "001_1", "prices"))).await.is(200);
        assert_eq!(got["data"][0]["attributes"]["price"], 19998);
        let price = &got["data"][0]["attributes"]["prices"][0];
        assert_eq!((&price["priceTypeName"], &price["grossAmount"], &price["netAmount"]),
            (&json!("DEFAULT"), &json!(19998), &json!(null)));
        assert_eq!(price["currency"]["code"], "CHF");
        let got = nobody.get(&of("abstract", "001", "prices")).await.is(200);
        assert_eq!(got["data"][0]["attributes"]["price"], 9999);
        for (kind, what, code) in [("abstract", "availabilities", "305"), ("concrete", "availabilities", "306"),
            ("abstract", "prices", "307"), ("concrete", "prices", "308")]
        {
            nobody.get(&of(kind, "none", what)).await.code(404, code);
        }
    }

    async fn spryker_stores(world) {
        let got = world.nobody().get("/stores").await.is(200);
        assert_eq!((&got["data"][0]["type"], &got["data"][0]["id"]), (&json!("stores"), &json!("DE")));
        let got = world.nobody().get("/stores/DE").await.is(200);
        let attributes = &got["data"]["attributes"];
        assert_eq!((&attributes["timeZone"], &attributes["defaultCurrency"]), (&json!("Europe/Berlin"), &json!("EUR")));
        assert_eq!(attributes["currencies"][1], json!({ "code": "CHF", "name": "Swiss franc" }));
        assert_eq!(attributes["countries"][0]["iso2Code"], "DE");
        world.nobody().get("/stores/XX").await.refused(404, "601", "Store not found.");
    }
}
