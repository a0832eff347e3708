//! What is sold: search, abstract and concrete products (a product and its variants), their availabilities and
//! prices, and the stores.

mod map;
mod search;
mod stores;

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use shop::catalog::asks::{ProductSheet, Sheet, SheetVariant};
use shop::desk::Caller;
use shop::kernel::Currency;

use super::Answer;
use super::call::Call;
use super::envelope::{Resource, many, one};
use super::refused::{Area, Refused};
use crate::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/catalog-search", get(search::search))
        .route("/stores", get(stores::list))
        .route("/stores/{store}", get(stores::show))
        .route("/abstract-products/{sku}", get(abstract_product))
        .route("/abstract-products/{sku}/abstract-product-availabilities", get(abstract_availability))
        .route("/abstract-products/{sku}/abstract-product-prices", get(abstract_prices))
        .route("/concrete-products/{sku}", get(concrete_product))
        .route("/concrete-products/{sku}/concrete-product-availabilities", get(concrete_availability))
        .route("/concrete-products/{sku}/concrete-product-prices", get(concrete_prices))
}

impl Call {
    /// Whoever looks at the catalogue: prices are their own. A token that is not good is refused here too.
    async fn looker(&self) -> Result<Caller, Refused> {
        let party = self.identity().await?.anybody();
        Ok(party.map_or_else(|| self.nobody(), |party| party.caller))
    }

    /// The currency the query names; the site's first one when it names none.
    ///
    /// # Errors
    /// One that the store does not sell in.
    fn currency(&self) -> Result<Option<Currency>, Refused> {
        let Some(code) = self.asked("currency").filter(|code| !code.is_empty()) else { return Ok(None) };
        let known = self.site().is_some_and(|site| site.currencies.iter().any(|own| own == code));
        let wrong = || Refused::new(400, "313", "Currency is invalid.");
        code.parse().ok().filter(|_| known).map(Some).ok_or_else(wrong)
    }
}

/// A product by its number, or one of its variants by theirs.
enum By<'a> {
    Abstract(&'a str),
    Concrete(&'a str),
}

async fn sheet(
    call: &Call,
    caller: &Caller,
    by: By<'_>,
    currency: Option<Currency>,
) -> Result<Option<Sheet>, Refused> {
    let ask = match by {
        By::Abstract(sku) => ProductSheet { reference: sku.parse().ok(), sku: None, currency },
        By::Concrete(sku) => ProductSheet { reference: None, sku: sku.parse().ok(), currency },
    };
    if ask.reference.is_none() && ask.sku.is_none() {
        return Ok(None);
    }
    match call.ask(caller, Area::Any, &ask).await {
        Ok(sheet) => Ok(Some(sheet)),
        Err(refused) if refused.status() == 404 => Ok(None),
        Err(refused) => Err(refused),
    }
}

/// What items of one request lead to, each looked up once.
#[derive(Default)]
pub(super) struct Shelf(BTreeMap<(String, Currency), Vec<Resource>>);

impl Shelf {
    /// What can be included beside an item: its concrete product, and the abstract one of that.
    pub(super) async fn included(
        &mut self,
        call: &Call,
        caller: &Caller,
        sku: &str,
        currency: Currency,
    ) -> Result<Vec<Resource>, Refused> {
        if !call.includes("concrete-products") && !call.includes("abstract-products") {
            return Ok(Vec::new());
        }
        let key = (sku.to_owned(), currency);
        if let Some(found) = self.0.get(&key) {
            return Ok(found.clone());
        }
        let sheet = sheet(call, caller, By::Concrete(sku), Some(currency)).await?;
        let found = sheet.map(|sheet| beside(call, &sheet, sku)).unwrap_or_default();
        self.0.insert(key, found.clone());
        Ok(found)
    }
}

fn beside(call: &Call, sheet: &Sheet, sku: &str) -> Vec<Resource> {
    let Some(variant) = variant(sheet, sku) else { return Vec::new() };
    let of_it = if call.includes("abstract-products") { vec![abstract_of(call, sheet)] } else { Vec::new() };
    if call.includes("concrete-products") {
        return vec![concrete_of(call, sheet, variant).with(of_it)];
    }
    of_it
}

fn variant<'a>(sheet: &'a Sheet, sku: &str) -> Option<&'a SheetVariant> {
    sheet.variants.iter().find(|variant| variant.sku == sku)
}

/// An abstract product with what was asked to be included.
fn abstract_of(call: &Call, sheet: &Sheet) -> Resource {
    let path = format!("/abstract-products/{}", sheet.reference);
    let mut related = Vec::new();
    if call.includes("abstract-product-availabilities") {
        related.push(abstract_availability_of(call, sheet));
    }
    if call.includes("abstract-product-prices") {
        related.push(abstract_prices_of(call, sheet));
    }
    Resource::new(
        "abstract-products",
        sheet.reference.as_str(),
        map::abstract_product(sheet),
        call.link(&path),
    )
    .with(related)
}

