//! Opening an account by oneself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::create::{Created, insert_numbered};
use super::profile::{ProfileView, born};
use super::record::{Customer, Gender, PersonName, Salutation};
use crate::desk::{Act, Acting, Before, Look, Needs, Owner, Refusal, Work};
use crate::kernel::{BirthDate, Email, Locale, PhoneIfAny, Problem};
use crate::people::password::{CUSTOMER_MIN, NewPassword};

/// Opens an account for whoever sends this, and signs nobody in: its owner does that with the password. The answer is
/// what its owner will see of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenAccount {
    /// How the customer is addressed: `Mr`, `Ms`; may be empty.
    #[serde(default)]
    pub salutation: Salutation,
    /// Given names.
    pub first_name: PersonName,
    /// Family names.
    pub last_name: PersonName,
    /// E-mail address; nobody else of this tenant may have it.
    pub email: Email,
    /// Password, 8 to 256 characters.
    pub password: NewPassword<CUSTOMER_MIN>,
    /// Telephone number; may be empty.
    #[serde(default)]
    pub phone: PhoneIfAny,
    /// Gender, in the client's words; may be empty.
    #[serde(default)]
    pub gender: Gender,
    /// Date of birth, ISO 8601, not in the future; may be empty.
    #[serde(default)]
    pub birth_date: BirthDate,
    /// Language of pages and mails; that of the request when absent.
    #[serde(default)]
    pub locale: Option<Locale>,
}

impl Act for OpenAccount {
    const NAME: &'static str = "customer.open_account";
    const NEEDS: Needs = Needs::Nothing;
    type Out = ProfileView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        born(Some(&self.birth_date), before.now())?;
        self.password.prepare(before.mint())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<ProfileView, Refusal> {
        born(Some(&self.birth_date), who.at())?;
        let person = NewAccount {
            first_name: &self.first_name,
            last_name: &self.last_name,
            email: &self.email,
            phone: &self.phone,
            locale: self.locale,
        };
        let opened = person.open(who, work, self.password.hashed()?, |customer| Customer {
            salutation: self.salutation.to_string(),
            gender: self.gender.to_string(),
            birth_date: self.birth_date.to_string(),
            ..customer
        })?;
        let customer = Customer::find(work.sql(), who.tenant(), opened.id)?;
        Ok(customer.ok_or_else(|| Problem::not_found("customer"))?.into())
    }
}

/// What every new account has.
pub(super) struct NewAccount<'a> {
    pub(super) first_name: &'a PersonName,
    pub(super) last_name: &'a PersonName,
    pub(super) email: &'a Email,
    pub(super) phone: &'a PhoneIfAny,
    pub(super) locale: Option<Locale>,
}

impl NewAccount<'_> {
    /// Opens it, with whatever else is to be said of the customer. `password` is a PHC string.
    pub(super) fn open(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        password: &str,
        more: impl FnOnce(Customer) -> Customer,
    ) -> Result<Created, Refusal> {
        let blank = Customer::blank(work.id(), self.locale.unwrap_or(who.locale()), who.at());
        let customer = more(Customer {
            first_name: self.first_name.to_string(),
            last_name: self.last_name.to_string(),
            email: self.email.to_string(),
            phone: self.phone.to_string(),
            ..blank
        });
        insert_numbered(work, who, customer, self.email, Some(password))
    }
}
