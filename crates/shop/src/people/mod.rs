//! Agents and other staff: who they are, what their roles and groups let them do, how they sign in.
//!
//! | module | what it settles |
//! | --- | --- |
//! | [`password`] | passwords, of staff and of customers, never hashed inside a transaction |
//! | [`throttle`] | slowing down who guesses passwords |
//! | [`sign_in`], [`sign_out`] | sign-ins, and giving the password again |
//! | [`refresh`] | new tokens for a sign-in that goes on, for clients of dialects |
//! | `ending` | ending sign-ins and the assist sessions that hang on them |
//! | [`role`] | the roles a tenant starts with |
//! | `grant` | the agent grant, and the rights that follow from roles and groups |
//! | [`user`], [`create`], [`edit`], [`set_password`], [`asks`] | users |
//! | [`groups`] | groups and roles |
//! | [`import`] | many users at once |
//! | [`set_up`] | the first administrator |
//! | `founding` | a new tenant |
//!
//! Uses `sites` to find by their codes the sites that an import names.
//!
//! Ending a sign-in, or the right to act for customers, ends assist sessions: that is `assist::end_all`.

pub mod asks;
pub mod create;
pub mod edit;
pub(crate) mod ending;
mod founding;
mod grant;
pub mod groups;
pub mod import;
pub mod password;
pub mod refresh;
pub mod role;
pub mod set_password;
pub mod set_up;
pub mod sign_in;
pub mod sign_out;
pub(crate) mod sql;
pub mod throttle;
pub mod user;

#[cfg(all(test, feature = "testing"))]
pub(crate) mod tests;
