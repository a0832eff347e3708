//! Exports of a stored log, as both verifiers judge them.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::story::{Erase, Story, leaves, number, tamper};
use super::words;
use crate::audit::export::Reader;
use crate::audit::exporting::{Export, ExportError};
use crate::audit::published::LatestCheckpoint;
use crate::audit::verify::verify;
use crate::desk::{Caller, Once};
use crate::kernel::problem::{self, Problem};
use crate::testing::TestShop;

/// An export in memory, and the note an auditor held before it.
struct Taken {
    bytes: Vec<u8>,
    key: String,
}

impl Taken {
    fn by_ada(story: &Story<'_>, export: &Export) -> Self {
        let mut bytes = Vec::new();
        story.shop.desk.export_audit(&story.ada(), export, &mut bytes).unwrap();
        Self { bytes, key: story.shop.desk.verifier_key(story.shop.tenant).to_string() }
    }

    fn whole(story: &Story<'_>) -> Self {
        Self::by_ada(story, &Export::default())
    }

    fn session(story: &Story<'_>) -> Self {
        Self::by_ada(story, &Export { session: Some(story.session), ..Export::default() })
    }

    /// What both verifiers say, which must be the same.
    fn judged(&self, outside: Option<&str>) -> String {
        let key = crate::audit::note::VerifierKey::parse(&self.key).unwrap();
        let first = match verify(self.bytes.as_slice(), &key, outside) {
            Ok(report) => format!("{report}\n"),
            Err(findings) => words(&findings),
        };
        assert_eq!(first, self.judged_by_the_second(outside));
        first
    }

    fn judged_by_the_second(&self, outside: Option<&str>) -> String {
        let folder = Folder::new();
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.0.join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verifier/verify.mjs");
        let mut node = Command::new("node");
        node.arg(program)
            .arg(file("export.jsonl", &self.bytes))
            .arg("--key")
            .arg(file("key", self.key.as_bytes()));
        if let Some(note) = outside {
            node.arg("--checkpoint").arg(file("note", note.as_bytes()));
        }
        let output = node.output().expect("node runs");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        String::from_utf8(output.stdout).unwrap()
    }

    fn is_clean(&self, outside: Option<&str>) -> bool {
        self.judged(outside).starts_with("all as signed: ")
    }
}

/// A folder of its own, gone when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let number =
            std::sync::atomic::AtomicU32::fetch_add(&FOLDERS, 1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("understudy-export-{}-{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }
}

static FOLDERS: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Sarah and Haru change his name `rounds` times each, signed every third time.
fn days(story: &Story<'_>, rounds: usize) {
    for round in 0..rounds {
        story.rename("Haruki").unwrap();
        story.rename_by(&story.shop.desk, &story.haru(), "Haru").unwrap();
        if round % 3 == 0 {
            story.shop.desk.sequence(story.shop.tenant).unwrap();
        }
    }
    story.shop.desk.sequence(story.shop.tenant).unwrap();
}

fn held(shop: &TestShop) -> (u64, String) {
    let newest = shop.desk.ask(&shop.nobody(), &LatestCheckpoint {}).unwrap().unwrap();
    (newest.size, newest.note)
}

fn text(value: &impl ToString) -> store::Param<'static> {
    store::Param::Text(value.to_string().into())
}

