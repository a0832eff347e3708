//! What clients say of a checkout.

use std::str::FromStr;

use serde_json::Value;
use shop::checkout::GivenAddress;
use shop::kernel::Email;
use shop::kernel::id::AddressId;

use super::super::check::{Attributes, Check};
use super::super::refused::Refused;

const INVALID: &str = "This value is not valid.";
const NO_OBJECT: &str = "This value should be of type object.";
const NO_LIST: &str = "This value should be of type array.";

/// What is said of a checkout; what is not said is as the cart has it.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The cart's id, as the client names it.
    pub(super) cart: String,
    /// Where messages go.
    pub(super) email: Option<Email>,
    /// Where to deliver.
    pub(super) delivery: Option<To>,
    /// Where the bill goes.
    pub(super) billing: Option<To>,
    /// What the client calls the way of shipping.
    pub(super) shipment: Option<String>,
    /// Provider and method of the payment.
    pub(super) payment: Option<(String, String)>,
}

/// An address.
#[derive(Debug)]
pub(super) enum To {
    /// One of the customer's own.
    Own(AddressId),
    /// In full.
    Full(Box<GivenAddress>),
}

/// Reads a checkout. With `all`, what an order cannot be placed without must be said in full.
///
/// # Errors
/// Everything that is wrong with the attributes (901); several payments (1107); both ways of saying the shipment
/// (4301), or several of them (1102); an address of nobody (4302).
pub(super) fn read(attributes: &Attributes, guest: bool, all: bool) -> Result<Wanted, Refused> {
    let mut check = Check::of(attributes);
    let mut wanted = Wanted { cart: check.text("idCart"), ..Wanted::default() };
    let mut found = check.found();
    let empty = Attributes::new();
    if all || attributes.contains_key("customer") {
        let customer = object(attributes, "customer", &mut found).unwrap_or(&empty);
        let mut check = Check::within(customer, "customer.");
        let email = if guest && all { Some(check.text("email")) } else { check.text_if_any("email") };
        let email = email.filter(|email| !email.trim().is_empty());
        wanted.email = email.and_then(|email| typed(&mut check, "email", &email));
        found.extend(check.found());
    }
    let (one, several) = (attributes.get("shipment"), attributes.get("shipments"));
    let is_said = |value: Option<&Value>| value.is_some_and(|value| !value.is_null());
    let both = is_said(one) && is_said(several);
    let shipment = match several {
        Some(Value::Array(list)) => list.first().and_then(Value::as_object),
        Some(Value::Null) | None => object(attributes, "shipment", &mut found),
        Some(_) => {
            found.push(("shipments".to_owned(), NO_LIST));
            None
        }
    };
    let name = if is_said(several) { "shipments.0." } else { "shipment." };
    let mut delivery = object(attributes, "shippingAddress", &mut found);
    if let Some(shipment) = shipment {
        let mut check = Check::within(shipment, name);
        wanted.shipment = check.text_if_any("idShipmentMethod").filter(|id| !id.trim().is_empty());
        found.extend(check.found());
        delivery = shipment.get("shippingAddress").and_then(Value::as_object).or(delivery);
    }
    let delivery = delivery.map(|given| address(given, "shippingAddress.", &mut found));
    let billing = object(attributes, "billingAddress", &mut found);
    let billing = billing.map(|given| address(given, "billingAddress.", &mut found));
    let payments = list(attributes, "payments", &mut found);
    if let Some(payment) = payments.first() {
        let mut check = Check::within(payment.as_object().unwrap_or(&empty), "payments.0.");
        wanted.payment = Some((check.text("paymentProviderName"), check.text("paymentMethodName")));
        found.extend(check.found());
    }
    if !found.is_empty() {
        return Err(Refused::violations(found));
    }
    if both {
        let said = "Single shipment and multiple shipments cannot be requested together.";
        return Err(Refused::new(422, "4301", said));
    }
    if several.and_then(Value::as_array).is_some_and(|list| !is_one_delivery(list)) {
        let said = "An order is delivered to one address in one way here. Place an order for each.";
        return Err(Refused::new(422, "1102", said));
    }
    if payments.len() > 1 {
        return Err(Refused::new(400, "1107", "Multiple payments are not allowed."));
    }
    (wanted.delivery, wanted.billing) = (delivery.flatten(), billing.flatten());
    Ok(wanted)
}

/// An object among the attributes; null is none.
fn object<'a>(
    attributes: &'a Attributes,
    name: &str,
    found: &mut Vec<(String, &'static str)>,
) -> Option<&'a Attributes> {
    match attributes.get(name)? {
        Value::Object(object) => return Some(object),
        Value::Null => {}
        // Some languages write an empty object so.
        Value::Array(list) if list.is_empty() => {}
        _ => found.push((name.to_owned(), NO_OBJECT)),
    }
    None
}

/// A list among the attributes; null is an empty one.
fn list<'a>(attributes: &'a Attributes, name: &str, found: &mut Vec<(String, &'static str)>) -> &'a [Value] {
    match attributes.get(name) {
        Some(Value::Array(list)) => return list,
        Some(Value::Null) | None => {}
        Some(_) => found.push((name.to_owned(), NO_LIST)),
    }
    &[]
}

/// Whether all shipments go to one address in one way.
fn is_one_delivery(list: &[Value]) -> bool {
    let way = |one: &Value| (one["shippingAddress"].clone(), one["idShipmentMethod"].clone());
    list.windows(2).all(|pair| way(&pair[0]) == way(&pair[1]))
}

/// An address: by its id where it has one, else in full. None where it says nothing at all.
fn address(given: &Attributes, name: &'static str, found: &mut Vec<(String, &'static str)>) -> Option<To> {
    if given.values().all(Value::is_null) {
        return None;
    }
    let mut check = Check::within(given, name);
    let address = match check.text_if_any("id").filter(|id| !id.trim().is_empty()) {
        Some(id) => typed(&mut check, "id", &id).map(To::Own),
        None => Some(To::Full(Box::new(full(&mut check)))),
    };
    found.extend(check.found());
    address
}

