//! From a query to ranges of keys.

use super::{Asked, EMAIL, FRAGMENT, clip, long_enough, name::HEAD, phone};

/// How to look a query up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Type one more character: a single letter or digit would find everybody.
    TooShort,
    /// Scan these ranges of keys in order, best matches first; a customer may turn up in several.
    Scan(Scan),
}

/// Ranges to scan and the check for what they bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The ranges, never empty.
    pub ranges: Vec<Range>,
    asked: Asked,
}

/// The keys from `from` (included) to `until` (excluded), in the order of their bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The first key.
    pub from: String,
    /// The first key after.
    pub until: String,
    /// Whether everybody in the range was asked for; else ask [`Scan::accepts`].
    pub certain: bool,
}

impl Scan {
    /// Whether a customer brought by a range that is not certain was asked for.
    pub fn accepts(&self, first: &str, last: &str, email: &str) -> bool {
        self.asked.finds_name_or_email(first, last, email)
    }
}

/// How to look the query up.
pub fn plan(query: &str) -> Plan {
    let asked = Asked::of(query);
    if asked.too_short() {
        return Plan::TooShort;
    }
    let mut ranges = Vec::new();
    let number = range('#', &asked.text, true);
    let looks_like_number = asked.text.contains(|c: char| c.is_ascii_digit());
    if looks_like_number {
        ranges.push(number.clone());
    }
    ranges.extend(by_name(&asked.words));
    ranges.extend(asked.as_email().map(|email| range('m', clip(email, EMAIL), clip(email, EMAIL) == email)));
    let phone = phone::asked(&asked.text);
    ranges.extend(phone.starts.iter().map(|digits| range('t', digits, true)));
    ranges.extend(phone.backwards.iter().map(|digits| range('r', digits, true)));
    if !looks_like_number {
        ranges.push(number);
    }
    ranges.extend(fragments(&asked));
    Plan::Scan(Scan { ranges, asked })
}

fn by_name(words: &[String]) -> Option<Range> {
    if let [one] = words {
        return Some(range('n', one, true));
    }
    let pairs = words.iter().enumerate().flat_map(|(at, head)| {
        let others = words.iter().enumerate().filter(move |(other, _)| *other != at);
        others.map(move |(_, word)| (head.as_str(), word.as_str()))
    });
    // The longer the key, the fewer are in its range.
    let (head, word) = pairs.max_by_key(|(head, word)| clip(head, HEAD).len() + word.len())?;
    let certain = words.len() == 2 && clip(head, HEAD) == head;
    Some(range('p', &format!("{} {word}", clip(head, HEAD)), certain))
}

fn fragments(asked: &Asked) -> Vec<Range> {
    let fragment = |text: &str, certain: bool| {
        let key = clip(text, FRAGMENT);
        long_enough(text).then(|| range('s', key, certain && key == text))
    };
    let whole = asked.as_email().and_then(|text| fragment(text, true));
    let word = match &asked.words[..] {
        // Without its punctuation a word is looked for in names, but its range has addresses too.
        [one] if *one != asked.text => fragment(one, false),
        _ => None,
    };
    whole.into_iter().chain(word).collect()
}

pub(super) fn range(kind: char, text: &str, certain: bool) -> Range {
    let from = format!("{kind}{text}");
    let until = upper_bound(&from).expect("a key begins with the letter of its kind, which has a successor");
    Range { from, until, certain }
}

/// The first text, in the order of UTF-8 bytes, after all that begin with `prefix`; none when nothing comes
/// after them (an empty prefix, or nothing but U+10FFFF).
pub fn upper_bound(prefix: &str) -> Option<String> {
    let mut bound = prefix.to_owned();
    while let Some(last) = bound.pop() {
        let next = match last {
            '\u{d7ff}' => Some('\u{e000}'),
            _ => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            bound.push(next);
            return Some(bound);
        }
    }
    None
}
