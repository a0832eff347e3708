//! Roles are data: a name and a set of permissions. These are the ones a new tenant starts with.

use crate::desk::{Permission, Permissions};

/// A role a tenant starts with.
pub struct Shipped {
    /// Its name, as users and policies refer to it.
    pub name: &'static str,
    /// What it may do.
    pub may: Permissions,
}

/// What every agent does for a customer, short of placing the order.
const HELPING: Permissions = Permissions::OWN.minus(Permissions::of(&[Permission::OrderPlace]));

const FINDING: Permissions = Permissions::of(&[
    Permission::CustomerSearch,
    Permission::CustomerOpen,
    Permission::CustomerCreate,
    Permission::AssistStart,
    Permission::OrdersSee,
]);

/// The roles a new tenant starts with.
pub const SHIPPED: &[Shipped] = &[
    Shipped { name: "agent", may: HELPING.or(FINDING).or(Permissions::of(&[Permission::OrderPlace])) },
    Shipped { name: "sales-agent", may: HELPING.or(FINDING) },
    Shipped {
        name: "sales-manager",
        may: HELPING.or(FINDING).or(Permissions::of(&[
            Permission::OrderPlace,
            Permission::CartTake,
            Permission::OrdersEdit,
        ])),
    },
    Shipped {
        name: "supervisor",
        may: Permissions::of(&[
            Permission::CustomerSearch,
            Permission::CustomerOpen,
            Permission::SessionsSee,
            Permission::SessionsEnd,
            Permission::OrdersSee,
        ]),
    },
    Shipped {
        name: "auditor",
        may: Permissions::of(&[Permission::AuditRead, Permission::AuditExport, Permission::SessionsSee]),
    },
    Shipped {
        name: "administrator",
        may: Permissions::of(&[
            Permission::UsersSee,
            Permission::UsersEdit,
            Permission::SitesSee,
            Permission::SitesEdit,
            Permission::SessionsSee,
            Permission::SessionsEnd,
            Permission::CustomerSearch,
            Permission::CustomerOpen,
            Permission::CustomerEdit,
        ]),
    },
    Shipped {
        name: "shop-owner",
        may: Permissions::of(&[
            Permission::CustomerSearch,
            Permission::CustomerOpen,
            Permission::CustomerCreate,
            Permission::CustomerEdit,
            Permission::SessionsSee,
            Permission::OrdersSee,
            Permission::OrdersEdit,
            Permission::UsersSee,
            Permission::SitesSee,
            Permission::SitesEdit,
            Permission::CatalogEdit,
            Permission::DataImport,
        ]),
    },
];

/// The role a user with the agent grant acts in when no other agents' role is given.
pub const DEFAULT_AGENT_ROLE: &str = "agent";
/// Roles of which an agent needs at least one.
pub const AGENT_ROLES: &[&str] = &["agent", "sales-agent", "sales-manager"];
/// The group that carries the agent grant.
pub const SUPPORT: &str = "Support";
