//! Their errors: `{"errors":[{"status":401,"code":"4103","detail":"…"}]}`. Two of them have no code.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use shop::kernel::Problem;
use shop::kernel::problem as kinds;

use super::envelope::MEDIA;
use crate::edge::problem;

/// Why a request is refused, as their clients are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    status: u16,
    errors: Vec<(Option<&'static str>, String)>,
    retry_after: Option<u64>,
}

/// What a request is about: it decides which of their codes a problem of ours has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    /// Nothing in particular.
    Any,
    /// An agent's sign-in.
    AgentSignIn,
    /// Starting to act for a customer.
    Impersonation,
    /// A customer's sign-in.
    SignIn,
    /// A token that is to be renewed.
    Refresh,
    /// A customer's account.
    Customer,
    /// A customer's addresses.
    Address,
    /// Carts.
    Cart,
    /// An item that is put into a cart.
    Item,
    /// An item of a cart that is changed.
    ItemChange,
    /// Coupons of carts.
    Voucher,
    /// Checkout.
    Checkout,
    /// Orders.
    Order,
}

impl Refused {
    /// One error with its code.
    pub(super) fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, errors: vec![(Some(code), detail.into())], retry_after: None }
    }

    /// One of the two errors without a code, and those that theirs have no code for.
    pub(super) fn uncoded(status: u16, detail: impl Into<String>) -> Self {
        Self { status, errors: vec![(None, detail.into())], retry_after: None }
    }

    /// What is wrong with attributes, each with the attribute's name.
    pub(super) fn violations(found: Vec<(String, &str)>) -> Self {
        let errors = found.into_iter().map(|(field, what)| (Some("901"), format!("{field} => {what}")));
        Self { status: 422, errors: errors.collect(), retry_after: None }
    }

    /// The token in `Authorization` is not good.
    pub(super) fn bad_token() -> Self {
        Self::new(401, "001", "Invalid access token.")
    }

    /// A protected route without `Authorization`.
    pub(super) fn no_token() -> Self {
        Self::new(403, "002", "Missing access token.")
    }

    /// Its errors, each as `code detail`.
    #[cfg(test)]
    pub(super) fn told(&self) -> Vec<String> {
        let told = |(code, detail): &(Option<&str>, String)| format!("{} {detail}", code.unwrap_or("-"));
        self.errors.iter().map(told).collect()
    }

    /// The status.
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    /// A problem of ours as one of their errors: the one place where that is decided. What only an operator can mend
    /// keeps its status (503, 500); everything else is something a client of theirs knows how to read.
    pub(super) fn of(area: Area, problem: &Problem) -> Self {
        let detail = || first_detail(problem).to_owned();
        let kind = problem.kind;
        let is = |other: &'static kinds::Kind| std::ptr::eq(kind, other) || kind == other;
        if is(&kinds::TOO_MANY_REQUESTS) || is(&kinds::ACCOUNT_LOCKED) {
            let retry_after = problem.extra.get("retry_after").and_then(Value::as_u64);
            let blocked = Self::new(429, "4401", problem.detail.clone());
            return Self { retry_after, ..blocked };
        }
        if kind.status >= 500 || is(&kinds::TOO_LARGE) || is(&kinds::TOO_SLOW) {
            return Self::uncoded(kind.status, problem.detail.clone());
        }
        // What is refused while signing in or starting says no more than that it failed.
        match area {
            Area::AgentSignIn => return Self::new(401, "4101", "Failed to authenticate an agent."),
            Area::Impersonation if is(&kinds::SIGN_IN_EXPIRED) || is(&kinds::SESSION_ENDED) => {
                return Self::bad_token();
            }
            Area::Impersonation => return Self::new(401, "4104", "Failed to impersonate a customer."),
            Area::SignIn => return Self::new(401, "003", "Failed to authenticate user."),
            Area::Refresh => return Self::new(401, "004", "Failed to refresh token."),
            _ => {}
        }
        match kind.status {
            401 | 410 if !is(&kinds::GONE) => return Self::bad_token(),
            400 => return Self::uncoded(400, "Post data is invalid."),
            412 => return Self::new(412, "006", "If-Match header value is invalid."),
            428 => return Self::new(428, "005", "If-Match header is missing."),
            _ => {}
        }
        let (forbidden, missing, invalid): ((u16, _, _), (u16, _, _), (u16, _)) = match area {
            Area::Customer => {
                ((403, "411", "Unauthorized request."), (404, "402", "Customer not found."), (422, "901"))
            }
            Area::Address => {
                ((403, "411", "Unauthorized request."), (404, "404", "Address was not found."), (422, "901"))
            }
            Area::Cart => (
                (403, "115", "Unauthorized cart action."),
                (404, "101", "Cart with given uuid not found."),
                (422, "107"),
            ),
            Area::Item | Area::ItemChange => (
                (403, "115", "Unauthorized cart action."),
                (404, "101", "Cart with given uuid not found."),
                (
                    422,
                    if is(&kinds::INVALID) {
                        "102"
                    } else if area == Area::Item {
                        "113"
                    } else {
                        "114"
                    },
                ),
            ),
            Area::Voucher => (
                (403, "115", "Unauthorized cart action."),
                (404, "101", "Cart with given uuid not found."),
                (422, "3302"),
            ),
            Area::Checkout => ((422, "1102", ""), (422, "1103", "Cart not found."), (422, "1102")),
            Area::Order => {
                ((403, "802", "Unauthorized request."), (404, "801", "Order was not found."), (422, "901"))
            }
            _ => ((403, "002", ""), (404, "007", "Not found"), (422, "901")),
        };
        let said = |text: &str| if text.is_empty() { detail() } else { text.to_owned() };
        match kind.status {
            403 => Self::new(forbidden.0, forbidden.1, said(forbidden.2)),
            404 => Self::new(missing.0, missing.1, said(missing.2)),
            _ => Self::new(invalid.0, invalid.1, detail()),
        }
    }
}

