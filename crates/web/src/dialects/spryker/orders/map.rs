//! Orders as the wire has them.

use serde_json::{Map, Value, json};
use shop::checkout::Address;
use shop::orders::{OrderLineView, OrderView, Status};

use super::super::Settings;
use super::super::carts::map::{Amounts, calculations, percent, price_mode};

/// The attributes of an order.
pub(super) fn attributes(order: &OrderView, settings: &Settings) -> Value {
    let cancelled = order.status == Status::Cancelled;
    let total = order.total.minor;
    let items = order.lines.iter().zip(1..);
    json!({
        "createdAt": moment(&order.placed_at.rfc3339()),
        "currencyIsoCode": order.currency.code(),
        "priceMode": price_mode(order.tax_included),
        "totals": {
            "expenseTotal": order.shipping.minor,
            "discountTotal": order.discount.minor,
            "taxTotal": order.tax.minor,
            "subtotal": order.subtotal.minor,
            "grandTotal": total,
            "canceledTotal": if cancelled { total } else { 0 },
            "remunerationTotal": 0,
        },
        "billingAddress": order.billing.as_ref().map(address),
        "shippingAddress": order.delivery.as_ref().map(address),
        "items": items.map(|(line, place)| item(order, line, place)).collect::<Vec<_>>(),
        "expenses": expenses(order),
        "payments": payments(order, settings),
        "shipments": shipments(order),
        "calculatedDiscounts": discounts(order),
    })
}

