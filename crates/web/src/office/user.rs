//! One user: created, changed, let in and shut out.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use shop::desk::{Act, Ask, Permission, View};
use shop::kernel::id::{GroupId, SiteId, StaffId};
use shop::kernel::problem as kinds;
use shop::kernel::{Email, Problem};
use shop::people::asks::UserDetails;
use shop::people::create::CreateUser;
use shop::people::edit::{DisableUser, EditUser, EnableUser, UnlockUser};
use shop::people::groups::{ListGroups, ListRoles};
use shop::people::sign_out::SignOutUser;
use shop::people::user::{RoleName, User, UserName};

use super::frame::{Office, Posted, Screen};
use super::users::{role_names, state};
use crate::edge::Form;
use crate::op::{Ops, RouteKind};

const ONE: Screen = Screen::whole("office/user.html", "users", Permission::UsersSee);
const NEW: Screen = Screen::whole("office/user.html", "users", Permission::UsersEdit);

pub(super) fn ops() -> Ops {
    let form = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let page = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Page, Method::GET, path, name, needs, handler)
    };
    let ops = Ops::default();
    let ops = page(ops, "/office/users/new", CreateUser::NAME, CreateUser::NEEDS, get(new));
    let ops = form(ops, "/office/users/new", CreateUser::NAME, CreateUser::NEEDS, post(create));
    let ops = page(ops, "/office/users/{user}", UserDetails::NAME, UserDetails::NEEDS, get(one));
    let ops = form(ops, "/office/users/{user}", EditUser::NAME, EditUser::NEEDS, post(edit));
    let path = "/office/users/{user}/unlock";
    let ops = form(ops, path, UnlockUser::NAME, UnlockUser::NEEDS, post(unlock));
    let path = "/office/users/{user}/sign-out";
    let ops = form(ops, path, SignOutUser::NAME, SignOutUser::NEEDS, post(sign_out));
    let path = "/office/users/{user}/disable";
    let ops = form(ops, path, DisableUser::NAME, DisableUser::NEEDS, post(disable));
    let path = "/office/users/{user}/enable";
    form(ops, path, EnableUser::NAME, EnableUser::NEEDS, post(enable))
}
/// The context of one user's page, new or not.
#[derive(Serialize)]
struct One {
    form: Fields,
    roles: Vec<RoleBox>,
    groups: Vec<NamedBox>,
    sites: Vec<NamedBox>,
}

#[derive(Serialize)]
struct Fields {
    id: Option<String>,
    name: String,
    email: String,
    agent: bool,
    state: &'static str,
    locked_until: Option<i64>,
    #[serde(rename = "self")]
    own: bool,
    version: i64,
}

#[derive(Serialize)]
struct RoleBox {
    code: String,
    name: String,
    chosen: bool,
}

#[derive(Serialize)]
struct NamedBox {
    id: String,
    name: String,
    chosen: bool,
}

/// Which boxes are ticked.
#[derive(Default)]
struct Ticked {
    roles: BTreeSet<String>,
    groups: BTreeSet<String>,
    sites: BTreeSet<String>,
}

impl Ticked {
    fn in_form(form: &Form) -> Self {
        let all = |name| form.all(name).into_iter().collect();
        Self { roles: all("roles"), groups: all("groups"), sites: all("sites") }
    }
}

fn boxes(office: &Office, view: &mut View<'_, '_>, form: Fields, ticked: &Ticked) -> Result<One, Problem> {
    let texts = office.texts();
    let roles = view.ask(&ListRoles::default())?.items.into_iter().map(|role| RoleBox {
        name: texts.role(&role.name),
        chosen: ticked.roles.contains(&role.name),
        code: role.name,
    });
    let groups = view.ask(&ListGroups::default())?.items.into_iter().map(|group| {
        let id = group.id.to_string();
        NamedBox { chosen: ticked.groups.contains(&id), id, name: group.name }
    });
    let sites = office.arrival.directory.sites(office.arrival.tenant).map(|site| {
        let id = site.id.to_string();
        NamedBox { chosen: ticked.sites.contains(&id), id, name: site.name.clone() }
    });
    Ok(One { form, roles: roles.collect(), groups: groups.collect(), sites: sites.collect() })
}

fn new_fields(form: Option<&Form>) -> Fields {
    let typed = |name| form.map(|form| form.field(name).to_owned()).unwrap_or_default();
    Fields {
        id: None,
        name: typed("name"),
        email: typed("email"),
        agent: typed("agent") == "true",
        state: "active",
        locked_until: None,
        own: false,
        version: 0,
    }
}

async fn new(office: Office) -> Response {
    office
        .show(NEW, |view| {
            if !view.who().may(Permission::UsersEdit) {
                return Err(Problem::new(&kinds::FORBIDDEN, "You may not do this. Nothing was changed."));
            }
            boxes(&office, view, new_fields(None), &Ticked::default())
        })
        .await
}

async fn create(Posted { office, form }: Posted) -> Response {
    let created = async {
        let names = ["name", "email", "password", "agent", "roles", "groups", "sites"];
        let act: CreateUser = form.read(&names, &[])?;
        office.act(act, form.once.clone()).await
    };
    match created.await {
        Ok(user) => {
            let said = office.texts().say_of("user-created", "name", &user.name);
            office.done(&format!("/office/users/{}", user.id), said)
        }
        Err(wrong) => {
            let ticked = Ticked::in_form(&form);
            office.again(NEW, &wrong, |view| boxes(&office, view, new_fields(Some(&form)), &ticked)).await
        }
    }
}

