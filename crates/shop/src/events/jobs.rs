//! Jobs: things to be done outside, left behind by acts as data. A node claims due jobs for a while, does
//! them without a transaction, and says with an act what came of it. A claim is its job and its try: whoever
//! comes after the claim has run out finds the job taken.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sql;
use crate::desk::chore::Chore;
use crate::desk::{Act, Acting, Caller, Desk, Look, Needs, Owner, Refusal, Work};
use crate::kernel::Timestamp;
use crate::kernel::id::{JobId, TenantId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::text::Text;

/// Tries after which a job is given up: with the waits between them, about a day.
pub const TRIES: i64 = 12;
/// The wait after the first failed try; it doubles with each.
const FIRST_WAIT: Duration = Duration::from_secs(20);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(4 * 3600);

/// A job this node has claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// The tenant.
    pub tenant: TenantId,
    /// The job.
    pub id: JobId,
    /// What is to be done: `mail.assist-notice`.
    pub kind: String,
    /// With what.
    pub body: Value,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// How long the claim holds.
    pub until: Timestamp,
}

/// Says that a job cannot be done, after its last try or because there is no sense in another one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpJob {
    /// The job.
    pub job: JobId,
    /// Which try it was.
    pub attempt: i64,
    /// Why.
    pub why: Text<1, 500>,
}

impl Act for GiveUpJob {
    const NAME: &'static str = "job.give_up";
    const NEEDS: Needs = Needs::Job;
    type Out = ();

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        close(work, who, self.job, self.attempt, &format!("given up: {}", self.why))
    }
}

/// Closes a claimed job with what came of it. 409 when the claim has passed to somebody else, so that the
/// act that says so is undone.
pub(crate) fn close(
    work: &mut Work<'_, '_>,
    who: &Acting,
    job: JobId,
    attempt: i64,
    outcome: &str,
) -> Result<(), Refusal> {
    let closed =
        work.sql().exec(&sql::CLOSE_JOB, store::params![who.tenant(), job, attempt, who.at(), outcome])?;
    if closed == 1 {
        return Ok(());
    }
    Err(Problem::new(&problem::CONFLICT, "This job is done already, or somebody else has claimed it.").into())
}

/// How long to wait after this try.
fn wait_after(attempt: i64) -> Duration {
    let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(20);
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

impl Desk {
    /// Claims up to `at_most` due jobs of these kinds for `hold`. A job is never claimed by two nodes at
    /// once; when the claim runs out before the job is closed, it is claimed again.
    pub fn claim_jobs(&self, kinds: &[&str], at_most: u32, hold: Duration) -> Result<Vec<Claimed>, Problem> {
        let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let (node, now) = (self.node().to_owned(), self.now());
        let until = now.plus(hold);
        self.chore(Chore::Jobs, move |tx| {
            let mut claimed = Vec::new();
            for kind in &kinds {
                let left = i64::from(at_most) - i64::try_from(claimed.len()).unwrap_or(i64::MAX);
                if left <= 0 {
                    break;
                }
                let rows =
                    tx.returning_all(&sql::CLAIM_JOBS, store::params![kind, now, left, node, until])?;
                for row in rows {
                    let body: String = row.get(2)?;
                    claimed.push(Claimed {
                        tenant: row.get(0)?,
                        id: row.get(1)?,
                        kind: kind.clone(),
                        body: serde_json::from_str(&body).unwrap_or_default(),
                        attempt: row.get(3)?,
                        until,
                    });
                }
            }
            Ok(claimed)
        })
    }

    /// Says what came of a job, by an act that closes it, such as `assist::NoticeSent`.
    pub fn settle_job<A: Act>(&self, job: &Claimed, outcome: A) -> Result<A::Out, Problem> {
        let caller = self.as_job(job);
        self.act(&caller, outcome, None)?.out()
    }

    /// Who does a job, for the asks it needs.
    pub fn as_job(&self, job: &Claimed) -> Caller {
        Caller::job("outside", job.tenant, self.mint().id())
    }

    /// Says that a try failed: the job is tried again later, or given up after the last try.
    pub fn retry_job(&self, job: &Claimed, why: &str) -> Result<(), Problem> {
        if job.attempt >= TRIES {
            let why: String = why.chars().filter(|c| !c.is_control()).take(500).collect();
            let why = why.parse().or_else(|_| "no reason given".parse());
            let why = why.map_err(|_| Problem::new(&problem::INTERNAL, "A job cannot be given up."))?;
            return self.settle_job(job, GiveUpJob { job: job.id, attempt: job.attempt, why });
        }
        let due = self.now().plus(wait_after(job.attempt));
        let (tenant, id, attempt, why) = (job.tenant, job.id, job.attempt, why.to_owned());
        self.chore(Chore::Jobs, move |tx| {
            tx.exec(&sql::RETRY_JOB, store::params![tenant, id, attempt, due, why]).map(|_| ())
        })
    }

    /// When the next job of any kind is due; none when there is none. A claimed job counts when its claim ends.
    pub fn next_job_due(&self) -> Result<Option<Timestamp>, Problem> {
        self.survey(|tx| tx.one(&sql::NEXT_DUE, &[])?.map(|row| row.get(0)).transpose())
    }

    /// Forgets jobs that were closed longer than `kept` ago.
    pub fn forget_jobs(&self, kept: Duration) -> Result<u64, Problem> {
        let before = self.now().minus(kept);
        self.chore(Chore::Sweep, move |tx| tx.exec(&sql::FORGET_JOBS, store::params![before]))
    }
}
