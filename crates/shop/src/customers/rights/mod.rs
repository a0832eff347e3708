//! A customer's rights to what is kept of them: to take it along, and to have it erased.
//!
//! | file | what it settles |
//! | --- | --- |
//! | `export` | everything that is kept of a customer, to take along |
//! | `erase` | erasing it, but for what the law wants kept |
//! | `sql` | the one list of what is kept of a customer, and where: a new table about customers comes in here |

mod erase;
mod export;
pub(crate) mod sql;

pub use erase::{EraseAccount, EraseCustomer, EraseSignedIn, Erased};
pub use export::{CustomerExport, ExportAccount, ExportCustomer};
