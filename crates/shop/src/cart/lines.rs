//! Adding, changing and removing lines.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::by::By;
use super::change::{Change, Expected};
use super::row::{Line, owner};
use super::view::CartView;
use crate::catalog::{VariantEntry, stock};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::Problem;
use crate::kernel::id::{CartId, LineId, VariantId};
use crate::kernel::problem;
use crate::kernel::text::Text;

/// The most pieces one line holds.
pub const MAX_QUANTITY: u32 = 999;

/// The most different things a cart holds.
pub(super) const MAX_LINES: usize = 500;

/// Adds pieces of a variant to a cart; to its line, where it stands in the cart already.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLine {
    /// The cart.
    pub cart: CartId,
    /// What to add; this or `sku`.
    #[serde(default)]
    pub variant: Option<VariantId>,
    /// The same by its stock keeping unit, exactly as the shop writes it.
    #[serde(default)]
    pub sku: Option<Text<1, 200>>,
    /// How many more, 1 to 999.
    #[serde(default = "one")]
    pub quantity: u32,
    /// Only if the cart still has this version (If-Match).
    #[serde(default)]
    pub version: Option<i64>,
}

fn one() -> u32 {
    1
}

impl Act for AddLine {
    const NAME: &'static str = "cart.line.add";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        if self.quantity == 0 {
            return Err(Problem::invalid("/quantity", "Say how many to add, at least 1.").into());
        }
        // Adding takes nothing away from what somebody else did meanwhile, so agents need not say a version.
        let expected = self.version.map_or(Expected::Any, Expected::This);
        let mut change = Change::begin(who, work, self.cart, expected)?;
        let variant = self.wanted(&change)?;
        if let Some(line) = change.lines.iter_mut().find(|line| line.variant == variant.id) {
            line.quantity = fits(line, line.quantity.saturating_add(self.quantity))?;
            return change.finish(who, work);
        }
        let levels = stock::levels(&mut work.look(), &[variant.id])?;
        let left = levels.get(&variant.id).map(|level| level.free());
        let (id, added_by) = (work.id(), By::of(who));
        let mut line = Line { id, variant: variant.id, quantity: 0, shown: 0, added_by, left };
        line.quantity = fits(&line, self.quantity)?;
        change.lines.push(line);
        change.finish(who, work)
    }
}

impl AddLine {
    /// The variant, if it is sold here.
    fn wanted(&self, change: &Change) -> Result<Arc<VariantEntry>, Problem> {
        let (found, pointer) = match (self.variant, &self.sku) {
            (Some(id), None) => (change.goods.catalogue.variant(id), "/variant"),
            (None, Some(sku)) => (change.goods.catalogue.variant_by_sku(sku.as_str()), "/sku"),
            _ => return Err(Problem::invalid("/variant", "Say what to add, by variant or by sku.")),
        };
        let found = found
            .ok_or_else(|| Problem::invalid(pointer, "There is no such product. Nothing was changed."))?;
        change.goods.sold(found.id, change.cart.currency).ok_or_else(|| {
            Problem::new(&problem::CONFLICT, "This product is not sold here any more. Nothing was changed.")
        })
    }
}

/// Sets how many pieces a line has; 0 removes it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetQuantity {
    /// The cart.
    pub cart: CartId,
    /// The line.
    pub line: LineId,
    /// How many, 0 to 999.
    pub quantity: u32,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for SetQuantity {
    const NAME: &'static str = "cart.line.set";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        let line = change.line(self.line)?;
        if self.quantity > line.quantity {
            line.quantity = fits(line, self.quantity)?;
        } else {
            line.quantity = self.quantity;
        }
        change.lines.retain(|line| line.quantity > 0);
        change.finish(who, work)
    }
}

/// Removes a line from a cart.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveLine {
    /// The cart.
    pub cart: CartId,
    /// The line.
    pub line: LineId,
    /// Only if the cart still has this version (If-Match). Agents have to say it.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Act for RemoveLine {
    const NAME: &'static str = "cart.line.remove";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = CartView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, self.cart)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let mut change = Change::begin(who, work, self.cart, Expected::of(who, self.version)?)?;
        change.line(self.line)?;
        change.lines.retain(|line| line.id != self.line);
        change.finish(who, work)
    }
}

/// `quantity`, if a line may have so many and there are so many.
fn fits(line: &Line, quantity: u32) -> Result<u32, Problem> {
    if quantity > MAX_QUANTITY {
        return Err(Problem::invalid("/quantity", format!("A line holds at most {MAX_QUANTITY} pieces.")));
    }
    match line.left {
        Some(left) if left < quantity => {
            let said = match left {
                0 => "This product is sold out. Nothing was changed.".to_owned(),
                left => format!("Only {left} left. Nothing was changed."),
            };
            Err(Problem::new(&problem::CONFLICT, said).with("left", left).with("wanted", quantity))
        }
        _ => Ok(quantity),
    }
}
