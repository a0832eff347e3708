//! Starting an assist session.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::admit::{not_among_staff, step_up, take_tab};
use super::row::{CustomerView, SignIn, full_name, helpers, running, tell_presence};
use super::{NOTICE_AFTER, NOTICE_JOB, UNDO, sql};
use crate::cart;
use crate::desk::policy::Policies;
use crate::desk::{
    Act, Acting, Channel, Look, Needs, Owner, Permission, Permissions, Refusal, SitePolicy, Work,
};
use crate::events::Topic;
use crate::kernel::Timestamp;
use crate::kernel::id::{AssistSessionId, CartId, CustomerId, SiteId, StaffId};
use crate::kernel::problem::{self, Problem};
use crate::kernel::secret::TokenHash;
use crate::kernel::text::Said;

/// Starts acting for a customer, in a new tab of the agent's.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartSession {
    /// The customer.
    pub customer: CustomerId,
    /// The site to act on; left out, the site of the request.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Why, in words the customer will read. A site may require it.
    #[serde(default)]
    pub reason: Said<0, 200>,
    /// Number of the ticket it is about. A site may require it.
    #[serde(default)]
    pub ticket: Said<0, 60>,
    /// Whether to only look until [`RaiseSession`](super::RaiseSession). A site may require it.
    #[serde(default)]
    pub read_only: bool,
    /// A cart of the customer's that was handed over for placing, to be taken with the start.
    #[serde(default)]
    pub cart: Option<CartId>,
    /// SHA-256 of the token an API client acts with. Made by the edge, never sent by a client.
    #[schemars(skip)]
    #[serde(skip_serializing)]
    pub token: TokenHash,
    /// SHA-256 of what renews that token, where the client's dialect has such a thing. Never sent by a client.
    #[serde(skip)]
    pub refresh: Option<TokenHash>,
}

/// A session that has begun.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Started {
    /// Its id.
    pub id: AssistSessionId,
    /// Number of the tab: `/as/{tab}/`.
    pub tab: u32,
    /// The customer.
    pub customer: CustomerView,
    /// The site.
    pub site: SiteId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ends without a sign of life.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
    /// Until when the start can be taken back.
    pub undo_until: Timestamp,
    /// Whether it only looks.
    pub read_only: bool,
    /// Other agents who help this customer now.
    pub helpers: Vec<String>,
}

impl Act for StartSession {
    const NAME: &'static str = "assist.start";
    const NEEDS: Needs = Needs::Staff(Permission::AssistStart);
    type Out = Started;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        if who.is_staff() && who.on_behalf().is_none() && !who.is_agent() {
            return Err(Problem::new(
                &problem::NOT_AN_AGENT,
                "You are not an agent. Ask an administrator to tick \"This user is an agent\".",
            )
            .into());
        }
        let found = look.sql().one(&sql::CUSTOMER_EXISTS, store::params![who.tenant(), self.customer])?;
        Ok(found.map_or(Owner::Missing("customer"), |_| Owner::Customer(self.customer)))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Started, Refusal> {
        let agent = who.staff()?;
        let customer = self.customer(who, work, agent)?;
        let (site, policy) = self.site(who, work)?;
        let reason = self.reason(who.channel(), &policy);
        self.words(&policy, reason)?;
        let sign_in = SignIn::of(who, work.sql())?;
        step_up(who, &policy)?;
        let tab = take_tab(who, work, agent, &policy)?;
        let others = self.others(who, work, agent, &policy)?;
        let read_only = self.read_only || policy.read_only_start;
        let started = self.begin(
            who,
            work,
            Beginning { agent, sign_in, tab, site, policy: &policy, customer, reason, read_only, others },
        )?;
        self.take_cart(who, work, site)?;
        Ok(started)
    }
}

/// What a session begins with, once nothing speaks against it.
struct Beginning<'a> {
    agent: StaffId,
    sign_in: SignIn,
    tab: u32,
    site: SiteId,
    policy: &'a SitePolicy,
    customer: CustomerView,
    reason: &'a str,
    read_only: bool,
    others: Vec<String>,
}

impl StartSession {
    /// The customer, if their account and they themselves allow it.
    fn customer(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        agent: StaffId,
    ) -> Result<CustomerView, Refusal> {
        let row = work.sql().one(&sql::CUSTOMER, store::params![who.tenant(), self.customer])?;
        let row = row.ok_or_else(|| Problem::not_found("customer"))?;
        let name = full_name(&row.get::<String>(0)?, &row.get::<String>(1)?);
        let (status, consent): (String, bool) = (row.get(5)?, row.get(6)?);
        let refusal = match status.as_str() {
            "disabled" => Some(Problem::new(
                &problem::CUSTOMER_DISABLED,
                format!("{name}'s account is disabled. A supervisor can enable it again in the back office."),
            )),
            "locked" => Some(Problem::new(
                &problem::CUSTOMER_LOCKED,
                format!(
                    "{name}'s account is locked after failed sign-ins. It opens again by itself, or in the back office."
                ),
            )),
            _ if !consent => Some(Problem::new(
                &problem::CONSENT_REQUIRED,
                format!(
                    "{name} has turned assistance off. Ask them to allow it under Account, Assistance & privacy."
                ),
            )),
            _ => None,
        };
        if let Some(problem) = refusal {
            return Err(problem.into());
        }
        not_among_staff(who, work, agent, &row.get::<String>(4)?)?;
        Ok(CustomerView { id: self.customer, name, number: row.get(2)?, email: row.get(3)? })
    }

