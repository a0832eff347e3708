//! Several carts of one owner: making, changing and deleting them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::{Change, Expected, tell};
use super::current::{become_current, put_aside, step_forward};
use super::goods::{Goods, price};
use super::open::{currency_of, new_cart, shopper, whoever_shops};
use super::row::{Cart, owner};
use super::sql;
use super::view::{CartView, view};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Subject, Work};
use crate::kernel::id::{CartId, SiteId};
use crate::kernel::problem;
use crate::kernel::text::Text;
use crate::kernel::{Currency, Problem};

/// Carts an owner has at most on a site, the current ones included.
pub const MAX_CARTS: usize = 50;

/// Makes a new cart, which is the current one from now on. The one that was current is saved.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CreateCart {
    /// What its owner calls it.
    pub name: Option<Text<1, 120>>,
    /// One of the site's currencies; its first one when left out.
    pub currency: Option<Currency>,
}

impl Act for CreateCart {
    const NAME: &'static str = "cart.create";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = CartView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(whoever_shops(who))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let (owner, site) = (shopper(who)?, who.site()?);
        let goods = Goods::held(&mut work.look(), site)?;
        let currency = currency_of(&goods.site, self.currency)?;
        let name = self.name.as_ref().map(ToString::to_string).unwrap_or_default();
        let cart = another(who, work, owner, site, currency, &name)?;
        let basket = price(&goods, who, &cart, &[])?;
        Ok(view(who, &goods, &cart, &[], &basket))
    }
}

/// One more cart, which is the current one; the former one is put aside. 409 where there are too many already.
pub(crate) fn another(
    who: &Acting,
    work: &mut Work<'_, '_>,
    owner: Subject,
    site: SiteId,
    currency: Currency,
    name: &str,
) -> Result<Cart, Refusal> {
    let most = i64::try_from(MAX_CARTS).unwrap_or(i64::MAX);
    let there = work.sql().all(&sql::IDS_OF_SITE, store::params![who.tenant(), owner, site, most])?;
    if there.len() >= MAX_CARTS {
        let said = format!("There are {MAX_CARTS} carts already. Delete one first. Nothing was changed.");
        return Err(Problem::new(&problem::CONFLICT, said).with("most", MAX_CARTS).into());
    }
    put_aside(who, work, owner, site, currency, None)?;
    let cart = new_cart(who, work, owner, site, currency, name)?;
    work.object(cart.id, Some(cart.version));
    Ok(cart)
}

/// Renames a cart, prices it in another of its site's currencies, makes it the current one. What is left out
/// stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditCart {
    /// The cart.
    pub cart: CartId,
    /// What its owner calls it; empty takes the name away.
    #[serde(default)]
    pub name: Option<Text<0, 120>>,
    /// The currency it is priced in. A current cart becomes the current one of that currency.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// `true` makes it the current one of its currency; the one that was it is saved.
    #[serde(default)]
    pub current: Option<bool>,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for EditCart {
    const NAME: &'static str = "cart.edit";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        if self.current == Some(false) {
            let said = "A cart is put aside by making another one the current one.";
            return Err(Problem::invalid("/current", said).into());
        }
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        if let Some(name) = &self.name {
            change.cart.name = name.to_string();
        }
        let other = self.currency.filter(|currency| *currency != change.cart.currency);
        if let Some(currency) = other {
            sold_in(who, &change, currency)?;
            change.cart.currency = currency;
        }
        let takes_a_place =
            if change.cart.state.is_current() { other.is_some() } else { self.current.is_some() };
        if takes_a_place {
            become_current(who, work, &mut change.cart)?;
        }
        change.finish(who, work)
    }
}

/// Whether the site sells in this currency, and in it everything that is in the cart.
fn sold_in(who: &Acting, change: &Change, currency: Currency) -> Result<(), Problem> {
    currency_of(&change.goods.site, Some(currency))?;
    let unsold = change.lines.iter().filter(|line| change.goods.sold(line.variant, currency).is_none());
    let names: Vec<String> =
        unsold.map(|line| change.goods.article(line.variant, who.locale()).name).collect();
    if names.is_empty() {
        return Ok(());
    }
    let said = format!("Not sold in {currency}: {}. Nothing was changed.", names.join(", "));
    Err(Problem::new(&problem::CONFLICT, said).with("not_sold", names))
}

/// Deletes a cart with its lines. Where it was the current one, the saved cart of the same currency that changed
/// last becomes current.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteCart {
    /// The cart.
    pub cart: CartId,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for DeleteCart {
    const NAME: &'static str = "cart.delete";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = ();

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        let change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        let cart = &change.cart;
        for statement in [&sql::DROP_LINES, &sql::DROP] {
            work.sql().exec(statement, store::params![who.tenant(), cart.owner, cart.id])?;
        }
        work.changed(cart.id, Some(cart.version), &change.described(), &());
        tell(who, work, cart, "deleted");
        if cart.state.is_current() {
            step_forward(who, work, cart.owner, cart.site, cart.currency)?;
        }
        Ok(())
    }
}
