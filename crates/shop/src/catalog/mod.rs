//! What is sold: categories, products, variants, prices, stock.
//!
//! | module | what it settles |
//! | --- | --- |
//! | [`entry`] | categories, products and variants as nodes hold them |
//! | [`catalogue`] | all of them in memory, with lookups |
//! | [`load`], [`prices`] | how they get there |
//! | [`listing`] | choosing, sorting and counting products for a page |
//! | [`search`] | finding products by words |
//! | [`stock`] | how many there are, and promising them to orders |
//! | [`asks`] | what pages show |
//! | [`acts`], [`import`] | changing it, one by one and in batches |
//! | [`write`] | how both store it |
//!
//! The catalogue is held by version and is at most 100 ms behind on other nodes; stock is never held. A product
//! without variants has one of its own, without options, so that what is bought is always a variant.

pub mod acts;
pub mod asks;
mod catalogue;
mod entry;
pub mod import;
mod listing;
mod load;
mod prices;
mod search;
pub(crate) mod sql;
pub mod stock;
#[cfg(all(test, feature = "testing"))]
pub(crate) mod tests;
mod texts;
mod values;
mod write;

pub use catalogue::Catalogue;
pub use entry::{CategoryEntry, Pairs, Prices, ProductEntry, TaxClass, VariantEntry};
pub use texts::Localised;
pub use values::{Pair, Picture, Slug};

use crate::kernel::Problem;

fn version_changed() -> Problem {
    Problem::new(
        &crate::kernel::problem::VERSION_CHANGED,
        "It was changed meanwhile. Look again. Nothing was changed.",
    )
}
