//! Renewing tokens, and taking away what renews them.

use axum::http::StatusCode;
use shop::assist::{EndSession, RefreshSession};
use shop::desk::Credential;
use shop::kernel::id::{CustomerId, StaffId};

use super::super::Answer;
use super::super::call::Call;
use super::super::check::Check;
use super::super::envelope::{Resource, nothing, one};
use super::super::identity::Party;
use super::super::refused::{Area, Refused};
use super::super::token::{self, Kind, Named, Pair};

/// Gives a new token for one that goes on: an agent's, a customer's, or that of acting for one.
pub(super) async fn renew(call: Call) -> Answer {
    let attributes = call.attributes("refresh-tokens")?;
    call.identity().await?;
    let mut check = Check::of(&attributes);
    let given = check.text("refreshToken");
    check.done()?;
    let (pair, named) = renewed(&call, &given).await?;
    let token = Resource::of_call("refresh-tokens", pair.attributes(&call, &named), &call);
    Ok(one(StatusCode::CREATED, &token))
}

/// The new token and what renews it. The old ones are no longer good.
pub(super) async fn renewed(call: &Call, given: &str) -> Result<(Pair, Named), Refused> {
    let failed = || Refused::new(401, "004", "Failed to refresh token.");
    let (kind, hash) = token::read_refresh(given).ok_or_else(failed)?;
    let pair = Pair::new(&call.app.desk, kind);
    let caller = call.caller(Credential::Refresh(kind.renewing(), hash));
    let (shown, token, refresh) = (hash, pair.hash(), pair.refresh_hash());
    let of = |staff: StaffId| Some(staff.to_string());
    let customer = |reference: String, id: CustomerId| Some((reference, id.to_string()));
    let named = match kind {
        Kind::Agent => {
            let act = shop::people::refresh::RefreshSignIn { shown, token, refresh };
            let done = call.act(&caller, Area::Refresh, act).await?;
            Named { agent: of(done.staff), customer: None }
        }
        Kind::Customer => {
            let act = shop::customers::refresh::RefreshSignIn { shown, token, refresh };
            let done = call.act(&caller, Area::Refresh, act).await?;
            Named { agent: None, customer: customer(done.reference.unwrap_or(done.number), done.customer) }
        }
        Kind::OnBehalf => {
            let done = call.act(&caller, Area::Refresh, RefreshSession { shown, token, refresh }).await?;
            Named { agent: of(done.staff), customer: customer(done.reference, done.customer) }
        }
    };
    Ok((pair, named))
}

/// Takes away what renews one's own tokens: one by itself, or all (`mine`). For a token of acting for a customer this
/// is the end of it. Whether anything was taken away is not told.
pub(super) async fn revoke(call: Call) -> Answer {
    let given = call.part("token").to_owned();
    let identity = call.identity().await?;
    let party = identity.anybody().ok_or_else(Refused::no_token)?;
    let hash = token::read_refresh(&given);
    if given != "mine" && hash.is_none_or(|(kind, _)| kind != party.kind) {
        return Ok(nothing());
    }
    taken_away(&call, &party, hash.map(|(_, hash)| hash).filter(|_| given != "mine")).await?;
    Ok(nothing())
}

async fn taken_away(
    call: &Call,
    party: &Party,
    refresh: Option<shop::kernel::secret::TokenHash>,
) -> Result<(), Refused> {
    match party.kind {
        Kind::Agent => {
            let act = shop::people::refresh::StopRefreshing { refresh };
            call.act(&party.caller, Area::Any, act).await.map(|_| ())
        }
        Kind::Customer => {
            let act = shop::customers::refresh::StopRefreshing { refresh };
            call.act(&party.caller, Area::Any, act).await.map(|_| ())
        }
        Kind::OnBehalf => call.act(&party.caller, Area::Any, EndSession::default()).await.map(|_| ()),
    }
}
