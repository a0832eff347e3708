//! What a product costs the caller, and whether there is any.

use std::sync::Arc;

use super::Card;
use crate::catalog::asks::StepReason;
use crate::catalog::stock::{Availability, Scarce};
use crate::catalog::{Catalogue, Prices, ProductEntry, VariantEntry, sql};
use crate::desk::{Acting, Look, Refusal, Subject};
use crate::kernel::{Currency, Locale, Money, Problem, TaxMode, Timestamp};
use crate::offers::price::lowest;
use crate::sites::Sites;

/// Everything that the offer of a product to this caller depends on.
pub(crate) struct Terms {
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) locale: Locale,
    pub(crate) currency: Currency,
    segments: Vec<String>,
    now: Timestamp,
    scarce: Scarce,
}

/// What a product costs one caller.
pub(crate) struct Offer<'a> {
    /// The cheapest variant that is sold; of equal ones the first.
    pub(crate) variant: &'a Arc<VariantEntry>,
    /// The caller's price of one, in minor units.
    pub(crate) price: i64,
    /// Its list price.
    pub(crate) list: i64,
    /// The dearest variant's price.
    pub(crate) dearest: i64,
    /// How many variants are sold.
    pub(crate) variants: usize,
    /// The best availability among them.
    pub(crate) stock: Availability,
}

impl Terms {
    /// Reads them for this caller: at most two statements, beside what nodes hold in memory. Without a currency
    /// it is the first one of the site.
    pub(crate) fn read(
        who: &Acting,
        look: &mut Look<'_, '_>,
        currency: Option<Currency>,
    ) -> Result<Self, Refusal> {
        let scarce = Scarce::read(look, who.tenant())?;
        Ok(Self { scarce, ..Self::of_prices(who, look, currency)? })
    }

    /// The same without what is low or gone, for whoever reads the stock of single variants: one statement.
    pub(crate) fn of_prices(
        who: &Acting,
        look: &mut Look<'_, '_>,
        currency: Option<Currency>,
    ) -> Result<Self, Refusal> {
        let currency = match currency {
            Some(currency) => currency,
            None => default_currency(who, look)?,
        };
        let segments = match who.subject() {
            Some(Subject::Customer(customer)) => {
                let row = look.sql().one(&sql::SEGMENT, store::params![who.tenant(), customer])?;
                row.map(|row| row.get(0)).transpose()?.into_iter().collect()
            }
            _ => Vec::new(),
        };
        let scarce = Scarce::default();
        Ok(Self { catalogue: look.memo()?, locale: who.locale(), currency, segments, now: who.at(), scarce })
    }

    /// What the product costs; none where it is not sold in this currency.
    pub(crate) fn offer<'a>(&self, product: &'a ProductEntry) -> Option<Offer<'a>> {
        let mut best: Option<Offer<'a>> = None;
        for variant in product.sold() {
            let Some(prices) = variant.prices_in(self.currency) else { continue };
            let (price, stock) = (self.price(prices), self.availability(variant));
            let Some(best) = &mut best else {
                best = Some(Offer { variant, price, list: prices.list, dearest: price, variants: 1, stock });
                continue;
            };
            if price < best.price {
                (best.variant, best.price, best.list) = (variant, price, prices.list);
            }
            best.dearest = best.dearest.max(price);
            best.stock = best.stock.max(stock);
            best.variants += 1;
        }
        best
    }

    /// The moment prices are taken at.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Whether prices on the caller's site contain tax.
    pub(crate) fn tax_included(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<bool, Refusal> {
        Ok(look.memo::<Sites>()?.of(who.site()?)?.tax_mode == TaxMode::Included)
    }

    /// The caller's price of one, in minor units.
    pub(crate) fn price(&self, prices: &Prices) -> i64 {
        let row = lowest(&prices.rows, 1, &self.segments, self.now);
        row.map_or(prices.list, |row| row.minor.min(prices.list))
    }

    /// Whether there is any of it.
    pub(crate) fn availability(&self, variant: &VariantEntry) -> Availability {
        self.scarce.availability(variant.id)
    }

    /// How many are left, where they are few.
    pub(crate) fn left(&self, variant: &VariantEntry) -> Option<u32> {
        self.scarce.left(variant.id)
    }

    /// Why the price is below the list price.
    pub(crate) fn reason(&self, prices: &Prices) -> StepReason {
        let row = lowest(&prices.rows, 1, &self.segments, self.now);
        let of_segment = row.is_some_and(|row| row.segment.is_some());
        if of_segment { StepReason::SegmentPrice } else { StepReason::SpecialPrice }
    }

    /// The product as lists show it.
    pub(crate) fn card(&self, product: &ProductEntry, offer: &Offer<'_>) -> Card {
        let money = |minor| Money::new(minor, self.currency);
        let description = product.descriptions.text(self.locale);
        Card {
            id: product.id,
            reference: product.reference.to_string(),
            slug: product.slug.to_string(),
            name: product.names.text(self.locale).to_owned(),
            summary: description.lines().next().unwrap_or_default().to_owned(),
            brand: product.brand.to_string(),
            picture: product.pictures.first().map(ToString::to_string).unwrap_or_default(),
            price: money(offer.price),
            from: offer.dearest > offer.price,
            was: (offer.list > offer.price).then(|| money(offer.list)),
            variant_id: (offer.variants == 1).then_some(offer.variant.id),
            stock: offer.stock,
        }
    }

    /// Cards of those of these products that are sold, at most so many.
    pub(crate) fn cards<'a>(
        &self,
        products: impl IntoIterator<Item = &'a Arc<ProductEntry>>,
        most: usize,
    ) -> Vec<Card> {
        let offered =
            products.into_iter().filter_map(|product| Some(self.card(product, &self.offer(product)?)));
        offered.take(most).collect()
    }
}

fn default_currency(who: &Acting, look: &mut Look<'_, '_>) -> Result<Currency, Refusal> {
    let site = look.memo::<Sites>()?.of(who.site()?)?.clone();
    let first = site.currencies.first().and_then(|code| code.parse().ok());
    Ok(first.ok_or_else(|| Problem::invalid("/currency", "Say in which currency."))?)
}
