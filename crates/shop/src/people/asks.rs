//! Looking at users, and at oneself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sql;
use super::user::{self, User};
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal};
use crate::kernel::id::{GroupId, StaffId, StaffSessionId};
use crate::kernel::text::{Text, fold};
use crate::kernel::{Cursor, Page, Problem, Timestamp};

/// Users on one page.
const PAGE: usize = 50;

/// Users by name, fifty a page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListUsers {
    /// The beginning of a name, of any part of it, or of an e-mail address.
    #[serde(default)]
    pub q: Text<0, 100>,
    /// Agents only, or everybody but agents.
    #[serde(default)]
    pub agents: Option<bool>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<Cursor>,
}

impl Ask for ListUsers {
    const NAME: &'static str = "user.list";
    const NEEDS: Needs = Needs::Staff(Permission::UsersSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = Page<User>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Page<User>, Refusal> {
        let (key, id): (String, String) =
            self.after.as_ref().map(Cursor::key).transpose()?.unwrap_or_default();
        let either = (self.agents.unwrap_or(true), self.agents.unwrap_or(false));
        let limit = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
        let tenant = look.tenant();
        let rows = look.sql().all(
            &sql::USERS,
            store::params![tenant, pattern(self.q.as_str()), either.0, either.1, key, id, limit],
        )?;
        let users = rows.iter().map(|row| Ok((User::from_row(row, who.at())?, row.get::<String>(13)?)));
        let users = users.collect::<Result<Vec<_>, store::Error>>()?;
        Ok(Page::cut(users, PAGE, |(user, key)| (key.clone(), user.id.to_string())).map(|(user, _)| user))
    }
}

/// What the key of a user looks like who is meant by `query`.
fn pattern(query: &str) -> String {
    let folded = fold(query);
    if folded.trim().is_empty() {
        return "%".to_owned();
    }
    let mut pattern = "% ".to_owned();
    for c in folded.trim().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// One user.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserDetails {
    /// The user.
    pub staff_id: StaffId,
}

/// A user with everything that hangs on them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UserRecord {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// Groups they belong to.
    pub groups: Vec<GroupId>,
    /// Labels of what their roles allow.
    pub may: Vec<String>,
    /// Whether somebody else chose their password.
    pub password_by_other: bool,
    /// Where they are signed in.
    pub sign_ins: Vec<SignInEntry>,
}

/// One place where somebody is signed in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignInEntry {
    /// The sign-in.
    pub id: StaffSessionId,
    /// Since when.
    pub at: Timestamp,
    /// The last sign of life.
    pub seen_at: Timestamp,
    /// Network address it came from.
    pub address: String,
    /// The browser.
    pub device: String,
    /// Whether this is the one that asks.
    pub current: bool,
}

impl Ask for UserDetails {
    const NAME: &'static str = "user.details";
    const NEEDS: Needs = Needs::Staff(Permission::UsersSee);
    const RECORDED: Recorded = Recorded::Never;
    type Out = UserRecord;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<UserRecord, Refusal> {
        record(self.staff_id, who, look)
    }
}

/// The signed-in user themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Me {}

impl Ask for Me {
    const NAME: &'static str = "staff.me";
    const NEEDS: Needs = Needs::StaffSelf;
    const RECORDED: Recorded = Recorded::Never;
    type Out = UserRecord;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<UserRecord, Refusal> {
        record(who.staff()?, who, look)
    }
}

fn record(id: StaffId, who: &Acting, look: &mut Look<'_, '_>) -> Result<UserRecord, Refusal> {
    let stored = user::find(look, id, who.at())?.ok_or_else(|| Problem::not_found("user"))?;
    let tenant = look.tenant();
    let sign_ins = look.sql().all(&sql::SIGN_INS, store::params![tenant, id, who.at()])?;
    let sign_ins = sign_ins.iter().map(|row| {
        let session: StaffSessionId = row.get(0)?;
        Ok(SignInEntry {
            id: session,
            at: row.get(1)?,
            seen_at: row.get(2)?,
            address: row.get(3)?,
            device: row.get(4)?,
            current: who.staff_session() == Some(session),
        })
    });
    Ok(UserRecord {
        sign_ins: sign_ins.collect::<Result<_, store::Error>>()?,
        groups: user::groups_of(look, id)?.into_iter().collect(),
        may: stored.may.labels().into_iter().map(str::to_owned).collect(),
        password_by_other: stored.password_once,
        user: stored.user,
    })
}
