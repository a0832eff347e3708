//! Tokens that look as theirs do (RFC 7519) and are ours underneath: what counts is a random secret in them, of which
//! the shop keeps a hash beside the sign-in or session it stands for, and looks it up at every request. So a token is
//! dead the moment that ends, whatever it says of its own life. Beside what theirs say they name the agent (`act`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use shop::desk::{Desk, Renewing};
use shop::kernel::secret::TokenHash;

use super::call::Call;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An agent's sign-in.
    Agent,
    /// A customer's sign-in.
    Customer,
    /// An agent acting for a customer.
    OnBehalf,
}

impl Kind {
    /// All of them, each with the letter that begins what renews it.
    const ALL: [(Self, char); 3] = [(Self::Agent, 'a'), (Self::Customer, 'c'), (Self::OnBehalf, 'b')];

    fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Agent => &["agent"],
            Self::Customer => &["customer"],
            Self::OnBehalf => &["customer_impersonation", "customer"],
        }
    }

    /// Which kind it is for the desk.
    pub(super) fn renewing(self) -> Renewing {
        match self {
            Self::Agent => Renewing::Staff,
            Self::Customer => Renewing::Customer,
            Self::OnBehalf => Renewing::OnBehalf,
        }
    }
}

/// Whom a token names.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// The agent.
    pub(super) agent: Option<String>,
    /// The customer's reference and id.
    pub(super) customer: Option<(String, String)>,
}

/// A token and what renews it, before anybody stands behind them.
pub(super) struct Pair {
    kind: Kind,
    secret: String,
    refresh: String,
}

impl Pair {
    /// Fresh ones.
    pub(super) fn new(desk: &Desk, kind: Kind) -> Self {
        let random = || URL_SAFE_NO_PAD.encode(desk.mint().bytes::<32>());
        let letter = Kind::ALL.iter().find(|(other, _)| *other == kind).map_or('a', |(_, letter)| *letter);
        Self { kind, secret: random(), refresh: format!("{letter}{}{}", random(), random()) }
    }

    /// What the shop keeps of the token.
    pub(super) fn hash(&self) -> TokenHash {
        secret_hash(&self.secret)
    }

    /// What the shop keeps of what renews it.
    pub(super) fn refresh_hash(&self) -> TokenHash {
        refresh_hash(&self.refresh)
    }

    /// The attributes of a token that names these.
    pub(super) fn attributes(&self, call: &Call, named: &Named) -> Value {
        let seconds = call.settings().token_seconds;
        json!({
            "tokenType": "Bearer",
            "expiresIn": seconds,
            "accessToken": self.signed(&call.app.desk, named, seconds),
            "refreshToken": self.refresh,
        })
    }

    /// The token itself.
    pub(super) fn signed(&self, desk: &Desk, named: &Named, seconds: u32) -> String {
        let now = desk.now().0 / 1_000_000;
        let (reference, customer) = named.customer.clone().unzip();
        let of_customer = self.kind != Kind::Agent;
        let sub = json!({
            "id_company_user": null,
            "id_agent": named.agent.as_ref().filter(|_| !of_customer),
            "customer_reference": reference,
            "id_customer": customer,
            "permissions": null,
        });
        let mut claims = json!({
            "aud": "frontend",
            "jti": self.secret,
            "iat": now,
            "nbf": now,
            "exp": now + i64::from(seconds),
            "sub": sub.to_string(),
            "scopes": self.kind.scopes(),
        });
        if let Some(agent) = named.agent.as_ref().filter(|_| of_customer) {
            // RFC 8693, 4.1: who acts.
            claims["act"] = json!({ "sub": agent });
        }
        let encoded = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let text = format!("{}.{}", encoded(&json!({ "typ": "JWT", "alg": "HS256" })), encoded(&claims));
        let signature = URL_SAFE_NO_PAD.encode(signature(desk, &text));
        format!("{text}.{signature}")
    }
}

/// What a token is for, and what the shop keeps of it; none where it is none of ours, or past its time.
pub(super) fn read(desk: &Desk, token: &str) -> Option<(Kind, TokenHash)> {
    let (text, given) = token.rsplit_once('.')?;
    let given = URL_SAFE_NO_PAD.decode(given).ok()?;
    if !same(&given, &signature(desk, text)) {
        return None;
    }
    let (_, claims) = text.split_once('.')?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    if claims["exp"].as_i64()? <= desk.now().0 / 1_000_000 {
        return None;
    }
    let scopes: Vec<&str> = claims["scopes"].as_array()?.iter().filter_map(Value::as_str).collect();
    let (kind, _) = Kind::ALL.into_iter().find(|(kind, _)| kind.scopes() == scopes)?;
    Some((kind, secret_hash(claims["jti"].as_str()?)))
}

/// What a refresh token renews, and what the shop keeps of it; none where it is none of ours.
pub(super) fn read_refresh(token: &str) -> Option<(Kind, TokenHash)> {
    let letter = token.chars().next()?;
    let (kind, _) = Kind::ALL.into_iter().find(|(_, other)| *other == letter)?;
    Some((kind, refresh_hash(token)))
}

/// HMAC-SHA-256 under a key that no other signature is made with.
fn signature(desk: &Desk, text: &str) -> [u8; 32] {
    desk.keyed_hash("spryker token", text)
}

/// Compares without telling by the time it takes how far two are the same.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn secret_hash(secret: &str) -> TokenHash {
    TokenHash::of(&format!("spryker access {secret}"))
}

fn refresh_hash(token: &str) -> TokenHash {
    TokenHash::of(&format!("spryker refresh {token}"))
}
