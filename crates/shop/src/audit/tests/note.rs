//! Notes and checkpoints against the crates `signed_note` and `tlog_tiles`.

use proptest::prelude::*;
use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList};

use crate::audit::Hash;
use crate::audit::checkpoint::{Checkpoint, CheckpointError, origin};
use crate::audit::note::{NoteError, SigningKey, VerifierKey};

fn key() -> SigningKey {
    SigningKey::new("understudy/northlight", &[5; 32]).unwrap()
}

fn oracle_accepts(key: &VerifierKey, note: &str) -> bool {
    let verifier = StandardVerifier::new(&key.to_string()).unwrap();
    let list = VerifierList::new(vec![Box::new(verifier)]);
    Note::from_bytes(note.as_bytes()).is_ok_and(|note| note.verify(&list).is_ok())
}

#[test]
fn the_oracle_accepts_our_notes_and_we_accept_its() {
    let ours = key().sign("a log\n12\n\n\nand more\n").unwrap();
    assert!(oracle_accepts(&key().verifier_key(), &ours));
    let signer = StandardSigner::new(key().to_secret_text().trim()).unwrap();
    let mut note = Note::new(b"a log\n12\n\n\nand more\n", &[]).unwrap();
    note.add_sigs(&[&signer]).unwrap();
    let theirs = String::from_utf8(note.to_bytes()).unwrap();
    assert_eq!(theirs, ours);
    assert_eq!(key().verifier_key().open(&theirs), Ok("a log\n12\n\n\nand more\n"));
}

#[test]
fn keys_come_back_from_their_text_and_no_other() {
    let text = key().verifier_key().to_string();
    assert_eq!(VerifierKey::parse(&format!("{text}\n")).as_ref(), Ok(&key().verifier_key()));
    let parsed = SigningKey::parse(&key().to_secret_text()).unwrap();
    assert_eq!(parsed.verifier_key(), key().verifier_key());
    for (at, _) in text.char_indices() {
        let mut changed = text.clone().into_bytes();
        changed[at] ^= 1;
        let changed = String::from_utf8(changed).unwrap();
        assert!(VerifierKey::parse(&changed).is_err(), "{changed}");
    }
    assert_eq!(VerifierKey::parse(&key().to_secret_text()).err(), Some(NoteError::Key));
    assert_eq!(SigningKey::parse(&text).err(), Some(NoteError::Key));
    assert_eq!(SigningKey::new("two words", &[0; 32]).err(), Some(NoteError::Name));
    assert_eq!(SigningKey::new("a+b", &[0; 32]).err(), Some(NoteError::Name));
}

#[test]
fn every_flipped_bit_of_a_note_is_refused_as_the_oracle_does() {
    let note = key().sign("a log\n12\n").unwrap();
    for at in 0..note.len() * 8 {
        let mut bytes = note.clone().into_bytes();
        bytes[at / 8] ^= 1 << (at % 8);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert!(key().verifier_key().open(&changed).is_err(), "bit {at}: {changed}");
        assert!(!oracle_accepts(&key().verifier_key(), &changed));
    }
}

#[test]
fn signatures_of_others_are_passed_over_but_ours_must_be_there_and_right() {
    let other = SigningKey::new("witness", &[6; 32]).unwrap();
    let (ours, theirs) = (key().sign("log\n").unwrap(), other.sign("log\n").unwrap());
    let line = |note: &str| note.lines().last().unwrap().to_owned() + "\n";
    let both = format!("{ours}{}", line(&theirs));
    assert_eq!(key().verifier_key().open(&both), Ok("log\n"));
    assert_eq!(key().verifier_key().open(&theirs), Err(NoteError::Unsigned));
    let wrong = key().sign("another\n").unwrap();
    assert_eq!(key().verifier_key().open(&format!("{ours}{}", line(&wrong))), Err(NoteError::Signature));
    assert_eq!(key().sign("no newline"), Err(NoteError::Text));
    assert_eq!(key().sign("tab\t\n"), Err(NoteError::Text));
}

proptest! {
    #[test]
    fn checkpoints_come_back_and_the_oracle_reads_them(
        size in any::<u64>(),
        root in any::<Hash>(),
        extensions in prop::collection::vec("[!-~]{1,20}", 0..3),
    ) {
        let mut checkpoint = Checkpoint::new(key().name(), size, root);
        checkpoint.extensions = extensions;
        let note = checkpoint.sign(&key()).unwrap();
        prop_assert_eq!(Checkpoint::open(&note, &key().verifier_key()), Ok(checkpoint.clone()));
        let theirs = tlog_tiles::Checkpoint::from_reader(&mut note.as_bytes(), false).unwrap();
        prop_assert_eq!(theirs.origin(), "understudy/northlight");
        prop_assert_eq!(theirs.size(), size);
        prop_assert_eq!(theirs.hash().0, root);
        prop_assert_eq!(String::from_utf8(theirs.to_bytes()).unwrap(), checkpoint.text());
    }
}

#[test]
fn checkpoints_have_one_form() {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assert!(Checkpoint::parse(&format!("o\n7\n{root}\n")).is_ok());
    for wrong in [
        format!("o\n07\n{root}\n"),
        format!("o\n+7\n{root}\n"),
        format!("o\n7\n{root}"),
        format!("\n7\n{root}\n"),
        format!("o\n7\n{root}\n\n"),
        format!("o\n18446744073709551616\n{root}\n"),
        "o\n7\nAAAA\n".to_owned(),
        "o\n7\n".to_owned(),
        String::new(),
    ] {
        assert_eq!(Checkpoint::parse(&wrong), Err(CheckpointError::Malformed), "{wrong:?}");
    }
}

#[test]
fn a_key_signs_checkpoints_of_its_own_log_only() {
    let foreign = Checkpoint::new(&origin("other"), 0, [0; 32]);
    assert_eq!(foreign.sign(&key()), Err(CheckpointError::Origin));
    let note = key().sign(&foreign.text()).unwrap();
    assert_eq!(Checkpoint::open(&note, &key().verifier_key()), Err(CheckpointError::Origin));
    let mut two_lines = Checkpoint::new(key().name(), 0, [0; 32]);
    two_lines.extensions.push("a\nb".to_owned());
    assert_eq!(two_lines.sign(&key()), Err(CheckpointError::Malformed));
}
