//! What stands around every page of the back office: who is signed in, where they may go, what they may do here.

use serde::Serialize;
use shop::assist::LiveSessions;
use shop::cart::HandedOverCount;
use shop::desk::{Acting, Permission, View};
use shop::kernel::Problem;
use shop::people::asks::Me;

use super::frame::Office;
use crate::storefront::place;

/// Who is signed in, as the foot of the menu shows them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StaffView {
    id: String,
    name: String,
    email: String,
    role_names: String,
    shops: Vec<ShopLink>,
}

/// The way to a site's shop.
#[derive(Clone, Debug, Serialize)]
struct ShopLink {
    name: String,
    url: String,
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NavEntry {
    id: &'static str,
    pub(super) path: &'static str,
    glyph: &'static str,
    count: Option<usize>,
}

/// What pages offer only to those who may.
#[derive(Clone, Copy, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing a template asks about")]
pub(super) struct May {
    pub(super) create_customer: bool,
    pub(super) edit_customer: bool,
    pub(super) open_customer: bool,
    pub(super) assist: bool,
    pub(super) end_session: bool,
    pub(super) see_sessions: bool,
    pub(super) see_orders: bool,
    pub(super) edit_orders: bool,
    pub(super) edit_users: bool,
    pub(super) edit_sites: bool,
    pub(super) export_audit: bool,
}

impl May {
    fn of(who: &Acting) -> Self {
        Self {
            create_customer: who.may(Permission::CustomerCreate),
            edit_customer: who.may(Permission::CustomerEdit),
            open_customer: who.may(Permission::CustomerOpen),
            assist: who.is_agent() && who.may(Permission::AssistStart),
            end_session: who.may(Permission::SessionsEnd),
            see_sessions: who.may(Permission::SessionsSee),
            see_orders: who.may(Permission::OrdersSee),
            edit_orders: who.may(Permission::OrdersEdit),
            edit_users: who.may(Permission::UsersEdit),
            edit_sites: who.may(Permission::SitesEdit),
            export_audit: who.may(Permission::AuditExport),
        }
    }
}

/// The menu: an entry's name, its address, its icon, and what it needs.
const NAV: &[(&str, &str, &str, Permission)] = &[
    ("customers", "/office/customers", "users", Permission::CustomerSearch),
    ("sessions", "/office/sessions", "activity", Permission::SessionsSee),
    ("handed", "/office/handed-over", "inbox", Permission::CartTake),
    ("orders", "/office/orders", "package", Permission::OrdersSee),
    ("users", "/office/users", "user-cog", Permission::UsersSee),
    ("groups", "/office/groups", "layers", Permission::UsersSee),
    ("roles", "/office/roles", "key-round", Permission::UsersSee),
    ("sites", "/office/sites", "store", Permission::SitesSee),
    ("audit", "/office/audit", "scroll-text", Permission::AuditRead),
];

/// What the frame shows, read in the same state of the store as the page.
#[derive(Clone, Debug)]
pub(super) struct Chrome {
    pub(super) staff: StaffView,
    pub(super) nav: Vec<NavEntry>,
    /// What pages offer only to those who may.
    pub may: May,
}

impl Chrome {
    /// Reads it for a page of `office`.
    pub(super) fn look(office: &Office, view: &mut View<'_, '_>) -> Result<Self, Problem> {
        view.who().staff()?;
        let me = view.ask(&Me::default())?.user;
        let sees_sessions = view.who().may(Permission::SessionsSee);
        let live = if sees_sessions { view.ask(&LiveSessions::default())?.sessions.items.len() } else { 0 };
        let takes = view.who().may(Permission::CartTake);
        let waiting = if takes { view.ask(&HandedOverCount {})? as usize } else { 0 };
        let who = view.who();
        let shops = office
            .arrival
            .directory
            .sites(office.arrival.tenant)
            .filter(|site| who.works_for(site.id))
            .map(|site| ShopLink {
                name: site.name.clone(),
                url: format!("{}/", place::start(site, None, None)),
            })
            .collect();
        let staff = StaffView {
            id: me.id.to_string(),
            role_names: super::users::role_names(office.texts(), &me.roles),
            name: me.name,
            email: me.email,
            shops,
        };
        let nav = NAV
            .iter()
            .filter(|(.., needs)| who.may(*needs))
            .map(|&(id, path, glyph, _)| {
                let count = match id {
                    "sessions" => Some(live),
                    "handed" => Some(waiting),
                    _ => None,
                };
                let count = count.filter(|count| *count > 0);
                NavEntry { id, path, glyph, count }
            })
            .collect();
        Ok(Self { staff, nav, may: May::of(who) })
    }
}
