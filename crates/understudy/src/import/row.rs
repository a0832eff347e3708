//! A record as a row of the shop, in JSON.

use serde_json::{Map, Value, json};

use super::file::Record;
use super::kinds::{Kind, Wrong};

/// The record as a row of the shop; passwords stay out and are hashed apart.
pub fn of(kind: Kind, record: &Record) -> Result<Value, Wrong> {
    let mut row = Row { record, members: Map::new() };
    match kind {
        Kind::Sites => row.site()?,
        Kind::Shipping => row.shipping()?,
        Kind::Staff => row.staff()?,
        Kind::Attributes => row.attribute()?,
        Kind::Categories => row.category()?,
        Kind::Products => row.product()?,
        Kind::Variants => row.variant()?,
        Kind::Stock => row.stock_level()?,
        Kind::Customers => row.customer()?,
        Kind::Orders => row.order_line()?,
    }
    Ok(Value::Object(row.members))
}

struct Row<'a> {
    record: &'a Record,
    members: Map<String, Value>,
}

impl Row<'_> {
    fn set(&mut self, member: &str, value: impl Into<Value>) {
        self.members.insert(member.to_owned(), value.into());
    }

    /// A text under the column's own name, where it is not empty.
    fn text(&mut self, column: &str) {
        self.text_as(column, column);
    }

    fn text_as(&mut self, column: &str, member: &str) {
        if let Some(value) = self.record.some(column) {
            self.set(member, value);
        }
    }

    /// A text under the column's own name, empty where the column is there and empty: what is stored goes.
    fn text_or_none(&mut self, column: &str) {
        if let Some(value) = self.record.get(column) {
            self.set(column, value);
        }
    }

    fn needed(&mut self, column: &str, member: &str) -> Result<(), Wrong> {
        let value = self.record.some(column).ok_or_else(|| wrong(column, "This must not be empty."))?;
        self.set(member, value);
        Ok(())
    }

    fn whole(&mut self, column: &str, member: &str) -> Result<(), Wrong> {
        let Some(text) = self.record.some(column) else { return Ok(()) };
        let number: u32 = text.parse().map_err(|_| wrong(column, "This is not a whole number."))?;
        self.set(member, number);
        Ok(())
    }

    fn yes_or_no(&mut self, column: &str) -> Result<(), Wrong> {
        match self.record.some(column) {
            None => {}
            Some("yes") => self.set(column, true),
            Some("no") => self.set(column, false),
            Some(_) => return Err(wrong(column, "This is neither yes nor no.")),
        }
        Ok(())
    }

    fn list(&mut self, column: &str, member: &str) {
        if let Some(text) = self.record.get(column) {
            let parts: Vec<&str> = text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
            self.set(member, json!(parts));
        }
    }

    /// `name:en`, `name:de` become one object by language.
    fn by_language(&mut self, prefix: &str, member: &str) {
        let texts: Map<String, Value> = self
            .record
            .with_prefix(prefix)
            .filter(|(_, text)| !text.is_empty())
            .map(|(language, text)| (language.to_owned(), text.into()))
            .collect();
        self.set(member, texts);
    }

    /// `price:EUR`, `price:EUR:vip` become a list of prices.
    fn prices(&mut self) -> Result<(), Wrong> {
        let mut prices = Vec::new();
        for (name, text) in self.record.with_prefix("price:") {
            let (currency, segment) =
                name.split_once(':').map_or((name, None), |(code, rest)| (code, Some(rest)));
            let minor = if text.is_empty() {
                None
            } else {
                let column = format!("price:{name}");
                Some(
                    text.parse::<u32>()
                        .map_err(|_| wrong(&column, "This is not a whole number of minor units."))?,
                )
            };
            prices.push(json!({ "currency": currency, "segment": segment, "minor": minor }));
        }
        self.set("prices", prices);
        Ok(())
    }

    fn stock(&mut self, column: &str) -> Result<(), Wrong> {
        let Some(text) = self.record.get(column) else { return Ok(()) };
        if text.is_empty() {
            self.set("stock", super::uncounted());
            return Ok(());
        }
        let number: u32 = text.parse().map_err(|_| wrong(column, "This is not a whole number."))?;
        self.set("stock", super::counted(number));
        Ok(())
    }

    /// `price:EUR` of a way of shipping becomes one object by currency.
    fn by_currency(&mut self, prefix: &str, member: &str) -> Result<(), Wrong> {
        let mut amounts = Map::new();
        for (currency, text) in self.record.with_prefix(prefix).filter(|(_, text)| !text.is_empty()) {
            let minor: u32 = text.parse().map_err(|_| {
                wrong(&format!("{prefix}{currency}"), "This is not a whole number of minor units.")
            })?;
            amounts.insert(currency.to_owned(), minor.into());
        }
        self.set(member, amounts);
        Ok(())
    }

    fn site(&mut self) -> Result<(), Wrong> {
        self.needed("site_ref", "code")?;
        self.text("slug");
        self.needed("name", "name")?;
        if let Some(address) = self.record.get("storefront_address") {
            self.set("storefront_address", address);
        }
        for column in ["languages", "currencies", "countries"] {
            self.list(column, column);
        }
        self.needed("tax_mode", "tax_mode")?;
        for column in ["tax_rate", "tax_rate_reduced", "position", "step_up_minutes", "idle_minutes"] {
            self.whole(column, column)?;
        }
        for column in ["absolute_minutes", "sessions_per_agent"] {
            self.whole(column, column)?;
        }
        self.text("time_zone");
        for column in ["reason_required", "ticket_required", "step_up", "read_only_start", "masked_results"] {
            self.yes_or_no(column)?;
        }
        self.yes_or_no("one_agent_per_customer")?;
        self.list("place_roles", "place_roles");
        Ok(())
    }

    fn shipping(&mut self) -> Result<(), Wrong> {
        self.needed("shipping_ref", "code")?;
        self.needed("site", "site")?;
        self.by_language("name:", "names");
        self.by_language("note:", "notes");
        self.by_currency("price:", "prices")?;
        self.by_currency("free_from:", "free_from")?;
        self.whole("position", "position")
    }

    fn staff(&mut self) -> Result<(), Wrong> {
        self.needed("staff_ref", "reference")?;
        self.needed("name", "name")?;
        self.needed("email", "email")?;
        self.list("roles", "roles");
        self.list("groups", "groups");
        self.list("sites", "sites");
        self.yes_or_no("agent")?;
        self.text("locale");
        self.text("status");
        Ok(())
    }

    fn attribute(&mut self) -> Result<(), Wrong> {
        self.needed("attribute_ref", "key")?;
        self.text("value");
        self.by_language("name:", "names");
        Ok(())
    }

    fn category(&mut self) -> Result<(), Wrong> {
        self.needed("category_ref", "reference")?;
        self.text_as("parent_ref", "parent");
        self.whole("position", "position")?;
        self.needed("slug", "slug")?;
        self.by_language("name:", "names");
        self.by_language("description:", "descriptions");
        self.text("picture");
        Ok(())
    }

    fn product(&mut self) -> Result<(), Wrong> {
        self.needed("product_ref", "reference")?;
        self.text("sku");
        self.needed("slug", "slug")?;
        self.list("category", "categories");
        self.text("brand");
        self.by_language("name:", "names");
        self.by_language("description:", "descriptions");
        self.list("attributes", "attributes");
        self.list("picture", "pictures");
        self.text("tax_class");
        self.prices()?;
        self.stock("stock")?;
        self.yes_or_no("active")
    }

    fn variant(&mut self) -> Result<(), Wrong> {
        self.needed("variant_ref", "reference")?;
        self.needed("product_ref", "product")?;
        self.text("sku");
        self.list("options", "options");
        self.prices()?;
        self.stock("stock")?;
        self.yes_or_no("active")
    }

    fn stock_level(&mut self) -> Result<(), Wrong> {
        self.needed("stock_ref", "sku")?;
        self.stock("on_hand")
    }

    fn customer(&mut self) -> Result<(), Wrong> {
        self.needed("customer_ref", "reference")?;
        for column in ["first_name", "last_name", "email"] {
            self.needed(column, column)?;
        }
        for column in ["number", "phone", "locale", "segment", "status"] {
            self.text(column);
        }
        for column in ["salutation", "gender", "birth_date"] {
            self.text_or_none(column);
        }
        self.yes_or_no("consent")?;
        self.yes_or_no("vip")?;
        if self.record.some("line1").is_some() {
            self.address();
        }
        Ok(())
    }

    fn address(&mut self) {
        let mut address = Map::new();
        for column in [
            "first_name",
            "last_name",
            "company",
            "line1",
            "line2",
            "postcode",
            "city",
            "region",
            "country",
            "phone",
        ] {
            if let Some(value) = self.record.some(column) {
                address.insert(column.to_owned(), value.into());
            }
        }
        for column in ["salutation", "line3"] {
            if let Some(value) = self.record.get(column) {
                address.insert(column.to_owned(), value.into());
            }
        }
        self.set("address", address);
    }

    fn order_line(&mut self) -> Result<(), Wrong> {
        self.needed("order_ref", "order")?;
        self.needed("customer_ref", "customer")?;
        self.needed("site", "site")?;
        self.needed("currency", "currency")?;
        self.needed("product_ref", "product")?;
        let placed_at = self.record.some("placed_at").unwrap_or_default();
        let at = super::timestamp(placed_at)
            .ok_or_else(|| wrong("placed_at", "This is not a time such as 2026-11-02T09:30:00Z."))?;
        self.set("placed_at", at);
        self.text("status");
        for column in ["shipping", "quantity", "unit_price", "discount", "tax"] {
            self.whole(column, column)?;
        }
        Ok(())
    }
}

fn wrong(column: &str, problem: &str) -> Wrong {
    (column.to_owned(), problem.to_owned())
}
