//! Many rows at once: imports and the demo data. Each batch is one act with one entry in the record, which
//! holds the file's digest. A row that does not fit is left out; the others go in. The same batch again
//! changes nothing.

mod attributes;
mod categories;
mod products;
mod stock;
mod variants;

pub use attributes::{AttributeRow, ImportAttributes};
pub use categories::{CategoryRow, ImportCategories};
pub use products::{ImportProducts, PriceCell, ProductRow};
pub use stock::{Counted, ImportStock, StockRow};
pub use variants::{ImportVariants, VariantRow};

use crate::desk::{Refusal, Work};
use crate::kernel::Problem;

pub use crate::kernel::import::{BATCH, Imported, RefusedRow};

/// What became of one row.
enum Fate {
    Created,
    Updated,
    Unchanged,
}

impl Fate {
    fn of(changed: bool) -> Self {
        if changed { Self::Updated } else { Self::Unchanged }
    }
}

/// Stores each row in turn and counts what became of it; names the file in the record.
fn each_row<R>(
    work: &mut Work<'_, '_>,
    digest: &str,
    rows: &[R],
    mut store: impl FnMut(&mut Work<'_, '_>, u32, &R) -> Result<Fate, Refusal>,
) -> Result<Imported, Refusal> {
    if rows.len() > BATCH {
        return Err(Problem::invalid("/rows", format!("A batch has at most {BATCH} rows.")).into());
    }
    let mut imported = Imported::default();
    for (place, row) in (0..).zip(rows) {
        match store(work, place, row) {
            Ok(Fate::Created) => imported.created += 1,
            Ok(Fate::Updated) => imported.updated += 1,
            Ok(Fate::Unchanged) => imported.unchanged += 1,
            Err(Refusal::Keep(problem) | Refusal::Undo(problem)) => imported.refuse(place, problem),
            Err(fault) => return Err(fault),
        }
    }
    work.changed(format!("file:{digest}"), None, &(), &imported);
    Ok(imported)
}
