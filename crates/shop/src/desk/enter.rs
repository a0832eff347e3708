//! Reads who is calling, in the transaction that uses it: sign-in, session, agent, customer, site.
//! Nothing of this is ever taken from memory, so revoking and expiring bite at once.

use super::acting::{Acting, Actor, Caller, Credential, OnBehalf, Renewing, site_mask};
use super::memo::Memory;
use super::permission::{NEVER_ON_BEHALF, Permission, Permissions, Standing};
use super::policy::Policies;
use super::sql;
use crate::kernel::Timestamp;
use crate::kernel::id::{CustomerId, SiteId, StaffId};
use crate::kernel::problem::{self, Problem};
use std::time::Duration;

/// How old the last sign of life must be before it is written again.
const SEEN_AFTER: Duration = Duration::from_secs(30);
/// A customer's sign-in lives this long without a sign of life.
pub(super) const CUSTOMER_IDLE: Duration = Duration::from_secs(30 * 24 * 3600);

/// Who was found to be calling, and the sign of life that is due.
pub(super) struct Entered {
    pub(super) who: Acting,
    pub(super) due: Vec<Due>,
}

/// A sign of life to be written.
#[derive(Clone)]
pub(super) struct Due {
    statement: &'static store::Statement,
    key: DueKey,
    idle_until: Timestamp,
}

#[derive(Clone)]
enum DueKey {
    Token(crate::kernel::secret::TokenHash),
    Id(String),
}

impl Due {
    /// Writes it.
    pub(super) fn write(&self, tx: &mut store::WriteTx<'_>, who: &Acting) -> Result<(), store::Error> {
        let (tenant, at) = (who.tenant, who.at);
        match &self.key {
            DueKey::Token(hash) => {
                tx.exec(self.statement, store::params![tenant, hash, at, self.idle_until])?
            }
            DueKey::Id(id) => tx.exec(self.statement, store::params![tenant, id, at, self.idle_until])?,
        };
        Ok(())
    }
}

/// Either a store error or the reason why the caller cannot come in.
pub(super) enum NoEntry {
    Problem(Problem),
    Store(store::Error),
}