/// `2026-03-02T09:00:00.5Z` as `2026-03-02 09:00:00.500000`.
fn moment(rfc3339: &str) -> String {
    let text = rfc3339.trim_end_matches('Z').replace('T', " ");
    let (seconds, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{seconds}.{fraction:0<6.6}")
}

/// An address of an order.
fn address(address: &Address) -> Value {
    json!({
        "salutation": said(&address.salutation),
        "firstName": address.first_name,
        "middleName": null,
        "lastName": address.last_name,
        "address1": address.line1,
        "address2": address.line2,
        "address3": said(&address.line3),
        "company": said(&address.company),
        "city": address.city,
        "zipCode": address.postcode,
        "poBox": null,
        "phone": said(&address.phone),
        "cellPhone": null,
        "description": null,
        "comment": null,
        "email": null,
        "country": address.country.name("en"),
        "iso2Code": address.country.code(),
    })
}

/// What was left empty is null.
fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Gross and net of an amount in the order's price mode; the one that is not the mode's is 0.
fn by_mode(order: &OrderView, minor: i64) -> (i64, i64) {
    if order.tax_included { (minor, 0) } else { (0, minor) }
}

fn item(order: &OrderView, line: &OrderLineView, place: u32) -> Value {
    let amounts = Amounts {
        tax_included: order.tax_included,
        quantity: line.quantity,
        unit: line.unit,
        discount: line.discount,
        tax: (line.tax, line.tax_rate),
        total: line.total,
    };
    let (total, cancelled) = (line.total.minor, order.status == Status::Cancelled);
    let mut item = json!({
        "name": line.name,
        "sku": line.sku,
        "quantity": line.quantity,
        "metadata": { "superAttributes": options(&line.options), "image": said(&line.picture) },
        "calculatedDiscounts": [],
        "refundableAmount": if cancelled { 0 } else { total },
        "canceledAmount": if cancelled { total } else { 0 },
        "unitExpensePriceAggregation": 0,
        "sumExpensePriceAggregation": null,
        "taxRateAverageAggregation": percent(line.tax_rate),
        "taxAmountAfterCancellation": null,
        "orderReference": null,
        "uuid": format!("{}-{place}", order.id),
        "isReturnable": false,
        "idShipment": 1,
        "bundleItemIdentifier": null,
        "relatedBundleItemIdentifier": null,
        "salesUnit": null,
        "amount": null,
        "productOptions": [],
    });
    if let (Value::Object(item), Value::Object(amounts)) = (&mut item, calculations(&amounts)) {
        item.extend(amounts);
    }
    item
}

/// `24 cm, Blue` as what it says, one a place; an empty list where nothing is said.
fn options(text: &str) -> Value {
    let said: Vec<&str> = text.split(", ").filter(|option| !option.is_empty()).collect();
    json!(said)
}

fn expenses(order: &OrderView) -> Value {
    let shipping = order.shipping.minor;
    let (gross, net) = by_mode(order, shipping);
    let lines: i64 = order.lines.iter().map(|line| line.tax.minor).sum();
    let tax = order.tax.minor - lines;
    let to_pay = if order.tax_included { shipping } else { shipping + tax };
    json!([{
        "type": "SHIPMENT_EXPENSE_TYPE",
        "name": order.shipping_name,
        "sumPrice": shipping,
        "unitPrice": shipping,
        "unitGrossPrice": gross,
        "sumGrossPrice": gross,
        "taxRate": null,
        "unitNetPrice": net,
        "sumNetPrice": net,
        "canceledAmount": null,
        "unitDiscountAmountAggregation": 0,
        "sumDiscountAmountAggregation": 0,
        "unitTaxAmount": tax,
        "sumTaxAmount": tax,
        "unitPriceToPayAggregation": to_pay,
        "sumPriceToPayAggregation": to_pay,
        "taxAmountAfterCancellation": null,
        "idShipment": 1,
    }])
}

/// How it is paid, by the names clients know; by ours where the settings have none.
fn payments(order: &OrderView, settings: &Settings) -> Value {
    let Some(payment) = &order.payment else { return json!([]) };
    let named = settings.payments.iter().find(|name| name.by == payment.method);
    let (provider, method) =
        named.map_or(("", payment.method.name()), |name| (name.provider.as_str(), name.method.as_str()));
    json!([{ "amount": order.total.minor, "paymentProvider": provider, "paymentMethod": method }])
}

fn shipments(order: &OrderView) -> Value {
    let (gross, net) = by_mode(order, order.shipping.minor);
    json!([{
        "shipmentMethodName": order.shipping_name,
        "carrierName": order.shipping_name,
        "deliveryTime": null,
        "defaultGrossPrice": gross,
        "defaultNetPrice": net,
        "currencyIsoCode": order.currency.code(),
    }])
}

/// Discounts by their names.
fn discounts(order: &OrderView) -> Value {
    let named = order.discounts.iter().map(|discount| {
        let told = json!({
            "unitAmount": null,
            "sumAmount": discount.amount,
            "displayName": discount.source.name,
            "description": null,
            "quantity": 1,
            "refundableAmount": null,
        });
        (discount.source.name.to_string(), told)
    });
    Value::Object(named.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An order of these lines (unit, quantity, discount), in gross or net.
    fn order(lines: &[(i64, u32, i64)], shipping: i64, tax_included: bool) -> OrderView {
        let euro = |minor: i64| json!({ "amount": minor, "currency": "EUR" });
        let mut subtotal = 0;
        let (mut discounts, mut taxes) = (0, 0);
        let lines: Vec<Value> = lines
            .iter()
            .map(|(unit, quantity, discount)| {
                let (sum, tax) = (unit * i64::from(*quantity), 7);
                let price = sum - discount;
                subtotal += sum;
                discounts += discount;
                taxes += tax;
                json!({
                    "variant": "var_00000000000000000000000000", "sku": "A", "name": "A", "options": "24 cm, Blue",
                    "slug": "a", "picture": "", "quantity": quantity, "unit": euro(*unit),
                    "discount": euro(*discount), "price": euro(price), "tax": euro(tax),
                    "total": euro(if tax_included { price } else { price + tax }), "tax_rate": 550, "why": [],
                    "added_by": { "kind": "customer" },
                })
            })
            .collect();
        let total = subtotal - discounts + shipping + if tax_included { 0 } else { taxes };
        serde_json::from_value(json!({
            "id": "ord_00000000000000000000000000", "number": "NL1001", "name": "Sonia Wagner", "email": "s@example.com",
            "site": "site_00000000000000000000000000", "currency": "EUR", "placed_at": 1_772_442_000_500_000_i64,
            "status": "processing", "version": 1, "lines": lines, "item_count": 1, "subtotal": euro(subtotal),
            "discount": euro(discounts), "discounts": [], "shipping": euro(shipping), "tax": euro(taxes),
            "tax_included": tax_included, "taxes": [], "total": euro(total), "delivery": null, "billing": null,
            "shipping_code": "1", "shipping_name": "Standard",
            "payment": { "method": "invoice", "state": "waiting" },
            "placed_by": { "kind": "customer" }, "channel": "spryker", "history": [],
        }))
        .expect("an order")
    }

    fn sum(told: &Value, list: &str, name: &str) -> i64 {
        told[list].as_array().expect(list).iter().map(|one| one[name].as_i64().expect(name)).sum()
    }

    proptest! {
        #[test]
        fn items_and_expenses_come_to_the_totals(
            lines in proptest::collection::vec((0i64..1_000_000, 1u32..999, 0i64..100), 0..6),
            shipping in 0i64..10_000,
            tax_included: bool,
        ) {
            let told = attributes(&order(&lines, shipping, tax_included), &Settings::default());
            prop_assert_eq!(sum(&told, "items", "sumPrice"), told["totals"]["subtotal"].as_i64().unwrap());
            prop_assert_eq!(
                sum(&told, "items", "sumDiscountAmountAggregation"),
                told["totals"]["discountTotal"].as_i64().unwrap()
            );
            prop_assert_eq!(
                sum(&told, "items", "sumPriceToPayAggregation") + sum(&told, "expenses", "sumPriceToPayAggregation"),
                told["totals"]["grandTotal"].as_i64().unwrap()
            );
            prop_assert_eq!(&told["payments"][0]["amount"], &told["totals"]["grandTotal"]);
        }
    }

    #[test]
    fn moments_and_prices_are_written_as_clients_read_them() {
        assert_eq!(moment("2026-03-02T09:00:00.5Z"), "2026-03-02 09:00:00.500000");
        assert_eq!(moment("2026-03-02T09:00:00Z"), "2026-03-02 09:00:00.000000");
        let told = attributes(&order(&[(500, 2, 0)], 0, false), &Settings::default());
        assert_eq!(told["items"][0]["taxRate"], json!(5.5));
        assert_eq!(
            (&told["priceMode"], &told["items"][0]["unitNetPrice"]),
            (&json!("NET_MODE"), &json!(500))
        );
        assert_eq!(told["items"][0]["metadata"]["superAttributes"], json!(["24 cm", "Blue"]));
        assert_eq!(told["payments"][0]["paymentMethod"], "Invoice");
    }
}
