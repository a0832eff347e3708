//! What the people with stories have done: Haru has left his checkout half-way.

use anyhow::{Context, Result};
use serde_json::json;
use shop::cart::{AddLine, OpenCart};
use shop::checkout::SetDelivery;
use shop::customers::AddAddress;
use shop::customers::address::Addresses;
use shop::customers::sign_in::{SignIn, SignOut};
use shop::desk::{Act, Caller, Channel, Credential, Desk};
use shop::kernel::secret::TokenHash;

use super::Filler;
use super::people::{self, Customer};
use super::sites::read;

/// Somebody signed in, doing things themselves.
struct Person<'a> {
    desk: &'a Desk,
    caller: Caller,
}

impl Person<'_> {
    fn act<A: Act>(&self, value: serde_json::Value) -> Result<A::Out> {
        let done = self.desk.act(&self.caller, read::<A>(A::NAME, value)?, None);
        done.and_then(shop::desk::Answer::out).map_err(|problem| super::plain(&problem)).context(A::NAME)
    }
}

/// Tells the stories of all who have one.
pub(super) fn tell(filler: &Filler<'_>) -> Result<()> {
    for customer in people::all()?.customer {
        if customer.address.len() > 1 || customer.cart.is_some() {
            live(filler, &customer).with_context(|| customer.reference.clone())?;
        }
    }
    Ok(())
}

fn live(filler: &Filler<'_>, customer: &Customer) -> Result<()> {
    let directory = filler.desk.directory().map_err(|problem| super::plain(&problem))?;
    let slug = customer.cart.as_ref().map_or("eu", |cart| cart.site.as_str());
    let site = directory.by_slug(filler.tenant, slug).with_context(|| format!("no site {slug}"))?;
    let token = filler.desk.mint().code(40);
    let stranger = Caller {
        site: Some(site.id),
        channel: Channel::Shop,
        credential: Credential::None,
        address: "demo".to_owned(),
        ..filler.desk.operator(filler.tenant)
    };
    let person = Person { desk: filler.desk, caller: stranger.clone() };
    person.act::<SignIn>(json!({
        "email": customer.email, "password": customer.password, "token": TokenHash::of(&token),
    }))?;
    let person = Person {
        desk: filler.desk,
        caller: Caller { credential: Credential::Customer(TokenHash::of(&token)), ..stranger },
    };
    let there = filler
        .desk
        .ask(&person.caller, &Addresses { customer: None })
        .map_err(|problem| super::plain(&problem))?;
    for address in customer.address.iter().skip(there.len()) {
        person.act::<AddAddress>(people::lines(address))?;
    }
    if let Some(cart) = &customer.cart {
        let open = person.act::<OpenCart>(json!({ "currency": cart.currency }))?;
        if open.lines.is_empty() {
            for line in &cart.lines {
                person
                    .act::<AddLine>(json!({ "cart": open.id, "sku": line.sku, "quantity": line.quantity }))?;
            }
            let home = there.first().map(|address| address.id);
            person.act::<SetDelivery>(json!({ "cart": open.id, "address": home }))?;
        }
    }
    person.act::<SignOut>(json!({}))?;
    Ok(())
}
