//! Their JSON.

use serde::Serialize;

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Customer {
    pub(super) salutation: Option<String>,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
    pub(super) gender: Option<String>,
    pub(super) date_of_birth: Option<String>,
    pub(super) created_at: String,
    pub(super) updated_at: String,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Address {
    pub(super) salutation: Option<String>,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) address1: String,
    pub(super) address2: Option<String>,
    pub(super) address3: Option<String>,
    pub(super) zip_code: String,
    pub(super) city: String,
    pub(super) country: String,
    pub(super) iso2_code: String,
    pub(super) company: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) is_default_shipping: bool,
    pub(super) is_default_billing: bool,
}
