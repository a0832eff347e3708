//! Words of the back office for what the shop names by a code: permissions, roles, acts.

use minijinja::Value;
use shop::kernel::Locale;

use crate::pages::Pages;

/// Texts in one language.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    pages: &'a Pages,
    /// The language.
    pub locale: Locale,
}

impl<'a> Texts<'a> {
    /// The texts of these pages in this language.
    pub fn new(pages: &'a Pages, locale: Locale) -> Self {
        Self { pages, locale }
    }

    /// A text without arguments.
    pub fn say(self, id: &str) -> String {
        self.pages.text(self.locale, id, &[])
    }

    /// A text with arguments.
    pub fn say_with(self, id: &str, arguments: &[(&str, Value)]) -> String {
        self.pages.text(self.locale, id, arguments)
    }

    /// A text about something named.
    pub fn say_of(self, id: &str, argument: &str, value: &str) -> String {
        self.pages.text(self.locale, id, &[(argument, Value::from(value))])
    }

    /// What a permission allows: `order.place` is "Place orders".
    pub fn permission(self, label: &str) -> String {
        self.named("permission", label)
    }

    /// A role's name; roles of one's own are called what they are called.
    pub fn role(self, name: &str) -> String {
        self.named("role", name)
    }

    /// What was done or looked at, in plain words: `cart.line.add` is "Added to the cart".
    pub fn act(self, action: &str) -> String {
        self.named("act", action)
    }

    fn named(self, kind: &str, code: &str) -> String {
        let id = format!("{kind}-{}", code.replace(['.', '_'], "-"));
        let text = self.say(&id);
        if text == id { code.to_owned() } else { text }
    }
}
