//! A line of a cart or an order.

use serde::Serialize;
use shop::cart::{By, ByKind, LineView, MiniCartLine};
use shop::kernel::Money;
use shop::orders::OrderLineView;

use super::why::{WhyContext, steps};
use crate::pages::{Sheet, assets};

/// A line.
#[derive(Clone, Debug, Serialize)]
pub struct LineContext {
    id: String,
    name: String,
    variant: String,
    sku: String,
    path: String,
    picture: String,
    quantity: u32,
    unit: Money,
    total: Money,
    /// What it came to before discounts, where that is another amount.
    before: Option<Money>,
    why: Vec<WhyContext>,
    added_by: Option<String>,
    stock_note: Option<StockNote>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct StockNote {
    left: u32,
}

impl LineContext {
    /// A line of a cart.
    pub fn of(sheet: &Sheet<'_>, line: &LineView) -> Self {
        Self {
            id: line.id.to_string(),
            name: line.name.clone(),
            variant: line.options.clone(),
            sku: line.sku.clone(),
            path: format!("/p/{}", line.slug),
            picture: assets::picture(&line.picture),
            quantity: line.quantity,
            unit: line.unit,
            total: line.price,
            before: before_discounts(line.unit, line.quantity, line.price),
            why: steps(sheet, &line.why, line.price.currency),
            added_by: agent(&line.added_by),
            stock_note: line.left.map(|left| StockNote { left }),
        }
    }

    /// A line of the small cart.
    pub fn small(line: MiniCartLine) -> Self {
        Self {
            id: line.id.to_string(),
            path: format!("/p/{}", line.slug),
            picture: assets::picture(&line.picture),
            name: line.name,
            variant: line.options,
            sku: String::new(),
            quantity: line.quantity,
            unit: line.unit,
            total: line.price,
            before: None,
            why: Vec::new(),
            added_by: None,
            stock_note: None,
        }
    }

    /// A line of an order.
    pub fn ordered(sheet: &Sheet<'_>, line: &OrderLineView) -> Self {
        Self {
            id: line.variant.to_string(),
            name: line.name.clone(),
            variant: line.options.clone(),
            sku: line.sku.clone(),
            path: format!("/p/{}", line.slug),
            picture: assets::picture(&line.picture),
            quantity: line.quantity,
            unit: line.unit,
            total: line.price,
            before: before_discounts(line.unit, line.quantity, line.price),
            why: steps(sheet, &line.why, line.price.currency),
            added_by: agent(&line.added_by),
            stock_note: None,
        }
    }
}

/// What the line came to before discounts; none where nothing was taken off.
pub fn before_discounts(unit: Money, quantity: u32, price: Money) -> Option<Money> {
    unit.times(quantity).ok().filter(|before| before.minor > price.minor)
}

/// The given name of the agent who did something; customers need no more of it.
pub(super) fn agent(by: &By) -> Option<String> {
    let name = by.name.as_deref().filter(|_| by.kind == ByKind::Agent)?;
    Some(name.split_whitespace().next().unwrap_or(name).to_owned())
}
