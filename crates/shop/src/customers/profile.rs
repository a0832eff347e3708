//! Name, telephone and language: what the customer, and whoever acts for them, sees and changes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::record::{Customer, Gender, PersonName, Salutation, Status};
use super::{account, account_id, keying, seen_version, sql, version_changed};
use crate::desk::{Act, Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Work};
use crate::events::Topic;
use crate::kernel::id::CustomerId;
use crate::kernel::{BirthDate, Locale, PhoneIfAny, Problem, Timestamp};

/// The customer's own profile.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Whose; one's own, or that of the customer acted for, when absent.
    #[serde(default)]
    pub customer: Option<CustomerId>,
}

/// A profile, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProfileView {
    /// The customer.
    pub id: CustomerId,
    /// The number to tell people: `C1003`.
    pub number: String,
    /// What another system calls the customer, where an import said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How the customer is addressed; may be empty.
    #[serde(default)]
    pub salutation: String,
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// E-mail address, as given.
    pub email: String,
    /// Telephone number, as given; empty when there is none.
    pub phone: String,
    /// What a client said of the customer's gender; may be empty.
    #[serde(default)]
    pub gender: String,
    /// Date of birth, ISO 8601; may be empty.
    #[serde(default)]
    pub birth_date: String,
    /// Language of pages and mails.
    pub locale: Locale,
    /// The state of the account.
    pub status: Status,
    /// Whether agents may act for the customer.
    pub consent: bool,
    /// When the customer last said so; absent while it is the default.
    pub consent_at: Option<Timestamp>,
    /// Customer since.
    pub created_at: Timestamp,
    /// When the record was last changed.
    #[serde(default)]
    pub changed_at: Timestamp,
    /// Version of the record, raised by each change.
    pub version: i64,
}

impl From<Customer> for ProfileView {
    fn from(customer: Customer) -> Self {
        Self {
            id: customer.id,
            number: customer.number,
            reference: customer.reference,
            salutation: customer.salutation,
            first_name: customer.first_name,
            last_name: customer.last_name,
            email: customer.email,
            phone: customer.phone,
            gender: customer.gender,
            birth_date: customer.birth_date,
            locale: customer.locale,
            status: customer.status,
            consent: customer.consent,
            consent_at: customer.consent_at,
            created_at: customer.created_at,
            changed_at: customer.changed_at.unwrap_or(customer.created_at),
            version: customer.version,
        }
    }
}

impl Ask for Profile {
    const NAME: &'static str = "customer.profile";
    const NEEDS: Needs = Needs::Own(Permission::AccountRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = ProfileView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, self.customer))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<ProfileView, Refusal> {
        let id = account_id(who, self.customer)?;
        let customer = Customer::find(look.sql(), who.tenant(), id)?;
        let customer = customer.ok_or_else(|| Problem::not_found("customer"))?;
        look.object(id, Some(customer.version));
        Ok(customer.into())
    }
}

/// Changes name, telephone number, language and what else is said of the person. What is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditProfile {
    /// Whose; one's own, or that of the customer acted for, when absent.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// How the customer is addressed: `Mr`, `Ms`; empty takes the stored one away.
    #[serde(default)]
    pub salutation: Option<Salutation>,
    /// Given names.
    #[serde(default)]
    pub first_name: Option<PersonName>,
    /// Family names.
    #[serde(default)]
    pub last_name: Option<PersonName>,
    /// Telephone number; empty takes the stored one away.
    #[serde(default)]
    pub phone: Option<PhoneIfAny>,
    /// Gender, in the client's words; empty takes the stored one away.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// Date of birth, ISO 8601, not in the future; empty takes the stored one away.
    #[serde(default)]
    pub birth_date: Option<BirthDate>,
    /// Language of pages and mails.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// The version the change is made to; needed when acting for somebody.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for EditProfile {
    const NAME: &'static str = "customer.profile.edit";
    const NEEDS: Needs = Needs::Own(Permission::ProfileEdit);
    type Out = ProfileView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, self.customer))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<ProfileView, Refusal> {
        let (id, tenant) = (account_id(who, self.customer)?, who.tenant());
        let before = Customer::find(work.sql(), tenant, id)?.ok_or_else(|| Problem::not_found("customer"))?;
        seen_version(who, self.version, before.version)
            .map_err(|problem| problem.with("current", editable(&before)))?;
        let after = self.applied_to(&before);
        born(self.birth_date.as_ref(), who.at())?;
        if after == before {
            return Ok(before.into());
        }
        let after = Customer { version: before.version + 1, changed_at: Some(who.at()), ..after };
        let params = store::params![
            tenant,
            id,
            before.version,
            after.first_name,
            after.last_name,
            after.phone,
            after.locale,
            after.salutation,
            after.gender,
            after.birth_date,
            after.changed_at
        ];
        if work.sql().exec(&sql::SET_PROFILE, params)? == 0 {
            return Err(version_changed(before.version + 1).into());
        }
        keying::rewrite(work.sql(), tenant, id, &before.searchable(), &after.searchable())?;
        work.changed(id, Some(after.version), &editable(&before), &editable(&after));
        work.emit(Topic::Customer(id), "customer.changed", &json!({ "version": after.version }));
        Ok(after.into())
    }
}

impl EditProfile {
    fn applied_to(&self, before: &Customer) -> Customer {
        let mut after = before.clone();
        if let Some(name) = &self.first_name {
            name.as_str().clone_into(&mut after.first_name);
        }
        if let Some(name) = &self.last_name {
            name.as_str().clone_into(&mut after.last_name);
        }
        if let Some(phone) = &self.phone {
            phone.as_str().clone_into(&mut after.phone);
        }
        if let Some(salutation) = &self.salutation {
            salutation.as_str().clone_into(&mut after.salutation);
        }
        if let Some(gender) = &self.gender {
            gender.as_str().clone_into(&mut after.gender);
        }
        if let Some(date) = &self.birth_date {
            date.as_str().clone_into(&mut after.birth_date);
        }
        after.locale = self.locale.unwrap_or(before.locale);
        after
    }
}

/// Refuses a date of birth that is yet to come.
pub(super) fn born(date: Option<&BirthDate>, at: Timestamp) -> Result<(), Problem> {
    if date.is_some_and(|date| date.is_after(at)) {
        return Err(Problem::invalid("/birth_date", "This day is yet to come. Nothing was changed."));
    }
    Ok(())
}

fn editable(customer: &Customer) -> serde_json::Value {
    json!({
        "salutation": customer.salutation,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "phone": customer.phone,
        "gender": customer.gender,
        "birth_date": customer.birth_date,
        "locale": customer.locale,
    })
}
