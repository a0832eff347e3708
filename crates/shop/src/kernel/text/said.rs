use std::str::FromStr;

use schemars::json_schema;

use super::bounded::{LINES, Prose, TextError};
use super::string_type;

/// What somebody typed freely about a customer, of `MIN` to `MAX` characters: like [`Prose`], and refused
/// when a payment card's number stands in it, which the shop must never keep (PCI DSS 4.0, 3.5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<const MIN: usize, const MAX: usize>(String);

/// Why what was said is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaidError {
    /// Its length or its characters.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A card number.
    #[error("must not contain a payment card's number")]
    CardNumber,
}

impl<const MIN: usize, const MAX: usize> FromStr for Said<MIN, MAX> {
    type Err = SaidError;

    fn from_str(given: &str) -> Result<Self, SaidError> {
        let text = given.parse::<Prose<MIN, MAX>>()?;
        if has_card_number(text.as_str()) {
            return Err(SaidError::CardNumber);
        }
        Ok(Self(text.into()))
    }
}

impl<const MAX: usize> Default for Said<0, MAX> {
    /// Nothing said.
    fn default() -> Self {
        Self(String::new())
    }
}

string_type!({MIN, MAX} Said<MIN, MAX>, format!("Said_{MIN}_{MAX}"), json_schema!({
    "type": "string", "minLength": MIN, "maxLength": MAX, "pattern": LINES,
    "description": "May have several lines, and no payment card's number",
}));

/// Whether the number of a payment card (ISO/IEC 7812, 13 to 19 digits with a Luhn check digit) stands in
/// `text`, however its digits are grouped or written.
pub fn has_card_number(text: &str) -> bool {
    runs(text).iter().any(|run| {
        let starts = (0..run.len()).filter(|at| run[*at].1);
        starts.flat_map(|from| (from + 13..=run.len().min(from + 19)).map(move |to| (from, to))).any(
            |(from, to)| {
                // A number ends where a group ends; only digits without any grouping may go on behind it.
                let ends = to == run.len() || run[to].1 || run[from + 1..].iter().all(|digit| !digit.1);
                ends && is_card_number(&run[from..to].iter().map(|digit| digit.0).collect::<Vec<_>>())
            },
        )
    })
}

/// Runs of digits, each with whether it begins a group. One space, dash or dot parts groups; invisible
/// characters part nothing; a plus sign before a run makes it a telephone number.
fn runs(text: &str) -> Vec<Vec<(u32, bool)>> {
    let mut runs: Vec<Vec<(u32, bool)>> = Vec::new();
    let (mut run, mut parted, mut phone) = (Vec::new(), 0, false);
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            run.push((digit, run.is_empty() || parted > 0));
            parted = 0;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if !run.is_empty() && parted == 0 && is_parting(c) {
            parted = 1;
            continue;
        }
        if !phone {
            runs.push(std::mem::take(&mut run));
        }
        run.clear();
        (parted, phone) = (0, c == '+');
    }
    if !phone {
        runs.push(run);
    }
    runs
}

fn digit(c: char) -> Option<u32> {
    // ASCII, Arabic-Indic, extended Arabic-Indic, Devanagari and full-width digits.
    const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{ff10}'];
    ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10))
}

fn is_parting(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '/' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether these digits have the length and beginning of a scheme's cards and a right Luhn digit.
fn is_card_number(digits: &[u32]) -> bool {
    let issued = match (digits.len(), digits[0], digits[1]) {
        (13, first, _) => first == 4,
        (14, first, second) => first == 3 && matches!(second, 0 | 6 | 8 | 9),
        (15, first, second) => first == 3 && matches!(second, 4 | 7),
        (16, 2, second) => (2..=7).contains(&second),
        (16, 3, second) => second == 5,
        (16..=19, first, _) => (4..=6).contains(&first),
        _ => false,
    };
    issued && luhn(digits) == 0
}

fn luhn(digits: &[u32]) -> u32 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum % 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn card_numbers_are_found_however_they_are_written() {
        for text in [
            "4111111111111111",
            "her card is 4111 1111 1111 1111, valid 12/27",
            "4111 1111 1111 1111 12 27",
            "3782-822463-10005",
            "４１１１１１１１１１１１１１１１",
            "5555\u{200b}5555\u{200b}5555\u{200b}4444",
            "٤١١١١١١١١١١١١١١١",
        ] {
            assert!(has_card_number(text), "{text}");
            assert_eq!(text.parse::<Said<0, 200>>(), Err(SaidError::CardNumber));
        }
    }

    #[test]
    fn other_numbers_are_not_cards() {
        for text in [
            "",
            "4111 1111 1111 1112",
            "call +49 4111 1111 1111 1111",
            "order EU-104233, parcel 00340434292135100094",
            "EAN 5901234123457 and 4006381333931 are two articles",
            "2026-11-21 10:45:14",
        ] {
            assert!(!has_card_number(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_issued_number_is_found(body in prop::collection::vec(0u32..10, 14), first in 4u32..=6, gap in "[ -]?") {
            let mut digits = vec![first];
            digits.extend(body);
            let check = (0..10).find(|check| luhn(&[digits.as_slice(), &[*check]].concat()) == 0);
            digits.extend(check);
            let groups: Vec<String> =
                digits.chunks(4).map(|group| group.iter().map(u32::to_string).collect()).collect();
            let text = format!("note: {} thanks", groups.join(&gap));
            prop_assert!(has_card_number(&text), "{}", text);
        }
    }
}
