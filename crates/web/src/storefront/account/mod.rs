//! My account: what a customer sees and changes of themselves, and an agent for them.

mod addresses;
mod assistance;
mod carts;
mod data;
mod orders;
mod overview;
mod password;
mod profile;

pub(super) use addresses::FIELDS as ADDRESS_FIELDS;
pub(crate) use data::file as data_file;
pub(super) use orders::{Links, key as order_key};

use crate::op::Ops;

pub(super) fn ops() -> Ops {
    overview::ops()
        .and(orders::ops())
        .and(carts::ops())
        .and(profile::ops())
        .and(password::ops())
        .and(addresses::ops())
        .and(assistance::ops())
        .and(data::ops())
}
