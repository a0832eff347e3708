//! What pages show of the catalogue. Everybody may ask; the prices are the caller's own.

mod categories;
mod product;
mod search;
mod sheet;

pub use categories::{Branch, CategoryOut, CategoryPage, CategoryTree, ListCategories, Step};
pub use product::{Labelled, PriceStep, ProductOut, ProductPage, StepReason, VariantOut};
pub use search::{SearchOut, SearchProducts, Suggest, Suggestions};
pub use sheet::{ProductSheet, Sheet, SheetPair, SheetVariant};

pub use super::listing::{Card, Facet, FacetOption, Listing, Sort};
