//! A product.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::catalog::asks::{Labelled, ProductOut, ProductPage, VariantOut};
use shop::desk::Ask;
use shop::kernel::{Money, Problem};

use super::category::{Crumb, trail};
use super::place::{Named, Place};
use super::screen::{self, Screen};
use super::shown::{ProductTile, WhyContext, availability, price_steps};
use crate::App;
use crate::op::{Ops, RouteKind};
use crate::pages::assets;

pub(super) fn ops() -> Ops {
    Ops::default().route(
        RouteKind::Page,
        Method::GET,
        "/{site}/{language}/{currency}/p/{slug}",
        ProductPage::NAME,
        ProductPage::NEEDS,
        get(show),
    )
}

/// The context of `shop/product.html`.
#[derive(Serialize)]
struct ProductContext {
    product: Product,
    trail: Vec<Crumb>,
    related: Vec<ProductTile>,
}

#[derive(Serialize)]
struct Product {
    name: String,
    sku: String,
    path: String,
    summary: String,
    pictures: Vec<String>,
    price: Money,
    was: Option<Money>,
    badge: Option<&'static str>,
    why: Vec<WhyContext>,
    variant_label: String,
    variant_id: String,
    variants: Vec<Variant>,
    stock: &'static str,
    stock_left: Option<u32>,
    description: Vec<String>,
    attributes: Vec<Labelled>,
}

#[derive(Serialize)]
struct Variant {
    id: String,
    name: String,
    stock: &'static str,
}

async fn show(State(app): State<App>, place: Place, Named(slug): Named) -> Response {
    let ask = ProductPage { slug, currency: Some(place.currency) };
    let wanted = place.asked("variant");
    Screen::of(&app, &place)
        .show("shop/product.html", |view| {
            let found = view.ask(&ask)?;
            let crumbs = trail(&app, &place, &found.trail);
            let related = found.related.iter().cloned().map(ProductTile::of).collect();
            Ok(ProductContext {
                product: product(&app, &place, found, wanted.as_deref())?,
                trail: crumbs,
                related,
            })
        })
        .await
}

/// The product with one of its variants chosen: the one asked for, or the one shown first.
fn product(app: &App, place: &Place, found: ProductOut, wanted: Option<&str>) -> Result<Product, Problem> {
    let sheet = screen::sheet(app, place);
    let chosen = |variant: &&VariantOut| match wanted {
        Some(id) => variant.id.to_string() == id,
        None => variant.id == found.variant_id,
    };
    let first = found.variants.iter().find(chosen).or_else(|| found.variants.first());
    let first = first.ok_or_else(|| Problem::not_found("product"))?;
    let mut paragraphs = found.description.into_iter();
    let variants = found.variants.iter().map(|variant| Variant {
        id: variant.id.to_string(),
        name: variant.name.clone(),
        stock: availability(variant.stock),
    });
    let pictures: Vec<String> = found.pictures.iter().map(|name| assets::picture(name)).collect();
    Ok(Product {
        name: found.name,
        sku: first.sku.clone(),
        path: format!("/p/{}", found.slug),
        summary: paragraphs.next().unwrap_or_default(),
        pictures: if pictures.is_empty() { vec![assets::picture("")] } else { pictures },
        price: first.price,
        was: first.was,
        badge: first.was.map(|_| "sale"),
        why: price_steps(&sheet, &first.why),
        variant_label: found.option_names.join(", "),
        variant_id: first.id.to_string(),
        variants: variants.collect(),
        stock: availability(first.stock),
        stock_left: first.stock_left,
        description: paragraphs.collect(),
        attributes: found.attributes,
    })
}
