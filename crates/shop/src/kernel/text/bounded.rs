use std::str::FromStr;

use schemars::json_schema;
use unicode_normalization::UnicodeNormalization;

use super::string_type;

/// One line of text of `MIN` to `MAX` characters, trimmed and in Unicode normalization form C, without
/// control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

/// Text of `MIN` to `MAX` characters like [`Text`], in which line breaks and tabs are allowed; a line
/// break is always a line feed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose<const MIN: usize, const MAX: usize>(String);

/// Why a text was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space where something is needed.
    #[error("must not be empty")]
    Empty,
    /// Fewer characters than needed.
    #[error("needs at least {min} characters and has {has}")]
    TooShort {
        /// Characters needed.
        min: usize,
        /// Characters given.
        has: usize,
    },
    /// More characters than allowed.
    #[error("may have at most {max} characters and has {has}")]
    TooLong {
        /// Characters allowed.
        max: usize,
        /// Characters given.
        has: usize,
    },
    /// A character that does not print.
    #[error("contains the control character U+{:04X}", u32::from(*.0))]
    Control(char),
}

impl<const MAX: usize> Default for Text<0, MAX> {
    fn default() -> Self {
        Self(String::new())
    }
}

impl<const MIN: usize, const MAX: usize> FromStr for Text<MIN, MAX> {
    type Err = TextError;

    fn from_str(given: &str) -> Result<Self, TextError> {
        check(given.trim().nfc().collect(), MIN, MAX, |_| false).map(Self)
    }
}

impl<const MIN: usize, const MAX: usize> FromStr for Prose<MIN, MAX> {
    type Err = TextError;

    fn from_str(given: &str) -> Result<Self, TextError> {
        let lines = given.trim().replace("\r\n", "\n");
        check(lines.nfc().collect(), MIN, MAX, |c| matches!(c, '\n' | '\t')).map(Self)
    }
}

/// A text without control characters, as a regular expression of schemas.
pub(crate) const ONE_LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f]*$";

/// The same, which may have lines and tabs.
pub(super) const LINES: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";

string_type!({MIN, MAX} Text<MIN, MAX>, format!("Text_{MIN}_{MAX}"), json_schema!({
    "type": "string", "minLength": MIN, "maxLength": MAX, "pattern": ONE_LINE,
}));

string_type!({MIN, MAX} Prose<MIN, MAX>, format!("Prose_{MIN}_{MAX}"), json_schema!({
    "type": "string", "minLength": MIN, "maxLength": MAX, "pattern": LINES,
    "description": "May have several lines",
}));

fn check(text: String, min: usize, max: usize, allowed: fn(char) -> bool) -> Result<String, TextError> {
    if let Some(control) = text.chars().find(|c| c.is_control() && !allowed(*c)) {
        return Err(TextError::Control(control));
    }
    match text.chars().count() {
        0 if min > 0 => Err(TextError::Empty),
        has if has < min => Err(TextError::TooShort { min, has }),
        has if has > max => Err(TextError::TooLong { max, has }),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Name = Text<1, 5>;

    #[test]
    fn text_is_trimmed_and_composed() {
        let name: Name = "  Zoe\u{308} ".parse().unwrap();
        assert_eq!(name.as_str(), "Zoë");
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"Zoë\"");
    }

    #[test]
    fn bounds_are_told() {
        let said = |given: &str| serde_json::from_value::<Name>(given.into()).unwrap_err().to_string();
        assert_eq!(said("  "), "must not be empty");
        assert_eq!(said("abcdef"), "may have at most 5 characters and has 6");
        assert_eq!(said("a\nb"), "contains the control character U+000A");
        assert_eq!(
            "a".parse::<Text<2, 5>>().unwrap_err().to_string(),
            "needs at least 2 characters and has 1"
        );
    }

    #[test]
    fn prose_keeps_its_lines() {
        assert_eq!("a\r\nb\tc\n".parse::<Prose<0, 9>>().unwrap().as_str(), "a\nb\tc");
        assert_eq!("a\u{7}".parse::<Prose<0, 9>>(), Err(TextError::Control('\u{7}')));
        assert_eq!("".parse::<Prose<0, 9>>().unwrap().as_str(), "");
    }

    #[test]
    fn the_schema_tells_the_bounds() {
        let schema = schemars::schema_for!(Name);
        assert_eq!(schema.get("maxLength").and_then(serde_json::Value::as_u64), Some(5));
    }
}
