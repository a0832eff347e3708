//! Twelve kinds of tampering at random places: each is found, and the leaf it touched is named.
//!
//! The forger is given every advantage short of the signing key: where it helps, the hashes beside the
//! leaves, the indexes and the counts are made right again. Only in a fork does the forger sign, too.

use super::{File, Log, Numbers, words};
use crate::audit::Hash;
use crate::audit::checkpoint::{Checkpoint, origin};
use crate::audit::export::{Details, Header};
use crate::audit::finding::{Finding, Place};
use crate::audit::leaf::{Leaf, Outcome, leaf_hash};
use crate::audit::note::SigningKey;
use crate::audit::seal::seal;

const LEAVES: u64 = 48;
const PLACES: usize = 100;
const PLACES_LONG: usize = 1000;

/// What a forger did: the file, what is held outside, and the first leaf touched, if one was.
struct Forgery {
    file: File,
    outside: Option<String>,
    leaf: Option<u64>,
}

type Kind = fn(&Log, &mut Numbers) -> Forgery;

const KINDS: [(&str, Kind); 12] = [
    ("edit a field", edit_field),
    ("delete a leaf", delete_leaf),
    ("insert a leaf", insert_leaf),
    ("swap two leaves", swap_leaves),
    ("truncate the tail", truncate_tail),
    ("truncate the head", truncate_head),
    ("duplicate a leaf", duplicate_leaf),
    ("reorder leaves", reorder_leaves),
    ("change a checkpoint", change_checkpoint),
    ("sign again with another key", sign_with_another_key),
    ("change details", change_details),
    ("fork the log", fork),
];

fn set_leaf(file: &mut File, index: usize, bytes: Vec<u8>, numbers: &mut Numbers) {
    if numbers.coin() {
        file.entries[index].hash = Some(leaf_hash(&bytes));
    }
    file.entries[index].leaf = bytes;
}

fn edit(leaf: &mut Leaf, numbers: &mut Numbers) {
    match numbers.below(12) {
        0 => leaf.actor = "staff:stf_mallory".to_owned(),
        1 => leaf.at += 1,
        2 => leaf.outcome = if leaf.outcome == Outcome::Done { Outcome::Refused } else { Outcome::Done },
        3 => leaf.action = "cart.line.remove".to_owned(),
        4 => leaf.subject = Some("ref_else".to_owned()),
        5 => leaf.object_version = Some(99),
        6 => leaf.reason = Some("else".to_owned()),
        7 => leaf.request.push('x'),
        8 => leaf.channel = "office".to_owned(),
        9 => leaf.details = Some([1; 32]),
        10 => leaf.site = Some("us".to_owned()),
        _ => leaf.previous[numbers.below(32)] ^= 1,
    }
}

fn edit_field(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let index = numbers.below(file.entries.len());
    let mut leaf = log.leaves[index].clone();
    edit(&mut leaf, numbers);
    set_leaf(&mut file, index, leaf.encode(), numbers);
    Forgery { file, outside: None, leaf: Some(index as u64) }
}

fn renumber_perhaps(file: &mut File, numbers: &mut Numbers) {
    if numbers.coin() {
        file.renumber();
    }
}

fn delete_leaf(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let index = numbers.below(file.entries.len());
    file.entries.remove(index);
    renumber_perhaps(&mut file, numbers);
    Forgery { file, outside: None, leaf: Some(index as u64) }
}

fn insert_leaf(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let index = numbers.below(file.entries.len());
    let mut leaf = log.leaves[index].clone();
    leaf.request = "req_forged".to_owned();
    let mut entry = file.entries[index].clone();
    entry.leaf = leaf.encode();
    entry.hash = Some(leaf.hash());
    file.entries.insert(index, entry);
    renumber_perhaps(&mut file, numbers);
    Forgery { file, outside: None, leaf: Some(index as u64) }
}

