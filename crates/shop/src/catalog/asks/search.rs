//! Finding products by words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Step;
use crate::catalog::CategoryEntry;
use crate::catalog::listing::{self, Card, Chosen, Listing, Paging, Sort, Terms};
use crate::catalog::search::Hits;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Recorded, Refusal};
use crate::kernel::text::Text;
use crate::kernel::{Currency, Cursor};

/// Products suggested while somebody types, when nobody says how many, and at most.
const SUGGESTED: u32 = 6;
const MOST_SUGGESTED: u32 = 20;
/// Categories suggested beside them.
const CATEGORIES: usize = 4;

/// Products by words of their name, brand, SKU, attributes and description; all of them for no words.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchProducts {
    /// The words; each must begin a word of the product.
    #[serde(default)]
    pub q: Option<Text<0, 200>>,
    /// What was chosen, each as `key:value`; repeat it for more.
    #[serde(default)]
    pub facet: Vec<String>,
    /// The lowest price, in minor units.
    #[serde(default)]
    pub price_min: Option<u32>,
    /// The highest price, in minor units.
    #[serde(default)]
    pub price_max: Option<u32>,
    /// The order.
    #[serde(default)]
    pub sort: Sort,
    /// Where the last page ended.
    #[serde(default)]
    pub after: Option<Cursor>,
    /// Products before the page, for clients that count; `after` goes before it.
    #[serde(default)]
    pub offset: Option<u32>,
    /// Products on the page: 1 to 96, otherwise 24.
    #[serde(default)]
    pub size: Option<u32>,
    /// The currency; the site's first one when absent.
    #[serde(default)]
    pub currency: Option<Currency>,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SearchOut {
    /// The words asked for.
    pub query: String,
    /// The words searched for instead, where nothing was found for those asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// The products.
    pub results: Listing,
    /// Categories that fit; where no product was found, those at the top.
    pub categories: Vec<Step>,
}

impl Ask for SearchProducts {
    const NAME: &'static str = "catalog.search";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = SearchOut;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<SearchOut, Refusal> {
        let chosen = Chosen::of(&self.facet, self.price_min, self.price_max)?;
        let terms = Terms::read(who, look, self.currency)?;
        let (catalogue, locale) = (&terms.catalogue, terms.locale);
        let query = self.q.as_ref().map(Text::as_str).unwrap_or_default();
        let Hits { products, corrected } = catalogue.find(query, locale);
        let paging =
            Paging { sort: self.sort, after: self.after.as_ref(), offset: self.offset, size: self.size };
        let step = |category: &CategoryEntry| Step::of(category, locale);
        let categories: Vec<Step> = if products.is_empty() {
            catalogue.top().take(2 * CATEGORIES).map(step).collect()
        } else {
            catalogue.find_categories(query, locale).take(CATEGORIES).map(step).collect()
        };
        let results = listing::list(&terms, products, &chosen, &paging)?;
        Ok(SearchOut { query: query.to_owned(), corrected, results, categories })
    }
}

/// What fits while somebody types.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suggest {
    /// What was typed so far.
    pub q: Text<0, 200>,
    /// Products at most: 1 to 20, otherwise 6.
    #[serde(default)]
    pub limit: Option<u32>,
    /// The currency; the site's first one when absent.
    #[serde(default)]
    pub currency: Option<Currency>,
}

/// What fits, best first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suggestions {
    /// Products.
    pub products: Vec<Card>,
    /// Categories.
    pub categories: Vec<Step>,
}

impl Ask for Suggest {
    const NAME: &'static str = "catalog.suggest";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Suggestions;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Suggestions, Refusal> {
        if self.q.as_str().is_empty() {
            return Ok(Suggestions { products: Vec::new(), categories: Vec::new() });
        }
        let terms = Terms::read(who, look, self.currency)?;
        let hits = terms.catalogue.find(self.q.as_str(), terms.locale);
        let most = self.limit.unwrap_or(SUGGESTED).clamp(1, MOST_SUGGESTED);
        let categories = terms.catalogue.find_categories(self.q.as_str(), terms.locale).take(CATEGORIES);
        Ok(Suggestions {
            products: terms.cards(hits.products.into_iter().map(|(_, product)| product), most as usize),
            categories: categories.map(|category| Step::of(category, terms.locale)).collect(),
        })
    }
}
