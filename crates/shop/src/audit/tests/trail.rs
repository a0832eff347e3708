//! Reading the log, and the record of having read it.

use std::time::Duration;

use super::story::{Erase, Story, leaves, number};
use crate::audit::published::{Checkpoints, LatestCheckpoint};
use crate::audit::trail::{AuditLeaf, AuditSearch, AuditSession, DetailsState, FieldChange, LeafView};
use crate::desk::Desk;
use crate::kernel::{Page, Problem, problem};

fn search(story: &Story<'_>, search: &AuditSearch) -> Page<LeafView> {
    story.shop.desk.ask(&story.ada(), search).unwrap()
}

fn told(page: &Page<LeafView>) -> Vec<String> {
    let line = |leaf: &LeafView| {
        let who = leaf.actor.name.as_deref().unwrap_or(&leaf.actor.kind);
        format!("{who} {} {}", leaf.action, leaf.outcome)
    };
    page.items.iter().map(line).collect()
}

/// Sarah renames Haru twice and is refused once, a second apart; then Haru himself.
fn a_morning(story: &Story<'_>) {
    for name in ["Haruki", "keep", "Haruto"] {
        let _ = story.rename(name);
        story.shop.wait(Duration::from_secs(1));
    }
    story.rename_by(&story.shop.desk, &story.haru(), "Haru").unwrap();
    story.shop.wait(Duration::from_secs(1));
}

const MORNING: [&str; 4] = [
    "Haru Tanaka test.rename done",
    "Sarah Lindqvist test.rename done",
    "Sarah Lindqvist test.rename refused",
    "Sarah Lindqvist test.rename done",
];

fn forbidden<T>(answer: Result<T, Problem>) -> bool {
    answer
        .err()
        .is_some_and(|problem| problem.is_refusal_of_rights() || problem.kind == &problem::NESTED_ASSISTANCE)
}

