//! What the mail to a customer says whom somebody acts for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::row::Session;
use crate::desk::{Act, Acting, Ask, Look, Needs, Owner, Recorded, Refusal, Work};
use crate::events::jobs;
use crate::kernel::Timestamp;
use crate::kernel::id::{AssistSessionId, JobId, SiteId};

/// What the notice to the customer says.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistNotice {
    /// The session it is about.
    pub session: AssistSessionId,
}

/// The words of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoticeView {
    /// The customer's name.
    pub customer: String,
    /// Where it goes.
    pub email: String,
    /// The agent's given name.
    pub agent: String,
    /// The agent's role.
    pub role: String,
    /// The site.
    pub site: SiteId,
    /// When it was started.
    pub started_at: Timestamp,
    /// Why.
    pub reason: String,
}

impl Ask for AssistNotice {
    const NAME: &'static str = "assist.notice";
    const NEEDS: Needs = Needs::Job;
    const RECORDED: Recorded = Recorded::Never;
    type Out = NoticeView;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let session = Session::find(look.sql(), who.tenant(), self.session)?;
        Ok(session.map_or(Owner::Missing("session"), |session| Owner::Customer(session.customer.id)))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<NoticeView, Refusal> {
        let session = Session::get(look.sql(), who.tenant(), self.session)?;
        Ok(NoticeView {
            agent: session.shown_agent().to_owned(),
            role: session.role().to_owned(),
            customer: session.customer.name,
            email: session.customer.email,
            site: session.site,
            started_at: session.started_at,
            reason: session.reason,
        })
    }
}

/// Says that a notice has gone out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeSent {
    /// The session it is about.
    pub session: AssistSessionId,
    /// The job that sent it.
    pub job: JobId,
    /// Which try of the job it was.
    pub attempt: i64,
}

impl Act for NoticeSent {
    const NAME: &'static str = "mail.sent";
    const NEEDS: Needs = Needs::Job;
    type Out = ();

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        AssistNotice { session: self.session }.owner(who, look)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        jobs::close(work, who, self.job, self.attempt, "sent")?;
        work.within(self.session);
        Ok(())
    }
}
