//! Finding products by words, in memory. Every word asked for must begin a word of the product; a product that
//! begins with it comes before one that has it in its name, then brand and SKU, then the rest. Where nothing is
//! found, the middle of words counts too, and one slip of the finger in a longer word is forgiven.

mod index;

pub(crate) use index::{Found, Index};

use std::sync::Arc;

use super::{Catalogue, CategoryEntry, ProductEntry};
use crate::kernel::Locale;
use crate::kernel::text::words;

/// Products for a query, the best first.
pub(super) struct Hits<'a> {
    /// With their rank; lower is better.
    pub(super) products: Vec<(u32, &'a Arc<ProductEntry>)>,
    /// What was searched for instead, where nothing was found for the query itself.
    pub(super) corrected: Option<String>,
}

impl Catalogue {
    /// The products that are sold and fit the query, best first; all of them for an empty one.
    pub(super) fn find(&self, query: &str, locale: Locale) -> Hits<'_> {
        let asked = words(query);
        if asked.is_empty() {
            let products = self.products.iter().filter(|product| product.active).map(|product| (0, product));
            return Hits { products: products.collect(), corrected: None };
        }
        let Found { ranked, corrected } = self.index(locale).find(&asked);
        let products = ranked.into_iter().map(|(rank, place)| (rank, &self.products[place as usize]));
        Hits { products: products.collect(), corrected }
    }

    /// Categories a word of whose name begins with each word asked for, in order of id.
    pub(super) fn find_categories(
        &self,
        query: &str,
        locale: Locale,
    ) -> impl Iterator<Item = &CategoryEntry> {
        let asked = words(query);
        self.categories.values().filter(move |category| {
            let name = words(category.names.text(locale));
            let begins = |asked: &String| name.iter().any(|word| word.starts_with(asked.as_str()));
            !asked.is_empty() && asked.iter().all(begins)
        })
    }

    fn index(&self, locale: Locale) -> &Index {
        self.indexes[locale as usize].get_or_init(|| Index::of(self, locale))
    }
}