fn two_places(count: usize, numbers: &mut Numbers) -> (usize, usize) {
    let first = numbers.below(count - 1);
    (first, first + 1 + numbers.below(count - first - 1))
}

fn swap_leaves(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let (first, second) = two_places(file.entries.len(), numbers);
    file.entries.swap(first, second);
    renumber_perhaps(&mut file, numbers);
    Forgery { file, outside: None, leaf: Some(first as u64) }
}

fn truncate_tail(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let keep = numbers.below(file.entries.len());
    file.entries.truncate(keep);
    // Without an outside checkpoint the forger could also leave out the newest notes of the export.
    let hide = numbers.coin();
    if hide {
        file.header.checkpoints.truncate(1);
        file.entries.truncate(usize::try_from(log.sizes[0]).unwrap());
    }
    let outside = Some(log.checkpoint(LEAVES));
    Forgery { leaf: Some(file.entries.len() as u64), file, outside }
}

fn truncate_head(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    file.entries.drain(..=numbers.below(usize::try_from(LEAVES).unwrap() - 1));
    renumber_perhaps(&mut file, numbers);
    Forgery { file, outside: None, leaf: Some(0) }
}

fn duplicate_leaf(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let index = numbers.below(file.entries.len());
    file.entries.insert(index, file.entries[index].clone());
    if numbers.coin() {
        file.renumber();
        return Forgery { file, outside: None, leaf: Some(index as u64 + 1) };
    }
    Forgery { file, outside: None, leaf: Some(index as u64) }
}

fn reorder_leaves(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let (first, last) = two_places(file.entries.len(), numbers);
    file.entries[first..=last].rotate_left(1);
    renumber_perhaps(&mut file, numbers);
    Forgery { file, outside: None, leaf: Some(first as u64) }
}

