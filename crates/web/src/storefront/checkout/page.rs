//! What the page of the checkout shows.

use std::collections::BTreeMap;

use serde::Serialize;
use shop::cart::{CartView, Difference};
use shop::checkout::{CheckoutOptions, CheckoutOptionsView};
use shop::customers::{Addresses, Profile};
use shop::desk::{Subject, View};
use shop::kernel::problem as kinds;
use shop::kernel::{Money, Problem};

use crate::App;
use crate::storefront::shown::{AddressContext, CartContext, Choice};
use crate::storefront::{Place, cart, screen};

/// The context of `shop/checkout.html`.
#[derive(Serialize)]
pub(super) struct CheckoutPage {
    cart: CartContext,
    addresses: Vec<AddressContext>,
    countries: Vec<Choice>,
    shipping_methods: Vec<Shipping>,
    payment_methods: Vec<PaymentMethod>,
    changes: Vec<ChangeContext>,
    may_place: bool,
    form: Fields,
}

#[derive(Serialize)]
struct Shipping {
    code: String,
    name: String,
    detail: String,
    price: Money,
}

#[derive(Serialize)]
struct PaymentMethod {
    code: &'static str,
}

/// One thing that differs from what was shown.
#[derive(Clone, Serialize)]
pub(super) struct ChangeContext {
    kind: &'static str,
    name: String,
    before: Option<Money>,
    now: Option<Money>,
    before_quantity: Option<u32>,
    now_quantity: Option<u32>,
}

#[derive(Serialize)]
struct Fields {
    email: String,
    address_id: String,
    address: AddressContext,
    shipping: String,
    payment: String,
    terms: bool,
    hand_over_note: String,
}

/// The page for the current cart; none where there is nothing in it.
pub(super) fn page(
    app: &App,
    place: &Place,
    view: &mut View<'_, '_>,
    typed: Option<&BTreeMap<String, String>>,
    changes: &[ChangeContext],
) -> Result<Option<CheckoutPage>, Problem> {
    let Some(cart) = cart::current(view, place)?.filter(|cart| !cart.lines.is_empty()) else {
        return Ok(None);
    };
    let options = view.ask(&CheckoutOptions { cart: cart.id })?;
    let (own_email, addresses) = match view.who().subject() {
        Some(Subject::Customer(_)) => {
            let addresses = view.ask(&Addresses::default())?;
            (view.ask(&Profile::default())?.email, addresses)
        }
        _ => (String::new(), Vec::new()),
    };
    let addresses: Vec<AddressContext> =
        addresses.iter().map(|address| AddressContext::own(address, place.locale)).collect();
    let form = match typed {
        Some(typed) => Fields::typed(typed, own_email),
        None => Fields::chosen(place, &cart, &addresses, own_email),
    };
    let sheet = screen::sheet(app, place);
    Ok(Some(CheckoutPage {
        cart: CartContext::of(&sheet, &cart),
        addresses,
        countries: countries(place, &options),
        payment_methods: options
            .payments
            .iter()
            .map(|method| PaymentMethod { code: method.name() })
            .collect(),
        may_place: options.may_place,
        shipping_methods: options.shipping.into_iter().map(Shipping::from).collect(),
        changes: changes.to_vec(),
        form,
    }))
}

fn countries(place: &Place, options: &CheckoutOptionsView) -> Vec<Choice> {
    let name = |country: &shop::kernel::Country| country.name(place.locale.tag()).to_owned();
    let choice = |country: shop::kernel::Country| Choice { value: country.to_string(), name: name(&country) };
    options.countries.iter().copied().map(choice).collect()
}

impl From<shop::checkout::ShippingOption> for Shipping {
    fn from(option: shop::checkout::ShippingOption) -> Self {
        Self { code: option.code, name: option.name, detail: option.note, price: option.price }
    }
}

impl Fields {
    /// What was typed.
    fn typed(typed: &BTreeMap<String, String>, own_email: String) -> Self {
        let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
        Self {
            email: if own_email.is_empty() { text("email") } else { own_email },
            address_id: text("address_id"),
            address: AddressContext::typed(typed),
            shipping: text("shipping"),
            payment: text("payment"),
            terms: typed.contains_key("terms"),
            hand_over_note: text("hand_over_note"),
        }
    }

    /// What was chosen for this cart before; else the customer's default address.
    fn chosen(place: &Place, cart: &CartView, addresses: &[AddressContext], own_email: String) -> Self {
        let chosen = &cart.checkout;
        let kept = chosen.delivery.as_ref().map(|address| AddressContext::kept(address, place.locale));
        let same = |own: &&AddressContext| kept.as_ref().is_none_or(|kept| own.says_the_same(kept));
        let default = addresses.iter().find(|own| own.default_shipping && kept.is_none());
        let own = default.or_else(|| addresses.iter().find(same));
        Self {
            email: if own_email.is_empty() { chosen.email.clone() } else { own_email },
            address_id: own.map_or_else(|| "new".to_owned(), |own| own.id.clone()),
            address: kept.filter(|_| own.is_none()).unwrap_or_else(|| AddressContext::blank(&place.site)),
            shipping: chosen.shipping.clone().unwrap_or_default(),
            payment: chosen.payment.map(|method| method.name().to_owned()).unwrap_or_default(),
            terms: false,
            hand_over_note: String::new(),
        }
    }
}

/// What differs from what was shown, where that is why it was refused.
pub(super) fn changes(refused: &Problem) -> Vec<ChangeContext> {
    let Some(differences) =
        refused.extra.get("differences").filter(|_| refused.kind == &kinds::OFFER_CHANGED)
    else {
        return Vec::new();
    };
    let differences: Vec<Difference> = serde_json::from_value(differences.clone()).unwrap_or_default();
    differences.iter().flat_map(of_line).collect()
}

fn of_line(line: &Difference) -> Vec<ChangeContext> {
    let of = |kind| ChangeContext {
        kind,
        name: line.name.clone(),
        before: None,
        now: None,
        before_quantity: None,
        now_quantity: None,
    };
    let price = (line.was != line.now).then(|| ChangeContext {
        before: Some(line.was),
        now: Some(line.now),
        ..of("price")
    });
    let stock = line.left.map(|left| ChangeContext {
        before_quantity: Some(line.quantity),
        now_quantity: Some(left),
        ..of(if left == 0 { "gone" } else { "stock" })
    });
    price.into_iter().chain(stock).collect()
}
