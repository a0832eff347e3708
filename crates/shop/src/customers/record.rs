//! The record of a customer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::keys::Searchable;
use super::sql;
use crate::kernel::id::{CustomerId, TenantId};
use crate::kernel::text::Text;
use crate::kernel::{Locale, Timestamp};

/// Given or family names.
pub type PersonName = Text<1, 80>;
/// The name of a price group; see `offers`.
pub type SegmentName = Text<1, 40>;
/// How somebody is addressed: `Mr`, `Ms`, `Dr`; may be empty.
pub type Salutation = Text<0, 20>;
/// What is said of a person's gender, in the words of whoever says it; may be empty.
pub type Gender = Text<0, 20>;
/// The price group of customers for whom none is named.
pub const STANDARD: &str = "standard";

pub use crate::kernel::text::Reference;

/// The state of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In use.
    #[default]
    Active,
    /// Can be looked at, but nothing can be changed or bought, by the customer or for them.
    Locked,
    /// Out of use: no sign-in, no assistance.
    Disabled,
}

impl Status {
    /// Its name in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Disabled => "disabled",
        }
    }
}

impl store::ToParam for Status {
    fn to_param(&self) -> store::Param<'_> {
        store::Param::Text(self.name().into())
    }
}

impl store::FromColumn for Status {
    const WANTED: &'static str = "active, locked or disabled";
    fn from_column(value: &store::Value) -> Option<Self> {
        let store::Value::Text(text) = value else { return None };
        [Self::Active, Self::Locked, Self::Disabled].into_iter().find(|status| status.name() == text)
    }
}

/// A customer's record, as rooms see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Customer {
    pub(crate) id: CustomerId,
    pub(crate) number: String,
    pub(crate) reference: Option<String>,
    pub(crate) salutation: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) gender: String,
    pub(crate) birth_date: String,
    pub(crate) locale: Locale,
    pub(crate) segment: String,
    pub(crate) vip: bool,
    pub(crate) status: Status,
    pub(crate) consent: bool,
    pub(crate) consent_at: Option<Timestamp>,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) changed_at: Option<Timestamp>,
    pub(crate) last_order_at: Option<Timestamp>,
    pub(crate) last_order_number: Option<String>,
}

impl Customer {
    /// A new record, of nobody yet.
    pub(super) fn blank(id: CustomerId, locale: Locale, created_at: Timestamp) -> Self {
        Self {
            id,
            number: String::new(),
            reference: None,
            salutation: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            email: String::new(),
            phone: String::new(),
            gender: String::new(),
            birth_date: String::new(),
            locale,
            segment: STANDARD.to_owned(),
            vip: false,
            status: Status::Active,
            consent: true,
            consent_at: None,
            version: 1,
            created_at,
            changed_at: None,
            last_order_at: None,
            last_order_number: None,
        }
    }

    /// The customer with this id.
    pub(crate) fn find(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        id: CustomerId,
    ) -> Result<Option<Self>, store::Error> {
        tx.one(&sql::CUSTOMER, store::params![tenant, id])?.as_ref().map(Self::from_row).transpose()
    }

    /// The customer whose e-mail address has this key.
    pub(crate) fn by_email(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        key: &str,
    ) -> Result<Option<Self>, store::Error> {
        tx.one(&sql::BY_EMAIL, store::params![tenant, key])?.as_ref().map(Self::from_row).transpose()
    }

    /// The customer whom another system calls this.
    pub(crate) fn by_reference(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        reference: &str,
    ) -> Result<Option<Self>, store::Error> {
        tx.one(&sql::BY_REFERENCE, store::params![tenant, reference])?
            .as_ref()
            .map(Self::from_row)
            .transpose()
    }

    /// A customer, whether they have a password, and their newest sign of life if they are signed in.
    pub(crate) fn with_presence(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        id: CustomerId,
    ) -> Result<Option<(Self, bool, Option<Timestamp>)>, store::Error> {
        let Some(row) = tx.one(&sql::WITH_PRESENCE, store::params![tenant, id])? else { return Ok(None) };
        Ok(Some((Self::from_row(&row)?, row.get(21)?, row.get(22)?)))
    }

    fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        Ok(Self {
            id: row.get(0)?,
            number: row.get(1)?,
            reference: row.get(2)?,
            first_name: row.get(3)?,
            last_name: row.get(4)?,
            email: row.get(5)?,
            phone: row.get(6)?,
            locale: row.get(7)?,
            segment: row.get(8)?,
            vip: row.get(9)?,
            status: row.get(10)?,
            consent: row.get(11)?,
            consent_at: row.get(12)?,
            version: row.get(13)?,
            created_at: row.get(14)?,
            last_order_at: row.get(15)?,
            last_order_number: row.get(16)?,
            salutation: row.get(17)?,
            gender: row.get(18)?,
            birth_date: row.get(19)?,
            changed_at: row.get(20)?,
        })
    }

    /// What can be searched of it, apart from the orders' numbers, whose keys come one by one.
    pub(super) fn searchable(&self) -> Searchable<'_> {
        Searchable {
            first: &self.first_name,
            last: &self.last_name,
            email: &self.email,
            phones: if self.phone.is_empty() { Vec::new() } else { vec![&self.phone] },
            number: &self.number,
            reference: self.reference.as_deref().unwrap_or(""),
            order_numbers: Vec::new(),
        }
    }
}
