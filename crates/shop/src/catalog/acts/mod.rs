//! Changing the catalogue in the back office, one thing at a time.

mod category;
mod price;
mod product;
mod variant;

pub use category::{CategorySaved, SaveCategory};
pub use price::{PriceSet, SetPrice, SetStock, StockSet};
pub use product::{ProductSaved, RetireProduct, SaveProduct};
pub use variant::{SaveVariant, VariantSaved};

use std::collections::BTreeMap;

use crate::desk::Refusal;
use crate::kernel::Locale;

/// Refuses when somebody looks at another version than is stored.
fn same_version(seen: Option<i64>, stored: i64) -> Result<(), Refusal> {
    if seen.is_some_and(|seen| seen != stored) { Err(super::version_changed().into()) } else { Ok(()) }
}

type Texts = BTreeMap<Locale, (Option<String>, Option<String>)>;

fn texts<N: ToString, D: ToString>(all: [(Locale, &Option<N>, &Option<D>); 2]) -> Texts {
    let given = all.into_iter().map(|(locale, name, description)| {
        (locale, (name.as_ref().map(ToString::to_string), description.as_ref().map(ToString::to_string)))
    });
    given.filter(|(_, (name, description))| name.is_some() || description.is_some()).collect()
}
