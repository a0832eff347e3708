//! Placing leaves: densely, in the order of their streams, by one node at a time, under a signed tree.

use std::time::Duration;

use super::story::{Story, leaves, number, tamper};
use crate::audit::checkpoint::{Checkpoint, origin};
use crate::audit::leaf::leaf_hash;
use crate::audit::proof::{consistency, verify_consistency};
use crate::audit::stored::StoredTiles;
use crate::audit::{Hash, Sequenced};
use crate::desk::Desk;
use crate::kernel::{Clock, SystemClock, problem};
use crate::testing::TestShop;

/// All checkpoints, oldest first, each as its note opens with the shop's key.
fn checkpoints(shop: &TestShop) -> Vec<Checkpoint> {
    let sql = "SELECT note, size FROM checkpoint WHERE tenant = $1 ORDER BY size";
    let statement = store::Statement { name: "CHECKPOINTS", sql };
    let rows = shop.desk.peek(|tx| tx.all(&statement, store::params![shop.tenant])).unwrap();
    let key = shop.desk.verifier_key(shop.tenant);
    let open = |row: &store::Row| {
        let checkpoint = Checkpoint::open(&row.get::<String>(0).unwrap(), &key).unwrap();
        assert_eq!(checkpoint.size, row.get::<u64>(1).unwrap());
        checkpoint
    };
    rows.iter().map(open).collect()
}

/// Places of all leaves, by stream and position; -1 for none.
fn places(shop: &TestShop) -> Vec<(String, i64)> {
    let sql = "SELECT stream, COALESCE(placed, -1) FROM leaf WHERE tenant = $1 ORDER BY stream, position";
    let statement = store::Statement { name: "PLACES", sql };
    let rows = shop.desk.peek(|tx| tx.all(&statement, store::params![shop.tenant])).unwrap();
    rows.iter().map(|row| (row.get(0).unwrap(), row.get(1).unwrap())).collect()
}

fn assert_dense_and_in_order(shop: &TestShop) {
    let places = places(shop);
    let mut all: Vec<i64> = places.iter().map(|(_, place)| *place).collect();
    all.sort_unstable();
    assert!(all.iter().copied().eq(0..i64::try_from(all.len()).unwrap()), "dense from 0: {all:?}");
    for pair in places.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        assert!(pair[0].1 < pair[1].1, "{} stands in its own order", pair[0].0);
    }
}

/// Sequences until nothing waits; how many leaves this node placed.
fn drain(desk: &Desk, shop: &TestShop) -> u64 {
    match desk.sequence(shop.tenant).unwrap() {
        Sequenced::Placed { leaves, .. } => leaves,
        Sequenced::Idle | Sequenced::Elsewhere => 0,
    }
}

