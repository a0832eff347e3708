//! Where a site's shop is reached, and the first segment of the addresses of its pages.

use std::str::FromStr;

use schemars::json_schema;

use crate::kernel::text::string_type;

/// A storefront address: empty, or `http` or `https`, a host, maybe a port and a path, and nothing else. Scheme and
/// host are kept in lower case, and no slash stands at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StorefrontAddress(String);

/// Why a text is no storefront address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Something else than http or https at the beginning.
    #[error("a storefront address begins with https:// or http://")]
    Scheme,
    /// A name or password before the host.
    #[error("a storefront address has no user name or password in it")]
    UserInfo,
    /// No host, or none that can be.
    #[error("a storefront address names a host, for example shop.example.com")]
    Host,
    /// Something after the colon that is no port.
    #[error("a port is a number from 1 to 65535")]
    Port,
    /// A query or a fragment.
    #[error("a storefront address has no ? and no # in it")]
    Query,
    /// A path that means different places to different programs.
    #[error("the path of a storefront address is of letters, digits and - . _ ~ between slashes")]
    Path,
    /// Longer than browsers' address bars can show.
    #[error("a storefront address has at most 200 characters")]
    TooLong,
}

impl StorefrontAddress {
    /// Whether there is none, which turns assisting off.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for StorefrontAddress {
    type Err = AddressError;

    fn from_str(given: &str) -> Result<Self, AddressError> {
        let given = given.trim();
        if given.is_empty() {
            return Ok(Self::default());
        }
        if given.len() > 200 {
            return Err(AddressError::TooLong);
        }
        let (scheme, rest) = given.split_once("://").ok_or(AddressError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err(AddressError::Scheme);
        }
        if rest.contains(['?', '#']) {
            return Err(AddressError::Query);
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(AddressError::UserInfo);
        }
        let authority = check_authority(authority, &scheme)?;
        let path = path.trim_end_matches('/');
        if !path.split('/').skip(1).all(is_segment) {
            return Err(AddressError::Path);
        }
        Ok(Self(format!("{scheme}://{authority}{path}")))
    }
}

/// Host and port; the port of the scheme is left out.
fn check_authority(authority: &str, scheme: &str) -> Result<String, AddressError> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let host = host.to_ascii_lowercase();
    if !is_host(&host) {
        return Err(AddressError::Host);
    }
    let Some(port) = port else { return Ok(host) };
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    match port.parse::<u16>() {
        Ok(443) if scheme == "https" => Ok(host),
        Ok(80) if scheme == "http" => Ok(host),
        Ok(port @ 1..) if digits => Ok(format!("{host}:{port}")),
        _ => Err(AddressError::Port),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    host.len() <= 253
        && host.split('.').all(|label| {
            let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
        })
}

fn is_segment(segment: &str) -> bool {
    let plain = segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    plain && !matches!(segment, "" | "." | "..")
}

string_type!(
    StorefrontAddress,
    "StorefrontAddress",
    json_schema!({
        "type": "string", "maxLength": 200, "examples": ["https://shop.example.com", "https://example.com/eu", ""],
    })
);

/// The first segment of a site's addresses: lower-case letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slug(String);

/// First segments that lead elsewhere.
const KEPT_FREE: &[&str] = &[
    "as",
    "v1",
    "office",
    "agent",
    "agent-widget",
    "oauth",
    "assets",
    "embed",
    "media",
    "sap",
    "spryker",
    "vtex",
    "hcl",
    "emporix",
];

/// Why a text cannot be the first segment of a site's addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Other characters, or too many of them.
    #[error("use 1 to 20 lower-case letters, digits and hyphens, a letter first")]
    Form,
    /// It leads elsewhere.
    #[error("this first segment is used by the product itself")]
    KeptFree,
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(given: &str) -> Result<Self, SlugError> {
        let inner =
            given.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let first = given.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if !inner || !first || given.len() > 20 {
            return Err(SlugError::Form);
        }
        if KEPT_FREE.contains(&given) {
            return Err(SlugError::KeptFree);
        }
        Ok(Self(given.to_owned()))
    }
}

string_type!(
    Slug,
    "Slug",
    json_schema!({ "type": "string", "pattern": "^[a-z][a-z0-9-]{0,19}$", "examples": ["eu"] })
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_brought_to_one_form() {
        let form = |given: &str| given.parse::<StorefrontAddress>().map(String::from);
        assert_eq!(form("  "), Ok(String::new()));
        assert_eq!(form("HTTPS://Shop.Example.com:443/"), Ok("https://shop.example.com".to_owned()));
        assert_eq!(form("http://127.0.0.1:8080/eu/"), Ok("http://127.0.0.1:8080/eu".to_owned()));
        assert_eq!(form("http://[::1]:8080"), Ok("http://[::1]:8080".to_owned()));
        assert_eq!(form("https://[::1]"), Ok("https://[::1]".to_owned()));
    }

    #[test]
    fn what_could_lead_elsewhere_is_refused() {
        let error = |given: &str| given.parse::<StorefrontAddress>().unwrap_err();
        for (given, wanted) in [
            ("shop.example.com", AddressError::Scheme),
            ("javascript://shop.example.com", AddressError::Scheme),
            ("https://agent:secret@shop.example.com", AddressError::UserInfo),
            ("https://shop.example.com@evil.example", AddressError::UserInfo),
            ("https:///eu", AddressError::Host),
            ("https://shop example.com", AddressError::Host),
            ("https://-shop.example.com", AddressError::Host),
            ("https://shop.example.com\\@evil.example", AddressError::UserInfo),
            ("https://shop.example.com:0", AddressError::Port),
            ("https://shop.example.com:+80", AddressError::Port),
            ("https://shop.example.com:99999", AddressError::Port),
            ("https://shop.example.com/?q=1", AddressError::Query),
            ("https://shop.example.com/#top", AddressError::Query),
            ("https://shop.example.com/a//b", AddressError::Path),
            ("https://shop.example.com/a/../b", AddressError::Path),
            ("https://shop.example.com/%2e%2e/b", AddressError::Path),
        ] {
            assert_eq!(error(given), wanted, "{given}");
        }
    }

    #[test]
    fn first_segments_of_the_product_are_kept_free() {
        assert!("eu-west".parse::<Slug>().is_ok());
        assert_eq!("office".parse::<Slug>().unwrap_err(), SlugError::KeptFree);
        for bad in ["", "EU", "1a", "a_b", "a/b", "abcdefghijklmnopqrstu"] {
            assert_eq!(bad.parse::<Slug>().unwrap_err(), SlugError::Form, "{bad}");
        }
    }
}
