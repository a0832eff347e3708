//! Changing addresses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Address, Lines};
use crate::customers::record::{PersonName, Salutation};
use crate::customers::{account, account_id, seen_version, sql, version_changed};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::events::Topic;
use crate::kernel::id::{AddressId, CustomerId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::text::Text;
use crate::kernel::{Country, PhoneIfAny};

/// Addresses a customer may have.
const AT_MOST: usize = 50;

/// An act with the fields of an address. Forms are flat, so the fields stand in each act themselves.
macro_rules! with_lines {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// Whose; one's own, or that of the customer acted for, when absent.
            #[serde(default)]
            pub customer: Option<CustomerId>,
            /// How the receiver is addressed: `Mr`, `Ms`. What is absent in a change stays.
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
            /// One more line. What is absent in a change stays.
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
            /// Whether orders are to be sent here unless something else is said.
            #[serde(default)]
            pub default_shipping: bool,
            /// Whether invoices are to go here unless something else is said.
            #[serde(default)]
            pub default_billing: bool,
        }

        impl $name {
            fn lines(&self) -> Lines {
                Lines {
                    salutation: self.salutation.clone(),
                    first_name: self.first_name.clone(),
                    last_name: self.last_name.clone(),
                    company: self.company.clone(),
                    line1: self.line1.clone(),
                    line2: self.line2.clone(),
                    line3: self.line3.clone(),
                    postcode: self.postcode.clone(),
                    city: self.city.clone(),
                    region: self.region.clone(),
                    country: self.country,
                    phone: self.phone.clone(),
                }
            }
        }
    };
}

with_lines! {
    /// Adds an address. The first one becomes the default for shipping and billing.
    AddAddress {}
}

with_lines! {
    /// Changes an address. Its defaults can be given to it, and are taken away by giving them to another.
    EditAddress {
        /// Which.
        address: AddressId,
        /// The version the change is made to; needed when acting for somebody.
        #[serde(default)]
        version: Option<i64>,
    }
}

impl Act for AddAddress {
    const NAME: &'static str = "customer.address.add";
    const NEEDS: Needs = Needs::Own(Permission::AddressEdit);
    type Out = Address;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, self.customer))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Address, Refusal> {
        let customer = account_id(who, self.customer)?;
        let others = Address::all(work.sql(), who.tenant(), customer)?;
        if others.len() >= AT_MOST {
            let detail =
                format!("{AT_MOST} addresses are stored already. Remove one first. Nothing was changed.");
            return Err(Problem::new(&problem::CONFLICT, detail).into());
        }
        let address = self.lines().at(work.id(), 1, false, false);
        address.insert(work.sql(), who.tenant(), customer)?;
        let first = others.is_empty();
        let defaults =
            Defaults { shipping: self.default_shipping || first, billing: self.default_billing || first };
        defaults.set(work, who, customer, address.id)?;
        finish(work, who, customer, None, address.id)
    }
}

impl Act for EditAddress {
    const NAME: &'static str = "customer.address.edit";
    const NEEDS: Needs = Needs::Own(Permission::AddressEdit);
    type Out = Address;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        of_address(who, look, self.customer, self.address)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Address, Refusal> {
        let customer = account_id(who, self.customer)?;
        let before = seen(work, who, customer, self.address, self.version)?;
        let after = self.lines().over(&before);
        if !after.replace(work.sql(), who.tenant(), customer, before.version)? {
            return Err(version_changed(before.version + 1).into());
        }
        let shipping = self.default_shipping && !before.default_shipping;
        let billing = self.default_billing && !before.default_billing;
        Defaults { shipping, billing }.set(work, who, customer, before.id)?;
        finish(work, who, customer, Some(&before), before.id)
    }
}

