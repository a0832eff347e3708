//! Carts themselves.

use axum::http::StatusCode;
use shop::cart::{Carts, CreateCart, DeleteCart, EditCart};
use shop::kernel::Currency;
use shop::kernel::text::Text;

use super::super::Answer;
use super::super::call::Call;
use super::super::catalog::Shelf;
use super::super::check::{Attributes, Check};
use super::super::envelope::{many, nothing};
use super::super::refused::{Area, Refused};
use super::map::price_mode;
use super::{Shopper, answered, resource};

/// All carts of the customer, or of the guest, in the store.
pub(super) async fn list(call: Call) -> Answer {
    let shopper = call.shopper().await?;
    if !shopper.is_known(&call).await? {
        return Ok(many(&call, &[], Vec::new()));
    }
    all(&call, &shopper).await
}

/// The same for the customer who is named, who must be the one who asks.
pub(super) async fn of_customer(call: Call) -> Answer {
    let party = call.customer().await?;
    if !call.is_own(&party, Area::Customer).await? {
        return Err(Refused::new(404, "402", "Customer not found."));
    }
    let shopper = Shopper { caller: party.caller, names: super::OWN };
    all(&call, &shopper).await
}

async fn all(call: &Call, shopper: &Shopper) -> Answer {
    let carts = call.ask(&shopper.caller, Area::Cart, &Carts {}).await?;
    let (mut resources, mut shelf) = (Vec::with_capacity(carts.len()), Shelf::default());
    for cart in &carts {
        resources.push(resource(call, shopper, cart, &mut shelf).await?);
    }
    Ok(many(call, &resources, Vec::new()))
}

pub(super) async fn show(call: Call) -> Answer {
    let shopper = call.shopper().await?;
    let cart = shopper.cart(&call).await?;
    answered(&call, &shopper, &cart, StatusCode::OK).await
}

/// A new cart, which is the default one from now on.
pub(super) async fn create(call: Call) -> Answer {
    let attributes = call.attributes("carts")?;
    let party = call.customer().await?;
    let wanted = Wanted::read(&attributes)?;
    let site = call.site_for(&party);
    let store = wanted.store.as_deref().ok_or_else(wrong_store)?;
    let site = call.site_called(store).filter(|named| site.is_none_or(|site| site.id == named.id));
    let site = site.ok_or_else(wrong_store)?.clone();
    wanted.has_price_mode(&site)?;
    let currency = wanted.currency(&site)?;
    let currency = Some(currency.ok_or_else(|| Refused::new(422, "116", "Currency is missing."))?);
    if wanted.price_mode.is_none() {
        return Err(Refused::new(422, "118", "Price mode is missing."));
    }
    let caller = shop::desk::Caller { site: Some(site.id), ..party.caller };
    let shopper = Shopper { caller, names: super::OWN };
    let act = CreateCart { name: wanted.name()?, currency };
    let cart = call.act(&shopper.caller, Area::Cart, act).await?;
    answered(&call, &shopper, &cart, StatusCode::CREATED).await
}

/// Changes name or currency of the very version that is named.
pub(super) async fn edit(call: Call) -> Answer {
    let attributes = call.attributes(call.names().cart)?;
    let shopper = call.shopper().await?;
    let wanted = Wanted::read(&attributes)?;
    let version = call.version()?;
    let cart = shopper.cart(&call).await?;
    let site = call.site_of(cart.site).ok_or_else(wrong_store)?;
    if wanted.store.as_ref().is_some_and(|store| *store != site.code) {
        return Err(wrong_store());
    }
    wanted.has_price_mode(site)?;
    let act = EditCart {
        cart: cart.id,
        name: wanted.name()?.map(|name| name.as_str().parse().unwrap_or_default()),
        currency: wanted.currency(site)?,
        current: None,
        version: Some(version),
    };
    let cart = call.act(&shopper.caller, Area::Cart, act).await?;
    answered(&call, &shopper, &cart, StatusCode::OK).await
}

pub(super) async fn remove(call: Call) -> Answer {
    let shopper = call.shopper().await?;
    let cart = shopper.cart(&call).await?;
    let act = DeleteCart { cart: cart.id, version: Some(cart.version) };
    call.act(&shopper.caller, Area::Cart, act).await?;
    Ok(nothing())
}

/// What a request says of a cart.
struct Wanted {
    name: Option<String>,
    price_mode: Option<String>,
    currency: Option<String>,
    store: Option<String>,
}

impl Wanted {
    fn read(attributes: &Attributes) -> Result<Self, Refused> {
        let mut check = Check::of(attributes);
        let mut text = |name| check.text_if_any(name).filter(|text| !text.trim().is_empty());
        let wanted = Self {
            name: text("name"),
            price_mode: text("priceMode"),
            currency: text("currency"),
            store: text("store"),
        };
        check.done()?;
        Ok(wanted)
    }

    fn name(&self) -> Result<Option<Text<1, 120>>, Refused> {
        let name = self.name.as_deref().map(str::parse).transpose();
        name.map_err(|_| Refused::violations(vec![("name".to_owned(), "This value is too long.")]))
    }

    /// Prices are in the mode of the store, or none is said.
    fn has_price_mode(&self, site: &shop::sites::Site) -> Result<(), Refused> {
        let own = price_mode(site.tax_mode == shop::kernel::TaxMode::Included);
        match self.price_mode.as_deref() {
            None => Ok(()),
            Some(mode) if mode == own => Ok(()),
            Some(_) => Err(Refused::new(422, "119", "Price mode is incorrect.")),
        }
    }

    fn currency(&self, site: &shop::sites::Site) -> Result<Option<Currency>, Refused> {
        let Some(code) = &self.currency else { return Ok(None) };
        let known = site.currencies.iter().any(|own| own == code);
        let currency = code.parse().ok().filter(|_| known);
        currency.map(Some).ok_or_else(|| Refused::new(422, "117", "Currency is incorrect."))
    }
}

fn wrong_store() -> Refused {
    Refused::new(422, "112", "Store data is invalid.")
}
