//! Stories and laws of prices.

mod laws;
mod stories;

use super::*;
use crate::kernel::{
    clock::Timestamp,
    id::{CategoryId, Id, LineId, ProductId, PromotionId, VariantId},
    money::{Currency, Money, Rate, TaxMode},
};

pub(super) const NOW: Timestamp = Timestamp(1_000_000);

pub(super) fn rate(points: u32) -> Rate {
    Rate::from_basis_points(points).unwrap()
}

pub(super) fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

pub(super) fn line(number: u128, list: i64, quantity: u32) -> LineIn<'static> {
    LineIn {
        id: LineId::from_bits(number),
        product: ProductId::from_bits(number),
        variant: VariantId::from_bits(number),
        categories: &[],
        quantity,
        list,
        prices: &[],
        tax_rate: rate(2000),
    }
}

pub(super) fn basket(lines: Vec<LineIn<'_>>) -> Basket<'_> {
    Basket {
        currency: Currency::EUR,
        tax: TaxMode::Included,
        lines,
        segments: &[],
        promotions: &[],
        coupons: &[],
        shipping: None,
        now: NOW,
        acting: false,
    }
}

pub(super) fn promotion(number: u128, name: &str, off: Off) -> Promotion {
    Promotion {
        id: PromotionId::from_bits(number),
        name: name.into(),
        off,
        scope: Scope::Cart,
        minimum: None,
        segment: None,
        validity: Validity::default(),
        audience: Audience::Everyone,
        by_coupon: false,
        priority: 0,
        exclusive: false,
    }
}

pub(super) fn coupon(code: &str, promotion: &Promotion) -> AppliedCoupon {
    AppliedCoupon { code: code.into(), promotion: promotion.id, validity: Validity::default() }
}
