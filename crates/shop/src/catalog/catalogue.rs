//! All that is sold, in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::search::Index;
use super::{CategoryEntry, Localised, ProductEntry, VariantEntry};
use crate::kernel::Locale;
use crate::kernel::id::{CategoryId, ProductId, VariantId};

/// All categories, products and variants of a tenant. Lookups cost a binary search.
///
/// One version covers the whole of it: any change has each node read it anew when it is next asked for.
pub struct Catalogue {
    pub(super) categories: BTreeMap<CategoryId, CategoryEntry>,
    pub(super) top: Vec<CategoryId>,
    /// In order of id.
    pub(super) products: Vec<Arc<ProductEntry>>,
    /// In order of id.
    pub(super) variants: Vec<Arc<VariantEntry>>,
    /// Places in `products`, in order of slug.
    pub(super) by_slug: Vec<u32>,
    /// Places in `products`, in order of reference.
    pub(super) by_reference: Vec<u32>,
    /// Places in `variants`, in order of SKU.
    pub(super) by_sku: Vec<u32>,
    pub(super) attributes: BTreeMap<Arc<str>, AttributeText>,
    /// For searching, by language; made when first asked.
    pub(super) indexes: [OnceLock<Index>; Locale::ALL.len()],
}

/// How an attribute's key and its values read.
#[derive(Default)]
pub(super) struct AttributeText {
    pub(super) name: Localised,
    pub(super) values: BTreeMap<Arc<str>, Localised>,
}

impl Catalogue {
    /// A variant, sold or not any more.
    pub fn variant(&self, id: VariantId) -> Option<Arc<VariantEntry>> {
        let place = self.variants.binary_search_by_key(&id, |variant| variant.id).ok()?;
        Some(self.variants[place].clone())
    }

    /// A variant by its stock keeping unit, exactly as given.
    pub fn variant_by_sku(&self, sku: &str) -> Option<Arc<VariantEntry>> {
        let at = |place: &u32| &self.variants[*place as usize];
        let found = self.by_sku.binary_search_by(|place| (*at(place).sku).cmp(sku)).ok()?;
        Some(at(&self.by_sku[found]).clone())
    }

    /// A product, sold or not any more.
    pub fn product(&self, id: ProductId) -> Option<Arc<ProductEntry>> {
        let place = self.products.binary_search_by_key(&id, |product| product.id).ok()?;
        Some(self.products[place].clone())
    }

    /// A product by the last part of its address.
    pub fn product_by_slug(&self, slug: &str) -> Option<Arc<ProductEntry>> {
        let at = |place: &u32| &self.products[*place as usize];
        let found = self.by_slug.binary_search_by(|place| (*at(place).slug).cmp(slug)).ok()?;
        Some(at(&self.by_slug[found]).clone())
    }

    /// A product by what imports call it, exactly as given.
    pub fn product_by_reference(&self, reference: &str) -> Option<Arc<ProductEntry>> {
        let at = |place: &u32| &self.products[*place as usize];
        let found = self.by_reference.binary_search_by(|place| (*at(place).reference).cmp(reference)).ok()?;
        Some(at(&self.by_reference[found]).clone())
    }

    /// All products, in order of id, those no longer sold included.
    pub fn products(&self) -> &[Arc<ProductEntry>] {
        &self.products
    }

    /// The categories at the top, in order.
    pub fn top(&self) -> impl Iterator<Item = &CategoryEntry> {
        self.listed(&self.top)
    }

    /// The categories right below this one, in order.
    pub fn children<'a>(&'a self, category: &'a CategoryEntry) -> impl Iterator<Item = &'a CategoryEntry> {
        self.listed(&category.children)
    }

    /// A category.
    pub fn category(&self, id: CategoryId) -> Option<&CategoryEntry> {
        self.categories.get(&id)
    }

    /// A category by the last part of its address.
    pub fn category_by_slug(&self, slug: &str) -> Option<&CategoryEntry> {
        self.categories.values().find(|category| &*category.slug == slug)
    }

    /// The category and those above it, the topmost first.
    pub fn trail(&self, category: CategoryId) -> Vec<&CategoryEntry> {
        let mut trail: Vec<_> =
            std::iter::successors(self.category(category), |below| self.category(below.parent?)).collect();
        trail.reverse();
        trail
    }

    /// How the key of an attribute or option reads: `Size`; the key itself where nobody has said.
    pub fn key_name<'a>(&'a self, key: &'a str, locale: Locale) -> &'a str {
        self.attributes
            .get(key)
            .map(|known| known.name.text(locale))
            .filter(|name| !name.is_empty())
            .unwrap_or(key)
    }

    /// How the value of an attribute or option reads: `24 cm`; the value itself where nobody has said.
    pub fn value_name<'a>(&'a self, key: &str, value: &'a str, locale: Locale) -> &'a str {
        self.attributes
            .get(key)
            .and_then(|known| known.values.get(value))
            .map_or(value, |name| name.text(locale))
    }

    /// A variant's options as people read them: `24 cm, Blue`; empty for a product's only variant.
    pub fn options_text(&self, variant: &VariantEntry, locale: Locale) -> String {
        let values = variant.options.iter().map(|(key, value)| self.value_name(key, value, locale));
        values.collect::<Vec<_>>().join(", ")
    }

    fn listed<'a>(&'a self, ids: &'a [CategoryId]) -> impl Iterator<Item = &'a CategoryEntry> {
        ids.iter().filter_map(|id| self.categories.get(id))
    }
}
