//! The price of one piece.

use super::{
    LineIn, PriceError, PriceRow, Why,
    engine::{not_negative, times},
};
use crate::kernel::clock::Timestamp;

/// The lowest price that applies to the line, and the steps from the list price to it. Of equal prices the
/// list price is kept, then the earlier row.
pub(super) fn unit_price(
    line: &LineIn<'_>,
    segments: &[String],
    now: Timestamp,
) -> Result<(i64, Vec<Why>), PriceError> {
    let list = times(not_negative(line.list)?, line.quantity)?;
    let mut why = vec![Why::ListPrice { amount: list, unit: line.list }];
    let Some(row) = lowest(line.prices, line.quantity, segments, now) else {
        return Ok((line.list, why));
    };
    if not_negative(row.minor)? >= line.list {
        return Ok((line.list, why));
    }
    why.push(step(row, times(row.minor, line.quantity)? - list));
    Ok((row.minor, why))
}

/// The lowest of these prices that applies; of equal ones the first.
pub(crate) fn lowest<'a>(
    prices: &'a [PriceRow],
    quantity: u32,
    segments: &[String],
    now: Timestamp,
) -> Option<&'a PriceRow> {
    let applies = |row: &&PriceRow| {
        row.min_quantity <= quantity
            && row.validity.covers(now)
            && row.segment.as_ref().is_none_or(|segment| segments.contains(segment))
    };
    prices.iter().filter(applies).min_by_key(|row| row.minor)
}

fn step(row: &PriceRow, amount: i64) -> Why {
    let unit = row.minor;
    let from_quantity = (row.min_quantity > 1).then_some(row.min_quantity);
    match (&row.segment, from_quantity) {
        (Some(segment), _) => Why::SegmentPrice { amount, unit, segment: segment.clone(), from_quantity },
        (None, Some(from_quantity)) => Why::QuantityPrice { amount, unit, from_quantity },
        (None, None) => Why::SpecialPrice { amount, unit },
    }
}
