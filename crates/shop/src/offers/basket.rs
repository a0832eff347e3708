//! The price of a basket of variants, from what nodes hold in memory.

use std::sync::Arc;

use super::Offers;
use super::price::{
    self, AppliedCoupon, Basket, LineIn, PriceError, Priced, RefusedCoupon, ShippingIn, WhyNot,
};
use crate::catalog::{Catalogue, Prices, TaxClass, VariantEntry};
use crate::kernel::id::{LineId, VariantId};
use crate::kernel::{Currency, Locale, Rate, TaxMode, Timestamp};

/// A basket to price.
#[derive(Clone, Debug)]
pub struct BasketRequest<'a> {
    /// Whether the site's prices contain tax.
    pub tax: TaxMode,
    /// The site's ordinary tax rate.
    pub tax_rate: Rate,
    /// The site's rate for products of the reduced class.
    pub tax_rate_reduced: Rate,
    /// The currency to price in.
    pub currency: Currency,
    /// The language of names.
    pub locale: Locale,
    /// The customer's segment; empty for guests.
    pub segment: &'a str,
    /// What is bought, and how many.
    pub lines: &'a [(LineId, VariantId, u32)],
    /// Codes the customer entered, in order of entry.
    pub coupons: &'a [String],
    /// The shipping chosen, if one is.
    pub shipping: Option<ShippingIn>,
    /// The moment that decides what is valid.
    pub now: Timestamp,
    /// Whether an agent acts for the customer.
    pub acting: bool,
}

/// A basket with its prices.
#[derive(Clone, Debug)]
pub struct PricedBasket {
    /// The prices of the lines that can be bought; unknown codes are among its refused coupons.
    pub priced: Priced,
    /// Lines left out: no longer sold, or not in this currency.
    pub unsold: Vec<LineId>,
}

/// Prices a basket. Limits of coupons are not looked at; see [`super::coupon`].
pub fn price_basket(
    catalogue: &Catalogue,
    offers: &Offers,
    request: &BasketRequest<'_>,
) -> Result<PricedBasket, PriceError> {
    let mut unsold = Vec::new();
    let mut found = Vec::<(LineId, u32, Arc<VariantEntry>)>::new();
    for (line, variant, quantity) in request.lines {
        match catalogue.variant(*variant).filter(|variant| sold_in(variant, request.currency)) {
            Some(variant) => found.push((*line, *quantity, variant)),
            None => unsold.push(*line),
        }
    }
    let lines = found.iter().filter_map(|(line, quantity, variant)| {
        Some(line_in(request, *line, *quantity, variant, variant.prices_in(request.currency)?))
    });
    let (coupons, unknown) = coupons(offers, request.coupons);
    let segments: Vec<String> =
        Some(request.segment).filter(|segment| !segment.is_empty()).map(str::to_owned).into_iter().collect();
    let basket = Basket {
        currency: request.currency,
        tax: request.tax,
        lines: lines.collect(),
        segments: &segments,
        promotions: &offers.promotions(request.locale, request.currency),
        coupons: &coupons,
        shipping: request.shipping,
        now: request.now,
        acting: request.acting,
    };
    let mut priced = price::price(&basket)?;
    priced.refused_coupons.extend(unknown);
    Ok(PricedBasket { priced, unsold })
}

fn sold_in(variant: &VariantEntry, currency: Currency) -> bool {
    variant.active && variant.prices_in(currency).is_some()
}

fn line_in<'a>(
    request: &BasketRequest<'_>,
    id: LineId,
    quantity: u32,
    variant: &'a VariantEntry,
    prices: &'a Prices,
) -> LineIn<'a> {
    LineIn {
        id,
        product: variant.product,
        variant: variant.id,
        categories: &variant.category_ids,
        quantity,
        list: prices.list,
        prices: &prices.rows,
        tax_rate: match variant.tax_class {
            TaxClass::Standard => request.tax_rate,
            TaxClass::Reduced => request.tax_rate_reduced,
        },
    }
}

fn coupons(offers: &Offers, codes: &[String]) -> (Vec<AppliedCoupon>, Vec<RefusedCoupon>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for code in codes {
        match offers.coupon(code) {
            Some(coupon) => known.push(coupon.applied()),
            None => unknown.push(RefusedCoupon { code: code.as_str().into(), why: WhyNot::Withdrawn }),
        }
    }
    (known, unknown)
}