    fn site(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
    ) -> Result<(SiteId, std::sync::Arc<SitePolicy>), Refusal> {
        let site = self.site.or(who.site_if_any());
        let site = site.ok_or_else(|| Problem::invalid("/site", "Say for which site."))?;
        let policy = work
            .memo::<Policies>()?
            .of(site)
            .ok_or_else(|| Problem::invalid("/site", "There is no such site."))?;
        if !policy.assisting {
            return Err(Problem::new(
                &problem::ASSISTING_OFF,
                "Assisting is off here: this site has no storefront address. Set one under Settings, Sites.",
            )
            .into());
        }
        if !who.works_for(site) {
            return Err(Problem::new(
                &problem::FORBIDDEN,
                "You do not work for this site. Choose one of your own.",
            )
            .into());
        }
        Ok((site, policy))
    }

    /// Why. A dialect's calls have no place for a reason; where one is required its name stands for it.
    fn reason(&self, on: Channel, policy: &SitePolicy) -> &str {
        match (on, self.reason.as_str()) {
            (Channel::Dialect(name), "") if policy.reason_required => name,
            (_, reason) => reason,
        }
    }

    fn words(&self, policy: &SitePolicy, reason: &str) -> Result<(), Problem> {
        if policy.reason_required && reason.is_empty() {
            return Err(Problem::field(
                &problem::REASON_REQUIRED,
                "/reason",
                "Say why you help this customer.",
            ));
        }
        if policy.ticket_required && self.ticket.as_str().is_empty() {
            return Err(Problem::field(
                &problem::REASON_REQUIRED,
                "/ticket",
                "Give the number of the ticket.",
            ));
        }
        Ok(())
    }

    /// Names of the other agents who help this customer now.
    fn others(
        &self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        agent: StaffId,
        policy: &SitePolicy,
    ) -> Result<Vec<String>, Refusal> {
        if policy.one_agent_per_customer {
            work.sql().exec(&sql::HOLD_CUSTOMER, store::params![who.tenant(), self.customer])?;
        }
        let others = helpers(&running(work.sql(), who.tenant(), self.customer, who.at())?, agent);
        if policy.one_agent_per_customer && !others.is_empty() {
            let said = format!(
                "{} is helping this customer. Ask them, or wait until they are done.",
                others.join(", ")
            );
            return Err(Problem::new(&problem::ALREADY_ASSISTED, said).with("agents", others).into());
        }
        Ok(others)
    }

    /// Takes the cart that was handed over, if one is wanted.
    fn take_cart(&self, who: &Acting, work: &mut Work<'_, '_>, site: SiteId) -> Result<(), Refusal> {
        let Some(cart) = self.cart else { return Ok(()) };
        if !who.may(Permission::CartTake) {
            let said = "Your role takes no carts that were handed over. Start without the cart.";
            return Err(Problem::field(&problem::FORBIDDEN, "/cart", said).into());
        }
        if cart::owner(&mut work.look(), cart)? != Owner::Customer(self.customer) {
            return Err(Problem::invalid("/cart", "This is not a cart of this customer.").into());
        }
        if cart::take_handed_over(who, work, cart)?.site == site {
            return Ok(());
        }
        Err(Problem::invalid("/site", "This cart is one of another site.").into())
    }

    fn begin(&self, who: &Acting, work: &mut Work<'_, '_>, new: Beginning<'_>) -> Result<Started, Refusal> {
        let id: AssistSessionId = work.id();
        let until = who.at().plus(new.policy.absolute(who.channel())).min(new.sign_in.until);
        let idle_until = who.at().plus(new.policy.idle(who.channel())).min(until);
        let may = if new.read_only { Permissions::LOOKING } else { Permissions::OWN };
        let notice = work.queue(NOTICE_JOB, &json!({ "session": id }), NOTICE_AFTER)?;
        work.sql().exec(
            &sql::START,
            store::params![
                who.tenant(),
                id,
                new.agent,
                new.sign_in.id,
                new.tab,
                self.customer,
                new.site,
                self.token,
                may,
                who.channel().name(),
                new.reason,
                self.ticket.as_str(),
                who.at(),
                idle_until,
                until,
                notice,
                self.refresh
            ],
        )?;
        let body = json!({
            "session": id, "tab": new.tab, "customer": self.customer, "agent": who.staff_name(), "since": who.at(), "until": until,
        });
        for topic in [Topic::Customer(self.customer), Topic::Staff(new.agent), Topic::Session(id)] {
            work.emit(topic, "session.started", &body);
        }
        if !new.others.is_empty() {
            tell_presence(work, who, self.customer)?;
        }
        work.within(id);
        work.changed(
            id,
            None,
            &json!(null),
            &json!({ "tab": new.tab, "site": new.site, "may": may.labels() }),
        );
        Ok(Started {
            id,
            tab: new.tab,
            customer: new.customer,
            site: new.site,
            started_at: who.at(),
            idle_until,
            until,
            undo_until: who.at().plus(UNDO),
            read_only: new.read_only,
            helpers: new.others,
        })
    }
}
