//! What must be true of a site, whoever changes it.

use std::collections::BTreeMap;

use super::Site;
use crate::desk::policy::{DIALECTS, DialectPolicy};
use crate::desk::{Permissions, Policy};
use crate::kernel::Problem;

/// Each item once, in the order given.
pub(super) fn distinct<T: Copy + PartialEq>(items: &[T]) -> Vec<T> {
    let mut distinct = Vec::with_capacity(items.len());
    for item in items {
        if !distinct.contains(item) {
            distinct.push(*item);
        }
    }
    distinct
}

/// Refuses a site that cannot be, pointing at what is wrong.
pub(super) fn check(
    site: &Site,
    others: &[Site],
    roles: &BTreeMap<String, Permissions>,
) -> Result<(), Problem> {
    for (empty, pointer, detail) in [
        (site.languages.is_empty(), "/languages", "A site speaks at least one language."),
        (site.currencies.is_empty(), "/currencies", "A site sells in at least one currency."),
        (site.countries.is_empty(), "/countries", "A site delivers to at least one country."),
    ] {
        if empty {
            return Err(Problem::invalid(pointer, detail));
        }
    }
    for (rate, pointer) in [(site.tax_rate, "/tax_rate"), (site.tax_rate_reduced, "/tax_rate_reduced")] {
        if !(0..=10_000).contains(&rate) {
            return Err(Problem::invalid(pointer, "Tax is 0 to 10000 basis points: 1900 is 19 %."));
        }
    }
    if jiff::tz::TimeZone::get(&site.time_zone).is_err() {
        return Err(Problem::invalid("/time_zone", "Name a time zone, for example Europe/Berlin."));
    }
    let taken = others.iter().find(|other| other.storefront_address == site.storefront_address);
    if let Some(other) = taken.filter(|_| site.assisting()) {
        let detail = format!("The site {} has this address. Nothing was changed.", other.name);
        return Err(Problem::invalid("/storefront_address", detail));
    }
    check_policy(site, roles)
}

fn check_policy(site: &Site, roles: &BTreeMap<String, Permissions>) -> Result<(), Problem> {
    let policy = &site.policy;
    for (value, range, pointer) in [
        (policy.idle_minutes, 2..=15, "/idle_minutes"),
        (policy.absolute_minutes, 5..=480, "/absolute_minutes"),
        (policy.sessions_per_agent, 1..=10, "/sessions_per_agent"),
        (policy.step_up_minutes, 1..=480, "/step_up_minutes"),
    ] {
        if !range.contains(&value) {
            let detail = format!("This is {} to {}, not {value}.", range.start(), range.end());
            return Err(Problem::invalid(pointer, detail));
        }
    }
    if policy.idle_minutes > policy.absolute_minutes {
        let detail = "A session cannot be idle for longer than it lives at most.";
        return Err(Problem::invalid("/idle_minutes", detail));
    }
    for (name, dialect) in &policy.dialects {
        check_dialect(policy, name, dialect)?;
    }
    match policy.place_roles.iter().find(|role| !roles.contains_key(*role)) {
        Some(unknown) => Err(Problem::invalid("/place_roles", format!("There is no role {unknown:?}."))),
        None => Ok(()),
    }
}

fn check_dialect(policy: &Policy, name: &str, dialect: &DialectPolicy) -> Result<(), Problem> {
    let at = |member: &str| format!("/dialects/{name}/{member}");
    if !DIALECTS.contains(&name) {
        let detail = format!("There is no dialect {name:?}: {}.", DIALECTS.join(", "));
        return Err(Problem::invalid(format!("/dialects/{name}"), detail));
    }
    for (value, range, member) in [
        (dialect.idle_minutes, 2..=480, "idle_minutes"),
        (dialect.absolute_minutes, 5..=480, "absolute_minutes"),
    ] {
        if let Some(value) = value.filter(|value| !range.contains(value)) {
            let detail = format!("This is {} to {}, not {value}.", range.start(), range.end());
            return Err(Problem::invalid(at(member), detail));
        }
    }
    let idle = dialect.idle_minutes.unwrap_or(policy.idle_minutes);
    if idle > dialect.absolute_minutes.unwrap_or(policy.absolute_minutes) {
        let detail = "A session cannot be idle for longer than it lives at most.";
        return Err(Problem::invalid(at("idle_minutes"), detail));
    }
    Ok(())
}
