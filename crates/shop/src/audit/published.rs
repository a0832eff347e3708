//! The checkpoints: what outsiders may hold, so that nobody can change the log behind them unseen.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Hash, sql};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::{Cursor, Page, Timestamp};

/// Checkpoints a page.
const PAGE: usize = 50;

/// A signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckpointView {
    /// How many leaves the tree had.
    pub size: u64,
    /// The root over them, in base64.
    pub root: String,
    /// The signed note (C2SP tlog-checkpoint): keep this text, byte for byte.
    pub note: String,
    /// When it was signed.
    pub at: Timestamp,
}

impl CheckpointView {
    pub(super) fn of(row: &store::Row) -> Result<Self, store::Error> {
        let root: Hash = row.get(1)?;
        Ok(Self { size: row.get(0)?, root: BASE64_STANDARD.encode(root), note: row.get(2)?, at: row.get(3)? })
    }
}

/// The newest checkpoint; nothing before the first leaf. Anybody may ask and keep it: whoever holds it can tell
/// later whether anything at or below it was changed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LatestCheckpoint {}

impl Ask for LatestCheckpoint {
    const NAME: &'static str = "audit.checkpoint";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Option<CheckpointView>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let row = look.sql().one(&sql::NEWEST_CHECKPOINT, store::params![who.tenant()])?;
        Ok(row.as_ref().map(CheckpointView::of).transpose()?)
    }
}

/// All checkpoints, newest first, 50 a page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checkpoints {
    /// The cursor of the page before.
    #[serde(default)]
    pub after: Option<Cursor>,
}

impl Ask for Checkpoints {
    const NAME: &'static str = "audit.checkpoints";
    const NEEDS: Needs = Needs::Staff(Permission::AuditRead);
    const RECORDED: Recorded = Recorded::Never;
    type Out = Page<CheckpointView>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let below: i64 = self.after.as_ref().map_or(Ok(i64::MAX), Cursor::key)?;
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let rows = look.sql().all(&sql::CHECKPOINTS, store::params![who.tenant(), below, limit])?;
        let rows = rows.iter().map(CheckpointView::of).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(rows, PAGE, |checkpoint| checkpoint.size))
    }
}
