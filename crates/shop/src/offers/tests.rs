//! Stories about promotions and coupons, told on both engines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acts::{SaveCoupon, SavePromotion};
use super::price::{Off, ShippingIn, WhyNot};
use super::{BasketRequest, Offers, PricedBasket, coupon, price_basket};
use crate::catalog::Catalogue;
use crate::catalog::tests::scene::Scene;
use crate::desk::{Act, Acting, Answer, Look, Needs, Owner, Permission, Permissions, Refusal, Work};
use crate::kernel::TaxMode;
use crate::kernel::id::{CouponId, Id, LineId, OrderId, PromotionId, VariantId};
use crate::kernel::{Currency, Locale, Money, Problem, Rate, problem};
use crate::on_both_engines;

/// Uses a coupon as placing an order does, or gives the use back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Use {
    coupon: CouponId,
    user: String,
    order: OrderId,
    back: bool,
}

impl Act for Use {
    const NAME: &'static str = "test.coupon.use";
    const NEEDS: Needs = Needs::Job;
    type Out = bool;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<bool, Refusal> {
        if self.back {
            coupon::give_back(work, self.coupon, &self.user, self.order)?;
            return Ok(coupon::has_use_left(&mut work.look(), self.coupon, &self.user)?);
        }
        Ok(coupon::use_one(work, self.coupon, &self.user, self.order)?)
    }
}

fn promotion(scene: &Scene<'_>, body: serde_json::Value) -> PromotionId {
    let act: SavePromotion = serde_json::from_value(body).expect("a form");
    scene.act(&scene.job(), act).expect("a promotion").id
}

fn coupon_of(scene: &Scene<'_>, code: &str, total: Option<u32>, each: Option<u32>) -> CouponId {
    let body = serde_json::json!({ "code": code, "name_en": code, "percent": 500, "by_coupon": true });
    let promotion = promotion(scene, body);
    let body = serde_json::json!({ "code": code, "promotion": promotion, "limit_total": total, "limit_customer": each });
    let act: SaveCoupon = serde_json::from_value(body).expect("a form");
    scene.act(&scene.job(), act).expect("a coupon").id
}

/// Everybody of these at once, each with an order of their own: how many uses were granted.
fn rush(scene: &Scene<'_>, coupon: CouponId, users: &[String]) -> usize {
    let job = scene.job();
    std::thread::scope(|threads| {
        let orders: Vec<_> = users
            .iter()
            .map(|user| {
                let act = Use { coupon, user: user.clone(), order: scene.shop.desk.mint().id(), back: false };
                let (desk, job) = (&scene.shop.desk, &job);
                threads.spawn(move || desk.act(job, act, None).and_then(Answer::out).expect("an answer"))
            })
            .collect();
        orders.into_iter().map(|order| usize::from(order.join().expect("no panic"))).sum()
    })
}

fn price(scene: &Scene<'_>, lines: &[(&str, u32)], coupons: &[&str], segment: &str) -> PricedBasket {
    let (desk, tenant) = (&scene.shop.desk, scene.shop.tenant);
    let catalogue = desk.held::<Catalogue>(tenant).expect("a catalogue");
    let offers = desk.held::<Offers>(tenant).expect("offers");
    let variant =
        |sku: &str| catalogue.variant_by_sku(sku).map_or(VariantId::from_bits(1), |variant| variant.id);
    let lines: Vec<_> =
        (1..).zip(lines).map(|(nth, (sku, n))| (LineId::from_bits(nth), variant(sku), *n)).collect();
    let coupons: Vec<String> = coupons.iter().map(|code| (*code).to_owned()).collect();
    let rate = |points| Rate::from_basis_points(points).expect("a rate");
    let request = BasketRequest {
        tax: TaxMode::Included,
        tax_rate: rate(1900),
        tax_rate_reduced: rate(700),
        currency: Currency::EUR,
        locale: Locale::De,
        segment,
        lines: &lines,
        coupons: &coupons,
        shipping: Some(ShippingIn { minor: 490, tax_rate: rate(1900) }),
        now: desk.now(),
        acting: false,
    };
    price_basket(&catalogue, &offers, &request).expect("a price")
}

