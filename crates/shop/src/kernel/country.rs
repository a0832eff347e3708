//! Countries.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

mod names;

use names::NAMES;

/// A country by its two letters of ISO 3166-1: `DE`. Ordered by code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u8);

/// The letters are not assigned to a country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a country code of ISO 3166-1, for example DE")]
pub struct UnknownCountry(String);

impl Country {
    /// All countries, in order of code.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..NAMES.len()).map(Self::at)
    }

    /// The two letters.
    pub fn code(self) -> &'static str {
        NAMES[usize::from(self.0)].0
    }

    /// The name for a list, in German where `locale` says `de`, else in English.
    pub fn name(self, locale: &str) -> &'static str {
        let (_, english, german) = NAMES[usize::from(self.0)];
        if locale.split(['-', '_']).next() == Some("de") { german } else { english }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "there are 249 of them, as the type of the table says"
    )]
    fn at(index: usize) -> Self {
        Self(index as u8)
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;

    /// Reads two capital letters.
    fn from_str(code: &str) -> Result<Self, UnknownCountry> {
        NAMES
            .binary_search_by_key(&code, |(known, ..)| known)
            .map(Self::at)
            .map_err(|_| UnknownCountry(code.chars().take(8).collect()))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Country {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Country".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "Country code of ISO 3166-1",
            "pattern": "^[A-Z]{2}$",
            "examples": ["DE"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        assert_eq!(Country::all().len(), 249);
        for country in Country::all() {
            assert_eq!(country.code().parse(), Ok(country));
            assert!(!country.name("en").is_empty() && !country.name("de").is_empty());
        }
    }

    #[test]
    fn names_are_in_the_readers_language() {
        let germany: Country = "DE".parse().unwrap();
        assert_eq!((germany.name("en"), germany.name("de-AT")), ("Germany", "Deutschland"));
        assert!("de".parse::<Country>().is_err());
        assert!("EU".parse::<Country>().is_err());
        assert_eq!(serde_json::to_string(&germany).unwrap(), "\"DE\"");
        assert!(serde_json::from_str::<Country>("\"XX\"").is_err());
    }
}
