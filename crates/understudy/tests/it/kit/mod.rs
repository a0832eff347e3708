//! What the tests stand on.

mod http;
mod program;
mod scene;
mod seen;
mod stocked;
mod things;

pub(crate) use http::{Http, text};
pub(crate) use program::{Program, run};
pub(crate) use scene::{OTHER_HOST, Scene};
pub(crate) use seen::{Seen, Sent};
pub(crate) use stocked::{ADMINISTRATOR, PASSWORD, Stocked};
pub(crate) use things::{Things, berlin};