on_both_engines! {
    /// Sixteen at once want one of five uses.
    a_limit_in_all_holds_in_a_rush, |shop| {
        let scene = Scene::new(shop);
        let coupon = coupon_of(&scene, "FIRST5", Some(5), None);
        let users: Vec<_> = (0..16).map(|nth| format!("customer:{nth}")).collect();
        assert_eq!(rush(&scene, coupon, &users), 5);
        assert_eq!(rush(&scene, coupon, &users), 0);
    }

    /// One customer in sixteen tabs, and another one.
    a_limit_for_each_customer_holds_in_a_rush, |shop| {
        let scene = Scene::new(shop);
        let coupon = coupon_of(&scene, "TWICE", Some(100), Some(2));
        let mut users = vec!["customer:haru".to_owned(); 15];
        users.push("guest:1".to_owned());
        assert_eq!(rush(&scene, coupon, &users), 3);
    }

    a_use_counts_once_for_an_order_and_comes_back, |shop| {
        let scene = Scene::new(shop);
        let coupon = coupon_of(&scene, "ONCE", Some(1), Some(1));
        let order: OrderId = shop.desk.mint().id();
        let act = |order, back| scene.act(&scene.job(), Use { coupon, user: "customer:haru".into(), order, back }).expect("an answer");
        assert!(act(order, false));
        assert!(!act(shop.desk.mint().id(), false), "another order");
        assert!(act(order, true), "given back: there is a use left");
        assert!(act(order, true), "given back twice counts once");
        assert!(act(shop.desk.mint().id(), false));
    }

    /// Haru's price comes with the promotion of his category, the coupon however he types it, and reasons.
    a_basket_is_priced_with_what_is_offered, |shop| {
        let scene = Scene::new(shop);
        let kitchen = shop.desk.held::<Catalogue>(shop.tenant).expect("a catalogue").category_by_slug("kitchen").expect("a category").id;
        promotion(&scene, serde_json::json!({
            "code": "kitchen-10", "name_en": "10 % off the kitchen", "name_de": "10 % auf die Küche", "percent": 1000,
            "categories": [kitchen], "minimums": ["EUR:5000", "USD:5000"],
        }));
        coupon_of(&scene, "Élan 5", None, None);
        let basket = price(&scene, &[("P-3", 1), ("P-4", 2), ("P-6", 1), ("P-99", 1)], &["elan5", "NOPE"], "");
        assert_eq!(basket.unsold, [LineId::from_bits(3), LineId::from_bits(4)], "retired, and never heard of");
        let names: Vec<_> = basket.priced.discounts.iter().map(|discount| (&*discount.source.name, discount.amount)).collect();
        assert_eq!(names, [("10 % auf die Küche", 690), ("Élan 5", 561)], "the pot lies below the kitchen, the can does not");
        assert_eq!(basket.priced.total, 6900 + 5000 - 690 - 561 + 490);
        assert_eq!(basket.priced.refused_coupons[0].why, WhyNot::Withdrawn);
        let vip = price(&scene, &[("P-1", 1)], &[], "vip");
        assert_eq!(vip.priced.lines[0].unit, 7900);
    }

    an_amount_counts_in_its_currencies, |shop| {
        let scene = Scene::new(shop);
        let body = serde_json::json!({ "code": "ten", "name_en": "Ten off", "amounts": ["EUR:1000", "USD:1100"] });
        promotion(&scene, body);
        assert_eq!(price(&scene, &[("P-3", 1)], &[], "").priced.discount, 1000);
        let offers = shop.desk.held::<Offers>(shop.tenant).expect("offers");
        let in_dollars = &offers.promotions(Locale::En, Currency::USD)[0];
        assert_eq!(in_dollars.off, Off::Amount(Money::new(1100, Currency::USD)));
    }

    offers_are_changed_by_who_may_and_has_seen_them, |shop| {
        let scene = Scene::new(shop);
        let body = serde_json::json!({ "code": "ten", "name_en": "Ten", "percent": 1000 });
        let act = |body: &serde_json::Value| serde_json::from_value::<SavePromotion>(body.clone()).expect("a form");
        let agent = scene.staff(Permissions::of(&[Permission::CustomerSearch]));
        assert_eq!(scene.act(&agent, act(&body)).expect_err("refused").kind, &problem::FORBIDDEN);
        assert_eq!(scene.act(&scene.visitor(), act(&body)).expect_err("refused").kind, &problem::SIGN_IN_REQUIRED);
        let id = promotion(&scene, body.clone());
        assert_eq!(scene.act(&scene.job(), act(&body)).expect_err("twice").kind, &problem::TAKEN);
        let retire = |version| act(&serde_json::json!({ "id": id, "version": version, "code": "ten", "name_en": "Ten", "percent": 1000, "retired": true }));
        assert_eq!(scene.act(&scene.job(), retire(7)).expect_err("another version").kind, &problem::VERSION_CHANGED);
        assert_eq!(price(&scene, &[("P-3", 1)], &[], "").priced.discount, 690);
        scene.act(&scene.job(), retire(1)).expect("retired");
        assert_eq!(price(&scene, &[("P-3", 1)], &[], "").priced.discount, 0);
        let neither = act(&serde_json::json!({ "code": "x", "name_en": "X" }));
        let refused: Problem = scene.act(&scene.job(), neither).expect_err("nothing off");
        assert_eq!(refused.errors[0].pointer, "/percent");
    }
}
