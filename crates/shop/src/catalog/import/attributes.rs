//! How attributes read, in batches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fate, Imported, each_row};
use crate::catalog::{Catalogue, sql};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::Locale;
use crate::kernel::text::Text;

/// Stores how a batch of keys and values of attributes and options read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportAttributes {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest.
    #[serde(skip_serializing)]
    pub rows: Vec<AttributeRow>,
}

/// How a key or one of its values reads.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeRow {
    /// The key: `size`.
    pub key: Text<1, 60>,
    /// The value: `24cm`; absent for the key itself.
    #[serde(default)]
    pub value: Option<Text<1, 60>>,
    /// How it reads by language: `24 cm`.
    pub names: BTreeMap<Locale, Text<1, 120>>,
}

impl Act for ImportAttributes {
    const NAME: &'static str = "catalog.attribute.import";
    const NEEDS: Needs = Needs::Staff(Permission::DataImport);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let imported = each_row(work, self.digest.as_str(), &self.rows, |work, _, row| row.store(work))?;
        if imported.changed_anything() {
            work.bump::<Catalogue>()?;
        }
        Ok(imported)
    }
}

impl AttributeRow {
    fn store(&self, work: &mut Work<'_, '_>) -> Result<Fate, Refusal> {
        let (tenant, value) = (work.tenant(), self.value.as_ref().map(Text::as_str).unwrap_or_default());
        let known =
            work.sql().all(&sql::HAS_ATTRIBUTE_TEXT, store::params![tenant, self.key.as_str(), value])?;
        let mut changed = 0;
        for (locale, name) in &self.names {
            let (key, name) = (self.key.as_str(), name.as_str());
            changed += work
                .sql()
                .exec(&sql::SET_ATTRIBUTE_TEXT, store::params![tenant, key, value, locale, name])?;
        }
        Ok(if known.is_empty() { Fate::Created } else { Fate::of(changed > 0) })
    }
}
