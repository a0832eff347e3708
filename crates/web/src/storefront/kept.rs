//! What was typed is not lost when a sign-in ends in the middle of a form: it travels through the sign-in as
//! hidden fields, and is shown with a button that sends it again.

use axum::response::Response;
use serde::Serialize;
use shop::kernel::Problem;

use super::posted::Posted;
use super::screen::Screen;
use super::{Place, error, sign_in};
use crate::App;
use crate::edge::Form;
use crate::edge::input::Pairs;
use crate::pages::respond::local;

/// The field that says where the kept form was going: a path without the tab's prefix.
const TO: &str = "kept_to";
/// Kept fields begin with this.
const FIELD: &str = "kept.";

/// A form kept over a sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Where it was going, without the tab's prefix.
    pub to: String,
    /// What it said, without secrets and tokens.
    pub fields: Pairs,
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
        let secret = |name: &str| !posted.form.typed().contains_key(name);
        let fields = posted.form.fields.iter().filter(|(name, _)| !secret(name)).cloned().collect();
        Self { to: format!("{}{}", posted.place.prefix(), posted.place.rest), fields }
    }

    /// What came along with a sign-in.
    pub fn along(form: &Form) -> Option<Self> {
        let to = local(form.field(TO))?.to_owned();
        let fields = form.fields.iter();
        let fields =
            fields.filter_map(|(name, value)| Some((name.strip_prefix(FIELD)?.to_owned(), value.clone())));
        Some(Self { to, fields: fields.collect() })
    }

    /// As hidden fields of a sign-in.
    pub fn hidden(&self) -> Vec<Hidden> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{FIELD}{name}"), value.clone()));
        std::iter::once((TO.to_owned(), self.to.clone()))
            .chain(fields)
            .map(|(name, value)| Hidden { name, value })
            .collect()
    }
}

/// The page from which a kept form is sent again.
#[derive(Serialize)]
struct Again {
    again: Action,
    typed: Vec<error::Typed>,
}

#[derive(Serialize)]
struct Action {
    url: String,
    fields: Vec<Hidden>,
}

/// Shows the sign-in, with what was typed kept.
pub async fn sign_in_first(app: &App, posted: &Posted, refused: &Problem) -> Response {
    if posted.place.arrival.base.tab.is_some() {
        // The agent's sign-in has ended, and with it every session: what was typed is shown, to be kept by hand.
        return error::answer_form(app, posted, refused).await;
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
    let url = format!("{}{}", place.arrival.base.prefix, kept.to);
    let fields = kept.fields.iter().map(|(name, value)| Hidden { name: name.clone(), value: value.clone() });
    let page = |_: &mut shop::desk::View<'_, '_>| {
        Ok(Again {
            again: Action { url: url.clone(), fields: fields.clone().collect() },
            typed: error::typed(app, place.locale, &kept.fields),
        })
    };
    Screen::of(app, place).show("shop/again.html", page).await
}
