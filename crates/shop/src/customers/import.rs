//! Many customers at once: imports and the demo data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::address::{Address, Lines};
use super::create::{TRIES, insert, next_number, next_numbers, taken};
use super::profile::born;
use super::record::{Customer, Gender, PersonName, Reference, Salutation, SegmentName, Status};
use super::{keying, sql, version_changed};
use crate::desk::batch::{Fate, each_row};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{AddressId, CustomerId};
use crate::kernel::text::Text;
use crate::kernel::{BirthDate, Email, Locale, PhoneIfAny, Problem, Timestamp};

pub use crate::kernel::import::{BATCH, Imported, RefusedRow};

/// Stores a batch of customers, found by their reference: new ones are created, others brought up to date.
/// The same batch again changes nothing. A row that does not fit is left out; the others go in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCustomers {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows. They stay out of the record, which holds the file's digest: whoever is erased later must
    /// not be left in it.
    #[serde(skip_serializing)]
    pub rows: Vec<CustomerRow>,
}

/// A customer to be stored. What is absent stays as it is, or gets its default in a new record.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerRow {
    /// What the other system calls the customer.
    pub reference: Reference,
    /// The id of a new record; made when absent.
    #[serde(default)]
    pub id: Option<CustomerId>,
    /// The number of a new record; the next free one when absent.
    #[serde(default)]
    pub number: Option<Text<1, 40>>,
    /// How the customer is addressed.
    #[serde(default)]
    pub salutation: Option<Salutation>,
    /// Given names.
    pub first_name: PersonName,
    /// Family names.
    pub last_name: PersonName,
    /// E-mail address, kept exactly.
    pub email: Email,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<PhoneIfAny>,
    /// Gender, in the other system's words.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// Date of birth, not in the future.
    #[serde(default)]
    pub birth_date: Option<BirthDate>,
    /// Language.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Price group.
    #[serde(default)]
    pub segment: Option<SegmentName>,
    /// Special care.
    #[serde(default)]
    pub vip: Option<bool>,
    /// State of the account.
    #[serde(default)]
    pub status: Option<Status>,
    /// Whether agents may act for the customer.
    #[serde(default)]
    pub consent: Option<bool>,
    /// Password of a new record, hashed (a PHC string); never changes an existing one.
    #[serde(default)]
    pub password: Option<String>,
    /// Customer since; now when absent.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// The default address for shipping and billing.
    #[serde(default)]
    pub address: Option<Lines>,
}

impl Act for ImportCustomers {
    const NAME: &'static str = "customer.import";
    const NEEDS: Needs = Needs::Staff(Permission::DataImport);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let mut stored = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            stored.push(Customer::by_reference(work.sql(), who.tenant(), row.reference.as_str())?);
        }
        let mut numbers = self.numbers_for_new(work, &stored)?.into_iter();
        let mut stored = stored.into_iter();
        each_row(work, self.digest.as_str(), &self.rows, |work, _, row| {
            let before = stored.next().flatten();
            born(row.birth_date.as_ref(), who.at())?;
            match before {
                Some(before) => row.update(who, work, &before),
                None => row.create(who, work, &mut numbers),
            }
        })
    }
}

impl ImportCustomers {
    /// Numbers for the rows that are new and bring none.
    fn numbers_for_new(
        &self,
        work: &mut Work<'_, '_>,
        stored: &[Option<Customer>],
    ) -> Result<Vec<String>, store::Error> {
        let without =
            self.rows.iter().zip(stored).filter(|(row, stored)| stored.is_none() && row.number.is_none());
        match u32::try_from(without.count()) {
            Ok(count @ 1..) => next_numbers(work, count),
            _ => Ok(Vec::new()),
        }
    }
}

