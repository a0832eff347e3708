//! Fresh databases for tests.
//!
//! SQLite needs nothing. PostgreSQL needs a server that `tools/postgres run -- COMMAND` starts; the harness
//! refuses to write to any other.

mod own_server;

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::error::SqlState;
use postgres::{Client, NoTls};
use sha2::{Digest, Sha256};

use crate::{Db, Engine, Migration, Settings};
pub use own_server::OwnServer;

/// The server's address, set by `tools/postgres`.
const SERVER: &str = "UNDERSTUDY_TEST_POSTGRES";
/// The folder that server keeps its data in, so that no other server is written to by mistake.
const SERVER_DATA: &str = "UNDERSTUDY_TEST_POSTGRES_DIR";
/// Where that server's programs lie, for a test that stops and starts a server of its own.
const SERVER_PROGRAMS: &str = "UNDERSTUDY_TEST_POSTGRES_BIN";
/// Set to anything to run every write at SERIALIZABLE.
const SERIALIZABLE: &str = "UNDERSTUDY_TEST_SERIALIZABLE";

/// A database of one test's own, gone when dropped.
pub struct TestDb {
    // Closed before the folder or the server's database goes.
    db: Option<Db>,
    url: String,
    settings: Settings,
    home: Home,
}

enum Home {
    Folder(PathBuf),
    Server { name: String },
}

/// The engines every test runs on.
pub fn engines() -> Vec<Engine> {
    vec![Engine::Sqlite, Engine::Postgres]
}

/// A migrated, empty database.
///
/// # Panics
/// When it cannot be made; for PostgreSQL outside `tools/postgres run --`, saying so.
pub fn fresh(engine: Engine, migrations: &[Migration]) -> TestDb {
    fresh_with(engine, migrations, test_settings())
}

/// As [`fresh`], with settings of the test's own.
///
/// # Panics
/// As [`fresh`].
pub fn fresh_with(engine: Engine, migrations: &[Migration], settings: Settings) -> TestDb {
    let (url, home) = match engine {
        Engine::Sqlite => in_a_folder(),
        Engine::Postgres => copied_on_the_server(migrations),
    };
    let db = Db::open(&url, settings).expect("a fresh database opens");
    if engine == Engine::Sqlite {
        db.migrate(migrations).expect("the migrations apply");
    }
    TestDb { db: Some(db), url, settings, home }
}

/// The settings of [`fresh`]: few connections, as many tests share one server.
pub fn test_settings() -> Settings {
    Settings { readers: 8, connections: 8, serializable: read(SERIALIZABLE).is_some(), ..Settings::default() }
}

impl TestDb {
    /// The address it was opened by.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Closes it and opens it again from what is stored.
    ///
    /// # Panics
    /// When it does not open.
    pub fn reopen(&mut self) {
        self.db = None;
        self.db = Some(Db::open(&self.url, self.settings).expect("the database opens again"));
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        self.db.as_ref().expect("only empty while it is reopened")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        self.db = None;
        match &self.home {
            Home::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Home::Server { name } => {
                let name = name.clone();
                // A client panics on an async worker, where a test may well end.
                let dropping = std::thread::spawn(move || drop_database(&name));
                drop(dropping.join());
            }
        }
    }
}

fn in_a_folder() -> (String, Home) {
    let mut folder = std::env::temp_dir().join(unique("understudy-test"));
    // A process that was killed leaves its folder behind, and another one may get its number.
    while let Err(error) = std::fs::create_dir(&folder) {
        let taken = error.kind() == std::io::ErrorKind::AlreadyExists;
        assert!(taken, "the temporary folder is not writable: {error}");
        folder = std::env::temp_dir().join(unique("understudy-test"));
    }
    (format!("sqlite:{}/test.db", folder.display()), Home::Folder(folder))
}

fn copied_on_the_server(migrations: &[Migration]) -> (String, Home) {
    let base = server();
    let mut admin = admin(&base);
    let template = template(&mut admin, &base, migrations);
    let name = unique("test");
    let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
    admin.batch_execute(&create).expect("the template is copied");
    (with_database(&base, &name), Home::Server { name })
}

const TAKEN: [SqlState; 2] = [SqlState::DUPLICATE_DATABASE, SqlState::UNIQUE_VIOLATION];

/// The database all tests with these migrations are copied from: made by the first that needs it.
fn template(admin: &mut Client, base: &str, migrations: &[Migration]) -> String {
    let mut digest = Sha256::new();
    for migration in migrations {
        digest.update(migration.name);
        digest.update([0]);
        digest.update(migration.sql);
        digest.update([0]);
    }
    let checksum = digest.finalize();
    let checksum = checksum.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let name = format!("template_{checksum:016x}");
    let known = admin.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]);
    if !known.expect("the server lists its databases").is_empty() {
        return name;
    }
    let building = unique("building");
    admin.batch_execute(&format!("CREATE DATABASE {building}")).expect("the server makes a database");
    let db = Db::open(&with_database(base, &building), Settings::default()).expect("the template opens");
    db.migrate(migrations).expect("the migrations apply");
    drop(db);
    // Complete under its final name or not there at all; of two tests that build it at once, one is late.
    match admin.batch_execute(&format!("ALTER DATABASE {building} RENAME TO {name}")) {
        Ok(()) => {}
        // PostgreSQL finds the other one by name, or a moment later by the index of its catalogue.
        Err(late) if late.code().is_some_and(|code| TAKEN.contains(code)) => {
            admin.batch_execute(&format!("DROP DATABASE {building}")).expect("the spare template goes");
        }
        Err(error) => panic!("the template cannot be named: {error:?}"),
    }
    name
}

fn drop_database(name: &str) {
    let dropped = admin(&server()).batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
    if let Err(error) = dropped {
        eprintln!("the test database {name} stays: {error}");
    }
}

/// The test server's address.
///
/// # Panics
/// Outside `tools/postgres run --`.
pub fn server() -> String {
    read(SERVER)
        .unwrap_or_else(|| panic!("{SERVER} is not set: run this through tools/postgres run -- COMMAND"))
}

/// The folder of the PostgreSQL programs that started the test server.
///
/// # Panics
/// Outside `tools/postgres run --`.
pub fn server_programs() -> PathBuf {
    let folder = read(SERVER_PROGRAMS);
    PathBuf::from(
        folder.unwrap_or_else(|| panic!("{SERVER_PROGRAMS} is not set: run this through tools/postgres")),
    )
}

/// A connection to the server, once it has proved to be the one that `tools/postgres` started.
fn admin(base: &str) -> Client {
    let folder = read(SERVER_DATA);
    let folder =
        folder.unwrap_or_else(|| panic!("{SERVER_DATA} is not set: run this through tools/postgres run --"));
    let mut client = Client::connect(base, NoTls).expect("the test server answers");
    let row = client.query_one("SHOW data_directory", &[]).expect("the test server names its folder");
    assert_eq!(row.get::<_, String>(0), folder, "this is not the server that tools/postgres started");
    client
}

fn with_database(base: &str, name: &str) -> String {
    let (address, query) = base.split_once('?').unwrap_or((base, ""));
    let (scheme, rest) = address.split_once("://").expect("the server's address has a scheme");
    let authority = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{authority}/{name}?{query}")
}

fn unique(what: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let joint = if what.contains('-') { '-' } else { '_' };
    format!("{what}{joint}{}{joint}{count}", std::process::id())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test server's address comes from the script that starts it"
)]
fn read(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
