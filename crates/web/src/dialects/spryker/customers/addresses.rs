//! The addresses of an account.

use axum::http::StatusCode;
use serde_json::json;
use shop::customers::profile::ProfileView;
use shop::customers::{Address, Addresses, RemoveAddress};
use shop::kernel::Locale;

use super::super::Answer;
use super::super::call::Call;
use super::super::envelope::{Resource, many, nothing, one};
use super::super::identity::Party;
use super::super::refused::{Area, Refused};
use super::{given, map, named};

/// Their type, and what asks for them to be included.
pub(super) const KIND: &str = "addresses";

/// An address of this customer as a resource.
pub(super) fn resource(call: &Call, own: &ProfileView, address: &Address, locale: Locale) -> Resource {
    let link = call.link(&format!("/customers/{}/addresses/{}", map::reference(own), address.id));
    Resource::new(KIND, address.id.to_string(), json!(map::address(address, locale)), link)
}

/// The address named in the path.
async fn found(call: &Call, party: &Party) -> Result<Address, Refused> {
    let all = call.ask(&party.caller, Area::Address, &Addresses::default()).await?;
    let id = call.part("address");
    all.into_iter()
        .find(|address| address.id.to_string() == id)
        .ok_or_else(|| Refused::new(404, "404", "Address was not found."))
}

pub(super) async fn all(call: Call) -> Answer {
    let party = call.customer().await?;
    let own = named(&call, &party).await?;
    let all = call.ask(&party.caller, Area::Address, &Addresses::default()).await?;
    let resources: Vec<Resource> =
        all.iter().map(|one| resource(&call, &own, one, party.caller.locale)).collect();
    Ok(many(&call, &resources, Vec::new()))
}

pub(super) async fn show(call: Call) -> Answer {
    let party = call.customer().await?;
    let own = named(&call, &party).await?;
    let address = found(&call, &party).await?;
    Ok(one(StatusCode::OK, &resource(&call, &own, &address, party.caller.locale)))
}

pub(super) async fn add(call: Call) -> Answer {
    let attributes = call.attributes(KIND)?;
    let party = call.customer().await?;
    let act = given::new_address(&attributes)?;
    let own = named(&call, &party).await?;
    let address = call.act(&party.caller, Area::Address, act).await?;
    Ok(one(StatusCode::CREATED, &resource(&call, &own, &address, party.caller.locale)))
}

pub(super) async fn edit(call: Call) -> Answer {
    let attributes = call.attributes(KIND)?;
    let party = call.customer().await?;
    let change = given::AddressChange::read(&attributes)?;
    let own = named(&call, &party).await?;
    let act = change.over(&found(&call, &party).await?)?;
    let address = call.act(&party.caller, Area::Address, act).await?;
    Ok(one(StatusCode::OK, &resource(&call, &own, &address, party.caller.locale)))
}

pub(super) async fn remove(call: Call) -> Answer {
    let party = call.customer().await?;
    named(&call, &party).await?;
    let address = found(&call, &party).await?;
    let act = RemoveAddress { address: address.id, customer: None, version: Some(address.version) };
    call.act(&party.caller, Area::Address, act).await?;
    Ok(nothing())
}
