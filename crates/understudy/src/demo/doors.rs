//! Who can sign in to the demo shop, and how.

use anyhow::Result;
use shop::desk::Desk;
use shop::kernel::id::TenantId;
use shop::people::asks::ListUsers;

use super::{Filler, people};

/// A line for each user of the demo shop who is still there, and one for its best-known customer. Nothing for
/// any other shop. The passwords are those the demo was filled with.
pub fn doors(desk: &Desk, tenant: TenantId) -> Result<Vec<String>> {
    let filler = Filler { desk, tenant };
    let users = filler.ask(&ListUsers::default())?.items;
    let people = people::all()?;
    let known = |email: &str| users.iter().any(|user| user.email == email);
    let mut lines: Vec<String> = people
        .staff
        .iter()
        .filter(|person| known(&person.email))
        .map(|person| door(&person.email, &person.password, &person.roles.join(", ")))
        .collect();
    if lines.is_empty() {
        return Ok(lines);
    }
    let customer = people.customer.iter().find_map(|customer| {
        let password = customer.password.as_deref()?;
        Some(door(&customer.email, password, "customer, in the shop"))
    });
    lines.extend(customer);
    Ok(lines)
}

fn door(email: &str, password: &str, role: &str) -> String {
    format!("{email:<32} {password:<18} {role}")
}
