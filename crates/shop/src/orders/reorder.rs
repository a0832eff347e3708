//! Buying again what was ordered once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::order::{Line, Order, OrderKey, find, owner};
use crate::cart::{CartView, Change, Expected, another, current_or_new, fill};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::id::VariantId;
use crate::kernel::problem;
use crate::kernel::text::Text;
use crate::kernel::{Currency, Problem};
use crate::sites::Sites;

/// Where what was ordered is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PutInto {
    /// Into a new cart, which becomes the current one; the former one is saved.
    New,
    /// In place of what is in the current cart.
    Replace,
}

/// Puts what was ordered into a cart again, at today's prices. What is no longer sold or of which there are too
/// few is left out or comes in smaller number, and the answer says so.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reorder {
    /// The order, by id or number.
    pub order: OrderKey,
    /// Where to put it.
    pub into: PutInto,
    /// What the cart is called from now on; left out, a new one has no name and the current one keeps its own.
    #[serde(default)]
    pub name: Option<Text<1, 120>>,
    /// Only if the current cart still has this version, where it is replaced.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What was put into a cart again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reordered {
    /// The cart as it is now.
    pub cart: CartView,
    /// What is not in it, or not as often as it was ordered.
    pub left_out: Vec<LeftOut>,
}

/// Something that was ordered and did not come in as often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// Its stock keeping unit, as the order has it.
    pub sku: String,
    /// Its name, as the order has it.
    pub name: String,
    /// How many were ordered.
    pub wanted: u32,
    /// How many came in.
    pub added: u32,
}

impl Act for Reorder {
    const NAME: &'static str = "order.reorder";
    const NEEDS: Needs = Needs::Own(Permission::CartEdit);
    type Out = Reordered;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, &self.order)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Reordered, Refusal> {
        who.needs(Permission::OrderRead)?;
        let look = &mut work.look();
        let order = find(look, &self.order)?.ok_or_else(|| Problem::not_found("order"))?;
        let ordered = together(order.lines(look)?);
        let mut change = self.cart(who, work, &order)?;
        let wanted: Vec<(VariantId, u32)> =
            ordered.iter().map(|line| (line.variant, line.quantity)).collect();
        let added = fill(who, work, &mut change, &wanted)?;
        let left_out: Vec<LeftOut> = ordered
            .into_iter()
            .zip(added)
            .filter(|(line, added)| *added < line.quantity)
            .map(|(line, added)| LeftOut { sku: line.sku, name: line.name, wanted: line.quantity, added })
            .collect();
        if change.lines.is_empty() {
            let said = "Nothing of this order can be bought any more. Nothing was changed.";
            return Err(Problem::new(&problem::CONFLICT, said).with("left_out", left_out).into());
        }
        Ok(Reordered { cart: change.finish(who, work)?, left_out })
    }
}

impl Reorder {
    /// The cart that is filled, taken for the change.
    fn cart(&self, who: &Acting, work: &mut Work<'_, '_>, order: &Order) -> Result<Change, Refusal> {
        let site = who.site()?;
        let currency = currency(work, who, order)?;
        let name = self.name.as_ref().map(Text::as_str);
        let cart = match self.into {
            PutInto::New => another(who, work, order.owner, site, currency, name.unwrap_or_default())?,
            PutInto::Replace => current_or_new(who, work, order.owner, site, currency)?,
        };
        let expected = match (self.into, self.version) {
            (PutInto::Replace, Some(version)) => Expected::This(version),
            _ => Expected::Any,
        };
        let mut change = Change::begin(who, work, cart.id, expected)?;
        if let Some(name) = name {
            name.clone_into(&mut change.cart.name);
        }
        Ok(change)
    }
}

/// The currency of the order where this site sells in it, else the site's first.
fn currency(work: &mut Work<'_, '_>, who: &Acting, order: &Order) -> Result<Currency, Refusal> {
    let sites = work.memo::<Sites>()?;
    let site = sites.of(who.site()?)?;
    let mut offered = site.currencies.iter().filter_map(|code| code.parse::<Currency>().ok());
    let first = offered.clone().next().unwrap_or(order.currency);
    Ok(offered.find(|currency| *currency == order.currency).unwrap_or(first))
}

/// The lines with each variant once: imported orders may have it on several.
fn together(lines: Vec<Line>) -> Vec<Line> {
    let mut ordered: Vec<Line> = Vec::new();
    for line in lines {
        match ordered.iter_mut().find(|other| other.variant == line.variant) {
            Some(other) => other.quantity = other.quantity.saturating_add(line.quantity),
            None => ordered.push(line),
        }
    }
    ordered
}
