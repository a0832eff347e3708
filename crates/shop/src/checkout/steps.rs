//! The steps of a checkout, each of which chooses one thing for a cart: one at a time ([`super::choices`]) or all
//! at once ([`super::at_once`]).

use super::address::{Address, AddressFields};
use super::choices::{Payment, Terms};
use super::sql;
use crate::cart::{By, Cart, Goods};
use crate::desk::{Acting, Look, OnBehalf, Refusal, Subject};
use crate::kernel::Problem;
use crate::kernel::problem;
use crate::kernel::text::Text;

/// Has it delivered there; 422 where the site does not deliver.
pub(super) fn deliver(
    look: &mut Look<'_, '_>,
    goods: &Goods,
    cart: &mut Cart,
    to: &AddressFields<'_>,
) -> Result<(), Refusal> {
    cart.delivery = Some(resolve(look, cart.owner, to)?.within(&goods.site)?);
    Ok(())
}

/// Has the bill sent there.
pub(super) fn bill(look: &mut Look<'_, '_>, cart: &mut Cart, to: &AddressFields<'_>) -> Result<(), Refusal> {
    cart.billing = Some(resolve(look, cart.owner, to)?);
    Ok(())
}

/// The address that is meant: one of the owner's own, or the one given.
fn resolve(look: &mut Look<'_, '_>, of: Subject, fields: &AddressFields<'_>) -> Result<Address, Refusal> {
    let Some(saved) = fields.saved else { return Ok(fields.given()?) };
    let tenant = look.tenant();
    let row = look.sql().one(&sql::ADDRESS, store::params![tenant, of, saved])?;
    let address = row.map(|row| Address::from_row(&row)).transpose()?.flatten();
    address.ok_or_else(|| Problem::invalid("/address", "There is no such address.").into())
}

/// Has it shipped this way.
pub(super) fn ship(goods: &Goods, cart: &mut Cart, code: &Text<1, 40>) -> Result<(), Problem> {
    let method = goods.shipping.of(cart.site, code.as_str());
    if method.is_none_or(|method| method.costs(cart.currency, 0).is_none()) {
        return Err(Problem::invalid("/method", "There is no such way of shipping here."));
    }
    cart.shipping = code.to_string();
    Ok(())
}

/// Has it paid this way.
pub(super) fn pay(who: &Acting, cart: &mut Cart, method: Payment) -> Result<(), Problem> {
    may_pay_by(who, method)?;
    cart.payment = Some(method);
    Ok(())
}

/// Whether whoever acts may have the order paid this way.
pub(super) fn may_pay_by(who: &Acting, method: Payment) -> Result<(), Problem> {
    if Payment::allowed(who).contains(&method) {
        return Ok(());
    }
    Err(match method {
        Payment::Card => Problem::new(
            &problem::NEVER_ON_BEHALF,
            "Cards are for the customer alone. Choose an invoice or send a pay link. Nothing was changed.",
        ),
        _ => Problem::invalid("/method", "A pay link is sent by an agent. Choose a card or an invoice."),
    })
}

/// Accepts the shop's terms, in the way that is said; else in the way of the surface.
pub(super) fn accept(who: &Acting, cart: &mut Cart, how: Option<&Text<0, 200>>) {
    let said = how.map(ToString::to_string).filter(|how| !how.is_empty());
    let session = who.on_behalf();
    let by_default = if session.is_some() { "in the customer's name" } else { who.channel().name() };
    cart.terms = Some(Terms {
        by: By::of(who),
        how: said.unwrap_or_else(|| by_default.to_owned()),
        at: who.at(),
        session: session.map(OnBehalf::session),
    });
}
