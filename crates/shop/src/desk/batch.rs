//! Many rows in one act: what imports and the demo data are made of. Each batch is one act with one entry in
//! the record, which holds the file's digest. A row that does not fit is left out; the others go in. The same
//! batch again changes nothing.

use super::{Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::import::{BATCH, Imported};

/// What became of one row, or of the rows of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is new.
    Created,
    /// It was there and differs now.
    Updated,
    /// It was just so already.
    Unchanged,
}

impl Fate {
    /// The fate of something that was there already.
    pub(crate) fn of(changed: bool) -> Self {
        if changed { Self::Updated } else { Self::Unchanged }
    }
}

impl Imported {
    /// Counts what became of the rows that begin at place `row`. A problem leaves them out; a fault ends the batch.
    pub(crate) fn count(&mut self, row: u32, fate: Result<Fate, Refusal>) -> Result<(), Refusal> {
        match fate {
            Ok(Fate::Created) => self.created += 1,
            Ok(Fate::Updated) => self.updated += 1,
            Ok(Fate::Unchanged) => self.unchanged += 1,
            Err(Refusal::Keep(problem) | Refusal::Undo(problem)) => self.refuse(row, problem),
            Err(fault) => return Err(fault),
        }
        Ok(())
    }
}

/// Stores each row in turn and counts what became of it; names the file in the record. `store` gets the row with
/// its place in the batch, and says a problem before it writes anything of the row.
pub(crate) fn each_row<'r, R>(
    work: &mut Work<'_, '_>,
    digest: &str,
    rows: &'r [R],
    mut store: impl FnMut(&mut Work<'_, '_>, u32, &'r R) -> Result<Fate, Refusal>,
) -> Result<Imported, Refusal> {
    if rows.len() > BATCH {
        return Err(Problem::invalid("/rows", format!("A batch has at most {BATCH} rows.")).into());
    }
    work.object(file(digest), None);
    let mut imported = Imported::default();
    for (place, row) in (0..).zip(rows) {
        let fate = store(work, place, row);
        imported.count(place, fate)?;
    }
    work.changed(file(digest), None, &(), &imported);
    Ok(imported)
}

/// The file that a batch comes from, as the record names it.
pub(crate) fn file(digest: &str) -> String {
    format!("file:{digest}")
}
