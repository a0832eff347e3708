//! Filling a cart with several things at once, as far as they are sold and there.

use super::by::By;
use super::change::Change;
use super::lines::MAX_QUANTITY;
use super::row::Line;
use crate::catalog::stock;
use crate::desk::{Acting, Refusal, Work};
use crate::kernel::id::VariantId;

/// Puts these in place of the cart's lines: of each as many as are wanted, sold and left. Each variant is named
/// once. Answers how many of each came in.
pub(crate) fn fill(
    who: &Acting,
    work: &mut Work<'_, '_>,
    change: &mut Change,
    wanted: &[(VariantId, u32)],
) -> Result<Vec<u32>, Refusal> {
    let variants: Vec<VariantId> = wanted.iter().map(|(variant, _)| *variant).collect();
    let levels = stock::levels(&mut work.look(), &variants)?;
    change.lines.clear();
    let mut added = Vec::with_capacity(wanted.len());
    for (variant, wanted) in wanted.iter().copied() {
        let left = levels.get(&variant).map(|level| level.free());
        let sold = change.goods.sold(variant, change.cart.currency).is_some();
        let quantity = if sold { wanted.min(MAX_QUANTITY).min(left.unwrap_or(u32::MAX)) } else { 0 };
        if quantity > 0 {
            let (id, added_by) = (work.id(), By::of(who));
            change.lines.push(Line { id, variant, quantity, shown: 0, added_by, left });
        }
        added.push(quantity);
    }
    Ok(added)
}
