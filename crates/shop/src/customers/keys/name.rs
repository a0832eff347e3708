//! The words of a name.

use super::{clip, long_enough};
use crate::kernel::text::{is_cjk, words};

/// Characters of a name's word that count.
pub(super) const WORD: usize = 24;
/// Words of the given and of the family names that count, each.
const WORDS: usize = 4;
/// Letters of the first word of a pair.
pub(super) const HEAD: usize = 3;

/// A name, folded and in words.
pub(super) struct Name {
    words: Vec<String>,
    /// A Chinese, Japanese or Korean name as it is written there: family name first, without a space.
    joined: Option<String>,
}

impl Name {
    pub(super) fn of(first: &str, last: &str) -> Self {
        let cut = |text: &str| -> Vec<String> {
            words(text).iter().take(WORDS).map(|word| clip(word, WORD).to_owned()).collect()
        };
        let (first, last) = (cut(first), cut(last));
        let written = [last.concat(), first.concat()];
        let joins = written.iter().all(|part| !part.is_empty() && part.chars().all(is_cjk));
        let joined = joins.then(|| clip(&written.concat(), WORD).to_owned());
        Self { words: [first, last].concat(), joined }
    }

    /// What a query of one word may be the beginning of.
    pub(super) fn starts(&self) -> impl Iterator<Item = &str> {
        self.words.iter().chain(&self.joined).map(String::as_str)
    }

    /// The rest of each word from its second character on, and from each further one.
    pub(super) fn fragments(&self) -> impl Iterator<Item = &str> {
        self.starts().flat_map(|word| word.char_indices().skip(1).map(|(index, _)| &word[index..]))
    }

    /// One to three letters of one word with another word, for every two words in both orders.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let ordered = self.words.iter().enumerate().flat_map(|(at, head)| {
            let others = self.words.iter().enumerate().filter(move |(other, _)| *other != at);
            others.map(move |(_, word)| (head, word))
        });
        ordered.flat_map(|(head, word)| (1..=HEAD).map(move |letters| (clip(head, letters), word.as_str())))
    }

    /// Whether every word asked for begins a word of its own in the name; a single one may also be inside.
    pub(super) fn matches(&self, asked: &[String]) -> bool {
        match asked {
            [] => false,
            [one] => {
                self.starts().any(|word| word.starts_with(one))
                    || long_enough(one) && self.fragments().any(|text| text.starts_with(one))
            }
            many => self.covers(many, |asked, word| word.starts_with(asked)),
        }
    }

    /// Whether each word asked for can be given a word of its own in the name that it fits.
    pub(super) fn covers(&self, asked: &[String], fits: fn(&str, &str) -> bool) -> bool {
        give(asked, &self.words, &mut vec![false; self.words.len()], fits)
    }
}

fn give(asked: &[String], words: &[String], taken: &mut Vec<bool>, fits: fn(&str, &str) -> bool) -> bool {
    let Some((one, rest)) = asked.split_first() else { return true };
    (0..words.len()).any(|at| {
        if taken[at] || !fits(one, &words[at]) {
            return false;
        }
        taken[at] = true;
        let found = give(rest, words, taken, fits);
        taken[at] = found;
        found
    })
}
