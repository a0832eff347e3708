//! What an import of orders looks things up by.

use std::collections::BTreeMap;

use crate::catalog::Catalogue;
use crate::desk::memo::Memo;
use crate::desk::{Subject, Work};
use crate::kernel::id::{CustomerId, OrderId, TenantId, VariantId};
use crate::orders::sql;

/// An order that is stored already.
pub(super) struct Stored {
    pub(super) owner: Subject,
    pub(super) id: OrderId,
    pub(super) number: String,
    pub(super) digest: Option<Vec<u8>>,
    pub(super) version: i64,
}

/// A customer as orders name one.
#[derive(Clone)]
pub(super) struct Buyer {
    pub(super) id: CustomerId,
    pub(super) name: String,
    pub(super) email: String,
}

/// The order with this reference, if it is stored.
pub(super) fn stored(work: &mut Work<'_, '_>, reference: &str) -> Result<Option<Stored>, store::Error> {
    let tenant = work.tenant();
    let row = work.sql().one(&sql::BY_REFERENCE, store::params![tenant, reference])?;
    row.map(|row| {
        Ok(Stored {
            owner: row.get(0)?,
            id: row.get(1)?,
            number: row.get(2)?,
            digest: row.get(3)?,
            version: row.get(4)?,
        })
    })
    .transpose()
}

/// What is bought, by what imports call it. Shares its version with the catalogue.
pub(super) struct VariantsByReference(pub(super) BTreeMap<Box<str>, VariantId>);

impl Memo for VariantsByReference {
    const NAME: &'static str = Catalogue::NAME;
    fn load(tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<Self, store::Error> {
        let rows = tx.all(&sql::VARIANTS_BY_REFERENCE, store::params![tenant])?;
        rows.iter()
            .map(|row| Ok((row.get::<String>(0)?.into(), row.get(1)?)))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}
