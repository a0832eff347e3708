//! `understudy serve`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use shop::desk::{Desk, Keys};
use shop::events::Hub;
use shop::kernel::{OsEntropy, Problem, SystemClock};
use shop::people::set_up::TypedSecret;
use tokio::net::TcpListener;
use web::dialects::Dialect;
use web::{App, Settings};

use crate::config::{Demo, ServeConfig, ServeFlags, StoreConfig, WrongSetting};
use crate::connections::{self, Whole};
use crate::keys;
use crate::outside::test_pay::TestPay;
use crate::runner;

/// Serves until it is told to stop.
pub fn run(flags: ServeFlags) -> Result<()> {
    let mut config = flags.settle()?;
    start_log(&config.log).context(WrongSetting)?;
    // Before anything is filled: a taken address is said at once, and the demo's sites carry the real port.
    let listeners = Listeners::bind(&config).context(WrongSetting)?;
    config.public_url = actual(&config.public_url, config.listen, listeners.shop.local_addr()?);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    let hub = Arc::new(Hub::default());
    let desk = open(&config.store, Arc::clone(&hub) as Arc<dyn shop::events::Fanout>)?;
    set_up(&config, &desk)?;
    // Here and not in `serve`: the store is never waited for on an async worker.
    let doors = if config.listen.ip().is_loopback() { doors(&desk)? } else { Vec::new() };
    let outcome = runtime.block_on(serve(config, desk, hub, listeners, &doors));
    runtime.shutdown_timeout(Duration::from_secs(5));
    outcome
}

fn start_log(filter: &str) -> Result<()> {
    let filter =
        tracing_subscriber::EnvFilter::try_new(filter).with_context(|| format!("setting log: {filter:?}"))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}

/// Opens the shop that lies where `config` says.
pub fn open(config: &StoreConfig, fanout: Arc<dyn shop::events::Fanout>) -> Result<Desk> {
    open_or_make(config, fanout).context(WrongSetting)
}

fn open_or_make(config: &StoreConfig, fanout: Arc<dyn shop::events::Fanout>) -> Result<Desk> {
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("setting data: cannot make {}", config.data.display()))?;
    let is_new = match config.database.strip_prefix("sqlite:") {
        Some(path) => !std::path::Path::new(path).exists(),
        None => true,
    };
    open_with(config, keys::load(&config.keys, &OsEntropy, is_new)?, fanout)
}

/// Opens a shop that is there already, with the keys it has; makes nothing.
pub fn open_existing(config: &StoreConfig) -> Result<Desk> {
    if let Some(path) = config.database.strip_prefix("sqlite:")
        && !std::path::Path::new(path).exists()
    {
        anyhow::bail!(
            "setting database: there is no database at {path}; say where it lies with --data or --database"
        );
    }
    open_with(config, keys::load(&config.keys, &OsEntropy, false)?, Arc::new(NoListeners))
}

