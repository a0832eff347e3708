//! Customers: who they are, how they are found, how they sign in, whether they let agents act for them.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`record`] | the record itself, and what its owner sees of it |
//! | [`account`] | opening an account by oneself |
//! | [`create`] | a new customer, made by staff |
//! | [`profile`] | name, telephone and language, seen and changed |
//! | [`sign_in`] | registering, signing in and out |
//! | [`refresh`] | new tokens for a sign-in that goes on, for clients of dialects |
//! | [`credentials`] | changing password and e-mail address |
//! | [`address`] | addresses |
//! | [`consent`] | whether agents may act for the customer |
//! | [`office`] | the back office's view, status and standing |
//! | [`search`] | finding customers while somebody types |
//! | [`page`] | finding customers as clients of a dialect do |
//! | [`keys`] | the keys they are found by |
//! | [`import`] | many customers at once |
//! | [`first_password`] | the link by which a customer whom staff created sets a first password |
//! | [`rights`] | taking along what is kept of one, and having it erased |
//! | [`mail`] | mails to customers, left as jobs |
//! | [`guest`] | visitors who are not signed in |
//!
//! Passwords are those of [`people`](crate::people::password), where guesses are slowed down too.
//!
//! Customers belong to the tenant, not to a site. An e-mail address belongs to one customer of a tenant at
//! most, whatever its case. What a customer owns carries the customer's id, and each change raises the
//! version of what was changed. Withdrawn consent ends assist sessions: that is `assist::end_all`.

pub mod account;
pub mod address;
pub mod consent;
pub mod create;
pub mod credentials;
mod ending;
pub mod first_password;
pub mod guest;
pub mod import;
mod keying;
pub mod keys;
pub mod mail;
pub mod office;
pub mod page;
pub mod profile;
pub mod record;
pub mod refresh;
pub mod rights;
pub mod search;
pub mod sign_in;
pub(crate) mod sql;
#[cfg(test)]
mod tests;

pub use account::OpenAccount;
pub use address::{AddAddress, Address, Addresses, EditAddress, RemoveAddress, SetDefaultAddress};
pub use consent::SetConsent;
pub use create::{CreateCustomer, Created};
pub use credentials::{ChangeEmail, ChangePassword};
pub use first_password::{PasswordLink, SendPasswordLink, SetFirstPassword};
pub use guest::BeginGuest;
pub use import::{CustomerRow, ImportCustomers, Imported};
pub use keying::add_order_number;
pub use office::{CustomerDetails, DetailsView, SetCustomerStanding, SetCustomerStatus};
pub use profile::{EditProfile, Profile};
pub use record::{Gender, PersonName, Reference, Salutation, SegmentName, Status};
pub use rights::{EraseAccount, EraseCustomer, EraseSignedIn, ExportAccount, ExportCustomer};
pub use search::SearchCustomers;
pub use sign_in::{Register, SignIn, SignOut, SignOutEverywhere};

use crate::desk::{Acting, Owner, Subject};
use crate::kernel::Problem;
use crate::kernel::id::CustomerId;
use crate::kernel::problem;

/// Whose account an act or ask about "the" account means: the one named, else the caller's own or the one
/// acted for.
fn account(who: &Acting, named: Option<CustomerId>) -> Owner {
    match (named, who.subject()) {
        (Some(id), _) | (None, Some(Subject::Customer(id))) => Owner::Customer(id),
        _ => Owner::Shop,
    }
}

/// The customer such an act is about, once the desk has let it through.
fn account_id(who: &Acting, named: Option<CustomerId>) -> Result<CustomerId, Problem> {
    named.map_or_else(|| who.customer(), Ok)
}

/// Refuses a change made without knowing what it replaces. Whoever acts for somebody else has to say which
/// version they saw.
fn seen_version(who: &Acting, given: Option<i64>, now: i64) -> Result<(), Problem> {
    match given {
        None if who.on_behalf().is_some() || who.is_staff() => Err(Problem::new(
            &problem::VERSION_REQUIRED,
            "Say which version you are changing (If-Match). Nothing was changed.",
        )),
        Some(given) if given != now => Err(version_changed(now)),
        _ => Ok(()),
    }
}

/// Somebody else was first.
fn version_changed(now: i64) -> Problem {
    Problem::new(
        &problem::VERSION_CHANGED,
        "Somebody else changed this meanwhile. Look at it again. Nothing was changed.",
    )
    .with("version", now)
}
