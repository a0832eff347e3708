use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{same_version, texts};
use crate::catalog::values::{Pair, Picture, Slug};
use crate::catalog::write::{self, Category, Given, Product};
use crate::catalog::{Catalogue, TaxClass};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{CategoryId, ProductId, VariantId};
use crate::kernel::text::{Prose, Reference, Text};
use crate::kernel::{Locale, Problem};

/// Creates a product, or changes the one with this id. What is absent stays as it is; lists are replaced
/// whole when they are not empty. A new product is sold once it has a price.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveProduct {
    /// The product to change; a new one when absent.
    #[serde(default)]
    pub id: Option<ProductId>,
    /// The version that was looked at.
    #[serde(default)]
    pub version: Option<i64>,
    /// What imports call a new one; its slug when absent.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// Stock keeping unit of a new product without variants; the reference when absent.
    #[serde(default)]
    pub sku: Option<Reference>,
    /// Last part of its address.
    pub slug: Slug,
    /// Its name in English.
    #[serde(default)]
    pub name_en: Option<Text<0, 200>>,
    /// Its name in German.
    #[serde(default)]
    pub name_de: Option<Text<0, 200>>,
    /// What it is, in English.
    #[serde(default)]
    pub description_en: Option<Prose<0, 5000>>,
    /// What it is, in German.
    #[serde(default)]
    pub description_de: Option<Prose<0, 5000>>,
    /// Who makes it.
    #[serde(default)]
    pub brand: Option<Text<0, 80>>,
    /// Its categories; the first one is the main one.
    #[serde(default)]
    pub categories: Vec<CategoryId>,
    /// What is true of all its variants, `key=value`.
    #[serde(default)]
    pub attributes: Vec<Pair>,
    /// Names of its pictures.
    #[serde(default)]
    pub pictures: Vec<Picture>,
    /// Which of a site's tax rates it is sold with.
    #[serde(default)]
    pub tax_class: Option<TaxClass>,
    /// Whether it is sold.
    #[serde(default)]
    pub active: Option<bool>,
}

/// A product was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProductSaved {
    /// The product.
    pub id: ProductId,
    /// Its version now.
    pub version: i64,
    /// The variant that stands for it while it has no others; absent where it was changed.
    pub variant: Option<VariantId>,
}

impl Act for SaveProduct {
    const NAME: &'static str = "catalog.product.save";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = ProductSaved;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<ProductSaved, Refusal> {
        let categories = Category::all(work)?;
        let unknown = |id: &CategoryId| !categories.iter().any(|category| category.id == *id);
        if let Some(place) = self.categories.iter().position(unknown) {
            return Err(Problem::invalid(format!("/categories/{place}"), "There is no such category.").into());
        }
        let given = self.given();
        work.bump::<Catalogue>()?;
        let Some(id) = self.id else {
            let (product, variant) = write::create(work, &given)?;
            work.changed(product.id, Some(1), &(), &product);
            return Ok(ProductSaved { id: product.id, version: 1, variant: Some(variant.id) });
        };
        let before = Product::read(work, id)?.ok_or_else(|| Problem::not_found("product"))?;
        same_version(self.version, before.version)?;
        let version = save(work, &before, &given)?;
        Ok(ProductSaved { id, version, variant: None })
    }
}

impl SaveProduct {
    fn given(&self) -> Given {
        fn list<T: ToString>(things: &[T]) -> Option<Vec<String>> {
            (!things.is_empty()).then(|| things.iter().map(ToString::to_string).collect())
        }
        Given {
            reference: self.reference.as_ref().map_or(self.slug.as_str(), Reference::as_str).to_owned(),
            slug: self.slug.to_string(),
            brand: self.brand.as_ref().map(ToString::to_string),
            categories: (!self.categories.is_empty()).then(|| self.categories.clone()),
            attributes: list(&self.attributes),
            pictures: list(&self.pictures),
            tax_class: self.tax_class,
            active: self.active,
            texts: texts([
                (Locale::En, &self.name_en, &self.description_en),
                (Locale::De, &self.name_de, &self.description_de),
            ]),
            sku: self.sku.as_ref().map(ToString::to_string),
        }
    }
}

/// Changes a product and tells the record; its version afterwards.
fn save(work: &mut Work<'_, '_>, before: &Product, given: &Given) -> Result<i64, Refusal> {
    if !write::update(work, before, given, false)? {
        return Ok(before.version);
    }
    let after = Product::read(work, before.id)?;
    let version = before.version + 1;
    work.changed(before.id, Some(version), before, &after);
    Ok(version)
}

/// Takes a product out of the shop. Carts that hold it are told; orders keep it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireProduct {
    /// The product.
    pub id: ProductId,
}

impl Act for RetireProduct {
    const NAME: &'static str = "catalog.product.retire";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = ProductSaved;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let known = look.memo::<Catalogue>()?.product(self.id).is_some();
        Ok(if known { Owner::Shop } else { Owner::Missing("product") })
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<ProductSaved, Refusal> {
        let before = Product::read(work, self.id)?.ok_or_else(|| Problem::not_found("product"))?;
        let given = Given { slug: before.slug.clone(), active: Some(false), ..Given::default() };
        let version = save(work, &before, &given)?;
        work.bump::<Catalogue>()?;
        Ok(ProductSaved { id: self.id, version, variant: None })
    }
}
