//! What can be asked about carts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::goods::{Goods, price};
use super::open::{currency_of, shopper, whoever_shops};
use super::row::{Cart, owner};
use super::several::MAX_CARTS;
use super::sql;
use super::view::{CartView, view};
use crate::customers;
use crate::desk::{Acting, Ask, Look, Needs, Owner, Permission, Recorded, Refusal, Subject};
use crate::kernel::id::{CartId, CustomerId, LineId};
use crate::kernel::{Currency, Money, Problem};
use crate::sites::Sites;

/// A cart with its lines, prices and what is missing for placing it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetCart {
    /// The cart.
    pub cart: CartId,
}

impl Ask for GetCart {
    const NAME: &'static str = "cart.get";
    const NEEDS: Needs = Needs::Own(Permission::CartRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<CartView, Refusal> {
        let cart = Cart::find(look, self.cart)?.ok_or_else(|| Problem::not_found("cart"))?;
        seen(who, look, &cart)
    }
}

/// The current cart of whoever shops, on this site; nothing where none is open.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CurrentCart {
    /// One of the site's currencies; its first one when left out.
    pub currency: Option<Currency>,
}

impl Ask for CurrentCart {
    const NAME: &'static str = "cart.current";
    const NEEDS: Needs = Needs::Own(Permission::CartRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Option<CartView>;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(whoever_shops(who))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        match current(who, look, self.currency)? {
            Some(cart) => seen(who, look, &cart).map(Some),
            None => Ok(None),
        }
    }
}

/// The carts of whoever shops, on this site: the current one of each currency first, then the saved ones, the one
/// changed last first; at most 50.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Carts {}

impl Ask for Carts {
    const NAME: &'static str = "cart.list";
    const NEEDS: Needs = Needs::Own(Permission::CartRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Vec<CartView>;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(whoever_shops(who))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let (owner, most) = (shopper(who)?, i64::try_from(MAX_CARTS).unwrap_or(i64::MAX));
        let rows = look.sql().all(&sql::OF_SITE, store::params![who.tenant(), owner, who.site()?, most])?;
        rows.iter().map(|row| seen(who, look, &Cart::from_row(row)?)).collect()
    }
}

/// What the header of every page shows of the current cart; nothing where none is open.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MiniCart {
    /// One of the site's currencies; its first one when left out.
    pub currency: Option<Currency>,
}

/// A cart in few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MiniCartView {
    /// The cart.
    pub id: CartId,
    /// Its version.
    pub version: i64,
    /// Pieces in it.
    pub item_count: u32,
    /// All lines after discounts, in the site's tax mode.
    pub subtotal: Money,
    /// Its lines, the one added last first.
    pub lines: Vec<MiniCartLine>,
}

/// A line in few words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MiniCartLine {
    /// The line.
    pub id: LineId,
    /// Its name, in the reader's language.
    pub name: String,
    /// What tells it from other variants: `24 cm, Blue`.
    pub options: String,
    /// Last part of its product's address.
    pub slug: String,
    /// Name of its picture; empty when it has none.
    pub picture: String,
    /// How many.
    pub quantity: u32,
    /// The price of one before discounts.
    pub unit: Money,
    /// The whole line after discounts, in the site's tax mode.
    pub price: Money,
}

impl Ask for MiniCart {
    const NAME: &'static str = "cart.mini";
    const NEEDS: Needs = Needs::Own(Permission::CartRead);
    // It stands on every page: the page itself is what is recorded.
    const RECORDED: Recorded = Recorded::Never;
    type Out = Option<MiniCartView>;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(whoever_shops(who))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let Some(cart) = current(who, look, self.currency)? else { return Ok(None) };
        let cart = seen(who, look, &cart)?;
        let lines = cart.lines.into_iter().rev().map(|line| MiniCartLine {
            id: line.id,
            name: line.name,
            options: line.options,
            slug: line.slug,
            picture: line.picture,
            quantity: line.quantity,
            unit: line.unit,
            price: line.price,
        });
        Ok(Some(MiniCartView {
            id: cart.id,
            version: cart.version,
            item_count: cart.item_count,
            subtotal: Money::new(cart.subtotal.minor - cart.discount.minor, cart.currency),
            lines: lines.collect(),
        }))
    }
}

/// A customer's current carts, the one changed last first: what the back office shows of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerCart {
    /// The customer.
    pub customer: CustomerId,
}

impl Ask for CustomerCart {
    const NAME: &'static str = "cart.of_customer";
    const NEEDS: Needs = Needs::Staff(Permission::CustomerOpen);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Vec<CartView>;

    fn owner(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        customers::office::owner(who.tenant(), look, self.customer)
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        let owner = Subject::Customer(self.customer);
        let rows = look.sql().all(&sql::CURRENT_OF, store::params![who.tenant(), owner])?;
        let carts = rows.iter().map(Cart::from_row).collect::<Result<Vec<_>, _>>()?;
        carts.iter().filter(|cart| who.works_for(cart.site)).map(|cart| seen(who, look, cart)).collect()
    }
}

fn current(who: &Acting, look: &mut Look<'_, '_>, asked: Option<Currency>) -> Result<Option<Cart>, Refusal> {
    let site = look.memo::<Sites>()?.of(who.site()?)?.clone();
    let currency = currency_of(&site, asked)?;
    Ok(Cart::current(look, shopper(who)?, site.id, currency)?)
}

fn seen(who: &Acting, look: &mut Look<'_, '_>, cart: &Cart) -> Result<CartView, Refusal> {
    look.object(cart.id, Some(cart.version));
    let goods = Goods::held(look, cart.site)?;
    let lines = cart.lines(look)?;
    let basket = price(&goods, who, cart, &lines)?;
    Ok(view(who, &goods, cart, &lines, &basket))
}
