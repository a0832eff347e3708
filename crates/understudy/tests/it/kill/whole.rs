//! What a store must look like at any moment: every act with its leaf, nothing half done.

use std::collections::BTreeMap;

use store::{Db, Settings, Statement};

/// Each counts what must not be.
const NEVER: &[Statement] = &[
    Statement {
        name: "a key that was claimed and not settled",
        sql: "SELECT COUNT(*) FROM idempotency WHERE outcome = 0",
    },
    Statement {
        name: "an order whose lines do not add up",
        sql: "SELECT COUNT(*) FROM shop_order o WHERE o.item_count <> (SELECT CAST(COALESCE(SUM(l.quantity), 0) \
              AS BIGINT) FROM order_line l WHERE l.tenant = o.tenant AND l.order_id = o.id)",
    },
    Statement {
        name: "an order without its payment",
        sql: "SELECT COUNT(*) FROM shop_order o WHERE NOT EXISTS (SELECT 1 FROM payment p \
              WHERE p.tenant = o.tenant AND p.order_id = o.id)",
    },
    Statement {
        name: "an order whose cart is not placed",
        sql: "SELECT COUNT(*) FROM shop_order o WHERE NOT EXISTS (SELECT 1 FROM cart c WHERE c.tenant = o.tenant \
              AND c.id = o.cart_id AND c.state = 'placed' AND c.order_number = o.number)",
    },
    Statement {
        name: "a placed cart without its order",
        sql: "SELECT COUNT(*) FROM cart c WHERE c.state = 'placed' AND NOT EXISTS (SELECT 1 FROM shop_order o \
              WHERE o.tenant = c.tenant AND o.cart_id = c.id)",
    },
    Statement {
        name: "stock that was taken without an order, or not taken for one",
        sql: "SELECT COUNT(*) FROM stock s WHERE s.reserved <> (SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) \
              FROM order_line l WHERE l.tenant = s.tenant AND l.variant_id = s.variant_id)",
    },
    Statement {
        name: "a stream of the record with a gap, or a head that is not its newest leaf",
        sql: "SELECT COUNT(*) FROM stream_head h WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.tenant = h.tenant \
              AND l.stream = h.stream AND l.position = h.position AND l.hash = h.hash) OR \
              (SELECT MAX(l.position) - MIN(l.position) + 1 - COUNT(*) FROM leaf l WHERE l.tenant = h.tenant \
              AND l.stream = h.stream) <> 0",
    },
    Statement {
        name: "a topic whose head is not its newest event",
        sql: "SELECT COUNT(*) FROM topic_head h WHERE h.sequence <> (SELECT MAX(o.sequence) FROM outbox o \
              WHERE o.tenant = h.tenant AND o.topic = h.topic)",
    },
];

const REQUESTS: Statement = Statement {
    name: "requests that were done",
    sql: "SELECT operation, COUNT(*) FROM idempotency WHERE outcome = 1 GROUP BY operation",
};

const LEAVES: Statement = Statement {
    name: "leaves of what was done",
    sql: "SELECT action, COUNT(*) FROM leaf WHERE outcome = 0 GROUP BY action",
};

const ORDERS: Statement = Statement { name: "orders", sql: "SELECT COUNT(*) FROM shop_order" };

/// Holds that the store at this address is whole; how many orders there are.
pub(super) fn whole(url: &str) -> i64 {
    let settings = Settings { readers: 1, connections: 1, ..Settings::default() };
    let db = Db::open(url, settings).expect("the store opens");
    let read = db.read(|tx| {
        for never in NEVER {
            let found: i64 = tx.one(never, &[])?.expect("a count").get(0)?;
            assert_eq!(found, 0, "{}", never.name);
        }
        let mut by_name = |statement| -> Result<BTreeMap<String, i64>, store::Error> {
            tx.all(statement, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
        };
        let (requests, leaves) = (by_name(&REQUESTS)?, by_name(&LEAVES)?);
        for (operation, done) in &requests {
            assert_eq!(leaves.get(operation), Some(done), "{operation}: requests done and their leaves");
        }
        tx.one(&ORDERS, &[])?.expect("a count").get(0)
    });
    read.unwrap_or_else(|error: store::Error| panic!("the store cannot be read: {error}"))
}
