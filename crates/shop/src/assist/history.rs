//! Who helped a customer, when, why, and what they changed: for the customer, and for colleagues.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::live::{LiveView, place};
use super::note::{NoteView, notes};
use super::row::{EndedBy, Session, running};
use super::sql;
use crate::audit::leaf::{Outcome, Stream};
use crate::audit::read::{self, Read};
use crate::desk::{Acting, Actor, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::{AssistSessionId, CustomerId};
use crate::kernel::{Cursor, Page, Timestamp};

/// Sessions a page.
const SIZE: usize = 10;
/// Acts shown of one session.
const ACTS: i64 = 300;

/// Something an agent did in a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActView {
    /// When.
    pub at: Timestamp,
    /// What: the name of the act, `cart.line.add`.
    pub action: String,
    /// How it ended: `done`, `refused` or `failed`.
    pub outcome: String,
    /// What it was asked to do.
    pub input: Value,
    /// What it changed.
    pub changes: Vec<ChangeView>,
}

/// One thing an act changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeView {
    /// The id of the thing.
    pub object: String,
    /// What it was.
    pub before: Value,
    /// What it became.
    pub after: Value,
}

/// A session, as the customer sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HelpView {
    /// Its id.
    pub id: AssistSessionId,
    /// The agent's given name.
    pub agent: String,
    /// The agent's role.
    pub role: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it ends in any case.
    pub until: Timestamp,
    /// When it ended; nothing while it runs.
    pub ended_at: Option<Timestamp>,
    /// Who ended it.
    pub ended_by: Option<EndedBy>,
    /// Why it was started.
    pub reason: String,
    /// Whether the customer said "this was not me".
    pub disputed: bool,
    /// What was done, in order.
    pub acts: Vec<ActView>,
}

/// Who helped the customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Assistance {
    /// Sessions running now.
    pub current: Vec<HelpView>,
    /// Sessions that are over, newest first, ten a page.
    pub past: Page<HelpView>,
}

/// Who helped me, when, why, and what they changed. Works for the customer and for an agent acting for them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerAssistance {
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<Cursor>,
}

impl Ask for CustomerAssistance {
    const NAME: &'static str = "assist.history";
    const NEEDS: Needs = Needs::Own(Permission::AccountRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Assistance;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(who.customer().map_or(Owner::Shop, Owner::Customer))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Assistance, Refusal> {
        let customer = who.customer()?;
        let current = match self.after {
            None => running(look.sql(), who.tenant(), customer, who.at())?,
            Some(_) => Vec::new(),
        };
        let (started, id) = place(self.after.as_ref())?;
        let limit = i64::try_from(SIZE + 1).unwrap_or(i64::MAX);
        let rows = look.sql().all(
            &sql::ENDED_OF_CUSTOMER,
            store::params![who.tenant(), customer, who.at(), started, id, limit],
        )?;
        let past = Page::cut(Session::all(&rows)?, SIZE, |session| (session.started_at, session.id));
        let mut shown = |session: Session| help(who, look, &session);
        let items = past.items.into_iter().map(&mut shown).collect::<Result<_, _>>()?;
        Ok(Assistance {
            current: current.into_iter().map(&mut shown).collect::<Result<_, _>>()?,
            past: Page { items, next: past.next },
        })
    }
}

fn help(who: &Acting, look: &mut Look<'_, '_>, session: &Session) -> Result<HelpView, store::Error> {
    Ok(HelpView {
        id: session.id,
        agent: session.shown_agent().to_owned(),
        role: session.role().to_owned(),
        started_at: session.started_at,
        until: session.until,
        ended_at: session.over_at(who.at()),
        ended_by: session.over_by(who.at()),
        reason: session.reason.clone(),
        disputed: session.disputed_at.is_some(),
        acts: acts(who, look, session)?,
    })
}

/// What an agent did in a session, in order: its acts, without those about the session itself.
fn acts(who: &Acting, look: &mut Look<'_, '_>, session: &Session) -> Result<Vec<ActView>, store::Error> {
    if session.acts == 0 {
        return Ok(Vec::new());
    }
    let agent = Actor::Staff(session.staff).to_string();
    let (tx, keys) = look.record();
    let leaves = read::stream(tx, keys, who.tenant(), &Stream::session(&session.id.to_string()), 0, ACTS)?;
    Ok(leaves.into_iter().filter(|leaf| is_shown(leaf, &agent)).map(act).collect())
}

fn is_shown(leaf: &Read, agent: &str) -> bool {
    // Of an erased customer nothing says any more whether a leaf was an act; what was refused is shown too.
    let act = leaf.is_act() || (leaf.details.is_none() && leaf.outcome != Outcome::Done);
    act && leaf.actor == agent && !leaf.action.starts_with("assist.")
}

fn act(leaf: Read) -> ActView {
    let mut details = leaf.details.unwrap_or_default();
    let changes = match details.get_mut("changes").map(Value::take) {
        Some(Value::Array(changes)) => changes.into_iter().filter_map(change).collect(),
        _ => Vec::new(),
    };
    ActView {
        at: leaf.at,
        action: leaf.action,
        outcome: leaf.outcome.word().to_owned(),
        input: details.get_mut("act").map(Value::take).unwrap_or_default(),
        changes,
    }
}

fn change(mut change: Value) -> Option<ChangeView> {
    let object = change.get("object")?.as_str()?.to_owned();
    let mut part = |name| change.get_mut(name).map(Value::take).unwrap_or_default();
    Some(ChangeView { object, before: part("before"), after: part("after") })
}

/// A session, as colleagues see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SessionView {
    /// Who, for whom, where and when.
    pub session: LiveView,
    /// The customer or the supervisor who ended it, by name.
    pub ended_by_name: Option<String>,
    /// Why it ended, where somebody said so.
    pub end_reason: Option<String>,
    /// What the agent said was done.
    pub summary: Option<String>,
    /// What the agent said came of it.
    pub disposition: Option<String>,
    /// Notes, oldest first.
    pub notes: Vec<NoteView>,
}