impl CustomerRow {
    /// Stores a new customer. A problem comes before anything of the row is written.
    fn create(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        numbers: &mut impl Iterator<Item = String>,
    ) -> Result<Fate, Refusal> {
        let tenant = who.tenant();
        let (id, since) = (self.id.unwrap_or_else(|| work.id()), self.created_at.unwrap_or(who.at()));
        let mut customer = self.applied_to(Customer {
            reference: Some(self.reference.to_string()),
            ..Customer::blank(id, Locale::default(), since)
        });
        for _ in 0..TRIES {
            customer.number = match &self.number {
                Some(number) => number.to_string(),
                None => numbers.next().map_or_else(|| next_number(work), Ok)?,
            };
            if insert(work, who, &customer, &self.email, self.password.as_deref())? {
                return self.with_address(who, work, customer.id);
            }
            if let Some(earlier) = Customer::by_reference(work.sql(), tenant, self.reference.as_str())? {
                return self.update(who, work, &earlier);
            }
            if Customer::by_email(work.sql(), tenant, &self.email.key())?.is_some() {
                return Err(taken().into());
            }
            if self.number.is_some() || self.id.is_some() {
                break;
            }
        }
        Err(Problem::invalid("/number", "The number or the id belongs to another customer.").into())
    }

    fn with_address(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        customer: CustomerId,
    ) -> Result<Fate, Refusal> {
        if let Some(lines) = &self.address {
            lines.at(work.id(), 1, true, true).insert(work.sql(), who.tenant(), customer)?;
        }
        Ok(Fate::Created)
    }

    fn update(&self, who: &Acting, work: &mut Work<'_, '_>, before: &Customer) -> Result<Fate, Refusal> {
        let tenant = who.tenant();
        let after = self.applied_to(before.clone());
        if after.email != before.email
            && Customer::by_email(work.sql(), tenant, &self.email.key())?
                .is_some_and(|other| other.id != before.id)
        {
            return Err(taken().into());
        }
        let address = self.set_address(who, work, before.id)?;
        if after == *before {
            return Ok(Fate::of(address));
        }
        let (email_key, at) = (self.email.key(), who.at());
        let params = store::params![
            tenant,
            before.id,
            before.version,
            after.first_name,
            after.last_name,
            after.phone,
            after.locale,
            after.email,
            email_key,
            after.segment,
            after.vip,
            after.status,
            after.consent,
            after.salutation,
            after.gender,
            after.birth_date,
            at
        ];
        if work.sql().exec(&sql::SET_IMPORTED, params)? == 0 {
            return Err(version_changed(before.version + 1).into());
        }
        keying::rewrite(work.sql(), tenant, before.id, &before.searchable(), &after.searchable())?;
        Ok(Fate::Updated)
    }

    /// Brings the default address up to date; says whether it had to be.
    fn set_address(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        customer: CustomerId,
    ) -> Result<bool, store::Error> {
        let (tenant, Some(lines)) = (who.tenant(), &self.address) else { return Ok(false) };
        let stored = Address::all(work.sql(), tenant, customer)?;
        let Some(old) = stored.iter().find(|address| address.default_shipping) else {
            let id: AddressId = work.id();
            lines.at(id, 1, false, false).insert(work.sql(), tenant, customer)?;
            let params = store::params![tenant, customer, id];
            work.sql().exec(&sql::DEFAULT_SHIPPING, params)?;
            work.sql().exec(&sql::DEFAULT_BILLING, params)?;
            return Ok(true);
        };
        if lines.same_as(old) {
            return Ok(false);
        }
        lines.over(old).replace(work.sql(), tenant, customer, old.version)
    }

    fn applied_to(&self, mut customer: Customer) -> Customer {
        self.first_name.as_str().clone_into(&mut customer.first_name);
        self.last_name.as_str().clone_into(&mut customer.last_name);
        self.email.as_str().clone_into(&mut customer.email);
        if let Some(phone) = &self.phone {
            phone.as_str().clone_into(&mut customer.phone);
        }
        if let Some(salutation) = &self.salutation {
            salutation.as_str().clone_into(&mut customer.salutation);
        }
        if let Some(gender) = &self.gender {
            gender.as_str().clone_into(&mut customer.gender);
        }
        if let Some(date) = &self.birth_date {
            date.as_str().clone_into(&mut customer.birth_date);
        }
        if let Some(segment) = &self.segment {
            segment.as_str().clone_into(&mut customer.segment);
        }
        customer.locale = self.locale.unwrap_or(customer.locale);
        customer.vip = self.vip.unwrap_or(customer.vip);
        customer.status = self.status.unwrap_or(customer.status);
        customer.consent = self.consent.unwrap_or(customer.consent);
        customer
    }
}
