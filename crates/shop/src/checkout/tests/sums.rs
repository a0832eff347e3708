//! Totals through the store: whatever carts people fill, the rows of their orders add up (TRUST I4).

use super::{fill, place};
use crate::cart::tests::scene::Scene;
use crate::cart::{ApplyCoupon, SetQuantity};
use crate::checkout::Payment;
use crate::on_both_engines;

/// A repeatable choice of numbers (splitmix64, Steele et al. 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

on_both_engines! {
    the_rows_of_every_order_add_up, |shop| {
        let scene = Scene::new(shop);
        let mut dice = Dice(7);
        for (code, percent) in [("FIVE", 5), ("SEVEN", 7), ("THIRD", 33)] {
            scene.coupon(code, percent, None, None);
        }
        let goods = [scene.kettle, scene.scarf];
        for round in 0..24 {
            let customer = scene.customer(&format!("Customer{round}"), "Tanaka");
            for (place, variant) in goods.into_iter().enumerate() {
                scene.price(variant, i64::try_from(1 + dice.below(20_000) + place as u64).expect("a price"));
            }
            let mut cart = scene.open(&customer.caller);
            for variant in goods {
                let quantity = u32::try_from(1 + dice.below(9)).expect("a quantity");
                cart = scene.add(&customer.caller, cart.id, variant, quantity).expect("added");
            }
            if dice.below(2) == 0 {
                let line = cart.lines[0].id;
                let quantity = u32::try_from(1 + dice.below(40)).expect("a quantity");
                cart = scene.act(&customer.caller, SetQuantity { cart: cart.id, line, quantity, version: None }).expect("set");
            }
            for code in ["FIVE", "SEVEN", "THIRD"].into_iter().take(usize::try_from(dice.below(4)).expect("few")) {
                // A coupon with which nothing is left to take off is refused; that is no concern of this law.
                if let Ok(with) = scene.act(&customer.caller, ApplyCoupon { cart: cart.id, code: code.parse().unwrap(), version: None }) {
                    cart = with;
                }
            }
            let cart = fill(&scene, &customer.caller, &cart, Payment::Invoice);
            place(&scene, &customer.caller, &cart).expect("placed");
        }
        let orders = "SELECT CAST(SUM(1) AS BIGINT) FROM shop_order WHERE tenant = $1";
        assert_eq!(scene.number(orders, store::params![shop.tenant]), 24);
        let wrong_totals = "SELECT CAST(COALESCE(SUM(1), 0) AS BIGINT) FROM shop_order o
            WHERE o.tenant = $1 AND o.total <> o.subtotal - o.discount + o.shipping";
        assert_eq!(scene.number(wrong_totals, store::params![shop.tenant]), 0);
        let wrong_lines = "SELECT CAST(COALESCE(SUM(1), 0) AS BIGINT) FROM order_line l
            WHERE l.tenant = $1 AND l.total <> l.unit * l.quantity - l.discount";
        assert_eq!(scene.number(wrong_lines, store::params![shop.tenant]), 0);
        let wrong_sums = "SELECT CAST(COALESCE(SUM(1), 0) AS BIGINT) FROM shop_order o JOIN (
                SELECT order_id, SUM(unit * quantity) AS subtotal, SUM(discount) AS discount, SUM(total) AS total
                FROM order_line WHERE tenant = $1 GROUP BY order_id) l ON l.order_id = o.id
            WHERE o.tenant = $1 AND (o.subtotal <> l.subtotal OR o.discount <> l.discount
                OR o.total <> l.total + o.shipping)";
        assert_eq!(scene.number(wrong_sums, store::params![shop.tenant]), 0);
    }
}
