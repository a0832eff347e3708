//! Problems in the reader's words.

use std::collections::BTreeMap;

use shop::kernel::problem as kinds;
use shop::kernel::{Locale, Problem};

use crate::App;
use crate::pages::FormState;

/// The title of a problem.
pub fn title(app: &App, locale: Locale, refused: &Problem) -> String {
    text(app, locale, &format!("problem-{}", refused.kind.slug))
        .unwrap_or_else(|| refused.kind.title.to_owned())
}

/// What a problem says, whole: what happened, whether anything changed, what to do next.
pub fn detail(app: &App, locale: Locale, refused: &Problem) -> String {
    let id = format!("problem-{}-text", refused.kind.slug);
    text(app, locale, &id).unwrap_or_else(|| refused.detail.clone())
}

/// What a problem means for a form.
pub fn state(app: &App, locale: Locale, refused: &Problem, form: BTreeMap<String, String>) -> FormState {
    let mut state = FormState::after(refused, form);
    for (field, said) in &mut state.errors {
        let empty = state.form.get(field).is_none_or(|typed| typed.trim().is_empty());
        if let Some(better) = field_text(field, empty).and_then(|id| text(app, locale, id)) {
            *said = better;
        }
    }
    if state.problem.is_some() {
        let (title, detail) = (title(app, locale, refused), detail(app, locale, refused));
        state.problem = Some(BTreeMap::from([("title", title), ("detail", detail)]));
    }
    state
}

/// The text for a field that does not read, by what it should hold.
fn field_text(field: &str, empty: bool) -> Option<&'static str> {
    match field {
        "terms" => None,
        _ if empty => Some("field-missing"),
        "email" => Some("field-bad-email"),
        "phone" => Some("field-bad-phone"),
        "postcode" => Some("field-bad-postal-code"),
        _ => None,
    }
}

fn text(app: &App, locale: Locale, id: &str) -> Option<String> {
    let known = app.pages.texts().has(Locale::En, id);
    known.then(|| app.pages.text(locale, id, &[]))
}

/// Whether a form is to be shown again after this problem, with what was typed; otherwise a page of its own
/// says what happened.
pub fn concerns_the_form(refused: &Problem) -> bool {
    matches!(refused.kind.status, 403 | 409 | 412 | 422 | 423 | 428 | 429)
        || refused.kind == &kinds::SIGN_IN_FAILED
        || refused.kind == &kinds::MALFORMED
}