fn full(check: &mut Check<'_>) -> GivenAddress {
    let salutation = check.text_if_any("salutation").filter(|text| !text.trim().is_empty());
    let needed =
        ["firstName", "lastName", "address1", "city", "iso2Code"].map(|name| (name, check.text(name)));
    let more = ["address2", "address3", "zipCode", "company", "phone"];
    let more = more.map(|name| (name, check.text_if_any(name).unwrap_or_default()));
    let [first_name, last_name, line1, city, country] = needed;
    let [line2, line3, postcode, company, phone] = more;
    let is_there = |text: &(&str, String)| !text.1.trim().is_empty();
    GivenAddress {
        salutation: salutation.and_then(|text| typed(check, "salutation", &text)),
        first_name: typed(check, first_name.0, &first_name.1),
        last_name: typed(check, last_name.0, &last_name.1),
        line1: typed(check, line1.0, &line1.1),
        line2: typed(check, line2.0, &line2.1),
        line3: typed(check, line3.0, &line3.1),
        postcode: typed(check, postcode.0, &postcode.1),
        city: typed(check, city.0, &city.1),
        company: typed(check, company.0, &company.1),
        region: None,
        country: Some(&country).filter(|text| is_there(text)).and_then(|text| typed(check, text.0, &text.1)),
        phone: Some(&phone).filter(|text| is_there(text)).and_then(|text| typed(check, text.0, &text.1)),
    }
}

fn typed<T: FromStr>(check: &mut Check<'_>, name: &str, text: &str) -> Option<T> {
    let read = text.trim().parse().ok();
    if read.is_none() {
        check.wrong(name, INVALID);
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn attributes(value: Value) -> Attributes {
        let Value::Object(attributes) = value else { panic!("an object is wanted") };
        attributes
    }

    fn whole() -> Value {
        let address = json!({
            "salutation": "Ms", "firstName": "Sonia", "lastName": "Wagner", "address1": "Kirncher Str.", "address2": "7",
            "address3": null, "zipCode": "10247", "city": "Berlin", "iso2Code": "DE", "company": "", "phone": "",
        });
        json!({
            "idCart": "cart", "customer": { "email": "sonia@example.com" }, "billingAddress": address,
            "shippingAddress": address, "shipment": { "idShipmentMethod": 1 },
            "payments": [{ "paymentProviderName": "DummyPayment", "paymentMethodName": "Invoice" }],
        })
    }

    fn refused(change: &[(&str, Value)]) -> Vec<String> {
        let mut given = whole();
        for (name, value) in change {
            given[*name] = value.clone();
        }
        let refused = read(&attributes(given), true, true).expect_err("refused");
        refused.told()
    }

    #[test]
    fn a_whole_checkout_reads() {
        let wanted = read(&attributes(whole()), true, true).expect("it reads");
        assert_eq!(wanted.shipment.as_deref(), Some("1"));
        assert_eq!(wanted.payment.expect("there").1, "Invoice");
        let Some(To::Full(address)) = wanted.delivery else { panic!("an address in full") };
        assert_eq!(address.line2.expect("there").as_str(), "7");
        assert_eq!(address.country.expect("there").code(), "DE");
        assert!(address.phone.is_none());
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(refused(&[("idCart", Value::Null)]), ["901 idCart => This value should not be blank."]);
        assert_eq!(refused(&[("customer", json!({}))]), ["901 customer.email => This field is missing."]);
        assert_eq!(
            refused(&[("customer", json!({ "email": "nobody" }))]),
            ["901 customer.email => This value is not valid."]
        );
        let nowhere =
            json!({ "firstName": "S", "lastName": "W", "address1": "K", "city": "B", "iso2Code": "ZZ" });
        let told = refused(&[("shippingAddress", nowhere), ("billingAddress", json!({ "id": "none" }))]);
        assert_eq!(
            told,
            [
                "901 shippingAddress.iso2Code => This value is not valid.",
                "901 billingAddress.id => This value is not valid.",
            ]
        );
        let twice = json!([{ "paymentProviderName": "a", "paymentMethodName": "b" }, {}]);
        assert_eq!(refused(&[("payments", twice)]), ["1107 Multiple payments are not allowed."]);
        let one = json!([{ "idShipmentMethod": 1 }]);
        assert!(refused(&[("shipments", one)])[0].starts_with("4301"));
        let two = json!([{ "idShipmentMethod": 1 }, { "idShipmentMethod": 2 }]);
        assert!(refused(&[("shipment", Value::Null), ("shipments", two)])[0].starts_with("1102"));
        assert_eq!(
            refused(&[("payments", json!("cash"))]),
            ["901 payments => This value should be of type array."]
        );
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,12}".prop_map(Value::from),
        ];
        let names =
            prop_oneof![Just("id"), Just("email"), Just("idShipmentMethod"), Just("city"), Just("address1")];
        leaf.prop_recursive(3, 24, 4, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                proptest::collection::btree_map(names.clone().prop_map(str::to_owned), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused(
            name in prop_oneof![
                Just("customer"), Just("billingAddress"), Just("shippingAddress"), Just("payments"), Just("shipment"),
                Just("shipments"), Just("idCart"),
            ],
            value in anything(),
            guest: bool,
            all: bool,
        ) {
            let mut given = whole();
            given[name] = value;
            if let Err(refused) = read(&attributes(given), guest, all) {
                prop_assert!(matches!(refused.status(), 400 | 422));
            }
        }
    }
}
