//! Stories about imported orders.

use serde_json::{Value, json};

use crate::cart::ByKind;
use crate::cart::tests::scene::Scene;
use crate::kernel::import::Imported;
use crate::on_both_engines;
use crate::orders::{CustomerOrders, GetOrder, ImportOrders, OrderLineRow, Status};

fn row(order: &str, product: &str, more: Value) -> OrderLineRow {
    let mut row = json!({
        "order": order, "customer": "haru@example.com", "site": "eu", "placed_at": 1_700_000_000_000_000_i64,
        "currency": "EUR", "shipping": 490, "product": product, "quantity": 2, "unit_price": 8900, "discount": 800,
    });
    let (Value::Object(row), Value::Object(more)) = (&mut row, more) else { unreachable!("two objects") };
    row.extend(more);
    serde_json::from_value(Value::Object(row.clone())).expect("a row")
}

fn import(scene: &Scene<'_>, rows: Vec<OrderLineRow>) -> Imported {
    let digest = "00".parse().expect("a digest");
    scene.act(&scene.job(), ImportOrders { digest, first_row: 2, rows }).expect("imported")
}

on_both_engines! {
    imported_orders_stand_in_the_customers_history, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let rows = || vec![
            row("CJ-1", "kettle", json!({})),
            row("CJ-1", "scarf", json!({ "unit_price": 6450, "discount": 0, "quantity": 1, "tax": 422 })),
            row("CJ-2", "lamp", json!({ "status": "cancelled", "shipping": 0 })),
        ];
        let first = import(&scene, rows());
        assert_eq!((first.created, first.refused.as_slice()), (2, &[][..]));
        let again = import(&scene, rows());
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));

        let orders = scene.ask(&scene.agent("Tom", "sales-manager").caller, CustomerOrders { customer: haru.id, after: None });
        let orders = orders.expect("his orders").items;
        assert_eq!(orders.len(), 2);
        let one = orders.iter().find(|order| order.status == Status::Completed).expect("the completed one");
        let order = scene.ask(&haru.caller, GetOrder { order: one.id.into() }).expect("the order");
        assert_eq!(order.reference.as_deref(), Some("CJ-1"));
        assert_eq!((order.subtotal.minor, order.discount.minor, order.total.minor), (24_250, 800, 23_940));
        assert_eq!(order.tax.minor, 2_714 + 422, "19 % within 170.00, and as given");
        assert_eq!((order.lines[0].name.as_str(), order.placed_by.kind), ("kettle", ByKind::Import));
        assert_eq!(scene.reserved(scene.lamp), 0, "imported orders take nothing from stock");

        let mut changed = rows();
        changed.truncate(1);
        let updated = import(&scene, changed);
        assert_eq!((updated.updated, updated.created), (1, 0));
        let now = scene.ask(&haru.caller, GetOrder { order: order.number.parse().expect("a number") }).expect("the order");
        assert_eq!((now.id, now.lines.len(), now.total.minor), (order.id, 1, 17_490));
    }

    a_wrong_row_leaves_its_order_out_and_no_other, |shop| {
        let scene = Scene::new(shop);
        scene.customer("Haru", "Tanaka");
        let done = import(&scene, vec![
            row("A", "kettle", json!({})),
            row("A", "teapot", json!({})),
            row("B", "kettle", json!({ "customer": "nobody" })),
            row("C", "kettle", json!({ "discount": 99_999 })),
            row("D", "kettle", json!({ "site": "mars" })),
            row("E", "kettle", json!({ "currency": "USD" })),
            row("F", "kettle", json!({})),
            row("F", "scarf", json!({ "shipping": 1 })),
            row("G", "kettle", json!({ "quantity": 0 })),
            row("H", "kettle", json!({ "status": "processing" })),
            row("I", "kettle", json!({ "unit_price": u64::MAX })),
            row("J", "kettle", json!({})),
            row("A", "kettle", json!({})),
        ]);
        let places: Vec<_> = done.refused.iter().map(|row| (row.row, row.pointer.as_str())).collect();
        assert_eq!(places, [
            (1, "/product"), (2, "/customer"), (3, "/discount"), (4, "/site"), (5, "/currency"), (7, "/shipping"),
            (8, "/quantity"), (9, "/status"), (10, "/unit_price"), (12, "/order"),
        ]);
        assert_eq!(done.created, 1);
        let orders = "SELECT CAST(SUM(1) AS BIGINT) FROM shop_order WHERE tenant = $1";
        assert_eq!(scene.number(orders, store::params![shop.tenant]), 1);
    }
}
