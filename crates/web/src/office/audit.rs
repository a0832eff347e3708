//! The log: searched, and its newest checkpoint.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::extract::Query;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use shop::audit::published::LatestCheckpoint;
use shop::audit::trail::{ActorView, AuditSearch, LeafView};
use shop::customers::SearchCustomers;
use shop::desk::{Ask, Needs, Permission, View};
use shop::kernel::id::{AssistSessionId, CustomerId, StaffId};
use shop::kernel::{Cursor, Problem, Timestamp};
use shop::people::asks::ListUsers;

use super::frame::{Office, Screen};
use super::parts::Choice;
use super::texts::Texts;
use crate::op::{Ops, RouteKind};

pub(super) const LIST: Screen = Screen::whole("office/audit.html", "audit", Permission::AuditRead);

pub(super) fn ops() -> Ops {
    let page = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Page, Method::GET, path, name, needs, handler)
    };
    let ops = page(Ops::default(), "/office/audit", AuditSearch::NAME, AuditSearch::NEEDS, get(list));
    // Anybody may have it from the API; this address is for whoever works here.
    let (name, needs) = (LatestCheckpoint::NAME, Needs::StaffSelf);
    ops.route(RouteKind::File, Method::GET, "/office/audit/checkpoint", name, needs, get(checkpoint))
}

/// What the log is narrowed to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    agent: String,
    customer: String,
    action: String,
    session: String,
    from: String,
    to: String,
}

impl Filter {
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("agent", &self.agent),
            ("customer", &self.customer),
            ("action", &self.action),
            ("session", &self.session),
            ("from", &self.from),
            ("to", &self.to),
        ];
        all.into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.clone()))
            .collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pairs().is_empty()
    }

    /// The search this stands for; nothing where nobody is meant by what was typed.
    pub(super) fn search(
        &self,
        view: &mut View<'_, '_>,
        zone: &TimeZone,
    ) -> Result<Option<AuditSearch>, Problem> {
        let staff = match self.agent.trim() {
            "" => None,
            typed => match staff(view, typed)? {
                Some(staff) => Some(staff),
                None => return Ok(None),
            },
        };
        let customer = match self.customer.trim() {
            "" => None,
            typed => match customer(view, typed)? {
                Some(customer) => Some(customer),
                None => return Ok(None),
            },
        };
        let session = match self.session.trim() {
            "" => None,
            typed => match typed.parse::<AssistSessionId>() {
                Ok(session) => Some(session),
                Err(_) => return Ok(None),
            },
        };
        Ok(Some(AuditSearch {
            staff,
            customer,
            session,
            action: Some(self.action.clone()).filter(|action| !action.is_empty()),
            from: moment(&self.from, zone),
            to: moment(&self.to, zone),
            ..AuditSearch::default()
        }))
    }
}

/// Who is meant: by id always, by name or e-mail where one may see users.
fn staff(view: &mut View<'_, '_>, typed: &str) -> Result<Option<StaffId>, Problem> {
    if let Ok(id) = typed.parse() {
        return Ok(Some(id));
    }
    let Ok(q) = typed.parse() else { return Ok(None) };
    if !view.who().may(Permission::UsersSee) {
        return Ok(None);
    }
    Ok(view.ask(&ListUsers { q, ..ListUsers::default() })?.items.first().map(|user| user.id))
}

fn customer(view: &mut View<'_, '_>, typed: &str) -> Result<Option<CustomerId>, Problem> {
    if let Ok(id) = typed.parse() {
        return Ok(Some(id));
    }
    let Ok(q) = typed.parse() else { return Ok(None) };
    if !view.who().may(Permission::CustomerSearch) {
        return Ok(None);
    }
    Ok(view.ask(&SearchCustomers { q, limit: Some(1) })?.customers.first().map(|customer| customer.id))
}

/// What a field for date and time says, in the page's time zone.
fn moment(typed: &str, zone: &TimeZone) -> Option<Timestamp> {
    let at = typed.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok()?;
    Some(Timestamp(at.timestamp().as_microsecond()))
}

/// The page's context.
#[derive(Serialize)]
struct List {
    checkpoint: Option<Checkpoint>,
    filter: Filter,
    filter_fields: Vec<FilterField>,
    actions: Vec<Choice>,
    leaves: Vec<Row>,
    next_url: Option<String>,
}

