//! Stories about seeing a customer as a whole.

use serde_json::json;

use super::CustomerOverview;
use crate::cart::tests::scene::Scene;
use crate::on_both_engines;
use crate::orders::{ImportOrders, OrderLineRow};

on_both_engines! {
    an_overview_shows_orders_with_lines_and_the_cart_within_its_statement_budget, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let rows = (0..12).flat_map(|order| ["kettle", "scarf"].map(|product| -> OrderLineRow {
            serde_json::from_value(json!({
                "order": format!("O{order}"), "customer": "haru@example.com", "site": "eu", "currency": "EUR",
                "placed_at": 1_700_000_000_000_000_i64 + order, "shipping": 490, "product": product,
                "quantity": 2, "unit_price": 8900,
            })).expect("a row")
        }));
        let import = ImportOrders { digest: "00".parse().expect("a digest"), first_row: 2, rows: rows.collect() };
        assert_eq!(scene.act(&scene.job(), import).expect("imported").created, 12);
        let cart = scene.open(&haru.caller).id;
        scene.add(&haru.caller, cart, scene.lamp, 1).expect("added");

        let tom = scene.agent("Tom", "agent");
        let ask = CustomerOverview { customer: haru.id };
        scene.ask(&tom.caller, ask.clone()).expect("warm");
        let (seen, statements) = shop.desk.view(&tom.caller, |view| {
            let seen = view.ask(&ask)?;
            Ok((seen, view.statements()))
        }).expect("seen");
        assert!(statements <= 8, "{statements} statements");
        assert_eq!(seen.customer.profile.id, haru.id);
        let orders = &seen.orders.items;
        assert_eq!((orders.len(), seen.orders.next.is_some()), (10, true));
        assert!(orders.is_sorted_by(|one, next| one.order.placed_at > next.order.placed_at));
        let bought = |place: usize| orders[place].lines.iter().map(|line| line.sku.as_str()).collect::<Vec<_>>();
        assert!((0..10).all(|place| bought(place) == ["kettle", "scarf"]), "{orders:?}");
        assert_eq!((seen.carts.len(), seen.carts[0].lines.len(), seen.carts[0].id), (1, 1, cart));
    }

    nobody_is_not_found, |shop| {
        let scene = Scene::new(shop);
        let tom = scene.agent("Tom", "agent");
        let nobody = CustomerOverview { customer: shop.desk.mint().id() };
        assert_eq!(scene.ask(&tom.caller, nobody).expect_err("nobody").kind.status, 404);
    }
}
