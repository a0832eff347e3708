//! Categories in batches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fate, Imported, each_row};
use crate::catalog::Catalogue;
use crate::catalog::values::{Picture, Slug};
use crate::catalog::write::{self, Category, GivenCategory};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::text::{Prose, Reference, Text};
use crate::kernel::{Locale, Problem};

/// Stores a batch of categories, found by their reference. A parent is there already or stands above its
/// children.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCategories {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest.
    #[serde(skip_serializing)]
    pub rows: Vec<CategoryRow>,
}

/// A category to be stored. What is absent stays as it is, or gets its default in a new category.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRow {
    /// What the other system calls it.
    pub reference: Reference,
    /// Reference of the category above; absent at the top.
    #[serde(default)]
    pub parent: Option<Reference>,
    /// Its place among its siblings.
    #[serde(default)]
    pub position: Option<u32>,
    /// Last part of its address.
    pub slug: Slug,
    /// Its name by language.
    pub names: BTreeMap<Locale, Text<1, 200>>,
    /// Its description by language.
    #[serde(default)]
    pub descriptions: BTreeMap<Locale, Prose<0, 2000>>,
    /// Name of its picture.
    #[serde(default)]
    pub picture: Option<Picture>,
    /// Whether it is shown.
    #[serde(default)]
    pub active: Option<bool>,
}

impl Act for ImportCategories {
    const NAME: &'static str = "catalog.category.import";
    const NEEDS: Needs = Needs::Staff(Permission::DataImport);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let mut known = Category::all(work)?;
        let imported = each_row(work, self.digest.as_str(), &self.rows, |work, place, row| {
            let position = row.position.map(i64::from);
            let default = i64::from(self.first_row) + i64::from(place);
            row.store(work, &mut known, position, default)
        })?;
        if imported.changed_anything() {
            work.bump::<Catalogue>()?;
        }
        Ok(imported)
    }
}

impl CategoryRow {
    fn store(
        &self,
        work: &mut Work<'_, '_>,
        known: &mut Vec<Category>,
        position: Option<i64>,
        default: i64,
    ) -> Result<Fate, Refusal> {
        let find =
            |reference: &Reference| known.iter().find(|category| category.reference == reference.as_str());
        let parent = match &self.parent {
            None => None,
            Some(parent) => {
                let unknown = || Problem::invalid("/parent", format!("There is no category {parent}."));
                Some(find(parent).ok_or_else(unknown)?.id)
            }
        };
        let before = find(&self.reference).cloned();
        let names = self.names.iter().map(|(locale, name)| (*locale, (Some(name.to_string()), None)));
        let mut texts: BTreeMap<Locale, (Option<String>, Option<String>)> = names.collect();
        for (locale, description) in &self.descriptions {
            texts.entry(*locale).or_default().1 = Some(description.to_string());
        }
        let given = GivenCategory {
            reference: self.reference.to_string(),
            parent,
            position: position.unwrap_or_else(|| before.as_ref().map_or(default, |before| before.position)),
            slug: self.slug.to_string(),
            picture: self.picture.as_ref().map(ToString::to_string),
            active: self.active,
            texts,
        };
        let Some(before) = before else {
            known.push(write::create_category(work, &given)?);
            return Ok(Fate::Created);
        };
        let Some(after) = write::update_category(work, known, &before, &given)? else {
            return Ok(Fate::Unchanged);
        };
        known.retain(|category| category.id != after.id);
        known.push(after);
        Ok(Fate::Updated)
    }
}
