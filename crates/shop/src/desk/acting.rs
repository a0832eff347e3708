//! Who acts, for whom, where and when.

use std::fmt;

use super::permission::{NEVER_ON_BEHALF, Permission, Permissions, Standing, forbidden};
use super::policy::SitePolicy;
use crate::kernel::id::{
    AssistSessionId, ClientId, CustomerId, CustomerSessionId, GuestId, RequestId, SiteId, StaffId,
    StaffSessionId, TenantId,
};
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;
use crate::kernel::{Locale, Timestamp};
use std::sync::Arc;

/// Who does something.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known yet: a visitor without a sign-in and without a guest's token.
    Nobody,
    /// A visitor with a guest's token.
    Guest(GuestId),
    /// A customer, signed in.
    Customer(CustomerId),
    /// Staff. An agent is a staff member who holds the agent grant.
    Staff(StaffId),
    /// A machine client.
    Client(ClientId),
    /// The product itself.
    Job(&'static str),
}

impl fmt::Display for Actor {
    /// As the log and the idempotency rows name it. A customer is never named in the log; there the
    /// random reference stands in (see `audit::record`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::Guest(id) => write!(f, "guest:{id}"),
            Self::Customer(id) => write!(f, "customer:{id}"),
            Self::Staff(id) => write!(f, "staff:{id}"),
            Self::Client(id) => write!(f, "client:{id}"),
            Self::Job(name) => write!(f, "job:{name}"),
        }
    }
}

/// Whose world is acted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A customer's.
    Customer(CustomerId),
    /// A guest's.
    Guest(GuestId),
}

/// The surface through which a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Pages of the shop.
    Shop,
    /// The back office.
    Office,
    /// Our own API.
    Api,
    /// The agent's bar.
    Bar,
    /// The command line.
    Cli,
    /// A job.
    Job,
    /// A dialect, by its name.
    Dialect(&'static str),
}

impl Channel {
    /// Its name in rows and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Office => "office",
            Self::Api => "api",
            Self::Bar => "bar",
            Self::Cli => "cli",
            Self::Job => "job",
            Self::Dialect(name) => name,
        }
    }
}

/// What a request shows to prove who sends it. Only hashes: the tokens themselves stay at the edge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// Nothing.
    None,
    /// A guest's token.
    Guest(TokenHash),
    /// A customer's sign-in.
    Customer(TokenHash),
    /// A staff member's sign-in.
    Staff(TokenHash),
    /// A staff member's sign-in, in the tab with this number.
    Tab(TokenHash, u32),
    /// The token of one assist session.
    OnBehalf(TokenHash),
    /// What renews a token of this kind; good for nothing else.
    Refresh(Renewing, TokenHash),
    /// The product itself; made only inside this crate.
    Job(JobName),
}

impl Credential {
    /// Whether this renews a token and is good for nothing else.
    pub(super) fn only_renews(self) -> bool {
        matches!(self, Self::Refresh(..))
    }
}

/// Which kind of token is renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewing {
    /// A staff member's sign-in.
    Staff,
    /// A customer's sign-in.
    Customer,
    /// An assist session.
    OnBehalf,
}

/// The name of a job of the product itself. Only this crate makes one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct JobName(pub(crate) &'static str);

/// A request as the edge sees it, before anybody has checked anything.
#[derive(Clone)]
pub struct Caller {
    /// The tenant, by host or token.
    pub tenant: TenantId,
    /// The site, by the address; none in the back office.
    pub site: Option<SiteId>,
    /// What it shows.
    pub credential: Credential,
    /// The surface.
    pub channel: Channel,
    /// The request's own id.
    pub request: RequestId,
    /// The language of answers.
    pub locale: Locale,
    /// The client's network address, for limits; empty for jobs.
    pub address: String,
    /// Whether this is a sign of life of a person: an act or a page, not a poll or a stream.
    pub renews: bool,
}

impl Caller {
    /// A job of the product itself.
    pub(crate) fn job(name: &'static str, tenant: TenantId, request: RequestId) -> Self {
        Self {
            tenant,
            site: None,
            credential: Credential::Job(JobName(name)),
            channel: Channel::Job,
            request,
            locale: Locale::En,
            address: String::new(),
            renews: false,
        }
    }
}

/// The assist session within which somebody acts on behalf of a customer.
#[derive(Clone, Debug)]
pub struct OnBehalf {
    pub(super) customer: CustomerId,
    pub(super) session: AssistSessionId,
    pub(super) tab: u32,
    pub(super) idle_until: Timestamp,
    pub(super) until: Timestamp,
}

impl OnBehalf {
    /// The customer.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }
    /// The session.
    pub fn session(&self) -> AssistSessionId {
        self.session
    }
    /// The number of the agent's tab.
    pub fn tab(&self) -> u32 {
        self.tab
    }
    /// When it ends if nothing happens.
    pub fn idle_until(&self) -> Timestamp {
        self.idle_until
    }
    /// When it ends in any case.
    pub fn until(&self) -> Timestamp {
        self.until
    }
}

