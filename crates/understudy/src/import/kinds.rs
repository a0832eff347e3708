//! What a file can hold, and how a record of it becomes a row of the shop.

use serde_json::{Map, Value, json};

use super::file::Record;

/// What a file can hold, in the order in which several files are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Users of the back office.
    Staff,
    /// Names of attributes and their values.
    Attributes,
    /// Categories.
    Categories,
    /// Products.
    Products,
    /// Variants of products.
    Variants,
    /// Stock.
    Stock,
    /// Customers.
    Customers,
    /// Orders.
    Orders,
}

/// Where something is wrong in a record: the column, and what.
pub type Wrong = (String, String);

impl Kind {
    /// All of them, in loading order.
    pub const ALL: [Self; 8] = [
        Self::Staff,
        Self::Attributes,
        Self::Categories,
        Self::Products,
        Self::Variants,
        Self::Stock,
        Self::Customers,
        Self::Orders,
    ];

    /// The kind of file whose first column has this name.
    pub fn by_first_column(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.first_column() == name)
    }

    /// The column that says what a file holds.
    pub fn first_column(self) -> &'static str {
        match self {
            Self::Staff => "staff_ref",
            Self::Attributes => "attribute_ref",
            Self::Categories => "category_ref",
            Self::Products => "product_ref",
            Self::Variants => "variant_ref",
            Self::Stock => "stock_ref",
            Self::Customers => "customer_ref",
            Self::Orders => "order_ref",
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Attributes => "attributes",
            Self::Categories => "categories",
            Self::Products => "products",
            Self::Variants => "variants",
            Self::Stock => "stock",
            Self::Customers => "customers",
            Self::Orders => "orders",
        }
    }

    /// Columns it must have. A name ending in `:` stands for at least one column that begins so.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Staff => &["staff_ref", "name", "email"],
            Self::Attributes => &["attribute_ref", "value", "name:"],
            Self::Categories => &["category_ref", "slug", "name:"],
            Self::Products => &["product_ref", "slug", "category", "name:", "price:"],
            Self::Variants => &["variant_ref", "product_ref", "options"],
            Self::Stock => &["stock_ref", "on_hand"],
            Self::Customers => &["customer_ref", "first_name", "last_name", "email"],
            Self::Orders => &[
                "order_ref",
                "customer_ref",
                "site",
                "placed_at",
                "currency",
                "product_ref",
                "quantity",
                "unit_price",
            ],
        }
    }

    /// Columns it may have besides.
    fn optional(self) -> &'static [&'static str] {
        match self {
            Self::Staff => &["password", "roles", "groups", "agent", "sites", "locale", "status"],
            Self::Attributes | Self::Stock => &[],
            Self::Categories => &["parent_ref", "position", "description:", "picture"],
            Self::Products => {
                &["sku", "brand", "description:", "attributes", "picture", "tax_class", "stock", "active"]
            }
            Self::Variants => &["sku", "price:", "stock", "active"],
            Self::Customers => &[
                "number", "phone", "locale", "segment", "vip", "status", "consent", "password", "company",
                "line1", "line2", "postcode", "city", "region", "country",
            ],
            Self::Orders => &["status", "shipping", "discount", "tax"],
        }
    }

    /// Whether it may have a column of this name.
    pub fn knows(self, name: &str) -> bool {
        self.required().iter().chain(self.optional()).any(|known| match known.strip_suffix(':') {
            Some(_) => name.starts_with(known) && name.len() > known.len(),
            None => name == *known,
        })
    }

    /// Whether a column's values are kept with their spaces.
    pub fn kept_exactly(name: &str) -> bool {
        name.ends_with("_ref") || name == "email" || name == "sku" || name == "password"
    }

    /// The record as a row of the shop, in JSON; passwords stay out and are hashed apart.
    pub fn row(self, record: &Record) -> Result<Value, Wrong> {
        let mut row = Row { record, members: Map::new() };
        match self {
            Self::Staff => row.staff()?,
            Self::Attributes => row.attribute()?,
            Self::Categories => row.category()?,
            Self::Products => row.product()?,
            Self::Variants => row.variant()?,
            Self::Stock => row.stock_level()?,
            Self::Customers => row.customer()?,
            Self::Orders => row.order_line()?,
        }
        Ok(Value::Object(row.members))
    }

    /// The column that a member of the row came from, for error files.
    pub fn column_of(self, pointer: &str) -> String {
        let member = pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
        let column = match (self, member) {
            (Self::Attributes, "key") => "attribute_ref",
            (Self::Stock, "sku") => "stock_ref",
            (Self::Stock, "stock") => "on_hand",
            (Self::Orders, "customer") => "customer_ref",
            (Self::Orders | Self::Variants, "product") => "product_ref",
            (_, "reference") | (Self::Orders, "order") => self.first_column(),
            (_, "parent") => "parent_ref",
            (_, "categories") => "category",
            (_, "names") => "name:",
            (_, "descriptions") => "description:",
            (_, "prices") => "price:",
            (_, "pictures") => "picture",
            (_, "address") => pointer.trim_start_matches("/address/"),
            (_, other) => other,
        };
        column.to_owned()
    }
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
