//! The tree of categories, and one of them with its products.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::listing::{self, Chosen, Listing, Paging, Sort, Terms};
use crate::catalog::{Catalogue, CategoryEntry};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Recorded, Refusal};
use crate::kernel::id::CategoryId;
use crate::kernel::{Currency, Cursor, Locale, Problem};

/// The tree of categories that are shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCategories {}

/// The categories at the top, with those below.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CategoryTree {
    /// In order.
    pub categories: Vec<Branch>,
}

/// A category with those below it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Branch {
    /// The category.
    pub id: CategoryId,
    /// Last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Name of its picture; empty when it has none.
    pub picture: String,
    /// Products in it and below that are sold.
    pub count: u32,
    /// The categories right below, in order.
    pub children: Vec<Branch>,
}

/// Where a category stands: one step from the top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
}

impl Step {
    pub(crate) fn of(category: &CategoryEntry, locale: Locale) -> Self {
        Self { slug: category.slug.to_string(), name: category.names.text(locale).to_owned() }
    }
}

impl Ask for ListCategories {
    const NAME: &'static str = "catalog.categories";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = CategoryTree;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<CategoryTree, Refusal> {
        let catalogue = look.memo::<Catalogue>()?;
        let categories = catalogue.top().map(|category| branch(&catalogue, category, who.locale()));
        Ok(CategoryTree { categories: categories.collect() })
    }
}

fn branch(catalogue: &Catalogue, category: &CategoryEntry, locale: Locale) -> Branch {
    Branch {
        id: category.id,
        slug: category.slug.to_string(),
        name: category.names.text(locale).to_owned(),
        picture: category.picture.to_string(),
        count: u32::try_from(category.products.len()).unwrap_or(u32::MAX),
        children: catalogue.children(category).map(|child| branch(catalogue, child, locale)).collect(),
    }
}

/// One category with a page of its products and of those below.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryPage {
    /// Last part of the category's address.
    pub slug: String,
    /// What was chosen, each as `key:value`; repeat it for more.
    #[serde(default)]
    pub facet: Vec<String>,
    /// The lowest price, in minor units.
    #[serde(default)]
    pub price_min: Option<u32>,
    /// The highest price, in minor units.
    #[serde(default)]
    pub price_max: Option<u32>,
    /// The order.
    #[serde(default)]
    pub sort: Sort,
    /// Where the last page ended.
    #[serde(default)]
    pub after: Option<Cursor>,
    /// Products on the page: 1 to 96, otherwise 24.
    #[serde(default)]
    pub size: Option<u32>,
    /// The currency; the site's first one when absent.
    #[serde(default)]
    pub currency: Option<Currency>,
}

/// A category with a page of its products.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CategoryOut {
    /// The category.
    pub id: CategoryId,
    /// Its name.
    pub name: String,
    /// What it holds, in a sentence.
    pub description: String,
    /// Name of its picture; empty when it has none.
    pub picture: String,
    /// The categories above it, the topmost first, itself last.
    pub trail: Vec<Step>,
    /// The categories right below, in order.
    pub children: Vec<Step>,
    /// Its products.
    pub results: Listing,
}

impl Ask for CategoryPage {
    const NAME: &'static str = "catalog.category";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = CategoryOut;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let known = look.memo::<Catalogue>()?.category_by_slug(&self.slug).is_some();
        Ok(if known { Owner::Shop } else { Owner::Missing("category") })
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<CategoryOut, Refusal> {
        let chosen = Chosen::of(&self.facet, self.price_min, self.price_max)?;
        let terms = Terms::read(who, look, self.currency)?;
        let (catalogue, locale) = (&terms.catalogue, terms.locale);
        let missing = || Problem::not_found("category");
        let category = catalogue.category_by_slug(&self.slug).ok_or_else(missing)?;
        let paging = Paging { sort: self.sort, after: self.after.as_ref(), offset: None, size: self.size };
        let products = category.products.iter().map(|product| (0, product));
        Ok(CategoryOut {
            id: category.id,
            name: category.names.text(locale).to_owned(),
            description: category.descriptions.text(locale).to_owned(),
            picture: category.picture.to_string(),
            trail: catalogue.trail(category.id).into_iter().map(|above| Step::of(above, locale)).collect(),
            children: catalogue.children(category).map(|child| Step::of(child, locale)).collect(),
            results: listing::list(&terms, products, &chosen, &paging)?,
        })
    }
}
