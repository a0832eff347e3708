//! Prices as they are stored.

use crate::catalog::sql;
use crate::desk::Work;
use crate::kernel::id::{ProductId, VariantId};
use crate::kernel::{Currency, Timestamp};

/// What a price is for.
#[derive(Clone, Debug)]
pub(crate) struct PriceKey {
    pub(crate) product: ProductId,
    /// None: every variant of the product.
    pub(crate) variant: Option<VariantId>,
    pub(crate) currency: Currency,
    /// None: everybody.
    pub(crate) segment: Option<String>,
    pub(crate) min_quantity: u32,
}

/// When a price is valid.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spell {
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl PriceKey {
    /// What one costs everybody.
    pub(crate) fn list(product: ProductId, variant: Option<VariantId>, currency: Currency) -> Self {
        Self { product, variant, currency, segment: None, min_quantity: 1 }
    }

    fn variant(&self) -> String {
        self.variant.map(|id| id.to_string()).unwrap_or_default()
    }

    fn segment(&self) -> &str {
        self.segment.as_deref().unwrap_or_default()
    }
}

/// Sets a price of one, in minor units; says whether that changed anything.
pub(crate) fn set_price(
    work: &mut Work<'_, '_>,
    key: &PriceKey,
    spell: Spell,
    minor: i64,
) -> Result<bool, store::Error> {
    let (tenant, variant, from) = (work.tenant(), key.variant(), spell.from.unwrap_or_default());
    let (currency, segment) = (key.currency.code(), key.segment());
    let params = store::params![
        tenant,
        key.product,
        variant,
        currency,
        segment,
        key.min_quantity,
        from,
        spell.until,
        minor
    ];
    Ok(work.sql().exec(&sql::SET_PRICE, params)? == 1)
}

/// Takes a price away; says whether there was one.
pub(crate) fn remove_price(
    work: &mut Work<'_, '_>,
    key: &PriceKey,
    spell: Spell,
) -> Result<bool, store::Error> {
    let (tenant, variant, from) = (work.tenant(), key.variant(), spell.from.unwrap_or_default());
    let (currency, segment) = (key.currency.code(), key.segment());
    let params = store::params![tenant, key.product, variant, currency, segment, key.min_quantity, from];
    Ok(work.sql().exec(&sql::REMOVE_PRICE, params)? == 1)
}
