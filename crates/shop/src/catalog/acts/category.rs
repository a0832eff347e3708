use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::texts;
use crate::catalog::Catalogue;
use crate::catalog::values::{Picture, Slug};
use crate::catalog::write::{self, Category, GivenCategory};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::CategoryId;
use crate::kernel::text::{Prose, Reference, Text};
use crate::kernel::{Locale, Problem};

/// Creates a category, or changes the one with this id. What is absent stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveCategory {
    /// The category to change; a new one when absent.
    #[serde(default)]
    pub id: Option<CategoryId>,
    /// The version that was looked at.
    #[serde(default)]
    pub version: Option<i64>,
    /// What imports call a new one; its slug when absent.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// The category above; at the top when absent.
    #[serde(default)]
    pub parent: Option<CategoryId>,
    /// Its place among its siblings.
    #[serde(default)]
    pub position: u32,
    /// Last part of its address.
    pub slug: Slug,
    /// Its name in English.
    #[serde(default)]
    pub name_en: Option<Text<0, 200>>,
    /// Its name in German.
    #[serde(default)]
    pub name_de: Option<Text<0, 200>>,
    /// What it holds, in English.
    #[serde(default)]
    pub description_en: Option<Prose<0, 2000>>,
    /// What it holds, in German.
    #[serde(default)]
    pub description_de: Option<Prose<0, 2000>>,
    /// Name of its picture.
    #[serde(default)]
    pub picture: Option<Picture>,
    /// Whether it is shown.
    #[serde(default)]
    pub active: Option<bool>,
}

/// A category was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CategorySaved {
    /// The category.
    pub id: CategoryId,
}

impl Act for SaveCategory {
    const NAME: &'static str = "catalog.category.save";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = CategorySaved;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<CategorySaved, Refusal> {
        let all = Category::all(work)?;
        if self.parent.is_some_and(|parent| !all.iter().any(|category| category.id == parent)) {
            return Err(Problem::invalid("/parent", "There is no such category.").into());
        }
        let given = self.given();
        let id = match self.id {
            None => {
                let created = write::create_category(work, &given)?;
                work.changed(created.id, Some(1), &(), &created);
                created.id
            }
            Some(id) => {
                let before = all.iter().find(|category| category.id == id);
                let before = before.ok_or_else(|| Problem::not_found("category"))?;
                super::same_version(self.version, before.version)?;
                if let Some(after) = write::update_category(work, &all, before, &given)? {
                    work.changed(id, Some(after.version), before, &after);
                }
                id
            }
        };
        work.bump::<Catalogue>()?;
        Ok(CategorySaved { id })
    }
}

impl SaveCategory {
    fn given(&self) -> GivenCategory {
        GivenCategory {
            reference: self.reference.as_ref().map_or(self.slug.as_str(), Reference::as_str).to_owned(),
            parent: self.parent,
            position: i64::from(self.position),
            slug: self.slug.to_string(),
            picture: self.picture.as_ref().map(ToString::to_string),
            active: self.active,
            texts: texts([
                (Locale::En, &self.name_en, &self.description_en),
                (Locale::De, &self.name_de, &self.description_de),
            ]),
        }
    }
}
