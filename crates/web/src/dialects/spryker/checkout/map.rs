//! What can be chosen in a checkout, as the wire has it.

use serde_json::{Value, json};
use shop::checkout::{CheckoutOptionsView, Payment, ShippingOption};
use shop::customers::Address;
use shop::kernel::Country;

use super::super::Settings;
use super::super::carts::map::percent;

/// What clients call a way of shipping: its code where that is a number, else its place among the site's, from 1.
pub(super) fn id_of(options: &[ShippingOption], code: &str) -> Option<u32> {
    let place = options.iter().position(|option| option.code == code)?;
    Some(code.parse().unwrap_or(u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1)))
}

/// The code of what a client calls so.
pub(super) fn code_of<'a>(options: &'a [ShippingOption], id: &str) -> Option<&'a str> {
    let named = |option: &&ShippingOption| {
        id_of(options, &option.code).is_some_and(|known| Ok(known) == id.trim().parse())
    };
    options
        .iter()
        .find(|option| option.code == id.trim())
        .or_else(|| options.iter().find(named))
        .map(|option| option.code.as_str())
}

/// What was chosen in a checkout.
pub(super) struct Selected<'a> {
    /// Code of the way of shipping.
    pub(super) shipping: Option<&'a str>,
    /// The way of paying.
    pub(super) payment: Option<Payment>,
}

/// The attributes of what can be chosen. `tax_rate` is of shipping, in basis points.
pub(super) fn data(
    options: &CheckoutOptionsView,
    addresses: &[Address],
    selected: &Selected<'_>,
    tax_rate: i64,
    settings: &Settings,
) -> Value {
    let methods: Vec<(Value, &str)> = options
        .shipping
        .iter()
        .map(|option| (method(&options.shipping, option, tax_rate), option.code.as_str()))
        .collect();
    let chosen = methods.iter().filter(|(_, code)| Some(*code) == selected.shipping);
    let paid = settings.payments.iter().filter(|name| Some(name.by) == selected.payment).take(1);
    let paid = paid.filter(|name| options.payments.contains(&name.by));
    json!({
        "addresses": addresses.iter().map(address).collect::<Vec<_>>(),
        "paymentProviders": providers(&options.payments, settings),
        "shipmentMethods": methods.iter().map(|(method, _)| method).collect::<Vec<_>>(),
        "selectedShipmentMethods": chosen.map(|(method, _)| method).collect::<Vec<_>>(),
        "selectedPaymentMethods": paid.map(|name| payment(&name.provider, &name.method)).collect::<Vec<_>>(),
    })
}

fn method(options: &[ShippingOption], option: &ShippingOption, tax_rate: i64) -> Value {
    json!({
        "id": id_of(options, &option.code),
        "name": option.name,
        "carrierName": option.name,
        "price": option.price.minor,
        "taxRate": percent(u32::try_from(tax_rate).unwrap_or(0)),
        "deliveryTime": null,
        "currencyIsoCode": option.price.currency.code(),
    })
}

/// Ways of paying open to whoever asks, by provider.
fn providers(open: &[Payment], settings: &Settings) -> Value {
    let mut providers: Vec<(&str, Vec<Value>)> = Vec::new();
    for name in settings.payments.iter().filter(|name| open.contains(&name.by)) {
        let method = payment(&name.provider, &name.method);
        match providers.iter_mut().find(|(provider, _)| *provider == name.provider) {
            Some((_, methods)) => methods.push(method),
            None => providers.push((&name.provider, vec![method])),
        }
    }
    let told = providers
        .into_iter()
        .map(|(provider, methods)| json!({ "paymentProviderName": provider, "paymentMethods": methods }));
    Value::Array(told.collect())
}

fn payment(provider: &str, method: &str) -> Value {
    json!({
        "paymentMethodName": method,
        "paymentProviderName": provider,
        "priority": null,
        "requiredRequestData": [],
    })
}

/// One of the customer's own addresses.
fn address(address: &Address) -> Value {
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let country = address.country.parse::<Country>().ok();
    json!({
        "id": address.id,
        "salutation": said(&address.salutation),
        "firstName": address.first_name,
        "lastName": address.last_name,
        "address1": address.line1,
        "address2": address.line2,
        "address3": said(&address.line3),
        "zipCode": address.postcode,
        "city": address.city,
        "iso2Code": address.country,
        "country": country.map(|country| country.name("en")),
        "company": said(&address.company),
        "phone": said(&address.phone),
        "isDefaultShipping": address.default_shipping,
        "isDefaultBilling": address.default_billing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use shop::kernel::{Currency, Money};

    fn options(codes: &[String]) -> Vec<ShippingOption> {
        let option = |code: &String| ShippingOption {
            code: code.clone(),
            name: code.clone(),
            note: String::new(),
            price: Money::new(490, Currency::EUR),
        };
        codes.iter().map(option).collect()
    }

    proptest! {
        #[test]
        fn every_way_of_shipping_is_found_by_its_own_code(
            codes in proptest::collection::hash_set("[a-z]{1,6}|[1-9]", 1..6),
        ) {
            let codes: Vec<String> = codes.into_iter().collect();
            let options = options(&codes);
            for code in &codes {
                prop_assert_eq!(code_of(&options, code), Some(code.as_str()));
                if code.parse::<u32>().is_ok() {
                    let id = id_of(&options, code).expect("it is there").to_string();
                    prop_assert_eq!(code_of(&options, &id), Some(code.as_str()));
                }
            }
            prop_assert_eq!(code_of(&options, "no such"), None);
        }
    }

    #[test]
    fn numbers_stand_for_codes_or_places() {
        let named = options(&["standard".to_owned(), "express".to_owned()]);
        assert_eq!((id_of(&named, "express"), code_of(&named, "2")), (Some(2), Some("express")));
        let numbered = options(&["7".to_owned(), "3".to_owned()]);
        assert_eq!((id_of(&numbered, "3"), code_of(&numbered, "3")), (Some(3), Some("3")));
        assert_eq!(code_of(&numbered, "1"), None);
    }

    #[test]
    fn an_agent_is_offered_no_card() {
        let of = |open: &[Payment]| providers(open, &Settings::default());
        let in_person = of(&[Payment::Card, Payment::Invoice]);
        assert_eq!(in_person[0]["paymentMethods"].as_array().map(Vec::len), Some(2));
        let agent = of(&[Payment::Invoice, Payment::PayLink]);
        assert_eq!(agent[0]["paymentMethods"][0]["paymentMethodName"], "Invoice");
        assert_eq!(agent[0]["paymentMethods"].as_array().map(Vec::len), Some(1));
    }
}
