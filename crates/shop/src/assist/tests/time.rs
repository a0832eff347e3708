//! Sessions and the clock.

use std::time::Duration;

use super::World;
use crate::assist::*;
use crate::desk::Policy;
use crate::kernel::Problem;
use crate::on_both_engines;

const MINUTE: Duration = Duration::from_secs(60);

fn alive(world: &World<'_>) -> Result<Standing, Problem> {
    let mut caller = world.tab(&world.sarah, 1);
    caller.renews = false;
    world.ask(&caller, &CurrentSession {})
}

fn extend(world: &World<'_>) -> Result<Renewed, Problem> {
    world.act(&world.tab(&world.sarah, 1), Extend { reason: "A long order".parse().unwrap() })
}

on_both_engines! {
    a_session_ends_without_a_sign_of_life, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        shop.wait(Duration::from_micros(10 * 60_000_000 - 1));
        assert!(alive(&world).is_ok());
        shop.wait(Duration::from_micros(1));
        let problem = alive(&world).expect_err("its time is over");
        assert_eq!((problem.kind.slug, &problem.extra["by"]), ("session-ended", &"timeout".into()));

        assert_eq!(shop.desk.close_timed_out().unwrap(), 1);
        assert_eq!(shop.second_node().close_timed_out().unwrap(), 0, "closed once");
        assert!(shop.heard.lines().contains(&format!("session:{} session.ended", started.id)));
        let leaves = world.leaves(started.id);
        assert_eq!(leaves.last(), Some(&("job".to_owned(), "assist.time_out".to_owned())));
        assert_eq!(alive(&world).expect_err("closed").extra["by"], "timeout");
    }

    staying_renews_it_and_looking_does_not, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        shop.wait(9 * MINUTE);
        world.act(&world.tab(&world.sarah, 1), Stay {}).unwrap();
        shop.wait(9 * MINUTE);
        assert!(alive(&world).is_ok());
        shop.wait(MINUTE);
        assert!(alive(&world).is_err(), "looking, as streams and polls do, is no sign of life");
    }

    it_ends_in_any_case_unless_extended, |shop| {
        let world = World::with(shop, &Policy { absolute_minutes: 12, ..Policy::default() });
        let started = world.start(&world.sarah, world.haru).unwrap();
        shop.wait(9 * MINUTE);
        let renewed = world.act(&world.tab(&world.sarah, 1), Stay {}).unwrap();
        assert_eq!((renewed.idle_until, renewed.until), (started.until, started.until), "no later than the end");
        let extended = extend(&world).unwrap();
        assert_eq!(extended.until, started.until.plus(EXTENSION));
        shop.wait(9 * MINUTE);
        assert!(alive(&world).is_ok());
        assert!(shop.heard.lines().contains(&format!("session:{} session.extended", started.id)));
    }

    no_session_lasts_longer_than_the_sign_in, |shop| {
        let world = World::with(shop, &Policy { absolute_minutes: 480, ..Policy::default() });
        shop.wait(MINUTE);
        let started = world.start(&world.sarah, world.haru).unwrap();
        assert_eq!(started.until, started.started_at.plus(479 * MINUTE));
        assert_eq!(extend(&world).expect_err("as long as can be").kind.slug, "conflict");
    }

    it_is_never_extended_beyond_eight_hours, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        let extensions = std::iter::repeat_with(|| extend(&world)).take_while(Result::is_ok).count();
        assert_eq!(extensions, 14, "from one hour to eight in steps of thirty minutes");
        assert_eq!(alive(&world).unwrap().until, started.started_at.plus(LONGEST));
    }

    the_agents_summary_counts_after_the_time_is_over, |shop| {
        let world = World::new(shop);
        let started = world.start(&world.sarah, world.haru).unwrap();
        shop.wait(20 * MINUTE);
        let end = EndSession {
            session: Some(started.id),
            summary: "Called back, all fine".parse().unwrap(),
            ..EndSession::default()
        };
        let ended = world.act(&world.plain(&world.sarah), end).unwrap();
        assert_eq!((ended.by, ended.ended_at), (EndedBy::Timeout, started.idle_until));
        let details = world.ask(&world.plain(&world.vera), &SessionDetails { session: started.id }).unwrap();
        assert_eq!(details.view.summary.as_deref(), Some("Called back, all fine"));
        assert_eq!(shop.desk.close_timed_out().unwrap(), 0);
    }
}
