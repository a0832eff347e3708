//! Variants in batches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Counted, Fate, Imported, PriceCell, each_row};
use crate::catalog::values::Pair;
use crate::catalog::write::{self, GivenVariant, Product, Variant};
use crate::catalog::{Catalogue, sql};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::text::{Reference, Text};

/// Stores a batch of variants, found by their reference. Their products are there already.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportVariants {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins; new variants keep the file's order.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest.
    #[serde(skip_serializing)]
    pub rows: Vec<VariantRow>,
}

/// A variant to be stored. What is absent stays as it is, or gets its default in a new variant.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantRow {
    /// What the other system calls it.
    pub reference: Reference,
    /// Reference of its product.
    pub product: Reference,
    /// Stock keeping unit; the reference, when absent in a new one.
    #[serde(default)]
    pub sku: Option<Reference>,
    /// What tells it from the product's other variants, `key=value`; at least one.
    pub options: Vec<Pair>,
    /// Its own prices; in a currency without any it has its product's.
    #[serde(default)]
    pub prices: Vec<PriceCell>,
    /// Its stock.
    #[serde(default)]
    pub stock: Option<Counted>,
    /// Whether it is sold.
    #[serde(default)]
    pub active: Option<bool>,
}

impl Act for ImportVariants {
    const NAME: &'static str = "catalog.variant.import";
    const NEEDS: Needs = Needs::Staff(Permission::DataImport);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let products: Vec<&str> = self.rows.iter().map(|row| row.product.as_str()).collect();
        let rows = write::by_fifties(work, &sql::PRODUCTS_BY_REFERENCE, &products)?;
        let products =
            rows.iter().map(|row| Product::from_row(row).map(|product| (product.reference.clone(), product)));
        let products: BTreeMap<String, Product> = products.collect::<Result<_, _>>()?;
        let references: Vec<&str> = self.rows.iter().map(|row| row.reference.as_str()).collect();
        let rows = write::by_fifties(work, &sql::VARIANTS_BY_REFERENCE, &references)?;
        let known =
            rows.iter().map(|row| Variant::from_row(row).map(|variant| (variant.reference.clone(), variant)));
        let known: BTreeMap<String, Variant> = known.collect::<Result<_, _>>()?;
        let imported = each_row(work, self.digest.as_str(), &self.rows, |work, place, row| {
            let unknown = || Problem::invalid("/product", format!("There is no product {}.", row.product));
            let product = products.get(row.product.as_str()).ok_or_else(unknown)?;
            let position = i64::from(self.first_row) + i64::from(place);
            row.store(work, product, known.get(row.reference.as_str()), position)
        })?;
        if imported.changed_anything() {
            work.bump::<Catalogue>()?;
        }
        Ok(imported)
    }
}

impl VariantRow {
    fn store(
        &self,
        work: &mut Work<'_, '_>,
        product: &Product,
        known: Option<&Variant>,
        position: i64,
    ) -> Result<Fate, Refusal> {
        if self.options.is_empty() {
            return Err(Problem::invalid("/options", "A variant needs at least one option.").into());
        }
        let given = GivenVariant {
            reference: self.reference.to_string(),
            sku: self.sku.as_ref().map(ToString::to_string),
            options: self.options.iter().map(ToString::to_string).collect(),
            active: self.active,
            position,
        };
        let Some(before) = known else {
            let variant = write::create_variant(work, product.id, &given)?;
            self.hang_on(work, &variant)?;
            return Ok(Fate::Created);
        };
        if before.product != product.id {
            return Err(Problem::invalid("/product", "This variant belongs to another product.").into());
        }
        let hanging = self.hang_on(work, before)?;
        Ok(Fate::of(write::update_variant(work, before, &given)? || hanging))
    }

    /// Stores stock and prices; says whether that changed any.
    fn hang_on(&self, work: &mut Work<'_, '_>, variant: &Variant) -> Result<bool, Refusal> {
        let mut changed = match self.stock {
            Some(counted) => write::set_stock(work, variant.id, counted.on_hand(), "/stock")?,
            None => false,
        };
        for cell in &self.prices {
            changed |= cell.store(work, variant.product, Some(variant.id))?;
        }
        Ok(changed)
    }
}
