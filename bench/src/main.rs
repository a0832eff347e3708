//! Measures Understudy through its HTTP interface, beside what the machine gives at most. See `bench/README.md`.

mod chance;
mod data;
mod drive;
mod http;
mod limits;
mod report;
mod scenarios;
mod server;
mod setup;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand};

use drive::{Player, Watch, drive};
use limits::Limits;
use report::{Engine, Measured, Whole};
use scenarios::Orders;
use server::{Program, memory};
use setup::{AGENTS, SESSIONS, Shop};

/// Measures Understudy. `bench/run` builds it and starts PostgreSQL first.
#[derive(Parser)]
#[command(version, about)]
struct Flags {
    /// The executable that is measured
    #[arg(long, default_value = "target/release/understudy")]
    program: PathBuf,
    /// Customers in the shop
    #[arg(long, default_value_t = 10_000)]
    customers: usize,
    /// Products in the shop
    #[arg(long, default_value_t = 1000)]
    products: usize,
    /// Seconds each scenario is measured
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Seconds each scenario runs before
    #[arg(long, default_value_t = 1.0)]
    warm: f64,
    /// Clients at once
    #[arg(long, value_delimiter = ',', default_value = "1,8,32")]
    clients: Vec<usize>,
    /// Engines: sqlite, postgres
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    engines: Vec<String>,
    /// Scenarios: S1 to S5
    #[arg(long, value_delimiter = ',', default_value = "S1,S2,S3,S4,S5")]
    scenarios: Vec<String>,
    /// Folder for the data of this run, which is removed before and after
    #[arg(long, default_value = "target/bench-data")]
    folder: PathBuf,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Serves one answer until the standard input ends: a server that does nothing
    Bare,
}

fn main() -> Result<()> {
    let flags = Flags::parse();
    if matches!(flags.verb, Some(Verb::Bare)) {
        return limits::serve_bare();
    }
    if flags.folder.exists() {
        std::fs::remove_dir_all(&flags.folder)?;
    }
    std::fs::create_dir_all(&flags.folder)?;
    let done = run(&flags);
    std::fs::remove_dir_all(&flags.folder)?;
    done
}

fn run(flags: &Flags) -> Result<()> {
    let postgres = flags.engines.iter().any(|engine| engine == "postgres");
    let address = std::env::var("UNDERSTUDY_TEST_POSTGRES").ok();
    ensure!(!postgres || address.is_some(), "no PostgreSQL: run this by bench/run");
    let (mut measured, mut whole) = (Vec::new(), Vec::new());
    let limits = raw_limits(flags, address.as_deref().filter(|_| postgres))?;
    println!("{}", report::limits(&limits));
    for engine in &flags.engines {
        let (engine, database) = match engine.as_str() {
            "sqlite" => {
                (Engine::Sqlite, format!("sqlite:{}", flags.folder.join("sqlite/understudy.db").display()))
            }
            "postgres" => (Engine::Postgres, new_database(address.as_deref().unwrap_or_default(), "shop")?),
            other => anyhow::bail!("no engine {other}: sqlite, postgres"),
        };
        whole.push(measure(flags, engine, database, &limits, &mut measured)?);
    }
    let demo = demo_seconds(flags)?;
    println!("\n{}", report::scenarios(&measured, &limits));
    println!("{}", report::whole(&whole, server::megabytes(&flags.program), demo));
    Ok(())
}

/// An empty database beside the given one; its address.
fn new_database(address: &str, name: &str) -> Result<String> {
    postgres::Client::connect(address, postgres::NoTls)?.batch_execute(&format!("CREATE DATABASE {name}"))?;
    Ok(address.replace("/postgres?", &format!("/{name}?")))
}

fn raw_limits(flags: &Flags, postgres: Option<&str>) -> Result<Limits> {
    let seconds = flags.seconds.min(3.0);
    let answers = limits::answers(&[1, 8, limits::CROWD], seconds)?;
    let [sqlite_select, sqlite_insert, sqlite_group] = limits::of_sqlite(&flags.folder, seconds)?;
    let [postgres_select, postgres_insert] = match postgres {
        Some(address) => limits::of_postgres(&new_database(address, "limits")?, seconds)?,
        None => [0.0; 2],
    };
    let answers = [answers[0], answers[1], answers[2]];
    Ok(Limits { answers, sqlite_select, sqlite_insert, sqlite_group, postgres_select, postgres_insert })
}

