//! Stories about orders.

mod going_on;
mod importing;
