//! Variants as they are stored.

use serde::Serialize;
use store::Row;

use super::taken;
use crate::catalog::sql;
use crate::desk::{Refusal, Work};
use crate::kernel::id::{ProductId, VariantId};

/// The stored row of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Variant {
    pub(crate) product: ProductId,
    pub(crate) id: VariantId,
    pub(crate) reference: String,
    pub(crate) sku: String,
    pub(crate) options: String,
    pub(crate) position: i64,
    pub(crate) active: bool,
    pub(crate) version: i64,
}

/// What is given about a variant. What is absent stays as it is, or gets its default in a new variant.
#[derive(Clone, Debug, Default)]
pub(crate) struct GivenVariant {
    pub(crate) reference: String,
    /// The reference, in a new variant without one.
    pub(crate) sku: Option<String>,
    pub(crate) options: Vec<String>,
    pub(crate) active: Option<bool>,
    /// Its place in a new variant.
    pub(crate) position: i64,
}

impl Variant {
    /// From `sql::VARIANT` and its like.
    pub(crate) fn from_row(row: &Row) -> Result<Self, store::Error> {
        Ok(Self {
            product: row.get(0)?,
            id: row.get(1)?,
            reference: row.get(2)?,
            sku: row.get(3)?,
            options: row.get(4)?,
            position: row.get(5)?,
            active: row.get(6)?,
            version: row.get(7)?,
        })
    }

    /// The variant with this reference.
    pub(crate) fn by_reference(
        work: &mut Work<'_, '_>,
        reference: &str,
    ) -> Result<Option<Self>, store::Error> {
        let tenant = work.tenant();
        let row = work.sql().one(&sql::VARIANT_BY_REFERENCE, store::params![tenant, reference])?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The variant with this id.
    pub(crate) fn read(work: &mut Work<'_, '_>, id: VariantId) -> Result<Option<Self>, store::Error> {
        let tenant = work.tenant();
        work.sql().one(&sql::VARIANT, store::params![tenant, id])?.as_ref().map(Self::from_row).transpose()
    }
}

/// Stores a new variant; refused where its reference or SKU is taken.
pub(crate) fn create_variant(
    work: &mut Work<'_, '_>,
    product: ProductId,
    given: &GivenVariant,
) -> Result<Variant, Refusal> {
    let tenant = work.tenant();
    let variant = Variant {
        product,
        id: work.id(),
        reference: given.reference.clone(),
        sku: given.sku.clone().filter(|sku| !sku.is_empty()).unwrap_or_else(|| given.reference.clone()),
        options: given.options.join("\n"),
        position: given.position,
        active: given.active.unwrap_or(true),
        version: 1,
    };
    let params = store::params![
        tenant,
        product,
        variant.id,
        variant.reference,
        variant.sku,
        variant.options,
        variant.position,
        variant.active
    ];
    if work.sql().exec(&sql::NEW_VARIANT, params)? == 0 {
        return Err(taken("/sku", "SKU or reference").into());
    }
    Ok(variant)
}

/// Brings a variant up to date; says whether anything changed.
pub(crate) fn update_variant(
    work: &mut Work<'_, '_>,
    before: &Variant,
    given: &GivenVariant,
) -> Result<bool, Refusal> {
    let tenant = work.tenant();
    let sku = given.sku.clone().filter(|sku| !sku.is_empty()).unwrap_or_else(|| before.sku.clone());
    let after = Variant {
        sku,
        options: given.options.join("\n"),
        active: given.active.unwrap_or(before.active),
        ..before.clone()
    };
    if after == *before {
        return Ok(false);
    }
    if after.sku != before.sku
        && work.sql().one(&sql::VARIANT_SKU, store::params![tenant, after.sku])?.is_some()
    {
        return Err(taken("/sku", "SKU").into());
    }
    let params = store::params![
        tenant,
        before.product,
        before.id,
        before.version,
        after.sku,
        after.options,
        after.active
    ];
    if work.sql().exec(&sql::SET_VARIANT, params)? == 0 {
        return Err(super::super::version_changed().into());
    }
    Ok(true)
}
