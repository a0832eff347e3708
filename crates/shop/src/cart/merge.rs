//! What becomes of a guest's cart when the guest signs in. Only on request, and by a rule that is said.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::by::{By, ByKind};
use super::change::{Change, Expected};
use super::lines::MAX_QUANTITY;
use super::open::current_or_new;
use super::row::{Cart, Line, State};
use super::sql;
use super::view::CartView;
use crate::desk::{Act, Acting, Look, Needs, Owner, Refusal, Subject, Work};
use crate::events::Topic;
use crate::kernel::Problem;
use crate::kernel::id::CartId;
use crate::kernel::problem;
use crate::kernel::secret::TokenHash;

/// What becomes of the two carts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MergeRule {
    /// The guest's lines are added to the customer's; equal ones add up.
    Merge,
    /// The guest's lines take the place of the customer's.
    Replace,
    /// The customer's cart stays as it is, and the guest's is let go.
    Keep,
}

/// Brings the cart a visitor filled before signing in into the customer's own, by the rule the customer chose.
///
/// In person only: what lies in a browser's guest cart is never taken into the cart of somebody who is helped.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeGuestCart {
    /// The guest's cart.
    pub guest_cart: CartId,
    /// Hash of the guest's token, which proves that the cart is the caller's; the edge adds it.
    #[schemars(skip)]
    pub guest: TokenHash,
    /// What becomes of the two carts.
    pub rule: MergeRule,
}

impl Act for MergeGuestCart {
    const NAME: &'static str = "cart.merge";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = CartView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(who.customer().map_or(Owner::Shop, Owner::Customer))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let customer = Subject::Customer(who.customer()?);
        let (guest, guest_lines) = self.guest_cart(who, work)?;
        let own = current_or_new(who, work, customer, guest.site, guest.currency)?;
        let mut change = Change::begin(who, work, own.id, Expected::Any)?;
        if self.rule == MergeRule::Replace {
            change.lines.clear();
            change.cart.coupons.clear();
        }
        if self.rule != MergeRule::Keep {
            for line in &guest_lines {
                add(&mut change, line, work);
            }
            let new = guest.coupons.iter().filter(|code| !change.cart.coupons.contains(code));
            let new: Vec<String> = new.cloned().collect();
            change.cart.coupons.extend(new);
        }
        let (tenant, at) = (who.tenant(), who.at());
        let moved = store::params![tenant, guest.owner, guest.id, State::Moved, own.id, at];
        if work.sql().exec(&sql::MOVED, moved)? == 0 {
            return Err(Problem::not_found("cart").into());
        }
        work.emit(Topic::Cart(guest.id), "cart.moved", &serde_json::json!({ "moved_to": own.id }));
        change.finish(who, work)
    }
}

impl MergeGuestCart {
    /// The guest's cart, if the token is that of its guest.
    fn guest_cart(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(Cart, Vec<Line>), Refusal> {
        let look = &mut work.look();
        let row = look.sql().one(&sql::GUEST, store::params![who.tenant(), self.guest])?;
        let guest = row.map(|row| row.get(0)).transpose()?.map(Subject::Guest);
        let cart = Cart::find(look, self.guest_cart)?.filter(|cart| Some(cart.owner) == guest);
        let Some(cart) = cart else { return Err(Problem::not_found("cart").into()) };
        if !cart.state.is_current() {
            let said = "This cart was merged or placed already. Nothing was changed.";
            return Err(Problem::new(&problem::CONFLICT, said).with("moved_to", cart.moved_to).into());
        }
        let lines = cart.lines(look)?;
        Ok((cart, lines))
    }
}

/// Adds what a guest's line holds, as a line of its own id or to the line with the same variant.
fn add(change: &mut Change, line: &Line, work: &Work<'_, '_>) {
    match change.lines.iter_mut().find(|own| own.variant == line.variant) {
        Some(own) => own.quantity = own.quantity.saturating_add(line.quantity).min(MAX_QUANTITY),
        None => {
            change.lines.push(Line { id: work.id(), added_by: By::just(ByKind::Guest), ..line.clone() });
        }
    }
}
