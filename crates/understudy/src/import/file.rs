//! A CSV file with named columns: what its header says it holds, and its records.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::kinds::Kind;

/// A file whose header has been read and found right.
pub struct Source {
    content: Content,
    /// What it holds.
    pub kind: Kind,
    /// SHA-256 of its content, in hexadecimal digits.
    pub digest: String,
    /// Records in it.
    pub rows: usize,
    columns: Vec<String>,
}

/// Where a file's bytes are.
enum Content {
    /// On disk.
    File(PathBuf),
    /// In the binary, under a name.
    Embedded(&'static str, &'static [u8]),
}

impl Content {
    fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Embedded(name, _) => (*name).to_owned(),
        }
    }

    fn stream(&self) -> Result<Box<dyn Read>> {
        match self {
            Self::File(path) => {
                let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
                Ok(Box::new(file))
            }
            Self::Embedded(_, bytes) => Ok(Box::new(*bytes)),
        }
    }
}

/// One record: its line in the file and its values by column.
pub struct Record {
    /// The line on which it starts, the header being 1.
    pub line: u64,
    values: BTreeMap<String, String>,
}

impl Record {
    /// The value of a column; `None` where the file has no such column.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.values.get(column).map(String::as_str)
    }

    /// The value of a column that is there and not empty.
    pub fn some(&self, column: &str) -> Option<&str> {
        self.get(column).filter(|value| !value.is_empty())
    }

    /// Columns that begin with `prefix`, without it, and their values.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.values.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }
}

impl Source {
    /// Reads the header and counts the records. Refuses the whole file where the header is not right.
    pub fn open(path: &Path) -> Result<Self> {
        Self::read(Content::File(path.to_owned()))
    }

    /// The same for a file of the binary.
    pub fn embedded(name: &'static str, bytes: &'static [u8]) -> Result<Self> {
        Self::read(Content::Embedded(name, bytes))
    }

    /// Its name, for people.
    pub fn name(&self) -> String {
        self.content.name()
    }

    /// Where it lies, if it is on disk.
    pub fn path(&self) -> Option<&Path> {
        match &self.content {
            Content::File(path) => Some(path),
            Content::Embedded(..) => None,
        }
    }

    fn read(content: Content) -> Result<Self> {
        let name = content.name();
        let digest = digest(&mut content.stream()?).with_context(|| format!("cannot read {name}"))?;
        let mut reader = csv::Reader::from_reader(content.stream()?);
        let columns: Vec<String> = reader
            .headers()
            .with_context(|| format!("{name}: the first line does not read"))?
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        let first = columns.first().map_or("", String::as_str);
        let Some(kind) = Kind::by_first_column(first) else {
            bail!(
                "{name}: the first column says what a file holds, and {first:?} is none of {}",
                Kind::ALL.map(Kind::first_column).join(", ")
            );
        };
        check_columns(&columns, kind).with_context(|| name.clone())?;
        let mut record = csv::ByteRecord::new();
        let mut rows = 0;
        while reader.read_byte_record(&mut record).with_context(|| format!("{name}: no CSV"))? {
            rows += 1;
        }
        Ok(Self { content, kind, digest, rows, columns })
    }

    /// Its records, in order. A record that does not read comes as an error with its line.
    pub fn records(&self) -> Result<impl Iterator<Item = Result<Record, (u64, String)>> + '_> {
        Ok(csv::Reader::from_reader(self.content.stream()?).into_records().map(move |record| match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let keep = |name: &str| Kind::kept_exactly(name);
                let values = self.columns.iter().zip(record.iter()).map(|(name, value)| {
                    let value = if keep(name) { value } else { value.trim() };
                    (name.clone(), value.to_owned())
                });
                Ok(Record { line, values: values.collect() })
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                Err((line, error.to_string()))
            }
        }))
    }
}

fn digest(file: &mut dyn Read) -> Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
    }
    Ok(hex(&hash.finalize()))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn check_columns(columns: &[String], kind: Kind) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for name in columns {
        if !seen.insert(name) {
            bail!("column {name:?} comes twice");
        }
        if !kind.knows(name) {
            bail!("column {name:?} is unknown in a file of {}; see docs/import.md", kind.name());
        }
    }
    for needed in kind.required() {
        let there = match needed.strip_suffix(':') {
            Some(_) => columns.iter().any(|name| name.starts_with(needed)),
            None => columns.iter().any(|name| name == needed),
        };
        if !there {
            bail!("column {needed:?} is missing in this file of {}", kind.name());
        }
    }
    Ok(())
}
