//! Asks that are counted: a search as you type would leave a leaf for each key. Instead one leaf for each
//! sign-in and ten seconds says how many there were and holds keyed hashes of what was asked, so that
//! "did anybody search for this name" can be answered, and the names cannot be read from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::flow::fault;
use super::{Acting, Desk};
use crate::audit::leaf::Outcome;
use crate::audit::record::Entry;
use crate::kernel::id::StaffSessionId;
use crate::kernel::{Problem, Timestamp};

/// How long asks are gathered into one leaf.
pub const WINDOW: Duration = Duration::from_secs(10);
/// Hashes one leaf holds at most; past that asks are only counted.
const HASHES: usize = 256;

/// What was asked under one sign-in since its last leaf.
#[derive(Clone)]
struct Tally {
    who: Acting,
    since: Timestamp,
    count: u64,
    hashes: BTreeSet<String>,
}

type Key = (StaffSessionId, &'static str);

/// What was asked on this node and is not yet recorded.
#[derive(Default)]
pub(super) struct Tallies(Mutex<BTreeMap<Key, Tally>>);

/// One ask to be counted.
pub(super) struct Counted {
    pub(super) action: &'static str,
    pub(super) hash: [u8; 32],
}

impl Tallies {
    /// Counts one ask. Whoever has no staff sign-in is not counted.
    pub(super) fn note(&self, who: &Acting, counted: &Counted) {
        let Some(session) = who.staff_session() else { return };
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tally = tallies.entry((session, counted.action)).or_insert_with(|| Tally {
            who: who.clone(),
            since: who.at(),
            count: 0,
            hashes: BTreeSet::new(),
        });
        tally.count += 1;
        if tally.hashes.len() < HASHES {
            tally.hashes.insert(URL_SAFE_NO_PAD.encode(&counted.hash[..16]));
        }
    }

    fn take(&self, mut due: impl FnMut(&Key, &Tally) -> bool) -> Vec<(Key, Tally)> {
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let keys: Vec<Key> =
            tallies.iter().filter(|(key, tally)| due(key, tally)).map(|(key, _)| *key).collect();
        keys.into_iter().filter_map(|key| tallies.remove(&key).map(|tally| (key, tally))).collect()
    }

    fn put_back(&self, key: Key, tally: Tally) {
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let later = tallies.insert(key, tally);
        if let (Some(later), Some(kept)) = (later, tallies.get_mut(&key)) {
            kept.count += later.count;
            kept.hashes.extend(later.hashes);
        }
    }
}

impl Desk {
    /// Records what was counted at least `age` ago, and says how many leaves that made. Call it every second
    /// with [`WINDOW`], and with zero when the node stops.
    pub fn record_counted(&self, age: Duration) -> Result<usize, Problem> {
        let now = self.now();
        self.record(self.0.tallies.take(|_, tally| now.since(tally.since) >= age))
    }

    fn record(&self, due: Vec<(Key, Tally)>) -> Result<usize, Problem> {
        let (mut leaves, mut failed) = (0, None);
        for (key, tally) in due {
            match self.write_tally(key.1, tally.clone()) {
                Ok(()) => leaves += 1,
                Err(error) => {
                    self.0.tallies.put_back(key, tally);
                    failed = Some(fault(&error));
                }
            }
        }
        failed.map_or(Ok(leaves), Err)
    }

    fn write_tally(&self, action: &'static str, tally: Tally) -> Result<(), store::Error> {
        let house = std::sync::Arc::clone(&self.0);
        let now = self.now();
        self.0.db.write(move |tx| {
            let mut who = tally.who.clone();
            who.at = now;
            let details = json!({
                "count": tally.count, "since": tally.since, "queries": tally.hashes,
            });
            let entry = Entry {
                action,
                outcome: Outcome::Done,
                reason: None,
                about: None,
                session: None,
                object: None,
                details: Some(details),
            };
            house.recorder.write(tx, &house.keys, &house.mint, &who, entry)
        })
    }
}
