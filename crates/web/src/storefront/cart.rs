//! The cart and what is done with it.

use axum::extract::State;
use axum::http::{Method, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use shop::cart::{
    AddLine, ApplyCoupon, CartView, CurrentCart, MiniCart, OpenCart, RemoveCoupon, RemoveLine, SetQuantity,
};
use shop::customers::BeginGuest;
use shop::desk::{Act, Ask, Credential, View};
use shop::kernel::Problem;
use shop::kernel::TaxMode;
use shop::kernel::problem as kinds;
use shop::kernel::secret::TokenHash;

use super::place::{Named, Place};
use super::posted::Posted;
use super::screen::{self, Screen};
use super::shown::CartContext;
use crate::App;
use crate::edge::Jar;
use crate::edge::arrival::token;
use crate::op::{Ops, RouteKind};
use crate::pages::Flash;

pub(super) fn ops() -> Ops {
    use RouteKind::{Form, Page};
    const PREFIX: [&str; 7] = [
        "/{site}/{language}/{currency}/cart",
        "/{site}/{language}/{currency}/cart/mini",
        "/{site}/{language}/{currency}/cart/lines",
        "/{site}/{language}/{currency}/cart/lines/{line}",
        "/{site}/{language}/{currency}/cart/lines/{line}/remove",
        "/{site}/{language}/{currency}/cart/coupons",
        "/{site}/{language}/{currency}/cart/coupons/{code}/remove",
    ];
    let [cart, mini, lines, line, remove, coupons, coupon] = PREFIX;
    Ops::default()
        .route(Page, Method::GET, cart, CurrentCart::NAME, shop::desk::Needs::Nothing, get(show))
        .route(Page, Method::GET, mini, MiniCart::NAME, shop::desk::Needs::Nothing, get(show_mini))
        .route(Form, Method::POST, lines, AddLine::NAME, shop::desk::Needs::Nothing, post(add))
        .route(Form, Method::POST, line, SetQuantity::NAME, SetQuantity::NEEDS, post(set_quantity))
        .route(Form, Method::POST, remove, RemoveLine::NAME, RemoveLine::NEEDS, post(remove_line))
        .route(Form, Method::POST, coupons, ApplyCoupon::NAME, ApplyCoupon::NEEDS, post(apply_coupon))
        .route(Form, Method::POST, coupon, RemoveCoupon::NAME, RemoveCoupon::NEEDS, post(remove_coupon))
}

/// The context of `shop/cart.html`.
#[derive(Serialize)]
struct CartPage {
    cart: CartContext,
    form: CouponForm,
}

#[derive(Serialize)]
struct CouponForm {
    code: String,
}

/// The current cart of whoever shops; a visitor without any has none.
pub(super) fn current(view: &mut View<'_, '_>, place: &Place) -> Result<Option<CartView>, Problem> {
    match view.who().subject() {
        Some(_) => view.ask(&CurrentCart { currency: Some(place.currency) }),
        None => Ok(None),
    }
}

fn page(app: &App, place: &Place, cart: Option<&CartView>, code: &str, stale: bool) -> CartPage {
    let sheet = screen::sheet(app, place);
    let context = match cart {
        Some(cart) if stale => CartContext::of(&sheet, cart).changed_by_somebody(&sheet, cart),
        Some(cart) => CartContext::of(&sheet, cart),
        None => CartContext::empty(place.currency, place.site.tax_mode == TaxMode::Included),
    };
    CartPage { cart: context, form: CouponForm { code: code.to_owned() } }
}

async fn show(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place)
        .show("shop/cart.html", |view| Ok(page(&app, &place, current(view, &place)?.as_ref(), "", false)))
        .await
}

#[derive(Serialize)]
struct Nothing {}

async fn show_mini(State(app): State<App>, place: Place) -> Response {
    Screen::of(&app, &place).show("shop/mini-cart.html", |_| Ok(Nothing {})).await
}

