//! Names with a slip of the finger, for when the plan finds nobody.

use super::{Asked, Range, clip, name::Name, plan::range};
use crate::kernel::text::{LONG, nearly_begins};

/// Ranges to scan for names that are nearly what was asked for. They are wide: read a bounded number of
/// customers, and ask [`Near::accepts`] about each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The ranges, never empty.
    pub ranges: Vec<Range>,
    words: Vec<String>,
}

impl Near {
    /// Whether every word asked for begins a word of the name, with at most one letter added, left out,
    /// wrong or changed over with its neighbour in each word of five letters or more.
    pub fn accepts(&self, first: &str, last: &str) -> bool {
        Name::of(first, last).covers(&self.words, nearly_begins)
    }
}

/// How to look for names that are nearly the query; none when no word of it is long enough.
///
/// One slip leaves one half of the longest word as it was: the beginning is found among words, the end
/// among fragments. Only two letters changed over in the very middle spoil both halves, so the third range
/// changes them back.
pub fn near(query: &str) -> Option<Near> {
    let words = Asked::of(query).words;
    let longest: Vec<char> =
        words.iter().map(|word| word.chars().collect::<Vec<_>>()).max_by_key(Vec::len)?;
    if longest.len() < LONG {
        return None;
    }
    let middle = longest.len() / 2;
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let mut swapped = longest.clone();
    swapped.swap(middle - 1, middle);
    let ranges = vec![
        range('n', &text(&longest[..middle]), false),
        range('n', &text(&swapped), false),
        range('s', clip(&text(&longest[middle..]), super::FRAGMENT), false),
    ];
    Some(Near { ranges, words })
}
