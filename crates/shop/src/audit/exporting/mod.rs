//! Taking the log home: the whole of it, one assist session, or single leaves. See [`super::export`] for the
//! file and [`super::verify`] for what it proves.
//!
//! Taking a copy out of the shop is itself an act: its leaf is committed before the first byte leaves.

mod checkpoints;
mod partial;
mod whole;

use std::io::Write;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::export::{Details, WriteError};
use super::leaf::{Leaf, Stream};
use super::seal::Sealed;
use super::sql;
use super::trail::opening::Opener;
use crate::desk::act::Look;
use crate::desk::{Act, Acting, Caller, Channel, Desk, Needs, Once, Owner, Permission, Refusal, Work};
use crate::kernel::id::{AssistSessionId, TenantId};
use crate::kernel::problem::{self, Problem};

/// Exports the log up to its newest checkpoint: one assist session, or single leaves, or with nothing said the
/// whole of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Export {
    /// Only this assist session.
    pub session: Option<AssistSessionId>,
    /// Only these leaves: each its place in the tree (`4711`), or chain and place in it (`session:ase_…:3`).
    pub leaves: Vec<String>,
    /// Leaves the details sealed. Otherwise they can be read in the file, unless they were erased.
    pub sealed: bool,
    /// Sizes of checkpoints that the reader holds from outside. The file links them to the newest one.
    pub held: Vec<u64>,
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExportPlan {
    /// The size of the checkpoint that covers it.
    pub size: u64,
}

impl Act for Export {
    const NAME: &'static str = "audit.export";
    const NEEDS: Needs = Needs::Staff(Permission::AuditExport);
    type Out = ExportPlan;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<ExportPlan, Refusal> {
        self.picks()?;
        if self.session.is_some() && !self.leaves.is_empty() {
            return Err(Problem::invalid("/leaves", "Either a session or single leaves, not both.").into());
        }
        let row = work.sql().one(&sql::NEWEST_CHECKPOINT, store::params![who.tenant()])?;
        let Some(row) = row else {
            let detail = "Nothing is signed yet: the log has no checkpoint. Try again in a second.";
            return Err(Problem::new(&problem::NOT_READY, detail).into());
        };
        Ok(ExportPlan { size: row.get(0)? })
    }
}

impl Export {
    fn picks(&self) -> Result<Vec<Pick>, Problem> {
        let pick = |(i, text): (usize, &String)| {
            text.parse().map_err(|NotAPick| Problem::invalid(format!("/leaves/{i}"), NotAPick.to_string()))
        };
        self.leaves.iter().enumerate().map(pick).collect()
    }
}

/// Which leaf is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pick {
    /// By its place in the tree.
    Place(u64),
    /// By its chain and its place in that.
    Position(Stream, u64),
}

/// The text names no leaf.
#[derive(Debug, thiserror::Error)]
#[error("Name a leaf by its place in the tree (4711), or by chain and place in it (session:ase_…:3).")]
struct NotAPick;

impl FromStr for Pick {
    type Err = NotAPick;

    fn from_str(text: &str) -> Result<Self, NotAPick> {
        let number = |text: &str| text.parse::<u64>().ok().filter(|number| i64::try_from(*number).is_ok());
        let Some((stream, position)) = text.rsplit_once(':') else {
            return number(text).map(Self::Place).ok_or(NotAPick);
        };
        let stream = Stream::parse(stream).map_err(|_| NotAPick)?;
        number(position).map(|position| Self::Position(stream, position)).ok_or(NotAPick)
    }
}

/// An export that is recorded and ready to be written.
#[derive(Clone, Debug)]
pub struct Begun {
    tenant: TenantId,
    export: Export,
    picks: Vec<Pick>,
    size: u64,
    replayed: bool,
}

