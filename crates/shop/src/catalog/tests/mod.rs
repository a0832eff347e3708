//! Stories about what is sold, told on both engines.

mod asking;
mod editing;
mod finding;
mod importing;
mod scale;
pub(crate) mod scene;
mod stocking;
