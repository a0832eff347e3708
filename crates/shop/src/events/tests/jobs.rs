use std::collections::BTreeSet;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::desk::{Act, Acting, Caller, Look, Needs, Owner, Refusal, Work};
use crate::events::jobs::{self, Claimed, TRIES};
use crate::kernel::id::JobId;
use crate::on_both_engines;
use crate::testing::TestShop;

const HOLD: Duration = Duration::from_secs(30);

/// Leaves `count` jobs, due at once.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Leave {
    count: u32,
}

impl Act for Leave {
    const NAME: &'static str = "test.leave";
    const NEEDS: Needs = Needs::Job;
    type Out = ();
    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }
    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        for n in 0..self.count {
            work.queue("test.do", &json!({ "n": n }), Duration::ZERO)?;
        }
        Ok(())
    }
}

/// Says that one is done.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Done {
    job: JobId,
    attempt: i64,
}

impl Act for Done {
    const NAME: &'static str = "test.done";
    const NEEDS: Needs = Needs::Job;
    type Out = ();
    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }
    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        jobs::close(work, who, self.job, self.attempt, "done")
    }
}

fn leave(shop: &TestShop, count: u32) {
    let caller = Caller::job("test", shop.tenant, shop.desk.mint().id());
    shop.desk.act(&caller, Leave { count }, None).unwrap();
}

fn done(job: &Claimed) -> Done {
    Done { job: job.id, attempt: job.attempt }
}

on_both_engines! {
    two_nodes_never_claim_the_same_job, |shop| {
        leave(shop, 60);
        let nodes = [shop.desk.clone(), shop.second_node(), shop.desk.clone(), shop.second_node()];
        let claims: Vec<_> = std::thread::scope(|scope| {
            let claim_all = |node: &crate::desk::Desk| {
                let mut mine = Vec::new();
                loop {
                    let some = node.claim_jobs(&["test.do"], 7, HOLD).unwrap();
                    if some.is_empty() {
                        return mine;
                    }
                    mine.extend(some.into_iter().map(|job| job.id));
                }
            };
            let threads: Vec<_> = nodes.iter().map(|node| scope.spawn(move || claim_all(node))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(claims.len(), 60);
        assert_eq!(claims.into_iter().collect::<BTreeSet<_>>().len(), 60);
    }

    a_claim_that_ran_out_passes_on_and_the_late_one_is_refused, |shop| {
        leave(shop, 1);
        let [late] = shop.desk.claim_jobs(&["test.do"], 1, HOLD).unwrap().try_into().unwrap();
        let other = shop.second_node();
        assert_eq!(other.claim_jobs(&["test.do"], 1, HOLD).unwrap(), []);
        shop.wait(HOLD);
        let [next] = other.claim_jobs(&["test.do"], 1, HOLD).unwrap().try_into().unwrap();
        assert_eq!((next.id, next.attempt, &next.body), (late.id, 2, &json!({ "n": 0 })));
        assert_eq!(shop.desk.settle_job(&late, done(&late)).expect_err("too late").kind.slug, "conflict");
        other.settle_job(&next, done(&next)).unwrap();
        shop.wait(HOLD);
        assert_eq!(other.claim_jobs(&["test.do"], 1, HOLD).unwrap(), []);
        assert_eq!(shop.desk.next_job_due().unwrap(), None);
    }

    a_failed_try_waits_longer_each_time_and_ends, |shop| {
        leave(shop, 1);
        let mut waits = Vec::new();
        for attempt in 1..=TRIES {
            let due = shop.desk.next_job_due().unwrap().expect("it waits");
            let wait = due.since(shop.desk.now());
            waits.push(wait.as_secs());
            shop.wait(wait);
            let [job] = shop.desk.claim_jobs(&["test.do"], 1, HOLD).unwrap().try_into().unwrap();
            assert_eq!(job.attempt, attempt);
            shop.desk.retry_job(&job, "the mail server\nis away").unwrap();
        }
        assert_eq!(waits[..5], [0, 20, 40, 80, 160]);
        assert!(waits.is_sorted() && waits.iter().all(|wait| *wait <= 4 * 3600));
        assert_eq!(shop.desk.next_job_due().unwrap(), None, "given up after the last try");
        shop.wait(Duration::from_secs(3600));
        assert_eq!(shop.desk.forget_jobs(Duration::from_secs(60)).unwrap(), 1);
    }
}
