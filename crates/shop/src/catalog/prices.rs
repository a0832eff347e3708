//! The prices of a variant, from its product's rows.

use std::collections::BTreeMap;

use store::Row;

use super::Prices;
use crate::kernel::{Currency, Timestamp};
use crate::offers::price::{PriceRow, Validity};

/// The prices of one variant: its own rows in each currency, or its product's where it has none. A currency
/// without a price for everybody at any time is left out.
pub(super) fn prices_of(variant: &str, rows: &[Row]) -> Result<Box<[Prices]>, store::Error> {
    let mut currencies = BTreeMap::<Currency, [Vec<PriceRow>; 2]>::new();
    for row in rows {
        let of: String = row.get(1)?;
        let Ok(currency) = row.get::<String>(2)?.parse::<Currency>() else { continue };
        if of.is_empty() || of == variant {
            currencies.entry(currency).or_default()[usize::from(of.is_empty())].push(price_row(row)?);
        }
    }
    let prices = currencies.into_iter().filter_map(|(currency, [own, products])| {
        let mut rows = if own.is_empty() { products } else { own };
        let list = rows.iter().position(is_list).map(|place| rows.swap_remove(place).minor)?;
        Some(Prices { currency, list, rows: rows.into() })
    });
    Ok(prices.collect())
}

fn price_row(row: &Row) -> Result<PriceRow, store::Error> {
    let (segment, from): (String, Timestamp) = (row.get(3)?, row.get(5)?);
    let validity = Validity { from: (from.0 > 0).then_some(from), until: row.get(6)? };
    Ok(PriceRow {
        segment: (!segment.is_empty()).then_some(segment),
        min_quantity: row.get(4)?,
        validity,
        minor: row.get(7)?,
    })
}

fn is_list(row: &PriceRow) -> bool {
    row.segment.is_none() && row.min_quantity == 1 && row.validity == Validity::default()
}
