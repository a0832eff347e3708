//! The demo shop "Northlight": two sites, a hand-made catalogue, people with stories, and customers and orders
//! around them made from a fixed seed. Everything goes in through the same acts as anybody's data.

mod doors;
mod people;
mod sites;
mod story;
mod throng;

use anyhow::{Context, Result, bail};
use shop::desk::{Act, Ask, Desk};
use shop::kernel::Problem;
use shop::kernel::id::TenantId;

pub use doors::doors;

use crate::import::{Options, Progress, Source, load_file};

/// Customers besides those with a story.
const CUSTOMERS: usize = 1_990;
/// Orders of the demo shop.
const ORDERS: usize = 5_000;

const CATALOGUE: [(&str, &[u8]); 4] = [
    ("attributes.csv", include_bytes!("../../../../demo/northlight/attributes.csv")),
    ("categories.csv", include_bytes!("../../../../demo/northlight/categories.csv")),
    ("products.csv", include_bytes!("../../../../demo/northlight/products.csv")),
    ("variants.csv", include_bytes!("../../../../demo/northlight/variants.csv")),
];

/// What fills a shop: the door, the tenant, and the way acts are done here.
struct Filler<'a> {
    desk: &'a Desk,
    tenant: TenantId,
}

impl Filler<'_> {
    fn act<A: Act>(&self, act: A) -> Result<A::Out> {
        let done = self.desk.act(&self.desk.operator(self.tenant), act, None);
        done.and_then(shop::desk::Answer::out).map_err(|problem| plain(&problem)).with_context(|| A::NAME)
    }

    fn ask<A: Ask>(&self, ask: &A) -> Result<A::Out> {
        self.desk
            .ask(&self.desk.operator(self.tenant), ask)
            .map_err(|problem| plain(&problem))
            .context(A::NAME)
    }
}

fn plain(problem: &Problem) -> anyhow::Error {
    let wheres: Vec<String> =
        problem.errors.iter().map(|error| format!("{} {}", error.pointer, error.detail)).collect();
    anyhow::anyhow!("{problem} {}", wheres.join("; "))
}

/// Fills an empty store with the demo shop. `public_url` is where its storefronts are reached. Whoever was
/// interrupted starts anew on the same store: every step knows what is there already. The users come last, and
/// a store with users is never filled.
pub fn fill(desk: &Desk, tenant: TenantId, public_url: &str) -> Result<()> {
    let said = |what: &str| eprintln!("  demo data: {what}");
    let filler = Filler { desk, tenant };
    sites::fill(&filler, public_url)?;
    for (name, bytes) in CATALOGUE {
        whole(&filler, name, bytes)?;
    }
    sites::promotions(&filler)?;
    said("sites, categories, products, prices, promotions");
    let story = people::customers(&filler)?;
    let throng = throng::customers(&filler, CUSTOMERS)?;
    said(&format!("{} customers", story + throng.len()));
    throng::orders(&filler, &throng, ORDERS)?;
    said(&format!("{ORDERS} orders"));
    story::tell(&filler)?;
    people::staff(&filler)?;
    said("users of the back office");
    Ok(())
}

/// Loads a file of the demo shop, all of it.
fn whole(filler: &Filler<'_>, name: &'static str, bytes: &'static [u8]) -> Result<()> {
    let source = Source::embedded(name, bytes)?;
    let mut progress = Progress::quiet(&source);
    let options = Options { dry_run: None, from_start: true, weak_passwords: false };
    load_file(filler.desk, filler.tenant, &source, &options, &mut progress)?;
    match progress.first_problem() {
        Some(problem) => bail!("the demo data does not fit: {problem}"),
        None => Ok(()),
    }
}