impl From<Problem> for NoEntry {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<store::Error> for NoEntry {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

/// Reads who is calling.
pub(super) fn enter(
    tx: &mut store::ReadTx<'_>,
    memory: &Memory,
    caller: &Caller,
    at: Timestamp,
) -> Result<Entered, NoEntry> {
    let mut who = stranger(caller, at);
    if let Some(site) = caller.site {
        who.policy = memory.get::<Policies>(tx, caller.tenant)?.of(site);
    }
    let mut entered = Entered { who, due: Vec::new() };
    match caller.credential {
        Credential::None => {}
        Credential::Job(name) => {
            entered.who.by = Actor::Job(name.0);
            entered.who.standing = Standing::Job;
        }
        Credential::Guest(hash) => guest(tx, &mut entered, hash)?,
        Credential::Customer(hash) => {
            let row =
                tx.one(&sql::CUSTOMER_SESSION, store::params![caller.tenant, hash])?.ok_or_else(expired)?;
            customer(&row, &mut entered, caller.renews.then_some(hash))?;
        }
        Credential::Staff(hash) => {
            let row =
                tx.one(&sql::STAFF_SESSION, store::params![caller.tenant, hash])?.ok_or_else(expired)?;
            let renew = caller.renews.then_some(DueKey::Token(hash));
            staff(&row, &mut entered, renew)?;
        }
        Credential::Tab(hash, tab) => {
            let row = tx
                .one(&sql::STAFF_SESSION_WITH_TAB, store::params![caller.tenant, hash, tab])?
                .ok_or_else(expired)?;
            let renew = caller.renews.then_some(DueKey::Token(hash));
            let roles = staff(&row, &mut entered, renew).map_err(|refused| helping(refused, &row))?;
            on_behalf(tx, memory, &row, &mut entered, &roles, caller.renews)?;
        }
        Credential::OnBehalf(hash) => {
            let row =
                tx.one(&sql::SESSION_BY_TOKEN, store::params![caller.tenant, hash])?.ok_or_else(expired)?;
            let renew = if caller.renews { Some(DueKey::Id(row.get::<String>(0)?)) } else { None };
            let roles = staff(&row, &mut entered, renew)?;
            on_behalf(tx, memory, &row, &mut entered, &roles, caller.renews)?;
        }
        Credential::Refresh(kind, hash) => {
            let (statement, params) = (by_refresh(kind), store::params![caller.tenant, hash]);
            let row = tx.one(statement, params)?.ok_or_else(expired)?;
            match kind {
                Renewing::Staff => staff(&row, &mut entered, None).map(|_| ())?,
                Renewing::Customer => customer(&row, &mut entered, None)?,
                Renewing::OnBehalf => {
                    let roles = staff(&row, &mut entered, None)?;
                    on_behalf(tx, memory, &row, &mut entered, &roles, false)?;
                }
            }
        }
    }
    Ok(entered)
}

fn by_refresh(kind: Renewing) -> &'static store::Statement {
    match kind {
        Renewing::Staff => &sql::STAFF_SESSION_BY_REFRESH,
        Renewing::Customer => &sql::CUSTOMER_SESSION_BY_REFRESH,
        Renewing::OnBehalf => &sql::SESSION_BY_REFRESH,
    }
}

fn stranger(caller: &Caller, at: Timestamp) -> Acting {
    Acting {
        by: Actor::Nobody,
        standing: Standing::Nobody,
        on_behalf: None,
        staff_session: None,
        customer_session: None,
        staff_name: None,
        staff_sites: Vec::new(),
        signed_in_at: None,
        agent: false,
        tenant: caller.tenant,
        site: caller.site,
        policy: None,
        channel: caller.channel,
        request: caller.request,
        locale: caller.locale,
        address: caller.address.clone(),
        at,
    }
}

pub(super) fn expired() -> Problem {
    Problem::new(
        &problem::SIGN_IN_EXPIRED,
        "The sign-in has expired. Sign in again; nothing you typed is lost.",
    )
}

/// Whom the agent was helping in a tab whose sign-in has ended, so that they go on with nobody else.
fn helping(refused: NoEntry, row: &store::Row) -> NoEntry {
    match (refused, row.get::<Option<CustomerId>>(15)) {
        (NoEntry::Problem(problem), Ok(Some(customer))) => problem.with("customer", customer).into(),
        (refused, _) => refused,
    }
}

fn guest(
    tx: &mut store::ReadTx<'_>,
    entered: &mut Entered,
    hash: crate::kernel::secret::TokenHash,
) -> Result<(), NoEntry> {
    let Some(row) = tx.one(&sql::GUEST, store::params![entered.who.tenant, hash])? else { return Ok(()) };
    if row.get::<Option<String>>(1)?.is_none() {
        let id = row.get(0)?;
        entered.who.by = Actor::Guest(id);
        entered.who.standing = Standing::Guest(id);
    }
    Ok(())
}

fn customer(
    row: &store::Row,
    entered: &mut Entered,
    renew: Option<crate::kernel::secret::TokenHash>,
) -> Result<(), NoEntry> {
    let who = &mut entered.who;
    let (id, idle_until, until): (CustomerId, Timestamp, Timestamp) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let ended: Option<Timestamp> = row.get(4)?;
    if ended.is_some() || idle_until <= who.at || until <= who.at {
        return Err(expired().into());
    }
    let status: String = row.get(7)?;
    if status == "disabled" {
        return Err(expired().into());
    }
    who.by = Actor::Customer(id);
    who.standing = Standing::Customer(id, subject_rights(&status));
    who.customer_session = Some(row.get(0)?);
    who.signed_in_at = Some(row.get(6)?);
    let seen: Timestamp = row.get(5)?;
    if let Some(hash) = renew
        && who.at.since(seen) >= SEEN_AFTER
    {
        let idle_until = who.at.plus(CUSTOMER_IDLE).min(until);
        entered.due.push(Due { statement: &sql::SEEN_CUSTOMER, key: DueKey::Token(hash), idle_until });
    }
    Ok(())
}

/// What an account in this state may still do itself, and so the most that can be done on its behalf.
fn subject_rights(status: &str) -> Permissions {
    match status {
        "active" => Permissions::OWN,
        "locked" => Permissions::LOOKING,
        _ => Permissions::NONE,
    }
}

fn staff(row: &store::Row, entered: &mut Entered, renew: Option<DueKey>) -> Result<Vec<String>, NoEntry> {
    let who = &mut entered.who;
    let (idle_until, until, ended): (Timestamp, Timestamp, Option<Timestamp>) =
        (row.get(2)?, row.get(3)?, row.get(4)?);
    let status: String = row.get(9)?;
    let id: StaffId = row.get(1)?;
    if ended.is_some() || idle_until <= who.at || until <= who.at || status != "active" {
        // Whose it was, so that what they typed goes on with nobody else.
        return Err(expired().with("staff", id).into());
    }
    let (may, agent): (Permissions, bool) = (row.get(7)?, row.get(8)?);
    let may = if agent {
        may
    } else {
        may.minus(Permissions::of(&[Permission::AssistStart, Permission::CartTake]))
    };
    who.by = Actor::Staff(id);
    who.standing = Standing::Staff(id, may);
    who.agent = agent;
    who.staff_session = Some(row.get(0)?);
    who.signed_in_at = Some(row.get(6)?);
    who.staff_name = Some(row.get(12)?);
    who.staff_sites = row.get::<String>(10)?.lines().filter_map(|line| line.parse().ok()).collect();
    let seen: Timestamp = row.get(5)?;
    if let Some(key) = renew
        && who.at.since(seen) >= SEEN_AFTER
    {
        let statement = match key {
            DueKey::Token(_) => &sql::SEEN_STAFF,
            DueKey::Id(_) => &sql::SEEN_STAFF_BY_ID,
        };
        // A sign-in keeps the idle time it began with: its surface may have a longer one.
        let idle = idle_until.since(seen);
        entered.due.push(Due { statement, key, idle_until: who.at.plus(idle).min(until) });
    }
    Ok(row.get::<String>(11)?.lines().map(str::to_owned).collect())
}

fn on_behalf(
    tx: &mut store::ReadTx<'_>,
    memory: &Memory,
    row: &store::Row,
    entered: &mut Entered,
    roles: &[String],
    renews: bool,
) -> Result<(), NoEntry> {
    let who = &mut entered.who;
    let Some(session) = row.get(13)? else {
        return Err(
            Problem::new(&problem::SESSION_ENDED, "There is no such assist session. Start again.").into()
        );
    };
    let customer: CustomerId = row.get(15)?;
    let site: SiteId = row.get(16)?;
    let (idle_until, until, ended): (Timestamp, Timestamp, Option<Timestamp>) =
        (row.get(18)?, row.get(19)?, row.get(20)?);
    let name = format!("{} {}", row.get::<String>(26)?, row.get::<String>(27)?);
    if ended.is_some() {
        let (by, supervisor): (Option<String>, Option<String>) = (row.get(22)?, row.get(28)?);
        let end = End { by: by.as_deref().unwrap_or("agent"), supervisor, reason: row.get(23)? };
        return Err(end.problem(customer, &name).into());
    }
    if idle_until <= who.at || until <= who.at {
        return Err(End::by("timeout").problem(customer, &name).into());
    }
    let policy = memory.get::<Policies>(tx, who.tenant)?.of(site);
    let Some(policy) = policy.filter(|policy| policy.assisting) else {
        return Err(Problem::new(&problem::ASSISTING_OFF, "Assisting was turned off for this site.").into());
    };
    let (status, consent): (String, bool) = (row.get(24)?, row.get(25)?);
    if !who.agent || !consent || status == "disabled" || !who.works_for(site) {
        return Err(End::by("revoked").problem(customer, &name).into());
    }
    let Standing::Staff(staff, role) = who.standing else { return Err(expired().into()) };
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    let session_may: Permissions = row.get(17)?;
    who.standing = Standing::Behalf {
        staff,
        customer,
        role: role.minus(NEVER_ON_BEHALF),
        site: site_mask(&policy, &roles),
        session: session_may,
        subject: subject_rights(&status),
    };
    who.on_behalf = Some(OnBehalf { customer, session, tab: row.get(14)?, idle_until, until });
    who.site = Some(site);
    let seen: Timestamp = row.get(21)?;
    if renews && who.at.since(seen) >= SEEN_AFTER {
        let idle_until = who.at.plus(policy.idle(who.channel)).min(until);
        entered.due.push(Due {
            statement: &sql::SEEN_SESSION,
            key: DueKey::Id(session.to_string()),
            idle_until,
        });
    }
    who.policy = Some(policy);
    Ok(())
}

/// Why a session is over.
struct End<'a> {
    by: &'a str,
    supervisor: Option<String>,
    reason: Option<String>,
}

