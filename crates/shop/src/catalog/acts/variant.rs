use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::same_version;
use crate::catalog::Catalogue;
use crate::catalog::values::Pair;
use crate::catalog::write::{self, GivenVariant, Product, Variant};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::id::{ProductId, VariantId};
use crate::kernel::text::Reference;

/// Creates a variant of a product, or changes the one with this id.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveVariant {
    /// The product.
    pub product: ProductId,
    /// The variant to change; a new one when absent.
    #[serde(default)]
    pub id: Option<VariantId>,
    /// The version that was looked at.
    #[serde(default)]
    pub version: Option<i64>,
    /// What imports call a new one; its SKU when absent.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// Stock keeping unit.
    pub sku: Reference,
    /// What tells it from the product's other variants, `key=value`; at least one in a new variant.
    #[serde(default)]
    pub options: Vec<Pair>,
    /// Its place among the product's variants, in a new one.
    #[serde(default)]
    pub position: u32,
    /// Whether it is sold.
    #[serde(default)]
    pub active: Option<bool>,
}

/// A variant was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariantSaved {
    /// The variant.
    pub id: VariantId,
}

impl Act for SaveVariant {
    const NAME: &'static str = "catalog.variant.save";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = VariantSaved;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<VariantSaved, Refusal> {
        Product::read(work, self.product)?.ok_or_else(|| Problem::not_found("product"))?;
        let mut given = GivenVariant {
            reference: self.reference.as_ref().unwrap_or(&self.sku).to_string(),
            sku: Some(self.sku.to_string()),
            options: self.options.iter().map(ToString::to_string).collect(),
            active: self.active,
            position: i64::from(self.position),
        };
        work.bump::<Catalogue>()?;
        let Some(id) = self.id else {
            if given.options.is_empty() {
                return Err(Problem::invalid("/options", "A variant needs at least one option.").into());
            }
            let variant = write::create_variant(work, self.product, &given)?;
            work.changed(variant.id, Some(1), &(), &variant);
            return Ok(VariantSaved { id: variant.id });
        };
        let before = Variant::read(work, id)?.filter(|variant| variant.product == self.product);
        let before = before.ok_or_else(|| Problem::not_found("variant"))?;
        same_version(self.version, before.version)?;
        if given.options.is_empty() {
            given.options = before.options.lines().map(str::to_owned).collect();
        }
        if write::update_variant(work, &before, &given)? {
            let after = Variant::read(work, id)?;
            work.changed(id, Some(before.version + 1), &before, &after);
        }
        Ok(VariantSaved { id })
    }
}
