//! Text in several languages.

use crate::kernel::Locale;

/// A text in the languages it is given in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localised([Option<Box<str>>; Locale::ALL.len()]);

impl Localised {
    /// The text in this language, or in the first one it is given in; empty when in none.
    pub fn text(&self, locale: Locale) -> &str {
        self.exact(locale).or_else(|| self.0.iter().flatten().next().map(AsRef::as_ref)).unwrap_or_default()
    }

    /// The text in exactly this language.
    pub fn exact(&self, locale: Locale) -> Option<&str> {
        self.0[locale as usize].as_deref()
    }

    /// Sets it in one language; an empty text takes the language away.
    pub fn set(&mut self, locale: Locale, text: &str) {
        self.0[locale as usize] = (!text.is_empty()).then(|| text.into());
    }

    /// The languages it is given in, with the text in each.
    pub fn all(&self) -> impl Iterator<Item = (Locale, &str)> {
        Locale::ALL.into_iter().filter_map(|locale| Some((locale, self.exact(locale)?)))
    }
}

impl FromIterator<(Locale, String)> for Localised {
    fn from_iter<I: IntoIterator<Item = (Locale, String)>>(texts: I) -> Self {
        let mut all = Self::default();
        for (locale, text) in texts {
            all.set(locale, &text);
        }
        all
    }
}
