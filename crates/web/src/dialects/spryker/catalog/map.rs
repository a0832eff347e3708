//! Products, availabilities and prices as the wire has them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use shop::catalog::asks::{Card, Sheet, SheetPair, SheetVariant};
use shop::kernel::{Currency, Money};

/// A currency.
pub(super) fn currency(currency: Currency) -> Value {
    json!({ "code": currency.code(), "name": currency.name(), "symbol": currency.sign() })
}

fn keyed(pairs: &[SheetPair], value: impl Fn(&SheetPair) -> &str) -> Value {
    let pairs = pairs.iter().map(|pair| (pair.key.clone(), Value::from(value(pair))));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn names(pairs: &[SheetPair]) -> Map<String, Value> {
    pairs.iter().map(|pair| (pair.key.clone(), Value::from(pair.key_name.as_str()))).collect()
}

/// The attributes of an abstract product.
pub(super) fn abstract_product(sheet: &Sheet) -> Value {
    let mut supers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut attribute_names = names(&sheet.attributes);
    for pair in sheet.variants.iter().flat_map(|variant| &variant.options) {
        let values = supers.entry(&pair.key).or_default();
        if !values.contains(&pair.value_name.as_str()) {
            values.push(&pair.value_name);
        }
        attribute_names.insert(pair.key.clone(), pair.key_name.as_str().into());
    }
    let skus: Vec<&str> = sheet.variants.iter().map(|variant| variant.sku.as_str()).collect();
    json!({
        "sku": sheet.reference,
        "merchantReference": null,
        "averageRating": null,
        "reviewCount": 0,
        "name": sheet.name,
        "description": sheet.description,
        "attributes": keyed(&sheet.attributes, |pair| &pair.value_name),
        "superAttributesDefinition": supers.keys().collect::<Vec<_>>(),
        "superAttributes": supers,
        "attributeMap": {
            "super_attributes": supers,
            "product_concrete_ids": skus,
            "attribute_variants": [],
            "attribute_variant_map": sheet.variants.iter()
                .map(|variant| (variant.sku.clone(), keyed(&variant.options, |pair| &pair.value_name)))
                .collect::<Map<_, _>>(),
        },
        "metaTitle": sheet.name,
        "metaKeywords": sheet.brand,
        "metaDescription": sheet.description.lines().next().unwrap_or_default(),
        "attributeNames": attribute_names,
        "url": format!("/{}", sheet.slug),
    })
}

/// The attributes of a concrete product.
pub(super) fn concrete_product(sheet: &Sheet, variant: &SheetVariant) -> Value {
    let mut attributes = keyed(&sheet.attributes, |pair| &pair.value_name);
    if let (Some(all), Value::Object(own)) =
        (attributes.as_object_mut(), keyed(&variant.options, |pair| &pair.value_name))
    {
        all.extend(own);
    }
    let mut attribute_names = names(&sheet.attributes);
    attribute_names.extend(names(&variant.options));
    json!({
        "sku": variant.sku,
        "isDiscontinued": false,
        "discontinuedNote": null,
        "averageRating": null,
        "reviewCount": 0,
        "productAbstractSku": sheet.reference,
        "name": sheet.name,
        "description": sheet.description,
        "attributes": attributes,
        "superAttributesDefinition": variant.options.iter().map(|pair| pair.key.as_str()).collect::<Vec<_>>(),
        "metaTitle": sheet.name,
        "metaKeywords": sheet.brand,
        "metaDescription": sheet.description.lines().next().unwrap_or_default(),
        "attributeNames": attribute_names,
    })
}

/// The attributes of a concrete product's availability. What is not counted never runs out.
pub(super) fn concrete_availability(variant: &SheetVariant) -> Value {
    json!({
        "isNeverOutOfStock": variant.free.is_none(),
        "availability": variant.free != Some(0),
        "quantity": variant.free.unwrap_or(0).to_string(),
    })
}

/// The same of an abstract product: of all its variants together.
pub(super) fn abstract_availability(sheet: &Sheet) -> Value {
    let free: u64 = sheet.variants.iter().filter_map(|variant| variant.free).map(u64::from).sum();
    let there = sheet.variants.iter().any(|variant| variant.free != Some(0));
    json!({ "availability": there, "quantity": free.to_string() })
}

/// An amount in the store's price mode.
fn amounts(tax_included: bool, minor: i64) -> (Value, Value) {
    if tax_included { (Value::Null, minor.into()) } else { (minor.into(), Value::Null) }
}

fn price(name: &str, tax_included: bool, money: Money, volume: &[(u32, Money)]) -> Value {
    let (net, gross) = amounts(tax_included, money.minor);
    let volume = volume.iter().map(|(from, money)| {
        let (net, gross) = amounts(tax_included, money.minor);
        json!({ "quantity": from, "netAmount": net, "grossAmount": gross })
    });
    json!({
        "priceTypeName": name,
        "netAmount": net,
        "grossAmount": gross,
        "currency": currency(money.currency),
        "volumePrices": volume.collect::<Vec<_>>(),
    })
}

/// The attributes of a variant's prices: the caller's, and where that is lower, the price for everybody.
pub(super) fn prices(tax_included: bool, variant: &SheetVariant) -> Value {
    let mut prices = vec![price("DEFAULT", tax_included, variant.price, &variant.volume)];
    if variant.price.minor < variant.list.minor {
        prices.push(price("ORIGINAL", tax_included, variant.list, &[]));
    }
    json!({ "price": variant.price.minor, "prices": prices })
}

/// The same of an abstract product: of its cheapest variant.
pub(super) fn abstract_prices(sheet: &Sheet) -> Value {
    let cheapest = sheet.variants.iter().min_by_key(|variant| variant.price.minor);
    cheapest.map_or(json!({ "price": null, "prices": [] }), |variant| prices(sheet.tax_included, variant))
}

/// A product in the results of a search.
pub(super) fn found(card: &Card, tax_included: bool, picture: impl Fn(&str) -> String) -> Value {
    let (net, gross) = amounts(tax_included, card.price.minor);
    let mut prices = vec![json!({
        "priceTypeName": "DEFAULT",
        "DEFAULT": card.price.minor,
        "netAmount": net,
        "grossAmount": gross,
        "currency": currency(card.price.currency),
    })];
    if let Some(was) = card.was {
        let (net, gross) = amounts(tax_included, was.minor);
        prices.push(json!({
            "priceTypeName": "ORIGINAL",
            "ORIGINAL": was.minor,
            "netAmount": net,
            "grossAmount": gross,
            "currency": currency(was.currency),
        }));
    }
    let images: Vec<Value> = Some(&card.picture)
        .filter(|name| !name.is_empty())
        .map(|name| json!({ "externalUrlSmall": picture(name), "externalUrlLarge": picture(name) }))
        .into_iter()
        .collect();
    json!({
        "abstractSku": card.reference,
        "abstractName": card.name,
        "price": card.price.minor,
        "prices": prices,
        "images": images,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shop::kernel::id::{Id, ProductId, VariantId};

    fn sheet(free: [Option<u32>; 2]) -> Sheet {
        let euros = |minor| Money::new(minor, Currency::EUR);
        let pair = |value: &str| SheetPair {
            key: "size".into(),
            value: value.into(),
            key_name: "Size".into(),
            value_name: value.to_uppercase(),
        };
        let variant = |sku: &str, size: &str, minor, free| SheetVariant {
            id: VariantId::from_bits(1),
            sku: sku.into(),
            options: vec![pair(size)],
            picture: String::new(),
            price: euros(minor),
            list: euros(900),
            volume: vec![(5, euros(700))],
            free,
        };
        Sheet {
            id: ProductId::from_bits(1),
            reference: "001".into(),
            slug: "cup".into(),
            name: "Cup".into(),
            brand: "B".into(),
            description: "First.\nSecond.".into(),
            pictures: vec![],
            attributes: vec![],
            variants: vec![variant("001_1", "s", 900, free[0]), variant("001_2", "l", 800, free[1])],
            tax_included: true,
        }
    }

    #[test]
    fn what_tells_variants_apart_is_named() {
        let attributes = abstract_product(&sheet([None, None]));
        assert_eq!(attributes["superAttributes"], json!({ "size": ["S", "L"] }));
        assert_eq!(attributes["attributeMap"]["product_concrete_ids"], json!(["001_1", "001_2"]));
        assert_eq!(attributes["attributeNames"], json!({ "size": "Size" }));
    }

    #[test]
    fn availability_is_what_is_free() {
        let of = |free| abstract_availability(&sheet(free));
        assert_eq!(of([Some(2), Some(3)]), json!({ "availability": true, "quantity": "5" }));
        assert_eq!(of([Some(0), Some(0)]), json!({ "availability": false, "quantity": "0" }));
        let never = concrete_availability(&sheet([None, None]).variants[0]);
        assert_eq!(never["isNeverOutOfStock"], true);
    }

    #[test]
    fn a_lower_price_shows_the_original_one() {
        let prices = abstract_prices(&sheet([None, None]));
        assert_eq!(prices["price"], 800);
        assert_eq!(prices["prices"][1]["priceTypeName"], "ORIGINAL");
        assert_eq!(prices["prices"][0]["grossAmount"], 800);
        assert_eq!(prices["prices"][0]["netAmount"], Value::Null);
        assert_eq!(prices["prices"][0]["volumePrices"][0]["quantity"], 5);
    }
}
