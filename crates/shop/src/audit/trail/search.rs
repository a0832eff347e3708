//! Leaves by person, session, act and time, newest first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page_size;
use super::view::{LeafRow, LeafView, Viewer};
use crate::audit::leaf::{Leaf, Stream};
use crate::audit::sql;
use crate::desk::{Acting, Actor, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::{AssistSessionId, CustomerId, StaffId};
use crate::kernel::{Cursor, Page, Problem, Timestamp};

/// Rows read at once where not each of them will be shown.
const STRIDE: usize = 500;
/// Rows looked at for one page at most. Then the page is cut short, and its cursor goes on from there.
const LOOKED_AT: usize = 10_000;

/// Searches the log, newest first. All that is said must hold. With `action` or `outcome` a page may be
/// shorter than its size, even empty, and still have a `next`: the search goes on from there.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuditSearch {
    /// Only this chain, `session:ase_…` for example.
    pub stream: Option<String>,
    /// Only this assist session.
    pub session: Option<AssistSessionId>,
    /// Only what was done for or by this customer, or showed them.
    pub customer: Option<CustomerId>,
    /// Only what this staff member did.
    pub staff: Option<StaffId>,
    /// Only this act, `cart.line.add`; with a dot at its end all acts that begin so.
    pub action: Option<String>,
    /// Only this outcome: `done`, `refused` or `failed`.
    pub outcome: Option<String>,
    /// Not before this, in microseconds since 1970.
    pub from: Option<Timestamp>,
    /// Before this, in microseconds since 1970.
    pub to: Option<Timestamp>,
    /// The cursor of the page before.
    pub after: Option<Cursor>,
    /// Leaves a page, 1 to 200; 50 when nothing is said.
    pub size: Option<u32>,
}

/// Where in the order of time, stream and position a page begins: behind this.
type Key = (i64, String, i64);

/// The index by which rows are read.
enum By {
    Time,
    Subject(String),
    Actor(String),
    Stream(String),
}

impl Ask for AuditSearch {
    const NAME: &'static str = "audit.search";
    const NEEDS: Needs = Needs::Staff(Permission::AuditRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Page<LeafView>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Page<LeafView>, Refusal> {
        let size = page_size(self.size)?;
        if let Some(customer) = self.customer {
            look.about(customer);
        }
        let start = self.start()?;
        let (tx, keys) = look.record();
        let reference = match self.customer {
            None => None,
            Some(customer) => match tx.one(&sql::SUBJECT, store::params![who.tenant(), customer])? {
                Some(row) => Some(row.get::<String>(0)?),
                None => return Ok(Page { items: Vec::new(), next: None }),
            },
        };
        let (rows, next) = self.rows(tx, who, reference.as_ref(), start, size)?;
        let mut viewer = Viewer::new(tx, keys, who.tenant());
        let items = rows.iter().map(|row| Ok(viewer.view(row)?.0)).collect::<Result<_, store::Error>>()?;
        Ok(Page { items, next })
    }
}

impl AuditSearch {
    fn start(&self) -> Result<Key, Problem> {
        if let Some(stream) = &self.stream {
            Stream::parse(stream).map_err(|error| Problem::invalid("/stream", error.to_string()))?;
        }
        if let Some(outcome) = &self.outcome
            && !["done", "refused", "failed"].contains(&outcome.as_str())
        {
            return Err(Problem::invalid("/outcome", "One of done, refused, failed."));
        }
        match &self.after {
            Some(after) => after.key(),
            None => Ok((self.to.map_or(i64::MAX, |to| to.0), String::new(), 0)),
        }
    }

    fn by(&self, reference: Option<&String>) -> By {
        match (&self.stream, self.session, reference, self.staff) {
            (Some(stream), ..) => By::Stream(stream.clone()),
            (None, Some(session), ..) => By::Stream(Stream::session(&session.to_string()).to_string()),
            (None, None, Some(reference), _) => By::Subject(reference.clone()),
            (None, None, None, Some(staff)) => By::Actor(Actor::Staff(staff).to_string()),
            (None, None, None, None) => By::Time,
        }
    }

    /// The rows of one page and where the next one begins.
    fn rows(
        &self,
        tx: &mut store::ReadTx<'_>,
        who: &Acting,
        reference: Option<&String>,
        mut start: Key,
        size: usize,
    ) -> Result<(Vec<LeafRow>, Option<Cursor>), store::Error> {
        let by = self.by(reference);
        let stride = if self.all_are_shown(&by) { size + 1 } else { STRIDE };
        let (mut page, mut looked_at) = (Vec::new(), 0);
        loop {
            let rows = self.read(tx, who, &by, &start, stride)?;
            let last_rows = rows.len() < stride;
            for row in rows {
                if page.len() == size {
                    return Ok((page, Some(Cursor::at(&start))));
                }
                let (key, fits) = self.judge(&row, reference.map(String::as_str));
                start = key;
                looked_at += 1;
                if fits {
                    page.push(row);
                }
            }
            if last_rows {
                return Ok((page, None));
            }
            if looked_at >= LOOKED_AT {
                return Ok((page, Some(Cursor::at(&start))));
            }
        }
    }

    fn read(
        &self,
        tx: &mut store::ReadTx<'_>,
        who: &Acting,
        by: &By,
        (at, stream, position): &Key,
        limit: usize,
    ) -> Result<Vec<LeafRow>, store::Error> {
        let (tenant, from) = (who.tenant(), self.from.map_or(i64::MIN, |from| from.0));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = match by {
            By::Time => {
                tx.all(&sql::LEAVES_BY_TIME, store::params![tenant, from, at, stream, position, limit])?
            }
            By::Subject(one) | By::Actor(one) | By::Stream(one) => {
                let statement = match by {
                    By::Subject(_) => &sql::LEAVES_BY_SUBJECT,
                    By::Actor(_) => &sql::LEAVES_BY_ACTOR,
                    _ => &sql::LEAVES_OF_STREAM,
                };
                tx.all(statement, store::params![tenant, from, at, stream, position, limit, one])?
            }
        };
        rows.iter().map(LeafRow::of).collect()
    }

    fn all_are_shown(&self, by: &By) -> bool {
        let said =
            [self.stream.is_some(), self.session.is_some(), self.customer.is_some(), self.staff.is_some()];
        let people = said.iter().filter(|said| **said).count();
        self.action.is_none() && self.outcome.is_none() && people <= usize::from(!matches!(by, By::Time))
    }

    /// The row's place in the order, and whether everything that was said holds of it. A row whose bytes were
    /// changed to nonsense is always shown.
    fn judge(&self, row: &LeafRow, reference: Option<&str>) -> (Key, bool) {
        let position = row.position.cast_signed();
        let Ok(leaf) = Leaf::decode(&row.bytes) else {
            return ((row.at, row.stream.clone(), position), true);
        };
        let session = self.session.map(|session| session.to_string());
        let fits = self.stream.as_ref().is_none_or(|stream| *stream == row.stream)
            && session.is_none_or(|session| leaf.session.as_ref() == Some(&session))
            && reference.is_none_or(|reference| row.subject.as_deref() == Some(reference))
            && self.staff.is_none_or(|staff| row.actor == Actor::Staff(staff).to_string())
            && self.outcome.as_ref().is_none_or(|outcome| leaf.outcome.word() == outcome)
            && self.action.as_ref().is_none_or(|action| match action.strip_suffix('.') {
                Some(_) => leaf.action.starts_with(action.as_str()),
                None => leaf.action == *action,
            });
        ((row.at, row.stream.clone(), position), fits)
    }
}
