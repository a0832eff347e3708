//! Starting, acting and ending, and everybody who may end it.

use super::world::{SET_AGENT, sign_in};
use super::{Agent, World};
use crate::assist::*;
use crate::desk::{Act, Acting, Caller, Credential, Look, Needs, OnBehalf, Owner, Refusal, Work};
use crate::kernel::id::{Id, SiteId, StaffId};
use crate::kernel::problem;
use crate::on_both_engines;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The problem's name.
fn slug<T: std::fmt::Debug>(answer: Result<T, crate::kernel::Problem>) -> &'static str {
    answer.expect_err("a refusal").kind.slug
}

fn ended_by(world: &World<'_>, agent: &Agent, tab: u32) -> serde_json::Value {
    let problem = world.ask(&world.tab(agent, tab), &CurrentSession {}).expect_err("the session is over");
    assert_eq!(problem.kind, &problem::SESSION_ENDED);
    assert_eq!(problem.extra["name"], "Haru Tanaka", "what is needed to start again");
    problem.extra["by"].clone()
}

/// Stands for the acts of other rooms that withdraw a right.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Withdraw {
    #[serde(skip, default = "nobody")]
    #[schemars(skip)]
    which: Which,
}

fn nobody() -> Which {
    Which::Staff(StaffId::from_bits(0))
}

impl Act for Withdraw {
    const NAME: &'static str = "test.withdraw";
    const NEEDS: Needs = Needs::Job;
    type Out = usize;
    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }
    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<usize, Refusal> {
        Ok(end_all(work, self.which, EndedBy::Revoked, "The right was withdrawn.")?)
    }
}