crate::on_both_engines! {
    an_auditor_searches_by_whatever_is_known, |shop| {
        let story = Story::of(shop);
        let began = shop.desk.now();
        a_morning(&story);
        let all = AuditSearch { action: Some("test.".into()), ..AuditSearch::default() };
        assert_eq!(told(&search(&story, &all)), MORNING);
        let by_session = AuditSearch { session: Some(story.session), ..AuditSearch::default() };
        assert_eq!(told(&search(&story, &by_session)), MORNING[1..]);
        let by_stream = AuditSearch { stream: Some(format!("session:{}", story.session)), ..AuditSearch::default() };
        assert_eq!(told(&search(&story, &by_stream)), MORNING[1..]);
        let by_staff = AuditSearch { staff: Some(story.sarah_id), ..AuditSearch::default() };
        assert_eq!(told(&search(&story, &by_staff)), MORNING[1..]);
        let by_customer = AuditSearch { customer: Some(story.haru), action: Some("test.rename".into()), ..AuditSearch::default() };
        assert_eq!(told(&search(&story, &by_customer)), MORNING);
        let refused = AuditSearch { outcome: Some("refused".into()), ..by_customer.clone() };
        assert_eq!(told(&search(&story, &refused)), [MORNING[2]]);
        let second = Duration::from_secs(1);
        let (from, to) = (Some(began.plus(second)), Some(began.plus(2 * second)));
        let at_a_time = AuditSearch { from, to, ..all.clone() };
        assert_eq!(told(&search(&story, &at_a_time)), [MORNING[2]]);
        let nobody = AuditSearch { customer: Some(shop.desk.mint().id()), ..all };
        assert_eq!(told(&search(&story, &nobody)), [""; 0]);
    }

    pages_follow_each_other_without_gap_or_repeat, |shop| {
        let story = Story::of(shop);
        for _ in 0..11 {
            story.rename("Haruki").unwrap();
            story.rename_by(&shop.desk, &story.haru(), "Haru").unwrap();
        }
        let by_customer = AuditSearch { customer: Some(story.haru), action: Some("test.rename".into()), size: Some(3), ..AuditSearch::default() };
        let by_session = AuditSearch { session: Some(story.session), size: Some(3), ..AuditSearch::default() };
        for (mut asked, count) in [(by_customer, 22), (by_session, 11)] {
            let mut seen = Vec::new();
            loop {
                let page = search(&story, &asked);
                seen.extend(page.items.iter().map(|leaf| (leaf.at, leaf.stream.clone(), leaf.position)));
                asked.after = page.next;
                if asked.after.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), count);
            assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "newest first");
        }
    }

    looking_is_itself_recorded, |shop| {
        let story = Story::of(shop);
        a_morning(&story);
        let before = leaves(shop);
        search(&story, &AuditSearch { customer: Some(story.haru), ..AuditSearch::default() });
        shop.desk.ask(&story.ada(), &AuditSession { session: story.session, after: None, size: None }).unwrap();
        assert_eq!(leaves(shop), before + 2);
        let looked = AuditSearch { action: Some("audit.".into()), ..AuditSearch::default() };
        let page = search(&story, &looked);
        assert_eq!(told(&page), ["Ada Brandt audit.session done", "Ada Brandt audit.search done"]);
        assert!(page.items.iter().all(|leaf| leaf.subject.as_ref().is_some_and(|subject| subject.customer == Some(story.haru))));
    }

    only_those_with_the_right_may_look, |shop| {
        let story = Story::of(shop);
        for caller in [story.sarah(), story.haru(), shop.nobody()] {
            assert!(forbidden(shop.desk.ask(&caller, &AuditSearch::default())));
            assert!(forbidden(shop.desk.ask(&caller, &AuditSession { session: story.session, after: None, size: None })));
            assert!(forbidden(shop.desk.ask(&caller, &AuditLeaf { stream: "node:node-1".into(), position: 0 })));
            assert!(forbidden(shop.desk.ask(&caller, &Checkpoints::default())));
        }
    }

    a_session_is_told_from_its_beginning, |shop| {
        let story = Story::of(shop);
        a_morning(&story);
        let trail = shop.desk.ask(&story.ada(), &AuditSession { session: story.session, after: None, size: Some(2) }).unwrap();
        assert_eq!((trail.agent.as_str(), trail.customer_name.as_str()), ("Sarah Lindqvist", "Haru Tanaka"));
        assert_eq!((trail.site_name.as_str(), trail.reason.as_str()), ("Europe", "Help with checkout"));
        assert_eq!(trail.acts.items[0].position, 0);
        assert_eq!(
            trail.acts.items[0].changes[0].fields,
            [FieldChange { name: "first_name".into(), before: Some("Haru".into()), after: Some("Haruki".into()) }]
        );
        let rest = AuditSession { session: story.session, after: trail.acts.next, size: None };
        let rest = shop.desk.ask(&story.ada(), &rest).unwrap().acts;
        assert_eq!((rest.items.len(), rest.next), (1, None));
    }

    a_leaf_shows_what_was_asked_and_its_place, |shop| {
        let story = Story::of(shop);
        a_morning(&story);
        let ask = AuditLeaf { stream: format!("session:{}", story.session), position: 1 };
        let leaf = shop.desk.ask(&story.ada(), &ask).unwrap();
        assert_eq!((leaf.leaf.place, leaf.leaf.reason.as_deref()), (None, Some("conflict")));
        assert_eq!(leaf.input.unwrap()["name"], "keep");
        let first = shop.desk.ask(&story.ada(), &AuditLeaf { position: 0, ..ask.clone() }).unwrap();
        assert_eq!(leaf.previous, first.hash);
        shop.desk.sequence(shop.tenant).unwrap();
        assert_eq!(shop.desk.ask(&story.ada(), &ask).unwrap().leaf.place, Some(1));
        let missing = shop.desk.ask(&story.ada(), &AuditLeaf { position: 99, ..ask }).unwrap_err();
        assert_eq!(missing.kind, &problem::NOT_FOUND);
    }

    anybody_may_hold_the_newest_checkpoint, |shop| {
        let story = Story::of(shop);
        assert_eq!(shop.desk.ask(&shop.nobody(), &LatestCheckpoint {}).unwrap(), None);
        a_morning(&story);
        shop.desk.sequence(shop.tenant).unwrap();
        let newest = shop.desk.ask(&shop.nobody(), &LatestCheckpoint {}).unwrap().unwrap();
        assert_eq!(newest.size, 4);
        let all = shop.desk.ask(&story.ada(), &Checkpoints::default()).unwrap();
        assert_eq!(all.items, [newest]);
    }

    whoever_is_erased_cannot_be_read_any_more, |shop| {
        let story = Story::of(shop);
        let other = shop.second_node();
        a_morning(&story);
        // The other node has the key in memory too.
        story.rename_by(&other, &story.haru(), "Haru").unwrap();
        shop.desk.act(&story.haru(), Erase { customer: story.haru }, None).unwrap();

        let page = search(&story, &AuditSearch { action: Some("test.".into()), ..AuditSearch::default() });
        assert_eq!(page.items.len(), 6);
        assert_eq!(page.items[0].action, "test.erase");
        for leaf in &page.items {
            assert_eq!((leaf.details, leaf.changes.len()), (DetailsState::Erased, 0));
            assert!(leaf.subject.as_ref().is_some_and(|subject| subject.erased && subject.name.is_none()));
            assert_ne!(leaf.actor.name.as_deref(), Some("Haru Tanaka"));
        }
        let kept = "SELECT COUNT(*) FROM subject_key WHERE tenant = $1 AND subject LIKE 'cus_%'";
        assert_eq!(number(&shop.desk, kept, store::params![shop.tenant]), 0);
        assert_forgotten(&other, &story, &page.items[0]);
    }
}

/// What this node writes about Haru now is of somebody new.
fn assert_forgotten(desk: &Desk, story: &Story<'_>, erased: &LeafView) {
    desk.refresh_memory().unwrap();
    story.rename_by(desk, &story.haru(), "Haru").unwrap();
    let page = search(
        story,
        &AuditSearch { customer: Some(story.haru), action: Some("test.".into()), ..AuditSearch::default() },
    );
    assert_eq!(page.items.len(), 1);
    let reference = |leaf: &LeafView| leaf.subject.as_ref().map(|subject| subject.reference.clone());
    assert_ne!(reference(&page.items[0]), reference(erased));
}
