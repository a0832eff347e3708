//! From basket to prices.

use std::collections::BTreeMap;

use super::{
    Basket, LineIn, LineOut, Priced, ShippingIn, ShippingOut, TaxOut, Why,
    grant::{Grants, grant},
    unit::unit_price,
};
use crate::kernel::money::{Rate, TaxMode};

/// Why a basket has no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// An amount has more than 64 bits.
    #[error("the amounts of the basket are too large")]
    Overflow,
    /// A list price, a price row or the price of shipping is below zero.
    #[error("a price of the basket is below zero")]
    Negative,
}

/// The prices of a basket. The same basket always gets the same prices, whatever the order of its
/// promotions.
///
/// Promotions never err: one that does not fit is passed over.
pub fn price(basket: &Basket<'_>) -> Result<Priced, PriceError> {
    let mut lines = basket.lines.iter().map(|line| start(basket, line)).collect::<Result<Vec<_>, _>>()?;
    let subtotal = sum(lines.iter().map(|line| line.gross))?;
    let Grants { discounts, refused } = grant(basket, subtotal, &mut lines);
    for line in &mut lines {
        tax_line(line, basket.tax)?;
    }
    let shipping = basket.shipping.map(|shipping| ship(shipping, basket.tax)).transpose()?;
    let taxes = by_rate(&lines, shipping.as_ref())?;
    Ok(Priced {
        currency: basket.currency,
        tax_mode: basket.tax,
        subtotal,
        discount: sum(discounts.iter().map(|discount| discount.amount))?,
        tax: sum(taxes.iter().map(|tax| tax.tax))?,
        total: sum(lines.iter().map(|line| line.total).chain(shipping.map(|shipping| shipping.total)))?,
        lines,
        discounts,
        refused_coupons: refused,
        shipping,
        taxes,
    })
}

fn start(basket: &Basket<'_>, line: &LineIn<'_>) -> Result<LineOut, PriceError> {
    let (unit, why) = unit_price(line, basket.segments, basket.now)?;
    let gross = times(unit, line.quantity)?;
    Ok(LineOut {
        id: line.id,
        quantity: line.quantity,
        unit,
        gross,
        discounts: Vec::new(),
        net: gross,
        tax_rate: line.tax_rate,
        tax: 0,
        total: gross,
        why,
    })
}

fn tax_line(line: &mut LineOut, mode: TaxMode) -> Result<(), PriceError> {
    (line.net, line.tax, line.total) = taxed(line.total, line.tax_rate, mode)?;
    if mode == TaxMode::Added && line.tax != 0 {
        line.why.push(Why::TaxAdded { amount: line.tax, rate: line.tax_rate });
    }
    Ok(())
}

fn ship(shipping: ShippingIn, mode: TaxMode) -> Result<ShippingOut, PriceError> {
    not_negative(shipping.minor)?;
    let (net, tax, total) = taxed(shipping.minor, shipping.tax_rate, mode)?;
    Ok(ShippingOut { gross: shipping.minor, net, tax_rate: shipping.tax_rate, tax, total })
}

/// Net, tax and total of an amount in the given tax mode.
fn taxed(amount: i64, rate: Rate, mode: TaxMode) -> Result<(i64, i64, i64), PriceError> {
    match mode {
        TaxMode::Included => {
            let tax = rate.tax_within(amount);
            Ok((amount - tax, tax, amount))
        }
        TaxMode::Added => {
            let tax = rate.tax_on(amount);
            Ok((amount, tax, amount.checked_add(tax).ok_or(PriceError::Overflow)?))
        }
    }
}

fn by_rate(lines: &[LineOut], shipping: Option<&ShippingOut>) -> Result<Vec<TaxOut>, PriceError> {
    let parts = lines.iter().map(|line| (line.tax_rate, line.net, line.tax));
    let parts = parts.chain(shipping.map(|shipping| (shipping.tax_rate, shipping.net, shipping.tax)));
    let mut rates = BTreeMap::<Rate, (i64, i64)>::new();
    for (rate, net, tax) in parts {
        let sums = rates.entry(rate).or_default();
        sums.0 = sums.0.checked_add(net).ok_or(PriceError::Overflow)?;
        sums.1 = sums.1.checked_add(tax).ok_or(PriceError::Overflow)?;
    }
    Ok(rates.into_iter().map(|(rate, (net, tax))| TaxOut { rate, net, tax }).collect())
}

/// The price itself, unless it is below zero.
pub(super) fn not_negative(minor: i64) -> Result<i64, PriceError> {
    if minor < 0 { Err(PriceError::Negative) } else { Ok(minor) }
}

pub(super) fn times(unit: i64, quantity: u32) -> Result<i64, PriceError> {
    unit.checked_mul(i64::from(quantity)).ok_or(PriceError::Overflow)
}

fn sum(mut amounts: impl Iterator<Item = i64>) -> Result<i64, PriceError> {
    amounts.try_fold(0_i64, i64::checked_add).ok_or(PriceError::Overflow)
}
