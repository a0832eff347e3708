//! Addresses: seen, added, changed, removed, made the default.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{PersonName, Salutation};
use super::{account, account_id, sql};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::{AddressId, CustomerId, TenantId};
use crate::kernel::text::Text;
use crate::kernel::{Country, PhoneIfAny};

mod change;

pub use change::{AddAddress, EditAddress, RemoveAddress, SetDefaultAddress};

/// An address of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    /// The address.
    pub id: AddressId,
    /// How the receiver is addressed; may be empty.
    #[serde(default)]
    pub salutation: String,
    /// Given names of the receiver.
    pub first_name: String,
    /// Family names of the receiver.
    pub last_name: String,
    /// Company; may be empty.
    pub company: String,
    /// Street and number.
    pub line1: String,
    /// Floor, building; may be empty.
    pub line2: String,
    /// One more line; may be empty.
    #[serde(default)]
    pub line3: String,
    /// Postal code; may be empty where there is none.
    pub postcode: String,
    /// City.
    pub city: String,
    /// State or province; may be empty.
    pub region: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Telephone number for deliveries; may be empty.
    pub phone: String,
    /// Whether orders are sent here unless something else is said.
    pub default_shipping: bool,
    /// Whether invoices go here unless something else is said.
    pub default_billing: bool,
    /// Version, raised by each change.
    pub version: i64,
}

/// What an address says, checked. What an edit does not say of `salutation` and `line3` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// How the receiver is addressed: `Mr`, `Ms`.
    #[serde(default)]
    pub salutation: Option<Salutation>,
    /// Given names of the receiver.
    pub first_name: PersonName,
    /// Family names of the receiver.
    pub last_name: PersonName,
    /// Company.
    #[serde(default)]
    pub company: Text<0, 120>,
    /// Street and number.
    pub line1: Text<1, 120>,
    /// Floor, building.
    #[serde(default)]
    pub line2: Text<0, 120>,
    /// One more line.
    #[serde(default)]
    pub line3: Option<Text<0, 120>>,
    /// Postal code.
    #[serde(default)]
    pub postcode: Text<0, 20>,
    /// City.
    pub city: Text<1, 80>,
    /// State or province.
    #[serde(default)]
    pub region: Text<0, 80>,
    /// Country, ISO 3166-1 alpha-2.
    pub country: Country,
    /// Telephone number for deliveries.
    #[serde(default)]
    pub phone: PhoneIfAny,
}

impl Lines {
    /// Whether the address says just this.
    pub(super) fn same_as(&self, address: &Address) -> bool {
        address.first_name == self.first_name.as_str()
            && address.last_name == self.last_name.as_str()
            && address.company == self.company.as_str()
            && address.line1 == self.line1.as_str()
            && address.line2 == self.line2.as_str()
            && address.postcode == self.postcode.as_str()
            && address.city == self.city.as_str()
            && address.region == self.region.as_str()
            && address.country == self.country.code()
            && address.phone == self.phone.as_str()
            && self.salutation.as_ref().is_none_or(|said| address.salutation == said.as_str())
            && self.line3.as_ref().is_none_or(|said| address.line3 == said.as_str())
    }

    /// The address that says this.
    pub(super) fn at(&self, id: AddressId, version: i64, shipping: bool, billing: bool) -> Address {
        Address {
            id,
            salutation: self.salutation.as_ref().map(ToString::to_string).unwrap_or_default(),
            first_name: self.first_name.to_string(),
            last_name: self.last_name.to_string(),
            company: self.company.to_string(),
            line1: self.line1.to_string(),
            line2: self.line2.to_string(),
            line3: self.line3.as_ref().map(ToString::to_string).unwrap_or_default(),
            postcode: self.postcode.to_string(),
            city: self.city.to_string(),
            region: self.region.to_string(),
            country: self.country.to_string(),
            phone: self.phone.to_string(),
            default_shipping: shipping,
            default_billing: billing,
            version,
        }
    }

    /// The address as it becomes when this is said of it; its defaults stay.
    pub(super) fn over(&self, before: &Address) -> Address {
        let mut after =
            self.at(before.id, before.version + 1, before.default_shipping, before.default_billing);
        if self.salutation.is_none() {
            before.salutation.clone_into(&mut after.salutation);
        }
        if self.line3.is_none() {
            before.line3.clone_into(&mut after.line3);
        }
        after
    }
}

impl Address {
    /// A customer's addresses, oldest first.
    pub(crate) fn all(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        customer: CustomerId,
    ) -> Result<Vec<Self>, store::Error> {
        tx.all(&sql::ADDRESSES, store::params![tenant, customer])?.iter().map(Self::from_row).collect()
    }

    /// One of a customer's addresses.
    pub(crate) fn find(
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        customer: CustomerId,
        id: AddressId,
    ) -> Result<Option<Self>, store::Error> {
        tx.one(&sql::ADDRESS, store::params![tenant, customer, id])?.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &store::Row) -> Result<Self, store::Error> {
        Ok(Self {
            id: row.get(0)?,
            first_name: row.get(1)?,
            last_name: row.get(2)?,
            company: row.get(3)?,
            line1: row.get(4)?,
            line2: row.get(5)?,
            postcode: row.get(6)?,
            city: row.get(7)?,
            region: row.get(8)?,
            country: row.get(9)?,
            phone: row.get(10)?,
            default_shipping: row.get(11)?,
            default_billing: row.get(12)?,
            version: row.get(13)?,
            salutation: row.get(14)?,
            line3: row.get(15)?,
        })
    }

    pub(super) fn insert(
        &self,
        tx: &mut store::WriteTx<'_>,
        tenant: TenantId,
        customer: CustomerId,
    ) -> Result<(), store::Error> {
        tx.exec(
            &sql::NEW_ADDRESS,
            store::params![
                tenant,
                customer,
                self.id,
                self.first_name,
                self.last_name,
                self.company,
                self.line1,
                self.line2,
                self.postcode,
                self.city,
                self.region,
                self.country,
                self.phone,
                self.default_shipping,
                self.default_billing,
                self.salutation,
                self.line3
            ],
        )?;
        Ok(())
    }

    /// Writes what it says over what is stored at `version`; false when that is no longer there.
    pub(super) fn replace(
        &self,
        tx: &mut store::WriteTx<'_>,
        tenant: TenantId,
        customer: CustomerId,
        version: i64,
    ) -> Result<bool, store::Error> {
        let changed = tx.exec(
            &sql::SET_ADDRESS,
            store::params![
                tenant,
                customer,
                self.id,
                version,
                self.first_name,
                self.last_name,
                self.company,
                self.line1,
                self.line2,
                self.postcode,
                self.city,
                self.region,
                self.country,
                self.phone,
                self.salutation,
                self.line3
            ],
        )?;
        Ok(changed == 1)
    }
}

/// The customer's addresses, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    /// Whose; one's own, or those of the customer acted for, when absent.
    #[serde(default)]
    pub customer: Option<CustomerId>,
}

impl Ask for Addresses {
    const NAME: &'static str = "customer.addresses";
    const NEEDS: Needs = Needs::Own(Permission::AccountRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Vec<Address>;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, self.customer))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Vec<Address>, Refusal> {
        let id = account_id(who, self.customer)?;
        Ok(Address::all(look.sql(), who.tenant(), id)?)
    }
}
