//! Texts of the catalogue whose form is checked.

use std::str::FromStr;

use schemars::json_schema;

use crate::kernel::text::{Text, string_type};

/// The last part of an address: 1 to 120 small letters, digits and single hyphens between them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slug(String);

/// The text is no slug.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("may have small letters, digits and single hyphens between them, 1 to 120 in all")]
pub struct NoSlug;

impl FromStr for Slug {
    type Err = NoSlug;

    fn from_str(given: &str) -> Result<Self, NoSlug> {
        let of_letters =
            |part: &str| !part.is_empty() && part.bytes().all(|c| matches!(c, b'a'..=b'z' | b'0'..=b'9'));
        if given.len() <= 120 && given.split('-').all(of_letters) {
            Ok(Self(given.to_owned()))
        } else {
            Err(NoSlug)
        }
    }
}

string_type!(
    Slug,
    "Slug",
    json_schema!({
        "type": "string", "maxLength": 120, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
    })
);

/// A key and its value, `size=24cm`: each 1 to 60 characters; neither holds `=` or `;`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair(String);

/// The text is no key with a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is written as key=value, each 1 to 60 characters without = and ;")]
pub struct NoPair;

impl FromStr for Pair {
    type Err = NoPair;

    fn from_str(given: &str) -> Result<Self, NoPair> {
        let (key, value) = given.split_once('=').ok_or(NoPair)?;
        let part = |text: &str| match text.parse::<Text<1, 60>>() {
            Ok(text) if !text.as_str().contains(['=', ';']) => Ok(text),
            _ => Err(NoPair),
        };
        Ok(Self(format!("{}={}", part(key)?, part(value)?)))
    }
}

string_type!(
    Pair,
    "Pair",
    json_schema!({
        "type": "string", "maxLength": 121, "pattern": "^[^=;]+=[^=;]+$", "examples": ["size=24cm"],
    })
);

/// The name of a file under `/media`, without its ending: 1 to 120 letters, digits, `-`, `_` and `.`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Picture(String);

/// The text is no name of a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("may have letters, digits, - _ and ., 1 to 120 in all")]
pub struct NoPicture;

impl FromStr for Picture {
    type Err = NoPicture;

    fn from_str(given: &str) -> Result<Self, NoPicture> {
        let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
        let fits = (1..=120).contains(&given.len()) && given.bytes().all(plain);
        if fits { Ok(Self(given.to_owned())) } else { Err(NoPicture) }
    }
}

string_type!(
    Picture,
    "Picture",
    json_schema!({
        "type": "string", "maxLength": 120, "pattern": "^[A-Za-z0-9._-]+$",
    })
);
