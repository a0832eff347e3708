//! Reading the log: what staff with the right to audit see of it. Each look into it is itself recorded.
//!
//! | module | what it answers |
//! | --- | --- |
//! | `search` | leaves by person, session, act and time, newest first |
//! | `session` | one assist session from its first leaf to its last |
//! | `one` | one leaf with all it holds |
//! | `view` | a leaf as people read it |
//! | `changes` | before and after, field by field |
//! | `opening` | who a reference stands for, and the details it opens |

mod changes;
mod one;
pub(super) mod opening;
mod search;
mod session;
pub(super) mod view;

pub use changes::{FieldChange, LeafChange};
pub use one::{AuditLeaf, LeafInFull};
pub use search::AuditSearch;
pub use session::{AuditSession, SessionTrail};
pub use view::{ActorView, DetailsState, LeafView, SubjectView};

use crate::kernel::Problem;

/// Leaves a page when nobody says how many.
const PAGE: u32 = 50;
/// Leaves a page at most.
const PAGE_AT_MOST: u32 = 200;

fn page_size(wanted: Option<u32>) -> Result<usize, Problem> {
    let size = wanted.unwrap_or(PAGE);
    if !(1..=PAGE_AT_MOST).contains(&size) {
        return Err(Problem::invalid("/size", format!("Between 1 and {PAGE_AT_MOST}.")));
    }
    Ok(size as usize)
}