async fn add(State(app): State<App>, posted: Posted) -> Response {
    let mut posted = posted;
    let mut fresh = None;
    let mut response = match add_line(&app, &mut posted, &mut fresh).await {
        Ok(cart) => {
            let variant = posted.form.field("variant_id");
            let line = cart.lines.iter().find(|line| line.variant.to_string() == variant);
            let name = line.map(|line| line.name.clone()).unwrap_or_default();
            let said = app.pages.text(posted.place.locale, "flash-added", &[("name", name.into())]);
            back(&app, &posted, &Flash::good(said))
        }
        Err(refused) if super::said::concerns_the_form(&refused) => {
            back(&app, &posted, &Flash::bad(super::said::detail(&app, posted.place.locale, &refused)))
        }
        Err(refused) => posted.failed(&app, &refused).await,
    };
    if let Some(guest) = fresh {
        let cookie = Jar::Guest.set(&guest, app.settings.secure(), Some(GUEST_DAYS));
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// How long a browser keeps a guest's token.
const GUEST_DAYS: i64 = 30;

/// Adds to the current cart, which is opened where there is none. A visitor becomes a guest with the first
/// thing worth keeping.
async fn add_line(app: &App, posted: &mut Posted, fresh: &mut Option<String>) -> Result<CartView, Problem> {
    let open = OpenCart { currency: Some(posted.place.currency) };
    let names = &[("variant_id", "variant"), ("quantity", "quantity")];
    let opened = match app.gate.act(&app.desk, &posted.place.caller(), open.clone(), None).await {
        Err(refused) if is_nobody(posted, &refused) => {
            *fresh = Some(begin_guest(app, posted).await?);
            app.gate.act(&app.desk, &posted.place.caller(), open, None).await?
        }
        opened => opened?,
    };
    let said = names.iter().map(|(typed, field)| (*field, posted.form.field(typed).to_owned()));
    let said: Vec<(&str, String)> =
        said.filter(|(_, value)| !value.is_empty()).chain([("cart", opened.id.to_string())]).collect();
    let add: AddLine = posted.read(&[], &said)?;
    posted.act(app, add).await
}

/// Whether it was refused because nobody is known: no customer, no guest, no agent.
fn is_nobody(posted: &Posted, refused: &Problem) -> bool {
    let arrival = &posted.place.arrival;
    let signed_in = arrival.base.tab.is_some() || arrival.customer.is_some();
    refused.kind == &kinds::SIGN_IN_REQUIRED && !signed_in
}

async fn begin_guest(app: &App, posted: &mut Posted) -> Result<String, Problem> {
    let guest = app.token(token::GUEST);
    let begin = BeginGuest { token: TokenHash::of(&guest) };
    let mut caller = posted.place.caller();
    caller.credential = Credential::None;
    app.gate.act(&app.desk, &caller, begin, None).await?;
    posted.place.arrival.guest = Some(guest.clone());
    Ok(guest)
}

/// Back to where the button was; to the small cart alone where only a part of the page asks.
fn back(app: &App, posted: &Posted, flash: &Flash) -> Response {
    if posted.in_place() {
        return posted.go(app, "/cart/mini", Some(flash));
    }
    let from = posted.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let own = format!("{}{}", posted.place.arrival.base.prefix, posted.place.prefix());
    let path =
        from.and_then(|from| from.split_once("://")?.1.split_once('/').map(|(_, path)| format!("/{path}")));
    let rest = path.as_deref().and_then(|path| path.strip_prefix(&own)).unwrap_or("/cart");
    posted.go(app, rest, Some(flash))
}

async fn set_quantity(State(app): State<App>, Named(line): Named, posted: Posted) -> Response {
    change::<SetQuantity>(&app, &posted, &["cart", "version", "quantity"], &[("line", line)]).await
}

async fn remove_line(State(app): State<App>, Named(line): Named, posted: Posted) -> Response {
    change::<RemoveLine>(&app, &posted, &["cart", "version"], &[("line", line)]).await
}

async fn apply_coupon(State(app): State<App>, posted: Posted) -> Response {
    change::<ApplyCoupon>(&app, &posted, &["cart", "version", "code"], &[]).await
}

async fn remove_coupon(State(app): State<App>, Named(code): Named, posted: Posted) -> Response {
    change::<RemoveCoupon>(&app, &posted, &["cart", "version"], &[("code", code)]).await
}

/// Does a change of the cart and shows the cart.
async fn change<A: Act<Out = CartView>>(
    app: &App,
    posted: &Posted,
    names: &[&str],
    more: &[(&str, String)],
) -> Response {
    let act: Result<A, Problem> = posted.read(names, more);
    let done = match act {
        Ok(act) => posted.act(app, act).await,
        Err(refused) => Err(refused),
    };
    let Err(refused) = done else { return posted.go(app, "/cart", None) };
    let stale = refused.kind == &kinds::VERSION_CHANGED;
    let (place, code) = (&posted.place, posted.form.field("code"));
    let refused = if stale { refused } else { about_code(app, posted, refused, A::NAME) };
    posted
        .refused(app, &refused, "/cart", "shop/cart.html", |view| {
            Ok(page(app, place, current(view, place)?.as_ref(), code, stale))
        })
        .await
}

/// What is wrong with a coupon stands beside its field.
fn about_code(app: &App, posted: &Posted, mut refused: Problem, act: &str) -> Problem {
    if act == ApplyCoupon::NAME && refused.errors.is_empty() && refused.kind == &kinds::CONFLICT {
        let detail = super::said::detail(app, posted.place.locale, &refused);
        refused.errors.push(shop::kernel::FieldError { pointer: "/code".to_owned(), detail });
    }
    refused
}
