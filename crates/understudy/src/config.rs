//! Settings: flags, environment, file, defaults, in this order. Each has one name everywhere: `--public-url`,
//! `UNDERSTUDY_PUBLIC_URL`, `public_url`.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use web::dialects::{Dialect, Dialects};

use crate::audit_cli::AuditVerb;
use crate::import::ImportFlags;

/// Assisted service for commerce. Without a verb: `serve`.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// What an error about a setting begins with; the program ends with 2.
#[derive(Debug)]
pub struct WrongSetting;

impl std::fmt::Display for WrongSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("wrong setting")
    }
}

/// The verbs.
#[derive(Subcommand)]
pub enum Verb {
    /// Serve the shop, the back office and the API.
    Serve(ServeFlags),
    /// Import customers, staff, products, stock and orders from CSV files.
    Import(ImportFlags),
    /// Export, verify and prove the audit log.
    #[command(subcommand)]
    Audit(AuditVerb),
}

impl Verb {
    /// `serve` with nothing said.
    pub fn serve() -> Self {
        Self::Serve(ServeFlags::parse_from(["serve"]).clone())
    }
}

/// Which demo data an empty store is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Demo {
    /// None.
    None,
    /// Small: the shop Northlight, 2,000 customers, 5,000 orders.
    S,
}

/// Where the data and the keys lie.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreFlags {
    /// Directory of the embedded database, the keys and the settings file [default: ./data]
    #[arg(long, env = "UNDERSTUDY_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Database: sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite in the data directory]
    #[arg(long, env = "UNDERSTUDY_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Directory of the keys [default: keys in the data directory]
    #[arg(long, env = "UNDERSTUDY_KEYS", value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Connections to the database at most [default: 16]
    #[arg(long, env = "UNDERSTUDY_CONNECTIONS", value_name = "N")]
    pub connections: Option<usize>,
    /// Keep prepared statements; turn off behind a transaction-mode pooler [default: true]
    #[arg(long, env = "UNDERSTUDY_STATEMENT_CACHE", value_name = "BOOL")]
    pub statement_cache: Option<bool>,
    /// This node's name, unique among the nodes of one database [default: node-1]
    #[arg(long, env = "UNDERSTUDY_NODE", value_name = "NAME")]
    pub node: Option<String>,
}

/// What `serve` takes.
#[derive(Parser, Clone, Debug)]
pub struct ServeFlags {
    /// Settings file (TOML) [default: understudy.toml in the data directory, if there is one]
    #[arg(long, env = "UNDERSTUDY_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where the data and the keys lie.
    #[command(flatten)]
    pub store: StoreFlags,
    /// What is served, and where.
    #[command(flatten)]
    pub web: WebFlags,
}

/// What is served, and where.
#[derive(Args, Clone, Debug, Default)]
pub struct WebFlags {
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "UNDERSTUDY_LISTEN", value_name = "ADDR")]
    pub listen: Option<String>,
    /// Address of the demo's card page; another host name than the shop's [default: localhost, one port further]
    #[arg(long, env = "UNDERSTUDY_LISTEN_PAY", value_name = "ADDR")]
    pub listen_pay: Option<String>,
    /// The address under which browsers reach the shop [default: `http://` and the listening address]
    #[arg(long, env = "UNDERSTUDY_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Believe X-Forwarded-For; only behind a proxy of your own [default: false]
    #[arg(long, env = "UNDERSTUDY_TRUST_FORWARDED", value_name = "BOOL")]
    pub trust_forwarded: Option<bool>,
    /// Serve a dialect alone at the root of an address of its own, as in spryker=127.0.0.1:9100; can be repeated
    #[arg(long, env = "UNDERSTUDY_LISTEN_DIALECT", value_name = "NAME=ADDR", value_delimiter = ',')]
    pub listen_dialect: Vec<String>,
    /// Demo data for an empty store [default: s on loopback, else none]
    #[arg(long, env = "UNDERSTUDY_DEMO", value_name = "SIZE")]
    pub demo: Option<Demo>,
    /// What is logged: error, warn, info, debug, or a filter such as web=debug [default: info]
    #[arg(long, env = "UNDERSTUDY_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    keys: Option<PathBuf>,
    connections: Option<usize>,
    statement_cache: Option<bool>,
    node: Option<String>,
    listen: Option<String>,
    listen_pay: Option<String>,
    public_url: Option<String>,
    trust_forwarded: Option<bool>,
    listen_dialect: Vec<String>,
    demo: Option<Demo>,
    log: Option<String>,
    dialects: Dialects,
}