/// Who acts, for whom, where and when. Only the desk makes one, by reading the sign-in, the session,
/// the agent and the customer in the very transaction that uses it.
#[derive(Clone, Debug)]
pub struct Acting {
    pub(super) by: Actor,
    pub(super) standing: Standing,
    pub(super) on_behalf: Option<OnBehalf>,
    pub(super) staff_session: Option<StaffSessionId>,
    pub(super) customer_session: Option<CustomerSessionId>,
    pub(super) staff_name: Option<String>,
    pub(super) staff_sites: Vec<SiteId>,
    pub(super) signed_in_at: Option<Timestamp>,
    pub(super) agent: bool,
    pub(super) tenant: TenantId,
    pub(super) site: Option<SiteId>,
    pub(super) policy: Option<Arc<SitePolicy>>,
    pub(super) channel: Channel,
    pub(super) request: RequestId,
    pub(super) locale: Locale,
    pub(super) address: String,
    pub(super) at: Timestamp,
}

impl Acting {
    /// Who acts.
    pub fn by(&self) -> Actor {
        self.by
    }
    /// The session of acting on behalf, if this is one.
    pub fn on_behalf(&self) -> Option<&OnBehalf> {
        self.on_behalf.as_ref()
    }
    /// Whose world is acted in: the customer acted for, or the actor's own.
    pub fn subject(&self) -> Option<Subject> {
        match (&self.on_behalf, self.by) {
            (Some(session), _) => Some(Subject::Customer(session.customer)),
            (None, Actor::Customer(id)) => Some(Subject::Customer(id)),
            (None, Actor::Guest(id)) => Some(Subject::Guest(id)),
            _ => None,
        }
    }
    /// The customer acted for or acting; 401 when there is none.
    pub fn customer(&self) -> Result<CustomerId, Problem> {
        match self.subject() {
            Some(Subject::Customer(id)) => Ok(id),
            _ => Err(Problem::new(&problem::SIGN_IN_REQUIRED, "Sign in first. Nothing was changed.")),
        }
    }
    /// The staff member who acts; 401 when it is none.
    pub fn staff(&self) -> Result<StaffId, Problem> {
        match self.by {
            Actor::Staff(id) => Ok(id),
            _ => {
                Err(Problem::new(&problem::SIGN_IN_REQUIRED, "Sign in as staff first. Nothing was changed."))
            }
        }
    }
    /// The staff member's name, where one acts.
    pub fn staff_name(&self) -> Option<&str> {
        self.staff_name.as_deref()
    }
    /// The staff sign-in within which this happens.
    pub fn staff_session(&self) -> Option<StaffSessionId> {
        self.staff_session
    }
    /// The customer sign-in within which this happens.
    pub fn customer_session(&self) -> Option<CustomerSessionId> {
        self.customer_session
    }
    /// When the person signed in, or last proved who they are.
    pub fn signed_in_at(&self) -> Option<Timestamp> {
        self.signed_in_at
    }
    /// Whether the staff member holds the agent grant.
    pub fn is_agent(&self) -> bool {
        self.agent
    }
    /// Whether the staff member works for this site.
    pub fn works_for(&self, site: SiteId) -> bool {
        self.staff_sites.is_empty() || self.staff_sites.contains(&site)
    }
    /// The sites this staff member is limited to; empty: all.
    pub fn staff_sites(&self) -> &[SiteId] {
        &self.staff_sites
    }
    /// What may be done to a customer's things here, or to the shop's by staff.
    pub fn may(&self, one: Permission) -> bool {
        self.standing.effective().has(one)
    }
    /// Whether this may be done too, beside what the act needs by its kind.
    pub(crate) fn needs(&self, one: Permission) -> Result<(), Problem> {
        if self.may(one) { Ok(()) } else { Err(forbidden()) }
    }
    /// Everything that may be done here.
    pub fn permissions(&self) -> Permissions {
        self.standing.effective()
    }
    /// The tenant.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }
    /// The site; 422 when the request names none.
    pub fn site(&self) -> Result<SiteId, Problem> {
        self.site.ok_or_else(|| Problem::invalid("", "Say for which site (header Understudy-Site)."))
    }
    /// The site, if the request names one.
    pub fn site_if_any(&self) -> Option<SiteId> {
        self.site
    }
    /// The site's policies, where the request names a site.
    pub fn policy(&self) -> Option<&SitePolicy> {
        self.policy.as_deref()
    }
    /// The surface.
    pub fn channel(&self) -> Channel {
        self.channel
    }
    /// The request.
    pub fn request(&self) -> RequestId {
        self.request
    }
    /// The language of answers.
    pub fn locale(&self) -> Locale {
        self.locale
    }
    /// The client's network address.
    pub fn address(&self) -> &str {
        &self.address
    }
    /// The moment this happens; the same for everything in one attempt.
    pub fn at(&self) -> Timestamp {
        self.at
    }
    /// Whether staff acts, for somebody or not.
    pub fn is_staff(&self) -> bool {
        matches!(self.by, Actor::Staff(_))
    }
}

/// What an agent may do for a customer on this site with these roles.
pub(super) fn site_mask(policy: &SitePolicy, roles: &[&str]) -> Permissions {
    let places = roles.iter().any(|role| policy.place_roles.iter().any(|allowed| allowed == role));
    let mask = Permissions::ALL.minus(NEVER_ON_BEHALF);
    if places { mask } else { mask.minus(Permissions::of(&[Permission::OrderPlace])) }
}
