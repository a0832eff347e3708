use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::half_away_from_zero;

/// A share of an amount, from nothing to all of it, in basis points: 2000 is 20 %, 550 is 5.5 %.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u32", into = "u32")]
pub struct Rate(#[schemars(range(max = 10_000))] u32);

/// The rate is above 100 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rate is at most 10000 basis points (100 %); {0} is more")]
pub struct RateError(u32);

impl Rate {
    /// Basis points that make a whole.
    const WHOLE: u32 = 10_000;
    /// 0 %.
    pub const ZERO: Self = Self(0);
    /// 100 %.
    pub const ALL: Self = Self(Self::WHOLE);

    /// The rate of so many basis points (hundredths of a percent).
    pub fn from_basis_points(points: u32) -> Result<Self, RateError> {
        if points > Self::WHOLE {
            return Err(RateError(points));
        }
        Ok(Self(points))
    }

    /// The rate in basis points.
    pub const fn basis_points(self) -> u32 {
        self.0
    }

    /// This share of `amount`, half a minor unit rounded away from zero.
    pub fn of(self, amount: i64) -> i64 {
        half_away_from_zero(i128::from(amount) * i128::from(self.0), i128::from(Self::WHOLE))
    }

    /// The tax to add to an amount without tax, half a minor unit rounded away from zero.
    pub fn tax_on(self, net: i64) -> i64 {
        self.of(net)
    }

    /// The tax contained in an amount with tax, half a minor unit rounded away from zero.
    pub fn tax_within(self, gross: i64) -> i64 {
        let with_tax = i128::from(Self::WHOLE) + i128::from(self.0);
        half_away_from_zero(i128::from(gross) * i128::from(self.0), with_tax)
    }
}

impl TryFrom<u32> for Rate {
    type Error = RateError;

    fn try_from(points: u32) -> Result<Self, RateError> {
        Self::from_basis_points(points)
    }
}

impl From<Rate> for u32 {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}

impl fmt::Display for Rate {
    /// Percent with as many digits as needed: `20 %`, `5.5 %`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (percent, rest) = (self.0 / 100, self.0 % 100);
        match rest {
            0 => write!(out, "{percent} %"),
            _ if rest % 10 == 0 => write!(out, "{percent}.{} %", rest / 10),
            _ => write!(out, "{percent}.{rest:02} %"),
        }
    }
}
