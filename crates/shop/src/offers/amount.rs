//! Amounts by currency, as forms and the API write them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::kernel::Currency;

/// An amount in minor units of one currency, written `EUR:1500`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrencyAmount {
    /// The currency.
    pub currency: Currency,
    /// Minor units.
    pub minor: u32,
}

impl CurrencyAmount {
    /// By currency; of two in one currency the last one counts.
    pub(super) fn map(all: &[Self]) -> BTreeMap<Currency, u32> {
        all.iter().map(|one| (one.currency, one.minor)).collect()
    }
}

impl FromStr for CurrencyAmount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no amount like EUR:1500");
        let (currency, minor) = text.split_once(':').ok_or_else(wrong)?;
        Ok(Self {
            currency: currency.parse().map_err(|_| wrong())?,
            minor: minor.parse().map_err(|_| wrong())?,
        })
    }
}

impl fmt::Display for CurrencyAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.currency, self.minor)
    }
}

impl Serialize for CurrencyAmount {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CurrencyAmount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for CurrencyAmount {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CurrencyAmount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Z]{3}:[0-9]+$", "examples": ["EUR:1500"] })
    }
}
