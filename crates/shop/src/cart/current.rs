//! Which of an owner's carts is the current one.

use serde_json::json;

use super::by::By;
use super::change::tell;
use super::open::announce;
use super::row::{Cart, State};
use super::sql;
use crate::desk::{Acting, Refusal, Subject, Work};
use crate::kernel::Currency;
use crate::kernel::id::{CartId, SiteId};

/// Makes a cart that was taken for a change the current one of its currency; the former one is put aside. Stored
/// with the change.
pub(super) fn become_current(who: &Acting, work: &mut Work<'_, '_>, cart: &mut Cart) -> Result<(), Refusal> {
    work.object(cart.id, Some(cart.version));
    put_aside(who, work, cart.owner, cart.site, cart.currency, Some(cart.id))?;
    if !cart.state.is_current() {
        cart.state = State::Open;
        announce(work, cart.owner, cart.id, cart.site);
    }
    Ok(())
}

/// Puts the owner's current cart aside, where there is one other than `but`. What was asked of others with a
/// hand-over is thereby called back.
pub(super) fn put_aside(
    who: &Acting,
    work: &mut Work<'_, '_>,
    owner: Subject,
    site: SiteId,
    currency: Currency,
    but: Option<CartId>,
) -> Result<(), Refusal> {
    let (by, but) = (By::of(who), but.map(|cart| cart.to_string()).unwrap_or_default());
    let former = work.sql().returning(
        &sql::PUT_ASIDE,
        store::params![who.tenant(), owner, site, currency.code(), but, who.at(), by.kind, by.name],
    )?;
    moved(who, work, former.as_ref(), false)?;
    Ok(())
}

/// Makes the saved cart that changed last the current one, where there is one.
pub(super) fn step_forward(
    who: &Acting,
    work: &mut Work<'_, '_>,
    owner: Subject,
    site: SiteId,
    currency: Currency,
) -> Result<(), Refusal> {
    let by = By::of(who);
    let next = work.sql().returning_racing(
        &sql::STEP_FORWARD,
        store::params![who.tenant(), owner, site, currency.code(), who.at(), by.kind, by.name],
    )?;
    if let Some(cart) = moved(who, work, next.as_ref(), true)? {
        announce(work, cart.owner, cart.id, cart.site);
    }
    Ok(())
}

/// Records and tells that a cart became the current one, or no longer is.
fn moved(
    who: &Acting,
    work: &mut Work<'_, '_>,
    row: Option<&store::Row>,
    current: bool,
) -> Result<Option<Cart>, store::Error> {
    let Some(cart) = row.map(Cart::from_row).transpose()? else { return Ok(None) };
    let state = |current| json!({ "current": current, "cart_name": cart.name });
    work.changed(cart.id, Some(cart.version), &state(!current), &state(current));
    tell(who, work, &cart, cart.state.name());
    Ok(Some(cart))
}
