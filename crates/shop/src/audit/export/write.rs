//! Writing an export.

use std::io::Write;

use serde::Serialize;

use super::{Entry, Header};

/// Why an export could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError<E> {
    /// The entries could not be read.
    #[error(transparent)]
    Source(E),
    /// The file could not be written.
    #[error("the export cannot be written")]
    Io(#[from] std::io::Error),
    /// Another number of entries came than the header says.
    #[error("{found} leaves came, {expected} were announced")]
    Count {
        /// What the header says.
        expected: u64,
        /// What came.
        found: u64,
    },
}

/// Writes an export as its entries come; holds one at a time.
pub fn write<W: Write, E>(
    mut out: W,
    header: &Header,
    entries: impl IntoIterator<Item = Result<Entry, E>>,
) -> Result<(), WriteError<E>> {
    write_line(&mut out, header)?;
    let mut found = 0;
    for entry in entries {
        write_line(&mut out, &entry.map_err(WriteError::Source)?)?;
        found += 1;
    }
    out.flush()?;
    if found == header.leaves { Ok(()) } else { Err(WriteError::Count { expected: header.leaves, found }) }
}

fn write_line<W: Write>(out: &mut W, line: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
