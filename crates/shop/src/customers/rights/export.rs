//! Everything that is kept of a customer, to take along.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::sql;
use crate::customers::{account, account_id, office};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Subject};
use crate::kernel::id::CustomerId;
use crate::kernel::{Problem, Timestamp};

/// Everything that is kept of one, in a form that other programs read.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportAccount {}

/// Everything that is kept of a customer, to be handed to them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportCustomer {
    /// Which customer.
    pub customer: CustomerId,
}

/// Everything that is kept of a customer. Amounts are whole minor units; times are RFC 3339.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CustomerExport {
    /// When it was taken.
    pub exported_at: String,
    /// Rows by what they are: `record`, `addresses`, `orders`, ..
    pub kept: BTreeMap<String, Vec<Map<String, Value>>>,
}

impl Ask for ExportAccount {
    const NAME: &'static str = "customer.export.own";
    const NEEDS: Needs = Needs::SelfOnly;
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = CustomerExport;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(account(who, None))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<CustomerExport, Refusal> {
        export(who, look, account_id(who, None)?)
    }
}

impl Ask for ExportCustomer {
    const NAME: &'static str = "customer.export";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerEdit);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = CustomerExport;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        office::owner(who.tenant(), look, self.customer)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<CustomerExport, Refusal> {
        export(who, look, self.customer)
    }
}

/// A kind of rows: its name, where they are, whether they go by the owner of carts and orders, their columns.
type Kept = (&'static str, &'static store::Statement, bool, &'static [&'static str]);

const KEPT: &[Kept] = &[
    (
        "record",
        &sql::KEPT_RECORD,
        false,
        &[
            "number",
            "reference",
            "first_name",
            "last_name",
            "email",
            "phone",
            "locale",
            "segment",
            "vip",
            "status",
            "consent",
            "consent_at",
            "has_password",
            "created_at",
            "version",
            "salutation",
            "gender",
            "birth_date",
            "changed_at",
        ],
    ),
    (
        "addresses",
        &sql::KEPT_ADDRESSES,
        false,
        &[
            "first_name",
            "last_name",
            "company",
            "line1",
            "line2",
            "postcode",
            "city",
            "region",
            "country",
            "phone",
            "default_shipping",
            "default_billing",
            "salutation",
            "line3",
        ],
    ),
    ("sign_ins", &sql::KEPT_SIGN_INS, false, &["created_at", "seen_at", "ended_at"]),
    (
        "carts",
        &sql::KEPT_CARTS,
        true,
        &[
            "cart",
            "name",
            "currency",
            "state",
            "coupons",
            "email",
            "delivery",
            "billing",
            "shipping",
            "payment",
            "total",
            "created_at",
            "changed_at",
            "changed_by",
        ],
    ),
    ("cart_lines", &sql::KEPT_CART_LINES, true, &["cart", "sku", "quantity", "shown_price", "added_by"]),
    (
        "orders",
        &sql::KEPT_ORDERS,
        true,
        &[
            "number",
            "reference",
            "currency",
            "placed_at",
            "status",
            "subtotal",
            "discount",
            "shipping",
            "tax",
            "total",
            "name",
            "email",
            "delivery",
            "billing",
            "shipping_name",
            "payment",
            "placed_by",
            "channel",
            "terms",
        ],
    ),
    (
        "order_lines",
        &sql::KEPT_ORDER_LINES,
        true,
        &["order", "sku", "name", "options", "quantity", "unit", "discount", "tax", "total", "added_by"],
    ),
    (
        "payments",
        &sql::KEPT_PAYMENTS,
        true,
        &["order", "amount", "currency", "method", "state", "brand", "last4", "created_at", "changed_at"],
    ),
    (
        "assistance",
        &sql::KEPT_ASSISTANCE,
        false,
        &[
            "session",
            "agent",
            "started_at",
            "ended_at",
            "ended_by",
            "reason",
            "ticket",
            "summary",
            "disposition",
            "disputed_at",
        ],
    ),
    ("notes", &sql::KEPT_NOTES, false, &["session", "noted_at", "text"]),
];

fn export(who: &Acting, look: &mut Look<'_, '_>, id: CustomerId) -> Result<CustomerExport, Refusal> {
    let (tenant, owner) = (who.tenant(), Subject::Customer(id));
    let mut kept = BTreeMap::new();
    for &(name, statement, by_owner, columns) in KEPT {
        let rows = if by_owner {
            look.sql().all(statement, store::params![tenant, owner])?
        } else {
            look.sql().all(statement, store::params![tenant, id])?
        };
        let rows: Vec<_> = rows.iter().map(|row| members(row, columns)).collect::<Result<_, _>>()?;
        if name == "record" && rows.is_empty() {
            return Err(Problem::not_found("customer").into());
        }
        kept.insert(name.to_owned(), rows);
    }
    look.object(id, None);
    Ok(CustomerExport { exported_at: time(who.at()), kept })
}

fn members(row: &store::Row, columns: &[&str]) -> Result<Map<String, Value>, store::Error> {
    let member = |(place, name): (usize, &&str)| {
        Ok(((*name).to_owned(), value(name, &row.get::<store::Value>(place)?)))
    };
    columns.iter().enumerate().map(member).collect()
}

/// A column as JSON: times as people write them, what is JSON in the store as what it says.
fn value(name: &str, stored: &store::Value) -> Value {
    match stored {
        store::Value::Null | store::Value::Blob(_) => Value::Null,
        store::Value::Int(number) if name.ends_with("_at") => time(Timestamp(*number)).into(),
        // A truth is a number on one engine.
        store::Value::Int(number) if TRUTHS.contains(&name) => (*number != 0).into(),
        store::Value::Int(number) => (*number).into(),
        store::Value::Bool(truth) => (*truth).into(),
        store::Value::Text(text) if matches!(name, "delivery" | "billing" | "terms") => {
            serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
        }
        store::Value::Text(text) => text.as_str().into(),
    }
}

/// Columns that are true or false.
const TRUTHS: [&str; 5] = ["vip", "consent", "has_password", "default_shipping", "default_billing"];

fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.0).map(|time| time.to_string()).unwrap_or_default()
}
