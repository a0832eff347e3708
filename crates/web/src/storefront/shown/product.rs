//! A product as lists show it.

use serde::Serialize;
use shop::catalog::asks::Card;
use shop::catalog::stock::Availability;
use shop::kernel::Money;

use crate::pages::assets;

/// A product in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ProductTile {
    name: String,
    path: String,
    /// Address of its picture.
    pub picture: String,
    summary: String,
    price: Money,
    was: Option<Money>,
    variant_id: Option<String>,
    stock: &'static str,
    badge: Option<&'static str>,
}

impl ProductTile {
    /// This one.
    pub fn of(card: Card) -> Self {
        Self {
            path: format!("/p/{}", card.slug),
            picture: assets::picture(&card.picture),
            name: card.name,
            summary: card.summary,
            price: card.price,
            badge: card.was.map(|_| "sale"),
            was: card.was,
            variant_id: card.variant_id.map(|id| id.to_string()),
            stock: availability(card.stock),
        }
    }
}

/// What templates call it.
pub fn availability(stock: Availability) -> &'static str {
    match stock {
        Availability::Out => "out",
        Availability::Low => "low",
        Availability::In => "in",
    }
}
