//! Keyset paging: a page ends with a cursor that says where the next one starts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::problem::{self, Problem};

/// One page of a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Pass it as `after` to get the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page of at most `size`, from rows of which one more was asked for than the page holds.
    pub fn cut<K: Serialize>(mut rows: Vec<T>, size: usize, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(|last| Cursor::at(&key(last))) } else { None };
        Self { items: rows, next }
    }

    /// The same page of other things.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

/// Where a page ends: opaque to clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// The cursor behind the row with this key.
    pub fn at<K: Serialize>(key: &K) -> Self {
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default()))
    }

    /// The key it stands for; 400 when it is not one of this list's cursors.
    pub fn key<K: DeserializeOwned>(&self) -> Result<K, Problem> {
        URL_SAFE_NO_PAD.decode(&self.0).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(
            || Problem::field(&problem::MALFORMED, "/after", "This is not a cursor of this list."),
        )
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