impl<'a> End<'a> {
    fn by(by: &'a str) -> Self {
        Self { by, supervisor: None, reason: None }
    }

    /// It in words, with what is needed to start again. `name` is the customer's.
    fn problem(self, customer: CustomerId, name: &str) -> Problem {
        let Self { by, supervisor, reason } = self;
        let why = match (by, &supervisor) {
            ("customer", _) => format!("{name} ended this session."),
            ("supervisor", Some(supervisor)) => format!("{supervisor} (supervisor) ended this session."),
            ("supervisor", None) => "A supervisor ended this session.".to_owned(),
            ("timeout", _) => "This session timed out.".to_owned(),
            ("revoked", _) => "The right to act for this customer was withdrawn.".to_owned(),
            _ => "You ended this session.".to_owned(),
        };
        let said = reason
            .as_deref()
            .filter(|reason| !reason.is_empty())
            .map(|reason| format!(" Reason: {}.", reason.trim_end_matches('.')));
        let by_name = supervisor.or_else(|| (by == "customer").then(|| name.to_owned()));
        let text = format!("{why}{} Nothing was changed.", said.unwrap_or_default());
        Problem::new(&problem::SESSION_ENDED, text)
            .with("by", by)
            .with("by_name", by_name)
            .with("reason", reason)
            .with("customer", customer)
            .with("name", name)
    }
}
