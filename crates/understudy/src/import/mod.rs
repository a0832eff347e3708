//! `understudy import`: CSV files into the shop, in batches, each one act with one entry in the record.

mod file;
mod kinds;
mod load;
mod progress;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use shop::desk::Desk;
use shop::kernel::id::TenantId;

use crate::config::StoreFlags;
pub use file::{Source, hex};
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
    /// Where the data and the keys lie
    #[command(flatten)]
    store: StoreFlags,
}

/// How an import ended.
pub enum Ended {
    /// Everything went in.
    Whole,
    /// Some rows were left out; the error files say which and why.
    InPart,
}

/// Imports the files.
pub fn run(flags: ImportFlags) -> Result<Ended> {
    let mut sources = flags.files.iter().map(|path| Source::open(path)).collect::<Result<Vec<_>>>()?;
    sources.sort_by_key(|source| source.kind);
    let desk = crate::serve::open(&flags.store.settle(), std::sync::Arc::new(crate::serve::NoListeners))?;
    let tenant = tenant(&desk)?;
    let mut ended = Ended::Whole;
    for source in &sources {
        let mut progress = Progress::of(source);
        let options = Options { dry_run: flags.dry_run, from_start: flags.from_start };
        load_file(&desk, tenant, source, options, &mut progress)?;
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
