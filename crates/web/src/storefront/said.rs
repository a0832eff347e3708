//! Problems in the reader's words: by their kind, and by what is known of the case.

use std::collections::BTreeMap;

use minijinja::Value;
use serde_json::Value as Json;
use shop::kernel::problem as kinds;
use shop::kernel::{Locale, Problem};
use shop::offers::price::RefusedCoupon;

use super::shown::refused_coupon;
use crate::App;
use crate::office::texts::Texts;
use crate::pages::FormState;

/// The title of a problem.
pub fn title(app: &App, locale: Locale, refused: &Problem) -> String {
    if refused.extra.contains_key("look_up") {
        return app.pages.text(locale, "look-up-none-title", &[]);
    }
    app.pages.text(locale, &format!("problem-{}", refused.kind.slug), &[])
}

/// What a problem says, whole: what happened, whether anything changed, what to do next.
pub fn detail(app: &App, locale: Locale, refused: &Problem) -> String {
    if let Some(coupon) = refused_by_coupon(refused) {
        return refused_coupon(Texts::new(&app.pages, locale), &coupon);
    }
    let general = format!("problem-{}-text", refused.kind.slug);
    app.pages.text(locale, of_case(refused).unwrap_or(&general), &arguments(refused))
}

/// The text that says more of a case than its kind does.
fn of_case(refused: &Problem) -> Option<&'static str> {
    let says = |name: &str| refused.extra.get(name);
    if says("look_up").is_some() {
        return Some("look-up-none");
    }
    if refused.kind != &kinds::CONFLICT {
        return None;
    }
    match (says("left").and_then(Json::as_u64), says("reason").and_then(Json::as_str)) {
        (Some(0), _) => Some("problem-sold-out"),
        (Some(_), _) => Some("problem-only-left"),
        (None, Some("used_up")) => Some("coupon-used"),
        _ if says("order").is_some() => Some("problem-cart-ordered"),
        _ if says("moved_to").is_some() => Some("problem-cart-moved"),
        _ if says("status").is_some() => Some("problem-not-waiting"),
        _ => None,
    }
}

fn refused_by_coupon(refused: &Problem) -> Option<RefusedCoupon> {
    serde_json::from_value(refused.extra.get("refused")?.clone()).ok()
}

/// What the texts of problems may name.
fn arguments(refused: &Problem) -> Vec<(&str, Value)> {
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Array(list) => list.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", "),
        _ => "none".to_owned(),
    };
    let known = refused.extra.iter().map(|(name, value)| (name.as_str(), text(value).into()));
    let absent =
        ["by", "by_name", "name", "reason"].into_iter().filter(|name| !refused.extra.contains_key(*name));
    std::iter::once(("detail", refused.detail.clone().into()))
        .chain(absent.map(|name| (name, "none".into())))
        .chain(known)
        .collect()
}

/// What a problem means for a form.
pub fn state(app: &App, locale: Locale, refused: &Problem, form: BTreeMap<String, String>) -> FormState {
    let mut state = FormState::after(refused, form);
    for (field, said) in &mut state.errors {
        let empty = state.form.get(field).is_none_or(|typed| typed.trim().is_empty());
        if let Some(id) = field_text(refused, field, empty) {
            *said = app.pages.text(locale, id, &[("detail", said.clone().into())]);
        }
    }
    if state.problem.is_some() {
        let (title, detail) = (title(app, locale, refused), detail(app, locale, refused));
        state.problem = Some(BTreeMap::from([("title", title), ("detail", detail)]));
    }
    state
}

/// The text for a field that does not read, by what it should hold; none where the right words were found.
fn field_text(refused: &Problem, field: &str, empty: bool) -> Option<&'static str> {
    Some(match field {
        "terms" => return None,
        "email" if refused.kind == &kinds::TAKEN => return None,
        "code" if refused.kind == &kinds::CONFLICT => return None,
        // What was typed there is not shown again, so nobody knows whether it was empty.
        "password" | "new_password" | "current_password" => "field-bad-password",
        _ if refused.kind == &kinds::TAKEN => "field-wrong",
        _ if empty => "field-missing",
        "email" => "field-bad-email",
        "phone" => "field-bad-phone",
        "postcode" => "field-bad-postal-code",
        "code" => "coupon-unknown",
        _ => "field-wrong",
    })
}

/// Whether a form is to be shown again after this problem, with what was typed; otherwise a page of its own
/// says what happened.
pub fn concerns_the_form(refused: &Problem) -> bool {
    matches!(refused.kind.status, 403 | 409 | 412 | 422 | 423 | 428 | 429)
        || refused.kind == &kinds::SIGN_IN_FAILED
        || refused.kind == &kinds::MALFORMED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Pages;

    #[test]
    fn every_kind_of_problem_has_words_in_every_language() {
        let pages = Pages::load();
        for kind in kinds::ALL {
            for id in [format!("problem-{}", kind.slug), format!("problem-{}-text", kind.slug)] {
                assert!(Locale::ALL.into_iter().all(|locale| pages.texts().has(locale, &id)), "{id}");
            }
        }
    }

    #[test]
    fn an_ended_session_says_by_whom_and_why() {
        let pages = Pages::load();
        let ended = Problem::new(&kinds::SESSION_ENDED, "A supervisor ended this session. Reason: Break.");
        let ended = ended.with("by", "supervisor").with("by_name", "Victor Hale").with("reason", "Pause");
        let said = |locale| pages.text(locale, "problem-session-ended-text", &arguments(&ended));
        assert_eq!(said(Locale::En), "A supervisor ended this session. Reason: Break.");
        assert_eq!(
            said(Locale::De),
            "Victor Hale (Aufsicht) hat diese Sitzung beendet. Grund: Pause. Nichts wurde geändert."
        );
    }
}
