//! Finding customers as clients of a dialect do: by the beginning of a name or an address, in pages by offset, in
//! the order the customers were made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::keys::beginnings;
use super::search::{masked_email, masked_name};
use super::{record, sql};
use crate::desk::policy::Policies;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::{CustomerId, TenantId};
use crate::kernel::text::{Text, fold};
use crate::kernel::{Email, Problem};

/// Customers looked through and counted at most. Whoever wants more narrows the search.
pub const AT_MOST: u32 = 10_000;

/// A page of the customers whose family name, given name or e-mail address begins with `q`, or whose number or
/// reference it is; of all customers where it is empty. Case and accents do not matter.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerPage {
    /// What was typed.
    #[serde(default)]
    pub q: Text<0, 200>,
    /// Customers before the page. A page past the end is the last one.
    #[serde(default)]
    pub offset: u32,
    /// Customers on a page, 1 to 1,000.
    pub limit: u32,
}

/// A page of customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageView {
    /// The customers of the page.
    pub customers: Vec<Customer>,
    /// How many there are on all pages, up to 10,000.
    pub total: u32,
    /// Customers before the page that is answered.
    pub offset: u32,
}

/// A customer in a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Customer {
    /// The customer.
    pub id: CustomerId,
    /// What another system calls the customer; the shop's own number where no import said so.
    pub reference: String,
    /// Given names.
    pub first_name: String,
    /// Family names; in part where a site's policy masks results.
    pub last_name: String,
    /// E-mail address; in part where a site's policy masks results.
    pub email: String,
}

impl Customer {
    /// Reads id, number, reference, names and address.
    fn from_row(row: &store::Row) -> Result<(Self, String), store::Error> {
        let (number, reference): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        let customer = Self {
            id: row.get(0)?,
            reference: reference.unwrap_or_else(|| number.clone()),
            first_name: row.get(3)?,
            last_name: row.get(4)?,
            email: row.get(5)?,
        };
        Ok((customer, number))
    }

    fn masked(self) -> Self {
        let shown = masked_name(&self.first_name, &self.last_name);
        let (first_name, last_name) = shown.rsplit_once(' ').unwrap_or((&shown, ""));
        Self {
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: masked_email(&self.email),
            ..self
        }
    }
}

impl Ask for CustomerPage {
    const NAME: &'static str = "customer.page";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerSearch);
    const RECORDED: Recorded = Recorded::Counted;
    type Out = PageView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn gist(&self) -> String {
        fold(self.q.as_str())
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<PageView, Refusal> {
        if !(1..=1000).contains(&self.limit) {
            return Err(Problem::invalid("/limit", "Ask for 1 to 1,000 customers.").into());
        }
        let masked = look.memo::<Policies>()?.of_all(who.staff_sites()).any(|policy| policy.masked_results);
        let asked = fold(self.q.as_str());
        let mut page = if asked.is_empty() {
            self.of_all(look.sql(), who.tenant())?
        } else {
            self.beginning(look.sql(), who.tenant(), &asked)?
        };
        if masked {
            page.customers = page.customers.into_iter().map(Customer::masked).collect();
        }
        Ok(page)
    }
}

impl CustomerPage {
    fn of_all(&self, tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<PageView, store::Error> {
        let count = tx.one(&sql::COUNT_CUSTOMERS, store::params![tenant, i64::from(AT_MOST)])?;
        let total: u32 = count.map_or(Ok(0), |row| row.get(0))?;
        let offset = self.within(total);
        let limit = self.limit.min(total - offset);
        let rows = tx.all(&sql::PAGE_OF_ALL, store::params![tenant, i64::from(limit), i64::from(offset)])?;
        let customers = rows.iter().map(|row| Customer::from_row(row).map(|(customer, _)| customer));
        Ok(PageView { customers: customers.collect::<Result<_, _>>()?, total, offset })
    }

    /// Keys begin with words; whether the whole name or address does is seen from the rows.
    fn beginning(
        &self,
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        asked: &str,
    ) -> Result<PageView, store::Error> {
        let (name, email) = beginnings(asked);
        let name = name.map_or_else(Default::default, |range| (range.from, range.until));
        let most = i64::from(AT_MOST);
        let number = format!("#{asked}");
        let params = store::params![tenant, name.0, name.1, email.from, email.until, number, most];
        let mut found = Vec::new();
        for row in tx.all(&sql::IN_RANGES, params)? {
            let (customer, own) = Customer::from_row(&row)?;
            let begins = [&customer.last_name, &customer.first_name, &customer.email].map(|text| fold(text));
            if begins.iter().any(|text| text.starts_with(asked))
                || [&own, &customer.reference].iter().any(|number| fold(number) == asked)
            {
                found.push(customer);
            }
        }
        let total = u32::try_from(found.len()).unwrap_or(AT_MOST);
        let offset = self.within(total);
        let customers = found.into_iter().skip(offset as usize).take(self.limit as usize).collect();
        Ok(PageView { customers, total, offset })
    }

    /// Where the page begins: on a whole page, the last one at most.
    fn within(&self, total: u32) -> u32 {
        let last = total.saturating_sub(1) / self.limit;
        (self.offset / self.limit).min(last) * self.limit
    }
}

/// The one customer who is called this: the import's reference, else the shop's own number. Case does not matter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerByReference {
    /// Reference or number, whole.
    pub reference: String,
}

impl Ask for CustomerByReference {
    const NAME: &'static str = "customer.by_reference";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerSearch);
    const RECORDED: Recorded = Recorded::Counted;
    type Out = Customer;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn gist(&self) -> String {
        fold(&self.reference)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Customer, Refusal> {
        let asked = fold(&self.reference);
        let key = format!("#{asked}");
        let rows = look.sql().all(&sql::BY_NUMBER_KEY, store::params![who.tenant(), key])?;
        let found = rows.iter().map(Customer::from_row).collect::<Result<Vec<_>, _>>()?;
        // A reference goes before another customer's number.
        let is = |text: &str| fold(text) == asked;
        let of_import =
            |(customer, own): &&(Customer, String)| is(&customer.reference) && customer.reference != *own;
        let by_number = || found.iter().find(|(_, number)| is(number));
        let one = found.iter().find(of_import).or_else(by_number).map(|(customer, _)| customer.clone());
        Ok(one.filter(|_| !asked.is_empty()).ok_or_else(|| Problem::not_found("customer"))?)
    }
}

/// The one customer with this whole e-mail address, for whoever was told it by an address of a page. Only the id is
/// answered, so it says nothing that a site masks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerByEmail {
    /// The address, whole.
    pub email: Email,
}

impl Ask for CustomerByEmail {
    const NAME: &'static str = "customer.by_email";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerSearch);
    const RECORDED: Recorded = Recorded::Counted;
    type Out = Option<CustomerId>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn gist(&self) -> String {
        self.email.key()
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Option<CustomerId>, Refusal> {
        let found = record::Customer::by_email(look.sql(), who.tenant(), &self.email.key())?;
        Ok(found.map(|customer| customer.id))
    }
}
