//! Reads the catalogue from the store, some thousand products at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

use store::{FromColumn, Row};

use super::catalogue::AttributeText;
use super::prices::prices_of;
use super::{Catalogue, CategoryEntry, Localised, Pairs, ProductEntry, VariantEntry, sql};
use crate::desk::memo::Memo;
use crate::kernel::Locale;
use crate::kernel::id::{CategoryId, ProductId, TenantId, VariantId};

/// Products read at once.
const CHUNK: usize = 4096;

type Categories = BTreeMap<CategoryId, CategoryEntry>;

impl Memo for Catalogue {
    const NAME: &'static str = "catalog";

    fn load(tx: &mut store::ReadTx<'_>, tenant: TenantId) -> Result<Self, store::Error> {
        let (mut categories, top) = categories(tx, tenant)?;
        let mut loading = Loading::new(&categories);
        let mut last = String::new();
        while let Some(end) = loading.chunk(tx, tenant, &last)? {
            last = end;
        }
        let products = loading.products;
        list(&products, &mut categories);
        let mut variants: Vec<_> =
            products.iter().flat_map(|product| product.variants.iter().cloned()).collect();
        variants.sort_unstable_by_key(|variant| variant.id);
        Ok(Self {
            by_slug: places(&products, |product| &product.slug),
            by_reference: places(&products, |product| &product.reference),
            by_sku: places(&variants, |variant| &variant.sku),
            attributes: attributes(tx, tenant)?,
            indexes: Default::default(),
            categories,
            top,
            products,
            variants,
        })
    }
}

/// Where the things stand, in order of one of their texts.
fn places<T>(things: &[Arc<T>], text: impl Fn(&T) -> &str) -> Vec<u32> {
    let mut places: Vec<u32> = (0..things.len()).filter_map(|place| u32::try_from(place).ok()).collect();
    places.sort_unstable_by_key(|place| text(&things[*place as usize]));
    places
}

/// Lists each active product in its categories and those above.
fn list(products: &[Arc<ProductEntry>], categories: &mut Categories) {
    for product in products.iter().filter(|product| product.active) {
        for id in &*product.category_ids {
            if let Some(category) = categories.get_mut(id) {
                category.products.push(product.clone());
            }
        }
    }
}

fn categories(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
) -> Result<(Categories, Vec<CategoryId>), store::Error> {
    let mut texts = Rows::new(tx.all(&sql::CATEGORY_TEXTS, store::params![tenant])?);
    let mut categories = Categories::new();
    for row in tx.all(&sql::CATEGORIES, store::params![tenant])? {
        let id: CategoryId = row.get(0)?;
        let (names, descriptions) = texts_of(&mut texts, &id.to_string())?;
        let entry = CategoryEntry {
            id,
            reference: row.get::<String>(1)?.into(),
            parent: row.get(2)?,
            slug: row.get::<String>(3)?.into(),
            picture: row.get::<String>(4)?.into(),
            position: row.get(5)?,
            names,
            descriptions,
            children: Vec::new(),
            products: Vec::new(),
        };
        categories.insert(id, entry);
    }
    let lost: Vec<_> =
        categories.values().filter(|entry| is_circular(&categories, entry)).map(|entry| entry.id).collect();
    for id in lost {
        // Two people moved categories below each other at once: shown at the top until somebody moves one.
        if let Some(entry) = categories.get_mut(&id) {
            entry.parent = None;
        }
    }
    let mut order: Vec<_> =
        categories.values().map(|entry| (entry.position, entry.slug.clone(), entry.id)).collect();
    order.sort_unstable();
    let mut top = Vec::new();
    for (.., id) in order {
        let parent = categories.get(&id).and_then(|entry| entry.parent);
        match parent.and_then(|parent| categories.get_mut(&parent)) {
            Some(parent) => parent.children.push(id),
            None => top.push(id),
        }
    }
    Ok((categories, top))
}

/// Whether the way up never ends.
fn is_circular(categories: &Categories, entry: &CategoryEntry) -> bool {
    let up = |below: &&CategoryEntry| below.parent.and_then(|parent| categories.get(&parent));
    std::iter::successors(Some(entry), up).nth(categories.len()).is_some()
}

fn attributes(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
) -> Result<BTreeMap<Arc<str>, AttributeText>, store::Error> {
    let mut attributes = BTreeMap::<Arc<str>, AttributeText>::new();
    for row in tx.all(&sql::ATTRIBUTE_TEXTS, store::params![tenant])? {
        let (key, value): (String, String) = (row.get(0)?, row.get(1)?);
        let (locale, name): (Locale, String) = (row.get(2)?, row.get(3)?);
        let known = attributes.entry(key.into()).or_default();
        let text =
            if value.is_empty() { &mut known.name } else { known.values.entry(value.into()).or_default() };
        text.set(locale, &name);
    }
    Ok(attributes)
}

/// What is read so far, and texts that many products share.
struct Loading<'a> {
    categories: &'a Categories,
    products: Vec<Arc<ProductEntry>>,
    shared: BTreeSet<Arc<str>>,
    pairs: BTreeMap<String, Pairs>,
    above: BTreeMap<String, (Option<CategoryId>, Arc<[CategoryId]>)>,
}

impl<'a> Loading<'a> {
    fn new(categories: &'a Categories) -> Self {
        let (products, shared) = (Vec::new(), BTreeSet::new());
        Self { categories, products, shared, pairs: BTreeMap::new(), above: BTreeMap::new() }
    }

