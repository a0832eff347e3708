//! The committed samples in `verifier/samples`, which the second verifier reads too: exports, and beside
//! each what must be found in it, word for word.

use std::path::{Path, PathBuf};

use super::{File, Log, words};
use crate::audit::checkpoint::origin;
use crate::audit::leaf::Stream;
use crate::audit::note::SigningKey;

/// The content of one sample: an export and, perhaps, a note held outside.
struct Sample {
    name: &'static str,
    export: Vec<u8>,
    outside: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verifier/samples")
}

fn changed(file: &File, change: impl FnOnce(&mut File)) -> Vec<u8> {
    let mut file = file.clone();
    change(&mut file);
    file.bytes()
}

fn samples() -> Vec<Sample> {
    let log = Log::of(24);
    let whole = log.whole();
    let session = log.streams(&[Stream::session("ase_1")]);
    let leaf = log.one_leaf(1);
    let mut list: Vec<Sample> = vec![
        Sample { name: "good-whole", export: whole.bytes(), outside: Some(log.checkpoint(20)) },
        Sample { name: "good-session", export: session.bytes(), outside: Some(log.checkpoint(12)) },
        Sample { name: "good-leaf", export: leaf.bytes(), outside: None },
    ];
    list.extend(leaf_samples(&log, &whole));
    list.extend(checkpoint_samples(&log, &whole));
    list.extend(partial_samples(&session));
    list
}

fn leaf_samples(log: &Log, whole: &File) -> Vec<Sample> {
    let mut edited = log.leaves[9].clone();
    edited.actor = "staff:stf_mallory".to_owned();
    let sample = |name, export| Sample { name, export, outside: None };
    vec![
        sample("bad-edited", changed(whole, |file| file.entries[9].leaf = edited.encode())),
        sample(
            "bad-edited-with-hash",
            changed(whole, |file| {
                file.entries[9].leaf = edited.encode();
                file.entries[9].hash = Some(edited.hash());
            }),
        ),
        sample("bad-hash-beside", changed(whole, |file| file.entries[4].hash = Some([0; 32]))),
        sample("bad-not-a-leaf", changed(whole, |file| file.entries[5].leaf[0] = 9)),
        sample("bad-deleted", changed(whole, |file| drop(file.entries.remove(7)))),
        sample(
            "bad-deleted-renumbered",
            changed(whole, |file| {
                file.entries.remove(7);
                file.renumber();
            }),
        ),
        sample("bad-duplicated", changed(whole, |file| file.entries.insert(7, file.entries[7].clone()))),
        sample("bad-swapped", changed(whole, |file| file.entries.swap(10, 14))),
        sample("bad-head", changed(whole, |file| drop(file.entries.drain(..3)))),
        sample("bad-tail", changed(whole, |file| file.entries.truncate(20))),
        sample("bad-unreadable", broken_line(&whole.bytes())),
        sample("bad-cut", whole.bytes()[..whole.bytes().len() - 1].to_vec()),
        sample("bad-details", changed(whole, change_details)),
    ]
}

fn change_details(file: &mut File) {
    let mut shown = file.entries.iter_mut().filter_map(|entry| entry.details.as_mut());
    shown.next().unwrap().sealed[3] ^= 1;
    let mut opened = shown.filter_map(|details| details.opened.as_mut());
    opened.next().unwrap().text.push('!');
    opened.next().unwrap().key[0] ^= 1;
}

/// A space more is the same JSON, but not the same line.
fn broken_line(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.replacen("\"index\":6,", "\"index\": 6,", 1).into_bytes()
}

fn checkpoint_samples(log: &Log, whole: &File) -> Vec<Sample> {
    let mut another = log.clone();
    another.key = SigningKey::new(&origin(super::TENANT), &[1; 32]).unwrap();
    let mut forked = Log::of(0);
    forked.sizes.clone_from(&log.sizes);
    for (leaf, sealed) in log.leaves.iter().zip(&log.sealed) {
        let mut leaf = leaf.clone();
        leaf.at += i64::from(leaf.request == "req_3");
        forked.push(leaf, sealed.clone());
    }
    let fork =
        |name, held| Sample { name, export: forked.whole().bytes(), outside: Some(log.checkpoint(held)) };
    let sample = |name, export, outside| Sample { name, export, outside };
    let notes = changed(whole, |file| {
        let notes = &mut file.header.checkpoints;
        notes[0].note = notes[0].note.replacen("\n6\n", "\n5\n", 1);
        notes.swap(1, 2);
    });
    vec![
        sample("bad-another-key", another.whole().bytes(), None),
        sample("bad-checkpoint", notes, None),
        sample("bad-shorter-than-outside", whole.bytes(), Some(Log::of(30).checkpoint(30))),
        sample("bad-outside-unsigned", whole.bytes(), Some(another.checkpoint(24))),
        fork("bad-fork", 20),
        fork("bad-fork-same-size", 24),
    ]
}

fn partial_samples(session: &File) -> Vec<Sample> {
    let sample = |name, export| Sample { name, export, outside: None };
    vec![
        sample(
            "bad-session-proof",
            changed(session, |file| file.entries[1].proof.as_mut().unwrap()[0] = [0; 32]),
        ),
        sample("bad-session-gap", changed(session, |file| drop(file.entries.remove(1)))),
        sample(
            "bad-session-stream",
            changed(session, |file| {
                file.header.streams[0].stream = "session:ase_9".to_owned();
            }),
        ),
        sample(
            "bad-session-consistency",
            changed(session, |file| {
                file.header.checkpoints[0].consistency.as_mut().unwrap().reverse();
            }),
        ),
    ]
}

/// All files of the folder with their content.
fn files() -> Vec<(String, Vec<u8>)> {
    let log = Log::of(24);
    let mut files = vec![("key.txt".to_owned(), format!("{}\n", log.key.verifier_key()).into_bytes())];
    for Sample { name, export, outside } in samples() {
        let found = match log.check_bytes(&export, outside.as_deref()) {
            Ok(report) => format!("{report}\n"),
            Err(findings) => words(&findings),
        };
        assert_eq!(found.starts_with("all as signed: "), name.starts_with("good-"), "{name}: {found}");
        files.push((format!("{name}.jsonl"), export));
        files.push((format!("{name}.txt"), found.into_bytes()));
        files.extend(outside.map(|note| (format!("{name}.note"), note.into_bytes())));
    }
    files.sort();
    files
}

#[test]
fn the_committed_samples_are_what_is_written_and_found() {
    let mut there: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    let files = files();
    assert_eq!(there, files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    for (name, content) in files {
        assert!(std::fs::read(folder().join(&name)).unwrap() == content, "{name} differs");
    }
}

#[test]
#[ignore = "writes the committed samples; for a change of the format only"]
fn write_samples() {
    std::fs::create_dir_all(folder()).unwrap();
    for (name, content) in files() {
        std::fs::write(folder().join(name), content).unwrap();
    }
}
