//! Dates of birth.

use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::Offset;
use schemars::json_schema;

use super::Timestamp;
use super::text::string_type;

/// A date of birth, `1990-04-23`, or nothing: an empty one takes a stored date away.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate(String);

/// Why a text is no date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a date is written as year, month and day: 1990-04-23")]
pub struct BirthDateError;

impl FromStr for BirthDate {
    type Err = BirthDateError;

    fn from_str(given: &str) -> Result<Self, BirthDateError> {
        let given = given.trim();
        if given.is_empty() {
            return Ok(Self::default());
        }
        let date: Date = given.parse().map_err(|_| BirthDateError)?;
        // Nothing but the date: the parser knows times and other ways of writing one too.
        if date.to_string() == given { Ok(Self(given.to_owned())) } else { Err(BirthDateError) }
    }
}

impl BirthDate {
    /// Whether this day has begun nowhere on earth yet.
    pub fn is_after(&self, at: Timestamp) -> bool {
        let (Ok(date), Ok(now)) = (self.0.parse::<Date>(), jiff::Timestamp::from_microsecond(at.0)) else {
            return false;
        };
        date > Offset::constant(14).to_datetime(now).date()
    }
}

string_type!(
    BirthDate,
    "BirthDate",
    json_schema!({
        "type": "string", "maxLength": 10, "examples": ["1990-04-23", ""],
    })
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_kept_as_written() {
        for good in ["", "1990-04-23", "2024-02-29"] {
            assert_eq!(good.parse::<BirthDate>().map(String::from), Ok(good.to_owned()));
        }
        assert_eq!(" 1990-04-23 ".parse::<BirthDate>().map(String::from), Ok("1990-04-23".to_owned()));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for bad in ["23.04.1990", "1990-4-23", "19900423", "2023-02-29", "1990-04-23T10:00", "yesterday", "0"]
        {
            assert_eq!(bad.parse::<BirthDate>(), Err(BirthDateError), "{bad}");
        }
    }

    #[test]
    fn a_day_has_come_where_it_begins_first() {
        let at = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_microsecond());
        let date: BirthDate = "2026-11-22".parse().unwrap();
        assert!(date.is_after(at("2026-11-21T09:59:59Z")));
        assert!(!date.is_after(at("2026-11-21T10:00:00Z")));
        assert!(!BirthDate::default().is_after(at("2026-11-21T10:00:00Z")));
    }
}
