//! What can go wrong in a way the caller can act on. Each kind has a stable name; at the edge it
//! becomes one RFC 9457 problem document whose `type` ends in that name.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

/// A kind of problem: its stable name, HTTP status and title.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The last part of the problem's `type`.
    pub slug: &'static str,
    /// The HTTP status that goes with it.
    pub status: u16,
    /// A short title for people.
    pub title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:literal $slug:literal $title:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: Kind = Kind { slug: $slug, status: $status, title: $title };
        )*
        /// Every kind there is; the documentation lists them.
        pub static ALL: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    MALFORMED = 400 "malformed" "The request cannot be read.";
    INVALID = 422 "invalid" "Something in the request is not right.";
    SIGN_IN_REQUIRED = 401 "sign-in-required" "Sign in first.";
    SIGN_IN_FAILED = 401 "sign-in-failed" "The name or the password is not right.";
    STEP_UP_REQUIRED = 401 "step-up-required" "Give your password again first.";
    SIGN_IN_EXPIRED = 401 "sign-in-expired" "The sign-in has expired. Sign in again.";
    FORBIDDEN = 403 "forbidden" "You may not do this.";
    NOT_AN_AGENT = 403 "not-an-agent" "This user is not an agent.";
    NEVER_ON_BEHALF = 403 "never-on-behalf" "Only the customer can do this.";
    MAY_NOT_PLACE = 403 "may-not-place" "Your role cannot place orders.";
    CROSS_SITE = 403 "cross-site" "The request did not come from this site.";
    NOT_FOUND = 404 "not-found" "There is nothing here.";
    METHOD_NOT_ALLOWED = 405 "method-not-allowed" "This address does not take that method.";
    TOO_SLOW = 408 "too-slow" "The request took too long to arrive.";
    CONFLICT = 409 "conflict" "This does not fit what is there now.";
    TAKEN = 409 "taken" "This is already in use.";
    NESTED_ASSISTANCE = 409 "nested-assistance" "End this session before you start another one from here.";
    TOO_MANY_SESSIONS = 409 "too-many-sessions" "You have as many sessions open as you may.";
    ALREADY_ASSISTED = 409 "already-assisted" "Somebody else is helping this customer.";
    ASSISTING_OFF = 409 "assisting-off" "Assisting is off for this site.";
    CUSTOMER_DISABLED = 409 "customer-disabled" "This account is disabled.";
    CUSTOMER_LOCKED = 409 "customer-locked" "This account is locked.";
    CONSENT_REQUIRED = 409 "consent-required" "This customer has not allowed assistance.";
    OFFER_CHANGED = 409 "offer-changed" "Prices or stock have changed since you looked.";
    NOT_READY = 409 "not-ready" "Something is still missing.";
    KEY_IN_USE = 409 "idempotency-key-in-use" "A request with this key is still being worked on.";
    SECRET_ALREADY_ISSUED = 409 "secret-already-issued" "The secret was issued with the first answer and is not shown again.";
    SESSION_ENDED = 410 "session-ended" "This assist session has ended.";
    GONE = 410 "gone" "This is no longer valid.";
    VERSION_CHANGED = 412 "version-changed" "It was changed meanwhile.";
    TOO_LARGE = 413 "too-large" "The request is too large.";
    UNSUPPORTED_TYPE = 415 "unsupported-type" "This kind of content is not understood here.";
    KEY_REUSED = 422 "idempotency-key-reused" "This key was used for a different request.";
    REASON_REQUIRED = 422 "reason-required" "Give a reason for helping this customer.";
    ACCOUNT_LOCKED = 423 "account-locked" "Too many failed sign-ins. Try again later.";
    VERSION_REQUIRED = 428 "version-required" "Say which version you are changing (If-Match).";
    TOO_MANY_REQUESTS = 429 "too-many-requests" "Too many requests. Try again later.";
    INTERNAL = 500 "internal" "That did not work. Nothing was changed.";
    UNAVAILABLE = 503 "unavailable" "The shop cannot reach its data right now. Nothing was changed.";
    IN_DOUBT = 503 "in-doubt" "Nobody can say yet whether this was done.";
}

/// What is wrong with one part of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) to the part.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

/// A problem: a kind, what exactly happened, and what the caller needs to go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which kind.
    pub kind: &'static Kind,
    /// One sentence for people: what happened, whether anything changed, what to do next.
    pub detail: String,
    /// What is wrong with parts of the input.
    pub errors: Vec<FieldError>,
    /// Further members of the document.
    pub extra: Map<String, Value>,
}

impl Problem {
    /// A problem of this kind.
    pub fn new(kind: &'static Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), errors: Vec::new(), extra: Map::new() }
    }

    /// A problem with one part of the input.
    pub fn field(kind: &'static Kind, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let errors = vec![FieldError { pointer: pointer.into(), detail: detail.clone() }];
        Self { kind, detail, errors, extra: Map::new() }
    }

    /// The input is understood but not right at `pointer`.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::field(&INVALID, pointer, detail)
    }

    /// There is no such thing, or none the caller may know of: the two are told alike.
    pub fn not_found(what: &str) -> Self {
        Self::new(&NOT_FOUND, format!("There is no such {what}."))
    }

    /// Adds a member to the document.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.extra.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// Whether it says the caller has no business here, which is worth a record.
    pub fn is_refusal_of_rights(&self) -> bool {
        matches!(self.kind.status, 401 | 403)
    }

    /// Whether the same request would always meet it, so that a repeat may be answered from memory.
    pub fn is_settled(&self) -> bool {
        matches!(self.kind.status, 403 | 404 | 409 | 410 | 412) && self.kind != &KEY_IN_USE
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.slug, self.detail)
    }
}

impl std::error::Error for Problem {}

#[derive(Serialize, serde::Deserialize)]
struct Stored {
    slug: String,
    detail: String,
    errors: Vec<FieldError>,
    extra: Map<String, Value>,
}

impl Problem {
    /// The problem as bytes, for the row that answers a repeated request.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let stored = Stored {
            slug: self.kind.slug.to_owned(),
            detail: self.detail.clone(),
            errors: self.errors.clone(),
            extra: self.extra.clone(),
        };
        serde_json::to_vec(&stored).unwrap_or_default()
    }

    /// Reads what [`Problem::to_bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let Ok(stored) = serde_json::from_slice::<Stored>(bytes) else {
            return Self::new(&INTERNAL, "A stored answer cannot be read.");
        };
        let kind = ALL.iter().find(|kind| kind.slug == stored.slug).copied().unwrap_or(&INTERNAL);
        Self { kind, detail: stored.detail, errors: stored.errors, extra: stored.extra }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name() {
        let mut slugs: Vec<_> = ALL.iter().map(|kind| kind.slug).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), ALL.len());
    }

    #[test]
    fn a_stored_problem_reads_back() {
        let problem = Problem::invalid("/email", "No @ in it.").with("agents", ["Tom"]);
        assert_eq!(Problem::from_bytes(&problem.to_bytes()), problem);
    }
}
