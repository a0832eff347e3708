//! Facets: what can narrow the choice, and how many products each choice would show.
//!
//! Choices of one facet widen each other, choices of two facets narrow each other. So an option's count is of
//! the products that fit everything chosen but for the option's own facet.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Offer;
use crate::catalog::stock::Availability;
use crate::catalog::{Catalogue, ProductEntry};
use crate::kernel::{Locale, Problem};

/// Facets shown at most, and options of each.
const FACETS: usize = 12;
const OPTIONS: usize = 40;
/// The facet of who makes it.
const BRAND: &str = "brand";
/// The facet of whether there is any; its only option is `in`.
const STOCK: &str = "stock";

/// Something products differ in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facet {
    /// The key of an attribute or option; `brand` and `stock` are everywhere.
    pub code: String,
    /// How it reads; for `brand` and `stock` the code, which pages translate.
    pub name: String,
    /// Its options, by name.
    pub options: Vec<FacetOption>,
}

/// One option of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FacetOption {
    /// The value, as `facet=key:value` takes it.
    pub code: String,
    /// How it reads.
    pub name: String,
    /// Products it would show.
    pub count: u32,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What was chosen.
#[derive(Default)]
pub(crate) struct Chosen {
    facets: BTreeMap<String, BTreeSet<String>>,
    price: (Option<i64>, Option<i64>),
}

impl Chosen {
    /// From `key:value` texts and prices in minor units.
    pub(crate) fn of(
        facets: &[String],
        price_min: Option<u32>,
        price_max: Option<u32>,
    ) -> Result<Self, Problem> {
        let price = (price_min.map(i64::from), price_max.map(i64::from));
        let mut chosen = Self { facets: BTreeMap::new(), price };
        for (place, facet) in facets.iter().enumerate().filter(|(_, facet)| !facet.is_empty()) {
            let said = || Problem::invalid(format!("/facet/{place}"), "A facet is written as key:value.");
            let (key, value) = facet.split_once(':').ok_or_else(said)?;
            chosen.facets.entry(key.to_owned()).or_default().insert(value.to_owned());
        }
        Ok(chosen)
    }

    /// Whether nothing was chosen.
    pub(crate) fn is_empty(&self) -> bool {
        self.facets.is_empty() && self.price == (None, None)
    }

    fn fits_price(&self, price: i64) -> bool {
        self.price.0.is_none_or(|min| min <= price) && self.price.1.is_none_or(|max| price <= max)
    }
}

/// Counts products one after the other.
pub(crate) struct Counting<'a, 'p> {
    chosen: &'a Chosen,
    counts: BTreeMap<&'p str, BTreeMap<&'p str, u32>>,
    prices: (Option<i64>, Option<i64>),
}

impl<'a, 'p> Counting<'a, 'p> {
    pub(crate) fn new(chosen: &'a Chosen) -> Self {
        Self { chosen, counts: BTreeMap::new(), prices: (None, None) }
    }

    /// Counts a product; says whether it fits all that was chosen.
    pub(crate) fn count(&mut self, product: &'p ProductEntry, offer: &Offer<'_>) -> bool {
        let traits = traits(product, offer);
        let has = |key: &str, values: &BTreeSet<String>| {
            traits.iter().any(|(k, v)| *k == key && values.contains(*v))
        };
        let mut missed =
            self.chosen.facets.iter().filter(|(key, values)| !has(key, values)).map(|(key, _)| key.as_str());
        let (missed, again) = (missed.next(), missed.next());
        let in_price = self.chosen.fits_price(offer.price);
        if missed.is_none() {
            let (low, high) = self.prices;
            self.prices =
                (Some(low.map_or(offer.price, |low| low.min(offer.price))), high.max(Some(offer.price)));
        }
        if again.is_some() || !in_price {
            return false;
        }
        for (key, value) in traits.iter().filter(|(key, _)| missed.is_none_or(|missed| missed == *key)) {
            *self.counts.entry(key).or_default().entry(value).or_default() += 1;
        }
        missed.is_none()
    }

    /// The lowest and the highest price of those that fit but for their price.
    pub(crate) fn price_span(&self) -> (Option<i64>, Option<i64>) {
        self.prices
    }

    /// The facets that tell products apart, those of most products first.
    pub(crate) fn facets(&self, catalogue: &Catalogue, locale: Locale) -> Vec<Facet> {
        let mut facets: Vec<_> = self.counts.iter().collect();
        facets.retain(|(key, options)| {
            options.len() > 1 || **key == STOCK || self.chosen.facets.contains_key(**key)
        });
        facets
            .sort_by_key(|(key, options)| (**key == STOCK, std::cmp::Reverse(options.values().sum::<u32>())));
        let chosen_first = |key: &str| !self.chosen.facets.contains_key(key);
        if facets.len() > FACETS {
            facets.sort_by_key(|(key, _)| (chosen_first(key), false));
            facets.truncate(FACETS);
        }
        facets.into_iter().map(|(key, options)| self.facet(key, options, catalogue, locale)).collect()
    }

    fn facet(
        &self,
        key: &str,
        options: &BTreeMap<&str, u32>,
        catalogue: &Catalogue,
        locale: Locale,
    ) -> Facet {
        let chosen = self.chosen.facets.get(key);
        let mut options: Vec<FacetOption> = options
            .iter()
            .map(|(value, count)| FacetOption {
                code: (*value).to_owned(),
                name: catalogue.value_name(key, value, locale).to_owned(),
                count: *count,
                chosen: chosen.is_some_and(|chosen| chosen.contains(*value)),
            })
            .collect();
        options.sort_by_key(|option| (!option.chosen, std::cmp::Reverse(option.count)));
        options.truncate(OPTIONS);
        options.sort_by(|a, b| a.name.cmp(&b.name));
        Facet { code: key.to_owned(), name: catalogue.key_name(key, locale).to_owned(), options }
    }
}

/// All a product can be chosen by, each once.
fn traits<'p>(product: &'p ProductEntry, offer: &Offer<'_>) -> Vec<(&'p str, &'p str)> {
    let options = product.sold().flat_map(|variant| variant.options.iter());
    let pairs = product.attributes.iter().chain(options).map(|(key, value)| (&**key, &**value));
    let mut traits: Vec<(&str, &str)> = pairs.collect();
    if !product.brand.is_empty() {
        traits.push((BRAND, &product.brand));
    }
    if offer.stock != Availability::Out {
        traits.push((STOCK, "in"));
    }
    traits.sort_unstable();
    traits.dedup();
    traits
}