fn open_with(config: &StoreConfig, keys: Keys, fanout: Arc<dyn shop::events::Fanout>) -> Result<Desk> {
    let opening = shop::Opening {
        database: config.database.clone(),
        keys,
        node: config.node.clone(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(OsEntropy),
        fanout,
        connections: config.connections,
        statement_cache: config.statement_cache,
        connect_wait: Duration::from_secs(5),
    };
    shop::open(opening).map_err(|error| anyhow::anyhow!("setting database: {error}"))
}

/// Takes events nowhere: for verbs that serve nobody.
pub struct NoListeners;

impl shop::events::Fanout for NoListeners {
    fn publish(&self, _: &[shop::events::Sent]) {}
}

/// Makes a store without users usable: fills it with what was asked for, or prints the secret with which the
/// first administrator is set up. A second start finds users and does nothing.
fn set_up(config: &ServeConfig, desk: &Desk) -> Result<()> {
    let plain = |problem: Problem| anyhow::anyhow!("{problem}");
    let directory = desk.directory().map_err(plain)?;
    let tenant = match directory.tenants().first() {
        Some(tenant) => tenant.id,
        None => desk
            .found_tenant(if config.demo == Demo::S { "Northlight" } else { "Shop" }, &[])
            .map_err(plain)?,
    };
    let secret = desk.mint().code(20);
    if !desk.issue_setup_secret(tenant, TypedSecret::new(&secret).hash()).map_err(plain)? {
        return Ok(());
    }
    if config.demo == Demo::S {
        eprintln!("Filling an empty shop with demo data.");
        return crate::demo::fill(desk, tenant, &config.public_url);
    }
    let grouped: Vec<&str> = [0, 5, 10, 15].map(|at| &secret[at..at + 5]).to_vec();
    eprintln!("There is no user yet. Set up the first administrator, from this machine, at");
    eprintln!("  {}/office/set-up", config.public_url);
    eprintln!("with the one-time secret {}", grouped.join("-"));
    Ok(())
}

/// The addresses, taken.
struct Listeners {
    shop: std::net::TcpListener,
    pay: std::net::TcpListener,
    dialects: Vec<(Dialect, std::net::TcpListener)>,
}

impl Listeners {
    fn bind(config: &ServeConfig) -> Result<Self> {
        let alone = |(dialect, at): &(Dialect, _)| Ok((*dialect, listen("listen-dialect", *at)?));
        Ok(Self {
            shop: listen("listen", config.listen)?,
            pay: listen("listen-pay", config.pay.0)?,
            dialects: config.alone.iter().map(alone).collect::<Result<_>>()?,
        })
    }
}

fn listen(setting: &str, address: SocketAddr) -> Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)
        .with_context(|| format!("setting {setting}: cannot listen on {address}"))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

async fn serve(
    config: ServeConfig,
    desk: Desk,
    hub: Arc<Hub>,
    listeners: Listeners,
    doors: &[String],
) -> Result<()> {
    let listener = TcpListener::from_std(listeners.shop)?;
    let pay_listener = TcpListener::from_std(listeners.pay)?;
    let public_url = config.public_url;
    let pay_name = config.pay.1.rsplit_once(':').map_or("localhost", |(name, _)| name);
    let pay_origin = format!("http://{pay_name}:{}", pay_listener.local_addr()?.port());
    let pages = Arc::new(web::pages::Pages::load());
    let cards = TestPay::new(desk.clone(), Arc::clone(&pages), pay_origin);
    let settings = Settings {
        public_url: public_url.clone(),
        trust_forwarded: config.trust_forwarded,
        places: config.store.connections,
        dialects: config.dialects,
    };
    let app = App::new(desk.clone(), pages, settings, Arc::new(cards.clone()), Arc::clone(&hub));
    let service = web::service(app.clone());
    let runner = runner::start(desk, Arc::clone(&hub));
    eprintln!();
    eprintln!("  Shop         {public_url}/");
    eprintln!("  Back office  {public_url}/office");
    let mut alone = Vec::new();
    for (dialect, listener) in listeners.dialects {
        let listener = TcpListener::from_std(listener)?;
        eprintln!("  {:<12} http://{}", dialect.name(), listener.local_addr()?);
        let service = web::dialects::alone(dialect, app.clone());
        alone.push(tokio::spawn(connections::serve(listener, service, || {})));
    }
    eprintln!("  Data         {}", config.store.data.display());
    for (at, door) in doors.iter().enumerate() {
        eprintln!("  {:<12} {door}", if at == 0 { "Sign in" } else { "" });
    }
    eprintln!();
    let pay = connections::serve(pay_listener, Whole::new(cards.router()), || {});
    // Open streams would hold the node up.
    tokio::join!(pay, connections::serve(listener, service, || hub.close()));
    for served in alone {
        served.await?;
    }
    // It waits for threads and writes, which an async worker must not.
    tokio::task::block_in_place(|| runner.stop());
    Ok(())
}

/// Who can sign in to a demo shop, and how.
fn doors(desk: &Desk) -> Result<Vec<String>> {
    let directory = desk.directory().map_err(|problem| anyhow::anyhow!("{problem}"))?;
    directory.tenants().first().map_or(Ok(Vec::new()), |tenant| crate::demo::doors(desk, tenant.id))
}

/// The public address with the port that was really given, where any was asked for.
fn actual(url: &str, wanted: SocketAddr, given: SocketAddr) -> String {
    if wanted.port() == 0 { url.replace(&wanted.to_string(), &given.to_string()) } else { url.to_owned() }
}