fn user_id(id: &str) -> Result<StaffId, Problem> {
    id.parse().map_err(|_| Problem::not_found("user"))
}

/// The user as they are stored; or with what was typed, against the version there is now.
fn read(office: &Office, view: &mut View<'_, '_>, id: &str, typed: Option<&Form>) -> Result<One, Problem> {
    let found = view.ask(&UserDetails { staff_id: user_id(id)? })?;
    let own = view.who().staff().is_ok_and(|me| me == found.user.id);
    let strings = |ids: Vec<String>| ids.into_iter().collect::<BTreeSet<_>>();
    let stored = Ticked {
        roles: strings(found.user.roles.clone()),
        groups: strings(found.groups.iter().map(ToString::to_string).collect()),
        sites: strings(found.user.sites.iter().map(ToString::to_string).collect()),
    };
    let ticked = typed.map_or(stored, Ticked::in_form);
    let user = found.user;
    let form = Fields {
        id: Some(user.id.to_string()),
        name: typed.map_or(user.name, |form| form.field("name").to_owned()),
        email: typed.map_or(user.email, |form| form.field("email").to_owned()),
        agent: typed.map_or(user.agent, |form| form.field("agent") == "true"),
        state: state(user.status),
        locked_until: user.locked_until.map(|until| until.0),
        own,
        version: user.version,
    };
    boxes(office, view, form, &ticked)
}

async fn one(office: Office, Path(id): Path<String>) -> Response {
    office.show(ONE, |view| read(&office, view, &id, None)).await
}

/// What the form says; a box that is not ticked sends nothing, and here that means "not this".
#[derive(Deserialize)]
struct Typed {
    name: UserName,
    email: Email,
    version: Option<i64>,
    #[serde(default)]
    agent: bool,
    #[serde(default)]
    roles: Vec<RoleName>,
    #[serde(default)]
    groups: Vec<GroupId>,
    #[serde(default)]
    sites: Vec<SiteId>,
}

async fn edit(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let edited = async {
        let staff_id = user_id(&id)?;
        let names = ["version", "name", "email", "agent", "roles", "groups", "sites"];
        let typed: Typed = form.read(&names, &[])?;
        let act = EditUser {
            staff_id,
            version: typed.version,
            name: Some(typed.name),
            email: Some(typed.email),
            locale: None,
            agent: Some(typed.agent),
            roles: Some(typed.roles),
            groups: Some(typed.groups),
            sites: Some(typed.sites),
        };
        office.act(act, form.once.clone()).await
    };
    match edited.await {
        Ok(user) => said(&office, "user-saved", &user),
        Err(wrong) => {
            let wrong = meanwhile(&office, &id, wrong).await;
            office.again(ONE, &wrong, |view| read(&office, view, &id, Some(&form))).await
        }
    }
}

/// Says what a user was changed to by whoever was faster.
async fn meanwhile(office: &Office, id: &str, wrong: Problem) -> Problem {
    if wrong.kind != &kinds::VERSION_CHANGED {
        return wrong;
    }
    let caller = office.caller();
    let now =
        office.app.gate.run(|| office.app.desk.ask(&caller, &UserDetails { staff_id: user_id(id)? })).await;
    let Ok(now) = now else { return wrong };
    let texts = office.texts();
    let roles = role_names(texts, &now.user.roles);
    let agent = if now.user.agent { texts.say("user-is-agent") } else { texts.say("none") };
    let fields = [now.user.name, now.user.email, agent, roles].join(" · ");
    Problem { detail: texts.say_of("user-now", "fields", &fields), ..wrong }
}

fn said(office: &Office, text: &str, user: &User) -> Response {
    let said = office.texts().say_of(text, "name", &user.name);
    office.done(&format!("/office/users/{}", user.id), said)
}

async fn unlock(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let done = async { office.act(UnlockUser { staff_id: user_id(&id)? }, form.once.clone()).await };
    answer(&office, "user-unlocked", &id, done.await).await
}

async fn disable(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let done = async { office.act(DisableUser { staff_id: user_id(&id)? }, form.once.clone()).await };
    answer(&office, "user-disabled", &id, done.await).await
}

async fn enable(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let done = async { office.act(EnableUser { staff_id: user_id(&id)? }, form.once.clone()).await };
    answer(&office, "user-enabled", &id, done.await).await
}

async fn answer(office: &Office, text: &str, id: &str, done: Result<User, Problem>) -> Response {
    match done {
        Ok(user) => said(office, text, &user),
        Err(wrong) => office.again(ONE, &wrong, |view| read(office, view, id, None)).await,
    }
}

async fn sign_out(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let done = async {
        let staff_id = user_id(&id)?;
        office.act(SignOutUser { staff_id }, form.once.clone()).await?;
        let caller = office.caller();
        office.app.gate.run(|| office.app.desk.ask(&caller, &UserDetails { staff_id })).await
    };
    match done.await {
        Ok(found) => said(&office, "user-signed-out", &found.user),
        // Whoever signs themselves out everywhere is signed out here too.
        Err(wrong) => office.again(ONE, &wrong, |view| read(&office, view, &id, None)).await,
    }
}
