//! Signing out, here and everywhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ending::{end_sign_in, end_sign_ins};
use super::user;
use crate::assist::EndedBy;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::StaffId;

/// What signing out ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignedOut {
    /// Sign-ins that were ended.
    pub sign_ins: usize,
}

/// Signs the user out here. Assist sessions started from this sign-in end with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOut {}

impl Act for SignOut {
    const NAME: &'static str = "staff.sign-out";
    const NEEDS: Needs = Needs::StaffSelf;
    type Out = SignedOut;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let staff = who.staff()?;
        let Some(session) = who.staff_session() else { return Ok(SignedOut { sign_ins: 0 }) };
        Ok(SignedOut { sign_ins: usize::from(end_sign_in(work, staff, session)?) })
    }
}

/// Signs the user out everywhere else; the sign-in this is sent from stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOutOthers {}

impl Act for SignOutOthers {
    const NAME: &'static str = "staff.sign-out-others";
    const NEEDS: Needs = Needs::StaffSelf;
    type Out = SignedOut;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let sign_ins = end_sign_ins(work, who.staff()?, who.staff_session(), EndedBy::Agent, "")?;
        Ok(SignedOut { sign_ins })
    }
}

/// Signs the user out everywhere, here too.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOutEverywhere {}

impl Act for SignOutEverywhere {
    const NAME: &'static str = "staff.sign-out-everywhere";
    const NEEDS: Needs = Needs::StaffSelf;
    type Out = SignedOut;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let sign_ins = end_sign_ins(work, who.staff()?, None, EndedBy::Agent, "")?;
        Ok(SignedOut { sign_ins })
    }
}

/// Signs somebody else out everywhere; their assist sessions end too.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOutUser {
    /// The user.
    pub staff_id: StaffId,
}

impl Act for SignOutUser {
    const NAME: &'static str = "user.sign-out";
    const NEEDS: Needs = Needs::Staff(Permission::UsersEdit);
    type Out = SignedOut;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Staff(self.staff_id))
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<SignedOut, Refusal> {
        let user = user::get(work, self.staff_id)?.user;
        let sign_ins = end_sign_ins(work, user.id, None, EndedBy::Revoked, "")?;
        work.changed(user.id, Some(user.version), &(), &serde_json::json!({ "sign_ins_ended": sign_ins }));
        Ok(SignedOut { sign_ins })
    }
}
