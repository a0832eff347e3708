//! Every reason why a session does not begin.

use super::World;
use super::world::{SET_CONSENT, SET_EMAIL, SET_SITES, SET_STATUS, new_site, new_staff};
use crate::assist::*;
use crate::desk::Policy;
use crate::kernel::Problem;
use crate::kernel::id::{CustomerId, Id, SiteId};
use crate::kernel::text::Said;
use crate::on_both_engines;
use std::time::Duration;

fn refused(world: &World<'_>, start: StartSession) -> Problem {
    world.act(&world.plain(&world.sarah), start).expect_err("a refusal")
}

fn refused_for_haru(world: &World<'_>) -> Problem {
    refused(world, world.start_of(world.haru))
}

on_both_engines! {
    the_customer_must_exist_be_open_and_agree, |shop| {
        let world = World::new(shop);
        let nobody = refused(&world, world.start_of(CustomerId::from_bits(7)));
        assert_eq!(nobody.kind.slug, "not-found");
        for (status, slug) in [("disabled", "customer-disabled"), ("locked", "customer-locked")] {
            world.set(&SET_STATUS, world.haru, status);
            assert_eq!(refused_for_haru(&world).kind.slug, slug);
        }
        world.set(&SET_STATUS, world.haru, "active");
        world.set(&SET_CONSENT, world.haru, false);
        let problem = refused_for_haru(&world);
        assert_eq!(problem.kind.slug, "consent-required");
        assert!(problem.detail.contains("Assistance & privacy"), "says what to do next: {}", problem.detail);
    }

    withdrawn_consent_ends_what_runs, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        world.set(&SET_CONSENT, world.haru, false);
        let problem = world.ask(&world.tab(&world.sarah, 1), &CurrentSession {}).expect_err("revoked");
        assert_eq!((problem.kind.slug, &problem.extra["by"]), ("session-ended", &"revoked".into()));
    }

    nobody_acts_for_themselves_or_for_their_betters, |shop| {
        let world = World::new(shop);
        world.set(&SET_EMAIL, world.sarah.id, "haru.tanaka@example.com");
        assert!(refused_for_haru(&world).detail.contains("your own account"));
        world.set(&SET_EMAIL, world.sarah.id, "sarah@northlight.example");
        world.set(&SET_EMAIL, world.vera.id, "haru.tanaka@example.com");
        assert!(refused_for_haru(&world).detail.contains("may do more than you"));
    }

    the_site_must_be_on_and_the_agents_own, |shop| {
        let world = World::new(shop);
        let off = new_site(shop, "off", "", &Policy::default());
        let other = new_site(shop, "us", "https://us.northlight.example", &Policy::default());
        let at = |site: SiteId| StartSession { site: Some(site), ..world.start_of(world.haru) };
        assert_eq!(refused(&world, at(off)).kind.slug, "assisting-off");
        assert_eq!(refused(&world, at(SiteId::from_bits(3))).errors[0].pointer, "/site");
        world.set(&SET_SITES, world.sarah.id, world.site.to_string());
        assert_eq!(refused(&world, at(other)).kind.slug, "forbidden");
        assert!(world.start(&world.sarah, world.haru).is_ok());
    }

    reason_and_ticket_where_the_site_wants_them, |shop| {
        let world = World::with(shop, &Policy { reason_required: true, ticket_required: true, ..Policy::default() });
        let without = StartSession { reason: Said::default(), ..world.start_of(world.haru) };
        let problem = refused(&world, without);
        assert_eq!((problem.kind.slug, problem.errors[0].pointer.as_str()), ("reason-required", "/reason"));
        let problem = refused_for_haru(&world);
        assert_eq!((problem.kind.slug, problem.errors[0].pointer.as_str()), ("reason-required", "/ticket"));
        let whole = StartSession { ticket: "T-17".parse().unwrap(), ..world.start_of(world.haru) };
        assert!(world.act(&world.plain(&world.sarah), whole).is_ok());
    }

    an_old_sign_in_is_proven_again_where_the_site_wants_it, |shop| {
        let world = World::with(shop, &Policy { step_up: true, step_up_minutes: 15, ..Policy::default() });
        shop.wait(Duration::from_secs(15 * 60 + 1));
        assert_eq!(refused_for_haru(&world).kind.slug, "step-up-required");
        let fresh = crate::assist::tests::world::sign_in(shop, world.sarah.id);
        assert_eq!(world.start(&fresh, world.haru).unwrap().tab, 1);
    }

    an_agent_has_so_many_sessions_at_once, |shop| {
        let world = World::with(shop, &Policy { sessions_per_agent: 2, ..Policy::default() });
        world.start(&world.sarah, world.haru).unwrap();
        world.start(&world.sarah, world.aiko).unwrap();
        let problem = refused_for_haru(&world);
        assert_eq!(problem.kind.slug, "too-many-sessions");
        assert_eq!(problem.extra["sessions"].as_array().map(Vec::len), Some(2), "{:?}", problem.extra);
        assert!(problem.detail.contains("Haru Tanaka, Aiko Tanaka"));
        assert!(world.start(&world.tom, world.haru).is_ok(), "each agent counts alone");

        shop.wait(Policy::default().idle(crate::desk::Channel::Api));
        assert!(world.start(&world.sarah, world.haru).is_ok(), "what has timed out does not count");
    }

    two_agents_with_one_customer_are_told, |shop| {
        let world = World::new(shop);
        let first = world.start(&world.sarah, world.haru).unwrap();
        let second = world.start(&world.tom, world.haru).unwrap();
        assert_eq!(second.helpers, ["Sarah Lindqvist"]);
        let seen = |agent, tab| world.ask(&world.tab(agent, tab), &CurrentSession {}).unwrap().helpers;
        assert_eq!(seen(&world.sarah, 1), ["Tom Reyes"]);
        assert_eq!(seen(&world.tom, 1), ["Sarah Lindqvist"]);
        let told = format!("session:{} session.presence", first.id);
        assert_eq!(shop.heard.lines().iter().filter(|line| **line == told).count(), 1);
        world.act(&world.tab(&world.tom, 1), EndSession::default()).unwrap();
        assert_eq!(shop.heard.lines().iter().filter(|line| **line == told).count(), 2, "and when they go");
        assert_eq!(seen(&world.sarah, 1), Vec::<String>::new());
    }

    one_agent_at_a_time_where_the_site_wants_it, |shop| {
        let world = World::with(shop, &Policy { one_agent_per_customer: true, ..Policy::default() });
        world.start(&world.sarah, world.haru).unwrap();
        let problem = world.start(&world.tom, world.haru).expect_err("somebody is there");
        assert_eq!(problem.kind.slug, "already-assisted");
        assert_eq!(problem.extra["agents"], serde_json::json!(["Sarah Lindqvist"]));
        assert!(world.start(&world.tom, world.aiko).is_ok());
    }

    a_read_only_start_looks_until_it_is_raised, |shop| {
        let world = World::with(shop, &Policy { read_only_start: true, ..Policy::default() });
        assert!(world.start(&world.sarah, world.haru).unwrap().read_only);
        let tab = world.tab(&world.sarah, 1);
        let may = || world.ask(&tab, &CurrentSession {}).unwrap().may;
        assert!(!may().edit && !may().place_order);
        world.act(&tab, RaiseSession { reason: "She wants to order".parse().unwrap() }).unwrap();
        assert!(may().edit && may().place_order);
    }

    a_cart_that_was_handed_over_is_taken_with_the_start, |shop| {
        let world = World::new(shop);
        let mia = new_staff(shop, "Mia Sand", "sales-manager");
        let cart = world.handed_over(world.haru);
        let with_cart = |customer| StartSession { cart: Some(cart), ..world.start_of(customer) };

        let problem = refused(&world, with_cart(world.haru));
        assert_eq!((problem.kind.slug, problem.errors[0].pointer.as_str()), ("forbidden", "/cart"), "her role takes none");
        let problem = world.act(&world.plain(&mia), with_cart(world.aiko)).expect_err("it is Haru's");
        assert_eq!(problem.errors[0].pointer, "/cart");
        assert_eq!(world.state_of(cart), "handed_over");

        assert_eq!(world.act(&world.plain(&mia), with_cart(world.haru)).unwrap().tab, 1, "a refused start takes no number");
        assert_eq!(world.state_of(cart), "open");
        let problem = world.act(&world.plain(&mia), with_cart(world.haru)).expect_err("taken already");
        assert_eq!(problem.kind.slug, "conflict");
    }

    a_card_number_is_never_taken_down, |shop| {
        let world = World::new(shop);
        world.start(&world.sarah, world.haru).unwrap();
        let note = serde_json::from_value::<AddNote>(serde_json::json!({ "text": "her card: 4111 1111 1111 1111" }));
        assert!(note.unwrap_err().to_string().contains("card"));
    }
}
