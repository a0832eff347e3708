//! What every template may call.

use std::sync::Arc;

use jiff::tz::TimeZone;
use minijinja::value::{Kwargs, Rest, Serde};
use minijinja::{Error, ErrorKind, Value, context};
use shop::kernel::{Locale, Money};

use super::assets;
use super::texts::Texts;

/// What a page needs to know of the request that asked for it.
#[derive(Clone)]
pub struct Frame {
    /// Prefix of every link: `""` or `/as/3`.
    pub base: String,
    /// The part of storefront addresses that says site, language and currency: `/eu/en/EUR`; empty elsewhere.
    pub storefront: String,
    /// The language.
    pub locale: Locale,
    /// IANA name of the time zone that times are shown in.
    pub time_zone: String,
    /// The nonce of this response's scripts.
    pub nonce: String,
    /// The form token.
    pub form_token: String,
    /// A fresh idempotency key for each form.
    pub key: Arc<dyn Fn() -> String + Send + Sync>,
}

/// The functions and values of this frame.
pub(super) fn of(frame: &Frame, texts: &Arc<Texts>) -> Value {
    let locale = frame.locale;
    let texts = Arc::clone(texts);
    let (in_shop, in_root) = (format!("{}{}", frame.base, frame.storefront), frame.base.clone());
    let form_token = frame.form_token.clone();
    let key = Arc::clone(&frame.key);
    let zone = TimeZone::get(&frame.time_zone).unwrap_or(TimeZone::UTC);
    let clock_of = move |pattern: &'static str| {
        let zone = zone.clone();
        Value::from_function(move |micros: i64| show_time(micros, &zone, pattern))
    };
    let (when, date, clock) = match locale {
        Locale::En => ("%-d %b %Y, %H:%M", "%-d %b %Y", "%H:%M"),
        Locale::De => ("%d.%m.%Y, %H:%M", "%d.%m.%Y", "%H:%M"),
    };
    context! {
        base => &frame.base,
        locale => locale.tag(),
        dir => "ltr",
        nonce => &frame.nonce,
        product_name => "Understudy",
        shop => Value::from_function(move |path: &str| address(&format!("{in_shop}{path}"))),
        root => Value::from_function(move |path: &str| address(&format!("{in_root}{path}"))),
        asset => Value::from_function(|name: &str| address(&assets::address(name))),
        t => Value::from_function(move |id: &str, arguments: Kwargs| translate(&texts, locale, id, &arguments)),
        money => Value::from_function(move |money: Serde<Money>| money.0.fmt(locale.tag())),
        when => clock_of(when),
        date => clock_of(date),
        clock => clock_of(clock),
        csrf => Value::from_function(move |_: Rest<Value>| hidden_fields(&form_token, &key())),
    }
}

fn translate(texts: &Texts, locale: Locale, id: &str, arguments: &Kwargs) -> Result<String, Error> {
    let names: Vec<String> = arguments.args().map(str::to_owned).collect();
    let given = names
        .iter()
        .map(|name| Ok((name.as_str(), arguments.get::<Value>(name)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    if !texts.has(Locale::En, id) {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("no text {id:?}")));
    }
    Ok(texts.get(locale, id, &given))
}

fn show_time(micros: i64, zone: &TimeZone, pattern: &str) -> String {
    jiff::Timestamp::from_microsecond(micros)
        .map(|at| at.to_zoned(zone.clone()).strftime(pattern).to_string())
        .unwrap_or_default()
}

/// An address as it stands in an attribute: escaped here, so that its slashes stay slashes.
fn address(text: &str) -> Value {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Value::from_safe_string(escaped.replace('\'', "&#39;"))
}

fn hidden_fields(token: &str, key: &str) -> Value {
    Value::from_safe_string(format!(
        "<input type=\"hidden\" name=\"_csrf\" value=\"{token}\"><input type=\"hidden\" name=\"_key\" value=\"{key}\">"
    ))
}
