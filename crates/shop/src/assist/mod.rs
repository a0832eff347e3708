//! Assist sessions: one agent acting for one customer, on one site, for a while.
//!
//! | file | what it settles |
//! | --- | --- |
//! | [`start`], `admit` | starting, and every reason why not |
//! | [`stay`] | renewing, extending, and letting a read-only session change things |
//! | [`note`] | notes |
//! | [`end`] | ending: by the agent, the customer, a supervisor |
//! | [`undo`] | taking back a start |
//! | [`dispute`] | "this was not me" |
//! | [`refresh`] | new tokens for a session that goes on, for clients of dialects |
//! | `revoke` | ending everything that hangs on a right or a sign-in |
//! | [`timeout`] | closing sessions whose time is over |
//! | [`current`] | what an agent sees of the own sessions |
//! | [`live`] | what a supervisor sees of everybody's |
//! | [`helped`] | the notice on the customer's own pages |
//! | [`history`] | who helped a customer, when, why, and what they changed |
//! | [`notice`] | what the mail to the customer says |
//! | `row` | a session as it is stored |
//!
//! Starting can take a cart that was handed over (`cart::take_handed_over`).
//!
//! What always holds:
//! - A session is bound to the sign-in it was started from, to one customer and to one site.
//! - A tab number is never used again, so a stale tab can never reach another customer.
//! - A session whose time is over is refused at once (the desk reads it at every request); its row is
//!   closed a moment later by [`timeout`].
//! - Start and end stand in the session's own stream of the record, whoever ends it.

mod admit;
pub mod current;
pub mod dispute;
pub mod end;
pub mod helped;
pub mod history;
pub mod live;
pub mod note;
pub mod notice;
pub mod refresh;
mod revoke;
mod row;
pub(crate) mod sql;
pub mod start;
pub mod stay;
#[cfg(test)]
mod tests;
pub mod timeout;
pub mod undo;

use std::time::Duration;

pub use current::{CurrentSession, MySessions, Standing};
pub use dispute::NotMe;
pub use end::{EndByCustomer, EndBySupervisor, EndSession, Ended};
pub use helped::{HelpedNow, HelperView};
pub use history::{CustomerAssistance, CustomerSessions, SessionDetails};
pub use live::LiveSessions;
pub use note::AddNote;
pub use notice::{AssistNotice, NoticeSent};
pub use refresh::RefreshSession;
pub(crate) use revoke::{Which, end_all};
pub use row::{CustomerView, EndedBy, TabView};
pub use start::{StartSession, Started};
pub use stay::{Extend, RaiseSession, Renewed, Stay};
pub use undo::UndoStart;

/// How long the bar offers to take a start back.
pub const UNDO: Duration = Duration::from_secs(5);
/// When the customer is told by mail; until then a start can be taken back, so that a click in the last
/// moment counts.
pub const NOTICE_AFTER: Duration = Duration::from_secs(10);
/// What one extension adds.
pub const EXTENSION: Duration = Duration::from_secs(30 * 60);
/// How long a session lasts at most, however often it is extended.
pub const LONGEST: Duration = Duration::from_secs(8 * 3600);

/// The kind of the jobs that tell customers by mail that somebody acts for them.
pub const NOTICE_JOB: &str = "mail.assist-notice";
