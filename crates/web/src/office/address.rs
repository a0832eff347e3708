//! What can be said about a storefront address without calling it: whether it is one, and whether it leads to
//! this very program.

use serde::Serialize;
use shop::sites::address::StorefrontAddress;

use super::texts::Texts;

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct AddressCheck {
    ok: bool,
    text: String,
}

/// Checks an address for the site with this first segment. Nothing is fetched: an address that somebody types
/// must not make the server call wherever it points.
pub(super) fn check(texts: Texts<'_>, public_url: &str, slug: &str, typed: &str) -> AddressCheck {
    let found = |ok, text| AddressCheck { ok, text };
    let Ok(address) = typed.parse::<StorefrontAddress>() else {
        return found(false, texts.say("site-address-bad"));
    };
    let address = String::from(address);
    if address.is_empty() {
        return found(true, texts.say("site-address-empty"));
    }
    let own = format!("{}/{slug}", public_url.trim_end_matches('/')).to_ascii_lowercase();
    if address == own {
        return found(true, texts.say("site-address-own"));
    }
    let origin = origin(&address);
    if origin == self::origin(&own) {
        return found(false, texts.say_of("site-address-own-other", "address", &own));
    }
    if address.starts_with("http://") && !is_loopback(origin) {
        return found(false, texts.say("site-address-http"));
    }
    found(true, texts.say_of("site-address-elsewhere", "origin", origin))
}

/// Scheme, host and port.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address[host..].find('/').map_or(address.len(), |at| host + at);
    &address[..end]
}

fn is_loopback(origin: &str) -> bool {
    let host = origin.split("://").nth(1).unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|own| host.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
}

#[cfg(test)]
mod tests {
    use shop::kernel::Locale;

    use super::*;
    use crate::pages::Pages;

    #[test]
    fn an_address_is_told_by_where_it_leads() {
        let pages = Pages::load();
        let texts = Texts::new(&pages, Locale::En);
        let told = |typed: &str| {
            let found = check(texts, "http://127.0.0.1:8080", "eu", typed);
            (found.ok, found.text)
        };
        assert_eq!(told("http://127.0.0.1:8080/eu/"), (true, texts.say("site-address-own")));
        assert!(!told("http://127.0.0.1:8080/us").0);
        assert!(told("http://127.0.0.1:8080/us").1.contains("http://127.0.0.1:8080/eu"));
        assert_eq!(told(""), (true, texts.say("site-address-empty")));
        assert_eq!(told("javascript:alert(1)"), (false, texts.say("site-address-bad")));
        assert_eq!(told("http://shop.example.com"), (false, texts.say("site-address-http")));
        assert!(told("https://shop.example.com/eu").1.contains("https://shop.example.com"));
        assert!(!is_loopback("http://localhost.evil.example"));
    }
}
