use std::str::FromStr;

use schemars::json_schema;

use super::bounded::ONE_LINE;
use super::{TextError, string_type};

/// What another system calls a thing: 1 to 200 characters, kept exactly, without control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

impl FromStr for Reference {
    type Err = TextError;

    fn from_str(given: &str) -> Result<Self, TextError> {
        if let Some(control) = given.chars().find(|c| c.is_control()) {
            return Err(TextError::Control(control));
        }
        match given.chars().count() {
            0 => Err(TextError::Empty),
            has @ 201.. => Err(TextError::TooLong { max: 200, has }),
            _ => Ok(Self(given.to_owned())),
        }
    }
}

string_type!(
    Reference,
    "Reference",
    json_schema!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": ONE_LINE })
);