fn view(who: &Acting, look: &mut Look<'_, '_>, session: &Session) -> Result<SessionView, store::Error> {
    Ok(SessionView {
        session: LiveView::of(session, who.at()),
        ended_by_name: session.ender().map(str::to_owned),
        end_reason: session.end_reason.clone(),
        summary: session.summary.clone(),
        disposition: session.disposition.clone(),
        notes: notes(look.sql(), who.tenant(), session.id)?,
    })
}

/// All sessions in which somebody acted for a customer, newest first, with their notes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSessions {
    /// The customer.
    pub customer: CustomerId,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<Cursor>,
}

impl Ask for CustomerSessions {
    const NAME: &'static str = "assist.of_customer";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerOpen);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Page<SessionView>;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let found = look.sql().one(&sql::CUSTOMER_EXISTS, store::params![who.tenant(), self.customer])?;
        Ok(found.map_or(Owner::Missing("customer"), |_| Owner::Customer(self.customer)))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Page<SessionView>, Refusal> {
        let (started, id) = place(self.after.as_ref())?;
        let limit = i64::try_from(SIZE + 1).unwrap_or(i64::MAX);
        let rows = look
            .sql()
            .all(&sql::ALL_OF_CUSTOMER, store::params![who.tenant(), self.customer, started, id, limit])?;
        let page = Page::cut(Session::all(&rows)?, SIZE, |session| (session.started_at, session.id));
        let items = page.items.iter().map(|session| view(who, look, session)).collect::<Result<_, _>>()?;
        Ok(Page { items, next: page.next })
    }
}

/// One session with its notes and everything done in it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionDetails {
    /// The session.
    pub session: AssistSessionId,
}

/// A session and what was done in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Details {
    /// The session.
    pub view: SessionView,
    /// What was done, in order.
    pub acts: Vec<ActView>,
}

impl Ask for SessionDetails {
    const NAME: &'static str = "assist.details";
    const NEEDS: Needs = Needs::Staff(Permission::SessionsSee);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Details;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        let session = Session::find(look.sql(), who.tenant(), self.session)?;
        let seen = session.filter(|session| who.works_for(session.site));
        Ok(seen.map_or(Owner::Missing("session"), |session| Owner::Customer(session.customer.id)))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Details, Refusal> {
        let session = Session::get(look.sql(), who.tenant(), self.session)?;
        look.object(session.id, None);
        Ok(Details { view: view(who, look, &session)?, acts: acts(who, look, &session)? })
    }
}
