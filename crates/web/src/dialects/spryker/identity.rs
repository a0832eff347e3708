//! Who sends a request. A token stands in `Authorization` or, an agent's, in `X-Agent-Authorization`; a guest calls
//! themselves by an id of their own making in `X-Anonymous-Customer-Unique-Id`.

use std::sync::Arc;

use axum::http::HeaderValue;
use shop::customers::Profile;
use shop::desk::{Acting, Caller, Credential};
use shop::kernel::secret::TokenHash;
use shop::sites::Site;

use super::call::Call;
use super::customers;
use super::refused::{Area, Refused};
use super::token::{self, Kind};

/// The header of an agent's token.
const AGENT: &str = "x-agent-authorization";
/// The header of a guest's id.
const GUEST: &str = "x-anonymous-customer-unique-id";

/// Somebody whose token is good.
#[derive(Clone)]
pub(super) struct Party {
    /// As the desk is told.
    pub(super) caller: Caller,
    /// As the desk found them.
    pub(super) who: Acting,
    /// The token's.
    pub(super) kind: Kind,
}

/// Who sends a request.
pub(super) struct Identity {
    customer: Option<Party>,
    agent: Option<Party>,
    guest: Option<String>,
}

impl Call {
    /// Reads who sends this, in the order of the wire: `Authorization`, then `X-Agent-Authorization`, then that nobody
    /// is two at once. What is good on a public route is looked at there too.
    pub(super) async fn identity(&self) -> Result<Identity, Refused> {
        let (mut customer, mut agent) = (None, None);
        if let Some(value) = self.headers.get(axum::http::header::AUTHORIZATION) {
            let token = second_part(value).ok_or_else(Refused::bad_token)?;
            let party = self.party(token).await?.ok_or_else(Refused::bad_token)?;
            match party.kind {
                Kind::Agent => agent = Some(party),
                Kind::Customer | Kind::OnBehalf => customer = Some(party),
            }
        }
        if let Some(token) = self.headers.get(AGENT).and_then(second_part) {
            let party = self.party(token).await?.filter(|party| party.kind == Kind::Agent);
            agent = Some(party.ok_or_else(|| Refused::new(401, "4102", "Agent access token is invalid."))?);
        }
        let guest = self.headers.get(GUEST).and_then(|value| value.to_str().ok()).map(str::trim);
        let guest = guest.filter(|id| !id.is_empty()).map(str::to_owned);
        if guest.is_some() && self.headers.contains_key(axum::http::header::AUTHORIZATION) {
            let said =
                "Headers request error. A user can't act as logged and not logged user at the same time.";
            return Err(Refused::new(400, "005", said));
        }
        Ok(Identity { customer, agent, guest })
    }

    /// The customer who sends this, or for whom an agent does. For routes that are a customer's.
    pub(super) async fn customer(&self) -> Result<Party, Refused> {
        self.identity().await?.customer()
    }

    /// The agent who sends this.
    pub(super) async fn agent(&self) -> Result<Party, Refused> {
        self.identity().await?.agent()
    }

    /// Whether a customer's reference in the path is that of whoever sends this.
    pub(super) async fn is_own(&self, party: &Party, area: Area) -> Result<bool, Refused> {
        let own = self.ask(&party.caller, area, &Profile::default()).await?;
        Ok(customers::reference(&own) == self.part("customer"))
    }

    /// The site that somebody is bound to: where an agent acts for a customer, that of the session.
    pub(super) fn site_for(&self, party: &Party) -> Option<&Arc<Site>> {
        if party.on_behalf() { self.site_of(party.who.site_if_any()?) } else { None }
    }

    /// Whose token this is; none where it is not good.
    async fn party(&self, text: &str) -> Result<Option<Party>, Refused> {
        let Some((kind, hash)) = token::read(&self.app.desk, text) else { return Ok(None) };
        let caller = self.caller(kind.credential(hash));
        match self.app.gate.who(&self.app.desk, &caller).await {
            Ok(who) => Ok(Some(Party { caller, who, kind })),
            Err(problem) if problem.kind.status >= 500 => Err(Refused::of(Area::Any, &problem)),
            Err(_) => Ok(None),
        }
    }

    /// The caller a guest's id stands for.
    pub(super) fn guest_caller(&self, id: &str) -> Caller {
        self.caller(Credential::Guest(guest_hash(id)))
    }
}

impl Identity {
    /// The customer, or the one acted for.
    pub(super) fn customer(self) -> Result<Party, Refused> {
        self.customer.ok_or_else(Refused::no_token)
    }

    /// The agent.
    pub(super) fn agent(self) -> Result<Party, Refused> {
        self.agent.ok_or_else(|| Refused::new(401, "4103", "Action is available to agent user only."))
    }

    /// Whoever has a token: the customer before the agent.
    pub(super) fn anybody(self) -> Option<Party> {
        self.customer.or(self.agent)
    }

    /// The customer if there is one, else the guest's own id.
    pub(super) fn shopper(self) -> Result<Result<Party, String>, Refused> {
        match (self.customer, self.guest) {
            (Some(party), _) => Ok(Ok(party)),
            (None, Some(id)) => Ok(Err(id)),
            (None, None) => Err(Refused::no_token()),
        }
    }

    /// The guest's own id.
    pub(super) fn guest(self) -> Result<String, Refused> {
        self.guest.ok_or_else(|| Refused::new(400, "109", "Anonymous customer unique id is empty."))
    }
}

impl Party {
    /// Whether an agent acts for the customer.
    pub(super) fn on_behalf(&self) -> bool {
        self.who.on_behalf().is_some()
    }
}

impl Kind {
    fn credential(self, hash: TokenHash) -> Credential {
        match self {
            Self::Agent => Credential::Staff(hash),
            Self::Customer => Credential::Customer(hash),
            Self::OnBehalf => Credential::OnBehalf(hash),
        }
    }
}

/// What the shop keeps of a guest's own id. It is no token of ours: its space is its own.
pub(super) fn guest_hash(id: &str) -> TokenHash {
    TokenHash::of(&format!("spryker guest {id}"))
}

/// The token behind the scheme; none where there are not just two parts.
fn second_part(value: &HeaderValue) -> Option<&str> {
    let mut parts = value.to_str().ok()?.split(' ').filter(|part| !part.is_empty());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(token), None) => Some(token),
        _ => None,
    }
}
