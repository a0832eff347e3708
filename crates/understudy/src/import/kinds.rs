//! What a file can hold.

/// What a file can hold, in the order in which several files are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Sites.
    Sites,
    /// Ways of shipping.
    Shipping,
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
    pub const ALL: [Self; 10] = [
        Self::Sites,
        Self::Shipping,
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
            Self::Sites => "site_ref",
            Self::Shipping => "shipping_ref",
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
            Self::Sites => "sites",
            Self::Shipping => "ways of shipping",
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
            Self::Sites => {
                &["site_ref", "name", "languages", "currencies", "countries", "tax_mode", "tax_rate"]
            }
            Self::Shipping => &["shipping_ref", "site", "name:", "price:"],
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
            Self::Sites => &[
                "slug",
                "storefront_address",
                "tax_rate_reduced",
                "time_zone",
                "position",
                "reason_required",
                "ticket_required",
                "step_up",
                "step_up_minutes",
                "read_only_start",
                "masked_results",
                "place_roles",
                "idle_minutes",
                "absolute_minutes",
                "sessions_per_agent",
                "one_agent_per_customer",
            ],
            Self::Shipping => &["note:", "free_from:", "position"],
            Self::Staff => &["password", "roles", "groups", "agent", "sites", "locale", "status"],
            Self::Attributes | Self::Stock => &[],
            Self::Categories => &["parent_ref", "position", "description:", "picture"],
            Self::Products => {
                &["sku", "brand", "description:", "attributes", "picture", "tax_class", "stock", "active"]
            }
            Self::Variants => &["sku", "price:", "stock", "active"],
            Self::Customers => &[
                "number",
                "salutation",
                "phone",
                "gender",
                "birth_date",
                "locale",
                "segment",
                "vip",
                "status",
                "consent",
                "password",
                "company",
                "line1",
                "line2",
                "line3",
                "postcode",
                "city",
                "region",
                "country",
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

    /// Columns that name things of other kinds, or of this one.
    pub fn references(self) -> &'static [(&'static str, &'static [Self])] {
        match self {
            Self::Sites | Self::Attributes | Self::Customers => &[],
            Self::Shipping => &[("site", &[Self::Sites])],
            Self::Staff => &[("sites", &[Self::Sites])],
            Self::Categories => &[("parent_ref", &[Self::Categories])],
            Self::Products => &[("category", &[Self::Categories])],
            Self::Variants => &[("product_ref", &[Self::Products])],
            Self::Stock => &[("stock_ref", &[Self::Products, Self::Variants])],
            Self::Orders => &[
                ("customer_ref", &[Self::Customers]),
                ("site", &[Self::Sites]),
                ("product_ref", &[Self::Products, Self::Variants]),
            ],
        }
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
            (_, "reference") | (Self::Orders, "order") | (Self::Sites | Self::Shipping, "code") => {
                self.first_column()
            }
            (_, "notes") => "note:",
            (Self::Shipping, "free_from") => "free_from:",
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