    /// Reads the products after the one with the id `last`; the id of the last one read, if there was any.
    fn chunk(
        &mut self,
        tx: &mut store::ReadTx<'_>,
        tenant: TenantId,
        last: &str,
    ) -> Result<Option<String>, store::Error> {
        let rows = tx.all(
            &sql::PRODUCTS_AFTER,
            store::params![tenant, last, i64::try_from(CHUNK).unwrap_or(i64::MAX)],
        )?;
        let Some(end) = rows.last().map(|row| row.get::<String>(0)).transpose()? else { return Ok(None) };
        let span = store::params![tenant, last, end];
        let mut texts = Rows::new(tx.all(&sql::TEXTS_WITHIN, span)?);
        let mut variants = Rows::new(tx.all(&sql::VARIANTS_WITHIN, span)?);
        let mut prices = Rows::new(tx.all(&sql::PRICES_WITHIN, span)?);
        self.products.reserve(rows.len());
        for row in &rows {
            let id: String = row.get(0)?;
            let texts = texts_of(&mut texts, &id)?;
            let variants = variants.of(&id)?;
            let prices = prices.of(&id)?;
            let product = self.product(row, texts, &variants, &prices)?;
            self.products.push(Arc::new(product));
        }
        Ok(Some(end))
    }

    fn product(
        &mut self,
        row: &Row,
        (names, descriptions): (Localised, Localised),
        variants: &[Row],
        prices: &[Row],
    ) -> Result<ProductEntry, store::Error> {
        let id: ProductId = row.get(0)?;
        let (main_category, category_ids) = self.above(row.get(4)?);
        let pictures: String = row.get(6)?;
        let tax_class: String = row.get(7)?;
        let mut product = ProductEntry {
            id,
            reference: row.get::<String>(1)?.into(),
            slug: row.get::<String>(2)?.into(),
            brand: self.share(&row.get::<String>(3)?),
            names: Arc::new(names),
            descriptions,
            attributes: self.pairs(row.get(5)?),
            pictures: pictures.lines().map(|picture| self.share(picture)).collect(),
            main_category,
            category_ids,
            tax_class: tax_class.parse().unwrap_or_default(),
            active: row.get(8)?,
            version: row.get(9)?,
            created_at: row.get(10)?,
            variants: Box::default(),
        };
        let has_others = variants
            .iter()
            .map(|row| row.get::<String>(4))
            .any(|options| options.is_ok_and(|options| !options.is_empty()));
        let found = variants.iter().map(|row| self.variant(row, &product, has_others, prices));
        product.variants = found.collect::<Result<_, _>>()?;
        Ok(product)
    }

    fn variant(
        &mut self,
        row: &Row,
        product: &ProductEntry,
        has_others: bool,
        prices: &[Row],
    ) -> Result<Arc<VariantEntry>, store::Error> {
        let id: VariantId = row.get(1)?;
        let options = self.pairs(row.get(4)?);
        let steps_back = has_others && options.is_empty();
        Ok(Arc::new(VariantEntry {
            id,
            product: product.id,
            reference: row.get::<String>(2)?.into(),
            sku: row.get::<String>(3)?.into(),
            names: product.names.clone(),
            options,
            picture: product.pictures.first().cloned().unwrap_or_else(|| self.share("")),
            category_ids: product.category_ids.clone(),
            prices: prices_of(&id.to_string(), prices)?,
            tax_class: product.tax_class,
            active: product.active && row.get(5)? && !steps_back,
        }))
    }

    fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.shared.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.shared.insert(new.clone());
        new
    }

    fn pairs(&mut self, lines: String) -> Pairs {
        if let Some(known) = self.pairs.get(&lines) {
            return known.clone();
        }
        let pairs = lines.lines().filter_map(|line| line.split_once('='));
        let pairs: Pairs = pairs.map(|(key, value)| (self.share(key), self.share(value))).collect();
        self.pairs.insert(lines, pairs.clone());
        pairs
    }

    /// The main category among these (ids, one a line), and all of them with those above.
    fn above(&mut self, lines: String) -> (Option<CategoryId>, Arc<[CategoryId]>) {
        if let Some(known) = self.above.get(&lines) {
            return known.clone();
        }
        let own: Vec<CategoryId> = lines.lines().filter_map(|line| line.parse().ok()).collect();
        let mut all = BTreeSet::new();
        for id in &own {
            let mut next = self.categories.get(id);
            while let Some(entry) = next.filter(|entry| all.insert(entry.id)) {
                next = entry.parent.and_then(|parent| self.categories.get(&parent));
            }
        }
        let main = own.into_iter().find(|id| all.contains(id));
        let found: (_, Arc<[_]>) = (main, all.into_iter().collect());
        self.above.insert(lines, found.clone());
        found
    }
}

/// Rows in order of an owner's id in their first column, taken owner by owner.
struct Rows(Peekable<IntoIter<Row>>);

impl Rows {
    fn new(rows: Vec<Row>) -> Self {
        Self(rows.into_iter().peekable())
    }

    /// The rows of this owner; owners are asked for in order.
    fn of(&mut self, owner: &str) -> Result<Vec<Row>, store::Error> {
        let mut found = Vec::new();
        while let Some(row) = self.0.peek() {
            let whose: String = row.get(0)?;
            if whose.as_str() > owner {
                break;
            }
            let row = self.0.next();
            found.extend(row.filter(|_| whose == owner));
        }
        Ok(found)
    }
}

fn texts_of(rows: &mut Rows, owner: &str) -> Result<(Localised, Localised), store::Error> {
    let (mut names, mut descriptions) = (Localised::default(), Localised::default());
    for row in rows.of(owner)? {
        let locale = Locale::from_column(&store::Value::Text(row.get(1)?)).unwrap_or_default();
        names.set(locale, &row.get::<String>(2)?);
        descriptions.set(locale, &row.get::<String>(3)?);
    }
    Ok((names, descriptions))
}
