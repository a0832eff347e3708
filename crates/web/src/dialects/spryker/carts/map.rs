//! Carts, items and discounts as the wire has them. All amounts are minor units.

use serde_json::{Value, json};
use shop::cart::{CartView, LineView};
use shop::kernel::Money;
use shop::offers::price::Discount;

use super::{GUEST, Names};

/// What an unnamed cart is called.
const UNNAMED: &str = "Shopping cart";

/// Prices with tax, or without.
pub(in crate::dialects::spryker) fn price_mode(tax_included: bool) -> &'static str {
    if tax_included { "GROSS_MODE" } else { "NET_MODE" }
}

/// The attributes of a cart of the store with this code.
pub(super) fn cart(cart: &CartView, store: &str, names: Names) -> Value {
    let mut attributes = json!({
        "priceMode": price_mode(cart.tax_included),
        "currency": cart.currency.code(),
        "store": store,
        "name": if cart.name.is_empty() { UNNAMED } else { cart.name.as_str() },
        "isDefault": cart.current,
        "totals": totals(cart),
        "discounts": cart.discounts.iter().map(|discount| json!({
            "displayName": discount.source.name,
            "amount": discount.amount,
            "code": discount.source.coupon,
        })).collect::<Vec<_>>(),
        "thresholds": [],
    });
    if names == GUEST
        && let Some(attributes) = attributes.as_object_mut()
    {
        attributes.remove("name");
    }
    attributes
}

/// What a cart costs.
pub(in crate::dialects::spryker) fn totals(cart: &CartView) -> Value {
    let shipping = cart.shipping.map_or(0, |shipping| shipping.minor);
    json!({
        "expenseTotal": shipping,
        "discountTotal": cart.discount.minor,
        "taxTotal": cart.tax.minor,
        "subtotal": cart.subtotal.minor,
        "grandTotal": cart.total.minor,
        "priceToPay": cart.total.minor,
        "shipmentTotal": shipping,
    })
}

/// The attributes of an item.
pub(super) fn item(cart: &CartView, line: &LineView) -> Value {
    let amounts = Amounts {
        tax_included: cart.tax_included,
        quantity: line.quantity,
        unit: line.unit,
        discount: line.discount,
        tax: (line.tax, line.tax_rate),
        total: line.total,
    };
    json!({
        "sku": line.sku,
        "quantity": line.quantity,
        "groupKey": line.sku,
        "abstractSku": line.product_reference,
        "amount": null,
        "productOfferReference": null,
        "merchantReference": null,
        "configuredBundle": null,
        "configuredBundleItem": null,
        "productConfigurationInstance": null,
        "salesUnit": null,
        "calculations": calculations(&amounts),
        "selectedProductOptions": [],
    })
}

/// A percentage as a number: 19, 7.7.
pub(in crate::dialects::spryker) fn percent(basis_points: u32) -> Value {
    if basis_points.is_multiple_of(100) {
        json!(basis_points / 100)
    } else {
        json!(f64::from(basis_points) / 100.0)
    }
}

/// One's share of an amount of the whole line, half away from zero.
pub(in crate::dialects::spryker) fn each(whole: Money, quantity: u32) -> i64 {
    let (whole, quantity) = (whole.minor, i64::from(quantity.max(1)));
    let half = if whole < 0 { -(quantity / 2) } else { quantity / 2 };
    whole.saturating_add(half) / quantity
}

/// What a line of a cart or an order comes to.
pub(in crate::dialects::spryker) struct Amounts {
    /// Whether the price of one and the discount contain the tax.
    pub(in crate::dialects::spryker) tax_included: bool,
    /// How many.
    pub(in crate::dialects::spryker) quantity: u32,
    /// The price of one before discounts.
    pub(in crate::dialects::spryker) unit: Money,
    /// Taken off the whole line.
    pub(in crate::dialects::spryker) discount: Money,
    /// The tax of the line, and its rate in basis points.
    pub(in crate::dialects::spryker) tax: (Money, u32),
    /// What the customer pays for the line.
    pub(in crate::dialects::spryker) total: Money,
}

/// A line's amounts, of one piece and of all.
pub(in crate::dialects::spryker) fn calculations(line: &Amounts) -> Value {
    let (unit, quantity) = (line.unit.minor, line.quantity);
    let sum = unit.saturating_mul(i64::from(quantity));
    let (gross, net) = if line.tax_included { ((unit, sum), (0, 0)) } else { ((0, 0), (unit, sum)) };
    json!({
        "unitPrice": unit,
        "sumPrice": sum,
        "taxRate": percent(line.tax.1),
        "unitNetPrice": net.0,
        "sumNetPrice": net.1,
        "unitGrossPrice": gross.0,
        "sumGrossPrice": gross.1,
        "unitTaxAmountFullAggregation": each(line.tax.0, quantity),
        "sumTaxAmountFullAggregation": line.tax.0.minor,
        "unitSubtotalAggregation": unit,
        "sumSubtotalAggregation": sum,
        "unitProductOptionPriceAggregation": 0,
        "sumProductOptionPriceAggregation": 0,
        "unitDiscountAmountAggregation": each(line.discount, quantity),
        "sumDiscountAmountAggregation": line.discount.minor,
        "unitDiscountAmountFullAggregation": each(line.discount, quantity),
        "sumDiscountAmountFullAggregation": line.discount.minor,
        "unitPriceToPayAggregation": each(line.total, quantity),
        "sumPriceToPayAggregation": line.total.minor,
    })
}

/// The attributes of a voucher or a cart rule.
pub(super) fn discount(discount: &Discount) -> Value {
    let source = &discount.source;
    json!({
        "amount": discount.amount,
        "code": source.coupon,
        "discountType": if source.coupon.is_some() { "voucher" } else { "cart_rule" },
        "displayName": source.name,
        "isExclusive": source.exclusive,
        "expirationDateTime": source.until.map(shop::kernel::Timestamp::rfc3339),
        "discountPromotionAbstractSku": null,
        "discountPromotionQuantity": null,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use shop::kernel::Currency;

    proptest! {
        #[test]
        fn a_share_is_the_nearest_whole_one(minor in -1_000_000i64..1_000_000, quantity in 1u32..999) {
            let share = each(Money::new(minor, Currency::EUR), quantity);
            let off = (share * i64::from(quantity) - minor).abs();
            prop_assert!(off * 2 <= i64::from(quantity), "{share} of {minor} by {quantity}");
        }
    }

    #[test]
    fn rates_are_numbers() {
        assert_eq!((percent(1900), percent(770), percent(0)), (json!(19), json!(7.7), json!(0)));
    }
}
