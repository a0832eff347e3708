//! What the lines of a cart are, cost and have in stock.

use std::sync::Arc;

use super::row::{Cart, Line};
use crate::catalog::{Catalogue, VariantEntry};
use crate::checkout::ShippingMethods;
use crate::desk::{Acting, Look, Refusal, Work};
use crate::kernel::id::{ProductId, SiteId, VariantId};
use crate::kernel::{Currency, Locale, Problem, Rate};
use crate::offers::price::{PriceError, ShippingIn};
use crate::offers::{BasketRequest, Offers, PricedBasket, price_basket};
use crate::sites::{Site, Sites};

/// All that the price of a cart depends on beside the cart, as nodes hold it in memory.
pub(crate) struct Goods {
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) offers: Arc<Offers>,
    pub(crate) site: Arc<Site>,
    pub(crate) shipping: Arc<ShippingMethods>,
}

/// What is bought, in one language. Empty where the catalogue no longer knows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Article {
    pub(crate) product: Option<ProductId>,
    pub(crate) reference: String,
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) options: String,
    pub(crate) slug: String,
    pub(crate) picture: String,
}

impl Goods {
    /// As this node holds it: at most 100 ms behind what other nodes changed.
    pub(crate) fn held(look: &mut Look<'_, '_>, site: SiteId) -> Result<Self, Refusal> {
        Ok(Self {
            catalogue: look.memo()?,
            offers: look.memo()?,
            site: look.memo::<Sites>()?.of(site)?.clone(),
            shipping: look.memo()?,
        })
    }

    /// As it is in the store now, for placing orders.
    pub(crate) fn now(work: &mut Work<'_, '_>, site: SiteId) -> Result<Self, Refusal> {
        Ok(Self {
            catalogue: work.memo_now()?,
            offers: work.memo_now()?,
            site: work.memo_now::<Sites>()?.of(site)?.clone(),
            shipping: work.memo_now()?,
        })
    }

    /// A variant that is sold in this currency.
    pub(crate) fn sold(&self, id: VariantId, currency: Currency) -> Option<Arc<VariantEntry>> {
        self.catalogue.variant(id).filter(|variant| variant.active && variant.prices_in(currency).is_some())
    }

    /// What is bought, in this language.
    pub(crate) fn article(&self, id: VariantId, locale: Locale) -> Article {
        let Some(variant) = self.catalogue.variant(id) else { return Article::default() };
        let product = self.catalogue.product(variant.product);
        Article {
            product: Some(variant.product),
            reference: product.as_ref().map(|product| product.reference.to_string()).unwrap_or_default(),
            sku: variant.sku.to_string(),
            name: variant.names.text(locale).to_owned(),
            options: self.catalogue.options_text(&variant, locale),
            slug: product.map(|product| product.slug.to_string()).unwrap_or_default(),
            picture: variant.picture.to_string(),
        }
    }
}

/// What the cart costs now.
pub(crate) fn price(
    goods: &Goods,
    who: &Acting,
    cart: &Cart,
    lines: &[Line],
) -> Result<PricedBasket, Problem> {
    let wanted: Vec<_> = lines.iter().map(|line| (line.id, line.variant, line.quantity)).collect();
    let request = BasketRequest {
        tax: goods.site.tax_mode,
        tax_rate: rate(goods.site.tax_rate),
        tax_rate_reduced: rate(goods.site.tax_rate_reduced),
        currency: cart.currency,
        locale: who.locale(),
        segment: cart.segment.as_deref().unwrap_or_default(),
        lines: &wanted,
        coupons: &cart.coupons,
        shipping: None,
        now: who.at(),
        acting: who.on_behalf().is_some(),
    };
    let basket = price_basket(&goods.catalogue, &goods.offers, &request).map_err(too_large)?;
    let Some(method) = goods.shipping.of(cart.site, &cart.shipping) else { return Ok(basket) };
    let goods_worth = basket.priced.subtotal - basket.priced.discount;
    let Some(minor) = method.costs(cart.currency, goods_worth) else { return Ok(basket) };
    let shipping = Some(ShippingIn { minor, tax_rate: request.tax_rate });
    price_basket(&goods.catalogue, &goods.offers, &BasketRequest { shipping, ..request }).map_err(too_large)
}

fn too_large(error: PriceError) -> Problem {
    Problem::invalid("", format!("This cart cannot be priced: {error}. Nothing was changed."))
}

/// A rate as sites store it.
pub(crate) fn rate(basis_points: i64) -> Rate {
    u32::try_from(basis_points)
        .ok()
        .and_then(|points| Rate::from_basis_points(points).ok())
        .unwrap_or(Rate::ZERO)
}
