//! Reading an export.

use std::io::{BufRead, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Entry, Header};

/// The longest line a reader takes, in bytes.
pub const LONGEST_LINE: u64 = 64 << 20;

/// Why a line could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file could not be read.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The line is not of this format, or not in its canonical form.
    #[error("unreadable, not a line of this format")]
    Format,
    /// The file ends inside the line.
    #[error("does not end in a newline")]
    Cut,
}

/// Reads an export line by line; holds one line at a time.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    header: Header,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    pub fn open(input: R) -> Result<Self, ReadError> {
        let mut lines = Lines { input, number: 0, text: Vec::new(), canonical: Vec::new() };
        let header: Header = lines.parse_next()?.ok_or(ReadError::Format)?;
        if header.is_known() { Ok(Self { lines, header }) } else { Err(ReadError::Format) }
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The number of the line read last, from 1.
    pub fn line(&self) -> u64 {
        self.lines.number
    }

    /// The next leaf, or none at the end of the file. After [`ReadError::Format`] reading may go on; after
    /// the other errors nothing follows.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, ReadError> {
        match self.lines.parse_next::<Entry>()? {
            Some(entry) if !entry.fits(self.header.scope) => Err(ReadError::Format),
            other => Ok(other),
        }
    }
}

#[derive(Debug)]
struct Lines<R> {
    input: R,
    number: u64,
    text: Vec<u8>,
    canonical: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    fn parse_next<T: DeserializeOwned + Serialize>(&mut self) -> Result<Option<T>, ReadError> {
        if !self.read_next()? {
            return Ok(None);
        }
        let value: T = serde_json::from_slice(&self.text).map_err(|_| ReadError::Format)?;
        self.canonical.clear();
        serde_json::to_writer(&mut self.canonical, &value).map_err(|_| ReadError::Format)?;
        if self.canonical == self.text { Ok(Some(value)) } else { Err(ReadError::Format) }
    }

    fn read_next(&mut self) -> Result<bool, ReadError> {
        self.text.clear();
        self.number += 1;
        let read = self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.text)?;
        if read == 0 {
            self.number -= 1;
            return Ok(false);
        }
        if self.text.pop_if(|last| *last == b'\n').is_none() {
            return Err(ReadError::Cut);
        }
        Ok(true)
    }
}
