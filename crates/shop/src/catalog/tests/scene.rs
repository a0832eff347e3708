//! A small shop for stories: two levels of categories, six products, one of them with variants.

use std::collections::BTreeMap;

use crate::catalog::import::{
    AttributeRow, CategoryRow, Counted, ImportAttributes, ImportCategories, ImportProducts, ImportVariants,
    PriceCell, ProductRow, VariantRow,
};
use crate::desk::{Act, Answer, Ask, Caller, Credential, Permissions};
use crate::kernel::id::{CustomerId, CustomerSessionId, SiteId, StaffId, StaffSessionId};
use crate::kernel::{Currency, Locale, Problem, Timestamp};
use crate::testing::TestShop;

store::statements! {
    NEW_SITE = "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
        VALUES ($1, $2, 'eu', 'EU', 'Europe', 'https://shop.example', 'en', 'EUR', 'DE', 'included', 1900, 700,
            'Europe/Berlin', '{}', 1, 1)";
    NEW_STAFF = "INSERT INTO staff (tenant, id, name, email, email_key, status, agent, roles, may, sites, locale, next_tab,
            version, created_at)
        VALUES ($1, $2, 'Olga', $2, $2, 'active', FALSE, 'shop-owner', $3, '', 'en', 2, 1, $4)";
    NEW_STAFF_SESSION = "INSERT INTO staff_session (tenant, token_hash, id, staff_id, created_at, seen_at, idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
    NEW_CUSTOMER_SESSION = "INSERT INTO customer_session (tenant, token_hash, id, customer_id, created_at, seen_at,
            idle_until, until)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
    CUSTOMER = "SELECT id FROM customer WHERE tenant = $1 AND reference = $2";
}

/// A far away moment.
const LATER: Timestamp = Timestamp(4_000_000_000_000_000);

/// The shop of a story.
pub(crate) struct Scene<'a> {
    pub(crate) shop: &'a TestShop,
    pub(crate) site: SiteId,
}

pub(crate) fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().unwrap_or_else(|| panic!("{text:?} does not fit"))
}

pub(crate) fn all<T: std::str::FromStr>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|text| parsed(text)).collect()
}

fn names<T: std::str::FromStr>(en: &str, de: &str) -> BTreeMap<Locale, T> {
    BTreeMap::from([(Locale::En, parsed(en)), (Locale::De, parsed(de))])
}

pub(crate) fn cell(segment: Option<&str>, minor: u32) -> PriceCell {
    PriceCell { currency: Currency::EUR, segment: segment.map(parsed), minor: Some(minor) }
}

/// A category below another.
pub(crate) fn category(reference: &str, parent: Option<&str>, en: &str, de: &str) -> CategoryRow {
    CategoryRow {
        reference: parsed(reference),
        parent: parent.map(parsed),
        position: None,
        slug: parsed(reference),
        names: names(en, de),
        descriptions: BTreeMap::new(),
        picture: None,
        active: None,
    }
}

/// A product for so many cents.
pub(crate) fn product(reference: &str, category: &str, en: &str, de: &str, minor: u32) -> ProductRow {
    ProductRow {
        reference: parsed(reference),
        sku: None,
        slug: parsed(&en.to_lowercase().replace(' ', "-")),
        categories: vec![parsed(category)],
        brand: None,
        names: names(en, de),
        descriptions: BTreeMap::new(),
        attributes: None,
        pictures: None,
        tax_class: None,
        prices: vec![cell(None, minor)],
        stock: None,
        active: None,
    }
}

pub(crate) fn variant(reference: &str, product: &str, option: &str, minor: u32) -> VariantRow {
    VariantRow {
        reference: parsed(reference),
        product: parsed(product),
        sku: None,
        options: all(&[option]),
        prices: vec![cell(None, minor)],
        stock: None,
        active: None,
    }
}

/// The categories of the shop.
pub(crate) fn categories() -> Vec<CategoryRow> {
    vec![
        category("kitchen", None, "Kitchen", "Küche"),
        category("cookware", Some("kitchen"), "Pots & Pans", "Töpfe & Pfannen"),
        category("garden", None, "Garden", "Garten"),
    ]
}

/// The products of the shop.
pub(crate) fn products() -> Vec<ProductRow> {
    let made_of = |row: ProductRow, material: &str, colour: &str, brand: &str| ProductRow {
        attributes: Some(all(&[&format!("material={material}"), &format!("colour={colour}")])),
        brand: Some(parsed(brand)),
        ..row
    };
    let kettle = product("P-1", "cookware", "Copper Kettle", "Kupferkessel", 8900);
    let pan = product("P-2", "cookware", "Ember Skillet", "Bratpfanne Glut", 4990);
    let pot = product("P-3", "cookware", "Stockpot", "Suppentopf", 6900);
    let can = product("P-4", "garden", "Watering Can", "Gießkanne", 2500);
    let brush = product("P-5", "kitchen", "Kettle Brush", "Kesselbürste", 700);
    let gone = product("P-6", "garden", "Garden Kettle", "Gartenkessel", 3000);
    vec![
        ProductRow {
            prices: vec![cell(None, 8900), cell(Some("vip"), 7900)],
            descriptions: names("Boils a litre.\nPours like a pen.", "Kocht einen Liter."),
            ..made_of(kettle, "copper", "brown", "Halden Works")
        },
        made_of(pan, "cast-iron", "black", "Kettlebrook"),
        ProductRow { stock: Some(Counted::At(3)), ..made_of(pot, "steel", "grey", "Kettlebrook") },
        ProductRow { stock: Some(Counted::At(0)), ..made_of(can, "copper", "green", "Tend") },
        ProductRow { descriptions: names("For pots with a long spout.", "Für Kannen."), ..brush },
        ProductRow { active: Some(false), ..gone },
    ]
}

