//! A new customer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::record::{Customer, PersonName, STANDARD, SegmentName};
use super::{keying, sql};
use crate::desk::numbers::Series;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::CustomerId;
use crate::kernel::problem::{self, Problem};
use crate::kernel::{Email, Locale, PhoneIfAny};

/// Creates a customer who has no account yet, so that an agent can start helping at once. There is no
/// password: the customer sets one when they first sign in by a link.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCustomer {
    /// Given names.
    pub first_name: PersonName,
    /// Family names.
    pub last_name: PersonName,
    /// E-mail address; nobody else of this tenant may have it.
    pub email: Email,
    /// Telephone number; may be empty.
    #[serde(default)]
    pub phone: PhoneIfAny,
    /// Language of pages and mails; the caller's when absent.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Price group; `standard` when absent.
    #[serde(default)]
    pub segment: Option<SegmentName>,
}

/// A customer that was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// The customer.
    pub id: CustomerId,
    /// The number to tell people.
    pub number: String,
    /// The version of the record, always 1.
    pub version: i64,
}

impl Act for CreateCustomer {
    const NAME: &'static str = "customer.create";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerCreate);
    type Out = Created;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Created, Refusal> {
        let customer = Customer {
            first_name: self.first_name.to_string(),
            last_name: self.last_name.to_string(),
            email: self.email.to_string(),
            phone: self.phone.to_string(),
            segment: self.segment.as_ref().map_or(STANDARD, SegmentName::as_str).to_owned(),
            ..Customer::blank(work.id(), self.locale.unwrap_or(who.locale()), who.at())
        };
        insert_numbered(work, who, customer, &self.email, None)
    }
}

/// Customer numbers: `C1001`, `C1002`, ..
const NUMBERS: Series = Series { name: "customers", first: 1001 };
/// Numbers tried for one customer: an import may have given some of them away.
pub(super) const TRIES: usize = 16;

/// The next customer number.
pub(super) fn next_number(work: &mut Work<'_, '_>) -> Result<String, store::Error> {
    Ok(format!("C{}", work.number(NUMBERS)?))
}

/// The next `count` customer numbers.
pub(super) fn next_numbers(work: &mut Work<'_, '_>, count: u32) -> Result<Vec<String>, store::Error> {
    let first = work.numbers(NUMBERS, count)?;
    Ok((first..).take(count as usize).map(|number| format!("C{number}")).collect())
}

/// Writes a customer under the next free number. `password` is a PHC string.
pub(super) fn insert_numbered(
    work: &mut Work<'_, '_>,
    who: &Acting,
    mut customer: Customer,
    email: &Email,
    password: Option<&str>,
) -> Result<Created, Refusal> {
    for _ in 0..TRIES {
        customer.number = next_number(work)?;
        if insert(work, who, &customer, email, password)? {
            work.about(customer.id);
            let (id, number) = (customer.id, customer.number);
            work.changed(id, Some(1), &(), &serde_json::json!({ "number": number }));
            return Ok(Created { id, number, version: 1 });
        }
        if let Some(other) = Customer::by_email(work.sql(), who.tenant(), &email.key())? {
            work.about(other.id);
            return Err(taken().into());
        }
    }
    Err(Problem::new(&problem::CONFLICT, "The next customer numbers are taken. Try again.").into())
}

/// Writes a customer and the search keys; false when e-mail, number or reference is somebody else's.
pub(super) fn insert(
    work: &mut Work<'_, '_>,
    who: &Acting,
    customer: &Customer,
    email: &Email,
    password: Option<&str>,
) -> Result<bool, store::Error> {
    let tenant = who.tenant();
    let written = work.sql().exec(
        &sql::NEW_CUSTOMER,
        store::params![
            tenant,
            customer.id,
            customer.number,
            customer.reference,
            customer.first_name,
            customer.last_name,
            customer.email,
            email.key(),
            customer.phone,
            customer.locale,
            customer.segment,
            customer.vip,
            customer.status,
            customer.consent,
            password,
            customer.created_at,
            customer.salutation,
            customer.gender,
            customer.birth_date
        ],
    )?;
    if written == 1 {
        keying::write(work.sql(), tenant, customer.id, &customer.searchable())?;
    }
    Ok(written == 1)
}

/// The e-mail address belongs to another customer.
pub(super) fn taken() -> Problem {
    Problem::field(
        &problem::TAKEN,
        "/email",
        "There is already a customer with this e-mail address. Nothing was changed.",
    )
}
