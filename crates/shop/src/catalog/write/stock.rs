//! Counting stock anew.

use crate::catalog::sql;
use crate::desk::{Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::id::VariantId;
use crate::kernel::problem::CONFLICT;

/// Sets how many there are on the shelf, none for *not counted*; says whether that changed anything. Refused
/// where more are promised to orders than there would be.
pub(crate) fn set_stock(
    work: &mut Work<'_, '_>,
    variant: VariantId,
    on_hand: Option<u32>,
    pointer: &str,
) -> Result<bool, Refusal> {
    let tenant = work.tenant();
    let changed = match on_hand {
        Some(on_hand) => work.sql().exec(&sql::SET_STOCK, store::params![tenant, variant, on_hand])?,
        None => work.sql().exec(&sql::UNCOUNT_STOCK, store::params![tenant, variant])?,
    };
    if changed == 1 {
        return Ok(true);
    }
    let Some(row) = work.sql().one(&sql::STOCK, store::params![tenant, variant])? else { return Ok(false) };
    let (stored, reserved): (u32, u32) = (row.get(0)?, row.get(1)?);
    if on_hand == Some(stored) {
        return Ok(false);
    }
    let said = format!("{reserved} are promised to orders; there cannot be fewer. Nothing was changed.");
    Err(Problem::field(&CONFLICT, pointer, said).into())
}
