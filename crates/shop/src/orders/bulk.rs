//! Importing orders: from another system, or for the demo.

mod found;
mod row;

pub use row::OrderLineRow;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::order::{Breakdown, Line, Order, Status};
use super::status::{ORDER_NUMBERS, number_text};
use found::{Buyer, VariantsByReference, stored};
use row::agrees;

use super::{sql, write};
use crate::cart::{By, ByKind, rate};
use crate::catalog::{Catalogue, TaxClass, VariantEntry};
use crate::desk::batch::{Fate, file};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Subject, Work};
use crate::kernel::id::{Id, OrderId};
use crate::kernel::import::{BATCH, Imported};
use crate::kernel::text::Text;
use crate::kernel::{Locale, Problem, TaxMode};
use crate::sites::{Site, Sites};

/// Stores a batch of orders, found by their reference: new ones are created, others brought up to date. The
/// same batch again changes nothing. An order with a row that does not fit is left out; the others go in.
/// Imported orders take nothing from stock and send nothing to anybody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrders {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows, the lines of one order next to each other. They stay out of the record, which holds
    /// the file's digest.
    #[serde(skip_serializing)]
    pub rows: Vec<OrderLineRow>,
}

/// What is wrong with a row of an order: its place in the order, the field, why.
struct Wrong(usize, &'static str, String);

impl Act for ImportOrders {
    const NAME: &'static str = "order.import";
    const NEEDS: Needs = Needs::Staff(Permission::DataImport);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let orders: Vec<&[OrderLineRow]> = self.rows.chunk_by(|a, b| a.order == b.order).collect();
        if self.rows.len() > BATCH && orders.len() > 1 {
            let said = format!("A batch has at most {BATCH} rows, or one order.");
            return Err(Problem::invalid("/rows", said).into());
        }
        let mut import = Import::begin(work)?;
        let mut imported = Imported::default();
        let (mut seen, mut first) = (BTreeSet::new(), 0);
        for rows in orders {
            let again = !seen.insert(rows[0].order.as_str());
            let fate = if again {
                Err(Wrong(0, "/order", "The lines of one order stand next to each other.".to_owned()))
            } else {
                import.order(who, work, rows)?
            };
            let (at, fate) = match fate {
                Ok(fate) => (0, Ok(fate)),
                Err(Wrong(at, pointer, said)) => (at, Err(Problem::invalid(pointer, said).into())),
            };
            imported.count(u32::try_from(first + at).unwrap_or(u32::MAX), fate)?;
            first += rows.len();
        }
        work.changed(file(self.digest.as_str()), None, &(), &imported);
        Ok(imported)
    }
}

/// What a batch looks things up in.
struct Import {
    catalogue: std::sync::Arc<Catalogue>,
    variants: std::sync::Arc<VariantsByReference>,
    sites: std::sync::Arc<Sites>,
    buyers: BTreeMap<String, Option<Buyer>>,
}

impl Import {
    fn begin(work: &mut Work<'_, '_>) -> Result<Self, store::Error> {
        Ok(Self {
            catalogue: work.memo()?,
            variants: work.memo()?,
            sites: work.memo()?,
            buyers: BTreeMap::new(),
        })
    }

    /// Stores one order, unless something is wrong with it.
    fn order(
        &mut self,
        who: &Acting,
        work: &mut Work<'_, '_>,
        rows: &[OrderLineRow],
    ) -> Result<Result<Fate, Wrong>, Refusal> {
        let head = &rows[0];
        let digest = Sha256::digest(serde_json::to_vec(rows).unwrap_or_default()).to_vec();
        let stored = stored(work, head.order.as_str())?;
        if stored.as_ref().is_some_and(|stored| stored.digest.as_deref() == Some(&digest)) {
            return Ok(Ok(Fate::Unchanged));
        }
        let Some(buyer) = self.buyer(work, head.customer.as_str())? else {
            return Ok(Err(Wrong(0, "/customer", format!("There is no customer {}.", head.customer))));
        };
        let (mut order, lines) = match self.read(&buyer, rows) {
            Ok(read) => read,
            Err(wrong) => return Ok(Err(wrong)),
        };
        order.digest = Some(digest);
        let Some(stored) = stored else {
            order.id = work.id();
            order.number = number_text(work.number(ORDER_NUMBERS)?);
            write(who, work, &order, &lines)?;
            return Ok(Ok(Fate::Created));
        };
        if stored.owner != order.owner {
            return Ok(Err(Wrong(0, "/customer", "This order is another customer's.".to_owned())));
        }
        (order.id, order.number, order.version) = (stored.id, stored.number, stored.version + 1);
        let tenant = work.tenant();
        work.sql().exec(&sql::DROP_LINES, store::params![tenant, order.owner, order.id])?;
        work.sql().exec(&sql::DROP_ORDER, store::params![tenant, order.owner, order.id])?;
        write(who, work, &order, &lines)?;
        Ok(Ok(Fate::Updated))
    }

    fn buyer(&mut self, work: &mut Work<'_, '_>, reference: &str) -> Result<Option<Buyer>, store::Error> {
        if let Some(known) = self.buyers.get(reference) {
            return Ok(known.clone());
        }
        let tenant = work.tenant();
        let row = work.sql().one(&sql::CUSTOMER_BY_REFERENCE, store::params![tenant, reference])?;
        let buyer = row
            .map(|row| {
                let (first, last): (String, String) = (row.get(1)?, row.get(2)?);
                let name = format!("{first} {last}").trim().to_owned();
                Ok::<_, store::Error>(Buyer { id: row.get(0)?, name, email: row.get(3)? })
            })
            .transpose()?;
        self.buyers.insert(reference.to_owned(), buyer.clone());
        Ok(buyer)
    }

