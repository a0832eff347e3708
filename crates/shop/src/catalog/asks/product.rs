//! One product.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Step;
use crate::catalog::listing::{Card, Terms};
use crate::catalog::stock::Availability;
use crate::catalog::{Catalogue, ProductEntry, VariantEntry};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Recorded, Refusal};
use crate::kernel::id::{ProductId, VariantId};
use crate::kernel::{Currency, Money, Problem};

/// Other products shown beside one.
const RELATED: usize = 4;

/// One product with its variants, the caller's prices and what is left.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductPage {
    /// Last part of the product's address.
    pub slug: String,
    /// The currency; the site's first one when absent.
    #[serde(default)]
    pub currency: Option<Currency>,
}

/// A product.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProductOut {
    /// The product.
    pub id: ProductId,
    /// Last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Who makes it; empty when nobody says.
    pub brand: String,
    /// Paragraphs of its description; the first one is its summary.
    pub description: Vec<String>,
    /// Names of its pictures.
    pub pictures: Vec<String>,
    /// What is true of all its variants.
    pub attributes: Vec<Labelled>,
    /// The keys its variants differ in, as they read: `Size`.
    pub option_names: Vec<String>,
    /// Its variants that are sold in this currency, in order.
    pub variants: Vec<VariantOut>,
    /// The variant shown first: the cheapest that is there.
    pub variant_id: VariantId,
    /// Where its main category stands, the topmost first.
    pub trail: Vec<Step>,
    /// Others of its main category.
    pub related: Vec<Card>,
}

/// A key and a value as people read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Labelled {
    /// The key: `Material`.
    pub name: String,
    /// The value: `Oak`.
    pub value: String,
}

/// A variant.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct VariantOut {
    /// The variant.
    pub id: VariantId,
    /// Its stock keeping unit.
    pub sku: String,
    /// What tells it from the others: `24 cm, Blue`; empty for a product's only variant.
    pub name: String,
    /// The same, one by one.
    pub options: Vec<Labelled>,
    /// The caller's price of one, before promotions.
    pub price: Money,
    /// The list price, where the caller pays less.
    pub was: Option<Money>,
    /// Why the price is what it is: from the list price to the caller's.
    pub why: Vec<PriceStep>,
    /// Whether there is any.
    pub stock: Availability,
    /// How many are left, where they are few.
    pub stock_left: Option<u32>,
}

/// One step from the list price to the caller's price of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceStep {
    /// Which step.
    pub reason: StepReason,
    /// What it adds; below zero where it makes the price lower.
    pub amount: Money,
}

/// What a step of a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepReason {
    /// What everybody pays.
    ListPrice,
    /// The caller's price group has its own price.
    SegmentPrice,
    /// A price for a time.
    SpecialPrice,
}

impl Ask for ProductPage {
    const NAME: &'static str = "catalog.product";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = ProductOut;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let known = look.memo::<Catalogue>()?.product_by_slug(&self.slug);
        Ok(if known.is_some_and(|product| product.active) { Owner::Shop } else { Owner::Missing("product") })
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<ProductOut, Refusal> {
        let terms = Terms::read(who, look, self.currency)?;
        let product = terms.catalogue.product_by_slug(&self.slug).filter(|product| product.active);
        let product = product.ok_or_else(|| Problem::not_found("product"))?;
        Ok(shown(&terms, &product).ok_or_else(|| Problem::not_found("product"))?)
    }
}

/// The product as its page shows it; none where it is not sold in this currency.
fn shown(terms: &Terms, product: &ProductEntry) -> Option<ProductOut> {
    let (catalogue, locale) = (&terms.catalogue, terms.locale);
    let variants: Vec<VariantOut> =
        product.sold().filter_map(|variant| variant_out(terms, variant)).collect();
    let first =
        variants.iter().min_by_key(|variant| (variant.stock == Availability::Out, variant.price.minor))?.id;
    let mut keys: Vec<&str> = Vec::new();
    for (key, _) in product.sold().flat_map(|variant| variant.options.iter()) {
        if !keys.contains(&&**key) {
            keys.push(key);
        }
    }
    let trail = product.main_category.map(|main| catalogue.trail(main)).unwrap_or_default();
    Some(ProductOut {
        id: product.id,
        slug: product.slug.to_string(),
        name: product.names.text(locale).to_owned(),
        brand: product.brand.to_string(),
        description: paragraphs(product.descriptions.text(locale)),
        pictures: product.pictures.iter().map(ToString::to_string).collect(),
        attributes: labelled(catalogue, &product.attributes, terms),
        option_names: keys.into_iter().map(|key| catalogue.key_name(key, locale).to_owned()).collect(),
        variants,
        variant_id: first,
        trail: trail.into_iter().map(|category| Step::of(category, locale)).collect(),
        related: terms.cards(catalogue.related(product), RELATED),
    })
}

fn variant_out(terms: &Terms, variant: &VariantEntry) -> Option<VariantOut> {
    let prices = variant.prices_in(terms.currency)?;
    let (price, money) = (terms.price(prices), |minor| Money::new(minor, terms.currency));
    let mut why = vec![PriceStep { reason: StepReason::ListPrice, amount: money(prices.list) }];
    if price < prices.list {
        why.push(PriceStep { reason: terms.reason(prices), amount: money(price - prices.list) });
    }
    Some(VariantOut {
        id: variant.id,
        sku: variant.sku.to_string(),
        name: terms.catalogue.options_text(variant, terms.locale),
        options: labelled(&terms.catalogue, &variant.options, terms),
        price: money(price),
        was: (price < prices.list).then(|| money(prices.list)),
        why,
        stock: terms.availability(variant),
        stock_left: terms.left(variant),
    })
}

fn labelled(catalogue: &Catalogue, pairs: &crate::catalog::Pairs, terms: &Terms) -> Vec<Labelled> {
    let label = |(key, value): &(std::sync::Arc<str>, std::sync::Arc<str>)| Labelled {
        name: catalogue.key_name(key, terms.locale).to_owned(),
        value: catalogue.value_name(key, value, terms.locale).to_owned(),
    };
    pairs.iter().map(label).collect()
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
