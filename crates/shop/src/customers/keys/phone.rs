//! Telephone numbers in any form: `+49 151 234`, `0049151234` and `0151-234` are one number.

use crate::kernel::phone::is_separator;

/// Digits a query needs to be taken for a telephone number.
const FEWEST: usize = 3;
/// Digits from which a number without `+` may begin with a country code that the stored one lacks.
const WHOLE: usize = 8;

/// The forms of a telephone number, as digits.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Forms {
    /// What a number may begin with.
    pub(super) starts: Vec<String>,
    /// The digits from last to first.
    pub(super) backwards: Vec<String>,
}

/// The forms to store.
pub(super) fn stored(phone: &str) -> Forms {
    let (digits, international) = dialled(phone);
    let national = without_zeros(if international { after_code(&digits) } else { &digits });
    let full = if international { digits.as_str() } else { national };
    let mut starts: Vec<String> = [full, national].map(str::to_owned).to_vec();
    starts.retain(|form| !form.is_empty());
    starts.dedup();
    let backwards = if full.is_empty() { Vec::new() } else { vec![full.chars().rev().collect()] };
    Forms { starts, backwards }
}

/// The forms to look for, if the query can be a telephone number.
pub(super) fn asked(query: &str) -> Forms {
    let plain = query.strip_prefix('+').unwrap_or(query);
    if !plain.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return Forms::default();
    }
    let (digits, international) = dialled(query);
    let mut starts = Vec::new();
    if international {
        starts.extend([digits.as_str(), without_zeros(after_code(&digits))]);
    } else {
        starts.push(without_zeros(&digits));
        if digits.len() >= WHOLE && !digits.starts_with('0') {
            starts.push(without_zeros(after_code(&digits)));
        }
    }
    let mut starts: Vec<String> = starts.into_iter().map(str::to_owned).collect();
    starts.retain(|form| form.len() >= if international { 2 } else { FEWEST });
    starts.dedup();
    let raw: String = query.chars().filter(char::is_ascii_digit).collect();
    let last = !international && raw.len() >= FEWEST;
    Forms { starts, backwards: if last { vec![raw.chars().rev().collect()] } else { Vec::new() } }
}

/// Whether the query finds the number.
pub(super) fn matches(query: &str, phone: &str) -> bool {
    let (asked, stored) = (asked(query), stored(phone));
    let begins = |wanted: &[String], held: &[String]| {
        wanted.iter().any(|wanted| held.iter().any(|held| held.starts_with(wanted.as_str())))
    };
    begins(&asked.starts, &stored.starts) || begins(&asked.backwards, &stored.backwards)
}

/// The digits to dial, and whether they begin with a country code. The zero that people write as `(0)`
/// after a country code is not dialled and falls away.
fn dialled(phone: &str) -> (String, bool) {
    let phone = phone.trim();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if phone.starts_with('+') {
        return (digits(&phone.replacen("(0)", "", 1)), true);
    }
    let plain = digits(phone);
    match plain.strip_prefix("00") {
        Some(_) => (digits(&phone.replacen("(0)", "", 1))[2..].to_owned(), true),
        None => (plain, false),
    }
}

fn without_zeros(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// The number after its country code (ITU-T E.164, list of assigned codes: 1 and 7 have one digit, the ones
/// named here two, all others three).
fn after_code(digits: &str) -> &str {
    let code = match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    };
    digits.get(code..).unwrap_or("")
}
