//! Stories of assist sessions.

mod start;
mod story;
mod telling;
mod time;
mod world;

use world::{Agent, World};
