//! What every room needs and no room owns: ids, time, chance, problems, secrets, money, text.
//! `kernel` imports no other room.

pub mod birth;
pub mod clock;
pub mod country;
pub mod cursor;
pub mod email;
pub mod entropy;
pub mod id;
pub mod import;
pub mod locale;
pub mod money;
pub mod phone;
pub mod problem;
pub mod secret;
pub mod text;

pub use birth::BirthDate;
pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use country::Country;
pub use cursor::{Cursor, Page};
pub use email::Email;
pub use entropy::{Entropy, Mint, OsEntropy, SeededEntropy};
pub use locale::Locale;
pub use money::{Currency, Money, Rate, TaxMode};
pub use phone::{Phone, PhoneIfAny};
pub use problem::{FieldError, Kind, Problem};
pub use secret::Secret;
