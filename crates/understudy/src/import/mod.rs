//! `understudy import`: CSV files into the shop, in batches, each one act with one entry in the record.

mod file;
mod given;
mod kinds;
mod load;
mod passwords;
mod progress;
mod row;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use shop::desk::Desk;
use shop::kernel::id::TenantId;

use crate::config::StoreFlags;
pub use file::{Source, hex};
use given::Given;
pub use load::{Options, file as load_file};
pub use progress::Progress;

/// What `import` takes.
#[derive(Args, Clone, Debug)]
pub struct ImportFlags {
    /// CSV files; what each one holds is said by its first column. They are loaded in the order in which they
    /// build on each other, whatever order they are named in.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Check everything and store nothing
    #[arg(long)]
    dry_run: bool,
    /// Read files from their start, also those that an earlier import was cut off in
    #[arg(long)]
    from_start: bool,
    /// Take passwords that nobody could set, because they are short or well known: for test data only
    #[arg(long)]
    weak_passwords: bool,
    /// Settings file (TOML) [default: understudy.toml in the data directory, if there is one]
    #[arg(long, env = "UNDERSTUDY_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the data and the keys lie
    #[command(flatten)]
    store: StoreFlags,
}

/// How an import ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything went in.
    Whole,
    /// Some rows were left out; the error files say which and why.
    InPart,
}

/// Imports the files.
pub fn run(flags: ImportFlags) -> Result<Ended> {
    let sources = sources(&flags.files)?;
    let config = flags.store.settle_with_file(flags.config.as_deref())?;
    let desk = crate::serve::open(&config, std::sync::Arc::new(crate::serve::NoListeners))?;
    let tenant = tenant(&desk)?;
    let dry_run = if flags.dry_run { Some(Given::read(&sources)?) } else { None };
    let (from_start, weak_passwords) = (flags.from_start, flags.weak_passwords);
    if weak_passwords {
        eprintln!("Weak passwords are taken as they are. Never do this in a shop that others can reach.");
    }
    load_all(&desk, tenant, &sources, &Options { dry_run, from_start, weak_passwords })
}

/// The files, in the order in which they build on each other.
fn sources(files: &[PathBuf]) -> Result<Vec<Source>> {
    let mut sources = files.iter().map(|path| Source::open(path)).collect::<Result<Vec<_>>>()?;
    sources.sort_by_key(|source| source.kind);
    Ok(sources)
}

/// Loads the files one after the other, with their error files.
fn load_all(desk: &Desk, tenant: TenantId, sources: &[Source], options: &Options) -> Result<Ended> {
    let mut ended = Ended::Whole;
    for source in sources {
        let mut progress = Progress::of(source);
        load_file(desk, tenant, source, options, &mut progress)?;
        if progress.finish(source)? > 0 {
            ended = Ended::InPart;
        }
    }
    Ok(ended)
}

/// The tenant that is imported into: the only one there is; an empty store gets its first.
fn tenant(desk: &Desk) -> Result<TenantId> {
    let directory = desk.directory().map_err(|problem| anyhow::anyhow!("{problem}"))?;
    match directory.tenants() {
        [] => desk.found_tenant("Shop", &[]).map_err(|problem| anyhow::anyhow!("{problem}")),
        [one] => Ok(one.id),
        [_, _, ..] => Err(anyhow::anyhow!("several tenants")).context("this store has more than one tenant"),
    }
}

/// Stock that is not counted, as a row says it.
fn uncounted() -> serde_json::Value {
    "no".into()
}

/// Counted stock, as a row says it.
fn counted(number: u32) -> serde_json::Value {
    serde_json::json!({ "at": number })
}

/// Microseconds since 1970 of an RFC 3339 time.
pub fn timestamp(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_microsecond)
}
