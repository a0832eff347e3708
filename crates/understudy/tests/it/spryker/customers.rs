//! Customers and their addresses: opened, seen, changed, erased, by themselves and for them.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use super::on_both;
use super::world::{HOST, MARIA, PASSWORD, SONIA, World};

const KIND: &str = "customers";
const ADDRESSES: &str = "addresses";
const NEW_PASSWORD: &str = "battery staple horse";

fn max() -> Value {
    json!({
        "salutation": "Mr", "firstName": "Max", "lastName": "Muster", "email": "Max.Muster@mail.example", "gender": "Male",
        "dateOfBirth": "1990-04-23", "password": PASSWORD, "confirmPassword": PASSWORD, "acceptedTerms": true,
    })
}

fn with(base: &Value, name: &str, value: Value) -> Value {
    let mut changed = base.clone();
    changed[name] = value;
    changed
}

fn without(base: &Value, name: &str) -> Value {
    let mut changed = base.clone();
    changed.as_object_mut().expect("an object").remove(name);
    changed
}

fn berlin() -> Value {
    json!({
        "salutation": "Mr", "firstName": "Sonia", "lastName": "Wagner", "address1": "Kirncher Str.", "address2": "7",
        "address3": "c/o Sato", "zipCode": "10247", "city": "Berlin", "iso2Code": "DE", "company": "Spryker",
        "phone": "+49 30 5550 143", "isDefaultShipping": true, "isDefaultBilling": true,
    })
}

/// The text of a member.
fn text(of: &Value) -> &str {
    of.as_str().expect("a text")
}

/// A new address of hers: its id.
async fn added(world: &World, token: &str, reference: &str) -> String {
    let path = format!("/customers/{reference}/addresses");
    let got = world.with(token).post(&path, ADDRESSES, berlin()).await.is(201);
    text(&got["data"]["id"]).to_owned()
}

