//! Stories about orders.

mod again;
mod going_on;
mod importing;
