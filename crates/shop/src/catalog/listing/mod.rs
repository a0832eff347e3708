//! Choosing, sorting and counting products for a page.

mod facets;
mod terms;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) use facets::{Chosen, Counting};
pub use facets::{Facet, FacetOption};
pub(super) use terms::{Offer, Terms};

use super::stock::Availability;
use super::{Catalogue, ProductEntry};
use crate::kernel::id::{ProductId, VariantId};
use crate::kernel::text::fold;
use crate::kernel::{Cursor, Money, Problem};

/// Products on a page when nobody says how many.
pub(super) const SIZE: usize = 24;
/// Products on a page at most.
const MOST: usize = 96;

/// The order of products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What fits best; in a category, the order in which they were added.
    #[default]
    Relevance,
    /// By name.
    Name,
    /// Cheapest first.
    PriceUp,
    /// Dearest first.
    PriceDown,
    /// Latest first.
    Newest,
}

/// A product as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// The product.
    pub id: ProductId,
    /// What imports call it.
    pub reference: String,
    /// Last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// First paragraph of its description.
    pub summary: String,
    /// Who makes it; empty when nobody says.
    pub brand: String,
    /// Name of its picture; empty when it has none.
    pub picture: String,
    /// The caller's price of one of its cheapest variant, before promotions.
    pub price: Money,
    /// Whether other variants cost more.
    pub from: bool,
    /// The list price of the same, where the caller pays less.
    pub was: Option<Money>,
    /// The variant to buy, where there is only one.
    pub variant_id: Option<VariantId>,
    /// The best availability among its variants.
    pub stock: Availability,
}

/// One page of products, with what can narrow the choice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listing {
    /// Products that fit, on all pages.
    pub count: u32,
    /// Whether facets or prices narrow the choice.
    pub filtered: bool,
    /// Their order.
    pub sort: Sort,
    /// What can be chosen, with how many products each choice would show.
    pub facets: Vec<Facet>,
    /// The lowest price of those that fit but for their price.
    pub price_low: Option<Money>,
    /// The highest.
    pub price_high: Option<Money>,
    /// The products of this page.
    pub products: Vec<Card>,
    /// Pass it as `after` to get the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// What a page of products was asked for.
pub(super) struct Paging<'a> {
    pub(super) sort: Sort,
    pub(super) after: Option<&'a Cursor>,
    /// Products before the page, where no cursor says it.
    pub(super) offset: Option<u32>,
    pub(super) size: Option<u32>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum SortKey {
    Number(i64),
    Text(String),
}

/// The page of these products (rank, product) that fits what was chosen.
pub(super) fn list<'a>(
    terms: &Terms,
    products: impl IntoIterator<Item = (u32, &'a Arc<ProductEntry>)>,
    chosen: &Chosen,
    paging: &Paging<'_>,
) -> Result<Listing, Problem> {
    let mut counting = Counting::new(chosen);
    let mut fitting = Vec::new();
    for (rank, product) in products {
        let Some(offer) = terms.offer(product) else { continue };
        if counting.count(product, &offer) {
            let key = sort_key(terms, paging.sort, rank, product, &offer);
            fitting.push((key, product.id, product, offer));
        }
    }
    fitting.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let count = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
    let start = match paging.after {
        Some(after) => {
            let last: (SortKey, ProductId) = after.key()?;
            fitting.partition_point(|(key, id, ..)| (key, *id) <= (&last.0, last.1))
        }
        None => fitting.len().min(paging.offset.unwrap_or(0) as usize),
    };
    let size = paging.size.map_or(SIZE, |size| (size as usize).clamp(1, MOST));
    let end = fitting.len().min(start + size);
    let page = &fitting[start..end];
    let next = page.last().filter(|_| end < fitting.len()).map(|(key, id, ..)| Cursor::at(&(key, id)));
    let money = |minor| Money::new(minor, terms.currency);
    let (low, high) = counting.price_span();
    Ok(Listing {
        count,
        filtered: !chosen.is_empty(),
        sort: paging.sort,
        facets: counting.facets(&terms.catalogue, terms.locale),
        price_low: low.map(money),
        price_high: high.map(money),
        products: page.iter().map(|(.., product, offer)| terms.card(product, offer)).collect(),
        next,
    })
}

fn sort_key(terms: &Terms, sort: Sort, rank: u32, product: &ProductEntry, offer: &Offer<'_>) -> SortKey {
    match sort {
        Sort::Relevance => SortKey::Number(i64::from(rank)),
        Sort::Name => SortKey::Text(fold(product.names.text(terms.locale))),
        Sort::PriceUp => SortKey::Number(offer.price),
        Sort::PriceDown => SortKey::Number(-offer.price),
        Sort::Newest => SortKey::Number(-product.created_at.0),
    }
}

impl Catalogue {
    /// Others of the product's main category: those that come after it, then those from the start.
    pub(super) fn related<'a>(
        &'a self,
        product: &'a ProductEntry,
    ) -> impl Iterator<Item = &'a Arc<ProductEntry>> {
        let category = product.main_category.and_then(|id| self.category(id));
        let beside = category.map(|category| category.products.as_slice()).unwrap_or_default();
        let (before, after) = beside.split_at(beside.partition_point(|other| other.id <= product.id));
        after.iter().chain(before).filter(|other| other.id != product.id)
    }
}
