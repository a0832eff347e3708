//! Opening the current cart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::by::By;
use super::goods::{Goods, price};
use super::row::Cart;
use super::sql;
use super::view::{CartView, view};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Subject, Work};
use crate::events::Topic;
use crate::kernel::id::{CartId, SiteId};
use crate::kernel::{Currency, Problem};
use crate::sites::Site;

/// Opens the current cart of whoever shops, on this site and in this currency: the one there is, or a new one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCart {
    /// One of the site's currencies; its first one when left out.
    #[serde(default)]
    pub currency: Option<Currency>,
}

impl Act for OpenCart {
    const NAME: &'static str = "cart.open";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = CartView;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(whoever_shops(who))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let (owner, site) = (shopper(who)?, who.site()?);
        let goods = Goods::held(&mut work.look(), site)?;
        let currency = currency_of(&goods.site, self.currency)?;
        let cart = current_or_new(who, work, owner, site, currency)?;
        let lines = cart.lines(&mut work.look())?;
        let basket = price(&goods, who, &cart, &lines)?;
        Ok(view(who, &goods, &cart, &lines, &basket))
    }
}

/// The owner's current cart, opened now where there was none.
pub(crate) fn current_or_new(
    who: &Acting,
    work: &mut Work<'_, '_>,
    owner: Subject,
    site: SiteId,
    currency: Currency,
) -> Result<Cart, Refusal> {
    match Cart::current(&mut work.look(), owner, site, currency)? {
        Some(cart) => Ok(cart),
        None => new_cart(who, work, owner, site, currency, ""),
    }
}

/// A new current cart, where the owner has no other one that is current.
pub(super) fn new_cart(
    who: &Acting,
    work: &mut Work<'_, '_>,
    owner: Subject,
    site: SiteId,
    currency: Currency,
    name: &str,
) -> Result<Cart, Refusal> {
    let (id, by) = (work.id::<CartId>(), By::of(who));
    // Two requests may open one at the same moment.
    work.sql().exec_racing(
        &sql::OPEN,
        store::params![who.tenant(), owner, id, site, currency.code(), who.at(), by.kind, by.name, name],
    )?;
    work.changed(
        id,
        Some(1),
        &(),
        &serde_json::json!({ "site": site, "currency": currency, "cart_name": name }),
    );
    announce(work, owner, id, site);
    Ok(Cart::find(&mut work.look(), id)?.ok_or_else(|| Problem::not_found("cart"))?)
}

/// Tells whoever watches the customer that this is now the current cart: they know no topic of it yet.
pub(super) fn announce(work: &mut Work<'_, '_>, owner: Subject, cart: CartId, site: SiteId) {
    if let Subject::Customer(customer) = owner {
        let body = serde_json::json!({ "cart": cart, "site": site });
        work.emit(Topic::Customer(customer), "cart.opened", &body);
    }
}

/// The owner that an act or ask about one's own current cart is about.
pub(crate) fn whoever_shops(who: &Acting) -> Owner {
    match who.subject() {
        Some(Subject::Customer(id)) => Owner::Customer(id),
        Some(Subject::Guest(id)) => Owner::Guest(id),
        None => Owner::Shop,
    }
}

/// Whoever shops; 401 when nobody does.
pub(crate) fn shopper(who: &Acting) -> Result<Subject, Problem> {
    who.subject().map_or_else(|| who.customer().map(Subject::Customer), Ok)
}

/// The currency asked for, if the site has it.
pub(super) fn currency_of(site: &Site, asked: Option<Currency>) -> Result<Currency, Problem> {
    let offered = || site.currencies.iter().filter_map(|code| code.parse::<Currency>().ok());
    match asked {
        Some(asked) if offered().any(|currency| currency == asked) => Ok(asked),
        Some(asked) => {
            let known = site.currencies.join(", ");
            Err(Problem::invalid(
                "/currency",
                format!("{} does not sell in {asked}, only in {known}.", site.name),
            ))
        }
        None => offered()
            .next()
            .ok_or_else(|| Problem::invalid("/currency", format!("{} has no currency.", site.name))),
    }
}
