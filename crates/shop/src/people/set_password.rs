//! Setting passwords of staff: one's own for good, somebody else's for one sign-in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ending::end_sign_ins;
use super::password::{GivenPassword, NewPassword, STAFF_MIN};
use super::sign_in::{check_own, prove_own};
use super::sign_out::SignedOut;
use super::user::{self, User};
use super::{sql, throttle};
use crate::assist::EndedBy;
use crate::desk::{Act, Acting, Before, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::id::StaffId;

/// Changes one's own password. Every other sign-in of the user ends.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password so far.
    pub current_password: GivenPassword,
    /// The new one, at least 12 characters.
    pub new_password: NewPassword<STAFF_MIN>,
}

impl Act for ChangePassword {
    const NAME: &'static str = "staff.password.change";
    const NEEDS: Needs = Needs::StaffSelf;
    type Out = SignedOut;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        if before.allowed(Self::NEEDS)?.is_none() {
            return Ok(());
        }
        check_own(&mut self.current_password, before, Self::NEEDS)?;
        self.new_password.prepare(before.mint())
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let staff = who.staff()?;
        prove_own(&self.current_password, who, work)?;
        let (tenant, hash) = (work.tenant(), self.new_password.hashed()?);
        work.sql().exec(&sql::SET_PASSWORD, store::params![tenant, staff, hash, 0i64])?;
        let sign_ins = end_sign_ins(work, staff, who.staff_session(), EndedBy::Revoked, "")?;
        work.changed(
            staff,
            None,
            &(),
            &serde_json::json!({ "password": "changed", "sign_ins_ended": sign_ins }),
        );
        Ok(SignedOut { sign_ins })
    }
}

/// Gives a user a password for one sign-in, in which they set their own. Every sign-in of theirs ends, and locks
/// by failed sign-ins are lifted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// The user.
    pub staff_id: StaffId,
    /// The password for one sign-in, at least 12 characters.
    pub password: NewPassword<STAFF_MIN>,
}

impl Act for SetPassword {
    const NAME: &'static str = "user.password.set";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = User;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    const PREPARES: bool = true;
    fn prepare(&mut self, before: &Before<'_>) -> Result<(), Problem> {
        match before.allowed(Self::NEEDS)? {
            Some(_) => self.password.prepare(before.mint()),
            None => Ok(()),
        }
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<User, Refusal> {
        let stored = user::get(work, self.staff_id)?;
        let (tenant, hash) = (work.tenant(), self.password.hashed()?);
        work.sql().exec(&sql::SET_PASSWORD, store::params![tenant, self.staff_id, hash, 1i64])?;
        work.sql().exec(&sql::SET_LOCKED, store::params![tenant, self.staff_id, None::<i64>])?;
        throttle::unlock(work, throttle::Realm::Staff, &stored.email_key)?;
        let sign_ins = end_sign_ins(work, self.staff_id, None, EndedBy::Revoked, "")?;
        let after = user::get(work, self.staff_id)?.user;
        let what = serde_json::json!({ "password": "set for one sign-in", "sign_ins_ended": sign_ins });
        work.changed(after.id, Some(after.version), &(), &what);
        Ok(after)
    }
}
