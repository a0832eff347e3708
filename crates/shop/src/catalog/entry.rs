//! Categories, products and variants as nodes hold them in memory.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Localised;
use crate::kernel::id::{CategoryId, ProductId, VariantId};
use crate::kernel::{Currency, Timestamp};
use crate::offers::price::PriceRow;

/// Which of a site's tax rates a product is sold with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxClass {
    /// The ordinary rate.
    #[default]
    Standard,
    /// The reduced rate.
    Reduced,
}

impl TaxClass {
    /// Its name in rows and imports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Reduced => "reduced",
        }
    }
}

impl std::str::FromStr for TaxClass {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "standard" => Ok(Self::Standard),
            "reduced" => Ok(Self::Reduced),
            _ => Err(format!("{text:?} is no tax class: standard, reduced")),
        }
    }
}

/// Keys with their values, as stored: `size` and `24cm`. How they read is the catalogue's to say.
pub type Pairs = Box<[(Arc<str>, Arc<str>)]>;

/// A category that is shown.
#[derive(Debug)]
pub struct CategoryEntry {
    /// The category.
    pub id: CategoryId,
    /// What imports call it.
    pub reference: Box<str>,
    /// Last part of its address.
    pub slug: Box<str>,
    /// The category above.
    pub parent: Option<CategoryId>,
    /// Its name.
    pub names: Localised,
    /// What it holds, in a sentence.
    pub descriptions: Localised,
    /// Name of its picture; empty when it has none.
    pub picture: Box<str>,
    /// Its place among its siblings.
    pub position: i64,
    /// The categories right below, in order.
    pub children: Vec<CategoryId>,
    /// Active products in it and below.
    pub products: Vec<Arc<ProductEntry>>,
}

/// A product.
#[derive(Debug)]
pub struct ProductEntry {
    /// The product.
    pub id: ProductId,
    /// What imports call it.
    pub reference: Box<str>,
    /// Last part of its address.
    pub slug: Box<str>,
    /// Who makes it; empty when nobody says.
    pub brand: Arc<str>,
    /// Its name.
    pub names: Arc<Localised>,
    /// What it is, in one or more paragraphs.
    pub descriptions: Localised,
    /// What is true of all its variants: `material` and `oak`.
    pub attributes: Pairs,
    /// Names of its pictures; the first one stands for it.
    pub pictures: Box<[Arc<str>]>,
    /// The category its pages lead back to.
    pub main_category: Option<CategoryId>,
    /// All its categories, those above included, in order of id.
    pub category_ids: Arc<[CategoryId]>,
    /// Which tax rate it is sold with.
    pub tax_class: TaxClass,
    /// Whether it is sold.
    pub active: bool,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// Its version, raised by each change.
    pub version: i64,
    /// All its variants, in order, those no longer sold included.
    pub variants: Box<[Arc<VariantEntry>]>,
}

impl ProductEntry {
    /// The variants that are sold.
    pub fn sold(&self) -> impl Iterator<Item = &Arc<VariantEntry>> {
        self.variants.iter().filter(|variant| variant.active)
    }
}

/// A variant: what is bought.
#[derive(Debug)]
pub struct VariantEntry {
    /// The variant.
    pub id: VariantId,
    /// Its product.
    pub product: ProductId,
    /// What imports call it.
    pub reference: Box<str>,
    /// Its stock keeping unit, as given.
    pub sku: Box<str>,
    /// Its product's name.
    pub names: Arc<Localised>,
    /// What tells it from its product's other variants: `size` and `24cm`.
    pub options: Pairs,
    /// Name of its picture; empty when it has none.
    pub picture: Arc<str>,
    /// All categories of its product, those above included, in order of id.
    pub category_ids: Arc<[CategoryId]>,
    /// Its prices, one entry a currency it is sold in.
    pub prices: Box<[Prices]>,
    /// Which tax rate it is sold with.
    pub tax_class: TaxClass,
    /// Whether it is sold; false as soon as its product is not.
    pub active: bool,
}

impl VariantEntry {
    /// Its prices in a currency; none where it is not sold in it.
    pub fn prices_in(&self, currency: Currency) -> Option<&Prices> {
        self.prices.iter().find(|prices| prices.currency == currency)
    }
}

/// The prices of a variant in one currency, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// The currency.
    pub currency: Currency,
    /// What one costs everybody, at any time.
    pub list: i64,
    /// What it costs some, in quantity or for a time.
    pub rows: Box<[PriceRow]>,
}
