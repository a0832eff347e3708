//! Passwords that files bring: checked like typed ones, hashed on all processors, never kept as text.

use std::sync::mpsc;

use anyhow::Result;
use shop::catalog::import as catalog;
use shop::checkout::ShippingRow;
use shop::customers::CustomerRow;
use shop::desk::Desk;
use shop::kernel::Secret;
use shop::orders::OrderLineRow;
use shop::people::import::StaffRow;
use shop::people::password::{CUSTOMER_MIN, NewPassword, STAFF_MIN, hash};
use shop::sites::import::SiteRow;

use super::kinds::{Kind, Wrong};
use super::load::plain;
use super::progress::Progress;

/// Refuses what could not be set as a password of a user, or of a customer, either.
pub(super) fn check(kind: Kind, password: &Secret<String>) -> Result<(), Wrong> {
    let password = password.clone();
    let checked = if kind == Kind::Staff {
        NewPassword::<STAFF_MIN>::new(password).map(|_| ())
    } else {
        NewPassword::<CUSTOMER_MIN>::new(password).map(|_| ())
    };
    checked.map_err(|error| ("password".to_owned(), error.to_string()))
}

/// Hashes passwords on all processors: each takes some 27 ms. Answers them with their places, in any order.
pub(super) fn hashed(
    desk: &Desk,
    passwords: Vec<(usize, Secret<String>)>,
    progress: &mut Progress,
) -> Result<Vec<(usize, String)>> {
    let all = passwords.len();
    let salted: Vec<_> =
        passwords.into_iter().map(|(place, password)| (place, password, desk.mint().bytes())).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = all.div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let (done, hashes) = mpsc::channel();
        for some in salted.chunks(share) {
            let done = done.clone();
            scope.spawn(move || {
                for (place, password, salt) in some {
                    // Nobody listens any more once one of them has failed.
                    let _ = done.send((*place, hash(password, *salt)));
                }
            });
        }
        drop(done);
        let mut ready = Vec::with_capacity(all);
        for (place, hash) in hashes {
            ready.push((place, hash.map_err(plain)?));
            progress.hashed(ready.len(), all);
        }
        Ok(ready)
    })
}

/// A row that may bring a password.
pub(super) trait TakesPassword {
    /// Puts the hash in.
    fn take_password(&mut self, _: String) {}
}

impl TakesPassword for SiteRow {}
impl TakesPassword for ShippingRow {}
impl TakesPassword for catalog::AttributeRow {}
impl TakesPassword for catalog::CategoryRow {}
impl TakesPassword for catalog::ProductRow {}
impl TakesPassword for catalog::VariantRow {}
impl TakesPassword for catalog::StockRow {}
impl TakesPassword for OrderLineRow {}
impl TakesPassword for CustomerRow {
    fn take_password(&mut self, hash: String) {
        self.password = Some(hash);
    }
}
impl TakesPassword for StaffRow {
    fn take_password(&mut self, hash: String) {
        self.password = Some(hash);
    }
}
