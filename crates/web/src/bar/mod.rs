//! The agent's bar: what it is told when a page is loaded. What does the same without scripts are pages of the
//! shop, in `storefront/agent`.

pub mod state;