on_both! {
    async fn spryker_account_is_opened(world) {
        let got = world.nobody().post("/customers", KIND, max()).await.is(201);
        let (data, reference) = (&got["data"], text(&got["data"]["id"]).to_owned());
        assert_eq!((&data["type"], reference.chars().next()), (&json!(KIND), Some('C')), "{got}");
        assert_eq!(data["links"]["self"], format!("http://{HOST}/customers/{reference}"));
        let attributes = data["attributes"].as_object().expect("attributes");
        let mut names: Vec<_> = attributes.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["createdAt", "dateOfBirth", "email", "firstName", "gender", "lastName", "salutation", "updatedAt"]);
        for name in ["salutation", "firstName", "lastName", "email", "gender", "dateOfBirth"] {
            assert_eq!(attributes[name], max()[name], "{name}");
        }
        assert_eq!(text(&attributes["createdAt"]).len(), "2026-11-02 09:30:00.000000".len());
        assert_eq!(attributes["createdAt"], attributes["updatedAt"]);
        // Nobody was signed in; the owner does that.
        let token = world.customer("max.muster@mail.example").await;
        let own = world.with(&token).get("/customers").await.is(200);
        assert_eq!(own["data"].as_array().map(Vec::len), Some(1));
        assert_eq!(own["data"][0], *data);
        // What need not be given is null; under the dialect's name it is the same.
        let other = without(&with(&max(), "email", json!("other@mail.example")), "dateOfBirth");
        let got = world.nobody().mounted().post("/customers", KIND, other).await.is(201);
        assert_eq!(got["data"]["attributes"]["dateOfBirth"], Value::Null);
        assert!(text(&got["data"]["links"]["self"]).contains("/spryker/customers/C"));
    }

    async fn spryker_account_is_refused(world) {
        let nobody = world.nobody();
        nobody.post("/customers", "customer", max()).await.refused(400, "", "Invalid type.");
        nobody.write(Method::POST, "/customers", json!({ "data": { "type": KIND } })).await.refused(400, "", "Post data is invalid.");
        let missing = nobody.post("/customers", KIND, json!({})).await;
        assert_eq!(missing.json["errors"].as_array().map(Vec::len), Some(8), "{}", missing.json);
        missing.refused(422, "901", "salutation => This field is missing.");
        for (name, value, what) in [
            ("email", json!("nobody"), "This value is not a valid email address."),
            ("firstName", json!(" "), "This value should not be blank."),
            ("lastName", json!(["x"]), "This value should be of type string."),
            ("acceptedTerms", json!(false), "This value should be true."),
            ("dateOfBirth", json!("2999-01-01"), "This value is not a valid date."),
            ("gender", json!("x".repeat(300)), "This value is not valid."),
        ] {
            let got = nobody.post("/customers", KIND, with(&max(), name, value)).await;
            got.refused(422, "901", &format!("{name} => {what}"));
        }
        nobody.post("/customers", KIND, with(&max(), "confirmPassword", json!("another one"))).await.code(422, "406");
        let short = with(&with(&max(), "password", json!("kort")), "confirmPassword", json!("kort"));
        nobody.post("/customers", KIND, short).await.code(422, "901");
        nobody.post("/customers", KIND, with(&max(), "email", json!(SONIA.to_uppercase()))).await.code(422, "400");
        world.with("fake").post("/customers", KIND, json!({})).await.refused(401, "001", "Invalid access token.");
        world.nobody().get("/customers").await.refused(403, "002", "Missing access token.");
        let crowd = world.nobody().post("/access-tokens", "access-tokens", json!({ "username": "max.muster@mail.example", "password": PASSWORD })).await;
        crowd.code(401, "003");
    }

    async fn spryker_customer_sees_oneself_alone(world) {
        let token = world.customer(SONIA).await;
        let sonia = world.with(&token);
        let got = sonia.get("/customers/DE--2").await.is(200);
        assert_eq!((&got["data"]["id"], &got["data"]["attributes"]["email"]), (&json!("DE--2"), &json!(SONIA)));
        assert_eq!(got["data"]["attributes"]["salutation"], Value::Null);
        assert_eq!(sonia.get("/customers/mine").await.is(200)["data"], got["data"]);
        assert!(got.get("included").is_none());
        for other in ["DE--3", "DE--999", "C1", "%20"] {
            sonia.get(&format!("/customers/{other}")).await.refused(404, "402", "Customer not found.");
        }
        world.nobody().get("/customers/DE--2").await.refused(403, "002", "Missing access token.");
        world.with("fake").get("/customers/DE--2").await.refused(401, "001", "Invalid access token.");
        world.with(&world.agent().await).get("/customers/DE--2").await.refused(403, "002", "Missing access token.");
        let id = added(world, &token, "DE--2").await;
        let got = sonia.get("/customers/DE--2?include=addresses").await.is(200);
        assert_eq!(got["data"]["relationships"]["addresses"]["data"], json!([{ "type": ADDRESSES, "id": id }]));
        assert_eq!(got["included"][0]["attributes"]["city"], "Berlin");
    }

    async fn spryker_customer_is_changed(world) {
        let token = world.customer(SONIA).await;
        let sonia = world.with(&token);
        let before = sonia.get("/customers/DE--2").await.is(200)["data"]["attributes"].clone();
        world.shop.wait(Duration::from_secs(60));
        let change = json!({ "salutation": "Ms", "gender": "Female", "dateOfBirth": "1985-01-31", "email": SONIA.to_uppercase() });
        let after = sonia.patch("/customers/DE--2", KIND, change).await.is(200)["data"]["attributes"].clone();
        assert_eq!((&after["salutation"], &after["gender"], &after["dateOfBirth"]), (&json!("Ms"), &json!("Female"), &json!("1985-01-31")));
        assert_eq!((&after["firstName"], &after["email"], &after["createdAt"]), (&before["firstName"], &before["email"], &before["createdAt"]));
        assert!(text(&after["updatedAt"]) > text(&before["updatedAt"]));
        let after = sonia.patch("/customers/mine", KIND, json!({ "lastName": "Winter", "dateOfBirth": null })).await.is(200);
        assert_eq!((&after["data"]["attributes"]["lastName"], &after["data"]["attributes"]["dateOfBirth"]), (&json!("Winter"), &Value::Null));
        // An e-mail address is changed with the password, and not here.
        let email = sonia.patch("/customers/DE--2", KIND, json!({ "email": "new@mail.example", "lastName": "Other" })).await;
        email.refused(422, "901", "email => This value cannot be changed.");
        sonia.patch("/customers/DE--2", KIND, json!({ "firstName": "" })).await.refused(422, "901", "firstName => This value should not be blank.");
        let own = sonia.get("/customers/DE--2").await.is(200);
        assert_eq!((&own["data"]["attributes"]["lastName"], &own["data"]["attributes"]["email"]), (&json!("Winter"), &json!(SONIA)));
        sonia.patch("/customers/DE--3", KIND, json!({ "lastName": "X" })).await.refused(403, "411", "Unauthorized request.");
        sonia.patch("/customers/DE--3", KIND, json!({ "lastName": "" })).await.code(422, "901");
        sonia.patch("/customers/DE--2", "customer", json!({})).await.refused(400, "", "Invalid type.");
        sonia.patch("/customers", KIND, json!({})).await.refused(400, "", "Resource id is not specified.");
        sonia.patch("/customers/", KIND, json!({})).await.refused(400, "", "Resource id is not specified.");
        world.nobody().patch("/customers/DE--2", KIND, json!({ "lastName": "X" })).await.refused(403, "002", "Missing access token.");
    }

    async fn spryker_password_is_changed(world) {
        let path = "/customer-password/DE--2";
        let kind = "customer-password";
        let token = world.customer(SONIA).await;
        let sonia = world.with(&token);
        let given = json!({ "password": PASSWORD, "newPassword": NEW_PASSWORD, "confirmPassword": NEW_PASSWORD });
        sonia.patch(path, kind, json!({})).await.refused(422, "901", "password => This field is missing.");
        sonia.patch(path, kind, with(&given, "confirmPassword", json!("another one"))).await.code(422, "406");
        sonia.patch(path, kind, with(&given, "password", json!("wrong one"))).await.code(400, "408");
        sonia.patch("/customer-password/DE--3", kind, given.clone()).await.refused(403, "411", "Unauthorized request.");
        sonia.patch(path, "customers", given.clone()).await.refused(400, "", "Invalid type.");
        world.nobody().patch(path, kind, given.clone()).await.refused(403, "002", "Missing access token.");
        let other = world.customer(SONIA).await;
        sonia.patch(path, kind, given).await.is(204);
        world.with(&other).get("/customers/DE--2").await.refused(401, "001", "Invalid access token.");
        let sign_in = |password: &str| json!({ "username": SONIA, "password": password });
        world.nobody().post("/access-tokens", "access-tokens", sign_in(PASSWORD)).await.code(401, "003");
        world.nobody().post("/access-tokens", "access-tokens", sign_in(NEW_PASSWORD)).await.is(201);
    }

    async fn spryker_account_is_erased_by_its_owner(world) {
        let token = world.customer(SONIA).await;
        let sonia = world.with(&token);
        sonia.delete("/customers/DE--3").await.refused(403, "411", "Unauthorized request.");
        world.nobody().delete("/customers/DE--2").await.refused(403, "002", "Missing access token.");
        sonia.delete("/customers").await.refused(400, "", "Resource id is not specified.");
        // The password must have been given lately: the call asks for none.
        world.shop.wait(Duration::from_secs(15 * 60 + 1));
        sonia.delete("/customers/DE--2").await.refused(401, "001", "Invalid access token.");
        let anew = world.customer(SONIA).await;
        world.with(&anew).delete("/customers/DE--2").await.is(204);
        world.with(&anew).get("/customers/DE--2").await.refused(401, "001", "Invalid access token.");
        sonia.get("/customers").await.refused(401, "001", "Invalid access token.");
        let again = json!({ "username": SONIA, "password": PASSWORD });
        world.nobody().post("/access-tokens", "access-tokens", again).await.code(401, "003");
        world.with(&world.customer(MARIA).await).get("/customers/DE--3").await.is(200);
    }

    async fn spryker_addresses_are_kept(world) {
        let token = world.customer(SONIA).await;
        let (sonia, path) = (world.with(&token), "/customers/DE--2/addresses");
        assert_eq!(sonia.get(path).await.is(200)["data"], json!([]));
        let id = added(world, &token, "DE--2").await;
        let one = format!("{path}/{id}");
        let got = sonia.get(&one).await.is(200);
        assert_eq!(got["data"]["links"]["self"], format!("http://{HOST}{one}"));
        assert_eq!(got["data"]["attributes"], with(&berlin(), "country", json!("Germany")));
        // A second one becomes the default where it says so; the first is it no longer.
        let second = json!({
            "salutation": "Ms", "firstName": "S", "lastName": "W", "address1": "Ring", "address2": "1", "zipCode": "1010",
            "city": "Wien", "iso2Code": "AT", "isDefaultShipping": true,
        });
        let wien = sonia.post(path, ADDRESSES, second).await.is(201)["data"].clone();
        assert_eq!((&wien["attributes"]["country"], &wien["attributes"]["address3"]), (&json!("Austria"), &Value::Null));
        let all = sonia.get(path).await.is(200);
        let defaults: Vec<_> = all["data"].as_array().unwrap().iter().map(|one| one["attributes"]["isDefaultShipping"].clone()).collect();
        assert_eq!(defaults, [json!(false), json!(true)]);
        // What a change does not speak of stays; null takes away.
        let changed = sonia.patch(&one, ADDRESSES, json!({ "city": "Potsdam", "company": null })).await.is(200);
        let wanted = with(&with(&with(&berlin(), "country", json!("Germany")), "city", json!("Potsdam")), "company", Value::Null);
        assert_eq!(changed["data"]["attributes"], with(&wanted, "isDefaultShipping", json!(false)));
        sonia.delete(&one).await.is(204);
        sonia.get(&one).await.refused(404, "404", "Address was not found.");
        sonia.delete(&one).await.refused(404, "404", "Address was not found.");
        assert_eq!(sonia.get(path).await.is(200)["data"][0]["id"], wien["id"]);
    }

    async fn spryker_addresses_are_refused(world) {
        let token = world.customer(SONIA).await;
        let (sonia, path) = (world.with(&token), "/customers/DE--2/addresses");
        let missing = sonia.post(path, ADDRESSES, json!({})).await;
        assert_eq!(missing.json["errors"].as_array().map(Vec::len), Some(8), "{}", missing.json);
        missing.refused(422, "901", "salutation => This field is missing.");
        for (name, value, what) in [
            ("iso2Code", json!("XX"), "This value is not a valid country."),
            ("address2", json!(""), "This value should not be blank."),
            ("phone", json!("call me"), "This value is not valid."),
            ("address1", json!("x".repeat(121)), "This value is not valid."),
            ("isDefaultBilling", json!("yes"), "This value should be of type bool."),
        ] {
            sonia.post(path, ADDRESSES, with(&berlin(), name, value)).await.refused(422, "901", &format!("{name} => {what}"));
        }
        sonia.post(path, "address", berlin()).await.refused(400, "", "Invalid type.");
        world.nobody().post(path, ADDRESSES, berlin()).await.refused(403, "002", "Missing access token.");
        let id = added(world, &token, "DE--2").await;
        let maria = world.with(&world.customer(MARIA).await);
        let forbidden = "Unauthorized request.";
        maria.get(path).await.refused(403, "411", forbidden);
        maria.post(path, ADDRESSES, berlin()).await.refused(403, "411", forbidden);
        maria.get(&format!("{path}/{id}")).await.refused(403, "411", forbidden);
        maria.patch(&format!("{path}/{id}"), ADDRESSES, json!({})).await.refused(403, "411", forbidden);
        maria.delete(&format!("{path}/{id}")).await.refused(403, "411", forbidden);
        // Through her own account she does not get at it either.
        for address in [id.as_str(), "nothing", "adr_00000000000000000000000001"] {
            maria.get(&format!("/customers/DE--3/addresses/{address}")).await.refused(404, "404", "Address was not found.");
            maria.delete(&format!("/customers/DE--3/addresses/{address}")).await.refused(404, "404", "Address was not found.");
        }
        sonia.patch(path, ADDRESSES, json!({})).await.refused(400, "", "Resource id is not specified.");
        sonia.delete(&format!("{path}/")).await.refused(400, "", "Resource id is not specified.");
    }

    async fn spryker_customer_is_changed_by_an_agent_but_for_what_is_hers_alone(world) {
        let token = world.acting_for(&world.agent().await, "DE--2").await;
        let acting = world.with(&token);
        let got = acting.patch("/customers/DE--2", KIND, json!({ "salutation": "Dr" })).await.is(200);
        assert_eq!(got["data"]["attributes"]["salutation"], "Dr");
        let id = added(world, &token, "DE--2").await;
        let one = format!("/customers/DE--2/addresses/{id}");
        acting.patch(&one, ADDRESSES, json!({ "city": "Bonn" })).await.is(200);
        // The customer sees it.
        let own = world.with(&world.customer(SONIA).await);
        assert_eq!(own.get(&one).await.is(200)["data"]["attributes"]["city"], "Bonn");
        acting.delete(&one).await.is(204);
        let password = json!({ "password": PASSWORD, "newPassword": NEW_PASSWORD, "confirmPassword": NEW_PASSWORD });
        acting.patch("/customer-password/DE--2", "customer-password", password).await.refused(403, "411", "Unauthorized request.");
        acting.delete("/customers/DE--2").await.refused(403, "411", "Unauthorized request.");
        acting.get("/customers/DE--3").await.refused(404, "402", "Customer not found.");
        own.get("/customers/DE--2").await.is(200);
    }

    async fn spryker_customers_bear_what_is_no_customer(world) {
        let token = world.customer(SONIA).await;
        let sonia = world.with(&token);
        for attributes in [json!(null), json!(7), json!("x"), json!([]), json!({ "email": { "a": 1 } }), json!({ "firstName": 1e99 })] {
            for (method, path, kind) in [
                (Method::POST, "/customers", KIND),
                (Method::PATCH, "/customers/DE--2", KIND),
                (Method::PATCH, "/customer-password/DE--2", "customer-password"),
                (Method::POST, "/customers/DE--2/addresses", ADDRESSES),
                (Method::PATCH, "/customers/DE--2/addresses/x", ADDRESSES),
            ] {
                let body = json!({ "data": { "type": kind, "attributes": attributes } });
                let got = sonia.write(method.clone(), path, body).await;
                let nothing_said = method == Method::PATCH && attributes == json!([]) && path == "/customers/DE--2";
                let odd_name = attributes.get("firstName").is_some() && path == "/customers/DE--2";
                let fine = got.status == 200 && (nothing_said || odd_name);
                assert!(fine || (400..500).contains(&got.status), "{method} {path} {attributes}: {}", got.json);
            }
        }
    }
}
