//! The people with stories: users of the back office and customers, with the passwords the start prints.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use shop::customers::{CustomerRow, ImportCustomers};
use shop::kernel::Secret;
use shop::kernel::id::GroupId;
use shop::people::create::CreateUser;
use shop::people::groups::ListGroups;

use super::Filler;
use super::sites::read;

const PEOPLE: &str = include_str!("../../../../demo/northlight/people.toml");

/// Everybody with a story.
#[derive(Deserialize)]
pub(super) struct People {
    pub(super) staff: Vec<Staff>,
    pub(super) customer: Vec<Customer>,
}

/// A user of the back office.
#[derive(Deserialize)]
pub(super) struct Staff {
    name: String,
    pub(super) email: String,
    pub(super) password: String,
    #[serde(default)]
    agent: bool,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    pub(super) roles: Vec<String>,
    #[serde(default)]
    sites: Vec<String>,
    locale: String,
}

/// A customer.
#[derive(Deserialize)]
pub(super) struct Customer {
    number: String,
    pub(super) reference: String,
    first_name: String,
    last_name: String,
    pub(super) email: String,
    phone: Option<String>,
    pub(super) password: Option<String>,
    locale: String,
    segment: String,
    status: Option<String>,
    consent: Option<bool>,
    #[serde(default)]
    pub(super) address: Vec<toml::Table>,
    pub(super) cart: Option<Cart>,
}

/// A cart somebody has left half-finished.
#[derive(Deserialize)]
pub(super) struct Cart {
    pub(super) site: String,
    pub(super) currency: String,
    pub(super) lines: Vec<CartLine>,
}

/// A line of it.
#[derive(Deserialize)]
pub(super) struct CartLine {
    pub(super) sku: String,
    pub(super) quantity: u32,
}

/// Everybody with a story.
pub(super) fn all() -> Result<People> {
    toml::from_str(PEOPLE).context("the demo data does not fit: people.toml")
}

/// Parts of an address as an act takes them.
pub(super) fn lines(address: &toml::Table) -> Value {
    let kept = |name: &&String| !matches!(name.as_str(), "label" | "default_shipping" | "default_billing");
    address
        .iter()
        .filter(|(name, _)| kept(name))
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Stores the customers with stories. Answers how many there are.
pub(super) fn customers(filler: &Filler<'_>) -> Result<usize> {
    let people = all()?;
    let hashes =
        hashed(filler, people.customer.iter().map(|customer| customer.password.as_deref()).collect())?;
    let rows = people
        .customer
        .iter()
        .zip(hashes)
        .map(|(customer, password)| {
            read(
                "customer",
                json!({
                    "reference": customer.reference, "number": customer.number,
                    "first_name": customer.first_name, "last_name": customer.last_name,
                    "email": customer.email, "phone": customer.phone, "locale": customer.locale,
                    "segment": customer.segment, "vip": customer.segment == "vip", "status": customer.status,
                    "consent": customer.consent, "password": password,
                    "address": customer.address.first().map(lines),
                }),
            )
        })
        .collect::<Result<Vec<CustomerRow>>>()?;
    store(filler, "people.toml", rows)?;
    Ok(people.customer.len())
}

/// Stores customers in batches; all of them must fit.
pub(super) fn store(filler: &Filler<'_>, name: &str, rows: Vec<CustomerRow>) -> Result<()> {
    let mut first_row = 1;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch: Vec<CustomerRow> = rows.by_ref().take(500).collect();
        let count = u32::try_from(batch.len())?;
        let digest = name.parse().map_err(|_| anyhow::anyhow!("{name}"))?;
        let imported = filler.act(ImportCustomers { digest, first_row, rows: batch })?;
        if let Some(refused) = imported.refused.first() {
            anyhow::bail!(
                "the demo data does not fit: {name}, customer {}: {}",
                first_row + refused.row,
                refused.problem
            );
        }
        first_row += count;
    }
    Ok(())
}

/// Hashes passwords, each on a thread of its own: they are few.
fn hashed(filler: &Filler<'_>, passwords: Vec<Option<&str>>) -> Result<Vec<Option<String>>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = passwords
            .into_iter()
            .map(|password| {
                let salt = filler.desk.mint().bytes();
                let password = password.map(|text| Secret::new(text.to_owned()));
                scope.spawn(move || {
                    password.map(|password| shop::people::password::hash(&password, salt)).transpose()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| match thread.join() {
                Ok(hash) => hash.map_err(|problem| super::plain(&problem)),
                Err(_) => anyhow::bail!("hashing failed"),
            })
            .collect()
    })
}

/// Creates the users of the back office.
pub(super) fn staff(filler: &Filler<'_>) -> Result<()> {
    let people = all()?;
    let directory = filler.desk.directory().map_err(|problem| super::plain(&problem))?;
    let groups = filler.ask(&ListGroups {})?;
    let group = |name: &String| -> Result<GroupId> {
        let found = groups.items.iter().find(|group| group.name == *name);
        Ok(found.with_context(|| format!("no group {name}"))?.id)
    };
    for person in people.staff {
        let sites = person.sites.iter().filter_map(|slug| Some(directory.by_slug(filler.tenant, slug)?.id));
        let groups = person.groups.iter().map(group).collect::<Result<Vec<_>>>()?;
        filler.act::<CreateUser>(read(
            "user",
            json!({
                "name": person.name, "email": person.email, "password": person.password, "locale": person.locale,
                "agent": person.agent, "roles": person.roles, "groups": groups, "sites": sites.collect::<Vec<_>>(),
            }),
        )?)?;
    }
    Ok(())
}