/// What is wrong with the first part, where parts are pointed at.
fn first_detail(problem: &Problem) -> &str {
    problem.errors.first().map_or(problem.detail.as_str(), |error| error.detail.as_str())
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let error = |(code, detail): &(Option<&str>, String)| match code {
            Some(code) => json!({ "status": self.status, "code": code, "detail": detail }),
            None => json!({ "status": self.status, "detail": detail }),
        };
        let errors: Vec<Value> = self.errors.iter().map(error).collect();
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, json!({ "errors": errors }).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        if let Some(seconds) = self.retry_after.or_else(|| (self.status == 503).then_some(problem::BUSY_FOR))
        {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREAS: [Area; 13] = [
        Area::Any,
        Area::AgentSignIn,
        Area::Impersonation,
        Area::SignIn,
        Area::Refresh,
        Area::Customer,
        Area::Address,
        Area::Cart,
        Area::Item,
        Area::ItemChange,
        Area::Voucher,
        Area::Checkout,
        Area::Order,
    ];

    #[test]
    fn no_problem_of_a_client_becomes_a_fault_of_the_server() {
        for kind in kinds::ALL {
            for area in AREAS {
                let refused = Refused::of(area, &Problem::new(kind, "So it is."));
                assert_eq!(refused.status >= 500, kind.status >= 500, "{area:?} {}", kind.slug);
                assert!((400..600).contains(&refused.status), "{area:?} {}", kind.slug);
                assert!(!refused.errors[0].1.is_empty(), "{area:?} {}: says nothing", kind.slug);
            }
        }
    }

    #[test]
    fn the_same_problem_has_the_code_of_what_it_is_about() {
        let of = |area, kind| Refused::of(area, &Problem::new(kind, "No.")).errors[0].0;
        assert_eq!(of(Area::Cart, &kinds::NOT_FOUND), Some("101"));
        assert_eq!(of(Area::Order, &kinds::NOT_FOUND), Some("801"));
        assert_eq!(of(Area::Impersonation, &kinds::CONSENT_REQUIRED), Some("4104"));
        assert_eq!(of(Area::Impersonation, &kinds::SIGN_IN_EXPIRED), Some("001"));
        assert_eq!(of(Area::Cart, &kinds::SESSION_ENDED), Some("001"));
        assert_eq!(of(Area::AgentSignIn, &kinds::ACCOUNT_LOCKED), Some("4401"));
        assert_eq!(of(Area::Cart, &kinds::VERSION_CHANGED), Some("006"));
    }
}
