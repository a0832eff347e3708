//! Exports that are as signed, and single bytes that are not.

use super::{Log, Numbers, words};
use crate::audit::checkpoint::{Checkpoint, origin};
use crate::audit::export::{Entry, Header, Scope, WriteError};
use crate::audit::leaf::Stream;
use crate::audit::note::SigningKey;

fn streams() -> Vec<Stream> {
    vec![Stream::session("ase_1"), Stream::customer("ref_7f3a")]
}

#[test]
fn a_whole_export_verifies_and_is_counted() {
    let log = Log::of(60);
    let file = log.whole();
    let report = log.check(&file, None).unwrap();
    assert_eq!((report.scope, report.leaves, report.streams), (Scope::Whole, 60, 5));
    assert_eq!((report.checkpoints, report.size, report.root), (4, 60, log.nodes.frontier.root()));
    let with = log.sealed.iter().flatten().count() as u64;
    assert_eq!(report.details + report.absent, with);
    assert!(report.opened > 0 && report.opened < report.details);
    for outside in 0..=60 {
        let report = log.check(&file, Some(&log.checkpoint(outside))).unwrap();
        assert_eq!(report.checkpoints, 5, "with checkpoint {outside} held outside");
    }
}

#[test]
fn an_empty_log_verifies() {
    let mut log = Log::of(0);
    log.sizes = vec![0];
    let report = log.check(&log.whole(), None).unwrap();
    assert_eq!((report.leaves, report.size), (0, 0));
}

#[test]
fn streams_and_single_leaves_verify_without_the_rest_of_the_log() {
    let log = Log::of(60);
    let report = log.check(&log.streams(&streams()), Some(&log.checkpoint(30))).unwrap();
    assert_eq!((report.scope, report.streams), (Scope::Streams, 2));
    let report = log.check(&log.one_leaf(3), None).unwrap();
    assert_eq!((report.scope, report.leaves), (Scope::Leaves, 1));
}

#[test]
fn an_outside_checkpoint_that_a_partial_export_does_not_hold_is_not_taken_on_trust() {
    let log = Log::of(60);
    let findings = log.check(&log.one_leaf(0), Some(&log.checkpoint(31))).unwrap_err();
    assert_eq!(
        words(&findings),
        "checkpoint held outside: the export holds no proof that leads from checkpoint 31 to checkpoint 60\n"
    );
    let longer = Log::of(61).checkpoint(61);
    let findings = log.check(&log.one_leaf(0), Some(&longer)).unwrap_err();
    assert_eq!(words(&findings), "leaf 60: missing; the tree is shorter than checkpoint 61 held outside\n");
    let fork = Checkpoint::new(&origin("northlight"), 30, [9; 32]).sign(&log.key).unwrap();
    let findings = log.check(&log.one_leaf(0), Some(&fork)).unwrap_err();
    assert_eq!(
        words(&findings),
        "checkpoint held outside: the export's checkpoint of that size has another root: the log was forked\n"
    );
}

#[test]
fn an_outside_note_of_another_key_is_no_evidence() {
    let log = Log::of(8);
    let other = SigningKey::new(&origin("northlight"), &[1; 32]).unwrap();
    let note = Checkpoint::new(&origin("northlight"), 8, log.nodes.frontier.root()).sign(&other).unwrap();
    let findings = log.check(&log.whole(), Some(&note)).unwrap_err();
    assert_eq!(words(&findings), "checkpoint held outside: the note is not signed by this key\n");
}

/// Flips one bit of every byte; each is found, and in a leaf's line that leaf or line is named.
fn every_flipped_byte_is_found(log: &Log, bytes: &[u8], indexes: &[u64]) {
    let mut numbers = Numbers(5);
    let mut line = 1;
    for at in 0..bytes.len() {
        let mut changed = bytes.to_vec();
        changed[at] ^= 1 << numbers.below(8);
        let findings = log.check_bytes(&changed, None).expect_err("a flipped byte is found");
        if line > 1 {
            let index = indexes[line - 2];
            let prefix = format!("line {line}: ");
            let named = |f: &_| -> bool {
                let f: &crate::audit::finding::Finding = f;
                f.names_leaf(index) || f.to_string().starts_with(&prefix)
            };
            assert!(findings.iter().any(named), "byte {at}, line {line}:\n{}", words(&findings));
        }
        line += usize::from(bytes[at] == b'\n');
    }
}

#[test]
fn every_flipped_byte_of_a_whole_export_is_found_and_named() {
    let log = Log::of(8);
    every_flipped_byte_is_found(&log, &log.whole().bytes(), &[0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn every_flipped_byte_of_a_partial_export_is_found_and_named() {
    let log = Log::of(12);
    let file = log.streams(&streams());
    assert_eq!(file.header.streams.len(), 2);
    let indexes: Vec<u64> = file.entries.iter().map(|entry| entry.index).collect();
    every_flipped_byte_is_found(&log, &file.bytes(), &indexes);
}

#[test]
fn every_shorter_file_is_found() {
    let log = Log::of(8);
    let bytes = log.whole().bytes();
    for end in 0..bytes.len() {
        assert!(log.check_bytes(&bytes[..end], None).is_err(), "cut at {end}");
    }
}

#[test]
fn a_hopeless_file_is_not_kept_in_memory() {
    let log = Log::of(8);
    let mut bytes = log.whole().bytes();
    bytes.extend(b"nonsense\n".repeat(3000));
    let findings = log.check_bytes(&bytes, None).unwrap_err();
    assert_eq!(findings.len(), 1001);
    assert!(findings[1000].to_string().ends_with("findings more"));
}

#[test]
fn the_writer_counts() {
    let log = Log::of(3);
    let header = Header::whole("northlight", &log.key.verifier_key(), 3, Vec::new());
    let one: [Result<Entry, &str>; 1] = [Ok(log.whole().entries[0].clone())];
    let error = crate::audit::export::write(Vec::new(), &header, one).unwrap_err();
    assert!(matches!(error, WriteError::Count { expected: 3, found: 1 }));
    let error = crate::audit::export::write(Vec::new(), &header, [Err("gone")]).unwrap_err();
    assert!(matches!(error, WriteError::Source("gone")));
}
