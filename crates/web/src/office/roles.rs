//! Roles: what each of them may do, as a table.

use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::desk::permission::RoleView;
use shop::desk::{Ask, Permission};
use shop::people::groups::ListRoles;

use super::frame::{Office, Screen};
use super::texts::Texts;
use crate::op::{Ops, RouteKind};

const SCREEN: Screen = Screen::whole("office/roles.html", "roles", Permission::UsersSee);

pub(super) fn ops() -> Ops {
    Ops::default().route(
        RouteKind::Page,
        Method::GET,
        "/office/roles",
        ListRoles::NAME,
        ListRoles::NEEDS,
        get(show),
    )
}

/// The page's context.
#[derive(Serialize)]
struct Page {
    roles: Vec<Column>,
    rooms: Vec<Room>,
}

#[derive(Serialize)]
struct Column {
    code: String,
    name: String,
}

#[derive(Serialize)]
struct Room {
    name: String,
    permissions: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    text: String,
    held: Vec<bool>,
}

/// Which part of the table a permission stands in.
fn room(permission: Permission) -> &'static str {
    match permission {
        Permission::CustomerSearch
        | Permission::CustomerOpen
        | Permission::CustomerCreate
        | Permission::CustomerEdit
        | Permission::OrdersSee
        | Permission::OrdersEdit => "permissions-customers",
        Permission::SessionsSee
        | Permission::SessionsEnd
        | Permission::AuditRead
        | Permission::AuditExport => "permissions-supervising",
        Permission::UsersSee
        | Permission::UsersEdit
        | Permission::SitesSee
        | Permission::SitesEdit
        | Permission::CatalogEdit
        | Permission::DataImport => "permissions-running",
        _ => "permissions-assisting",
    }
}

const ROOMS: [&str; 4] =
    ["permissions-assisting", "permissions-customers", "permissions-supervising", "permissions-running"];

fn page(texts: Texts<'_>, roles: &[RoleView]) -> Page {
    let row = |permission: &Permission| Row {
        text: texts.permission(permission.label()),
        held: roles.iter().map(|role| role.may.iter().any(|held| held == permission.label())).collect(),
    };
    let rooms = ROOMS.iter().map(|name| Room {
        name: texts.say(name),
        permissions: Permission::ALL.iter().filter(|one| room(**one) == *name).map(row).collect(),
    });
    let column = |role: &RoleView| Column { code: role.name.clone(), name: texts.role(&role.name) };
    Page { rooms: rooms.collect(), roles: roles.iter().map(column).collect() }
}

async fn show(office: Office) -> Response {
    office.show(SCREEN, |view| Ok(page(office.texts(), &view.ask(&ListRoles::default())?.items))).await
}
