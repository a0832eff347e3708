//! Search keys: what is written for a customer so that a few range scans find them while the agent types.
//!
//! A key is one letter that says its kind and a folded text. A query becomes a [`Plan`]: the ranges of keys
//! to scan, best first, and a check for ranges that hold more than was asked for. [`matches()`] says the same
//! without keys and is what the plan is measured against.
//!
//! | kind | text | answers |
//! | --- | --- | --- |
//! | `n` | a word of the name | `tana` |
//! | `p` | 1, 2 or 3 letters of one word, then another word | `ha ta`, `tanaka h` |
//! | `m` | the e-mail address | `haru.t` |
//! | `s` | the rest of a word or address from some character on | `naka`, `aka@exa` |
//! | `#` | customer number, reference, order number | `C1003`, `1003`, `DE--21` |
//! | `t` | telephone digits with and without country code | `+49 151`, `0151` |
//! | `r` | telephone digits backwards | the last four digits |
//!
//! Fragments have at least three characters, or begin with a Chinese, Japanese or Korean one. In the domain
//! of an e-mail address they begin only where a label does: `ample.com` would find everybody.

mod name;
mod near;
mod number;
mod phone;
mod plan;

use std::collections::BTreeSet;

pub use near::{Near, near};
pub use number::number_keys;
pub use plan::{Plan, Range, Scan, plan, upper_bound};

use crate::kernel::text::{fold, is_cjk, words};
use name::Name;

/// What of a customer can be searched. Texts are as stored, not folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Searchable<'a> {
    /// Given names.
    pub first: &'a str,
    /// Family names.
    pub last: &'a str,
    /// E-mail address; empty when there is none.
    pub email: &'a str,
    /// Telephone numbers in any form.
    pub phones: Vec<&'a str>,
    /// The customer number.
    pub number: &'a str,
    /// The reference that another system knows the customer by; empty when there is none.
    pub reference: &'a str,
    /// Numbers of the customer's orders.
    pub order_numbers: Vec<&'a str>,
}

/// Characters of a fragment key; what a query has beyond them is left to the check.
const FRAGMENT: usize = 12;
/// Characters of an e-mail key.
const EMAIL: usize = 64;

/// All keys of a customer, sorted, each once. `order_numbers` may be left out and written one by one with
/// [`number_keys`] when an order is placed.
pub fn keys(customer: &Searchable<'_>) -> Vec<String> {
    let name = Name::of(customer.first, customer.last);
    let email = fold(customer.email);
    let mut keys = BTreeSet::new();
    keys.extend(name.starts().map(|word| format!("n{word}")));
    keys.extend(name.pairs().map(|(head, word)| format!("p{head} {word}")));
    if !email.is_empty() {
        keys.insert(format!("m{}", clip(&email, EMAIL)));
    }
    let inside = name.fragments().chain(email_fragments(&email));
    keys.extend(inside.filter(|text| long_enough(text)).map(|text| format!("s{}", clip(text, FRAGMENT))));
    keys.extend(numbers(customer).flat_map(number_keys));
    for forms in customer.phones.iter().map(|phone| phone::stored(phone)) {
        keys.extend(forms.starts.iter().map(|digits| format!("t{digits}")));
        keys.extend(forms.backwards.iter().map(|digits| format!("r{digits}")));
    }
    without_beginnings(keys)
}

/// Drops each key that another one begins with, since every scan that finds it finds the other too; numbers
/// stay, because those of orders come and go one by one.
fn without_beginnings(keys: BTreeSet<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(keys.len());
    for key in keys {
        if kept.last().is_some_and(|last| !last.starts_with('#') && key.starts_with(last)) {
            kept.pop();
        }
        kept.push(key);
    }
    kept
}

/// The keys of those who may have a name, or an address, that begins with a folded text: a range by name, where there
/// is a word in it, and one by address.
pub(super) fn beginnings(text: &str) -> (Option<Range>, Range) {
    let name = words(text).first().map(|word| plan::range('n', clip(word, name::WORD), false));
    (name, plan::range('m', clip(text, EMAIL), false))
}

/// Whether the query finds the customer. Too short a query finds nobody.
pub fn matches(query: &str, customer: &Searchable<'_>) -> bool {
    let asked = Asked::of(query);
    !asked.too_short()
        && (asked.finds_name_or_email(customer.first, customer.last, customer.email)
            || numbers(customer)
                .any(|number| number::forms(number).iter().any(|form| form.starts_with(&asked.text)))
            || customer.phones.iter().any(|phone| phone::matches(&asked.text, phone)))
}

fn numbers<'a>(customer: &Searchable<'a>) -> impl Iterator<Item = &'a str> {
    [customer.number, customer.reference].into_iter().chain(customer.order_numbers.clone())
}

/// A query, folded and taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    text: String,
    words: Vec<String>,
}

impl Asked {
    fn of(query: &str) -> Self {
        let words = words(query).iter().map(|word| clip(word, name::WORD).to_owned()).collect();
        Self { text: fold(query), words }
    }

    fn too_short(&self) -> bool {
        let mut chars = self.text.chars();
        !chars.next().is_some_and(is_cjk) && chars.next().is_none()
    }

    /// The query as the beginning or a fragment of an e-mail address, which has no spaces.
    fn as_email(&self) -> Option<&str> {
        (!self.text.contains(' ')).then_some(&self.text)
    }

    fn finds_name_or_email(&self, first: &str, last: &str, email: &str) -> bool {
        if Name::of(first, last).matches(&self.words) {
            return true;
        }
        let email = fold(email);
        self.as_email().is_some_and(|asked| {
            let inside = || email_fragments(&email).any(|text| text.starts_with(asked));
            !asked.is_empty() && (email.starts_with(asked) || long_enough(asked) && inside())
        })
    }
}

/// The rest of the address from each character after the first of the local part, and from each label of
/// the domain.
fn email_fragments(email: &str) -> impl Iterator<Item = &str> {
    let at = email.find('@').unwrap_or(email.len());
    let begins = move |index: usize| match email[..index].chars().next_back() {
        None => false,
        Some(before) => index <= at || matches!(before, '@' | '.'),
    };
    email.char_indices().filter(move |(index, _)| begins(*index)).map(|(index, _)| &email[index..])
}

fn long_enough(fragment: &str) -> bool {
    fragment.chars().next().is_some_and(is_cjk) || fragment.chars().nth(2).is_some()
}

fn clip(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests;
