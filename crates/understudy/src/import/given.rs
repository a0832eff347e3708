//! What the files on the command line bring, so that a dry run does not miss in the store what they name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;

use super::file::{Record, Source};
use super::kinds::Kind;

/// References by kind. Cheap to clone.
#[derive(Clone, Default)]
pub struct Given(Arc<BTreeMap<Kind, BTreeSet<String>>>);

impl Given {
    /// Reads them out of those files that others, or they themselves, refer to.
    pub fn read(sources: &[Source]) -> Result<Self> {
        let wanted: BTreeSet<Kind> = sources
            .iter()
            .flat_map(|source| source.kind.references())
            .flat_map(|(_, kinds)| kinds.iter().copied())
            .collect();
        let mut all: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
        for source in sources.iter().filter(|source| wanted.contains(&source.kind)) {
            let names = all.entry(source.kind).or_default();
            for record in source.records()?.flatten() {
                for column in [source.kind.first_column(), "sku"] {
                    names.extend(record.some(column).map(str::to_owned));
                }
            }
        }
        Ok(Self(Arc::new(all)))
    }

    /// Columns of a record that name something these files bring.
    pub(super) fn promised(&self, kind: Kind, record: &Record) -> Vec<&'static str> {
        let brings = |kinds: &[Kind], name: &str| {
            kinds.iter().any(|kind| self.0.get(kind).is_some_and(|names| names.contains(name)))
        };
        let columns = kind.references().iter().filter(|(column, kinds)| {
            record.some(column).is_some_and(|value| {
                value.split(';').map(str::trim).chain([value]).any(|name| brings(kinds, name))
            })
        });
        columns.map(|(column, _)| *column).collect()
    }
}
