//! Counted stock. What is promised to an order is `reserved` and stays on the shelf until it ships; free is
//! what is on hand and not reserved. A variant that is not counted is always there.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sql;
use super::write::fifty;
use crate::desk::{Look, Work};
use crate::kernel::id::{TenantId, VariantId};

/// At most so many free ones count as low.
pub const LOW: u32 = 5;

/// Less is free than is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shortage {
    /// Of which variant.
    pub variant: VariantId,
    /// How many are wanted.
    pub wanted: u32,
    /// How many are free.
    pub free: u32,
}

/// The stock of one counted variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Level {
    /// How many are on the shelf.
    pub on_hand: u32,
    /// How many of them are promised to orders.
    pub reserved: u32,
}

impl Level {
    /// How many can still be promised.
    pub fn free(self) -> u32 {
        self.on_hand.saturating_sub(self.reserved)
    }
}

/// What a page says about a stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// None is free.
    Out,
    /// At most [`LOW`] are free.
    Low,
    /// There are enough, or they are not counted.
    In,
}

/// Promises these to an order. Where less is free than is wanted nothing is promised of that variant and it is
/// among the shortages; the caller then refuses, which undoes the other promises.
///
/// Variants are taken in order of id, so that two orders never wait for each other in a circle.
pub(crate) fn take(
    work: &mut Work<'_, '_>,
    wanted: &[(VariantId, u32)],
) -> Result<Vec<Shortage>, store::Error> {
    let tenant = work.tenant();
    let mut shortages = Vec::new();
    for (variant, wanted) in summed(wanted) {
        if work.sql().exec(&sql::TAKE_STOCK, store::params![tenant, variant, wanted])? == 1 {
            continue;
        }
        if let Some(row) = work.sql().one(&sql::STOCK, store::params![tenant, variant])? {
            let free = Level { on_hand: row.get(0)?, reserved: row.get(1)? }.free();
            shortages.push(Shortage { variant, wanted, free });
        }
    }
    Ok(shortages)
}

/// Takes promises back, as when an order is cancelled before it ships.
pub(crate) fn give_back(work: &mut Work<'_, '_>, taken: &[(VariantId, u32)]) -> Result<(), store::Error> {
    change(work, &sql::GIVE_BACK_STOCK, taken)
}

/// Takes from the shelf what was promised, as when an order ships.
pub(crate) fn ship(work: &mut Work<'_, '_>, taken: &[(VariantId, u32)]) -> Result<(), store::Error> {
    change(work, &sql::SHIP_STOCK, taken)
}

fn change(
    work: &mut Work<'_, '_>,
    statement: &store::Statement,
    taken: &[(VariantId, u32)],
) -> Result<(), store::Error> {
    let tenant = work.tenant();
    for (variant, quantity) in summed(taken) {
        work.sql().exec(statement, store::params![tenant, variant, quantity])?;
    }
    Ok(())
}

fn summed(quantities: &[(VariantId, u32)]) -> BTreeMap<VariantId, u32> {
    let mut sums = BTreeMap::<VariantId, u32>::new();
    for (variant, quantity) in quantities {
        let sum = sums.entry(*variant).or_default();
        *sum = sum.saturating_add(*quantity);
    }
    sums
}

/// The stock of these variants; those not counted are absent. One statement for each 50.
pub(crate) fn levels(
    look: &mut Look<'_, '_>,
    variants: &[VariantId],
) -> Result<BTreeMap<VariantId, Level>, store::Error> {
    let mut levels = BTreeMap::new();
    let tenant = look.tenant().to_string();
    let ids: Vec<String> = variants.iter().map(ToString::to_string).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for some in ids.chunks(50) {
        for row in look.sql().all(&sql::STOCK_OF_50, &fifty(&tenant, some))? {
            levels.insert(row.get(0)?, Level { on_hand: row.get(1)?, reserved: row.get(2)? });
        }
    }
    Ok(levels)
}

/// What is low or gone in the whole shop, by how many are left.
#[derive(Default)]
pub(crate) struct Scarce(BTreeMap<VariantId, u32>);

impl Scarce {
    /// Reads it, in one statement.
    pub(crate) fn read(look: &mut Look<'_, '_>, tenant: TenantId) -> Result<Self, store::Error> {
        let rows = look.sql().all(&sql::SCARCE, store::params![tenant])?;
        rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, _>>().map(Self)
    }

    /// How many are left, where they are few.
    pub(crate) fn left(&self, variant: VariantId) -> Option<u32> {
        self.0.get(&variant).copied()
    }

    /// What a page says about this variant.
    pub(crate) fn availability(&self, variant: VariantId) -> Availability {
        match self.left(variant) {
            None => Availability::In,
            Some(0) => Availability::Out,
            Some(_) => Availability::Low,
        }
    }
}
