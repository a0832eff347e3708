//! Jobs: what an act left to be done outside. Each is claimed, done without a transaction, and closed by an act.

use std::time::Duration;

use shop::assist::{AssistNotice, NoticeSent};
use shop::checkout::SettlePayment;
use shop::customers::mail::{self, MailDone, MailTo};
use shop::desk::Desk;
use shop::events::jobs::Claimed;
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

/// Kinds of jobs this node does.
const KINDS: &[&str] = &["mail.assist-notice", mail::PASSWORD_LINK, mail::PAY_LINK, "payment.settle"];
/// Jobs claimed at once, and for how long.
const AT_ONCE: u32 = 50;
const HOLD: Duration = Duration::from_secs(60);

/// Jobs done side by side: each ends with a commit, and commits that come together cost one.
const SIDE_BY_SIDE: usize = 8;

/// Does what is due, of every kind in turn, so that a crowd of one kind holds up no other.
pub fn work(desk: &Desk) -> Result<(), Problem> {
    let mut left = KINDS.to_vec();
    while !left.is_empty() {
        let mut jobs = Vec::new();
        let mut crowded = Vec::new();
        for kind in left {
            let claimed = desk.claim_jobs(&[kind], AT_ONCE, HOLD)?;
            if claimed.len() == AT_ONCE as usize {
                crowded.push(kind);
            }
            jobs.extend(claimed);
        }
        all(desk, &jobs)?;
        left = crowded;
    }
    Ok(())
}

fn all(desk: &Desk, jobs: &[Claimed]) -> Result<(), Problem> {
    let share = jobs.len().div_ceil(SIDE_BY_SIDE).max(1);
    let some = |some: &[Claimed]| some.iter().try_for_each(|job| one_or_later(desk, job));
    std::thread::scope(|scope| {
        let mut shares = jobs.chunks(share);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(|share| scope.spawn(move || some(share))).collect();
        let mut outcome = some(first);
        for other in others {
            let broken = |_| Err(Problem::new(&kinds::INTERNAL, "A job broke off."));
            outcome = outcome.and(other.join().unwrap_or_else(broken));
        }
        outcome
    })
}

/// Does a job; when that fails, it waits for another try.
fn one_or_later(desk: &Desk, job: &Claimed) -> Result<(), Problem> {
    let Err(problem) = one(desk, job) else { return Ok(()) };
    tracing::warn!(kind = job.kind, problem = problem.kind.slug, attempt = job.attempt, "a job failed");
    desk.retry_job(job, problem.kind.slug)
}

fn one(desk: &Desk, job: &Claimed) -> Result<(), Problem> {
    let unreadable = || Problem::new(&kinds::INTERNAL, "The job cannot be read.");
    let id = |name: &str| job.body.get(name).and_then(serde_json::Value::as_str);
    match job.kind.as_str() {
        "mail.assist-notice" => {
            let session = id("session").and_then(|id| id.parse().ok()).ok_or_else(unreadable)?;
            let notice = desk.ask(&desk.as_job(job), &AssistNotice { session })?;
            // Without a mail server the notice goes to the customer's account only; the queue shows that it is due.
            tracing::info!(session = %session, site = %notice.site, "notice of assistance is in the customer's account");
            desk.settle_job(job, NoticeSent { session, job: job.id, attempt: job.attempt })
        }
        mail::PASSWORD_LINK | mail::PAY_LINK => {
            let customer = id("customer").and_then(|id| id.parse().ok()).ok_or_else(unreadable)?;
            let to = desk.ask(&desk.as_job(job), &MailTo { customer })?;
            // Without a mail server the link was shown, once, to whoever made it, who hands it over.
            tracing::info!(kind = job.kind, locale = %to.locale, "a link waits to be handed to the customer");
            desk.settle_job(job, MailDone { customer, job: job.id, attempt: job.attempt, sent: false })
        }
        "payment.settle" => {
            let payment = id("payment").and_then(|id| id.parse().ok()).ok_or_else(unreadable)?;
            let done = Some((job.id, job.attempt));
            let settled = SettlePayment { payment, brand: None, last4: None, expiry: None, job: done };
            desk.settle_job(job, settled).map(|_| ())
        }
        _ => Err(unreadable()),
    }
}
