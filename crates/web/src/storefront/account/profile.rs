//! Name, telephone and language.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::customers::profile::ProfileView;
use shop::customers::{EditProfile, Profile};
use shop::desk::{Act, Ask};
use shop::kernel::Problem;

use crate::App;
use crate::op::{Ops, RouteKind};
use crate::storefront::Place;
use crate::storefront::posted::Posted;
use crate::storefront::screen::Screen;
use crate::storefront::shown::Choice;

const PATH: &str = "/{site}/{language}/{currency}/account/profile";

pub(super) fn ops() -> Ops {
    Ops::default().route(RouteKind::Page, Method::GET, PATH, Profile::NAME, Profile::NEEDS, get(show)).route(
        RouteKind::Form,
        Method::POST,
        PATH,
        EditProfile::NAME,
        EditProfile::NEEDS,
        axum::routing::post(save),
    )
}

/// The context of `account/profile.html`.
#[derive(Serialize)]
pub(super) struct ProfilePage {
    section: &'static str,
    languages: Vec<Choice>,
    form: Fields,
}

#[derive(Serialize)]
struct Fields {
    first_name: String,
    last_name: String,
    email: String,
    phone: String,
    /// Asked for only where it says something.
    salutation: Option<String>,
    gender: Option<String>,
    birth_date: Option<String>,
    locale: String,
    version: i64,
}

impl ProfilePage {
    pub(super) fn of(place: &Place, profile: ProfileView) -> Self {
        let languages = place.site.languages.iter();
        let languages = languages
            .map(|locale| Choice { value: locale.tag().to_owned(), name: locale.native_name().to_owned() });
        Self {
            section: "profile",
            languages: languages.collect(),
            form: Fields {
                first_name: profile.first_name,
                last_name: profile.last_name,
                email: profile.email,
                phone: profile.phone,
                salutation: known(profile.salutation),
                gender: known(profile.gender),
                birth_date: known(profile.birth_date),
                locale: profile.locale.tag().to_owned(),
                version: profile.version,
            },
        }
    }

    /// With what was typed instead of what is stored. The version is that of what is stored: whoever sends this
    /// again has seen it.
    fn typed(mut self, posted: &Posted) -> Self {
        for (name, field) in [
            ("first_name", &mut self.form.first_name),
            ("last_name", &mut self.form.last_name),
            ("phone", &mut self.form.phone),
            ("locale", &mut self.form.locale),
        ] {
            posted.form.field(name).clone_into(field);
        }
        for (name, field) in [
            ("salutation", &mut self.form.salutation),
            ("gender", &mut self.form.gender),
            ("birth_date", &mut self.form.birth_date),
        ] {
            *field = field.take().map(|_| posted.form.field(name).to_owned());
        }
        self
    }
}

/// What is known; nothing where it is empty.
fn known(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place)
        .show("account/profile.html", |view| Ok(ProfilePage::of(&place, view.ask(&Profile::default())?)))
        .await
}

async fn save(State(app): State<App>, posted: Posted) -> Response {
    let taken_away_when_empty = posted.form.sent(&["phone", "salutation", "gender", "birth_date"]);
    let names = ["version", "first_name", "last_name", "locale"];
    let edit = posted.read::<EditProfile>(&names, &taken_away_when_empty);
    let done = match edit.and_then(|edit| named(&posted, edit)) {
        Ok(edit) => posted.act(&app, edit).await,
        Err(refused) => Err(refused),
    };
    match done {
        Ok(_) => posted.done(&app, "/account/profile", "flash-saved"),
        Err(refused) => {
            posted
                .refused(&app, &refused, "/account/profile", "account/profile.html", |view| {
                    Ok(ProfilePage::of(&posted.place, view.ask(&Profile::default())?).typed(&posted))
                })
                .await
        }
    }
}

/// An empty field counts as not sent, but a name is never taken away.
fn named(posted: &Posted, edit: EditProfile) -> Result<EditProfile, Problem> {
    for name in ["first_name", "last_name"] {
        if posted.form.field(name).trim().is_empty() {
            return Err(Problem::invalid(format!("/{name}"), "Fill this in."));
        }
    }
    Ok(edit)
}
