//! Passwords, of staff and of customers: hashed with Argon2id, and never hashed inside a transaction.
//!
//! An act takes a [`GivenPassword`] (to be checked) or a [`NewPassword`] (to be set) as a field. Its
//! `Act::prepare` works on it before the transaction is open; its `run` then only looks at the outcome. What
//! comes from outside can never carry an outcome: reading either type from JSON or a form gives one that
//! proves nothing and sets nothing until it was prepared.

use std::fmt;
use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

use crate::kernel::problem::{self, Problem};
use crate::kernel::{Mint, Secret};

/// Characters of a staff member's password at least (PCI DSS 4.0.1, 8.3.6).
pub const STAFF_MIN: usize = 12;
/// Characters of a customer's password at least (ASVS 5.0, 6.2.1).
pub const CUSTOMER_MIN: usize = 8;
/// Characters of a password at most; longer ones would only keep the machine busy.
const MAX: usize = 256;

/// Stands in where there is no password to compare with, so that checking takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The Argon2id hash of a password in PHC string format, with the parameters OWASP recommends (19 MiB, 2 passes).
/// Takes about 27 ms; depends on nothing but its arguments, so an import can run many side by side. The salt
/// comes from [`Mint::bytes`].
pub fn hash(password: &Secret<String>, salt: [u8; 16]) -> Result<String, Problem> {
    Argon2::default()
        .hash_password_with_salt(unified(password.reveal()).as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| {
            tracing::error!(%error, "a password could not be hashed");
            Problem::new(&problem::INTERNAL, "That did not work. Nothing was changed. Try again.")
        })
}

/// Whether `password` is the one behind `stored`. Takes as long where there is nothing stored, so that the time
/// does not tell which accounts exist.
fn verify(password: &Secret<String>, stored: Option<&str>) -> bool {
    let text = unified(password.reveal());
    let matches = Argon2::default().verify_password(text.as_bytes(), stored.unwrap_or(NOBODY)).is_ok();
    matches && stored.is_some()
}

/// The commonest passwords of eight characters or more, a line each, sorted, in small letters (ASVS 5.0, 6.2.4).
const COMMON: &str = include_str!("common-passwords.txt");

fn is_common(password: &str) -> bool {
    static SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| COMMON.lines().collect());
    SORTED.binary_search(&password.to_lowercase().as_str()).is_ok()
}

/// One form for the same characters however they were typed (NIST SP 800-63B, 3.1.1.2).
fn unified(password: &str) -> String {
    password.nfkc().collect()
}

/// A password given to prove who somebody is.
#[derive(Clone)]
pub struct GivenPassword {
    text: Secret<String>,
    proved: Option<String>,
}

impl GivenPassword {
    /// The password as given; it proves nothing yet.
    pub fn new(text: Secret<String>) -> Self {
        Self { text, proved: None }
    }

    /// Compares it with the stored hash and remembers the outcome. Slow: for `Act::prepare`.
    pub(crate) fn check(&mut self, stored: Option<&str>) {
        self.proved = if verify(&self.text, stored) { stored.map(str::to_owned) } else { None };
    }

    /// Whether it was found to be the password behind `stored`, which is read again in the transaction: a
    /// password changed between the two proves nothing any more.
    pub(crate) fn proves(&self, stored: Option<&str>) -> bool {
        self.proved.is_some() && self.proved.as_deref() == stored
    }
}

/// A password to be set, of at least `MIN` characters.
#[derive(Clone)]
pub struct NewPassword<const MIN: usize> {
    text: Secret<String>,
    hash: Option<String>,
}

impl<const MIN: usize> NewPassword<MIN> {
    /// A password of `MIN` to 256 characters that are not all the same and not one that everybody tries first.
    pub fn new(text: Secret<String>) -> Result<Self, PasswordError> {
        let unified = unified(text.reveal());
        let mut characters = unified.chars();
        match unified.chars().count() {
            has if has < MIN => Err(PasswordError::TooShort { min: MIN }),
            has if has > MAX => Err(PasswordError::TooLong),
            _ if characters.next().is_some_and(|first| characters.all(|c| c == first)) => {
                Err(PasswordError::Monotonous)
            }
            _ if is_common(&unified) => Err(PasswordError::Common),
            _ => Ok(Self { text, hash: None }),
        }
    }