/// Where the data and the keys lie, settled.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// Directory of the embedded database.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// Directory of the keys.
    pub keys: PathBuf,
    /// Connections at most.
    pub connections: usize,
    /// Whether prepared statements are kept.
    pub statement_cache: bool,
    /// This node's name.
    pub node: String,
}

/// What `serve` does, settled.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// Where the data and the keys lie.
    pub store: StoreConfig,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where the demo's card page listens, and under which host name.
    pub pay: (SocketAddr, String),
    /// The address under which browsers reach the shop.
    pub public_url: String,
    /// Whether X-Forwarded-For is believed.
    pub trust_forwarded: bool,
    /// What is settled about the dialects.
    pub dialects: Dialects,
    /// Dialects that have a listener of their own.
    pub alone: Vec<(Dialect, SocketAddr)>,
    /// Demo data for an empty store.
    pub demo: Demo,
    /// What is logged.
    pub log: String,
}

impl StoreFlags {
    /// Settles them against the settings file and the defaults. An error names the setting.
    pub fn settle_with_file(self, named: Option<&Path>) -> Result<StoreConfig> {
        let settled = read_file(named, self.data.as_deref()).and_then(|file| self.settle_against(&file));
        settled.context(WrongSetting)
    }

    fn settle_against(self, file: &File) -> Result<StoreConfig> {
        let store = Self {
            data: self.data.or_else(|| file.data.clone()),
            database: self.database.or_else(|| file.database.clone()),
            keys: self.keys.or_else(|| file.keys.clone()),
            connections: self.connections.or(file.connections),
            statement_cache: self.statement_cache.or(file.statement_cache),
            node: self.node.or_else(|| file.node.clone()),
        }
        .settle();
        check_store(&store)?;
        Ok(store)
    }

    /// Settles them.
    pub fn settle(self) -> StoreConfig {
        let data = self.data.unwrap_or_else(|| PathBuf::from("data"));
        let database =
            self.database.unwrap_or_else(|| format!("sqlite:{}", data.join("understudy.db").display()));
        StoreConfig {
            keys: self.keys.unwrap_or_else(|| data.join("keys")),
            database,
            data,
            connections: self.connections.unwrap_or(16),
            statement_cache: self.statement_cache.unwrap_or(true),
            node: self.node.unwrap_or_else(|| "node-1".to_owned()),
        }
    }
}

impl ServeFlags {
    /// Settles them against the settings file and the defaults. An error names the setting.
    pub fn settle(self) -> Result<ServeConfig> {
        self.settle_with_file().context(WrongSetting)
    }

    fn settle_with_file(self) -> Result<ServeConfig> {
        let file = read_file(self.config.as_deref(), self.store.data.as_deref())?;
        let web = self.web;
        let store = self.store.settle_against(&file)?;
        let listen = web.listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listen = address("listen", &listen)?;
        let pay_name = web.listen_pay.or(file.listen_pay).unwrap_or_else(|| pay_default(listen));
        let pay = address("listen-pay", &pay_name)?;
        let public_url = web.public_url.or(file.public_url);
        let public_url =
            public_url.map_or_else(|| own_url(listen), |url| Ok(url.trim_end_matches('/').to_owned()))?;
        check_url(&public_url)?;
        file.dialects.check().map_err(|wrong| anyhow!("setting {wrong}"))?;
        let given = if web.listen_dialect.is_empty() { file.listen_dialect } else { web.listen_dialect };
        let alone = given.iter().map(|text| alone(text, &file.dialects, &public_url));
        let alone = alone.collect::<Result<_>>()?;
        let demo =
            web.demo.or(file.demo).unwrap_or(if listen.ip().is_loopback() { Demo::S } else { Demo::None });
        Ok(ServeConfig {
            store,
            listen,
            pay: (pay, pay_name),
            public_url,
            trust_forwarded: web.trust_forwarded.or(file.trust_forwarded).unwrap_or(false),
            dialects: file.dialects,
            alone,
            demo,
            log: web.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
        })
    }
}

