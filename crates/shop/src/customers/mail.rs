//! Mails to customers, left as jobs: whom one goes to, and that it is done. The words are the sender's.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::record::Customer;
use crate::desk::{Act, Acting, Ask, Look, Needs, Owner, Recorded, Refusal, Work};
use crate::events::jobs;
use crate::kernel::id::{CustomerId, JobId};
use crate::kernel::{Locale, Problem};

/// The kind of job that tells a customer of a link for a first password.
pub const PASSWORD_LINK: &str = "mail.password-link";
/// The kind of job that tells a customer of a pay link.
pub const PAY_LINK: &str = "mail.pay-link";

/// Leaves a mail to a customer. It holds no secret: a queue is read by many.
pub(crate) fn queue(
    work: &mut Work<'_, '_>,
    kind: &str,
    customer: CustomerId,
) -> Result<JobId, store::Error> {
    work.queue(kind, &json!({ "customer": customer }), Duration::ZERO)
}

/// Whom a mail goes to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailTo {
    /// The customer.
    pub customer: CustomerId,
}

/// Where a mail goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recipient {
    /// E-mail address.
    pub email: String,
    /// The customer's language.
    pub locale: Locale,
}

impl Ask for MailTo {
    const NAME: &'static str = "mail.recipient";
    const NEEDS: Needs = Needs::Job;
    const RECORDED: Recorded = Recorded::Never;
    type Out = Recipient;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Customer(self.customer))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Recipient, Refusal> {
        let customer = Customer::find(look.sql(), who.tenant(), self.customer)?;
        let customer = customer.ok_or_else(|| Problem::not_found("customer"))?;
        Ok(Recipient { email: customer.email, locale: customer.locale })
    }
}

/// Says what became of a mail to a customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailDone {
    /// The customer.
    pub customer: CustomerId,
    /// The job.
    pub job: JobId,
    /// Which try of the job it was.
    pub attempt: i64,
    /// Whether it went out; otherwise there is no mail server, and staff hands the link over.
    pub sent: bool,
}

impl Act for MailDone {
    const NAME: &'static str = "mail.done";
    const NEEDS: Needs = Needs::Job;
    type Out = ();

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Customer(self.customer))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        let outcome = if self.sent { "sent" } else { "no mail server" };
        jobs::close(work, who, self.job, self.attempt, outcome)
    }
}
