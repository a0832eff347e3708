//! What SQLite's planner is told about sizes.
//!
//! Without statistics it takes every first column of a key for one that narrows ten million rows down to ten.
//! Ours is the tenant, which narrows nothing down: a sign-in, a session or a job would be looked for among all
//! of its tenant's, in key order, in spite of the index made for it. So the planner is told, once and for all
//! installations alike, what a large shop with one tenant looks like
//! (<https://sqlite.org/fileformat2.html#the_sqlite_stat1_table>). PostgreSQL gathers its own.

use crate::sqlite::Connection;
use crate::tx::Session;
use crate::{Error, Statement, WriteTx, params};

/// Rows of a table, and of a partial index.
const TABLE: i64 = 1_000_000;
const PARTIAL: i64 = 1_000;
/// Rows that share the first column of an index, unless that is the tenant; that share the first two; and more.
const ALIKE: [i64; 3] = [100, 30, 10];
/// The same of a partial index: of what it holds there is little, whatever has piled up beside it. So an agent's
/// running sessions are found among the running ones and not, in a handier order, among all that ever were.
const ALIKE_IN_PART: [i64; 3] = [10, 3, 1];

/// Makes the table of statistics where there is none.
const PREPARE: &str = "ANALYZE sqlite_schema";

const FORGET: Statement = Statement { name: "FORGET_STATISTICS", sql: "DELETE FROM sqlite_stat1" };
const INDEXES: Statement = Statement {
    name: "INDEXES",
    sql: "SELECT t.name, i.name, t.wr = 1 AND i.origin = 'pk', i.\"unique\", i.partial
        FROM pragma_table_list t JOIN pragma_index_list(t.name) i
        WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
};
const COLUMNS: Statement = Statement {
    name: "INDEX_COLUMNS",
    sql: "SELECT COALESCE(name, '') FROM pragma_index_info($1) ORDER BY seqno",
};
const TELL: Statement = Statement {
    name: "TELL_STATISTICS",
    sql: "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)",
};

/// Tells the planner, within the transaction that has changed the schema.
pub(crate) fn tell(writer: &Connection) -> Result<(), Error> {
    writer.control(PREPARE)?;
    let mut tx = WriteTx::new(Session::Sqlite(writer));
    tx.exec(&FORGET, &[])?;
    for row in tx.all(&INDEXES, &[])? {
        let (table, index): (String, String) = (row.get(0)?, row.get(1)?);
        let (is_table, unique, partial) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let columns = tx.all(&COLUMNS, params![index])?;
        let columns = columns.iter().map(|row| row.get(0)).collect::<Result<Vec<String>, Error>>()?;
        // A table without row id is its own primary key.
        let name = if is_table { &table } else { &index };
        tx.exec(&TELL, params![table, name, shape(&columns, unique, partial)])?;
    }
    // Once more: this is also how a connection that has read the old statistics reads the new ones.
    writer.control(PREPARE)
}

/// How many rows an index has, and how many of them share its first column, its first two, and so on.
fn shape(columns: &[String], unique: bool, partial: bool) -> String {
    let (rows, alike) = if partial { (PARTIAL, ALIKE_IN_PART) } else { (TABLE, ALIKE) };
    let mut numbers = vec![rows];
    for (place, column) in columns.iter().enumerate() {
        numbers.push(match place {
            _ if unique && place + 1 == columns.len() => 1,
            0 if column == "tenant" => rows,
            _ => alike[place.min(alike.len() - 1)],
        });
    }
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::shape;

    fn told(columns: &[&str], unique: bool, partial: bool) -> String {
        shape(&columns.iter().map(|&column| column.to_owned()).collect::<Vec<_>>(), unique, partial)
    }

    #[test]
    fn a_tenant_narrows_nothing_down() {
        assert_eq!(told(&["tenant", "id"], true, false), "1000000 1000000 1");
        assert_eq!(told(&["tenant", "customer", "at"], false, false), "1000000 1000000 30 10");
        assert_eq!(told(&["tenant", "customer"], false, true), "1000 1000 3");
        assert_eq!(told(&["due"], false, true), "1000 10");
    }
}
