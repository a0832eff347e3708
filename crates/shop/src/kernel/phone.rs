//! Telephone numbers.

use std::str::FromStr;

use schemars::json_schema;

use super::text::string_type;

/// A telephone number, kept as given: `+49 (0)151 234-5678`. Letters are refused, everything else that
/// people write between digits is kept; 4 to 15 digits (the most that ITU-T E.164 allows), 32 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why a text is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// A character that people do not write in telephone numbers.
    #[error("a telephone number has digits, spaces and + ( ) - . / only; {0:?} is something else")]
    Character(char),
    /// Too few or too many digits.
    #[error("a telephone number has 4 to 15 digits, not {0}")]
    Digits(usize),
    /// Mostly something else than digits.
    #[error("a telephone number has at most 32 characters")]
    TooLong,
}

impl Phone {
    /// Its digits alone: `490151...` for `+49 (0)151 ...`.
    pub fn digits(&self) -> String {
        self.0.chars().filter(char::is_ascii_digit).collect()
    }
}

/// Whether people write the character between the digits of a telephone number.
pub fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '(' | ')' | '-' | '‐' | '‑' | '–' | '.' | '/')
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(given: &str) -> Result<Self, PhoneError> {
        let given = given.trim();
        let strange = |(at, c): &(usize, char)| {
            !(c.is_ascii_digit() || is_separator(*c) || (*c == '+' && given[..*at].chars().all(is_separator)))
        };
        if let Some((_, c)) = given.char_indices().find(strange) {
            return Err(PhoneError::Character(c));
        }
        if given.chars().count() > 32 {
            return Err(PhoneError::TooLong);
        }
        match given.chars().filter(char::is_ascii_digit).count() {
            4..=15 => Ok(Self(given.to_owned())),
            digits => Err(PhoneError::Digits(digits)),
        }
    }
}

string_type!(
    Phone,
    "Phone",
    json_schema!({
        "type": "string", "minLength": 4, "maxLength": 32, "examples": ["+49 151 2345678"],
    })
);

/// A telephone number or nothing: in a form an empty field takes a stored number away.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneIfAny(String);

impl FromStr for PhoneIfAny {
    type Err = PhoneError;

    fn from_str(given: &str) -> Result<Self, PhoneError> {
        if given.trim().is_empty() {
            return Ok(Self::default());
        }
        given.parse::<Phone>().map(|phone| Self(phone.into()))
    }
}

string_type!(
    PhoneIfAny,
    "PhoneIfAny",
    json_schema!({
        "type": "string", "maxLength": 32, "examples": ["+49 151 2345678", ""],
    })
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_as_written() {
        for (good, digits) in [
            ("+49 (0)151 234-5678", "4901512345678"),
            ("(555) 123.4567", "5551234567"),
            ("0151/2345", "01512345"),
        ] {
            let phone: Phone = good.parse().unwrap();
            assert_eq!((phone.as_str(), phone.digits().as_str()), (good, digits));
        }
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        assert_eq!("call me".parse::<Phone>(), Err(PhoneError::Character('c')));
        assert_eq!("0151+23".parse::<Phone>(), Err(PhoneError::Character('+')));
        assert_eq!("110".parse::<Phone>(), Err(PhoneError::Digits(3)));
        assert_eq!("1234567890123456".parse::<Phone>(), Err(PhoneError::Digits(16)));
        assert_eq!(format!("1{}234", "-".repeat(40)).parse::<Phone>(), Err(PhoneError::TooLong));
    }
}
