//! Handing a cart to somebody who may place it, and taking it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::{Change, Expected};
use super::current::become_current;
use super::row::{Cart, Handed, State, owner};
use super::sql;
use super::view::CartView;
use crate::desk::{Act, Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Subject, Work};
use crate::kernel::id::{CartId, CustomerId, SiteId};
use crate::kernel::problem;
use crate::kernel::text::Prose;
use crate::kernel::{Cursor, Money, Page, Problem, Timestamp};

/// Hands the customer's cart to those who may place orders. The customer can still go on with it. A saved cart
/// becomes the current one by it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The cart.
    pub cart: CartId,
    /// What whoever takes it should know.
    #[serde(default = "nothing")]
    pub note: Prose<0, 1000>,
    /// Only if the cart still has this version (If-Match).
    #[serde(default)]
    pub version: Option<i64>,
}

fn nothing() -> Prose<0, 1000> {
    String::new().parse().unwrap_or_else(|_| unreachable!("an empty text has none too many characters"))
}

impl Act for HandOver {
    const NAME: &'static str = "cart.hand_over";
    const NEEDS: Needs = Needs::Behalf(Permission::CheckoutEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        if change.lines.is_empty() {
            let said = "There is nothing in this cart to hand over. Nothing was changed.";
            return Err(Problem::new(&problem::NOT_READY, said).into());
        }
        if !change.cart.state.is_current() {
            become_current(who, work, &mut change.cart)?;
        }
        let cart = &mut change.cart;
        let by = who.staff_name().unwrap_or_default().to_owned();
        let handed = Handed { by, at: who.at(), note: self.note.to_string() };
        work.sql().exec(
            &sql::HAND,
            store::params![
                who.tenant(),
                cart.owner,
                cart.id,
                who.staff()?,
                handed.by,
                handed.at,
                handed.note
            ],
        )?;
        cart.state = State::HandedOver;
        cart.handed = Some(handed);
        change.finish(who, work)
    }
}

/// A cart that waits for somebody who may place it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandedOverCart {
    /// The cart.
    pub cart: CartId,
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name.
    pub name: String,
    /// The site.
    pub site: SiteId,
    /// The agent who handed it over.
    pub agent: String,
    /// When.
    pub handed_at: Timestamp,
    /// What they wrote.
    pub note: String,
    /// Pieces in it.
    pub item_count: u32,
    /// What it comes to.
    pub total: Money,
}

/// The carts that wait to be taken, the one that waits longest first; of the sites one works for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HandedOver {
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

/// Carts on a page.
const PAGE: usize = 50;

impl Ask for HandedOver {
    const NAME: &'static str = "cart.handed_over";
    const NEEDS: Needs = Needs::Staff(Permission::CartTake);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Page<HandedOverCart>;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let after = self.after.as_ref().map(Cursor::key::<(i64, String)>).transpose()?;
        let (at, id) = after.unwrap_or_default();
        let rows = look.sql().all(&sql::HANDED_OVER, store::params![who.tenant(), at, id, PAGE_AND_ONE])?;
        let carts = rows.iter().map(waiting).collect::<Result<Vec<_>, _>>()?;
        let key = |cart: &Option<HandedOverCart>| {
            cart.as_ref().map(|cart| (cart.handed_at.0, cart.cart.to_string()))
        };
        let page = Page::cut(carts, PAGE, key);
        let mine = |cart: &HandedOverCart| who.works_for(cart.site);
        Ok(Page { items: page.items.into_iter().flatten().filter(mine).collect(), next: page.next })
    }
}

const PAGE_AND_ONE: i64 = 51;

/// How many carts wait to be taken, of the sites one works for; counted up to 100.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandedOverCount {}

impl Ask for HandedOverCount {
    const NAME: &'static str = "cart.handed_over.count";
    const NEEDS: Needs = Needs::Staff(Permission::CartTake);
    const RECORDED: Recorded = Recorded::Never;
    type Out = u32;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<u32, Refusal> {
        let mut waiting = 0;
        for row in look.sql().all(&sql::HANDED_OVER_SITES, store::params![who.tenant()])? {
            waiting += u32::from(who.works_for(row.get(0)?));
        }
        Ok(waiting)
    }
}

fn waiting(row: &store::Row) -> Result<Option<HandedOverCart>, store::Error> {
    let cart = Cart::from_row(row)?;
    let (Subject::Customer(customer), Some(handed)) = (cart.owner, cart.handed) else { return Ok(None) };
    let (first, last): (Option<String>, Option<String>) = (row.get(26)?, row.get(27)?);
    Ok(Some(HandedOverCart {
        cart: cart.id,
        customer,
        name: [first, last].into_iter().flatten().collect::<Vec<_>>().join(" "),
        site: cart.site,
        agent: handed.by,
        handed_at: handed.at,
        note: handed.note,
        item_count: cart.item_count,
        total: Money::new(cart.total, cart.currency),
    }))
}

/// Takes a cart that was handed over: it waits for nobody any more. Start an assist session with its
/// customer to go on with it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeHandedOver {
    /// The cart.
    pub cart: CartId,
}

impl Act for TakeHandedOver {
    const NAME: &'static str = "cart.take";
    const NEEDS: Needs = Needs::Staff(Permission::CartTake);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        take(who, work, self.cart)
    }
}

/// Takes a cart that was handed over; 409 when somebody else was faster.
pub(crate) fn take(who: &Acting, work: &mut Work<'_, '_>, cart: CartId) -> Result<CartView, Refusal> {
    let mut change = Change::begin(who, work, cart, Expected::Any)?;
    if change.cart.state != State::HandedOver {
        let said = "Somebody took this cart already. Nothing was changed.";
        return Err(Problem::new(&problem::CONFLICT, said).into());
    }
    if !who.works_for(change.cart.site) {
        return Err(Problem::not_found("cart").into());
    }
    change.cart.state = State::Open;
    change.finish(who, work)
}
