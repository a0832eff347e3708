//! The agent's bar: what it begins with, and the pages that do the same without scripts.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`state`] | what the bar is told when a page is loaded |
//! | `pages` | signing in, finding a customer, starting and ending, as plain pages |
//! | `door` | what those pages show |

mod door;
pub(crate) mod pages;
pub mod state;

pub use pages::ops;
