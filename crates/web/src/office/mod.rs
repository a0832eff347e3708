//! The back office: pages for agents, supervisors, administrators and auditors.
//!
//! | file | what it is |
//! | --- | --- |
//! | `arriving`, [`frame`], `chrome` | requests, the ways a page comes about, and what stands around it |
//! | `refused` | refusals as pages |
//! | [`texts`] | words for what the shop names by a code |
//! | `parts` | what several pages show alike |
//! | `door`, `step_up`, `set_up` | signing in and out, the password again, setting up |
//! | `customers`, `customer` | finding, creating, opening and changing customers |
//! | `assist` | the Assisted Buying menu: starting a session in a new tab |
//! | `sessions`, `session_log` | live sessions, ending one, and one session in plain words |
//! | `handed_over` | carts that wait for somebody who may place them |
//! | `orders`, `order` | orders: found, and one of them |
//! | `users`, `user`, `groups`, `roles` | who works here and what they may do |
//! | `sites`, `address` | sites and their rules; what can be said of a storefront address |
//! | `audit`, `export` | the log: searched, taken home |
//! | `me` | one's own password and sign-ins |

mod address;
mod arriving;
mod assist;
mod audit;
mod chrome;
mod customer;
mod customer_data;
mod customers;
mod door;
pub(crate) mod entering;
mod export;
pub mod frame;
mod groups;
mod handed_over;
mod me;
mod order;
mod orders;
mod parts;
mod refused;
mod roles;
mod session_log;
mod sessions;
mod set_up;
mod sites;
pub(crate) mod step_up;
#[cfg(test)]
mod tests;
pub mod texts;
mod user;
mod users;

use crate::op::Ops;

/// Every page and form of the back office.
pub fn ops() -> Ops {
    let customers = customers::ops().and(customer::ops().and(customer_data::ops())).and(assist::ops());
    let work =
        sessions::ops().and(session_log::ops()).and(handed_over::ops()).and(orders::ops().and(order::ops()));
    let people = users::ops().and(user::ops()).and(groups::ops()).and(roles::ops());
    let rest = sites::ops().and(audit::ops()).and(export::ops()).and(me::ops());
    door::ops().and(step_up::ops()).and(set_up::ops()).and(customers).and(work).and(people).and(rest)
}