fn read_file(named: Option<&Path>, data: Option<&Path>) -> Result<File> {
    let usual = data.unwrap_or(Path::new("data")).join("understudy.toml");
    let path = match named {
        Some(path) => path,
        None if usual.exists() => &usual,
        None => return Ok(File::default()),
    };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("setting config: cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("settings file {}", path.display()))
}

fn address(setting: &str, text: &str) -> Result<SocketAddr> {
    let found = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.with_context(|| format!("setting {setting}: {text:?} is not an address such as 127.0.0.1:8080"))
}

/// Cookies ignore ports, so the card page needs another host name than the shop's.
fn pay_default(listen: SocketAddr) -> String {
    let port = if listen.port() == 0 { 0 } else { listen.port() + 1 };
    format!("localhost:{port}")
}

/// A dialect and the address it is served at: `spryker=127.0.0.1:9100`.
fn alone(text: &str, dialects: &Dialects, public_url: &str) -> Result<(Dialect, SocketAddr)> {
    let setting = "listen-dialect";
    let (name, at) = text.split_once('=').with_context(|| {
        format!("setting {setting}: {text:?} is not a dialect with its address, as in spryker=127.0.0.1:9100")
    })?;
    let found = Dialect::ALL.into_iter().find(|dialect| dialect.name() == name);
    let dialect = found.with_context(|| {
        let names = Dialect::ALL.map(Dialect::name).join(", ");
        format!("setting {setting}: there is no dialect {name:?}: {names}")
    })?;
    if !dialect.is_on(dialects) {
        bail!("setting {setting}: {name} is switched off (dialects.{name}.on)");
    }
    let at = address(setting, at)?;
    if !at.ip().is_loopback() && !public_url.starts_with("https://") {
        bail!(
            "setting {setting}: {at} is reached from other machines, where plain http would show passwords to everybody \
             on the way. Put a proxy with https before it and say --public-url https://…"
        )
    }
    Ok((dialect, at))
}

fn own_url(listen: SocketAddr) -> Result<String> {
    if listen.ip().is_loopback() {
        return Ok(format!("http://{listen}"));
    }
    bail!(
        "setting public-url: {listen} is reached from other machines, where plain http would show passwords to \
         everybody on the way. Put a proxy with https before it and say --public-url https://…"
    )
}

fn check_url(url: &str) -> Result<()> {
    let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    if url.starts_with("https://") || loopback.iter().any(|start| url.starts_with(start)) {
        return Ok(());
    }
    bail!("setting public-url: {url:?} must begin with https:// (http:// only for this machine itself)")
}

fn check_store(store: &StoreConfig) -> Result<()> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if !known.iter().any(|start| store.database.starts_with(start)) {
        bail!("setting database: it must begin with sqlite: or postgres://");
    }
    if !(1..=1000).contains(&store.connections) {
        bail!("setting connections: {} is not between 1 and 1000", store.connections);
    }
    if store.node.is_empty() || !store.node.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        bail!("setting node: {:?} may hold letters, digits and - only", store.node);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(arguments: &[&str]) -> Result<ServeConfig> {
        let all = ["serve", "--data", "/nowhere"].iter().chain(arguments);
        ServeFlags::try_parse_from(all)?.settle()
    }

    #[test]
    fn nothing_said_means_demo_on_loopback() {
        let config = settled(&[]).unwrap();
        assert_eq!((config.public_url.as_str(), config.demo), ("http://127.0.0.1:8080", Demo::S));
        assert_eq!(config.pay.1, "localhost:8081");
    }

    #[test]
    fn wrong_settings_are_named() {
        for (arguments, name) in [
            (&["--listen", "nonsense"][..], "listen"),
            (&["--listen", "0.0.0.0:8080"], "public-url"),
            (&["--public-url", "http://shop.example"], "public-url"),
            (&["--database", "mysql://x"], "database"),
            (&["--connections", "0"], "connections"),
            (&["--node", "a b"], "node"),
            (&["--config", "/nowhere/else.toml"], "config"),
            (&["--demo", "xxl"], "demo"),
            (&["--listen-dialect", "spryker"], "listen-dialect"),
            (&["--listen-dialect", "klingon=127.0.0.1:1"], "listen-dialect"),
            (&["--listen-dialect", "spryker=0.0.0.0:9100"], "listen-dialect"),
        ] {
            let error = format!("{:#}", settled(arguments).unwrap_err());
            assert!(error.contains(name), "{arguments:?}: {error}");
        }
    }

    #[test]
    fn an_outside_address_with_https_has_no_demo_data() {
        let config = settled(&["--listen", "0.0.0.0:8080", "--public-url", "https://shop.example/"]).unwrap();
        assert_eq!((config.public_url.as_str(), config.demo), ("https://shop.example", Demo::None));
    }
}
