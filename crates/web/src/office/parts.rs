//! What several pages show alike: lines, addresses, boxes to tick.

use serde::Serialize;
use shop::cart::{By, ByKind};
use shop::kernel::{Country, Locale, Money};

use crate::pages::assets;

/// Something to choose, in a select.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) name: String,
}

/// A box that is ticked or not.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TickBox {
    pub(super) value: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

/// A line of a cart or an order.
#[derive(Debug, Serialize)]
pub(super) struct LineRow {
    pub(super) picture: String,
    pub(super) name: String,
    pub(super) variant: String,
    pub(super) quantity: u32,
    pub(super) unit: Money,
    pub(super) total: Money,
    pub(super) before: Option<Money>,
    pub(super) added_by: Option<String>,
}

/// The agent's name where an agent did it.
pub(super) fn agent_of(by: &By) -> Option<String> {
    (by.kind == ByKind::Agent).then(|| by.name.clone().unwrap_or_default())
}

/// Where a picture of the catalogue is.
pub(super) fn picture(name: &str) -> String {
    assets::picture(name)
}

/// An address, ready to be read.
#[derive(Debug, Default, Serialize)]
pub(super) struct AddressView {
    pub(super) salutation: String,
    pub(super) name: String,
    pub(super) company: String,
    pub(super) line1: String,
    pub(super) line2: String,
    pub(super) line3: String,
    pub(super) postal_code: String,
    pub(super) city: String,
    pub(super) region: String,
    pub(super) country_name: String,
    pub(super) phone: String,
    pub(super) default_shipping: bool,
}

impl AddressView {
    /// One of a customer's own addresses.
    pub(super) fn saved(address: shop::customers::Address, locale: Locale) -> Self {
        let country_name = match address.country.parse::<Country>() {
            Ok(country) => country.name(locale.tag()).to_owned(),
            Err(_) => address.country,
        };
        Self {
            salutation: address.salutation,
            name: format!("{} {}", address.first_name, address.last_name),
            company: address.company,
            line1: address.line1,
            line2: address.line2,
            line3: address.line3,
            postal_code: address.postcode,
            city: address.city,
            region: address.region,
            country_name,
            phone: address.phone,
            default_shipping: address.default_shipping,
        }
    }

    /// The address on a cart or an order.
    pub(super) fn on_order(address: shop::checkout::Address, locale: Locale) -> Self {
        Self {
            salutation: address.salutation,
            name: format!("{} {}", address.first_name, address.last_name),
            company: address.company,
            line1: address.line1,
            line2: address.line2,
            line3: address.line3,
            postal_code: address.postcode,
            city: address.city,
            region: address.region,
            country_name: address.country.name(locale.tag()).to_owned(),
            phone: address.phone,
            default_shipping: false,
        }
    }
}
