//! A product by its number, with all that a client of another shop's protocol asks for.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::listing::Terms;
use crate::catalog::{Catalogue, Pairs, ProductEntry, VariantEntry, stock};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Recorded, Refusal};
use crate::kernel::id::{ProductId, VariantId};
use crate::kernel::text::Text;
use crate::kernel::{Currency, Money, Problem};

/// A product by what imports call it, or by the stock keeping unit of one of its variants, as it is written. With the
/// caller's prices and what is free of each variant now.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProductSheet {
    /// The product's reference; this or `sku`.
    pub reference: Option<Text<1, 200>>,
    /// A variant's stock keeping unit.
    pub sku: Option<Text<1, 200>>,
    /// The currency; the site's first one when absent.
    pub currency: Option<Currency>,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    /// The product.
    pub id: ProductId,
    /// What imports call it.
    pub reference: String,
    /// Last part of its address.
    pub slug: String,
    /// Its name, in the reader's language.
    pub name: String,
    /// Who makes it; empty when nobody says.
    pub brand: String,
    /// Its description; may be empty.
    pub description: String,
    /// Names of its pictures.
    pub pictures: Vec<String>,
    /// What is true of all its variants.
    pub attributes: Vec<SheetPair>,
    /// Its variants that are sold in this currency, in order; never none.
    pub variants: Vec<SheetVariant>,
    /// Whether its prices contain tax.
    pub tax_included: bool,
}

/// A key with its value, as stored and as it reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetPair {
    /// The key: `size`.
    pub key: String,
    /// The value: `24cm`.
    pub value: String,
    /// How the key reads: `Size`.
    pub key_name: String,
    /// How the value reads: `24 cm`.
    pub value_name: String,
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetVariant {
    /// The variant.
    pub id: VariantId,
    /// Its stock keeping unit.
    pub sku: String,
    /// What tells it from the others.
    pub options: Vec<SheetPair>,
    /// Name of its picture; empty when it has none.
    pub picture: String,
    /// The caller's price of one, before promotions.
    pub price: Money,
    /// The price of one for everybody.
    pub list: Money,
    /// Lower prices from a quantity on, for everybody, at any time.
    pub volume: Vec<(u32, Money)>,
    /// How many are free; nothing where they are not counted.
    pub free: Option<u32>,
}

impl Ask for ProductSheet {
    const NAME: &'static str = "catalog.sheet";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Sheet;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let catalogue = look.memo::<Catalogue>()?;
        Ok(if self.product(&catalogue)?.is_some() { Owner::Shop } else { Owner::Missing("product") })
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Sheet, Refusal> {
        let terms = Terms::of_prices(who, look, self.currency)?;
        let gone = || Problem::not_found("product");
        let product = self.product(&terms.catalogue)?.ok_or_else(gone)?;
        let sold: Vec<_> = product.sold().filter(|one| one.prices_in(terms.currency).is_some()).collect();
        let wanted = self.sku.as_ref().map(Text::as_str);
        if sold.is_empty() || wanted.is_some_and(|sku| !sold.iter().any(|one| *one.sku == *sku)) {
            return Err(gone().into());
        }
        let ids: Vec<VariantId> = sold.iter().map(|variant| variant.id).collect();
        let levels = stock::levels(look, &ids)?;
        let tax_included = terms.tax_included(who, look)?;
        let variants = sold.iter().filter_map(|variant| {
            let free = levels.get(&variant.id).map(|level| level.free());
            variant_of(&terms, variant, free)
        });
        Ok(Sheet {
            id: product.id,
            reference: product.reference.to_string(),
            slug: product.slug.to_string(),
            name: product.names.text(terms.locale).to_owned(),
            brand: product.brand.to_string(),
            description: product.descriptions.text(terms.locale).to_owned(),
            pictures: product.pictures.iter().map(ToString::to_string).collect(),
            attributes: pairs(&terms, &product.attributes),
            variants: variants.collect(),
            tax_included,
        })
    }
}

impl ProductSheet {
    /// The product that is meant, if it is sold.
    fn product(&self, catalogue: &Catalogue) -> Result<Option<Arc<ProductEntry>>, Problem> {
        let product = match (&self.reference, &self.sku) {
            (Some(reference), None) => catalogue.product_by_reference(reference.as_str()),
            (None, Some(sku)) => {
                let variant = catalogue.variant_by_sku(sku.as_str());
                variant.and_then(|variant| catalogue.product(variant.product))
            }
            _ => return Err(Problem::invalid("/reference", "Name the product by reference or by sku.")),
        };
        Ok(product.filter(|product| product.active))
    }
}

fn variant_of(terms: &Terms, variant: &VariantEntry, free: Option<u32>) -> Option<SheetVariant> {
    let prices = variant.prices_in(terms.currency)?;
    let money = |minor| Money::new(minor, terms.currency);
    let everybody = prices.rows.iter().filter(|row| row.segment.is_none() && row.min_quantity > 1);
    let mut volume: Vec<(u32, Money)> = everybody
        .filter(|row| row.validity.covers(terms.now()))
        .map(|row| (row.min_quantity, money(row.minor)))
        .collect();
    volume.sort_by_key(|(from, _)| *from);
    Some(SheetVariant {
        id: variant.id,
        sku: variant.sku.to_string(),
        options: pairs(terms, &variant.options),
        picture: variant.picture.to_string(),
        price: money(terms.price(prices)),
        list: money(prices.list),
        volume,
        free,
    })
}

fn pairs(terms: &Terms, pairs: &Pairs) -> Vec<SheetPair> {
    let pair = |(key, value): &(Arc<str>, Arc<str>)| SheetPair {
        key: key.to_string(),
        value: value.to_string(),
        key_name: terms.catalogue.key_name(key, terms.locale).to_owned(),
        value_name: terms.catalogue.value_name(key, value, terms.locale).to_owned(),
    };
    pairs.iter().map(pair).collect()
}
