//! One assist session, or single leaves: each with the proof that it is in the signed tree.

use std::collections::BTreeMap;
use std::io::Write;

use super::checkpoints::{Damaged, damaged};
use super::{Job, Pick, Written};
use crate::audit::export::{Entry, Header, SignedCheckpoint, WriteError, write};
use crate::audit::leaf::Stream;
use crate::audit::proof::inclusion;
use crate::audit::sql;
use crate::audit::stored::StoredTiles;
use crate::audit::trail::opening::Opener;
use crate::audit::trail::view::LeafRow;
use crate::kernel::Problem;
use crate::kernel::id::AssistSessionId;

/// Leaves with their proofs, and the checkpoints they are proven in.
type Proven = (Vec<Entry>, Vec<SignedCheckpoint>);

/// Why leaves cannot be proven.
enum NotProven {
    Problem(Problem),
    Store(store::Error),
}

impl From<store::Error> for NotProven {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<Damaged> for NotProven {
    fn from(error: Damaged) -> Self {
        match error {
            Damaged::Read(error) => Self::Store(error),
            other => Self::Problem(damaged(&other)),
        }
    }
}

impl From<Problem> for NotProven {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Job<'_> {
    pub(super) fn session(&self, session: AssistSessionId, out: &mut dyn Write) -> Written {
        let stream = Stream::session(&session.to_string());
        let (entries, checkpoints) = self.proven(|tx| self.of_stream(tx, &stream))?;
        if entries.is_empty() {
            return Err(WriteError::Source(Problem::not_found(
                "assist session with a leaf in the signed tree",
            )));
        }
        let key = self.desk.verifier_key(self.tenant);
        let counts = [(stream, entries.len() as u64)];
        let header = Header::streams(&self.tenant.to_string(), &key, &counts, checkpoints);
        write_all(&header, entries, out)
    }

    pub(super) fn leaves(&self, picks: &[Pick], out: &mut dyn Write) -> Written {
        let (entries, checkpoints) = self.proven(|tx| self.picked(tx, picks))?;
        let key = self.desk.verifier_key(self.tenant);
        let count = entries.len() as u64;
        let header = Header::leaves(&self.tenant.to_string(), &key, count, checkpoints);
        write_all(&header, entries, out)
    }

    /// Reads leaves and proves them, against one state of the store.
    fn proven(
        &self,
        mut rows: impl FnMut(&mut store::ReadTx<'_>) -> Result<BTreeMap<u64, LeafRow>, NotProven>,
    ) -> Result<Proven, WriteError<Problem>> {
        let outcome = self.desk.0.db.read(|tx| {
            let rows = rows(tx)?;
            let mut entries = Vec::with_capacity(rows.len());
            let mut proofs = BTreeMap::new();
            {
                let mut nodes = StoredTiles::new(tx, self.tenant).at(self.size);
                for index in rows.keys() {
                    proofs.insert(*index, inclusion(*index, self.size, &mut nodes)?);
                }
            }
            let mut opener = Opener::new(&self.desk.0.keys, self.tenant);
            for (index, row) in rows {
                let proof = proofs.remove(&index).unwrap_or_default();
                let details = self.details(tx, &mut opener, &row.bytes, row.sealed.as_deref())?;
                entries.push(Entry::proven(index, row.bytes, proof, details));
            }
            Ok::<_, NotProven>((entries, self.linked(tx)?))
        });
        outcome.map_err(|not| match not {
            NotProven::Problem(problem) => WriteError::Source(problem),
            NotProven::Store(error) => WriteError::Source(crate::desk::fault(&error)),
        })
    }

    /// The stream's leaves under the checkpoint, by place.
    fn of_stream(
        &self,
        tx: &mut store::ReadTx<'_>,
        stream: &Stream,
    ) -> Result<BTreeMap<u64, LeafRow>, NotProven> {
        let rows = tx.all(&sql::STREAM_FROM, store::params![self.tenant, stream.as_str(), -1, i64::MAX])?;
        let mut placed = BTreeMap::new();
        for row in &rows {
            let row = LeafRow::of(row)?;
            if let Some(place) = row.placed.filter(|place| *place < self.size) {
                placed.insert(place, row);
            }
        }
        Ok(placed)
    }

    fn picked(
        &self,
        tx: &mut store::ReadTx<'_>,
        picks: &[Pick],
    ) -> Result<BTreeMap<u64, LeafRow>, NotProven> {
        let mut placed = BTreeMap::new();
        for (i, pick) in picks.iter().enumerate() {
            let found = match pick {
                Pick::Place(place) => {
                    tx.one(&sql::LEAF_AT, store::params![self.tenant, place.cast_signed()])?
                }
                Pick::Position(stream, position) => {
                    let position = position.cast_signed();
                    tx.one(&sql::LEAF, store::params![self.tenant, stream.as_str(), position])?
                }
            };
            let row = found.as_ref().map(LeafRow::of).transpose()?;
            let pointer = format!("/leaves/{i}");
            let row = row.ok_or_else(|| Problem::invalid(&pointer, "There is no such leaf."))?;
            let place = row.placed.filter(|place| *place < self.size).ok_or_else(|| {
                Problem::invalid(&pointer, "This leaf is not in the signed tree yet. Try again in a second.")
            })?;
            placed.insert(place, row);
        }
        Ok(placed)
    }
}

fn write_all(header: &Header, entries: Vec<Entry>, out: &mut dyn Write) -> Written {
    write(out, header, entries.into_iter().map(Ok)).map(|()| header.leaves)
}
