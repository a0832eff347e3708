//! E-mail addresses.

use std::str::FromStr;

use schemars::json_schema;
use unicode_normalization::UnicodeNormalization;

use super::text::string_type;

/// An e-mail address, kept exactly as given. Two spellings of one mailbox differ here; compare [`key`].
///
/// The check is the practical one: one `@` with something on both sides, no white space or control
/// characters, at most 254 bytes in all and 64 before the `@` (RFC 5321, section 4.5.3.1), and a domain whose
/// labels are neither empty nor start or end with a hyphen. Letters of any script may stand on both sides.
///
/// [`key`]: Email::key
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// No `@`, or several, or nothing on one side of it.
    #[error("an e-mail address has the form name@example.com")]
    Form,
    /// White space or a control character.
    #[error("an e-mail address has no spaces")]
    Space,
    /// Longer than mail servers take.
    #[error("an e-mail address has at most 64 bytes before the @ and 254 in all")]
    TooLong,
    /// The part after the `@` is no domain.
    #[error("the part after the @ is not a domain, for example example.com")]
    Domain,
}

impl Email {
    /// The address as it is compared: normalization form C and lower case, nothing else. Accents stay, since
    /// `josé@` and `jose@` may be two people, and taking one for the other hands over an account.
    pub fn key(&self) -> String {
        self.0.nfc().flat_map(char::to_lowercase).nfc().collect()
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or(self.as_str(), |(local, _)| local)
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(given: &str) -> Result<Self, EmailError> {
        if given.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(EmailError::Space);
        }
        let (local, domain) = given.split_once('@').ok_or(EmailError::Form)?;
        if local.is_empty() || domain.is_empty() || domain.contains('@') {
            return Err(EmailError::Form);
        }
        if given.len() > 254 || local.len() > 64 {
            return Err(EmailError::TooLong);
        }
        if !domain.split('.').all(is_label) {
            return Err(EmailError::Domain);
        }
        Ok(Self(given.to_owned()))
    }
}

fn is_label(label: &str) -> bool {
    let inner = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii());
    !label.is_empty() && inner && !label.starts_with('-') && !label.ends_with('-')
}

string_type!(Email, "Email", json_schema!({ "type": "string", "format": "email", "maxLength": 254 }));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_as_given() {
        for good in
            ["Haru.Tanaka@Example.com", "a+b$c#d@x.io", "josé@exämple.de", "x@localhost", "田中@例え.jp"]
        {
            assert_eq!(good.parse::<Email>().unwrap().to_string(), good);
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused_with_the_reason() {
        for (bad, why) in [
            ("haru", EmailError::Form),
            ("@x.de", EmailError::Form),
            ("a@", EmailError::Form),
            ("a@b@c.de", EmailError::Form),
            ("a b@c.de", EmailError::Space),
            ("a@b.de\n", EmailError::Space),
            ("a@b..de", EmailError::Domain),
            ("a@-b.de", EmailError::Domain),
            ("a@b,de", EmailError::Domain),
        ] {
            assert_eq!(bad.parse::<Email>(), Err(why), "{bad:?}");
        }
        assert_eq!(format!("{}@b.de", "a".repeat(65)).parse::<Email>(), Err(EmailError::TooLong));
        assert_eq!(format!("a@{}.de", "b".repeat(254)).parse::<Email>(), Err(EmailError::TooLong));
    }

    #[test]
    fn the_key_ignores_case_but_not_accents() {
        let key = |given: &str| given.parse::<Email>().unwrap().key();
        assert_eq!(key("Haru@EXAMPLE.com"), key("haru@example.com"));
        assert_eq!(key("jose\u{301}@x.de"), key("josé@x.de"));
        assert_ne!(key("josé@x.de"), key("jose@x.de"));
        assert_ne!(key("mıke@x.de"), key("mike@x.de"));
    }
}
