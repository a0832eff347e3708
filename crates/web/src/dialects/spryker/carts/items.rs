//! Items of carts. An item goes by its stock keeping unit, of which a cart holds one line at most.

use axum::http::StatusCode;
use shop::cart::{AddLine, CartView, LineView, OpenCart, RemoveLine, SetQuantity};
use shop::kernel::text::Text;

use super::super::Answer;
use super::super::call::Call;
use super::super::check::{Attributes, Check};
use super::super::envelope::nothing;
use super::super::refused::{Area, Refused};
use super::{Shopper, answered};

/// A change made to what was just read is tried again so often where somebody else was faster: their calls name no
/// version of the cart.
const TRIES: usize = 3;

pub(super) async fn add(call: Call) -> Answer {
    let attributes = call.attributes(call.names().item)?;
    let shopper = call.shopper().await?;
    let wanted = Wanted::read(&attributes)?;
    let cart = shopper.cart(&call).await?;
    put(&call, &shopper, &cart, wanted).await
}

/// A guest's first item makes the cart it goes into.
pub(super) async fn add_to_current(call: Call) -> Answer {
    let attributes = call.attributes(call.names().item)?;
    call.identity().await?.guest()?;
    let wanted = Wanted::read(&attributes)?;
    let shopper = call.remembered_guest().await?;
    let cart = call.act(&shopper.caller, Area::Cart, OpenCart { currency: None }).await?;
    put(&call, &shopper, &cart, wanted).await
}

async fn put(call: &Call, shopper: &Shopper, cart: &CartView, wanted: Wanted) -> Answer {
    let Wanted { sku, quantity } = wanted;
    let act = AddLine { cart: cart.id, variant: None, sku: Some(sku), quantity, version: None };
    let cart = call.act(&shopper.caller, Area::Item, act).await?;
    answered(call, shopper, &cart, StatusCode::CREATED).await
}

pub(super) async fn change(call: Call) -> Answer {
    let attributes = call.attributes(call.names().item)?;
    let shopper = call.shopper().await?;
    let mut check = Check::of(&attributes);
    let quantity = check.quantity("quantity");
    check.done()?;
    for tries in 1.. {
        let (cart, line) = found(&call, &shopper).await?;
        let act = SetQuantity { cart: cart.id, line: line.id, quantity, version: Some(cart.version) };
        match call.act(&shopper.caller, Area::ItemChange, act).await {
            Err(refused) if refused.status() == 412 && tries < TRIES => {}
            done => return answered(&call, &shopper, &done?, StatusCode::OK).await,
        }
    }
    Err(no_item())
}

pub(super) async fn remove(call: Call) -> Answer {
    let shopper = call.shopper().await?;
    for tries in 1.. {
        let (cart, line) = found(&call, &shopper).await?;
        let act = RemoveLine { cart: cart.id, line: line.id, version: Some(cart.version) };
        match call.act(&shopper.caller, Area::ItemChange, act).await {
            Err(refused) if refused.status() == 412 && tries < TRIES => {}
            done => return done.map(|_| nothing()),
        }
    }
    Err(no_item())
}

/// The cart and the item in the path.
async fn found(call: &Call, shopper: &Shopper) -> Result<(CartView, LineView), Refused> {
    let cart = shopper.cart(call).await?;
    let line = cart.lines.iter().find(|line| line.sku == call.part("item")).cloned();
    line.map(|line| (cart, line)).ok_or_else(no_item)
}

fn no_item() -> Refused {
    Refused::new(404, "103", "Item with the given group key not found in the cart.")
}

/// What is to be put into a cart.
struct Wanted {
    sku: Text<1, 200>,
    quantity: u32,
}

impl Wanted {
    fn read(attributes: &Attributes) -> Result<Self, Refused> {
        let mut check = Check::of(attributes);
        let (sku, quantity) = (check.text("sku"), check.quantity("quantity"));
        check.done()?;
        let unknown = |_| Refused::new(422, "102", format!("Product \"{sku}\" not found."));
        Ok(Self { sku: sku.parse().map_err(unknown)?, quantity })
    }
}
