//! What the machine gives at most: a bare answer, and the engines without a shop on top.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use postgres::{Client, NoTls};

use crate::drive::{Player, Watch, drive};
use crate::http::{Http, With};

/// Clients of the busiest case.
pub const CROWD: usize = 32;
/// Rows of the tables that are read.
const ROWS: i64 = 10_000;

/// Operations a second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Bare axum answers with 1, 8 and 32 clients.
    pub answers: [f64; 3],
    /// SQLite: a row by its key.
    pub sqlite_select: f64,
    /// SQLite: three rows and a durable commit, one after another.
    pub sqlite_insert: f64,
    /// SQLite: the same, 32 of them to a commit.
    pub sqlite_group: f64,
    /// PostgreSQL: a row by its key, 32 clients.
    pub postgres_select: f64,
    /// PostgreSQL: three rows and a durable commit, 32 clients.
    pub postgres_insert: f64,
}

/// An answer of the bare server.
const ANSWER: &str = r#"{"id":"01J8Z6","name":"Anna Alson","email":"anna.alson@mail.example","more":false}"#;

/// Serves one answer until the standard input ends: the bare server, a process of its own.
pub fn serve_bare() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let app = axum::Router::new().route("/", axum::routing::get(async || ANSWER));
        std::thread::spawn(|| {
            std::io::stdin().read_line(&mut String::new()).ok();
            std::process::exit(0);
        });
        Ok(axum::serve(listener, app).await?)
    })
}

struct Bare(Http);

impl Player for Bare {
    fn play(&mut self) -> Result<()> {
        let answer = self.0.call("GET", "/", With::default())?;
        anyhow::ensure!(answer.ok()? == ANSWER, "another answer");
        Ok(())
    }
}

/// Answers a second of a server that does nothing, by number of clients.
pub fn answers(clients: &[usize], seconds: f64) -> Result<Vec<f64>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("bare")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    let output = child.stdout.take().context("no output")?;
    std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut said)?;
    let address = said.trim().parse().context("no address")?;
    let watch = Watch { server: child.id(), database: None };
    let mut rates = Vec::new();
    for &clients in clients {
        let mut players = (0..clients)
            .map(|_| Ok(Box::new(Bare(Http::connect(address)?)) as Box<dyn Player>))
            .collect::<Result<Vec<_>>>()?;
        rates.push(drive(&mut players, 0.5, seconds, watch)?.rate());
    }
    drop(child.stdin.take());
    child.wait()?;
    Ok(rates)
}

/// SQLite as the shop opens it: WAL, every commit synced.
fn sqlite(folder: &Path) -> Result<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(folder.join("limits.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
         CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
         CREATE TABLE IF NOT EXISTS entry (id TEXT PRIMARY KEY, of INTEGER NOT NULL, body TEXT NOT NULL) STRICT;",
    )?;
    for id in 0..ROWS {
        connection.execute("INSERT OR IGNORE INTO item VALUES (?1, ?2)", (id, format!("item {id}")))?;
    }
    Ok(connection)
}

/// How often `work` can be done a second.
fn rate(seconds: f64, mut work: impl FnMut(i64) -> Result<()>) -> Result<f64> {
    let (begun, mut done) = (Instant::now(), 0_i64);
    while begun.elapsed().as_secs_f64() < seconds {
        work(done)?;
        done += 1;
    }
    Ok(done as f64 / begun.elapsed().as_secs_f64())
}

fn body(number: i64) -> String {
    format!("{{\"number\":{number},\"said\":\"{}\"}}", "x".repeat(180))
}

/// Selects, inserts one at a time, inserts in groups.
pub fn of_sqlite(folder: &Path, seconds: f64) -> Result<[f64; 3]> {
    let connection = sqlite(folder)?;
    let mut select = connection.prepare("SELECT name FROM item WHERE id = ?1")?;
    let selects = rate(seconds, |n| {
        select.query_row([n * 7919 % ROWS], |row| row.get::<_, String>(0))?;
        Ok(())
    })?;
    let mut insert = connection.prepare("INSERT INTO entry VALUES (?1, ?2, ?3)")?;
    let mut three = |series: &str, n: i64| -> Result<()> {
        for row in 0..3 {
            insert.execute((format!("{series}_{n:012}_{row}"), n, body(n)))?;
        }
        Ok(())
    };
    let inserts = rate(seconds, |n| {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        three("one", n)?;
        Ok(connection.execute_batch("COMMIT")?)
    })?;
    let crowd = i64::try_from(CROWD)?;
    let groups = rate(seconds, |n| {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for member in 0..crowd {
            three("group", n * crowd + member)?;
        }
        Ok(connection.execute_batch("COMMIT")?)
    })?;
    Ok([selects, inserts, groups * CROWD as f64])
}

/// Selects and inserts of 32 clients at once.
pub fn of_postgres(url: &str, seconds: f64) -> Result<[f64; 2]> {
    let mut client = Client::connect(url, NoTls)?;
    client.batch_execute(
        "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT NOT NULL);
         INSERT INTO item SELECT n, 'item ' || n FROM generate_series(0, 9999) n;
         CREATE TABLE entry (id TEXT COLLATE \"C\" PRIMARY KEY, of BIGINT NOT NULL, body TEXT NOT NULL);",
    )?;
    let selects = crowd(url, seconds, |client, member, begun| {
        let select = client.prepare("SELECT name FROM item WHERE id = $1")?;
        rate(seconds - begun.elapsed().as_secs_f64(), |n| {
            client.query_one(&select, &[&((n * 7919 + member) % ROWS)])?;
            Ok(())
        })
    })?;
    let inserts = crowd(url, seconds, |client, member, begun| {
        let insert = client.prepare("INSERT INTO entry VALUES ($1, $2, $3)")?;
        rate(seconds - begun.elapsed().as_secs_f64(), |n| {
            let mut transaction = client.transaction()?;
            for row in 0..3 {
                transaction.execute(&insert, &[&format!("{member:03}_{n:012}_{row}"), &n, &body(n)])?;
            }
            Ok(transaction.commit()?)
        })
    })?;
    Ok([selects, inserts])
}

/// 32 clients of their own connections, together.
fn crowd(
    url: &str,
    seconds: f64,
    work: impl Fn(&mut Client, i64, Instant) -> Result<f64> + Sync,
) -> Result<f64> {
    let clients = (0..CROWD).map(|_| Ok(Client::connect(url, NoTls)?)).collect::<Result<Vec<_>>>()?;
    let (work, total) = (&work, Mutex::new(0.0));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let working: Vec<_> = clients
            .into_iter()
            .zip(0_i64..)
            .map(|(mut client, member)| scope.spawn(move || work(&mut client, member, begun)))
            .collect();
        for one in working {
            let rate = one.join().map_err(|_| anyhow!("a client panicked"))??;
            *total.lock().map_err(|_| anyhow!("a client panicked"))? += rate;
        }
        anyhow::Ok(())
    })?;
    let total = *total.lock().map_err(|_| anyhow!("a client panicked"))?;
    // All worked for the same time; a longer one would count too much.
    anyhow::ensure!(begun.elapsed() < Duration::from_secs_f64(seconds + 5.0), "a client was late");
    Ok(total)
}
