//! Money as a whole number of minor units with its currency. No float ever touches it.

mod currency;
mod format;
mod rate;
mod round;
mod tax_mode;

pub use currency::{Currency, UnknownCurrency};
pub use rate::{Rate, RateError};
pub use round::{half_away_from_zero, split};
pub use tax_mode::TaxMode;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount in one currency, negative when it is owed the other way.
///
/// On the wire `{"amount": 1299, "currency": "EUR"}` is 12.99 €: the amount counts minor units
/// (cents, or whole yen, since the yen has none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units of the currency: 1299 is 12.99 € and 1,299 yen.
    #[serde(rename = "amount")]
    pub minor: i64,
    /// The currency by its ISO 4217 code.
    pub currency: Currency,
}

/// Why two amounts could not be brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The amounts are in different currencies.
    #[error("{0} and {1} cannot be combined")]
    Mixed(Currency, Currency),
    /// The result has more than 64 bits.
    #[error("the amount is too large")]
    Overflow,
}

impl Money {
    /// `minor` minor units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The sum, in the currency of both.
    /// Errs on two currencies or more than 64 bits.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let minor = self.same_currency(other)?.minor.checked_add(other.minor);
        minor.map(|minor| Self { minor, ..self }).ok_or(MoneyError::Overflow)
    }

    /// The difference, in the currency of both.
    /// Errs on two currencies or more than 64 bits.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        let minor = self.same_currency(other)?.minor.checked_sub(other.minor);
        minor.map(|minor| Self { minor, ..self }).ok_or(MoneyError::Overflow)
    }

    /// The same amount with the other sign.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_neg();
        minor.map(|minor| Self { minor, ..self }).ok_or(MoneyError::Overflow)
    }

    /// `quantity` times the amount.
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        let minor = i64::try_from(i128::from(self.minor) * i128::from(quantity));
        minor.map(|minor| Self { minor, ..self }).map_err(|_| MoneyError::Overflow)
    }

    fn same_currency(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency == other.currency {
            return Ok(self);
        }
        Err(MoneyError::Mixed(self.currency, other.currency))
    }
}

#[cfg(test)]
mod tests;
