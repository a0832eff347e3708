//! The account itself, and its password.

use axum::http::StatusCode;
use serde_json::json;
use shop::customers::profile::ProfileView;
use shop::customers::{Addresses, ChangePassword, EraseSignedIn};
use shop::kernel::Locale;
use shop::kernel::problem as kinds;

use super::super::Answer;
use super::super::call::Call;
use super::super::envelope::{Resource, many, nothing, one};
use super::super::identity::Party;
use super::super::refused::{Area, Refused};
use super::{addresses, given, is_named, map, named, profile};

const KIND: &str = "customers";

/// The account as a resource, with its addresses where they are asked for.
async fn resource(call: &Call, party: &Party, own: &ProfileView) -> Result<Resource, Refused> {
    let resource = bare(call, own);
    if !call.includes(addresses::KIND) {
        return Ok(resource);
    }
    let all = call.ask(&party.caller, Area::Address, &Addresses::default()).await?;
    let others = all.iter().map(|one| addresses::resource(call, own, one, party.caller.locale));
    Ok(resource.with(others.collect()))
}

fn bare(call: &Call, own: &ProfileView) -> Resource {
    let reference = map::reference(own);
    Resource::new(KIND, reference, json!(map::customer(own)), call.link(&format!("/customers/{reference}")))
}

/// One's own account, as a collection.
pub(super) async fn own(call: Call) -> Answer {
    let party = call.customer().await?;
    let own = profile(&call, &party).await?;
    Ok(many(&call, &[resource(&call, &party, &own).await?], Vec::new()))
}

/// One's own account. Anybody else's is not found.
pub(super) async fn show(call: Call) -> Answer {
    let party = call.customer().await?;
    let own = profile(&call, &party).await?;
    if !is_named(&call, &own) {
        return Err(Refused::new(404, "402", "Customer not found."));
    }
    Ok(one(StatusCode::OK, &resource(&call, &party, &own).await?))
}

/// Opens an account.
pub(super) async fn open(call: Call) -> Answer {
    let attributes = call.attributes(KIND)?;
    call.identity().await?;
    let mut act = given::account(&attributes, call.app.desk.now())?;
    act.locale = call.arrival.prefers().or_else(|| Some(first_language(&call)));
    match call.app.gate.act(&call.app.desk, &call.nobody(), act, None).await {
        Ok(own) => Ok(one(StatusCode::CREATED, &bare(&call, &own))),
        Err(refused) if refused.kind == &kinds::TAKEN => {
            Err(Refused::new(422, "400", "Customer with this email already exists."))
        }
        Err(refused) => Err(Refused::of(Area::Customer, &refused)),
    }
}

/// The language that the site speaks unless it is asked for another.
fn first_language(call: &Call) -> Locale {
    call.site().and_then(|site| site.languages.first().copied()).unwrap_or_default()
}

pub(super) async fn edit(call: Call) -> Answer {
    let attributes = call.attributes(KIND)?;
    let party = call.customer().await?;
    let before = profile(&call, &party).await?;
    let edit = given::profile(&attributes, &before.email, before.version, call.app.desk.now())?;
    named(&call, &party).await?;
    let after = call.act(&party.caller, Area::Customer, edit).await?;
    Ok(one(StatusCode::OK, &resource(&call, &party, &after).await?))
}

/// Erases the account of a customer who signed in just now. An agent never does it for them.
pub(super) async fn erase(call: Call) -> Answer {
    let party = call.customer().await?;
    named(&call, &party).await?;
    call.act(&party.caller, Area::Customer, EraseSignedIn::default()).await?;
    Ok(nothing())
}

/// Changes the password. An agent never does it for a customer.
pub(super) async fn password(call: Call) -> Answer {
    let attributes = call.attributes("customer-password")?;
    let party = call.customer().await?;
    let (current, new) = given::password(&attributes)?;
    named(&call, &party).await?;
    match call.app.gate.act(&call.app.desk, &party.caller, ChangePassword { current, new }, None).await {
        Ok(_) => Ok(nothing()),
        Err(refused) if refused.kind == &kinds::SIGN_IN_FAILED => {
            Err(Refused::new(400, "408", "Invalid password."))
        }
        Err(refused) => Err(Refused::of(Area::Customer, &refused)),
    }
}