crate::on_both_engines! {
    the_whole_log_and_one_session_are_proven_by_both_verifiers, |shop| {
        let story = Story::of(shop);
        days(&story, 150);
        let (size, note) = held(shop);
        let whole = Taken::whole(&story);
        assert_eq!(
            whole.judged(Some(&note)),
            format!("all as signed: {size} leaves in 2 streams under 51 checkpoints up to {size}; 300 details match, 300 of them readable, 0 not here\n"),
        );
        days(&story, 1);
        let held_too = Export { session: Some(story.session), held: vec![size], ..Export::default() };
        let session = Taken::by_ada(&story, &held_too);
        let said = session.judged(Some(&note));
        assert!(said.starts_with("all as signed: 151 leaves in 1 streams"), "{said}");
        let sealed = Taken::by_ada(&story, &Export { sealed: true, ..Export::default() });
        let said = sealed.judged(None);
        assert!(said.contains(" 0 of them readable"), "{said}");
    }

    one_flipped_byte_in_the_store_is_found_and_named, |shop| {
        let story = Story::of(shop);
        days(&story, 4);
        let stream = format!("session:{}", story.session);
        let sql = "SELECT bytes, placed FROM leaf WHERE tenant = $1 AND stream = $2 AND position = 2";
        let statement = store::Statement { name: "THIRD", sql };
        let row = shop.desk.peek(|tx| tx.one(&statement, store::params![shop.tenant, stream])).unwrap().unwrap();
        let (mut bytes, place): (Vec<u8>, i64) = (row.get(0).unwrap(), row.get(1).unwrap());
        // The last character of the request's id.
        let at = bytes.len() - 41;
        bytes[at] ^= 1;
        let sql = "UPDATE leaf SET bytes = $3 WHERE tenant = $1 AND stream = $2 AND position = 2";
        tamper(&shop.desk, sql, vec![text(&shop.tenant), text(&stream), store::Param::Blob(bytes.into())]);
        let found = Taken::whole(&story).judged(None);
        assert!(found.contains(&format!("leaf {place} ({stream}, position 2): bytes differ")), "{found}");
        let found = Taken::session(&story).judged(None);
        assert!(found.contains(&format!("leaf {place} ({stream}, position 2): bytes or proof differ")), "{found}");
    }

    a_deleted_leaf_is_missed_by_its_place, |shop| {
        let story = Story::of(shop);
        days(&story, 4);
        tamper(&shop.desk, "DELETE FROM leaf WHERE tenant = $1 AND placed = 3", vec![text(&shop.tenant)]);
        let mut bytes = Vec::new();
        let exported = shop.desk.export_audit(&story.ada(), &Export::default(), &mut bytes).unwrap();
        assert_eq!((exported.leaves, exported.missing), (7, 1));
        let found = Taken::whole(&story).judged(None);
        assert!(found.contains("leaf 3: missing"), "{found}");
    }

    a_cut_above_a_held_checkpoint_goes_unseen_and_below_it_does_not, |shop| {
        let story = Story::of(shop);
        days(&story, 4);
        let (early, early_note) = held(shop);
        days(&story, 4);
        let (late, late_note) = held(shop);
        for sql in [
            "DELETE FROM leaf WHERE tenant = $1 AND (placed IS NULL OR placed >= $2)",
            "DELETE FROM checkpoint WHERE tenant = $1 AND size > $2",
        ] {
            tamper(&shop.desk, sql, vec![text(&shop.tenant), store::Param::Int(early.cast_signed())]);
        }
        let cut = Taken::whole(&story);
        assert!(cut.is_clean(None) && cut.is_clean(Some(&early_note)), "the log as it was then");
        let found = cut.judged(Some(&late_note));
        assert!(found.contains(&format!("shorter than checkpoint {late} held outside")), "{found}");
    }

    an_erased_customer_is_gone_and_the_proofs_hold, |shop| {
        let story = Story::of(shop);
        days(&story, 4);
        let (_, note) = held(shop);
        shop.desk.act(&story.haru(), Erase { customer: story.haru }, None).unwrap();
        let said = Taken::whole(&story).judged(Some(&note));
        assert!(said.contains("; 9 details match, 0 of them readable, 0 not here"), "{said}");
        assert!(Taken::session(&story).is_clean(None));
    }

    single_leaves_are_proven, |shop| {
        let story = Story::of(shop);
        days(&story, 140);
        let named = vec!["261".to_owned(), format!("session:{}:0", story.session), "1".to_owned()];
        let proven = Taken::by_ada(&story, &Export { leaves: named, ..Export::default() });
        assert!(proven.is_clean(None));
        let read = Reader::open(proven.bytes.as_slice()).unwrap();
        assert_eq!(read.header().leaves, 2, "one leaf was named twice");

        let export = Export { leaves: vec!["0".into(), "9000".into()], ..Export::default() };
        let Err(ExportError::Refused(problem)) = shop.desk.export_audit(&story.ada(), &export, &mut Vec::new()) else {
            panic!("there is no such leaf")
        };
        assert_eq!(problem.errors[0].pointer, "/leaves/1");
    }

    taking_a_copy_is_recorded_and_needs_the_right, |shop| {
        let story = Story::of(shop);
        let early = shop.desk.export_audit(&story.ada(), &Export::default(), &mut Vec::new());
        assert!(matches!(early, Err(ExportError::Refused(problem)) if problem.kind == &problem::NOT_READY));
        days(&story, 1);
        let before = leaves(shop);
        Taken::whole(&story);
        shop.desk.export_audit_as_operator(shop.tenant, &Export::default(), &mut Vec::new()).unwrap();
        assert_eq!(leaves(shop), before + 2);
        let by = "SELECT COUNT(*) FROM leaf WHERE tenant = $1 AND action = 'audit.export' AND actor = 'job:operator'";
        assert_eq!(number(&shop.desk, by, store::params![shop.tenant]), 1);
        for caller in [story.sarah(), story.haru(), shop.nobody()] {
            let mut nothing = Vec::new();
            assert!(shop.desk.export_audit(&caller, &Export::default(), &mut nothing).is_err());
            assert!(nothing.is_empty());
        }
    }

    a_repeated_key_is_the_same_copy_recorded_once, |shop| {
        let story = Story::of(shop);
        days(&story, 1);
        let once = || Some(Once::new("one-and-the-same-key", b"{}").unwrap());
        let before = leaves(shop);
        let copy = |caller: &Caller| {
            let begun = shop.desk.begin_export(caller, &Export::default(), once())?;
            let mut bytes = Vec::new();
            shop.desk.write_export(&begun, &mut bytes).unwrap();
            Ok::<_, Problem>((begun.is_replay(), bytes))
        };
        let ada = story.ada();
        let (first, again) = (copy(&ada).unwrap(), copy(&ada).unwrap());
        assert_eq!((first.0, again.0), (false, true));
        assert_eq!(first.1, again.1);
        assert_eq!(leaves(shop), before + 1);
        let other = Once::new("one-and-the-same-key", b"{\"sealed\":true}").unwrap();
        let refused = shop.desk.begin_export(&ada, &Export::default(), Some(other)).unwrap_err();
        assert_eq!(refused.kind, &problem::KEY_REUSED);
        // Whoever has lost the right takes no second copy either.
        tamper(&shop.desk, "UPDATE staff SET may = 0 WHERE tenant = $1", vec![text(&shop.tenant)]);
        assert_eq!(copy(&ada).unwrap_err().kind, &problem::FORBIDDEN);
    }

    a_damaged_tree_can_still_be_taken_home, |shop| {
        let story = Story::of(shop);
        days(&story, 2);
        tamper(&shop.desk, "DELETE FROM tree_tile WHERE tenant = $1", vec![text(&shop.tenant)]);
        let found = Taken::whole(&story).judged(None);
        assert!(found.contains("leaf 0: ") || found.contains("leaf 0 "), "{found}");
        let export = Export { session: Some(story.session), ..Export::default() };
        let problem = shop.desk.export_audit(&story.ada(), &export, &mut Vec::new()).unwrap_err();
        assert!(problem.to_string().contains("tile/0/000.p/4"), "{problem}");
    }
}