crate::on_both_engines! {
    leaves_are_placed_once_and_the_tree_is_signed, |shop| {
        let story = Story::of(shop);
        assert_eq!(shop.desk.sequence(shop.tenant).unwrap(), Sequenced::Idle);
        story.rename("Haruki").unwrap();
        story.rename_by(&shop.desk, &story.haru(), "Haru").unwrap();
        assert_eq!(shop.desk.sequence(shop.tenant).unwrap(), Sequenced::Placed { leaves: 2, size: 2 });
        assert_eq!(shop.desk.sequence(shop.tenant).unwrap(), Sequenced::Idle);
        story.rename("keep").unwrap_err();
        assert_eq!(shop.desk.sequence(shop.tenant).unwrap(), Sequenced::Placed { leaves: 1, size: 3 });
        assert_dense_and_in_order(shop);
        let sizes: Vec<u64> = checkpoints(shop).iter().map(|checkpoint| checkpoint.size).collect();
        assert_eq!(sizes, [2, 3]);
        assert_eq!(checkpoints(shop)[0].origin, origin(&shop.tenant.to_string()));
    }

    an_act_leaves_exactly_one_leaf_and_an_undone_one_too, |shop| {
        let story = Story::of(shop);
        for (name, after) in [("Haruki", 1), ("keep", 2), ("undo", 3)] {
            let _ = story.rename(name);
            assert_eq!(leaves(shop), after, "{name}");
        }
        story.rename_by(&shop.desk, &story.haru(), "undo").unwrap_err();
        assert_eq!(leaves(shop), 3, "a customer's own slip is only counted");
        let alone = "SELECT COUNT(*) FROM leaf WHERE tenant = $1 AND (subject IS NULL OR actor NOT LIKE 'staff:%')";
        assert_eq!(number(&shop.desk, alone, store::params![shop.tenant]), 0, "actor and subject stand in each");
    }

    every_older_checkpoint_is_the_beginning_of_every_newer_one, |shop| {
        let story = Story::of(shop);
        // Past the first tile, at uneven sizes.
        for round in 0..12 {
            for _ in 0..(7 * round % 40) + 5 {
                story.rename("Haruki").unwrap();
            }
            drain(&shop.desk, shop);
        }
        let all = checkpoints(shop);
        assert!(all.len() == 12 && all[11].size > 256, "{}", all[11].size);
        for older in &all {
            for newer in all.iter().filter(|newer| newer.size >= older.size) {
                let proof: Vec<Hash> = shop
                    .desk
                    .peek(|tx| {
                        let mut nodes = StoredTiles::new(tx, shop.tenant).at(newer.size);
                        Ok(consistency(older.size, newer.size, &mut nodes).unwrap())
                    })
                    .unwrap();
                verify_consistency(older.size, &older.root, newer.size, &newer.root, &proof).unwrap();
            }
        }
    }

    a_clock_that_goes_back_does_not_turn_a_stream_round, |shop| {
        let story = Story::of(shop);
        shop.wait(Duration::from_secs(60));
        story.rename("Haruki").unwrap();
        let behind = shop.node_with_clock_at(crate::kernel::Timestamp(shop.desk.now().0 - 30_000_000));
        story.rename_by(&behind, &story.sarah(), "Haru").unwrap();
        drain(&shop.desk, shop);
        assert_dense_and_in_order(shop);
    }

    a_leaf_committed_late_is_placed_late, |shop| {
        let story = Story::of(shop);
        shop.wait(Duration::from_secs(60));
        story.rename("Haruki").unwrap();
        drain(&shop.desk, shop);
        let behind = shop.node_with_clock_at(crate::kernel::Timestamp(shop.desk.now().0 - 30_000_000));
        story.rename_by(&behind, &story.haru(), "Haru").unwrap();
        assert_eq!(shop.desk.sequence(shop.tenant).unwrap(), Sequenced::Placed { leaves: 1, size: 2 });
        assert_dense_and_in_order(shop);
    }

    two_nodes_place_each_leaf_once, |shop| {
        let story = Story::of(shop);
        let nodes = [shop.desk.clone(), shop.second_node()];
        let placed: u64 = std::thread::scope(|scope| {
            let works: Vec<_> = nodes
                .iter()
                .map(|desk| {
                    let story = &story;
                    scope.spawn(move || {
                        (0..60)
                            .map(|round| {
                                let caller = if round % 2 == 0 { story.sarah() } else { story.haru() };
                                story.rename_by(desk, &caller, "Haruki").unwrap();
                                drain(desk, story.shop)
                            })
                            .sum::<u64>()
                    })
                })
                .collect();
            works.into_iter().map(|work| work.join().unwrap()).sum()
        });
        shop.wait(Duration::from_secs(2));
        assert_eq!(placed + drain(&nodes[0], shop) + drain(&nodes[1], shop), 120);
        assert_dense_and_in_order(shop);
        assert_eq!(checkpoints(shop).last().unwrap().size, 120);
    }

    a_sequencer_that_was_passed_over_writes_nothing, |shop| {
        let story = Story::of(shop);
        let other = shop.second_node();
        story.rename("Haruki").unwrap();
        assert_eq!(drain(&shop.desk, shop), 1);

        story.rename("Haru").unwrap();
        assert_eq!(other.sequence(shop.tenant).unwrap(), Sequenced::Elsewhere, "the first one holds the lease");
        shop.wait(Duration::from_secs(2));
        assert_eq!(drain(&other, shop), 1);

        // The first one still believes it holds the lease.
        story.rename("Haruki").unwrap();
        assert_eq!(shop.desk.sequence(shop.tenant).unwrap(), Sequenced::Elsewhere);
        assert_eq!(checkpoints(shop).last().unwrap().size, 2, "nothing was written under the old fence");
        assert_eq!(drain(&other, shop), 1);
        assert_dense_and_in_order(shop);
    }

    a_changed_tree_is_not_signed_again, |shop| {
        let story = Story::of(shop);
        story.rename("Haruki").unwrap();
        drain(&shop.desk, shop);
        tamper(&shop.desk, "UPDATE tree_tile SET hashes = $1", vec![store::Param::Blob(vec![0; 32].into())]);
        story.rename("Haru").unwrap();
        let problem = shop.desk.sequence(shop.tenant).unwrap_err();
        assert_eq!(problem.kind, &problem::INTERNAL);
        assert_eq!(checkpoints(shop).len(), 1);
    }
}

#[test]
#[ignore = "measures; run it alone, with --no-capture"]
fn how_many_leaves_are_placed_in_a_second() {
    const LEAVES: i64 = 30_000;
    for engine in store::testing::engines() {
        let shop = TestShop::new(engine);
        let sql = "INSERT INTO leaf (tenant, stream, position, at, actor, subject, session, action, outcome, bytes, hash)
            VALUES ($1, $2, $3, $4, 'staff:stf_1', 'sub_1', $2, 'cart.line.add', 0, $5, $6)";
        let (statement, tenant) = (store::Statement { name: "FILL", sql }, shop.tenant);
        let fill = move |tx: &mut store::WriteTx<'_>| {
            (0..LEAVES).try_for_each(|leaf| {
                let (stream, hash) = (format!("session:ase_{}", leaf % 97), leaf_hash(&leaf.to_be_bytes()));
                tx.exec(&statement, store::params![tenant, stream, leaf / 97, leaf, [7_u8; 400], hash])
                    .map(drop)
            })
        };
        shop.desk.0.db.write(fill).unwrap_or_else(|error: store::Error| panic!("{error}"));
        let began = SystemClock.now();
        assert_eq!(drain(&shop.desk, &shop), LEAVES.unsigned_abs());
        let took = SystemClock.now().since(began);
        println!("{engine:?}: {LEAVES} leaves in {took:?}");
        assert_dense_and_in_order(&shop);
    }
}
