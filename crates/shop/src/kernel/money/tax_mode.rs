//! Whether prices hold the tax already.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether prices contain the tax or have it added at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxMode {
    /// Prices are what the customer pays; tax is the share within them.
    Included,
    /// Prices are without tax; tax comes on top.
    Added,
}

impl TaxMode {
    /// Its name in rows and on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Added => "added",
        }
    }
}

impl FromStr for TaxMode {
    type Err = String;

    /// Reads `included` or `added`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "included" => Ok(Self::Included),
            "added" => Ok(Self::Added),
            _ => Err(format!("{text:?} is no tax mode: included, added")),
        }
    }
}
