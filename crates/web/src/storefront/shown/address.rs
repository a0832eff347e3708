//! An address, and the countries it can be in.

use serde::Serialize;
use shop::kernel::{Country, Locale};
use shop::sites::Site;

use crate::storefront::frame::full_name;

/// An address.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AddressContext {
    /// Its id; empty for one that is no customer's.
    pub id: String,
    /// How the receiver is addressed.
    pub salutation: String,
    /// Given and family names.
    pub name: String,
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// Company.
    pub company: String,
    /// Street and number.
    pub line1: String,
    /// Further line.
    pub line2: String,
    /// One more line.
    pub line3: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub region: String,
    /// ISO 3166-1 code.
    pub country: String,
    /// The country's name.
    pub country_name: String,
    /// Telephone number.
    pub phone: String,
    /// Whether it is the default for deliveries.
    pub default_shipping: bool,
    /// Whether it is the default for invoices.
    pub default_billing: bool,
    /// Whether a form asks how the receiver is addressed: where it is known.
    pub asks_salutation: bool,
    /// Whether a form asks for one more line: where there is one.
    pub asks_line3: bool,
    /// Its version.
    pub version: i64,
}

impl AddressContext {
    /// One of a customer's addresses.
    pub fn own(address: &shop::customers::Address, locale: Locale) -> Self {
        Self {
            id: address.id.to_string(),
            salutation: address.salutation.clone(),
            name: full_name(&address.first_name, &address.last_name),
            first_name: address.first_name.clone(),
            last_name: address.last_name.clone(),
            company: address.company.clone(),
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            line3: address.line3.clone(),
            postal_code: address.postcode.clone(),
            city: address.city.clone(),
            region: address.region.clone(),
            country_name: country_name(&address.country, locale),
            country: address.country.clone(),
            phone: address.phone.clone(),
            default_shipping: address.default_shipping,
            default_billing: address.default_billing,
            asks_salutation: !address.salutation.is_empty(),
            asks_line3: !address.line3.is_empty(),
            version: address.version,
        }
    }

    /// The address of a cart or an order.
    pub fn kept(address: &shop::checkout::Address, locale: Locale) -> Self {
        Self {
            salutation: address.salutation.clone(),
            name: full_name(&address.first_name, &address.last_name),
            first_name: address.first_name.clone(),
            last_name: address.last_name.clone(),
            company: address.company.clone(),
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            line3: address.line3.clone(),
            postal_code: address.postcode.clone(),
            city: address.city.clone(),
            region: address.region.clone(),
            country: address.country.code().to_owned(),
            country_name: address.country.name(locale.tag()).to_owned(),
            phone: address.phone.clone(),
            ..Self::default()
        }
    }

    /// Whether both say the same, whoever they belong to.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |a: &Self| {
            [
                &a.salutation,
                &a.name,
                &a.company,
                &a.line1,
                &a.line2,
                &a.line3,
                &a.postal_code,
                &a.city,
                &a.region,
                &a.country,
                &a.phone,
            ]
            .map(Clone::clone)
        };
        said(self) == said(other)
    }

    /// What a form says.
    pub fn typed(typed: &std::collections::BTreeMap<String, String>) -> Self {
        let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
        Self {
            salutation: text("salutation"),
            name: full_name(&text("first_name"), &text("last_name")),
            first_name: text("first_name"),
            last_name: text("last_name"),
            company: text("company"),
            line1: text("line1"),
            line2: text("line2"),
            line3: text("line3"),
            postal_code: text("postcode"),
            city: text("city"),
            region: text("region"),
            country: text("country"),
            phone: text("phone"),
            asks_salutation: typed.contains_key("salutation"),
            asks_line3: typed.contains_key("line3"),
            ..Self::default()
        }
    }

    /// An empty one, in the country the site delivers to first.
    pub fn blank(site: &Site) -> Self {
        Self { country: site.countries.first().cloned().unwrap_or_default(), ..Self::default() }
    }
}

/// An entry of a select.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub name: String,
}

/// The countries a site delivers to, by name.
pub fn countries(site: &Site, locale: Locale) -> Vec<Choice> {
    let choice = |code: &String| Choice { value: code.clone(), name: country_name(code, locale) };
    let mut countries: Vec<Choice> = site.countries.iter().map(choice).collect();
    countries.sort_by(|a, b| a.name.cmp(&b.name));
    countries
}

/// The name of a country; its code where nobody knows it.
pub fn country_name(code: &str, locale: Locale) -> String {
    code.parse::<Country>().map_or_else(|_| code.to_owned(), |country| country.name(locale.tag()).to_owned())
}
