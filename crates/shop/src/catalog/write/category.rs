//! Categories as they are stored.

use std::collections::BTreeMap;

use serde::Serialize;

use super::taken;
use crate::catalog::sql;
use crate::desk::{Refusal, Work};
use crate::kernel::id::CategoryId;
use crate::kernel::{Locale, Problem};

/// The stored row of a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Category {
    pub(crate) id: CategoryId,
    pub(crate) reference: String,
    pub(crate) parent: Option<CategoryId>,
    pub(crate) position: i64,
    pub(crate) slug: String,
    pub(crate) picture: String,
    pub(crate) active: bool,
    pub(crate) version: i64,
}

/// What is given about a category. What is optional and absent stays as it is, or gets its default.
#[derive(Clone, Debug)]
pub(crate) struct GivenCategory {
    pub(crate) reference: String,
    /// None: at the top.
    pub(crate) parent: Option<CategoryId>,
    pub(crate) position: i64,
    pub(crate) slug: String,
    pub(crate) picture: Option<String>,
    pub(crate) active: Option<bool>,
    /// Name and description by language.
    pub(crate) texts: BTreeMap<Locale, (Option<String>, Option<String>)>,
}

impl Category {
    /// All of them.
    pub(crate) fn all(work: &mut Work<'_, '_>) -> Result<Vec<Self>, store::Error> {
        let tenant = work.tenant();
        let rows = work.sql().all(&sql::CATEGORY_TREE, store::params![tenant])?;
        let read = rows.iter().map(|row| {
            Ok(Self {
                id: row.get(0)?,
                reference: row.get(1)?,
                parent: row.get(2)?,
                position: row.get(3)?,
                slug: row.get(4)?,
                picture: row.get(5)?,
                active: row.get(6)?,
                version: row.get(7)?,
            })
        });
        read.collect()
    }
}

/// Stores a new category; refused where its slug or reference is taken.
pub(crate) fn create_category(work: &mut Work<'_, '_>, given: &GivenCategory) -> Result<Category, Refusal> {
    let tenant = work.tenant();
    let category = Category {
        id: work.id(),
        reference: given.reference.clone(),
        parent: given.parent,
        position: given.position,
        slug: given.slug.clone(),
        picture: given.picture.clone().unwrap_or_default(),
        active: given.active.unwrap_or(true),
        version: 1,
    };
    let params = store::params![
        tenant,
        category.id,
        category.reference,
        category.parent,
        category.position,
        category.slug,
        category.picture,
        category.active
    ];
    if work.sql().exec(&sql::NEW_CATEGORY, params)? == 0 {
        return Err(taken("/slug", "slug or reference").into());
    }
    set_texts(work, category.id, given)?;
    Ok(category)
}

/// Brings a category up to date; what it is then, if that changed anything. `all` are the categories as stored.
pub(crate) fn update_category(
    work: &mut Work<'_, '_>,
    all: &[Category],
    before: &Category,
    given: &GivenCategory,
) -> Result<Option<Category>, Refusal> {
    let after = Category {
        parent: given.parent,
        position: given.position,
        slug: given.slug.clone(),
        picture: given.picture.clone().unwrap_or_else(|| before.picture.clone()),
        active: given.active.unwrap_or(before.active),
        ..before.clone()
    };
    if all.iter().any(|other| other.id != before.id && other.slug == after.slug) {
        return Err(taken("/slug", "slug").into());
    }
    if lies_below(all, after.parent, before.id) {
        return Err(Problem::invalid("/parent", "A category cannot lie below itself.").into());
    }
    let reworded = set_texts(work, before.id, given)?;
    if after == *before && !reworded {
        return Ok(None);
    }
    let tenant = work.tenant();
    let params = store::params![
        tenant,
        before.id,
        before.version,
        after.parent,
        after.position,
        after.slug,
        after.picture,
        after.active
    ];
    if work.sql().exec(&sql::SET_CATEGORY, params)? == 0 {
        return Err(super::super::version_changed().into());
    }
    Ok(Some(Category { version: before.version + 1, ..after }))
}

/// Whether `category` is `above` or lies below it.
fn lies_below(all: &[Category], category: Option<CategoryId>, above: CategoryId) -> bool {
    let mut next = category;
    for _ in 0..=all.len() {
        match next {
            None => return false,
            Some(id) if id == above => return true,
            Some(id) => next = all.iter().find(|other| other.id == id).and_then(|other| other.parent),
        }
    }
    true
}

fn set_texts(
    work: &mut Work<'_, '_>,
    category: CategoryId,
    given: &GivenCategory,
) -> Result<bool, store::Error> {
    let tenant = work.tenant();
    let mut changed = 0;
    for (locale, (name, description)) in &given.texts {
        let params = store::params![tenant, category, locale, name, description];
        changed += work.sql().exec(&sql::SET_CATEGORY_TEXT, params)?;
    }
    Ok(changed > 0)
}
