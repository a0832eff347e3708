//! What search costs at 10,000 customers. Run by hand, with optimisation, since it prints and proves nothing:
//! `cargo nextest run -p shop --features testing --run-ignored only --no-capture measure`.

use serde_json::json;

use super::people::{Agent, olga, one, sarah};
use crate::customers::{ImportCustomers, SearchCustomers};
use crate::testing::{Engine, TestShop};

store::statements! {
    KEYS = "SELECT COUNT(*) FROM customer_key WHERE tenant = $1";
    ANALYZE = "ANALYZE";
    BYTES = "SELECT CAST(SUM(LENGTH(key)) AS BIGINT) FROM customer_key WHERE tenant = $1";
}

const CUSTOMERS: usize = 10_000;
const FIRST: [&str; 16] = [
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Emma",
    "Felix",
    "Greta",
    "Haru",
    "Ines",
    "Jonas",
    "Katharina",
    "Lukas",
    "Marie-Luise",
    "Noah",
    "Olivia",
    "Paul",
];
const STEMS: [&str; 24] = [
    "Ander", "Berg", "Claus", "Diet", "Eber", "Fried", "Gott", "Hart", "Imm", "Jans", "Kauf", "Lind",
    "Meier", "Neu", "Ober", "Peter", "Quast", "Rosen", "Stein", "Tana", "Unter", "Vogel", "Wagen", "Zimmer",
];
const ENDINGS: [&str; 20] = [
    "mann", "sen", "feld", "baum", "er", "hofer", "stein", "wald", "lein", "ke", "ka", "thal", "bach",
    "dorf", "meyer", "huber", "moser", "berger", "brandt", "ling",
];

fn fill(shop: &TestShop, olga: &Agent) {
    let rows: Vec<_> = (0..CUSTOMERS)
        .map(|n| {
            let (first, last) = (FIRST[n * 7 % 16], format!("{}{}", STEMS[n * 13 % 24], ENDINGS[n / 24 % 20]));
            let mailbox = format!("{}.{}{n}", first.to_lowercase(), last.to_lowercase());
            let row = json!({
                "reference": format!("R{n}"), "first_name": first, "last_name": last,
                "email": format!("{mailbox}@example.com"), "phone": format!("+49 151 {:07}", n * 4919 % 9_999_999),
                "address": { "first_name": first, "last_name": last, "line1": "Allee 1", "city": "Berlin", "country": "DE" },
            });
            serde_json::from_value(row).expect("a row")
        })
        .collect();
    for batch in rows.chunks(500) {
        let act = ImportCustomers { digest: "00".parse().expect("text"), first_row: 1, rows: batch.to_vec() };
        let imported =
            shop.desk.act(&olga.caller, act, None).and_then(crate::desk::Answer::out).expect("imported");
        assert_eq!(imported.created, 500);
    }
}

/// Six starts of family names, two of e-mail addresses, two fragments of them.
fn query(n: usize) -> String {
    let last = format!("{}{}", STEMS[n * 11 % 24], ENDINGS[n % 20]).to_lowercase();
    match n % 10 {
        0..6 => last[..(3 + n % 4).min(last.len())].to_owned(),
        6 | 7 => format!("{}.{}", FIRST[n % 16].to_lowercase(), &last[..3]),
        _ => last[2..6].to_owned(),
    }
}

fn measure(shop: &TestShop) {
    let (olga, sarah) = (olga(shop), sarah(shop));
    #[expect(clippy::disallowed_methods, reason = "this is a measurement")]
    let now = std::time::Instant::now;
    let start = now();
    fill(shop, &olga);
    println!("filled in {:?}", start.elapsed());
    let (keys, bytes): (i64, i64) =
        (one(shop, &KEYS, store::params![shop.tenant]), one(shop, &BYTES, store::params![shop.tenant]));
    let many = i64::try_from(CUSTOMERS).expect("a count");
    println!("{} keys, {} bytes of keys per customer", keys / many, bytes / many);
    super::people::write(shop, |tx| tx.exec(&ANALYZE, &[]).map(|_| ()));
    let mut times: Vec<_> = (0..4000)
        .map(|n| {
            let ask = SearchCustomers { q: query(n).parse().expect("a query"), limit: None };
            let start = now();
            let found = shop.desk.ask(&sarah.caller, &ask).expect("an answer");
            (start.elapsed(), found.customers.len())
        })
        .collect();
    let found: usize = times.iter().map(|(_, found)| found).sum();
    times.sort_unstable();
    println!(
        "search: p50 {:?}, p95 {:?}, p99 {:?}, {} found on average",
        times[2000].0,
        times[3800].0,
        times[3960].0,
        found / 4000
    );
}

#[test]
#[ignore = "prints figures"]
fn ten_thousand_on_sqlite() {
    measure(&TestShop::new(Engine::Sqlite));
}

#[test]
#[ignore = "prints figures"]
fn ten_thousand_on_postgres() {
    measure(&TestShop::new(Engine::Postgres));
}
