//! Erasing a customer.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::sql;
use crate::assist::{EndedBy, Which, end_all};
use crate::customers::credentials::{check_own, prove_own};
use crate::customers::ending::end_sign_ins;
use crate::customers::record::Customer;
use crate::customers::{account, keying, office, seen_version};
use crate::desk::{Act, Acting, Before, Look, Needs, Owner, Permission, Refusal, Subject, Work};
use crate::events::Topic;
use crate::kernel::id::{CustomerId, OrderId};
use crate::kernel::problem::{self, Problem};
use crate::people::password::GivenPassword;

/// Stands in orders where the name was.
const NOBODY: &str = "(erased)";

/// Erases one's own account, for good: record, addresses, carts, sign-ins, password, what was noted, and every
/// detail in the audit log. Orders stay as the law wants them, without name and address. There is no way back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseAccount {
    /// One's password.
    pub password: GivenPassword,
    /// That it is meant: `true`.
    pub confirmed: bool,
}

/// Erases one's own account as [`EraseAccount`] does, for clients that ask for no password in this call: it must
/// have been given within the last 15 minutes, else `step-up-required`: sign in again first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseSignedIn {
    /// Only if the record still has this version (If-Match).
    #[serde(default)]
    pub version: Option<i64>,
}

/// For how long after signing in with the password one may erase the account without giving it again.
const FRESH: Duration = Duration::from_secs(15 * 60);

/// Erases a customer, for good, as [`EraseAccount`] does.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseCustomer {
    /// Which customer.
    pub customer: CustomerId,
    /// The customer's number, typed once more: it is meant, and it is the right one.
    pub number: String,
    /// The version of the record that was looked at.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What is left of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Erased {
    /// The number that the orders still go by.
    pub number: String,
    /// Orders that stay, without name and address.
    pub orders: usize,
}

impl Act for EraseAccount {
    const NAME: &'static str = "customer.erase.own";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = Erased;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, None))
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        check_own(&mut self.password, before).map(|_| ())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Erased, Refusal> {
        if !self.confirmed {
            return Err(Problem::invalid("/confirmed", "Say that you mean it. Nothing was changed.").into());
        }
        let id = prove_own(work, who, &self.password)?.id;
        let customer =
            Customer::find(work.sql(), who.tenant(), id)?.ok_or_else(|| Problem::not_found("customer"))?;
        erase(who, work, &customer)
    }
}

impl Act for EraseSignedIn {
    const NAME: &'static str = "customer.erase.signed_in";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = Erased;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, None))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Erased, Refusal> {
        if who.signed_in_at().is_none_or(|proven| who.at().since(proven) > FRESH) {
            let said = "Sign in again, then erase the account within 15 minutes. Nothing was changed.";
            return Err(Problem::new(&problem::STEP_UP_REQUIRED, said).into());
        }
        let customer = Customer::find(work.sql(), who.tenant(), who.customer()?)?
            .ok_or_else(|| Problem::not_found("customer"))?;
        seen_version(who, self.version, customer.version)?;
        erase(who, work, &customer)
    }
}

impl Act for EraseCustomer {
    const NAME: &'static str = "customer.erase";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerEdit);
    type Out = Erased;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        office::owner(who.tenant(), look, self.customer)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Erased, Refusal> {
        let customer = Customer::find(work.sql(), who.tenant(), self.customer)?
            .ok_or_else(|| Problem::not_found("customer"))?;
        seen_version(who, self.version, customer.version)?;
        if self.number.trim() != customer.number {
            let said = "This is not the customer's number. Nothing was changed.";
            return Err(Problem::invalid("/number", said).into());
        }
        erase(who, work, &customer)
    }
}

fn erase(who: &Acting, work: &mut Work<'_, '_>, customer: &Customer) -> Result<Erased, Refusal> {
    let (tenant, id, at) = (who.tenant(), customer.id, who.at());
    let owner = Subject::Customer(id);
    end_all(work, Which::Customer(id), EndedBy::Revoked, "The account was erased.")?;
    end_sign_ins(work, who, id, None)?;
    keying::drop_all(work.sql(), tenant, id, &customer.searchable())?;
    let orders = work.sql().all(&sql::ORDERS_OF, store::params![tenant, owner])?;
    for row in &orders {
        let (order, number): (OrderId, String) = (row.get(0)?, row.get(1)?);
        let (delivery, billing) = (country_of(row, 2)?, country_of(row, 3)?);
        keying::drop_order_number(work.sql(), tenant, id, &number)?;
        let params = store::params![tenant, owner, order, NOBODY, delivery, billing];
        work.sql().exec(&sql::STRIP_ORDER, params)?;
    }
    for statement in [&sql::DROP_CART_LINES, &sql::DROP_CARTS] {
        work.sql().exec(statement, store::params![tenant, owner])?;
    }
    work.sql().exec(&sql::END_PAY_LINKS, store::params![tenant, owner, at])?;
    for statement in [&sql::DROP_ADDRESSES, &sql::DROP_LINKS, &sql::DROP_NOTES, &sql::STRIP_ASSISTANCE] {
        work.sql().exec(statement, store::params![tenant, id])?;
    }
    work.sql().exec(&sql::DROP_ANSWERS, store::params![tenant, format!("customer:{id}"), id])?;
    let key = format!("erased:{id}");
    work.sql().exec(&sql::STRIP_RECORD, store::params![tenant, id, at, key])?;
    crate::audit::erase_subject(work, id)?;
    work.changed(id, Some(customer.version + 1), &(), &json!({ "erased": true, "orders": orders.len() }));
    work.emit(Topic::Customer(id), "customer.erased", &json!({}));
    Ok(Erased { number: customer.number.clone(), orders: orders.len() })
}

/// An address of an order with everything but its country taken out, in the shape it had.
fn country_of(row: &store::Row, column: usize) -> Result<Option<String>, store::Error> {
    let Some(text) = row.get::<Option<String>>(column)? else { return Ok(None) };
    let mut address: Value = serde_json::from_str(&text).unwrap_or_default();
    let members = address.as_object_mut().into_iter().flatten();
    for (_, value) in members.filter(|(name, value)| name.as_str() != "country" && value.is_string()) {
        *value = "".into();
    }
    Ok(Some(address.to_string()))
}