/// The variants of the shop: the skillet's.
pub(crate) fn variants() -> Vec<VariantRow> {
    vec![variant("P-2-28", "P-2", "size=28cm", 5990), variant("P-2-24", "P-2", "size=24cm", 4990)]
}

pub(crate) fn import_products(rows: Vec<ProductRow>) -> ImportProducts {
    ImportProducts { digest: parsed("f00d"), first_row: 2, rows }
}

impl<'a> Scene<'a> {
    /// The shop with everything in it.
    pub(crate) fn new(shop: &'a TestShop) -> Self {
        let (tenant, site): (_, SiteId) = (shop.tenant, shop.desk.mint().id());
        write(shop, move |tx| tx.exec(&NEW_SITE, store::params![tenant, site]).map(drop));
        let scene = Self { shop, site };
        let sizes = AttributeRow { key: parsed("size"), value: None, names: names("Size", "Größe") };
        let large =
            AttributeRow { key: parsed("size"), value: Some(parsed("28cm")), names: names("28 cm", "28 cm") };
        let digest = || parsed("f00d");
        scene.imports(ImportAttributes { digest: digest(), first_row: 2, rows: vec![sizes, large] });
        scene.imports(ImportCategories { digest: digest(), first_row: 2, rows: categories() });
        scene.imports(import_products(products()));
        scene.imports(ImportVariants { digest: digest(), first_row: 2, rows: variants() });
        scene
    }

    fn imports<A: Act<Out = crate::catalog::import::Imported>>(&self, act: A) {
        let imported = self.act(&self.job(), act).expect("an import");
        assert_eq!(imported.refused, []);
    }

    /// The product itself.
    pub(crate) fn job(&self) -> Caller {
        Caller::job("story", self.shop.tenant, self.shop.desk.mint().id())
    }

    /// A visitor of the site.
    pub(crate) fn visitor(&self) -> Caller {
        self.shop.caller_at(self.site, Credential::None)
    }

    /// Staff with these permissions, signed in.
    pub(crate) fn staff(&self, may: Permissions) -> Caller {
        let (shop, tenant, now) = (self.shop, self.shop.tenant, self.shop.desk.now());
        let (id, session): (StaffId, StaffSessionId) = (shop.desk.mint().id(), shop.desk.mint().id());
        let (_, hash) = shop.token("ust");
        write(shop, move |tx| {
            tx.exec(&NEW_STAFF, store::params![tenant, id, may, now])?;
            tx.exec(&NEW_STAFF_SESSION, store::params![tenant, hash, session, id, now, LATER]).map(drop)
        });
        shop.caller(Credential::Staff(hash))
    }

    /// A customer of this price group, signed in at the site.
    pub(crate) fn customer(&self, segment: &str) -> Caller {
        let (shop, tenant, now) = (self.shop, self.shop.tenant, self.shop.desk.now());
        let row = serde_json::json!({
            "reference": segment, "first_name": "Amélie", "last_name": "Laurent",
            "email": format!("{segment}@northlight.example"), "segment": segment,
        });
        let rows = serde_json::json!({ "digest": "f00d", "first_row": 2, "rows": [row] });
        let import: crate::customers::ImportCustomers = serde_json::from_value(rows).expect("a row");
        let imported = self.act(&self.job(), import).expect("an import");
        assert_eq!(imported.refused, []);
        let read = shop.desk.0.db.read(|tx| {
            let row = tx.one(&CUSTOMER, store::params![tenant, segment])?.expect("a customer");
            row.get::<CustomerId>(0)
        });
        let id = read.unwrap_or_else(|error: store::Error| panic!("{error}"));
        let session: CustomerSessionId = shop.desk.mint().id();
        let (_, hash) = shop.token("uct");
        write(shop, move |tx| {
            tx.exec(&NEW_CUSTOMER_SESSION, store::params![tenant, hash, session, id, now, LATER]).map(drop)
        });
        shop.caller_at(self.site, Credential::Customer(hash))
    }

    pub(crate) fn act<A: Act>(&self, caller: &Caller, act: A) -> Result<A::Out, Problem> {
        self.shop.desk.act(caller, act, None).and_then(Answer::out)
    }

    pub(crate) fn ask<A: Ask>(&self, caller: &Caller, ask: &A) -> A::Out {
        self.shop.desk.ask(caller, ask).unwrap_or_else(|problem| panic!("{problem}"))
    }
}

fn write(
    shop: &TestShop,
    write: impl Fn(&mut store::WriteTx<'_>) -> Result<(), store::Error> + Send + 'static,
) {
    shop.desk.0.db.write(move |tx| write(tx)).expect("the story is set up");
}
