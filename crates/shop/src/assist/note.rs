//! Notes an agent makes while helping.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sql;
use super::stay::{acting, current};
use crate::desk::{Act, Acting, Look, Needs, Owner, Refusal, Work};
use crate::kernel::Timestamp;
use crate::kernel::id::{AssistSessionId, NoteId, TenantId};
use crate::kernel::text::Said;

/// Adds a note to the session. Colleagues see it in the customer's history; the customer does not.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddNote {
    /// What to remember.
    pub text: Said<1, 2000>,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteView {
    /// Its id.
    pub id: NoteId,
    /// When it was made.
    pub at: Timestamp,
    /// What it says.
    pub text: String,
}

impl Act for AddNote {
    const NAME: &'static str = "assist.note";
    const NEEDS: Needs = Needs::Agent;
    type Out = NoteView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        acting(who)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<NoteView, Refusal> {
        let session = current(who, work)?;
        let note = NoteView { id: work.id(), at: who.at(), text: self.text.as_str().to_owned() };
        work.sql().exec(
            &sql::NOTE,
            store::params![who.tenant(), session.id, note.id, session.staff, note.at, note.text.as_str()],
        )?;
        work.changed(note.id, None, &None::<NoteView>, &note);
        Ok(note)
    }
}

/// The notes of a session, oldest first.
pub(super) fn notes(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
    session: AssistSessionId,
) -> Result<Vec<NoteView>, store::Error> {
    tx.all(&sql::NOTES, store::params![tenant, session])?
        .iter()
        .map(|row| Ok(NoteView { id: row.get(0)?, at: row.get(1)?, text: row.get(2)? }))
        .collect()
}