fn concrete_of(call: &Call, sheet: &Sheet, variant: &SheetVariant) -> Resource {
    let path = format!("/concrete-products/{}", variant.sku);
    let mut related = Vec::new();
    if call.includes("concrete-product-availabilities") {
        related.push(concrete_availability_of(call, variant));
    }
    if call.includes("concrete-product-prices") {
        related.push(concrete_prices_of(call, sheet, variant));
    }
    let attributes = map::concrete_product(sheet, variant);
    Resource::new("concrete-products", variant.sku.as_str(), attributes, call.link(&path)).with(related)
}

fn abstract_availability_of(call: &Call, sheet: &Sheet) -> Resource {
    let kind = "abstract-product-availabilities";
    let path = format!("/abstract-products/{}/{kind}", sheet.reference);
    Resource::new(kind, sheet.reference.as_str(), map::abstract_availability(sheet), call.link(&path))
}

fn concrete_availability_of(call: &Call, variant: &SheetVariant) -> Resource {
    let kind = "concrete-product-availabilities";
    let path = format!("/concrete-products/{}/{kind}", variant.sku);
    Resource::new(kind, variant.sku.as_str(), map::concrete_availability(variant), call.link(&path))
}

fn abstract_prices_of(call: &Call, sheet: &Sheet) -> Resource {
    let kind = "abstract-product-prices";
    let path = format!("/abstract-products/{}/{kind}", sheet.reference);
    Resource::new(kind, sheet.reference.as_str(), map::abstract_prices(sheet), call.link(&path))
}

fn concrete_prices_of(call: &Call, sheet: &Sheet, variant: &SheetVariant) -> Resource {
    let kind = "concrete-product-prices";
    let path = format!("/concrete-products/{}/{kind}", variant.sku);
    let attributes = map::prices(sheet.tax_included, variant);
    Resource::new(kind, variant.sku.as_str(), attributes, call.link(&path))
}

/// The abstract product in the path.
async fn wanted_abstract(call: &Call, code: &'static str, said: &str) -> Result<Sheet, Refused> {
    let (caller, currency) = (call.looker().await?, call.currency()?);
    let found = sheet(call, &caller, By::Abstract(call.part("sku")), currency).await?;
    found.ok_or_else(|| Refused::new(404, code, said))
}

/// The concrete product in the path, with the product it is one of.
async fn wanted_concrete(
    call: &Call,
    code: &'static str,
    said: &str,
) -> Result<(Sheet, SheetVariant), Refused> {
    let (caller, currency) = (call.looker().await?, call.currency()?);
    let sku = call.part("sku");
    let found = sheet(call, &caller, By::Concrete(sku), currency).await?;
    let found = found.and_then(|sheet| variant(&sheet, sku).cloned().map(|variant| (sheet, variant)));
    found.ok_or_else(|| Refused::new(404, code, said))
}

async fn abstract_product(call: Call) -> Answer {
    let sheet = wanted_abstract(&call, "301", "Abstract product is not found.").await?;
    let mut resource = abstract_of(&call, &sheet);
    if call.includes("concrete-products") {
        let all = sheet.variants.iter().map(|variant| concrete_of(&call, &sheet, variant));
        resource = resource.with(all.collect());
    }
    Ok(one(StatusCode::OK, &resource))
}

async fn concrete_product(call: Call) -> Answer {
    let (sheet, variant) = wanted_concrete(&call, "302", "Concrete product is not found.").await?;
    let mut resource = concrete_of(&call, &sheet, &variant);
    if call.includes("abstract-products") {
        resource = resource.with(vec![abstract_of(&call, &sheet)]);
    }
    Ok(one(StatusCode::OK, &resource))
}

async fn abstract_availability(call: Call) -> Answer {
    let sheet = wanted_abstract(&call, "305", "Availability is not found.").await?;
    Ok(many(&call, &[abstract_availability_of(&call, &sheet)], Vec::new()))
}

async fn concrete_availability(call: Call) -> Answer {
    let (_, variant) = wanted_concrete(&call, "306", "Availability is not found.").await?;
    Ok(many(&call, &[concrete_availability_of(&call, &variant)], Vec::new()))
}

async fn abstract_prices(call: Call) -> Answer {
    let sheet = wanted_abstract(&call, "307", "Can`t find abstract product prices.").await?;
    Ok(many(&call, &[abstract_prices_of(&call, &sheet)], Vec::new()))
}

async fn concrete_prices(call: Call) -> Answer {
    let (sheet, variant) = wanted_concrete(&call, "308", "Can`t find concrete product prices.").await?;
    Ok(many(&call, &[concrete_prices_of(&call, &sheet, &variant)], Vec::new()))
}
