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

pub use crate::kernel::import::{BATCH, Imported, RefusedRow};

use crate::desk::batch::{Fate, each_row};
