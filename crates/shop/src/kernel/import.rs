//! What becomes of a batch of rows, whichever room stores them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Problem;

/// Rows one batch may have.
pub const BATCH: usize = 500;

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Imported {
    /// Things created.
    pub created: u32,
    /// Things changed.
    pub updated: u32,
    /// Things that were just so already.
    pub unchanged: u32,
    /// Rows left out.
    pub refused: Vec<RefusedRow>,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefusedRow {
    /// Its place in the batch, from 0.
    pub row: u32,
    /// The field that does not fit, as a JSON pointer within the row.
    pub pointer: String,
    /// Why.
    pub problem: String,
}

impl Imported {
    /// Whether anything was created or changed.
    pub fn changed_anything(&self) -> bool {
        self.created + self.updated > 0
    }

    /// Notes a row that was left out.
    pub fn refuse(&mut self, row: u32, problem: Problem) {
        let pointer = problem.errors.into_iter().next().map(|error| error.pointer).unwrap_or_default();
        self.refused.push(RefusedRow { row, pointer, problem: problem.detail });
    }
}