#[derive(Serialize)]
struct Checkpoint {
    size: u64,
    at: i64,
    root: String,
    url: &'static str,
}

#[derive(Serialize)]
struct FilterField {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Row {
    place: Option<u64>,
    at: i64,
    actor: String,
    actor_url: Option<String>,
    subject: String,
    subject_url: Option<String>,
    text: String,
    action: String,
    outcome: String,
    session_id: Option<String>,
    session_short: String,
}

#[derive(Deserialize)]
struct After {
    after: Option<Cursor>,
}

/// Acts and asks that have a name of their own here.
static ACTIONS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| crate::registry().into_iter().map(|op| op.name).collect());

async fn list(
    office: Office,
    Query(filter): Query<Filter>,
    Query(After { after }): Query<After>,
) -> Response {
    let zone = office.zone();
    office
        .show(LIST, |view| {
            let search = filter.search(view, &zone)?;
            let found = match search {
                Some(search) => Some(view.ask(&AuditSearch { after: after.clone(), ..search })?),
                None => None,
            };
            let checkpoint = view.ask(&LatestCheckpoint::default())?.map(|newest| Checkpoint {
                size: newest.size,
                at: newest.at.0,
                root: newest.root,
                url: "/office/audit/checkpoint",
            });
            let texts = office.texts();
            let (leaves, next) = found.map_or((Vec::new(), None), |page| (page.items, page.next));
            let next_url = next.map(|next| {
                let mut pairs = filter.pairs();
                pairs.push(("after", next.as_str().to_owned()));
                format!("/office/audit?{}", serde_html_form::to_string(pairs).unwrap_or_default())
            });
            let fields = filter.pairs().into_iter().map(|(name, value)| FilterField { name, value });
            Ok(List {
                checkpoint,
                filter_fields: fields.collect(),
                filter: filter.clone(),
                actions: actions(texts),
                leaves: leaves.into_iter().map(|leaf| row(texts, leaf)).collect(),
                next_url,
            })
        })
        .await
}

fn actions(texts: Texts<'_>) -> Vec<Choice> {
    let mut list: Vec<Choice> = ACTIONS
        .iter()
        .map(|action| Choice { value: (*action).to_owned(), name: texts.act(action) })
        .filter(|choice| choice.name != choice.value)
        .collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    list
}

fn row(texts: Texts<'_>, leaf: LeafView) -> Row {
    let customer = leaf.subject.as_ref().and_then(|subject| subject.customer);
    let subject = leaf.subject.map(|subject| subject.name.unwrap_or(subject.reference)).unwrap_or_default();
    let staff = leaf.actor.id.as_ref().filter(|_| leaf.actor.kind == "staff");
    Row {
        place: leaf.place,
        at: leaf.at.0,
        actor_url: staff.map(|id| format!("/office/audit?agent={id}")),
        actor: actor(texts, leaf.actor.clone()),
        subject_url: customer.map(|id| format!("/office/audit?customer={id}")),
        subject,
        text: texts.act(&leaf.action),
        action: leaf.action,
        outcome: leaf.outcome,
        session_short: leaf.session.map(short).unwrap_or_default(),
        session_id: leaf.session.map(|id| id.to_string()),
    }
}

fn actor(texts: Texts<'_>, actor: ActorView) -> String {
    actor.name.or(actor.id).unwrap_or_else(|| texts.say_of("actor", "kind", &actor.kind))
}

/// The end of an id, which tells sessions of a day apart.
pub(super) fn short(session: AssistSessionId) -> String {
    let id = session.to_string();
    format!("…{}", &id[id.len().saturating_sub(6)..])
}

/// The newest checkpoint as a file, byte for byte as it was signed.
async fn checkpoint(office: Office) -> Response {
    let caller = office.caller();
    let newest = office.app.gate.run(|| {
        let newest = office.app.desk.view(&caller, |view| {
            view.who().staff()?;
            view.ask(&LatestCheckpoint::default())
        })?;
        newest.ok_or_else(|| Problem::not_found("checkpoint"))
    });
    match newest.await {
        Err(wrong) => office.refusal(LIST, &wrong).await,
        Ok(newest) => {
            let mut response = newest.note.into_response();
            let name = format!("attachment; filename=\"checkpoint-{}.txt\"", newest.size);
            if let Ok(name) = HeaderValue::from_str(&name) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
    }
}