on_both_engines! {
    an_agent_starts_acts_and_ends, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        assert_eq!((started.tab, started.customer.name.as_str()), (1, "Haru Tanaka"));
        assert_eq!(started.helpers, Vec::<String>::new());

        let tab = world.tab(&world.sarah, started.tab);
        let who = shop.desk.who(&tab).unwrap();
        assert_eq!(who.on_behalf().map(OnBehalf::customer), Some(world.haru));
        let current = world.ask(&tab, &CurrentSession {}).unwrap();
        assert_eq!((current.customer.number.as_str(), current.agent.name.as_str()), ("C1003", "Sarah Lindqvist"));
        assert!(current.may.edit && current.may.place_order);
        assert_eq!((current.undo_until, current.acts), (Some(started.undo_until), 0));

        world.act(&tab, AddNote { text: "Prefers delivery after six.".parse().unwrap() }).unwrap();
        assert_eq!(world.ask(&tab, &CurrentSession {}).unwrap().acts, 1);

        let end = EndSession { tab: Some(1), summary: "Ordered".parse().unwrap(), ..EndSession::default() };
        let ended = world.act(&world.plain(&world.sarah), end.clone()).unwrap();
        assert_eq!((ended.by, ended.customer.id), (EndedBy::Agent, world.haru));
        assert_eq!(world.act(&world.plain(&world.sarah), end).unwrap(), ended, "ending twice is ending once");
        assert_eq!(ended_by(&world, &world.sarah, 1), "agent");
        assert!(shop.desk.who(&world.plain(&world.sarah)).is_ok(), "the agent stays signed in");

        let leaves = world.leaves(started.id);
        let told: Vec<_> = leaves.iter().map(|(actor, action)| format!("{actor} {action}")).collect();
        assert_eq!(told, ["staff assist.start", "staff assist.note", "staff assist.end", "staff assist.end"]);
    }

    a_session_ends_from_within_too, |shop| {
        let world = World::new(shop);
        let start = world.start_of(world.haru);
        let token = start.token;
        world.act(&world.plain(&world.sarah), start).unwrap();
        let within = shop.caller(Credential::OnBehalf(token));
        assert!(world.ask(&within, &CurrentSession {}).is_ok());
        world.act(&within, EndSession::default()).unwrap();
        assert_eq!(slug(world.ask(&within, &CurrentSession {})), "session-ended");
        assert_eq!(slug(world.act(&within, AddNote { text: "late".parse().unwrap() })), "session-ended");
    }

    the_customer_ends_it, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        let helped = world.ask(&world.haru_signed_in, &HelpedNow {}).unwrap();
        assert_eq!((helped.len(), helped[0].agent.as_str()), (1, "Sarah"));

        let end = EndByCustomer { session: started.id };
        assert_eq!(slug(world.act(&world.tab(&world.sarah, 1), end.clone())), "never-on-behalf");
        world.act(&world.haru_signed_in, end).unwrap();
        assert_eq!(ended_by(&world, &world.sarah, 1), "customer");
        assert_eq!(world.ask(&world.haru_signed_in, &HelpedNow {}).unwrap(), []);

        let other = world.start(&world.sarah, world.aiko).unwrap();
        assert_eq!(slug(world.act(&world.haru_signed_in, EndByCustomer { session: other.id })), "not-found");
    }

    this_was_not_me, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        world.act(&world.haru_signed_in, NotMe { session: started.id }).unwrap();
        assert_eq!(ended_by(&world, &world.sarah, 1), "customer");
        let told = format!("staff:{} session.disputed", world.vera.id);
        assert_eq!(shop.heard.lines().iter().filter(|line| **line == told).count(), 1);

        world.act(&world.haru_signed_in, NotMe { session: started.id }).unwrap();
        assert_eq!(shop.heard.lines().iter().filter(|line| **line == told).count(), 1, "supervisors are told once");
        let live = world.ask(&world.plain(&world.vera), &LiveSessions::default()).unwrap();
        assert_eq!(live.sessions.items, []);
        assert_eq!(live.disputed.iter().map(|session| session.id).collect::<Vec<_>>(), [started.id]);
        let past = world.ask(&world.haru_signed_in, &CustomerAssistance::default()).unwrap().past.items;
        assert!(past[0].disputed);
    }

    a_supervisor_ends_it_and_it_bites_everywhere, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        let live = world.ask(&world.plain(&world.vera), &LiveSessions::default()).unwrap();
        assert_eq!((live.agents, live.sessions.items[0].agent.as_str()), (1, "Sarah Lindqvist"));

        let other_node = shop.second_node();
        let tab = world.tab(&world.sarah, 1);
        assert!(other_node.ask(&tab, &CurrentSession {}).is_ok());
        let kill = EndBySupervisor { session: started.id, reason: "Wrong customer".parse().unwrap() };
        assert_eq!(slug(world.act(&world.plain(&world.tom), kill.clone())), "forbidden");
        world.act(&world.plain(&world.vera), kill).unwrap();

        let problem = other_node.ask(&tab, &CurrentSession {}).expect_err("the session is over");
        assert_eq!(problem.detail, "Vera Holm (supervisor) ended this session. Reason: Wrong customer. Nothing was changed.");
        assert_eq!(problem.extra["reason"], "Wrong customer");
        let told = format!("session:{} session.ended", started.id);
        assert!(shop.heard.lines().contains(&told));
    }

    losing_the_box_bites_on_every_node, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        let other_node = shop.second_node();
        assert!(other_node.ask(&world.tab(&world.sarah, 1), &CurrentSession {}).is_ok());
        world.set(&SET_AGENT, world.sarah.id, false);
        let problem = other_node.ask(&world.tab(&world.sarah, 1), &CurrentSession {}).expect_err("revoked");
        assert_eq!((problem.kind.slug, &problem.extra["by"]), ("session-ended", &"revoked".into()));
        assert_eq!(slug(world.start(&world.sarah, world.aiko)), "not-an-agent");
    }

    what_hangs_on_a_withdrawn_right_is_closed_and_told, |shop| {
        let world = World::new(shop);
        let withdraw = |which| world.act(&Caller::job("test", shop.tenant, shop.desk.mint().id()), Withdraw { which }).unwrap();
        let started = world.start(&world.sarah, world.haru).unwrap();
        world.start(&world.sarah, world.aiko).unwrap();
        world.start(&world.tom, world.haru).unwrap();
        assert_eq!(withdraw(Which::StaffOn(world.sarah.id, SiteId::from_bits(9))), 0, "on another site");
        assert_eq!(withdraw(Which::Customer(world.haru)), 2);
        assert_eq!(ended_by(&world, &world.sarah, 1), "revoked");
        assert!(shop.heard.lines().contains(&format!("session:{} session.ended", started.id)));
        assert_eq!(withdraw(Which::SignIn(world.sarah.sign_in)), 1);
        world.start(&world.tom, world.haru).unwrap();
        assert_eq!(withdraw(Which::Staff(world.sarah.id)), 0, "nothing of hers runs any more");
        assert_eq!(withdraw(Which::StaffOn(world.tom.id, world.site)), 1);
        world.start(&world.tom, world.aiko).unwrap();
        shop.wait(crate::desk::Policy::default().idle(crate::desk::Channel::Api));
        assert_eq!(withdraw(Which::Site(world.site)), 0, "what had run out was not ended by this");
        assert_eq!(shop.desk.close_timed_out().unwrap(), 0, "but closed as timed out");
    }

    a_stale_tab_never_reaches_another_customer, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        world.act(&world.plain(&world.sarah), EndSession { tab: Some(1), ..EndSession::default() }).unwrap();
        let next = world.start(&world.sarah, world.aiko).unwrap();
        assert_eq!(next.tab, 2, "a number is never used again");

        let note = AddNote { text: "for Haru".parse().unwrap() };
        let problem = world.act(&world.tab(&world.sarah, 1), note).expect_err("a stale tab");
        assert_eq!((problem.kind.slug, &problem.extra["customer"]), ("session-ended", &world.haru.to_string().into()));
        assert_eq!(world.leaves(next.id).len(), 1, "nothing but the start");
        assert_eq!(slug(world.ask(&world.tab(&world.tom, 2), &CurrentSession {})), "session-ended", "not his tab");
    }

    a_tab_dies_with_its_sign_in, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        let elsewhere = sign_in(shop, world.sarah.id);
        assert_eq!(slug(world.ask(&world.tab(&elsewhere, 1), &CurrentSession {})), "session-ended");
        let mine = world.ask(&world.plain(&elsewhere), &MySessions {}).unwrap();
        assert_eq!(mine.len(), 1, "it can be seen and ended from there");
        world.act(&world.plain(&elsewhere), EndSession { tab: Some(1), ..EndSession::default() }).unwrap();
        assert_eq!(ended_by(&world, &world.sarah, 1), "agent");
    }

    sessions_stand_side_by_side_never_inside_one_another, |shop| {
        let world = World::new(shop);
        let haru = world.start(&world.sarah, world.haru).unwrap();
        let in_harus = world.tab(&world.sarah, haru.tab);
        assert_eq!(slug(world.act(&in_harus, world.start_of(world.aiko))), "nested-assistance");

        let aiko = world.start(&world.sarah, world.aiko).unwrap();
        world.act(&world.tab(&world.sarah, aiko.tab), EndSession::default()).unwrap();
        let who = shop.desk.who(&in_harus).unwrap();
        assert_eq!(who.on_behalf().map(OnBehalf::customer), Some(world.haru), "stopping one leaves the other");
        world.act(&in_harus, EndSession::default()).unwrap();
        let who = shop.desk.who(&world.plain(&world.sarah)).unwrap();
        assert!(who.on_behalf().is_none() && who.staff() == Ok(world.sarah.id), "back as oneself");

        let expected = [
            ("staff".to_owned(), "assist.start".to_owned()),
            ("staff".to_owned(), "assist.start refused".to_owned()),
            ("staff".to_owned(), "assist.end".to_owned()),
        ];
        assert_eq!(world.leaves(haru.id), expected, "the agent stands in every leaf");
    }

    undo_takes_the_notice_back, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        assert_eq!(world.jobs(), [NOTICE_JOB]);
        let ended = world.act(&world.tab(&world.sarah, 1), UndoStart::default()).unwrap();
        assert_eq!((ended.by, ended.reason.as_deref()), (EndedBy::Agent, Some("undo")));
        assert_eq!(world.jobs(), Vec::<String>::new());
        assert_eq!(ended_by(&world, &world.sarah, 1), "agent");
    }

    undo_is_refused_when_it_is_late_or_something_changed, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        world.act(&world.tab(&world.sarah, 1), AddNote { text: "done".parse().unwrap() }).unwrap();
        assert_eq!(slug(world.act(&world.tab(&world.sarah, 1), UndoStart::default())), "conflict");

        world.start(&world.tom, world.haru).unwrap();
        shop.wait(NOTICE_AFTER);
        assert_eq!(slug(world.act(&world.tab(&world.tom, 1), UndoStart::default())), "conflict");
        assert_eq!(world.jobs(), [NOTICE_JOB, NOTICE_JOB]);
    }
}
