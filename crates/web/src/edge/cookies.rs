//! Cookies: HttpOnly, SameSite=Lax, and with `Secure` and the `__Host-` prefix wherever the shop is
//! reached over https. Plain http is served on loopback only, where browsers refuse that prefix.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};

/// Days for which a browser keeps a customer's sign-in; the shop may end it earlier.
pub const CUSTOMER_DAYS: i64 = 180;

/// The cookies there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jar {
    /// A staff member's sign-in.
    Staff,
    /// A customer's sign-in.
    Customer,
    /// A guest.
    Guest,
    /// What form tokens are bound to.
    Form,
    /// That `?asm=true` was asked for: the bar is shown until it is closed.
    Bar,
    /// A one-line message for the next page.
    Flash,
    /// Whom an agent is about to help, until they confirm it.
    Wanted,
}

impl Jar {
    fn name(self) -> &'static str {
        match self {
            Self::Staff => "us_staff",
            Self::Customer => "us_customer",
            Self::Guest => "us_guest",
            Self::Form => "us_form",
            Self::Bar => "us_bar",
            Self::Flash => "us_flash",
            Self::Wanted => "us_wanted",
        }
    }

    fn full_name(self, secure: bool) -> String {
        if secure { format!("__Host-{}", self.name()) } else { self.name().to_owned() }
    }

    /// Its value in these request headers. A second cookie of the same name is ignored.
    pub fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let name = self.full_name(secure);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| value.to_owned())
    }

    /// The header that sets it, for as long as the browser runs or for `days`.
    pub fn set(self, value: &str, secure: bool, days: Option<i64>) -> HeaderValue {
        self.set_for(value, secure, days.map(cookie::time::Duration::days))
    }

    /// The header that sets it for some minutes.
    pub fn set_shortly(self, value: &str, secure: bool, minutes: i64) -> HeaderValue {
        self.set_for(value, secure, Some(cookie::time::Duration::minutes(minutes)))
    }

    fn set_for(self, value: &str, secure: bool, life: Option<cookie::time::Duration>) -> HeaderValue {
        let mut cookie = Cookie::build((self.full_name(secure), value.to_owned()))
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax);
        if let Some(life) = life {
            cookie = cookie.max_age(life);
        }
        header_value(&cookie.build().to_string())
    }

    /// The header that removes it.
    pub fn clear(self, secure: bool) -> HeaderValue {
        self.set("", secure, Some(0))
    }
}

fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("us_none="))
}
