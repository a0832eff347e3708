//! Products in batches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stock::Counted;
use super::{Fate, Imported, each_row};
use crate::catalog::values::{Pair, Picture, Slug};
use crate::catalog::write::{self, Given, PriceKey, Product, Spell, Variant};
use crate::catalog::{Catalogue, TaxClass, sql};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{CategoryId, ProductId, VariantId};
use crate::kernel::text::{Prose, Reference, Text};
use crate::kernel::{Currency, Locale, Problem};

/// Stores a batch of products, found by their reference: new ones are created, others brought up to date.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportProducts {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest.
    #[serde(skip_serializing)]
    pub rows: Vec<ProductRow>,
}

/// A product to be stored. What is absent stays as it is, or gets its default in a new product.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductRow {
    /// What the other system calls it.
    pub reference: Reference,
    /// Stock keeping unit of a product without variants; the reference, when absent in a new one.
    #[serde(default)]
    pub sku: Option<Reference>,
    /// Last part of its address.
    pub slug: Slug,
    /// References of its categories; the first one is the main one.
    pub categories: Vec<Reference>,
    /// Who makes it.
    #[serde(default)]
    pub brand: Option<Text<0, 80>>,
    /// Its name by language.
    pub names: BTreeMap<Locale, Text<1, 200>>,
    /// Its description by language.
    #[serde(default)]
    pub descriptions: BTreeMap<Locale, Prose<0, 5000>>,
    /// What is true of all its variants, `key=value`.
    #[serde(default)]
    pub attributes: Option<Vec<Pair>>,
    /// Names of its pictures.
    #[serde(default)]
    pub pictures: Option<Vec<Picture>>,
    /// Which of a site's tax rates it is sold with.
    #[serde(default)]
    pub tax_class: Option<TaxClass>,
    /// Its prices; a new product needs at least one for everybody.
    #[serde(default)]
    pub prices: Vec<PriceCell>,
    /// Stock of a product without variants.
    #[serde(default)]
    pub stock: Option<Counted>,
    /// Whether it is sold.
    #[serde(default)]
    pub active: Option<bool>,
}

/// One price cell of a row.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceCell {
    /// The currency.
    pub currency: Currency,
    /// Only for this segment.
    #[serde(default)]
    pub segment: Option<Text<1, 40>>,
    /// Price of one in minor units; absent takes the price away.
    #[serde(default)]
    pub minor: Option<u32>,
}

impl PriceCell {
    /// Sets or removes it; says whether that changed anything.
    pub(super) fn store(
        &self,
        work: &mut Work<'_, '_>,
        product: ProductId,
        variant: Option<VariantId>,
    ) -> Result<bool, store::Error> {
        let segment = self.segment.as_ref().map(ToString::to_string);
        let key = PriceKey { segment, ..PriceKey::list(product, variant, self.currency) };
        match self.minor {
            Some(minor) => write::set_price(work, &key, Spell::default(), i64::from(minor)),
            None => write::remove_price(work, &key, Spell::default()),
        }
    }
}

impl Act for ImportProducts {
    const NAME: &'static str = "catalog.product.import";
    const NEEDS: Needs = Needs::Staff(Permission::DataImport);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let categories = category_ids(work)?;
        let references: Vec<&str> = self.rows.iter().map(|row| row.reference.as_str()).collect();
        let rows = write::by_fifties(work, &sql::PRODUCTS_BY_REFERENCE, &references)?;
        let known = rows
            .iter()
            .map(Product::from_row)
            .map(|read| read.map(|product| (product.reference.clone(), product)));
        let mut known: BTreeMap<String, Product> = known.collect::<Result<_, _>>()?;
        let imported = each_row(work, self.digest.as_str(), &self.rows, |work, _, row| {
            let given = row.given(&categories)?;
            match known.remove(row.reference.as_str()) {
                Some(before) => row.update(work, &before, &given),
                None => row.create(work, &given),
            }
        })?;
        if imported.changed_anything() {
            work.bump::<Catalogue>()?;
        }
        Ok(imported)
    }
}

/// Ids of all categories by reference.
fn category_ids(work: &mut Work<'_, '_>) -> Result<BTreeMap<String, CategoryId>, store::Error> {
    let tenant = work.tenant();
    let rows = work.sql().all(&sql::CATEGORY_TREE, store::params![tenant])?;
    rows.iter().map(|row| Ok((row.get(1)?, row.get(0)?))).collect()
}

impl ProductRow {
    fn given(&self, categories: &BTreeMap<String, CategoryId>) -> Result<Given, Problem> {
        let find = |(place, reference): (usize, &Reference)| {
            let unknown = || {
                Problem::invalid(format!("/categories/{place}"), format!("There is no category {reference}."))
            };
            categories.get(reference.as_str()).copied().ok_or_else(unknown)
        };
        let found: Result<Vec<_>, _> = self.categories.iter().enumerate().map(find).collect();
        let names = self.names.iter().map(|(locale, name)| (*locale, (Some(name.to_string()), None)));
        let mut texts: BTreeMap<Locale, (Option<String>, Option<String>)> = names.collect();
        for (locale, description) in &self.descriptions {
            texts.entry(*locale).or_default().1 = Some(description.to_string());
        }
        Ok(Given {
            reference: self.reference.to_string(),
            slug: self.slug.to_string(),
            brand: self.brand.as_ref().map(ToString::to_string),
            categories: Some(found?),
            attributes: self.attributes.as_ref().map(|pairs| pairs.iter().map(ToString::to_string).collect()),
            pictures: self.pictures.as_ref().map(|names| names.iter().map(ToString::to_string).collect()),
            tax_class: self.tax_class,
            active: self.active,
            texts,
            sku: self.sku.as_ref().map(ToString::to_string),
        })
    }

    fn create(&self, work: &mut Work<'_, '_>, given: &Given) -> Result<Fate, Refusal> {
        if !self.prices.iter().any(|cell| cell.segment.is_none() && cell.minor.is_some()) {
            return Err(Problem::invalid("/prices", "A new product needs a price for everybody.").into());
        }
        if self.names.is_empty() {
            return Err(Problem::invalid("/names", "A new product needs a name.").into());
        }
        let (product, variant) = write::create(work, given)?;
        for cell in self.prices.iter().filter(|cell| cell.minor.is_some()) {
            cell.store(work, product.id, None)?;
        }
        if let Some(Counted::At(on_hand)) = self.stock {
            write::set_stock(work, variant.id, Some(on_hand), "/stock")?;
        }
        Ok(Fate::Created)
    }

    fn update(&self, work: &mut Work<'_, '_>, before: &Product, given: &Given) -> Result<Fate, Refusal> {
        let counted = self.recount(work)?;
        let mut repriced = false;
        for cell in &self.prices {
            repriced |= cell.store(work, before.id, None)?;
        }
        let changed = write::update(work, before, given, repriced)?;
        Ok(Fate::of(changed || counted))
    }

    /// Counts the stock of the product's own variant anew.
    fn recount(&self, work: &mut Work<'_, '_>) -> Result<bool, Refusal> {
        let Some(counted) = self.stock else { return Ok(false) };
        match Variant::by_reference(work, self.reference.as_str())? {
            Some(own) => write::set_stock(work, own.id, counted.on_hand(), "/stock"),
            None => Ok(false),
        }
    }
}
