//! As many products as the Complete Journey data set has. Prints what it takes; run it by name.

use std::time::Duration;

use super::scene::{Scene, import_products, parsed, product};
use crate::catalog::Catalogue;
use crate::catalog::asks::{CategoryPage, SearchProducts};
use crate::catalog::import::{Counted, ProductRow};
use crate::kernel::{Clock, SystemClock};
use crate::testing::{Engine, TestShop};

const PRODUCTS: usize = 92_331;

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = SystemClock.now();
    let done = work();
    let took: Duration = SystemClock.now().since(start);
    println!("{what}: {took:?}");
    done
}

fn rows(from: usize) -> Vec<ProductRow> {
    let words =
        ["copper", "river", "maple", "quiet", "amber", "north", "stone", "willow", "harbour", "ember"];
    let nouns = ["kettle", "bread", "soup", "soap", "tea", "rope", "lamp", "brush", "paper", "honey", "salt"];
    let one = |n: usize| {
        let name = format!("{} {} {}", words[n % 10], nouns[n / 10 % 11], n);
        ProductRow {
            slug: parsed(&format!("p{n}")),
            brand: Some(parsed(["National", "Private"][n % 2])),
            attributes: Some(vec![parsed(&format!("maker={}", n % 900))]),
            stock: Some(Counted::At(100_000)),
            ..product(
                &format!("CJ-P{n}"),
                ["cookware", "garden"][n % 2],
                &name,
                &name,
                u32::try_from(n % 5000).unwrap_or(1) + 1,
            )
        }
    };
    (from..PRODUCTS.min(from + 500)).map(one).collect()
}

#[test]
#[ignore = "takes minutes without optimisation; prints figures"]
fn ninety_two_thousand_products() {
    let shop = &TestShop::new(Engine::Sqlite);
    let scene = Scene::new(shop);
    timed("imported", || {
        for from in (0..PRODUCTS).step_by(500) {
            assert_eq!(scene.act(&scene.job(), import_products(rows(from))).expect("an import").refused, []);
        }
    });
    timed("the same again", || {
        for from in (0..PRODUCTS).step_by(500) {
            let again = scene.act(&scene.job(), import_products(rows(from))).expect("an import");
            assert_eq!(again.created + again.updated, 0);
        }
    });
    let before = resident();
    let catalogue = timed("loaded", || shop.desk.held::<Catalogue>(shop.tenant).expect("a catalogue"));
    println!("memory: {} MiB for {} products", (resident() - before) / 1024, catalogue.products().len());
    let search: SearchProducts = serde_json::from_str(r#"{"q":"copper ket"}"#).expect("a query");
    timed("first search", || scene.ask(&scene.visitor(), &search));
    println!("memory with index: {} MiB", (resident() - before) / 1024);
    let found = timed("second search", || scene.ask(&scene.visitor(), &search));
    assert_eq!(found.results.count, 841);
    let page = CategoryPage { slug: "kitchen".into(), ..CategoryPage::default() };
    let shown = timed("category page", || scene.ask(&scene.visitor(), &page));
    assert_eq!(shown.results.count as usize, PRODUCTS / 2 + 5);
}

/// KiB of memory in use.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}
