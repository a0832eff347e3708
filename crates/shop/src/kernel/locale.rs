//! The languages the product speaks.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromColumn, Param, ToParam};

/// A language of pages and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// The BCP 47 tag: `en`, `de`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Its own name for itself.
    pub fn native_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Locale {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|locale| locale.tag() == text)
            .ok_or_else(|| format!("no language {text:?} here"))
    }
}

impl ToParam for Locale {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self.tag().into())
    }
}

impl FromColumn for Locale {
    const WANTED: &'static str = "a language";
    fn from_column(value: &store::Value) -> Option<Self> {
        String::from_column(value)?.parse().ok()
    }
}
