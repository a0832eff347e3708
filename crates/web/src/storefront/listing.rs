//! A page of products with its facets: what an address asks for, and how the answer is shown.

use std::fmt::Write as _;

use serde::Serialize;
use shop::catalog::asks::{Facet, Listing, Sort};
use shop::kernel::{Currency, Cursor};

use super::error::encoded;
use super::place::Place;
use super::shown::ProductTile;
use crate::App;
use crate::edge::input::{self, Pairs};

/// Orders that can be chosen.
const SORTS: [(Sort, &str); 5] = [
    (Sort::Relevance, "relevance"),
    (Sort::Name, "name"),
    (Sort::PriceUp, "price_up"),
    (Sort::PriceDown, "price_down"),
    (Sort::Newest, "newest"),
];
/// Names in the query that are no facets.
const OWN: [&str; 6] = ["q", "sort", "price_from", "price_to", "after", "asm"];

/// What an address asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// What was chosen, each as `key:value`.
    pub(super) facet: Vec<String>,
    /// The lowest price, in minor units.
    pub(super) price_min: Option<u32>,
    /// The highest.
    pub(super) price_max: Option<u32>,
    /// The order.
    pub(super) sort: Sort,
    /// Where the last page ended.
    pub(super) after: Option<Cursor>,
    pairs: Pairs,
}

impl Wanted {
    /// Reads it. What does not read is as if it had not been said: an address is no form to be corrected.
    pub(super) fn of(place: &Place) -> Self {
        let query = place.rest.split_once('?').map_or("", |(_, query)| query);
        let pairs = input::pairs(query.as_bytes());
        let last =
            |name: &str| pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let price = |name: &str| last(name).and_then(|text| minor_units(text, place.currency));
        let facets = pairs.iter().filter(|(key, value)| !OWN.contains(&key.as_str()) && !value.is_empty());
        Self {
            facet: facets.map(|(key, value)| format!("{key}:{value}")).collect(),
            price_min: price("price_from"),
            price_max: price("price_to"),
            sort: SORTS
                .iter()
                .find(|(_, name)| last("sort") == Some(name))
                .map(|(sort, _)| *sort)
                .unwrap_or_default(),
            after: last("after").and_then(cursor),
            pairs,
        }
    }

    fn typed(&self, name: &str) -> String {
        self.pairs
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// The same question, going on at `next`.
    fn going_on(&self, path: &str, next: &Cursor) -> String {
        let mut url = format!("{path}?");
        for (name, value) in self.pairs.iter().filter(|(name, _)| name != "after" && name != "asm") {
            let _ = write!(url, "{}={}&", encoded(name), encoded(value));
        }
        format!("{url}after={}", encoded(next.as_str()))
    }
}

/// A place in a list, as an address names it; none where it is no such thing.
pub(super) fn cursor(text: &str) -> Option<Cursor> {
    serde_json::from_value(text.into()).ok()
}

/// `12.50` or `12,50` in minor units.
fn minor_units(text: &str, currency: Currency) -> Option<u32> {
    let digits = usize::try_from(currency.minor_digits()).ok()?;
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if whole.is_empty() || part.len() > digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

/// A page of products (`partials/shop-results.html`).
#[derive(Clone, Debug, Serialize)]
pub(super) struct ResultsContext {
    url: String,
    count: u32,
    filtered: bool,
    sort: &'static str,
    sorts: [&'static str; SORTS.len()],
    facets: Vec<Facet>,
    price_from: String,
    price_to: String,
    products: Vec<ProductTile>,
    next_url: Option<String>,
    clear_url: String,
}

impl ResultsContext {
    /// The answer to this question at the page with this path.
    pub(super) fn of(app: &App, place: &Place, wanted: &Wanted, path: &str, listing: Listing) -> Self {
        let url = place.path(path);
        let words = wanted.typed("q");
        let clear_url = if words.is_empty() { url.clone() } else { format!("{url}?q={}", encoded(&words)) };
        let mut facets = listing.facets;
        for facet in &mut facets {
            name_shipped(app, place, facet);
        }
        Self {
            count: listing.count,
            filtered: listing.filtered,
            sort: SORTS.iter().find(|(sort, _)| *sort == listing.sort).map_or("relevance", |(_, name)| name),
            sorts: SORTS.map(|(_, name)| name),
            facets,
            price_from: wanted.typed("price_from"),
            price_to: wanted.typed("price_to"),
            products: listing.products.into_iter().map(ProductTile::of).collect(),
            next_url: listing.next.as_ref().map(|next| wanted.going_on(&url, next)),
            url,
            clear_url,
        }
    }
}

/// Names the facets that every shop has; the others are named by the catalogue.
fn name_shipped(app: &App, place: &Place, facet: &mut Facet) {
    let text = |id: &str| app.pages.text(place.locale, id, &[]);
    match facet.code.as_str() {
        "brand" => facet.name = text("facet-brand"),
        "stock" => {
            facet.name = text("facet-stock");
            for option in &mut facet.options {
                option.name =
                    app.pages.text(place.locale, "stock", &[("level", option.code.as_str().into())]);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_typed_with_point_or_comma() {
        for (text, minor) in
            [("12", Some(1200)), ("12.5", Some(1250)), ("12,05", Some(1205)), (" 0,99 ", Some(99))]
        {
            assert_eq!(minor_units(text, Currency::EUR), minor, "{text}");
        }
        for text in ["", "x", "1.234", "-1", "1.2.3", "99999999999"] {
            assert_eq!(minor_units(text, Currency::EUR), None, "{text}");
        }
        assert_eq!(minor_units("500", Currency::JPY), Some(500));
        assert_eq!(minor_units("500.0", Currency::JPY), None);
    }
}
