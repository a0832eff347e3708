//! Refusals as pages of the back office: what happened, whether anything changed, what is missing.

use serde::Serialize;
use shop::desk::Permission;
use shop::kernel::problem as kinds;
use shop::kernel::{Locale, Problem};

use super::frame::Office;
use crate::storefront::said;

/// What the error page shows.
#[derive(Serialize)]
pub(super) struct Page {
    error: Described,
}

#[derive(Serialize)]
struct Described {
    status: u16,
    kind: &'static str,
    title: String,
    detail: String,
    changed: Option<&'static str>,
    request: String,
    retry_url: Option<String>,
    home_url: &'static str,
    typed: [(); 0],
    start_again: Option<()>,
}

impl Page {
    pub(super) fn new(office: &Office, needs: Option<Permission>, wrong: &Problem) -> Self {
        let status = wrong.kind.status;
        let (title, detail) = match (status, needs) {
            // The desk's own sentence says less than what is known here: which right is missing.
            (403, Some(needs)) if wrong.kind == &kinds::FORBIDDEN => {
                let texts = office.texts();
                let missing = texts.say_of("office-missing", "permission", &texts.permission(needs.label()));
                (texts.say("error-403-title"), missing)
            }
            _ if office.locale() == Locale::En => (wrong.kind.title.to_owned(), wrong.detail.clone()),
            _ => {
                let locale = office.locale();
                (said::title(&office.app, locale, wrong), said::detail(&office.app, locale, wrong))
            }
        };
        let retry_url = matches!(status, 409 | 412 | 503).then(|| office.here.clone());
        let changed = (status != 404 && status != 403).then_some("nothing");
        let request = office.arrival.request.to_string();
        let kind = wrong.kind.slug;
        let error = Described {
            status,
            kind,
            title,
            detail,
            changed,
            request,
            retry_url,
            home_url: "/office",
            typed: [],
            start_again: None,
        };
        Self { error }
    }
}

/// Whether what is wrong can be put right in the form that was sent.
pub(super) fn belongs_to_form(wrong: &Problem) -> bool {
    let in_form: [&kinds::Kind; 8] = [
        &kinds::INVALID,
        &kinds::MALFORMED,
        &kinds::TAKEN,
        &kinds::CONFLICT,
        &kinds::VERSION_CHANGED,
        &kinds::VERSION_REQUIRED,
        &kinds::REASON_REQUIRED,
        &kinds::SIGN_IN_FAILED,
    ];
    in_form.contains(&wrong.kind)
}
