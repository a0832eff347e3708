//! What an import says while it runs and at its end, and the file of rows that were left out.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::file::Source;

/// Progress of one file.
pub struct Progress {
    name: String,
    rows: usize,
    done: usize,
    created: usize,
    updated: usize,
    unchanged: usize,
    left_out: Vec<LeftOut>,
    start: Instant,
    said: Instant,
    terminal: bool,
    quiet: bool,
}

/// A row that was left out.
struct LeftOut {
    line: u64,
    column: String,
    problem: String,
}

#[expect(clippy::disallowed_methods, reason = "how long an import takes is for its reader, not for the shop")]
fn now() -> Instant {
    Instant::now()
}

impl Progress {
    /// Of this file, before its first row.
    pub fn of(source: &Source) -> Self {
        let name = source.path().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        Self {
            name: name.unwrap_or_else(|| source.name()),
            rows: source.rows,
            done: 0,
            created: 0,
            updated: 0,
            unchanged: 0,
            left_out: Vec::new(),
            start: now(),
            said: now(),
            terminal: std::io::stderr().is_terminal(),
            quiet: false,
        }
    }

    /// The same, saying nothing.
    pub fn quiet(source: &Source) -> Self {
        Self { quiet: true, ..Self::of(source) }
    }

    /// A batch has gone in.
    pub fn stored(&mut self, created: u32, updated: u32, unchanged: u32) {
        self.created += created as usize;
        self.updated += updated as usize;
        self.unchanged += unchanged as usize;
    }

    /// So many more rows have been read.
    pub fn advance(&mut self, rows: usize) {
        self.done += rows;
        let (done, rows) = (self.done, self.rows);
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        self.tell(|name| pace(name, done, rows, seconds));
    }

    /// So many of the passwords of a batch have been hashed, which takes longer than storing them.
    pub fn hashed(&mut self, ready: usize, all: usize) {
        self.tell(|name| format!("{name}: {ready} of {all} passwords of this batch hashed"));
    }

    /// A row was left out.
    pub fn left_out(&mut self, line: u64, column: String, problem: String) {
        self.left_out.push(LeftOut { line, column, problem });
    }

    /// Says something, unless it said something just now.
    fn tell(&mut self, line: impl FnOnce(&str) -> String) {
        let pause = if self.terminal { Duration::from_millis(100) } else { Duration::from_secs(5) };
        if self.quiet || self.said.elapsed() < pause {
            return;
        }
        self.said = now();
        let end = if self.terminal { "\x1b[K\r" } else { "\n" };
        // Whoever closed stderr does not want to know.
        let _ = write!(std::io::stderr(), "{}{end}", line(&self.name));
    }

    /// The first row that was left out, for files that must go in whole.
    pub fn first_problem(&self) -> Option<String> {
        self.left_out
            .first()
            .map(|row| format!("{}, line {}, {}: {}", self.name, row.line, row.column, row.problem))
    }

    /// Writes the file of rows that were left out, or removes an older one, and says how it went. Answers how
    /// many rows were left out.
    pub fn finish(mut self, source: &Source) -> Result<usize> {
        let mut path = std::ffi::OsString::from(source.name());
        path.push(".errors.csv");
        let path = PathBuf::from(path);
        self.left_out.sort_by_key(|row| row.line);
        if self.left_out.is_empty() {
            if path.exists() {
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        } else {
            let mut writer =
                csv::Writer::from_path(&path).with_context(|| format!("cannot write {}", path.display()))?;
            writer.write_record(["row", "column", "problem"])?;
            for row in &self.left_out {
                writer.write_record([&row.line.to_string(), &row.column, &row.problem])?;
            }
            writer.flush()?;
        }
        let seconds = self.start.elapsed().as_secs_f64();
        let clear = if self.terminal { "\x1b[K" } else { "" };
        eprintln!(
            "{clear}{}: {} created, {} updated, {} unchanged, {} left out, {seconds:.1} s",
            self.name,
            self.created,
            self.updated,
            self.unchanged,
            self.left_out.len()
        );
        if !self.left_out.is_empty() {
            eprintln!("  what was left out stands in {}", path.display());
        }
        Ok(self.left_out.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^52")]
fn pace(name: &str, done: usize, rows: usize, seconds: f64) -> String {
    let pace = done as f64 / seconds;
    let left = rows.saturating_sub(done) as f64 / pace.max(0.001);
    format!("{name}: {done} of {rows} rows, {pace:.0}/s, {left:.0} s left")
}
