//! Opening a shop: its store, its keys, its desk.

use std::sync::Arc;
use std::time::Duration;

use crate::desk::{Desk, Keys};
use crate::events::Fanout;
use crate::kernel::{Clock, Entropy, Mint};

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(store::Migration { name: $name, sql: include_str!(concat!("../../../migrations/", $name, ".sql")) }),*]
    };
}

/// Every migration there is, in order.
pub(crate) const MIGRATIONS: &[store::Migration] = migrations![
    "0001_desk",
    "0002_people",
    "0003_sites",
    "0004_customers",
    "0005_assist",
    "0006_catalog",
    "0007_offers",
    "0008_cart",
    "0009_orders",
    "0010_customer_link",
    "0011_session_ender",
    "0012_leaf_rows",
    "0013_several_carts",
    "0014_salutations",
    "0015_refresh",
];

/// How a shop is opened.
pub struct Opening {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The keys that never stand in the database.
    pub keys: Keys,
    /// This node's name, unique among the nodes of one store.
    pub node: String,
    /// Where the present moment comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub entropy: Arc<dyn Entropy>,
    /// Who takes events to listeners on this node.
    pub fanout: Arc<dyn Fanout>,
    /// Connections held at most. On SQLite reads wait for processors, not for a disk, so a few are enough.
    pub connections: usize,
    /// Whether prepared statements are kept; off behind a transaction-mode pooler.
    pub statement_cache: bool,
    /// How long a request waits for a connection.
    pub connect_wait: Duration,
}

/// Why a shop cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("cannot open the store: {0}")]
pub struct CannotOpen(String);

/// Opens the shop, bringing its store up to this version first.
pub fn open(opening: Opening) -> Result<Desk, CannotOpen> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let settings = store::Settings {
        readers: opening.connections.min(processors + 2),
        connections: opening.connections,
        statement_cache: opening.statement_cache,
        connect_wait: opening.connect_wait,
        ..store::Settings::default()
    };
    let db = store::Db::open(&opening.database, settings).map_err(|error| CannotOpen(error.to_string()))?;
    db.migrate(MIGRATIONS).map_err(|error| CannotOpen(error.to_string()))?;
    let mint = Mint::new(opening.clock, opening.entropy);
    Ok(Desk::over(db, mint, opening.keys, opening.fanout, opening.node))
}
