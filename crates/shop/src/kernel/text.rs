//! Text as people type it: folding for comparison, words, and strings whose bounds are checked.

mod bounded;
mod fold;
mod newtype;
mod reference;
mod said;
mod slip;

pub(crate) use bounded::ONE_LINE;
pub use bounded::{Prose, Text, TextError};
pub use fold::{fold, is_cjk, words};
pub(crate) use newtype::string_type;
pub use reference::Reference;
pub use said::{Said, SaidError, has_card_number};
pub use slip::{LONG, nearly_begins};
