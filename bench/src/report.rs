//! What was measured, as Markdown.

use crate::drive::Run;
use crate::limits::Limits;

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A server beside.
    Postgres,
}

impl Engine {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// One row of the table.
pub struct Measured {
    /// Its engine.
    pub engine: Engine,
    /// `S1`.
    pub scenario: &'static str,
    /// Clients at once.
    pub clients: usize,
    /// What it came to.
    pub run: Run,
}

/// What scenarios are, how many write transactions one operation takes, and the best peer measured with 8
/// clients: SQLite, PostgreSQL.
pub const SCENARIOS: [(&str, &str, f64, [f64; 2]); 5] = [
    ("S1", "search as you type", 0.0, [318.0, 170.0]),
    ("S2", "start a session", 1.0, [160.0, 269.0]),
    ("S3", "add to the cart", 1.0, [161.0, 131.0]),
    ("S4", "a whole order", 12.0, [18.0, 12.0]),
    ("S5", "customer 360", 1.0, [132.0, 132.0]),
];

/// Figures of the whole program.
pub struct Whole {
    /// Which engine.
    pub engine: Engine,
    /// Seconds of the import.
    pub import: f64,
    /// Milliseconds to the first page.
    pub first_page: f64,
    /// Megabytes before and at most under load.
    pub memory: (f64, f64),
}

/// The table of scenarios.
pub fn scenarios(all: &[Measured], limits: &Limits) -> String {
    let mut out = String::from(
        "| | engine | clients | ops/s | x peer | p50 ms | p95 ms | p99 ms | CPU ms/op | database CPU ms/op | of the raw limit | clients' CPU | MB |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for Measured { engine, scenario, clients, run } in all {
        let Some((name, what, writes, peers)) = SCENARIOS.iter().find(|row| row.0 == *scenario) else {
            continue;
        };
        let peer = peers[usize::from(*engine == Engine::Postgres)];
        let share = 100.0 * run.rate() / limit(*engine, *clients, *writes, limits);
        let database = if *engine == Engine::Postgres {
            format!("{:.3}", run.each(run.database))
        } else {
            String::new()
        };
        out.push_str(&format!(
            "| {name} {what} | {} | {clients} | {:.0} | {:.0} | {:.2} | {:.2} | {:.2} | {:.3} | {database} | {share:.0} % | {:.0} % | {:.0} |\n",
            engine.name(),
            run.rate(),
            run.rate() / peer,
            run.within(0.50),
            run.within(0.95),
            run.within(0.99),
            run.each(run.server),
            100.0 * run.clients / (run.clients + run.server + run.database),
            run.memory,
        ));
    }
    out
}

/// What the machine gives at most for such an operation: durable commits of three rows where it writes, else
/// answers of a server that does nothing.
fn limit(engine: Engine, clients: usize, writes: f64, limits: &Limits) -> f64 {
    let answers = limits.answers[match clients {
        1 => 0,
        2..=8 => 1,
        _ => 2,
    }];
    if writes == 0.0 {
        return answers;
    }
    let commits = match (engine, clients) {
        (Engine::Sqlite, 1) => limits.sqlite_insert,
        (Engine::Sqlite, _) => limits.sqlite_group,
        (Engine::Postgres, _) => limits.postgres_insert,
    };
    (commits / writes).min(answers)
}

/// The table of limits.
pub fn limits(limits: &Limits) -> String {
    let Limits { answers, sqlite_select, sqlite_insert, sqlite_group, postgres_select, postgres_insert } =
        limits;
    format!(
        "| raw limit of the same run | a second |\n| --- | ---: |\n\
         | bare axum answer, 1 / 8 / 32 clients | {:.0} / {:.0} / {:.0} |\n\
         | SQLite point select, one thread | {sqlite_select:.0} |\n\
         | SQLite 3-row durable insert, one at a time | {sqlite_insert:.0} |\n\
         | SQLite 3-row durable insert, 32 to a commit | {sqlite_group:.0} |\n\
         | PostgreSQL point select, 32 clients | {postgres_select:.0} |\n\
         | PostgreSQL 3-row durable insert, 32 clients | {postgres_insert:.0} |\n",
        answers[0], answers[1], answers[2]
    )
}

/// The table of whole figures.
pub fn whole(all: &[Whole], binary: f64, demo: f64) -> String {
    let mut out = String::from(
        "| | import s | existing database to first page ms | idle MB | most MB under load |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    for Whole { engine, import, first_page, memory: (idle, most) } in all {
        let name = engine.name();
        out.push_str(&format!("| {name} | {import:.1} | {first_page:.0} | {idle:.0} | {most:.0} |\n"));
    }
    out.push_str(&format!(
        "\nBinary: {binary:.1} MB. Demo data, from nothing to the first page: {demo:.1} s.\n"
    ));
    out
}
