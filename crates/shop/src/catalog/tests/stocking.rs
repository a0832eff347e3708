//! Promising stock to orders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scene::Scene;
use crate::catalog::Catalogue;
use crate::catalog::acts::SetStock;
use crate::catalog::stock::{self, Level, Shortage};
use crate::desk::{Act, Acting, Answer, Look, Needs, Owner, Refusal, Work};
use crate::kernel::id::VariantId;
use crate::kernel::{Problem, problem};
use crate::on_both_engines;

/// Takes stock as placing an order does: all of it or none.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Take {
    wanted: Vec<(VariantId, u32)>,
}

impl Act for Take {
    const NAME: &'static str = "test.stock.take";
    const NEEDS: Needs = Needs::Job;
    type Out = Vec<Shortage>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Vec<Shortage>, Refusal> {
        let short = stock::take(work, &self.wanted)?;
        if short.is_empty() {
            Ok(short)
        } else {
            Err(Problem::new(&problem::OFFER_CHANGED, "Gone.").with("short", short).into())
        }
    }
}

/// Gives stock back, or ships it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Settle {
    taken: Vec<(VariantId, u32)>,
    ship: bool,
}

impl Act for Settle {
    const NAME: &'static str = "test.stock.settle";
    const NEEDS: Needs = Needs::Job;
    type Out = ();

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        let done =
            if self.ship { stock::ship(work, &self.taken) } else { stock::give_back(work, &self.taken) };
        Ok(done?)
    }
}

fn by_sku(scene: &Scene<'_>, sku: &str) -> VariantId {
    scene
        .shop
        .desk
        .held::<Catalogue>(scene.shop.tenant)
        .expect("a catalogue")
        .variant_by_sku(sku)
        .expect(sku)
        .id
}

fn level(scene: &Scene<'_>, variant: VariantId) -> Option<Level> {
    /// Reads levels as an ask does.
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Levels(VariantId);
    impl crate::desk::Ask for Levels {
        const NAME: &'static str = "test.stock.levels";
        const NEEDS: Needs = Needs::Nothing;
        const RECORDED: crate::desk::Recorded = crate::desk::Recorded::Never;
        type Out = Option<Level>;
        fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
            Ok(Owner::Shop)
        }
        fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Option<Level>, Refusal> {
            Ok(stock::levels(look, &[self.0])?.get(&self.0).copied())
        }
    }
    scene.ask(&scene.visitor(), &Levels(variant))
}

on_both_engines! {
    /// Forty orders at once for 3 + 20 pieces, in baskets that overlap: as many succeed as there is stock.
    stock_is_never_promised_twice, |shop| {
        let scene = Scene::new(shop);
        let (pot, can) = (by_sku(&scene, "P-3"), by_sku(&scene, "P-4"));
        scene.act(&scene.job(), SetStock { variant: can, on_hand: Some(20) }).expect("stock");
        let job = scene.job();
        let placed: usize = std::thread::scope(|threads| {
            let orders: Vec<_> = (0..40).map(|nth| {
                // Half of them name the two the other way round.
                let wanted = if nth % 2 == 0 { vec![(pot, 1), (can, 1)] } else { vec![(can, 1)] };
                let wanted = if nth % 4 == 0 { wanted.into_iter().rev().collect() } else { wanted };
                let (desk, job) = (&shop.desk, &job);
                threads.spawn(move || match desk.act(job, Take { wanted: wanted.clone() }, None).and_then(Answer::out) {
                    Ok(_) => wanted.len(),
                    Err(problem) => { assert_eq!(problem.kind, &problem::OFFER_CHANGED, "{problem}"); 0 }
                })
            }).collect();
            orders.into_iter().map(|order| order.join().expect("an answer")).sum()
        });
        let (pot, can) = (level(&scene, pot).expect("counted"), level(&scene, can).expect("counted"));
        assert_eq!(pot, Level { on_hand: 3, reserved: 3 }, "twenty wanted three");
        assert_eq!(can, Level { on_hand: 20, reserved: 20 }, "twenty-three wanted twenty");
        assert_eq!(placed, 23, "what was promised is what was placed");
    }

    a_shortage_says_how_many_are_free, |shop| {
        let scene = Scene::new(shop);
        let (pot, kettle) = (by_sku(&scene, "P-3"), by_sku(&scene, "P-1"));
        let refused = scene.act(&scene.job(), Take { wanted: vec![(kettle, 500), (pot, 2), (pot, 2)] }).expect_err("short");
        assert_eq!(refused.extra["short"][0]["free"], 3);
        assert_eq!(refused.extra["short"][0]["wanted"], 4, "lines of one variant count together");
        assert_eq!(level(&scene, pot), Some(Level { on_hand: 3, reserved: 0 }), "all or nothing");
        assert_eq!(level(&scene, kettle), None, "not counted: always there");
    }

    what_is_promised_stays_on_the_shelf_until_it_ships, |shop| {
        let scene = Scene::new(shop);
        let pot = by_sku(&scene, "P-3");
        scene.act(&scene.job(), Take { wanted: vec![(pot, 3)] }).expect("three");
        let fewer = scene.act(&scene.job(), SetStock { variant: pot, on_hand: Some(2) }).expect_err("promised");
        assert_eq!((fewer.kind, fewer.errors[0].pointer.as_str()), (&problem::CONFLICT, "/on_hand"));
        scene.act(&scene.job(), SetStock { variant: pot, on_hand: None }).expect_err("promised");
        scene.act(&scene.job(), Settle { taken: vec![(pot, 1)], ship: false }).expect("one back");
        scene.act(&scene.job(), Settle { taken: vec![(pot, 2)], ship: true }).expect("two shipped");
        assert_eq!(level(&scene, pot), Some(Level { on_hand: 1, reserved: 0 }));
        let twice = Settle { taken: vec![(pot, 1)], ship: false };
        scene.act(&scene.job(), twice).expect("nothing to give back");
        assert_eq!(level(&scene, pot), Some(Level { on_hand: 1, reserved: 0 }), "never below nothing");
    }
}
