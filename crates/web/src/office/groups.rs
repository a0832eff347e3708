//! Groups of users, and who belongs to them.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::desk::{Act, Ask, Permission, View};
use shop::kernel::Problem;
use shop::kernel::id::GroupId;
use shop::people::asks::ListUsers;
use shop::people::groups::{AddMember, CreateGroup, GroupDetails, ListGroups, Member, RemoveMember};

use super::frame::{Office, Posted, Screen};
use super::parts::Choice;
use crate::op::{Ops, RouteKind};

const LIST: Screen = Screen::whole("office/groups.html", "groups", Permission::UsersSee);
const ONE: Screen = Screen::whole("office/group.html", "groups", Permission::UsersSee);

pub(super) fn ops() -> Ops {
    let form = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let page = |ops: Ops, path, name, needs, handler| {
        ops.route(RouteKind::Page, Method::GET, path, name, needs, handler)
    };
    let ops = Ops::default();
    let ops = page(ops, "/office/groups", ListGroups::NAME, ListGroups::NEEDS, get(list));
    let ops = form(ops, "/office/groups", CreateGroup::NAME, CreateGroup::NEEDS, post(create));
    let ops = page(ops, "/office/groups/{group}", GroupDetails::NAME, GroupDetails::NEEDS, get(one));
    let ops = form(ops, "/office/groups/{group}/members", AddMember::NAME, AddMember::NEEDS, post(join));
    let path = "/office/groups/{group}/members/{staff}/remove";
    form(ops, path, RemoveMember::NAME, RemoveMember::NEEDS, post(leave))
}

/// The list's context.
#[derive(Serialize)]
struct List {
    groups: Vec<Row>,
    form: New,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    grants_agent: bool,
    member_count: usize,
}

#[derive(Default, Serialize)]
struct New {
    name: String,
    grants_agent: bool,
}

fn all(view: &mut View<'_, '_>, form: New) -> Result<List, Problem> {
    let groups = view.ask(&ListGroups::default())?.items.into_iter().map(|group| Row {
        id: group.id.to_string(),
        name: group.name,
        grants_agent: group.grants_agent,
        member_count: group.member_count,
    });
    Ok(List { groups: groups.collect(), form })
}

async fn list(office: Office) -> Response {
    office.show(LIST, |view| all(view, New::default())).await
}

async fn create(Posted { office, form }: Posted) -> Response {
    let created = async {
        let act: CreateGroup = form.read(&["name", "grants_agent"], &[])?;
        office.act(act, form.once.clone()).await
    };
    match created.await {
        Ok(group) => {
            let said = office.texts().say_of("group-created", "name", &group.name);
            office.done(&format!("/office/groups/{}", group.id), said)
        }
        Err(wrong) => {
            let grants_agent = form.field("grants_agent") == "true";
            let typed = || New { name: form.field("name").to_owned(), grants_agent };
            office.again(LIST, &wrong, |view| all(view, typed())).await
        }
    }
}

/// The context of one group's page.
#[derive(Serialize)]
struct One {
    group: Group,
    candidates: Vec<Choice>,
}

#[derive(Serialize)]
struct Group {
    id: String,
    name: String,
    grants_agent: bool,
    members: Vec<Person>,
}

#[derive(Serialize)]
struct Person {
    id: String,
    name: String,
    email: String,
}

fn read(view: &mut View<'_, '_>, id: &str) -> Result<One, Problem> {
    let group_id: GroupId = id.parse().map_err(|_| Problem::not_found("group"))?;
    let found = view.ask(&GroupDetails { group_id })?;
    let users = view.ask(&ListUsers::default())?.items;
    let is_member = |id| found.members.iter().any(|member| member.id == id);
    let candidates = users
        .into_iter()
        .filter(|user| !is_member(user.id))
        .map(|user| Choice { value: user.id.to_string(), name: format!("{} · {}", user.name, user.email) })
        .collect();
    let person =
        |member: Member| Person { id: member.id.to_string(), name: member.name, email: member.email };
    let group = Group {
        id: found.group.id.to_string(),
        name: found.group.name,
        grants_agent: found.group.grants_agent,
        members: found.members.into_iter().map(person).collect(),
    };
    Ok(One { group, candidates })
}

async fn one(office: Office, Path(id): Path<String>) -> Response {
    office.show(ONE, |view| read(view, &id)).await
}

async fn join(Path(id): Path<String>, Posted { office, form }: Posted) -> Response {
    let joined = async {
        let act: AddMember = form.read(&["staff_id"], &[("group_id", id.clone())])?;
        office.act(act, form.once.clone()).await
    };
    match joined.await {
        Ok(user) => {
            let said = office.texts().say_of("group-joined", "name", &user.name);
            office.done(&format!("/office/groups/{id}"), said)
        }
        Err(wrong) => office.again(ONE, &wrong, |view| read(view, &id)).await,
    }
}

async fn leave(Path((id, staff)): Path<(String, String)>, Posted { office, form }: Posted) -> Response {
    let left = async {
        let act: RemoveMember = form.read(&[], &[("group_id", id.clone()), ("staff_id", staff)])?;
        office.act(act, form.once.clone()).await
    };
    match left.await {
        Ok(user) => {
            let said = office.texts().say_of("group-left", "name", &user.name);
            office.done(&format!("/office/groups/{id}"), said)
        }
        Err(wrong) => office.again(ONE, &wrong, |view| read(view, &id)).await,
    }
}
