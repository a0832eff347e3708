//! Tenants and their sites: one shop each, with its languages, currencies, countries, tax and policies.
//!
//! | module | what it settles |
//! | --- | --- |
//! | [`acts`] | creating and changing sites |
//! | [`import`] | many at once |
//! | [`asks`] | looking at them |
//! | [`address`] | storefront addresses and first segments |
//! | `settle` | what must be true of a site |
//! | `directory`, `held` | what nodes hold in memory |
//!
//! Uses `people` to check roles and to end assist sessions.

pub mod acts;
pub mod address;
pub mod asks;
mod directory;
mod held;
pub mod import;
mod rules;
mod settle;
pub(crate) mod sql;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::desk::Policy;
use crate::kernel::id::{SiteId, TenantId};
use crate::kernel::{Locale, TaxMode, Timestamp};

pub use directory::Directory;
pub(crate) use directory::everyone;
pub(crate) use held::Sites;

/// A tenant.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its name.
    pub name: String,
    /// Host names that lead to it.
    pub hosts: Vec<String>,
    /// Since when.
    pub created_at: Timestamp,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// First segment of its addresses.
    pub slug: String,
    /// What imports and other systems call it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where its shop is reached; empty turns assisting off.
    pub storefront_address: String,
    /// Languages; the first one is the default.
    pub languages: Vec<Locale>,
    /// ISO 4217 codes; the first one is the default.
    pub currencies: Vec<String>,
    /// ISO 3166-1 alpha-2 codes of the countries it delivers to.
    pub countries: Vec<String>,
    /// Whether prices include tax.
    pub tax_mode: TaxMode,
    /// Tax in basis points.
    pub tax_rate: i64,
    /// Tax of products of the reduced class, in basis points.
    pub tax_rate_reduced: i64,
    /// IANA time zone, for times on its pages.
    pub time_zone: String,
    /// What it settles about assistance.
    pub policy: Policy,
    /// Place in lists.
    pub position: i64,
    /// Version, raised by each change.
    pub version: i64,
}

impl Site {
    /// Whether agents can act for customers here.
    pub fn assisting(&self) -> bool {
        !self.storefront_address.is_empty()
    }

    pub(crate) fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        let lines = |i| row.get::<String>(i).map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
        let languages = lines(5)?.iter().filter_map(|tag| tag.parse().ok()).collect();
        let policy: String = row.get(11)?;
        Ok(Self {
            id: row.get(0)?,
            slug: row.get(1)?,
            code: row.get(2)?,
            name: row.get(3)?,
            storefront_address: row.get(4)?,
            languages,
            currencies: lines(6)?,
            countries: lines(7)?,
            tax_mode: row.get::<String>(8)?.parse().unwrap_or(TaxMode::Included),
            tax_rate: row.get(9)?,
            time_zone: row.get(10)?,
            policy: serde_json::from_str(&policy).unwrap_or_default(),
            position: row.get(12)?,
            version: row.get(13)?,
            tax_rate_reduced: row.get(15)?,
        })
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests;
