//! What is told about a session afterwards, and to whom.

use std::time::Duration;

use super::World;
use crate::assist::*;
use crate::desk::chore::Chore;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::on_both_engines;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Stands for what other rooms let an agent do.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Rename {
    to: String,
}

impl Act for Rename {
    const NAME: &'static str = "customer.profile.change";
    const NEEDS: Needs = Needs::Own(Permission::ProfileEdit);
    type Out = ();
    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Customer(who.customer()?))
    }
    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        work.changed(
            who.customer()?,
            Some(2),
            &json!({ "first_name": "Hanu" }),
            &json!({ "first_name": self.to }),
        );
        Ok(())
    }
}

on_both_engines! {
    the_customer_reads_who_helped_and_what_they_changed, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        let tab = world.tab(&world.sarah, 1);
        world.act(&tab, Rename { to: "Haru".into() }).unwrap();
        world.act(&tab, AddNote { text: "A colleague's business".parse().unwrap() }).unwrap();
        world.act(&tab, NotMe { session: started.id }).expect_err("only the customer");

        let told = world.ask(&world.haru_signed_in, &CustomerAssistance::default()).unwrap();
        assert_eq!(told.past.items, []);
        let [session] = told.current.as_slice() else { panic!("one session runs: {told:?}") };
        assert_eq!((session.agent.as_str(), session.role.as_str()), ("Sarah", "agent"), "the given name only");
        assert_eq!(session.reason, "Order by phone");
        let [act] = session.acts.as_slice() else { panic!("one act is shown: {session:?}") };
        assert_eq!((act.action.as_str(), act.outcome.as_str()), ("customer.profile.change", "done"));
        assert_eq!(act.changes[0].before, json!({ "first_name": "Hanu" }));
        assert_eq!(act.changes[0].after, json!({ "first_name": "Haru" }));

        world.act(&tab, EndSession::default()).unwrap();
        let told = world.ask(&world.haru_signed_in, &CustomerAssistance::default()).unwrap();
        assert_eq!((told.current.len(), told.past.items.len()), (0, 1));
        assert_eq!(told.past.items[0].ended_by, Some(EndedBy::Agent));
    }

    the_history_is_read_page_by_page, |shop| {
        let world = World::new(shop);
        for _ in 0..12 {
            let started = world.start(&world.sarah, world.haru).unwrap();
            let end = EndSession { session: Some(started.id), ..EndSession::default() };
            world.act(&world.plain(&world.sarah), end).unwrap();
        }
        let first = world.ask(&world.haru_signed_in, &CustomerAssistance::default()).unwrap().past;
        let rest = CustomerAssistance { after: first.next.clone() };
        let rest = world.ask(&world.haru_signed_in, &rest).unwrap().past;
        assert_eq!((first.items.len(), rest.items.len(), rest.next), (10, 2, None));
        assert!(rest.items.iter().all(|session| first.items.iter().all(|other| other.id != session.id)));
    }

    colleagues_read_notes_and_their_reading_is_recorded, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        world.act(&world.tab(&world.sarah, 1), AddNote { text: "Call back".parse().unwrap() }).unwrap();
        let ask = CustomerSessions { customer: world.haru, after: None };
        let seen = world.ask(&world.plain(&world.tom), &ask).unwrap();
        assert_eq!(seen.items[0].notes[0].text, "Call back");
        assert_eq!(seen.items[0].session.id, started.id);
        let rows = shop.desk.survey(|tx| tx.all(&crate::assist::tests::world::LEAVES, store::params![shop.tenant])).unwrap();
        let actions: Vec<String> = rows.iter().map(|row| row.get(3).unwrap()).collect();
        assert!(actions.contains(&"assist.of_customer".to_owned()), "{actions:?}");
        assert!(world.ask(&world.haru_signed_in, &ask).is_err());
    }

    the_notice_is_mailed_once, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        let hold = Duration::from_secs(60);
        assert_eq!(shop.desk.claim_jobs(&[NOTICE_JOB], 10, hold).unwrap(), [], "not before ten seconds have passed");
        shop.wait(NOTICE_AFTER);
        let [job] = shop.desk.claim_jobs(&[NOTICE_JOB], 10, hold).unwrap().try_into().expect("one notice");
        let notice = shop.desk.ask(&shop.desk.as_job(&job), &AssistNotice { session: started.id }).unwrap();
        assert_eq!((notice.email.as_str(), notice.agent.as_str()), ("haru.tanaka@example.com", "Sarah"));
        let sent = NoticeSent { session: started.id, job: job.id, attempt: job.attempt };
        shop.desk.settle_job(&job, sent.clone()).unwrap();
        assert_eq!(shop.desk.settle_job(&job, sent).expect_err("sent already").kind.slug, "conflict");
        shop.wait(hold);
        assert_eq!(shop.desk.claim_jobs(&[NOTICE_JOB], 10, hold).unwrap(), []);
        assert_eq!(world.leaves(started.id).last(), Some(&("job".to_owned(), "mail.sent".to_owned())));
        assert_eq!(world.act(&world.tab(&world.sarah, 1), UndoStart::default()).expect_err("late").kind.slug, "conflict");
    }

    an_erased_customer_leaves_no_details, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        world.act(&world.tab(&world.sarah, 1), Rename { to: "Haru".into() }).unwrap();
        let (tenant, haru) = (shop.tenant, world.haru);
        shop.desk.chore(Chore::Founding, move |tx| tx.exec(&ERASE, store::params![tenant, haru])).unwrap();
        let told = world.ask(&world.haru_signed_in, &CustomerAssistance::default()).unwrap();
        assert_eq!(told.current[0].acts, []);
    }
}

store::statements! {
    ERASE = "DELETE FROM subject_key WHERE tenant = $1 AND subject = $2";
}