    /// The order that the rows describe, without id and number.
    fn read(&self, buyer: &Buyer, rows: &[OrderLineRow]) -> Result<(Order, Vec<Line>), Wrong> {
        let head = &rows[0];
        let site = self.sites.all().iter().find(|site| site.code == head.site.as_str());
        let site = site.ok_or_else(|| Wrong(0, "/site", format!("There is no site {}.", head.site)))?;
        if site.currencies.iter().all(|code| code != head.currency.code()) {
            let said = format!("{} does not sell in {}.", site.name, head.currency);
            return Err(Wrong(0, "/currency", said));
        }
        if !matches!(head.status, Status::Placed | Status::Completed | Status::Cancelled) {
            return Err(Wrong(
                0,
                "/status",
                "An imported order is placed, completed or cancelled.".to_owned(),
            ));
        }
        let mut lines = Vec::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            agrees(head, row).map_err(|pointer| {
                Wrong(place, pointer, "All lines of an order say the same of it.".to_owned())
            })?;
            lines.push(self.line(site, row).map_err(|(pointer, said)| Wrong(place, pointer, said))?);
        }
        let sum = |amount: fn(&Line) -> i64| {
            lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(amount(line)))
        };
        let too_large = || Wrong(0, "/unit_price", "The amounts of this order are too large.".to_owned());
        let shipping = i64::try_from(head.shipping).map_err(|_| too_large())?;
        let sold = sum(|line| line.total).ok_or_else(too_large)?;
        let order = Order {
            owner: Subject::Customer(buyer.id),
            id: OrderId::from_bits(0),
            number: String::new(),
            reference: Some(head.order.to_string()),
            digest: None,
            cart: None,
            site: site.id,
            currency: head.currency,
            placed_at: head.placed_at,
            status: head.status,
            version: 1,
            item_count: lines.iter().map(|line| line.quantity).sum(),
            subtotal: sum(|line| line.unit * i64::from(line.quantity)).ok_or_else(too_large)?,
            discount: sum(|line| line.discount).ok_or_else(too_large)?,
            shipping,
            tax: sum(|line| line.tax).ok_or_else(too_large)?,
            total: sold.checked_add(shipping).ok_or_else(too_large)?,
            tax_included: site.tax_mode == TaxMode::Included,
            breakdown: Breakdown::default(),
            name: buyer.name.clone(),
            email: buyer.email.clone(),
            delivery: None,
            billing: None,
            shipping_code: String::new(),
            shipping_name: String::new(),
            payment: None,
            placed_by: By::just(ByKind::Import),
            session: None,
            channel: "import".to_owned(),
            terms: None,
        };
        Ok((order, lines))
    }

    fn line(&self, site: &Site, row: &OrderLineRow) -> Result<Line, (&'static str, String)> {
        let variant = self.variants.0.get(row.product.as_str()).and_then(|id| self.catalogue.variant(*id));
        let variant = variant.ok_or_else(|| ("/product", format!("There is no product {}.", row.product)))?;
        if !(1..=9999).contains(&row.quantity) {
            return Err(("/quantity", "A line has 1 to 9999 pieces.".to_owned()));
        }
        let too_large = || ("/unit_price", "The amounts of this line are too large.".to_owned());
        let amount = |minor: u64| i64::try_from(minor).map_err(|_| too_large());
        let (unit, discount) = (amount(row.unit_price)?, amount(row.discount)?);
        let gross = unit.checked_mul(i64::from(row.quantity)).ok_or_else(too_large)?;
        if discount > gross {
            return Err(("/discount", "The discount is more than the line costs.".to_owned()));
        }
        let paid = gross - discount;
        let points = match variant.tax_class {
            TaxClass::Standard => site.tax_rate,
            TaxClass::Reduced => site.tax_rate_reduced,
        };
        let included = site.tax_mode == TaxMode::Included;
        let tax = match row.tax {
            Some(tax) => amount(tax)?,
            None if included => rate(points).tax_within(paid),
            None => rate(points).tax_on(paid),
        };
        if included && tax > paid {
            return Err(("/tax", "The tax is more than the line costs.".to_owned()));
        }
        let total = if included { paid } else { paid.checked_add(tax).ok_or_else(too_large)? };
        Ok(self.described(
            site,
            &variant,
            Line {
                variant: variant.id,
                sku: String::new(),
                name: String::new(),
                options: String::new(),
                slug: String::new(),
                picture: String::new(),
                quantity: row.quantity,
                unit,
                discount,
                tax_rate: rate(points).basis_points(),
                tax,
                total,
                why: None,
                added_by: By::just(ByKind::Import),
            },
        ))
    }

    /// The line with what is bought called as the site calls it.
    fn described(&self, site: &Site, variant: &VariantEntry, line: Line) -> Line {
        let locale = site.languages.first().copied().unwrap_or(Locale::En);
        let product = self.catalogue.product(variant.product);
        Line {
            sku: variant.sku.to_string(),
            name: variant.names.text(locale).to_owned(),
            options: self.catalogue.options_text(variant, locale),
            slug: product.map(|product| product.slug.to_string()).unwrap_or_default(),
            picture: variant.picture.to_string(),
            ..line
        }
    }
}
