//! Texts in every language, as Fluent messages.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use minijinja::Value;
use rust_embed::RustEmbed;
use shop::kernel::Locale;

#[derive(RustEmbed)]
#[folder = "../../locales"]
#[include = "*.ftl"]
struct Locales;

/// All texts.
pub struct Texts(BTreeMap<Locale, FluentBundle<FluentResource>>);

impl Texts {
    /// Reads every text of the binary. Broken ones are a fault of the build, so it panics.
    pub fn load() -> Self {
        Self(Locale::ALL.into_iter().map(|locale| (locale, bundle(locale))).collect())
    }

    /// The message, or its id where there is none.
    pub fn get(&self, locale: Locale, id: &str, arguments: &[(&str, Value)]) -> String {
        let mut given = FluentArgs::new();
        for (name, value) in arguments {
            given.set(name.to_owned(), fluent(value));
        }
        self.find(locale, id, &given)
            .or_else(|| self.find(Locale::En, id, &given))
            .unwrap_or_else(|| id.to_owned())
    }

    fn find(&self, locale: Locale, id: &str, arguments: &FluentArgs<'_>) -> Option<String> {
        let bundle = self.0.get(&locale)?;
        let pattern = bundle.get_message(id)?.value()?;
        Some(bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned())
    }

    /// Whether there is such a message in this very language.
    pub fn has(&self, locale: Locale, id: &str) -> bool {
        self.0.get(&locale).is_some_and(|bundle| bundle.has_message(id))
    }
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let language = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks would show up in attributes and titles.
    bundle.set_use_isolating(false);
    for name in Locales::iter().filter(|name| name.starts_with(locale.tag())) {
        let data = Locales::get(&name).map(|file| file.data.into_owned()).unwrap_or_default();
        let resource = match FluentResource::try_new(String::from_utf8(data).unwrap_or_default()) {
            Ok(resource) => resource,
            Err((_, errors)) => panic!("{name}: {errors:?}"),
        };
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("{name}: {errors:?}");
        }
    }
    bundle
}

fn fluent(value: &Value) -> FluentValue<'static> {
    if let Ok(number) = i64::try_from(value.clone()) {
        #[expect(clippy::cast_precision_loss, reason = "counts in sentences are small")]
        return FluentValue::from(number as f64);
    }
    FluentValue::from(value.to_string())
}
