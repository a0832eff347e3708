//! What an operator settles about this dialect: `[dialects.spryker]` in the settings file.

use std::time::Duration;

use serde::Deserialize;
use shop::checkout::Payment;
use shop::people::throttle::Throttle;

/// The settings; everything has a default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Whether it is served.
    pub on: bool,
    /// Code of the site that is meant where a request has no `Store` header; the first one when empty.
    pub store: String,
    /// Seconds an access token says it lives, at most 28,800. What stands behind it may end earlier.
    pub token_seconds: u32,
    /// Origins of browser clients that may call it (CORS).
    pub origins: Vec<String>,
    /// Ways of paying by the names that clients use.
    pub payments: Vec<PaymentName>,
    /// How failed sign-ins of agents and customers are answered.
    pub throttle: ThrottleSettings,
}

/// A way of paying, and what clients call it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentName {
    /// `paymentProviderName`.
    pub provider: String,
    /// `paymentMethodName`.
    pub method: String,
    /// What it is here: `invoice` or `card`.
    pub by: Payment,
}

/// How failed sign-ins are answered.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThrottleSettings {
    /// Failures of one account from one address that cost no time; with the next one it is locked.
    pub attempts: u32,
    /// Seconds for which a failure counts.
    pub window_seconds: u32,
    /// Seconds for which it is locked.
    pub block_seconds: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let named = |method: &str, by| PaymentName {
            provider: "DummyPayment".to_owned(),
            method: method.to_owned(),
            by,
        };
        Self {
            on: true,
            store: String::new(),
            token_seconds: 28_800,
            origins: Vec::new(),
            payments: vec![named("Invoice", Payment::Invoice), named("Credit Card", Payment::Card)],
            throttle: ThrottleSettings::default(),
        }
    }
}

impl Default for ThrottleSettings {
    fn default() -> Self {
        Self { attempts: 9, window_seconds: 1800, block_seconds: 1800 }
    }
}

impl Settings {
    /// Says which setting is wrong.
    pub fn check(&self) -> Result<(), String> {
        let ThrottleSettings { attempts, window_seconds, block_seconds } = self.throttle;
        for (name, value, range) in [
            ("token_seconds", self.token_seconds, 60..=28_800),
            ("throttle.attempts", attempts, 1..=100_000),
            ("throttle.window_seconds", window_seconds, 1..=86_400),
            ("throttle.block_seconds", block_seconds, 1..=86_400),
        ] {
            if !range.contains(&value) {
                return Err(format!("{name}: {value} is not between {} and {}", range.start(), range.end()));
            }
        }
        if let Some(payment) = self.payments.iter().find(|payment| payment.by == Payment::PayLink) {
            return Err(format!("payments: {:?} can be invoice or card", payment.method));
        }
        match self.origins.iter().find(|origin| !is_origin(origin)) {
            Some(origin) => Err(format!("origins: {origin:?} is not an origin such as https://shop.example")),
            None => Ok(()),
        }
    }

    /// The way of paying that a client calls so.
    pub fn payment(&self, provider: &str, method: &str) -> Option<Payment> {
        let named = |payment: &&PaymentName| {
            payment.provider.eq_ignore_ascii_case(provider) && payment.method.eq_ignore_ascii_case(method)
        };
        self.payments.iter().find(named).map(|payment| payment.by)
    }

    pub(super) fn throttle(&self) -> Throttle {
        let seconds = |count: u32| Duration::from_secs(count.into());
        Throttle {
            free: self.throttle.attempts,
            locked_after: self.throttle.attempts.saturating_add(1),
            locked_for: seconds(self.throttle.block_seconds),
            counted_for: seconds(self.throttle.window_seconds),
        }
    }
}

/// A scheme and a host, with a port perhaps, and nothing behind.
fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '*', '@']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_settings_are_named() {
        let read = |text: &str| toml_like(text).check().unwrap_err();
        assert!(read(r#"{"token_seconds": 90000}"#).starts_with("token_seconds"));
        assert!(read(r#"{"throttle": {"attempts": 0}}"#).starts_with("throttle.attempts"));
        assert!(read(r#"{"origins": ["https://shop.example/"]}"#).starts_with("origins"));
        assert!(read(r#"{"origins": ["*"]}"#).starts_with("origins"));
        let link = r#"{"payments": [{"provider": "P", "method": "Link", "by": "pay_link"}]}"#;
        assert!(read(link).starts_with("payments"));
        assert_eq!(Settings::default().check(), Ok(()));
    }

    #[test]
    fn payments_go_by_the_names_clients_use() {
        let settings = Settings::default();
        assert_eq!(settings.payment("dummypayment", "Invoice"), Some(Payment::Invoice));
        assert_eq!(settings.payment("DummyPayment", "credit card"), Some(Payment::Card));
        assert_eq!(settings.payment("Other", "Invoice"), None);
    }

    fn toml_like(json: &str) -> Settings {
        serde_json::from_str(json).unwrap()
    }
}