    /// Hashes it. Slow: for `Act::prepare`.
    pub(crate) fn prepare(&mut self, mint: &Mint) -> Result<(), Problem> {
        self.hash = Some(hash(&self.text, mint.bytes())?);
        Ok(())
    }

    /// The hash to store.
    pub(crate) fn hashed(&self) -> Result<&str, Problem> {
        self.hash.as_deref().ok_or_else(|| {
            tracing::error!("a password was to be stored that nobody had hashed");
            Problem::new(&problem::INTERNAL, "That did not work. Nothing was changed. Try again.")
        })
    }
}

/// Why a text cannot be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too few characters.
    #[error("a password has at least {min} characters")]
    TooShort {
        /// Characters needed.
        min: usize,
    },
    /// Too many characters.
    #[error("a password has at most 256 characters")]
    TooLong,
    /// One character over and over.
    #[error("a password has more than one character")]
    Monotonous,
    /// One of those that are tried first.
    #[error("this is one of the passwords that are tried first; choose another one")]
    Common,
}

impl fmt::Debug for GivenPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for GivenPassword {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(to)
    }
}

impl<'de> Deserialize<'de> for GivenPassword {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Secret::<String>::deserialize(from)?;
        if text.reveal().chars().count() > MAX {
            return Err(serde::de::Error::custom(PasswordError::TooLong));
        }
        Ok(Self::new(text))
    }
}

impl JsonSchema for GivenPassword {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "GivenPassword".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "password", "maxLength": MAX, "writeOnly": true })
    }
}

impl<const MIN: usize> fmt::Debug for NewPassword<MIN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<const MIN: usize> Serialize for NewPassword<MIN> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(to)
    }
}

impl<'de, const MIN: usize> Deserialize<'de> for NewPassword<MIN> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(Secret::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl<const MIN: usize> JsonSchema for NewPassword<MIN> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("NewPassword_{MIN}").into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "format": "password", "minLength": MIN, "maxLength": MAX, "writeOnly": true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[test]
    fn a_password_proves_itself_and_no_other() {
        let stored = hash(&secret("ｆｌａｓｈ correct horse"), [3; 16]).unwrap();
        assert!(verify(&secret("flash correct horse"), Some(&stored)));
        assert!(!verify(&secret("flash correct house"), Some(&stored)));
        assert!(!verify(&secret("flash correct horse"), None));
        assert_ne!(stored, hash(&secret("flash correct horse"), [4; 16]).unwrap());
    }

    #[test]
    fn the_stand_in_is_as_dear_as_a_stored_hash() {
        let parameters = |phc: &str| phc.rsplitn(3, '$').nth(2).map(str::to_owned);
        assert_eq!(parameters(NOBODY), parameters(&hash(&secret("a real password"), [1; 16]).unwrap()));
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn a_given_password_proves_nothing_until_it_was_checked() {
        let stored = hash(&secret("open sesame now"), [3; 16]).unwrap();
        let mut given: GivenPassword = serde_json::from_str("\"open sesame now\"").unwrap();
        assert!(!given.proves(Some(&stored)) && !given.proves(None));
        given.check(Some(&stored));
        assert!(given.proves(Some(&stored)));
        assert!(!given.proves(Some("changed meanwhile")) && !given.proves(None));
        given.check(None);
        assert!(!given.proves(None));
    }

    #[test]
    fn passwords_have_bounds_and_leave_no_trace() {
        type Staff = NewPassword<STAFF_MIN>;
        let error = |text: &str| Staff::new(secret(text)).err();
        assert_eq!(error("eleven char"), Some(PasswordError::TooShort { min: 12 }));
        assert_eq!(error(&"ab".repeat(129)), Some(PasswordError::TooLong));
        assert_eq!(error("aaaaaaaaaaaaaaaa"), Some(PasswordError::Monotonous));
        assert_eq!(error("Qwertyuiop123"), Some(PasswordError::Common));
        let common = |text| NewPassword::<CUSTOMER_MIN>::new(secret(text)).err();
        assert_eq!(common("PassWord"), Some(PasswordError::Common));
        assert!(COMMON.lines().is_sorted() && COMMON.lines().count() >= 3000);
        let good = Staff::new(secret("twelve chars")).unwrap();
        assert_eq!(serde_json::to_string(&good).unwrap() + &format!("{good:?}"), "\"***\"***");
        assert!(good.hashed().is_err());
    }
}
