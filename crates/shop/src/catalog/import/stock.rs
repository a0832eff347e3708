//! Stock in batches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fate, Imported, each_row};
use crate::catalog::{sql, write};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::id::VariantId;
use crate::kernel::text::{Reference, Text};

/// How many there are, if that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Not counted: always there.
    No,
    /// So many on the shelf.
    At(u32),
}

impl Counted {
    /// How many, where they are counted.
    pub fn on_hand(self) -> Option<u32> {
        match self {
            Self::No => None,
            Self::At(on_hand) => Some(on_hand),
        }
    }
}

/// Counts the stock of a batch of variants anew, found by their SKU. It replaces the numbers, it does not add.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportStock {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest.
    #[serde(skip_serializing)]
    pub rows: Vec<StockRow>,
}

/// The stock of one variant.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockRow {
    /// Stock keeping unit.
    pub sku: Reference,
    /// How many there are.
    pub stock: Counted,
}

impl Act for ImportStock {
    const NAME: &'static str = "catalog.stock.import";
    const NEEDS: Needs = Needs::Staff(Permission::DataImport);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let skus: Vec<&str> = self.rows.iter().map(|row| row.sku.as_str()).collect();
        let rows = write::by_fifties(work, &sql::VARIANTS_BY_SKU, &skus)?;
        let known = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
        let known: BTreeMap<String, VariantId> = known.collect::<Result<_, store::Error>>()?;
        each_row(work, self.digest.as_str(), &self.rows, |work, _, row| {
            let unknown = || Problem::invalid("/sku", format!("There is no SKU {}.", row.sku));
            let variant = known.get(row.sku.as_str()).ok_or_else(unknown)?;
            write::set_stock(work, *variant, row.stock.on_hand(), "/stock").map(Fate::of)
        })
    }
}
