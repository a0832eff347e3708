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
/// The field that says for which customer, where it was an agent's.
const CUSTOMER: &str = "kept_customer";
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
    /// The customer for whom an agent had typed it; empty otherwise.
    pub customer: String,
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
        Self::going(to, &posted.form)
    }

    /// What a form says that was going to this path.
    pub fn going(to: String, form: &Form) -> Self {
        let secret = |name: &str| !form.typed().contains_key(name);
        let fields = form.fields.iter().filter(|(name, _)| !secret(name)).cloned().collect();
        Self { to, fields, by: String::new(), customer: String::new() }
    }

    /// The same, typed by the staff member whose sign-in has ended; nothing where nobody knows who that was.
    pub fn of_staff(self, expired: &Problem) -> Option<Self> {
        let said = |name: &str| Some(expired.extra.get(name)?.as_str()?.to_owned());
        Some(Self { by: said("staff")?, customer: said("customer").unwrap_or_default(), ..self })
    }

    /// What came along with a sign-in.
    pub fn along(form: &Form) -> Option<Self> {
        let to = local(form.field(TO))?.to_owned();
        let fields = form.fields.iter();
        let fields =
            fields.filter_map(|(name, value)| Some((name.strip_prefix(FIELD)?.to_owned(), value.clone())));
        let (by, customer) = (form.field(BY).to_owned(), form.field(CUSTOMER).to_owned());
        Some(Self { to, fields: fields.collect(), by, customer })
    }

    /// As hidden fields of a sign-in.
    pub fn hidden(&self) -> Vec<Hidden> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{FIELD}{name}"), value.clone()));
        let whose = [(BY, &self.by), (CUSTOMER, &self.customer)].into_iter();
        let whose = whose.filter(|(_, id)| !id.is_empty()).map(|(name, id)| (name.to_owned(), id.clone()));
        std::iter::once((TO.to_owned(), self.to.clone()))
            .chain(whose)
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
        return match Kept::of(posted).of_staff(refused).filter(|kept| !kept.customer.is_empty()) {
            Some(kept) => super::agent::sign_in_first(app, &posted.place, refused, &kept).await,
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
