//! An address as a cart and an order keep it: a snapshot, whatever becomes of the customer's own addresses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::Salutation;
use crate::kernel::id::AddressId;
use crate::kernel::text::Text;
use crate::kernel::{Country, Phone, Problem};
use crate::sites::Site;

/// An address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    /// How the receiver is addressed; empty where nobody said it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub salutation: String,
    /// Given names.
    pub first_name: String,
    /// Family names.
    pub last_name: String,
    /// Company; empty for a private address.
    pub company: String,
    /// Street and number.
    pub line1: String,
    /// Further line; may be empty.
    pub line2: String,
    /// One more line; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub line3: String,
    /// Postal code; empty where there are none.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// State or province; may be empty.
    pub region: String,
    /// Country.
    pub country: Country,
    /// Telephone number for the delivery; may be empty.
    pub phone: String,
}

/// An address as an act is given it in full.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GivenAddress {
    /// How the receiver is addressed.
    pub salutation: Option<Salutation>,
    /// Given names.
    pub first_name: Option<Text<0, 80>>,
    /// Family names.
    pub last_name: Option<Text<0, 80>>,
    /// Company.
    pub company: Option<Text<0, 120>>,
    /// Street and number.
    pub line1: Option<Text<0, 120>>,
    /// Further line.
    pub line2: Option<Text<0, 120>>,
    /// One more line.
    pub line3: Option<Text<0, 120>>,
    /// Postal code.
    pub postcode: Option<Text<0, 20>>,
    /// Town.
    pub city: Option<Text<0, 80>>,
    /// State or province.
    pub region: Option<Text<0, 80>>,
    /// Country.
    pub country: Option<Country>,
    /// Telephone number for the delivery.
    pub phone: Option<Phone>,
}

impl GivenAddress {
    /// What it says.
    pub(super) fn fields(&self) -> AddressFields<'_> {
        AddressFields {
            saved: None,
            salutation: self.salutation.as_ref(),
            first_name: self.first_name.as_ref(),
            last_name: self.last_name.as_ref(),
            company: self.company.as_ref(),
            line1: self.line1.as_ref(),
            line2: self.line2.as_ref(),
            line3: self.line3.as_ref(),
            postcode: self.postcode.as_ref(),
            city: self.city.as_ref(),
            region: self.region.as_ref(),
            country: self.country,
            phone: self.phone.as_ref(),
        }
    }
}

/// What an act says of an address: one of the customer's own by id, or the address itself.
#[derive(Clone, Debug, Default)]
pub struct AddressFields<'a> {
    /// One of the customer's own addresses.
    pub saved: Option<AddressId>,
    /// How the receiver is addressed.
    pub salutation: Option<&'a Salutation>,
    /// Given names.
    pub first_name: Option<&'a Text<0, 80>>,
    /// Family names.
    pub last_name: Option<&'a Text<0, 80>>,
    /// Company.
    pub company: Option<&'a Text<0, 120>>,
    /// Street and number.
    pub line1: Option<&'a Text<0, 120>>,
    /// Further line.
    pub line2: Option<&'a Text<0, 120>>,
    /// One more line.
    pub line3: Option<&'a Text<0, 120>>,
    /// Postal code.
    pub postcode: Option<&'a Text<0, 20>>,
    /// Town.
    pub city: Option<&'a Text<0, 80>>,
    /// State or province.
    pub region: Option<&'a Text<0, 80>>,
    /// Country.
    pub country: Option<Country>,
    /// Telephone number.
    pub phone: Option<&'a Phone>,
}

impl AddressFields<'_> {
    /// The address given in full; 422 for what is missing in it.
    pub(super) fn given(&self) -> Result<Address, Problem> {
        let needed = |pointer: &str, text: String, what: &str| {
            if text.is_empty() { Err(Problem::invalid(pointer, format!("Say {what}."))) } else { Ok(text) }
        };
        let last_name = needed("/last_name", plain(self.last_name), "the family name")?;
        let line1 = needed("/line1", plain(self.line1), "street and number")?;
        let city = needed("/city", plain(self.city), "the town")?;
        let country = self.country.ok_or_else(|| Problem::invalid("/country", "Say the country."))?;
        Ok(Address {
            salutation: plain(self.salutation),
            first_name: plain(self.first_name),
            last_name,
            company: plain(self.company),
            line1,
            line2: plain(self.line2),
            line3: plain(self.line3),
            postcode: plain(self.postcode),
            city,
            region: plain(self.region),
            country,
            phone: self.phone.map(ToString::to_string).unwrap_or_default(),
        })
    }
}

fn plain<T: ToString>(text: Option<&T>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

impl Address {
    /// Reads one of a customer's own addresses.
    pub(super) fn from_row(row: &store::Row) -> Result<Option<Self>, store::Error> {
        let country: String = row.get(8)?;
        let Ok(country) = country.parse() else { return Ok(None) };
        Ok(Some(Self {
            first_name: row.get(0)?,
            last_name: row.get(1)?,
            company: row.get(2)?,
            line1: row.get(3)?,
            line2: row.get(4)?,
            postcode: row.get(5)?,
            city: row.get(6)?,
            region: row.get(7)?,
            country,
            phone: row.get(9)?,
            salutation: row.get(10)?,
            line3: row.get(11)?,
        }))
    }

    /// The address, if the site delivers there.
    pub(super) fn within(self, site: &Site) -> Result<Self, Problem> {
        if site.countries.iter().any(|code| code == self.country.code()) {
            return Ok(self);
        }
        let said = format!("{} does not deliver to {}.", site.name, self.country.name("en"));
        Err(Problem::invalid("/country", said))
    }

    /// Given and family names.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}
