//! Setting up a tenant in an empty store.

use super::{role, sql};
use crate::desk::Desk;
use crate::desk::chore::Chore;
use crate::kernel::Problem;
use crate::kernel::id::{GroupId, TenantId};

impl Desk {
    /// Sets up a tenant: its row, the shipped roles and the group Support. `hosts` are the host names that
    /// lead to it; none, for the only tenant of a node.
    pub fn found_tenant(&self, name: &str, hosts: &[&str]) -> Result<TenantId, Problem> {
        let (tenant, support): (TenantId, GroupId) = (self.mint().id(), self.mint().id());
        let (name, hosts, now) = (name.to_owned(), hosts.join("\n"), self.now());
        self.chore(Chore::Founding, move |tx| {
            tx.exec(&sql::NEW_TENANT, store::params![tenant, name, hosts, now])?;
            for shipped in role::SHIPPED {
                tx.exec(&sql::NEW_ROLE, store::params![tenant, shipped.name, shipped.may])?;
            }
            tx.exec(&sql::NEW_GROUP, store::params![tenant, support, role::SUPPORT, true])?;
            tx.returning(
                &crate::desk::sql::BUMP_MEMO,
                store::params![crate::sites::everyone(), "directory"],
            )?;
            Ok(())
        })?;
        self.refresh_memory()?;
        Ok(tenant)
    }
}
