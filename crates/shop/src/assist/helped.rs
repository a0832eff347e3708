//! The notice on the customer's own pages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::{Session, running};
use crate::desk::{Acting, Actor, Ask, Look, Needs, Owner, Recorded, Refusal};
use crate::kernel::Timestamp;
use crate::kernel::id::AssistSessionId;

/// Whether somebody acts for the customer now: the notice on the customer's own pages. Answers nothing to
/// anybody else.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpedNow {}

/// Somebody who acts for the customer now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HelperView {
    /// The session.
    pub session: AssistSessionId,
    /// The agent's given name.
    pub agent: String,
    /// Since when.
    pub since: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
}

impl Ask for HelpedNow {
    const NAME: &'static str = "assist.now";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Vec<HelperView>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Vec<HelperView>, Refusal> {
        let Actor::Customer(customer) = who.by() else { return Ok(Vec::new()) };
        let sessions = running(look.sql(), who.tenant(), customer, who.at())?;
        let view = |session: &Session| HelperView {
            session: session.id,
            agent: session.shown_agent().to_owned(),
            since: session.started_at,
            until: session.until,
        };
        Ok(sessions.iter().map(view).collect())
    }
}
