//! Our records as theirs. What is empty here is null there, where it need not be given.

use shop::customers::Address;
use shop::customers::profile::ProfileView;
use shop::kernel::{Country, Locale, Timestamp};

use super::wire;

/// What a customer is called on the wire: the import's reference, else the shop's own number.
pub(in crate::dialects::spryker) fn reference(profile: &ProfileView) -> &str {
    profile.reference.as_deref().unwrap_or(&profile.number)
}

pub(super) fn customer(profile: &ProfileView) -> wire::Customer {
    wire::Customer {
        salutation: some(&profile.salutation),
        first_name: profile.first_name.clone(),
        last_name: profile.last_name.clone(),
        email: profile.email.clone(),
        gender: some(&profile.gender),
        date_of_birth: some(&profile.birth_date),
        created_at: moment(profile.created_at),
        updated_at: moment(profile.changed_at),
    }
}

/// An address, with its country's name in this language.
pub(super) fn address(address: &Address, locale: Locale) -> wire::Address {
    let country = address.country.parse::<Country>();
    wire::Address {
        salutation: some(&address.salutation),
        first_name: address.first_name.clone(),
        last_name: address.last_name.clone(),
        address1: address.line1.clone(),
        address2: some(&address.line2),
        address3: some(&address.line3),
        zip_code: address.postcode.clone(),
        city: address.city.clone(),
        country: country
            .map_or_else(|_| address.country.clone(), |country| country.name(locale.tag()).to_owned()),
        iso2_code: address.country.clone(),
        company: some(&address.company),
        phone: some(&address.phone),
        is_default_shipping: address.default_shipping,
        is_default_billing: address.default_billing,
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// `2026-11-02 09:30:00.000000`, in universal time.
fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.0)
        .map(|at| at.strftime("%Y-%m-%d %H:%M:%S%.6f").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_theirs() {
        assert_eq!(moment(Timestamp(1_700_000_000_000_000)), "2023-11-14 22:13:20.000000");
        assert_eq!(moment(Timestamp(1_700_000_000_012_300)), "2023-11-14 22:13:20.012300");
    }
}
