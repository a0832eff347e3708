//! What was typed is not lost when a sign-in ends in the middle of a form: it travels through the sign-in as
//! hidden fields, and is shown with a button that sends it again.

use axum::response::Response;
use serde::Serialize;
use shop::kernel::{Locale, Problem};

use super::posted::Posted;
use super::screen::Screen;
use super::{Place, error, sign_in};
use crate::App;
use crate::edge::Form;
use crate::edge::input::Pairs;
use crate::pages::respond::local;

/// The field that says where the kept form was going: a path without the tab's prefix.
const TO: &str = "kept_to";
/// The field that says who had typed it, where that was staff.
const BY: &str = "kept_by";
/// The field that says in which of the agent's tabs.
const TAB: &str = "kept_tab";
/// Kept fields begin with this.
const FIELD: &str = "kept.";

/// A form kept over a sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Where it was going, without the tab's prefix.
    pub to: String,
    /// What it said, without secrets and tokens.
    pub fields: Pairs,
    /// The staff member who had typed it; empty where it was a customer.
    pub by: String,
    /// The agent's tab in which it was typed.
    pub tab: Option<u32>,
}

/// One hidden field.
#[derive(Clone, Debug, Serialize)]
pub struct Hidden {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Kept {
    /// What this form says.
    pub fn of(posted: &Posted) -> Self {
        let to = format!("{}{}", posted.place.prefix(), posted.place.rest);
        Self { tab: posted.place.arrival.base.tab, ..Self::going(to, &posted.form) }
    }

    /// What a form says that was going to this path.
    pub fn going(to: String, form: &Form) -> Self {
        let secret = |name: &str| !form.typed().contains_key(name);
        let fields = form.fields.iter().filter(|(name, _)| !secret(name)).cloned().collect();
        Self { to, fields, by: String::new(), tab: None }
    }

    /// The same, typed by the staff member whose sign-in has ended; nothing where nobody knows who that was.
    pub fn of_staff(self, expired: &Problem) -> Option<Self> {
        let by = expired.extra.get("staff")?.as_str()?.to_owned();
        Some(Self { by, ..self })
    }

    /// What came along with a sign-in.
    pub fn along(form: &Form) -> Option<Self> {
        let to = local(form.field(TO))?.to_owned();
        let fields = form.fields.iter();
        let fields =
            fields.filter_map(|(name, value)| Some((name.strip_prefix(FIELD)?.to_owned(), value.clone())));
        let (by, tab) = (form.field(BY).to_owned(), form.field(TAB).parse().ok());
        Some(Self { to, fields: fields.collect(), by, tab })
    }

    /// As hidden fields of a sign-in.
    pub fn hidden(&self) -> Vec<Hidden> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{FIELD}{name}"), value.clone()));
        let by = Some((BY.to_owned(), self.by.clone())).filter(|(_, by)| !by.is_empty());
        let tab = self.tab.map(|tab| (TAB.to_owned(), tab.to_string()));
        std::iter::once((TO.to_owned(), self.to.clone()))
            .chain(by)
            .chain(tab)
            .chain(fields)
            .map(|(name, value)| Hidden { name, value })
            .collect()
    }
}

/// The page from which a kept form is sent again.
#[derive(Serialize)]
pub struct Again {
    again: Action,
    typed: Vec<error::Typed>,
}

#[derive(Serialize)]
struct Action {
    url: String,
    fields: Vec<Hidden>,
}

impl Again {
    /// The page for what was kept, in the tab with this prefix.
    pub fn of(app: &App, locale: Locale, base: &str, kept: &Kept) -> Self {
        let fields = kept.fields.iter();
        let fields = fields.map(|(name, value)| Hidden { name: name.clone(), value: value.clone() });
        Self {
            again: Action { url: format!("{base}{}", kept.to), fields: fields.collect() },
            typed: error::typed(app, locale, &kept.fields),
        }
    }
}

/// Shows the sign-in, with what was typed kept.
pub async fn sign_in_first(app: &App, posted: &Posted, refused: &Problem) -> Response {
    if posted.place.arrival.base.tab.is_some() {
        return match Kept::of(posted).of_staff(refused) {
            Some(kept) => crate::bar::pages::sign_in_first(app, &posted.place, refused, &kept),
            // Signed out, and nobody knows who it was: what was typed is shown, to be kept by hand.
            None => error::answer_form(app, posted, refused).await,
        };
    }
    let mut place = posted.place.clone();
    place.arrival.customer = None;
    let page = sign_in::page(Some(&Kept::of(posted)), "", "");
    Screen::of(app, &place)
        .after(refused, &posted.form, "/")
        .show("account/sign-in.html", |_| Ok(page.clone()))
        .await
}

/// Shows what was kept, with a button that sends it.
pub async fn send_again(app: &App, place: &Place, kept: &Kept) -> Response {
    let base = &place.arrival.base.prefix;
    let page = |_: &mut shop::desk::View<'_, '_>| Ok(Again::of(app, place.locale, base, kept));
    Screen::of(app, place).show("shop/again.html", page).await
}
