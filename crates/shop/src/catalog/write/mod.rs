//! How products, variants, prices and stock are stored: once for the back office and for imports. Whatever is
//! refused is refused before anything of it is written.

mod category;
mod price;
mod product;
mod stock;
mod variant;

pub(super) use category::{Category, GivenCategory, create_category, update_category};
pub(super) use price::{PriceKey, Spell, remove_price, set_price};
pub(super) use product::{Given, Product, create, update};
pub(super) use stock::set_stock;
pub(super) use variant::{GivenVariant, Variant, create_variant, update_variant};

use crate::desk::Work;
use crate::kernel::Problem;

/// Parameters of a statement that takes the tenant and up to 50 texts; the last one fills what is left.
pub(super) fn fifty<'a>(tenant: &'a str, some: &[&'a str]) -> Vec<store::Param<'a>> {
    let last = some.last().copied().unwrap_or_default();
    let texts = some.iter().copied().chain(std::iter::repeat(last)).take(50);
    std::iter::once(tenant).chain(texts).map(|text| store::Param::Text(text.into())).collect()
}

/// Rows of a statement that takes up to 50 keys, for any number of them.
pub(super) fn by_fifties(
    work: &mut Work<'_, '_>,
    statement: &store::Statement,
    keys: &[&str],
) -> Result<Vec<store::Row>, store::Error> {
    let tenant = work.tenant().to_string();
    let mut rows = Vec::new();
    for some in keys.chunks(50) {
        rows.extend(work.sql().all(statement, &fifty(&tenant, some))?);
    }
    Ok(rows)
}

fn taken(pointer: &str, what: &str) -> Problem {
    Problem::field(&crate::kernel::problem::TAKEN, pointer, format!("This {what} belongs to something else."))
}
