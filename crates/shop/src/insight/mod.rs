//! A customer seen as a whole, from the rooms that know a part each. Reads only.
//!
//! | file | what it settles |
//! | --- | --- |
//! | `overview` | everything an agent looks at before helping, in one answer and one entry of the record |

mod overview;
#[cfg(test)]
mod tests;

pub use overview::{CustomerOverview, OverviewView};