/// Removes an address.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAddress {
    /// Which.
    pub address: AddressId,
    /// Whose; one's own, or that of the customer acted for, when absent.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// The version that is removed; needed when acting for somebody.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for RemoveAddress {
    const NAME: &'static str = "customer.address.remove";
    const NEEDS: Needs = Needs::Own(Permission::AddressEdit);
    type Out = ();

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        of_address(who, look, self.customer, self.address)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        let customer = account_id(who, self.customer)?;
        let before = seen(work, who, customer, self.address, self.version)?;
        let tenant = who.tenant();
        let params = store::params![tenant, customer, before.id, before.version];
        if work.sql().exec(&sql::DROP_ADDRESS, params)? == 0 {
            return Err(version_changed(before.version + 1).into());
        }
        work.changed(before.id, None, &before, &());
        work.emit(Topic::Customer(customer), "customer.addresses.changed", &json!({ "address": before.id }));
        Ok(())
    }
}

/// Makes an address the default for shipping, for billing, or for both.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDefaultAddress {
    /// Which.
    pub address: AddressId,
    /// Whose; one's own, or that of the customer acted for, when absent.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// For shipping.
    #[serde(default)]
    pub shipping: bool,
    /// For billing.
    #[serde(default)]
    pub billing: bool,
}

impl Act for SetDefaultAddress {
    const NAME: &'static str = "customer.address.default";
    const NEEDS: Needs = Needs::Own(Permission::AddressEdit);
    type Out = Address;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        of_address(who, look, self.customer, self.address)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Address, Refusal> {
        if !self.shipping && !self.billing {
            return Err(Problem::invalid("/shipping", "Say for what: shipping, billing or both.").into());
        }
        let customer = account_id(who, self.customer)?;
        let before = Address::find(work.sql(), who.tenant(), customer, self.address)?;
        let before = before.ok_or_else(|| Problem::not_found("address"))?;
        let defaults = Defaults { shipping: self.shipping, billing: self.billing };
        defaults.set(work, who, customer, before.id)?;
        finish(work, who, customer, Some(&before), before.id)
    }
}

/// What an address is to be the default for.
struct Defaults {
    shipping: bool,
    billing: bool,
}

impl Defaults {
    fn set(
        &self,
        work: &mut Work<'_, '_>,
        who: &Acting,
        customer: CustomerId,
        id: AddressId,
    ) -> Result<(), store::Error> {
        let tenant = who.tenant();
        let params = store::params![tenant, customer, id];
        if self.shipping {
            work.sql().exec(&sql::DEFAULT_SHIPPING, params)?;
        }
        if self.billing {
            work.sql().exec(&sql::DEFAULT_BILLING, params)?;
        }
        Ok(())
    }
}

/// Whose address this is. It is looked for among those of the one account the caller may mean, so that
/// somebody else's is missing like one that does not exist.
fn of_address(
    who: &Acting,
    look: &mut Look<'_, '_>,
    named: Option<CustomerId>,
    id: AddressId,
) -> Result<Owner, Refusal> {
    let owner = account(who, named);
    let Owner::Customer(customer) = owner else { return Ok(owner) };
    let found = Address::find(look.sql(), who.tenant(), customer, id)?;
    Ok(if found.is_some() { owner } else { Owner::Missing("address") })
}

/// The address as it is, if that is what the caller saw.
fn seen(
    work: &mut Work<'_, '_>,
    who: &Acting,
    customer: CustomerId,
    id: AddressId,
    version: Option<i64>,
) -> Result<Address, Refusal> {
    let address = Address::find(work.sql(), who.tenant(), customer, id)?;
    let address = address.ok_or_else(|| Problem::not_found("address"))?;
    seen_version(who, version, address.version).map_err(|problem| problem.with("current", &address))?;
    Ok(address)
}

/// Reads the address back, names it for the record and tells those who watch.
fn finish(
    work: &mut Work<'_, '_>,
    who: &Acting,
    customer: CustomerId,
    before: Option<&Address>,
    id: AddressId,
) -> Result<Address, Refusal> {
    let after = Address::find(work.sql(), who.tenant(), customer, id)?;
    let after = after.ok_or_else(|| Problem::not_found("address"))?;
    work.changed(id, Some(after.version), &before, &after);
    work.emit(Topic::Customer(customer), "customer.addresses.changed", &json!({ "address": id }));
    Ok(after)
}
