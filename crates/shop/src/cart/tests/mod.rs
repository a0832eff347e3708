//! Stories about carts.

mod lines;
mod merging;
pub(crate) mod scene;
mod several;
