//! Values on their way out of a statement.

use std::sync::Arc;

use crate::Error;

/// One column of one row, as the engine gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL.
    Null,
    /// BIGINT, and SQLite's BOOLEAN.
    Int(i64),
    /// TEXT.
    Text(String),
    /// BYTEA or BLOB.
    Blob(Vec<u8>),
    /// PostgreSQL's BOOLEAN.
    Bool(bool),
}

impl Value {
    fn kind(&self) -> String {
        match self {
            Value::Null => "NULL".to_owned(),
            Value::Int(number) => format!("the number {number}"),
            Value::Text(_) => "TEXT".to_owned(),
            Value::Blob(bytes) => format!("{} bytes", bytes.len()),
            Value::Bool(_) => "BOOLEAN".to_owned(),
        }
    }
}

/// The statement and column names that all rows of one answer share.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) statement: &'static str,
    pub(crate) columns: Vec<String>,
}

impl Heading {
    pub(crate) fn decode_error(
        &self,
        column: usize,
        wanted: &'static str,
        found: impl Into<String>,
    ) -> Error {
        let name = self.columns.get(column).cloned().unwrap_or_default();
        Error::Decode { statement: self.statement, column, name, wanted, found: found.into() }
    }
}

/// One row of an answer, owned: it outlives its transaction.
#[derive(Debug, Clone)]
pub struct Row {
    heading: Arc<Heading>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(heading: Arc<Heading>, values: Vec<Value>) -> Row {
        Row { heading, values }
    }

    /// The column at place `column`, from 0.
    ///
    /// # Errors
    /// [`Error::Decode`], naming statement and column, when there is no such column or it does not hold a `T`.
    pub fn get<T: FromColumn>(&self, column: usize) -> Result<T, Error> {
        let Some(value) = self.values.get(column) else {
            let found = format!("nothing: the row has {} columns", self.values.len());
            return Err(self.heading.decode_error(column, T::WANTED, found));
        };
        T::from_column(value).ok_or_else(|| self.heading.decode_error(column, T::WANTED, value.kind()))
    }

    /// All its columns, in their order.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.values.len()
    }
}

/// What a column can be read as.
pub trait FromColumn: Sized {
    /// What a reader of [`Error::Decode`] is told was wanted.
    const WANTED: &'static str;

    /// The value, or `None` when this is not one.
    fn from_column(value: &Value) -> Option<Self>;
}

impl FromColumn for Value {
    const WANTED: &'static str = "anything";
    fn from_column(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl FromColumn for i64 {
    const WANTED: &'static str = "a BIGINT";

    fn from_column(value: &Value) -> Option<i64> {
        let Value::Int(number) = value else { return None };
        Some(*number)
    }
}

impl FromColumn for u32 {
    const WANTED: &'static str = "a number from 0 to 4294967295";

    fn from_column(value: &Value) -> Option<u32> {
        i64::from_column(value)?.try_into().ok()
    }
}

impl FromColumn for u64 {
    const WANTED: &'static str = "a number from 0";

    fn from_column(value: &Value) -> Option<u64> {
        i64::from_column(value)?.try_into().ok()
    }
}

impl FromColumn for bool {
    const WANTED: &'static str = "a BOOLEAN";

    fn from_column(value: &Value) -> Option<bool> {
        match value {
            Value::Bool(truth) => Some(*truth),
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromColumn for String {
    const WANTED: &'static str = "TEXT";

    fn from_column(value: &Value) -> Option<String> {
        let Value::Text(text) = value else { return None };
        Some(text.clone())
    }
}

impl FromColumn for Vec<u8> {
    const WANTED: &'static str = "bytes";

    fn from_column(value: &Value) -> Option<Vec<u8>> {
        let Value::Blob(bytes) = value else { return None };
        Some(bytes.clone())
    }
}

impl<const N: usize> FromColumn for [u8; N] {
    const WANTED: &'static str = "bytes of a fixed length";

    fn from_column(value: &Value) -> Option<[u8; N]> {
        let Value::Blob(bytes) = value else { return None };
        bytes.as_slice().try_into().ok()
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    const WANTED: &'static str = T::WANTED;

    fn from_column(value: &Value) -> Option<Option<T>> {
        match value {
            Value::Null => Some(None),
            value => T::from_column(value).map(Some),
        }
    }
}