fn change_checkpoint(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let which = numbers.below(file.header.checkpoints.len());
    let note = &mut file.header.checkpoints[which].note;
    let places: Vec<usize> =
        note.match_indices(|c: char| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
    let place = places[numbers.below(places.len())];
    let other = if note[place..].starts_with('7') { "8" } else { "7" };
    note.replace_range(place..=place, other);
    Forgery { file, outside: None, leaf: None }
}

fn sign_with_another_key(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut forged = log.clone();
    let mut seed = [0; 32];
    seed[numbers.below(32)] = 1 + u8::try_from(numbers.below(255)).unwrap();
    forged.key = SigningKey::new(&origin(super::TENANT), &seed).unwrap();
    let mut file = forged.whole();
    if numbers.coin() {
        let notes = file.header.checkpoints.into_iter().map(|signed| signed.note).collect();
        file.header = Header::whole(super::TENANT, &log.key.verifier_key(), LEAVES, notes);
    }
    Forgery { file, outside: None, leaf: None }
}

fn change_details(log: &Log, numbers: &mut Numbers) -> Forgery {
    let mut file = log.whole();
    let shown: Vec<usize> =
        (0..file.entries.len()).filter(|at| file.entries[*at].details.is_some()).collect();
    let index = shown[numbers.below(shown.len())];
    let forged = seal(&super::SUBJECT_KEY, [0xee; 24], b"{\"name\":\"Mallory\"}");
    let details = file.entries[index].details.as_mut().unwrap();
    match (&mut details.opened, numbers.below(3)) {
        (Some(opened), 0) => opened.text = opened.text.replace("Haru", "Hari"),
        (Some(opened), 1) => opened.key[numbers.below(32)] ^= 1,
        (opened, 2) => {
            *opened = None;
            let place = numbers.below(details.sealed.len());
            details.sealed[place] ^= 1;
        }
        _ => *details = Details::opened(&forged, &super::SUBJECT_KEY).unwrap(),
    }
    Forgery { file, outside: None, leaf: Some(index as u64) }
}

/// Everything from one leaf on is written anew and signed with the right key.
fn fork(log: &Log, numbers: &mut Numbers) -> Forgery {
    let index = numbers.below(log.leaves.len());
    let mut forged = Log::of(0);
    forged.sizes.clone_from(&log.sizes);
    for (place, (leaf, sealed)) in log.leaves.iter().zip(&log.sealed).enumerate() {
        let mut leaf = leaf.clone();
        if place == index {
            leaf.request = "req_forked".to_owned();
        }
        forged.push(leaf, sealed.clone());
    }
    let held = index as u64 + 1 + numbers.next() % (LEAVES - index as u64);
    Forgery { file: forged.whole(), outside: Some(log.checkpoint(held)), leaf: Some(index as u64) }
}

fn names(finding: &Finding, leaf: u64) -> bool {
    finding.names_leaf(leaf) || finding.place == Place::Outside
}

fn every_tampering_is_found(places: usize) {
    let log = Log::of(LEAVES);
    for (seed, (kind, forge)) in (100..).zip(KINDS) {
        let mut numbers = Numbers(seed);
        for place in 0..places {
            let Forgery { file, outside, leaf } = forge(&log, &mut numbers);
            let Err(findings) = log.check(&file, outside.as_deref()) else {
                panic!("{kind}, place {place}: not found");
            };
            if let Some(leaf) = leaf {
                let named = findings.iter().any(|finding| names(finding, leaf));
                assert!(named, "{kind}, place {place}: leaf {leaf} is not named in\n{}", words(&findings));
            }
        }
    }
}

#[test]
fn twelve_kinds_of_tampering_are_all_found() {
    every_tampering_is_found(PLACES);
}

#[test]
#[ignore = "the long form of the test above"]
fn twelve_kinds_of_tampering_are_all_found_in_a_thousand_places() {
    every_tampering_is_found(PLACES_LONG);
}

#[test]
fn an_export_that_no_longer_ends_where_it_did_is_caught_only_from_outside() {
    let log = Log::of(LEAVES);
    let mut file = log.whole();
    file.header.checkpoints.truncate(2);
    file.entries.truncate(24);
    assert!(log.check(&file, None).is_ok(), "an older export is a right export");
    let findings = log.check(&file, Some(&log.checkpoint(36))).unwrap_err();
    assert_eq!(
        words(&findings),
        "leaves 24 to 35: missing; the tree is shorter than checkpoint 36 held outside\n"
    );
}

#[test]
fn a_stated_hash_is_told_from_changed_bytes() {
    let log = Log::of(LEAVES);
    let (mut bytes, mut stated) = (log.whole(), log.whole());
    let mut leaf = log.leaves[17].clone();
    leaf.actor = "staff:stf_mallory".to_owned();
    bytes.entries[17].leaf = leaf.encode();
    stated.entries[17].hash = Some([0; 32]);
    let place = format!("leaf 17 ({}, position {})", leaf.stream, leaf.position);
    let first = |file: &File| log.check(file, None).unwrap_err()[0].to_string();
    assert_eq!(first(&stated), format!("{place}: the hash beside it differs from what checkpoint 24 signed"));
    let found = words(&log.check(&bytes, None).unwrap_err());
    assert!(found.contains(&format!("{place}: bytes differ from what checkpoint 24 signed\n")), "{found}");
}

#[test]
fn a_proof_for_another_root_is_refused_although_its_shape_is_right() {
    let log = Log::of(LEAVES);
    let mut file = log.one_leaf(1);
    let proof: &mut Vec<Hash> = file.entries[0].proof.as_mut().unwrap();
    proof.swap(0, 1);
    let found = words(&log.check(&file, None).unwrap_err());
    assert!(found.ends_with("bytes or proof differ from what checkpoint 48 signed\n"), "{found}");
    let forged = Checkpoint::new(&origin(super::TENANT), LEAVES, [3; 32]);
    file.header.checkpoints.last_mut().unwrap().note = forged.sign(&log.key).unwrap();
    assert!(log.check(&file, None).is_err());
}
