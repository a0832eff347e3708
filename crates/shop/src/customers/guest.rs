//! Visitors who are not signed in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sql;
use crate::desk::{Act, Acting, Actor, Look, Needs, Owner, Refusal, Work};
use crate::kernel::id::GuestId;
use crate::kernel::secret::TokenHash;

/// Remembers a visitor who does the first thing worth keeping. The edge makes the token and the cookie; only
/// the hash comes here, and never from a client.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginGuest {
    /// SHA-256 of the token in the visitor's cookie.
    #[schemars(skip)]
    pub token: TokenHash,
}

/// A visitor the shop remembers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuestView {
    /// The guest.
    pub id: GuestId,
}

impl Act for BeginGuest {
    const NAME: &'static str = "guest.begin";
    const NEEDS: Needs = Needs::Nothing;
    type Out = GuestView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<GuestView, Refusal> {
        if let Actor::Guest(id) = who.by() {
            return Ok(GuestView { id });
        }
        let id: GuestId = work.id();
        let tenant = who.tenant();
        work.sql().exec(&sql::NEW_GUEST, store::params![tenant, self.token, id, who.at()])?;
        let row = work.sql().one(&sql::GUEST_ID, store::params![tenant, self.token])?;
        let id = row.map_or(Ok(id), |row| row.get(0))?;
        work.changed(id, None, &(), &());
        Ok(GuestView { id })
    }
}
