//! Finding customers while somebody types.
//!
//! A query becomes ranges of keys (see [`keys`]), which are read in one statement, best ranges first; a
//! second one reads the rows of those found. Only when nobody is found, names with a slip are looked for.
//!
//! [`keys`]: super::keys

mod candidates;
mod row;
pub(crate) mod sql;

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::keys::{Plan, near, plan};
use crate::desk::policy::Policies;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::CustomerId;
use crate::kernel::text::{Text, fold};
use crate::kernel::{Problem, Timestamp};

use candidates::{Candidate, Wanted};
pub(super) use row::{masked_email, masked_name};

/// How long after the last sign of life a customer counts as being in the shop.
pub const LIVE: Duration = Duration::from_secs(5 * 60);
/// Customers an answer holds unless it is said otherwise, and at most.
const LIMIT: (u32, u32) = (20, 50);

/// Finds customers by name, e-mail address, telephone number, customer number, reference or order number,
/// from the first letters on. Best matches first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchCustomers {
    /// What was typed.
    pub q: Text<0, 200>,
    /// Customers wanted, 1 to 50; 20 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchView {
    /// The customers, best matches first.
    #[serde(rename = "items")]
    pub customers: Vec<FoundCustomer>,
    /// Whether there are more: narrow the search.
    pub more: bool,
    /// What to know about the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Hint>,
}

/// What to know about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Hint {
    /// Nothing was looked for: type one more character.
    Short,
    /// Nobody matches; these have nearly that name.
    Near,
}

/// A customer in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundCustomer {
    /// The customer.
    pub id: CustomerId,
    /// The number to tell people.
    pub number: String,
    /// Given and family names; in part where a site's policy masks results.
    pub name: String,
    /// E-mail address; in part where a site's policy masks results.
    pub email: String,
    /// The last four digits of the telephone number; may be empty.
    pub phone_tail: String,
    /// The city orders are sent to; may be empty.
    pub city: String,
    /// Price group.
    pub segment: String,
    /// The newest order.
    pub last_order: Option<LastOrder>,
    /// What to know before helping.
    pub badges: Vec<Badge>,
    /// Names of the agents who are helping right now.
    pub assisted_by: Vec<String>,
}

/// The newest order of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LastOrder {
    /// Its number.
    pub number: String,
    /// When it was placed.
    pub placed_at: Timestamp,
}

/// What to know before helping a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Badge {
    /// To be treated with special care.
    Vip,
    /// Has not allowed that support acts in the account.
    NoConsent,
    /// The account is locked.
    Locked,
    /// The account is out of use.
    Disabled,
    /// In the shop right now.
    Live,
}

impl Ask for SearchCustomers {
    const NAME: &'static str = "customer.search";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerSearch);
    const RECORDED: Recorded = Recorded::Counted;
    type Out = SearchView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn gist(&self) -> String {
        fold(self.q.as_str())
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<SearchView, Refusal> {
        let limit = self.limit.unwrap_or(LIMIT.0);
        if !(1..=LIMIT.1).contains(&limit) {
            return Err(Problem::invalid("/limit", format!("Ask for 1 to {} customers.", LIMIT.1)).into());
        }
        let masked = look.memo::<Policies>()?.of_all(who.staff_sites()).any(|policy| policy.masked_results);
        let mut search = Search { who, limit: limit as usize, masked };
        search.answer(look, self.q.as_str())
    }
}

/// One search.
struct Search<'a> {
    who: &'a Acting,
    limit: usize,
    masked: bool,
}

impl Search<'_> {
    fn answer(&mut self, look: &mut Look<'_, '_>, query: &str) -> Result<SearchView, Refusal> {
        let Plan::Scan(scan) = plan(query) else {
            return Ok(SearchView { hint: Some(Hint::Short), ..SearchView::default() });
        };
        let wanted = Wanted { tenant: self.who.tenant(), limit: self.limit };
        let candidates = wanted.scan(look.sql(), &scan.ranges)?;
        let exact = self.rows(look, candidates, |row| scan.accepts(&row.first, &row.last, &row.email))?;
        if !exact.customers.is_empty() {
            return Ok(exact);
        }
        let Some(near) = near(query) else { return Ok(exact) };
        let candidates = wanted.scan_widely(look.sql(), &near.ranges)?;
        let found = self.rows(look, candidates, |row| near.accepts(&row.first, &row.last))?;
        let hint = (!found.customers.is_empty()).then_some(Hint::Near);
        Ok(SearchView { hint, ..found })
    }

    /// The rows of the candidates in their order, as far as the limit reaches.
    fn rows(
        &self,
        look: &mut Look<'_, '_>,
        candidates: Vec<Candidate>,
        accepts: impl Fn(&row::Row) -> bool,
    ) -> Result<SearchView, store::Error> {
        let mut found: Vec<row::Row> = Vec::with_capacity(self.limit);
        let mut waiting = candidates.into_iter().peekable();
        while waiting.peek().is_some() && found.len() <= self.limit {
            if found.len() == self.limit && waiting.peek().is_some_and(|next| next.certain) {
                break;
            }
            let batch: Vec<Candidate> = waiting.by_ref().take(row::BATCH).collect();
            let rows = row::read(look.sql(), self.who.tenant(), self.who.at(), &batch)?;
            found.extend(rows.into_iter().filter(|row| row.certain || accepts(row)));
        }
        let more = found.len() > self.limit || waiting.peek().is_some();
        found.truncate(self.limit);
        let mut customers: Vec<FoundCustomer> = Vec::with_capacity(found.len());
        let assisted = row::assisted(look.sql(), self.who.tenant(), self.who.at(), &found)?;
        for row in found {
            let names =
                assisted.iter().filter(|(id, _)| *id == row.id).map(|(_, name)| name.clone()).collect();
            customers.push(row.shown(names, self.masked));
        }
        Ok(SearchView { customers, more, hint: None })
    }
}
