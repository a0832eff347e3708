//! Products as they are stored.

use std::collections::BTreeMap;

use serde::Serialize;
use store::Row;

use super::taken;
use super::variant::{GivenVariant, create_variant};
use crate::catalog::{TaxClass, sql};
use crate::desk::{Refusal, Work};
use crate::kernel::Locale;
use crate::kernel::id::{CategoryId, ProductId};

/// The stored row of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Product {
    pub(crate) id: ProductId,
    pub(crate) reference: String,
    pub(crate) slug: String,
    pub(crate) brand: String,
    pub(crate) categories: String,
    pub(crate) attributes: String,
    pub(crate) pictures: String,
    pub(crate) tax_class: TaxClass,
    pub(crate) active: bool,
    pub(crate) version: i64,
}

/// What is given about a product. What is absent stays as it is, or gets its default in a new product.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) reference: String,
    pub(crate) slug: String,
    pub(crate) brand: Option<String>,
    pub(crate) categories: Option<Vec<CategoryId>>,
    pub(crate) attributes: Option<Vec<String>>,
    pub(crate) pictures: Option<Vec<String>>,
    pub(crate) tax_class: Option<TaxClass>,
    pub(crate) active: Option<bool>,
    /// Name and description by language.
    pub(crate) texts: BTreeMap<Locale, (Option<String>, Option<String>)>,
    /// Of the variant that a product without variants has.
    pub(crate) sku: Option<String>,
}

impl Product {
    /// From `sql::PRODUCT` and its like.
    pub(crate) fn from_row(row: &Row) -> Result<Self, store::Error> {
        let tax_class: String = row.get(7)?;
        Ok(Self {
            id: row.get(0)?,
            reference: row.get(1)?,
            slug: row.get(2)?,
            brand: row.get(3)?,
            categories: row.get(4)?,
            attributes: row.get(5)?,
            pictures: row.get(6)?,
            tax_class: tax_class.parse().unwrap_or_default(),
            active: row.get(8)?,
            version: row.get(9)?,
        })
    }

    /// The product with this id.
    pub(crate) fn read(work: &mut Work<'_, '_>, id: ProductId) -> Result<Option<Self>, store::Error> {
        let tenant = work.tenant();
        work.sql().one(&sql::PRODUCT, store::params![tenant, id])?.as_ref().map(Self::from_row).transpose()
    }
}

impl Given {
    fn applied_to(&self, mut product: Product) -> Product {
        product.slug.clone_from(&self.slug);
        if let Some(categories) = &self.categories {
            product.categories = lines(categories);
        }
        if let Some(attributes) = &self.attributes {
            product.attributes = lines(attributes);
        }
        if let Some(pictures) = &self.pictures {
            product.pictures = lines(pictures);
        }
        if let Some(brand) = &self.brand {
            product.brand.clone_from(brand);
        }
        product.tax_class = self.tax_class.unwrap_or(product.tax_class);
        product.active = self.active.unwrap_or(product.active);
        product
    }
}

fn lines<T: ToString>(things: &[T]) -> String {
    things.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Stores a new product and the variant that stands for it while it has no others. Refused where its slug or
/// SKU is taken.
pub(crate) fn create(work: &mut Work<'_, '_>, given: &Given) -> Result<(Product, super::Variant), Refusal> {
    let (tenant, at, id) = (work.tenant(), work.at(), work.id());
    let product = given.applied_to(Product {
        id,
        reference: given.reference.clone(),
        slug: String::new(),
        brand: String::new(),
        categories: String::new(),
        attributes: String::new(),
        pictures: String::new(),
        tax_class: TaxClass::Standard,
        active: true,
        version: 1,
    });
    let own = GivenVariant {
        reference: given.reference.clone(),
        sku: given.sku.clone(),
        options: Vec::new(),
        active: None,
        position: 0,
    };
    let variant = create_variant(work, id, &own)?;
    let tax_class = product.tax_class.name();
    let params = store::params![
        tenant,
        id,
        product.reference,
        product.slug,
        product.brand,
        product.categories,
        product.attributes,
        product.pictures,
        tax_class,
        product.active,
        at
    ];
    if work.sql().exec(&sql::NEW_PRODUCT, params)? == 0 {
        work.sql().exec(&sql::DROP_VARIANT, store::params![tenant, id, variant.id])?;
        return Err(taken("/slug", "slug or reference").into());
    }
    set_texts(work, id, given)?;
    Ok((product, variant))
}

/// Brings a product up to date; says whether anything changed, and then raises its version. `touched` says that
/// something that hangs on it has changed already.
pub(crate) fn update(
    work: &mut Work<'_, '_>,
    before: &Product,
    given: &Given,
    touched: bool,
) -> Result<bool, Refusal> {
    let tenant = work.tenant();
    let after = given.applied_to(before.clone());
    if after.slug != before.slug
        && work.sql().one(&sql::PRODUCT_SLUG, store::params![tenant, after.slug])?.is_some()
    {
        return Err(taken("/slug", "slug").into());
    }
    let reworded = set_texts(work, before.id, given)?;
    if after == *before && !reworded && !touched {
        return Ok(false);
    }
    let tax_class = after.tax_class.name();
    let params = store::params![
        tenant,
        before.id,
        before.version,
        after.slug,
        after.brand,
        after.categories,
        after.attributes,
        after.pictures,
        tax_class,
        after.active
    ];
    if work.sql().exec(&sql::SET_PRODUCT, params)? == 0 {
        return Err(super::super::version_changed().into());
    }
    Ok(true)
}

/// Sets names and descriptions; says whether that changed any.
fn set_texts(work: &mut Work<'_, '_>, product: ProductId, given: &Given) -> Result<bool, store::Error> {
    let tenant = work.tenant();
    let mut changed = 0;
    for (locale, (name, description)) in &given.texts {
        let params = store::params![tenant, product, locale, name, description];
        changed += work.sql().exec(&sql::SET_PRODUCT_TEXT, params)?;
    }
    Ok(changed > 0)
}
