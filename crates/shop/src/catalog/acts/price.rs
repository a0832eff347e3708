use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::stock::Level;
use crate::catalog::write::{self, PriceKey, Product, Spell, Variant};
use crate::catalog::{Catalogue, sql};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::{ProductId, VariantId};
use crate::kernel::text::Text;
use crate::kernel::{Currency, Problem, Timestamp};

/// Sets or takes away one price of a product, or of one of its variants. A variant with prices of its own in a
/// currency takes nothing from its product's prices in that currency.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPrice {
    /// The product.
    pub product: ProductId,
    /// Only this variant of it.
    #[serde(default)]
    pub variant: Option<VariantId>,
    /// The currency.
    pub currency: Currency,
    /// Only for this price group.
    #[serde(default)]
    pub segment: Option<Text<0, 40>>,
    /// Only from this quantity of a line; 1 when absent.
    #[serde(default)]
    pub min_quantity: Option<u32>,
    /// The first moment, in microseconds since 1970.
    #[serde(default)]
    pub valid_from: Option<Timestamp>,
    /// The first moment after, in microseconds since 1970.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
    /// Price of one in minor units; absent takes the price away.
    #[serde(default)]
    pub minor: Option<u32>,
}

/// A price was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceSet {
    /// Whether that changed anything.
    pub changed: bool,
}

impl Act for SetPrice {
    const NAME: &'static str = "catalog.price.set";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = PriceSet;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<PriceSet, Refusal> {
        Product::read(work, self.product)?.ok_or_else(|| Problem::not_found("product"))?;
        if let Some(variant) = self.variant {
            let own = Variant::read(work, variant)?.filter(|variant| variant.product == self.product);
            own.ok_or_else(|| Problem::not_found("variant"))?;
        }
        let spell = Spell { from: self.valid_from, until: self.valid_until };
        if let (Some(from), Some(until)) = (spell.from, spell.until)
            && until <= from
        {
            return Err(Problem::invalid("/valid_until", "The end must come after the start.").into());
        }
        let segment = self.segment.as_ref().map(ToString::to_string).filter(|segment| !segment.is_empty());
        let min_quantity = self.min_quantity.unwrap_or(1).max(1);
        let key =
            PriceKey { segment, min_quantity, ..PriceKey::list(self.product, self.variant, self.currency) };
        let changed = match self.minor {
            Some(minor) => write::set_price(work, &key, spell, i64::from(minor))?,
            None => write::remove_price(work, &key, spell)?,
        };
        if changed {
            work.changed(self.product, None, &(), self);
            work.bump::<Catalogue>()?;
        }
        Ok(PriceSet { changed })
    }
}

/// Counts the stock of a variant anew; it replaces the number, it does not add.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetStock {
    /// The variant.
    pub variant: VariantId,
    /// How many are on the shelf; absent for not counted and always there.
    #[serde(default)]
    pub on_hand: Option<u32>,
}

/// A variant's stock was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockSet {
    /// The stock now; absent where it is not counted.
    pub level: Option<Level>,
}

impl Act for SetStock {
    const NAME: &'static str = "catalog.stock.set";
    const NEEDS: Needs = Needs::Staff(Permission::CatalogEdit);
    type Out = StockSet;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<StockSet, Refusal> {
        Variant::read(work, self.variant)?.ok_or_else(|| Problem::not_found("variant"))?;
        let before = level(work, self.variant)?;
        write::set_stock(work, self.variant, self.on_hand, "/on_hand")?;
        let after = level(work, self.variant)?;
        work.changed(self.variant, None, &before, &after);
        Ok(StockSet { level: after })
    }
}

fn level(work: &mut Work<'_, '_>, variant: VariantId) -> Result<Option<Level>, store::Error> {
    let tenant = work.tenant();
    let row = work.sql().one(&sql::STOCK, store::params![tenant, variant])?;
    row.map(|row| Ok(Level { on_hand: row.get(0)?, reserved: row.get(1)? })).transpose()
}
