//! Which products have which words.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::catalog::{Catalogue, ProductEntry};
use crate::kernel::Locale;
use crate::kernel::text::{LONG, is_cjk, nearly_begins, words};

/// Where a word stands in a product; the earlier the better.
#[derive(Clone, Copy)]
enum Field {
    NameStart,
    Name,
    Label,
    Rest,
}

/// Added to the rank of a word that goes on where the query ends, and of one that only resembles it.
const GOES_ON: u8 = 1;
const RESEMBLES: u8 = 2;
/// Between two fields.
const FIELD: u8 = 4;
/// Of a product that does not have the word.
const ABSENT: u8 = u8::MAX;

/// The words of all products that are sold, in one language.
pub(crate) struct Index {
    /// In order.
    words: Vec<Box<str>>,
    /// Where the postings of each word begin; one more than there are words.
    starts: Vec<u32>,
    /// Place of a product times four, and the field.
    postings: Vec<u32>,
    /// How many products there are.
    products: usize,
}

/// What a query finds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Rank (lower is better) and place of each product, best first.
    pub(crate) ranked: Vec<(u32, u32)>,
    /// The query as it was understood, where nothing was found for it as it was asked.
    pub(crate) corrected: Option<String>,
}

/// A word of the index that fits a word asked for, and what that costs.
type Fitting = (usize, u8);

impl Index {
    pub(crate) fn of(catalogue: &Catalogue, locale: Locale) -> Self {
        let mut gathered = BTreeMap::<Box<str>, Vec<u32>>::new();
        for (place, product) in (0..).zip(catalogue.products()).filter(|(_, product)| product.active) {
            gather(&mut gathered, catalogue, product, place, locale);
        }
        let mut index = Self {
            words: Vec::new(),
            starts: vec![0],
            postings: Vec::new(),
            products: catalogue.products().len(),
        };
        for (word, postings) in gathered {
            index.words.push(word);
            index.postings.extend(postings);
            index.starts.push(u32::try_from(index.postings.len()).unwrap_or(u32::MAX));
        }
        index
    }

    /// The products that have every one of these (folded) words.
    pub(crate) fn find(&self, asked: &[String]) -> Found {
        let beginning: Vec<_> = asked.iter().map(|word| self.beginning_with(word)).collect();
        let ranked = self.ranked(&beginning);
        if !ranked.is_empty() {
            return Found { ranked, corrected: None };
        }
        let resembling = asked.iter().zip(beginning);
        let resembling: Vec<_> = resembling
            .map(|(word, found)| if found.is_empty() { self.resembling(word) } else { found })
            .collect();
        let ranked = self.ranked(&resembling);
        let corrected = (!ranked.is_empty()).then(|| self.understood(asked, &resembling));
        Found { ranked, corrected }
    }

    fn beginning_with(&self, asked: &str) -> Vec<Fitting> {
        let from = self.words.partition_point(|word| **word < *asked);
        let fitting = self.words[from..].iter().take_while(|word| word.starts_with(asked));
        (from..)
            .zip(fitting)
            .map(|(at, word)| (at, if word.len() == asked.len() { 0 } else { GOES_ON }))
            .collect()
    }

    /// Words that have it in the middle, else words that are nearly it.
    fn resembling(&self, asked: &str) -> Vec<Fitting> {
        let which = |fits: &dyn Fn(&str) -> bool| -> Vec<Fitting> {
            let all = self.words.iter().enumerate();
            all.filter(|(_, word)| fits(word)).map(|(at, _)| (at, RESEMBLES)).collect()
        };
        let letters = asked.chars().count();
        if letters >= 3 {
            let within = which(&|word| word.contains(asked));
            if !within.is_empty() {
                return within;
            }
        }
        // Two words that are nearly alike begin alike or end alike, so the first letter may be the slip.
        if letters >= LONG { which(&|word| nearly_begins(asked, word)) } else { Vec::new() }
    }

    fn ranked(&self, asked: &[Vec<Fitting>]) -> Vec<(u32, u32)> {
        let mut ranks = vec![0_u32; self.products];
        for fitting in asked {
            let mut best = vec![ABSENT; self.products];
            for (word, cost) in fitting {
                for posting in &self.postings[self.span(*word)] {
                    let rank = cost + FIELD * u8::try_from(posting & 3).unwrap_or(3);
                    let best = &mut best[(posting >> 2) as usize];
                    *best = rank.min(*best);
                }
            }
            for (rank, best) in ranks.iter_mut().zip(best) {
                *rank = if best == ABSENT { u32::MAX } else { rank.saturating_add(u32::from(best)) };
            }
        }
        let ranked = ranks.into_iter().zip(0..).filter(|(rank, _)| *rank != u32::MAX);
        let mut ranked: Vec<(u32, u32)> = ranked.collect();
        ranked.sort_unstable();
        ranked
    }

    fn span(&self, word: usize) -> Range<usize> {
        self.starts[word] as usize..self.starts[word + 1] as usize
    }

    /// Each word asked for, or the one of those that resemble it that most products have.
    fn understood(&self, asked: &[String], fitting: &[Vec<Fitting>]) -> String {
        let words = asked.iter().zip(fitting).map(|(asked, fitting)| {
            let resembling = fitting.iter().filter(|(_, cost)| *cost == RESEMBLES);
            let commonest = resembling.max_by_key(|(word, _)| self.span(*word).len());
            commonest.map_or(asked.as_str(), |(word, _)| &self.words[*word])
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn gather(
    into: &mut BTreeMap<Box<str>, Vec<u32>>,
    catalogue: &Catalogue,
    product: &ProductEntry,
    place: u32,
    locale: Locale,
) {
    let mut put = |word: &str, field: Field| {
        let postings = match into.get_mut(word) {
            Some(postings) => postings,
            None => into.entry(word.into()).or_default(),
        };
        // Fields come best first, so the first posting of a product is its best.
        if postings.last().is_none_or(|last| last >> 2 != place) {
            postings.push(place << 2 | field as u32);
        }
    };
    for (nth, word) in words(product.names.text(locale)).iter().enumerate() {
        put(word, if nth == 0 { Field::NameStart } else { Field::Name });
        for (at, _) in word.char_indices().skip(1).filter(|(_, c)| is_cjk(*c)) {
            put(&word[at..], Field::Name);
        }
    }
    let skus = product.sold().map(|variant| &*variant.sku);
    for label in skus.chain([&*product.brand, &*product.reference]) {
        for word in words(label) {
            put(&word, Field::Label);
        }
    }
    let options = product.sold().flat_map(|variant| variant.options.iter());
    for (key, value) in product.attributes.iter().chain(options) {
        for word in words(catalogue.value_name(key, value, locale)) {
            put(&word, Field::Rest);
        }
    }
    for word in words(product.descriptions.text(locale)) {
        put(&word, Field::Rest);
    }
}