/// Everything of one engine.
fn measure(
    flags: &Flags,
    engine: Engine,
    database: String,
    limits: &Limits,
    measured: &mut Vec<Measured>,
) -> Result<Whole> {
    let data = flags.folder.join(engine.name().to_lowercase());
    std::fs::create_dir_all(&data)?;
    let program = Program { path: flags.program.clone(), data, database };
    let shop = setup::shop(program, flags.customers, flags.products)?;
    eprintln!("{}: imported in {:.1} s", engine.name(), shop.import.as_secs_f64());
    let database = (engine == Engine::Postgres).then(database_server).transpose()?;
    let bench =
        Bench { flags, engine, shop: &shop, watch: Watch { server: shop.server.pid(), database }, limits };
    bench.all(measured)?;
    Ok(Whole {
        engine,
        import: shop.import.as_secs_f64(),
        first_page: shop.first_page.as_secs_f64() * 1e3,
        memory: (shop.idle, memory(shop.server.pid()).1),
    })
}

/// The first process of the database server that `tools/postgres` has started.
fn database_server() -> Result<u32> {
    let folder = std::env::var("UNDERSTUDY_TEST_POSTGRES_DIR").context("no folder of PostgreSQL")?;
    let text = std::fs::read_to_string(Path::new(&folder).join("postmaster.pid"))?;
    text.lines().next().and_then(|pid| pid.trim().parse().ok()).context("no process id of PostgreSQL")
}

/// Seconds from nothing to the first page of the demo shop.
fn demo_seconds(flags: &Flags) -> Result<f64> {
    let data = flags.folder.join("demo");
    std::fs::create_dir_all(&data)?;
    let database = format!("sqlite:{}", data.join("understudy.db").display());
    let program = Program { path: flags.program.clone(), data, database };
    Ok(program.serve("s", "/eu/en/EUR")?.first_page.as_secs_f64())
}

/// Ten seconds after each start the customer is told by mail; this is how long thousands of those take. They would be
/// counted as time of whatever came next.
const MAILS: Duration = Duration::from_secs(25);

struct Bench<'a> {
    flags: &'a Flags,
    engine: Engine,
    shop: &'a Shop,
    watch: Watch,
    limits: &'a Limits,
}

impl Bench<'_> {
    fn wants(&self, scenario: &str) -> bool {
        self.flags.scenarios.iter().any(|wanted| wanted == scenario)
    }

    /// Runs all scenarios that are wanted, in an order in which each leaves behind what the next needs.
    fn all(&self, measured: &mut Vec<Measured>) -> Result<()> {
        let shoppers = self.shop.customer_ids(0, AGENTS * SESSIONS)?;
        let others = self.shop.customer_ids(AGENTS * SESSIONS, AGENTS * SESSIONS)?;
        if self.wants("S1") {
            self.each("S1", measured, |clients| scenarios::searches(self.shop, clients))?;
        }
        if self.wants("S4") {
            self.orders(&others, measured)?;
        }
        if self.wants("S2") {
            self.each("S2", measured, |clients| scenarios::starts(self.shop, &others, clients))?;
            std::thread::sleep(MAILS);
        }
        if self.wants("S3") || self.wants("S5") {
            let carts = scenarios::open_carts(self.shop, &shoppers)?;
            if self.wants("S3") {
                self.each("S3", measured, |clients| scenarios::additions(self.shop, &carts, clients))?;
            }
        }
        if self.wants("S5") {
            self.each("S5", measured, |clients| scenarios::overviews(self.shop, &shoppers, clients))?;
        }
        Ok(())
    }

    fn each(
        &self,
        scenario: &'static str,
        measured: &mut Vec<Measured>,
        players: impl Fn(usize) -> Result<Vec<Box<dyn Player>>>,
    ) -> Result<()> {
        for &clients in &self.flags.clients {
            let mut players = players(clients)?;
            eprintln!("{scenario} with {clients} clients");
            let run = drive(&mut players, self.flags.warm, self.flags.seconds, self.watch)
                .with_context(|| format!("{scenario} with {clients} clients"))?;
            self.note(scenario, clients, run, measured);
        }
        Ok(())
    }

    /// An order counts once its payment is recorded, so the time for the last ones is added.
    fn orders(&self, customers: &[String], measured: &mut Vec<Measured>) -> Result<()> {
        for &clients in &self.flags.clients {
            let mut players = Orders::players(self.shop, customers, clients)?;
            eprintln!("S4 with {clients} clients");
            let run = drive(&mut players, self.flags.warm, self.flags.seconds, self.watch);
            let mut run = run.with_context(|| format!("S4 with {clients} clients"))?;
            run.seconds += Orders::settled(self.shop)?.as_secs_f64();
            self.note("S4", clients, run, measured);
        }
        Ok(())
    }

    fn note(&self, scenario: &'static str, clients: usize, run: drive::Run, measured: &mut Vec<Measured>) {
        let one = Measured { engine: self.engine, scenario, clients, run };
        eprintln!(
            "{}",
            report::scenarios(std::slice::from_ref(&one), self.limits).lines().last().unwrap_or_default()
        );
        measured.push(one);
    }
}