impl Begun {
    /// Whether this repeats an export that was recorded before, so that nothing was recorded now.
    pub fn is_replay(&self) -> bool {
        self.replayed
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Leaves in the file.
    pub leaves: u64,
    /// Leaves that should be in the file, but are not in the store any more.
    pub missing: u64,
    /// The size of the checkpoint that covers it.
    pub size: u64,
}

/// Why an export ended early. What was written by then is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Refused, or the store failed.
    #[error(transparent)]
    Refused(#[from] Problem),
    /// The file cannot be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl Desk {
    /// Exports for staff with the right to it. Writes in pieces and holds one at a time. A log that was
    /// tampered with is exported as it is found: [`super::verify::verify`] says what is wrong with it.
    ///
    /// # Errors
    /// 403 without the right; 409 when nothing is signed yet; 404 for a session or a leaf that is not there or
    /// not yet placed.
    pub fn export_audit(
        &self,
        caller: &Caller,
        export: &Export,
        out: &mut dyn Write,
    ) -> Result<Exported, ExportError> {
        self.write_export(&self.begin_export(caller, export, None)?, out)
    }

    /// Records an export; from then on it can be written. With `once`, a repeat of the same request is the same
    /// export again: up to the same checkpoint, recorded once, and only for whoever still has the right to it.
    ///
    /// # Errors
    /// 403 without the right; 409 when nothing is signed yet.
    pub fn begin_export(
        &self,
        caller: &Caller,
        export: &Export,
        once: Option<Once>,
    ) -> Result<Begun, Problem> {
        let tenant = caller.tenant;
        let may = self.who(caller)?.may(Permission::AuditExport);
        // Nothing is written for somebody who is about to be refused.
        if may && let Err(problem) = self.place_waiting(tenant) {
            // Evidence of a damaged log must be obtainable, up to the checkpoint that still stands.
            tracing::warn!(%problem, "exporting without placing what waits");
        }
        let answer = self.act(caller, export.clone(), once)?;
        let replayed = answer.is_replay();
        if replayed && !may {
            return Err(Problem::new(&problem::FORBIDDEN, "You may not do this. Nothing was exported."));
        }
        let (ExportPlan { size }, picks) = (answer.out()?, export.picks()?);
        Ok(Begun { tenant, export: export.clone(), picks, size, replayed })
    }

    /// Writes what was begun.
    ///
    /// # Errors
    /// 404 for a session or a leaf that is not there or not yet placed.
    pub fn write_export(&self, begun: &Begun, out: &mut dyn Write) -> Result<Exported, ExportError> {
        let Begun { tenant, export, picks, size, .. } = begun;
        let (size, sealed, held) = (*size, export.sealed, export.held.as_slice());
        let job = Job { desk: self, tenant: *tenant, size, sealed, held };
        let written = match export.session {
            Some(session) => job.session(session, out),
            None if picks.is_empty() => job.whole(out),
            None => job.leaves(picks, out),
        };
        match written {
            Ok(leaves) => Ok(Exported { leaves, missing: 0, size }),
            Err(WriteError::Count { expected, found }) => {
                Ok(Exported { leaves: found, missing: expected.saturating_sub(found), size })
            }
            Err(WriteError::Source(problem)) => Err(problem.into()),
            Err(WriteError::Io(error)) => Err(error.into()),
        }
    }

    /// Exports for whoever runs the program on this machine, recorded as done by the job `operator` from the
    /// command line.
    ///
    /// # Errors
    /// As [`Desk::export_audit`], but never 403.
    pub fn export_audit_as_operator(
        &self,
        tenant: TenantId,
        export: &Export,
        out: &mut dyn Write,
    ) -> Result<Exported, ExportError> {
        let caller = Caller { channel: Channel::Cli, ..Caller::job("operator", tenant, self.mint().id()) };
        self.export_audit(&caller, export, out)
    }
}

/// One export on its way.
struct Job<'a> {
    desk: &'a Desk,
    tenant: TenantId,
    size: u64,
    sealed: bool,
    held: &'a [u64],
}

type Written = Result<u64, WriteError<Problem>>;

impl Job<'_> {
    /// A leaf's details as the file shows them: readable where that was asked for and the key still exists.
    fn details(
        &self,
        tx: &mut store::ReadTx<'_>,
        opener: &mut Opener<'_>,
        leaf: &[u8],
        sealed: Option<&[u8]>,
    ) -> Result<Option<Details>, store::Error> {
        let Some(sealed) = sealed.and_then(|bytes| Sealed::from_bytes(bytes).ok()) else { return Ok(None) };
        if self.sealed {
            return Ok(Some(Details::closed(&sealed)));
        }
        // Who the details belong to is asked of the leaf: it is what was signed, the column beside it is not.
        let Ok(leaf) = Leaf::decode(leaf) else { return Ok(Some(Details::closed(&sealed))) };
        let referred = opener.referred(tx, leaf.subject.as_deref())?;
        let readable = referred.and_then(|referred| Details::opened(&sealed, &referred.key));
        Ok(Some(readable.unwrap_or_else(|| Details::closed(&sealed))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_are_named_by_place_or_by_chain() {
        assert_eq!("4711".parse::<Pick>().unwrap(), Pick::Place(4711));
        let third = Pick::Position(Stream::parse("session:ase_1").unwrap(), 3);
        assert_eq!("session:ase_1:3".parse::<Pick>().unwrap(), third);
        let on_a_node = Pick::Position(Stream::parse("client:cli_1/node-1").unwrap(), 0);
        assert_eq!("client:cli_1/node-1:0".parse::<Pick>().unwrap(), on_a_node);
        for wrong in ["", "-1", "9223372036854775808", "session:ase_1", "session::1", ":1", "x"] {
            assert!(wrong.parse::<Pick>().is_err(), "{wrong}");
        }
    }
}
