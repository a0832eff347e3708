//! A small shop for stories: one site, a kettle, a scarf, a lamp that is counted, and people.

use std::time::Duration;

use crate::cart::{AddLine, CartView, CurrentCart, OpenCart};
use crate::customers::ImportCustomers;
use crate::desk::chore::Chore;
use crate::desk::{Act, Answer, Ask, Caller, Credential, Permissions};
use crate::kernel::id::{
    AssistSessionId, CartId, CustomerId, GuestId, SiteId, StaffId, StaffSessionId, VariantId,
};
use crate::kernel::{Mint, Problem};
use crate::people::role;
use crate::testing::TestShop;

/// The shop of a story.
pub(crate) struct Scene<'a> {
    pub(crate) shop: &'a TestShop,
    pub(crate) site: SiteId,
    /// 89.00 EUR, not counted.
    pub(crate) kettle: VariantId,
    /// 64.50 EUR, not counted.
    pub(crate) scarf: VariantId,
    /// 30.00 EUR, three of them.
    pub(crate) lamp: VariantId,
}

/// Somebody of a story.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) caller: Caller,
}

/// A customer of a story.
#[derive(Clone)]
pub(crate) struct Customer {
    pub(crate) id: CustomerId,
    pub(crate) caller: Caller,
}

impl<'a> Scene<'a> {
    /// Northlight Europe: prices with 19 % tax, shipping for 4.90 EUR, free from 200.00 EUR.
    pub(crate) fn new(shop: &'a TestShop) -> Self {
        let mint = shop.desk.mint().clone();
        let site: SiteId = mint.id();
        write(
            shop,
            "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies,
                countries, tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
            VALUES ($1, $2, 'eu', 'eu', 'Northlight Europe', '/eu', $3, 'EUR', $4, 'included', 1900, 700,
                'Europe/Berlin', '{}', 1, 1)",
            store::params![shop.tenant, site, "en\nde", "DE\nAT"],
        );
        write(
            shop,
            "INSERT INTO shipping_method (tenant, site_id, code, names, notes, prices, free_from, position)
            VALUES ($1, $2, 'standard', $3, '{}', $4, $5, 1)",
            store::params![shop.tenant, site, r#"{"en":"Standard"}"#, r#"{"EUR":490}"#, r#"{"EUR":20000}"#],
        );
        let mut scene = Self { shop, site, kettle: mint.id(), scarf: mint.id(), lamp: mint.id() };
        scene.product("kettle", scene.kettle, 8900, &mint);
        scene.product("scarf", scene.scarf, 6450, &mint);
        scene.product("lamp", scene.lamp, 3000, &mint);
        scene.stock(scene.lamp, 3);
        scene.site = site;
        scene
    }

    fn product(&self, name: &str, variant: VariantId, price: i64, mint: &Mint) {
        let product: crate::kernel::id::ProductId = mint.id();
        let (shop, tenant) = (self.shop, self.shop.tenant);
        write(
            shop,
            "INSERT INTO product (tenant, id, reference, slug, brand, categories, attributes, pictures,
                tax_class, active, version, created_at)
            VALUES ($1, $2, $3, $3, '', '', '', $3, 'standard', $4, 1, 0)",
            store::params![tenant, product, name, true],
        );
        write(
            shop,
            "INSERT INTO product_text (tenant, product_id, locale, name, description)
            VALUES ($1, $2, 'en', $3, '')",
            store::params![tenant, product, name],
        );
        write(
            shop,
            "INSERT INTO variant (tenant, product_id, id, reference, sku, options, position, active, version)
            VALUES ($1, $2, $3, $4, $4, '', 1, $5, 1)",
            store::params![tenant, product, variant, name, true],
        );
        write(
            shop,
            "INSERT INTO price (tenant, product_id, variant_id, currency, segment, min_quantity, valid_from,
                valid_until, minor) VALUES ($1, $2, '', 'EUR', '', 1, 0, NULL, $3)",
            store::params![tenant, product, price],
        );
    }

    /// Sets what everybody pays for a product, on every node at once.
    pub(crate) fn price(&self, variant: VariantId, minor: i64) {
        write(
            self.shop,
            "UPDATE price SET minor = $3 WHERE tenant = $1 AND product_id =
            (SELECT v.product_id FROM variant v WHERE v.tenant = $1 AND v.id = $2)",
            store::params![self.shop.tenant, variant, minor],
        );
        self.changed("catalog");
    }

    /// Sets how many there are.
    pub(crate) fn stock(&self, variant: VariantId, on_hand: u32) {
        write(
            self.shop,
            "INSERT INTO stock (tenant, variant_id, on_hand, reserved) VALUES ($1, $2, $3, 0)
            ON CONFLICT (tenant, variant_id) DO UPDATE SET on_hand = $3",
            store::params![self.shop.tenant, variant, on_hand],
        );
    }

    /// Takes a product out of the shop.
    pub(crate) fn withdraw(&self, variant: VariantId) {
        let params = store::params![self.shop.tenant, variant, false];
        write(self.shop, "UPDATE variant SET active = $3 WHERE tenant = $1 AND id = $2", params);
        self.changed("catalog");
    }

    /// The payment of an order.
    pub(crate) fn payment_of(&self, order: crate::kernel::id::OrderId) -> crate::kernel::id::PaymentId {
        let statement = store::Statement {
            name: "story",
            sql: "SELECT id FROM payment WHERE tenant = $1 AND order_id = $2",
        };
        let tenant = self.shop.tenant;
        let read = move |tx: &mut store::WriteTx<'_>| {
            tx.one(&statement, store::params![tenant, order])?.expect("a payment").get(0)
        };
        self.shop.desk.chore(Chore::Founding, read).expect("a payment")
    }

    /// How many are promised to orders.
    pub(crate) fn reserved(&self, variant: VariantId) -> i64 {
        self.number(
            "SELECT reserved FROM stock WHERE tenant = $1 AND variant_id = $2",
            store::params![self.shop.tenant, variant],
        )
    }

    /// A coupon that takes `percent` off everything.
    pub(crate) fn coupon(
        &self,
        code: &str,
        percent: i64,
        limit_total: Option<i64>,
        limit_customer: Option<i64>,
    ) {
        let (shop, tenant, mint) = (self.shop, self.shop.tenant, self.shop.desk.mint());
        let promotion: crate::kernel::id::PromotionId = mint.id();
        let coupon: crate::kernel::id::CouponId = mint.id();
        write(shop, "INSERT INTO promotion (tenant, id, code, names, percent, amounts, minimums, categories, products,
                segment, valid_from, valid_until, assisted, by_coupon, priority, exclusive, active, version)
            VALUES ($1, $2, $3, $4, $5, '{}', '{}', '', '', '', NULL, NULL, $6, $7, 1, $6, $7, 1)",
            store::params![tenant, promotion, code, format!(r#"{{"en":"{code}"}}"#), percent * 100, false, true]);
        write(
            shop,
            "INSERT INTO coupon (tenant, id, code, code_key, promotion_id, valid_from, valid_until,
                limit_total, limit_customer, uses, active, version)
            VALUES ($1, $2, $3, $4, $5, NULL, NULL, $6, $7, 0, $8, 1)",
            store::params![
                tenant,
                coupon,
                code,
                crate::offers::coupon::code_key(code),
                promotion,
                limit_total,
                limit_customer,
                true
            ],
        );
        self.changed("offers");
    }

    pub(crate) fn changed(&self, memo: &str) {
        write(
            self.shop,
            "INSERT INTO memo (tenant, name, version) VALUES ($1, $2, 1)
            ON CONFLICT (tenant, name) DO UPDATE SET version = memo.version + 1",
            store::params![self.shop.tenant, memo],
        );
        self.shop.desk.refresh_memory().expect("the change is heard of");
    }

    /// A customer who is signed in.
    pub(crate) fn customer(&self, first: &str, last: &str) -> Customer {
        let (shop, tenant, mint) = (self.shop, self.shop.tenant, self.shop.desk.mint());
        let id: CustomerId = mint.id();
        let email = format!("{}@example.com", first.to_lowercase());
        let import: ImportCustomers = serde_json::from_value(serde_json::json!({
            "digest": "00", "first_row": 1,
            "rows": [{ "reference": email, "id": id, "first_name": first, "last_name": last, "email": email }],
        }))
        .expect("a customer");
        let imported = self.act(&self.job(), import).expect("imported");
        assert_eq!(imported.refused, []);
        let (_, hash) = shop.token("cse");
        write(shop, "INSERT INTO customer_session (tenant, token_hash, id, customer_id, created_at, seen_at, idle_until,
                until) VALUES ($1, $2, $3, $4, $5, $5, $6, $6)",
            store::params![tenant, hash, mint.id::<crate::kernel::id::CustomerSessionId>(), id, shop.desk.now(), far(shop)]);
        Customer { id, caller: shop.caller_at(self.site, Credential::Customer(hash)) }
    }

    /// The product itself.
    pub(crate) fn job(&self) -> Caller {
        Caller::job("story", self.shop.tenant, self.shop.desk.mint().id())
    }

    /// A visitor with a guest's token.
    pub(crate) fn guest(&self) -> (crate::kernel::secret::TokenHash, Person) {
        let (shop, mint) = (self.shop, self.shop.desk.mint());
        let (_, hash) = shop.token("gst");
        write(
            shop,
            "INSERT INTO guest (tenant, token_hash, id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
            store::params![shop.tenant, hash, mint.id::<GuestId>(), shop.desk.now()],
        );
        (hash, Person { caller: shop.caller_at(self.site, Credential::Guest(hash)) })
    }

    /// An agent with this role, signed in, in the back office.
    pub(crate) fn agent(&self, name: &str, role: &str) -> Person {
        let (shop, tenant, mint) = (self.shop, self.shop.tenant, self.shop.desk.mint());
        let (id, session): (StaffId, StaffSessionId) = (mint.id(), mint.id());
        let may = role::SHIPPED
            .iter()
            .find(|shipped| shipped.name == role)
            .map_or(Permissions::NONE, |role| role.may);
        write(
            shop,
            "INSERT INTO staff (tenant, id, name, email, email_key, status, agent, roles, may, sites, locale,
                next_tab, version, created_at)
            VALUES ($1, $2, $3, $3, $3, 'active', $4, $5, $6, '', 'en', 1, 1, 0)",
            store::params![tenant, id, name, true, role, may],
        );
        let (_, hash) = shop.token("sse");
        write(shop, "INSERT INTO staff_session (tenant, token_hash, id, staff_id, created_at, seen_at, idle_until, until)
            VALUES ($1, $2, $3, $4, $5, $5, $6, $6)",
            store::params![tenant, hash, session, id, shop.desk.now(), far(shop)]);
        Person { caller: shop.caller(Credential::Staff(hash)) }
    }

    /// The agent, acting for the customer in a tab of their own.
    pub(crate) fn acting(&self, agent: &Person, customer: &Customer) -> Person {
        let (shop, tenant, mint) = (self.shop, self.shop.tenant, self.shop.desk.mint());
        let Credential::Staff(hash) = agent.caller.credential else { panic!("an agent") };
        let (token, session) = (shop.token("ase").1, mint.id::<AssistSessionId>());
        let tab = u32::try_from(self.number(
            "SELECT CAST(COALESCE(SUM(1), 0) AS BIGINT) FROM assist_session WHERE tenant = $1",
            store::params![tenant],
        ))
        .expect("a tab")
            + 1;
        write(shop, "INSERT INTO assist_session (tenant, id, staff_id, staff_session_id, tab, customer_id, site_id,
                token_hash, may, channel, reason, ticket, started_at, seen_at, idle_until, until)
            SELECT $1, CAST($3 AS TEXT), staff_id, id, CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS TEXT),
                $7, CAST($8 AS BIGINT), 'api', '', '', CAST($9 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS BIGINT),
                CAST($10 AS BIGINT)
            FROM staff_session WHERE tenant = $1 AND token_hash = $2",
            store::params![tenant, hash, session, tab, customer.id, self.site, token, Permissions::OWN, shop.desk.now(),
                far(shop)]);
        Person { caller: shop.caller_at(self.site, Credential::Tab(hash, tab)) }
    }

    /// Ends every assist session.
    pub(crate) fn end_sessions(&self) {
        write(
            self.shop,
            "UPDATE assist_session SET ended_at = $2, ended_by = 'agent' WHERE tenant = $1",
            store::params![self.shop.tenant, self.shop.desk.now()],
        );
    }

    /// One number of the store.
    pub(crate) fn number(&self, sql: &'static str, params: &[store::Param<'_>]) -> i64 {
        let statement = store::Statement { name: "story", sql };
        let params: Vec<store::Param<'static>> = params.iter().map(owned).collect();
        let read = move |tx: &mut store::WriteTx<'_>| tx.one(&statement, &params)?.expect("a row").get(0);
        self.shop.desk.chore(Chore::Founding, read).expect("a number")
    }

    pub(crate) fn act<A: Act>(&self, caller: &Caller, act: A) -> Result<A::Out, Problem> {
        self.shop.desk.act(caller, act, None).and_then(Answer::out)
    }

    #[expect(clippy::needless_pass_by_value, reason = "a story reads better without borrowing what it asks")]
    pub(crate) fn ask<A: Ask>(&self, caller: &Caller, ask: A) -> Result<A::Out, Problem> {
        self.shop.desk.ask(caller, &ask)
    }

    /// Opens the current cart.
    pub(crate) fn open(&self, caller: &Caller) -> CartView {
        self.act(caller, OpenCart { currency: None }).expect("a cart")
    }

    /// Adds to a cart.
    pub(crate) fn add(
        &self,
        caller: &Caller,
        cart: CartId,
        variant: VariantId,
        quantity: u32,
    ) -> Result<CartView, Problem> {
        self.act(caller, AddLine { cart, variant: Some(variant), sku: None, quantity, version: None })
    }

    /// The current cart as somebody sees it.
    pub(crate) fn current(&self, caller: &Caller) -> Option<CartView> {
        self.ask(caller, CurrentCart { currency: None }).expect("an answer")
    }
}

fn far(shop: &TestShop) -> crate::kernel::Timestamp {
    shop.desk.now().plus(Duration::from_secs(7200))
}

pub(crate) fn write(shop: &TestShop, sql: &'static str, params: &[store::Param<'_>]) {
    let statement = store::Statement { name: "story", sql };
    let params: Vec<store::Param<'static>> = params.iter().map(owned).collect();
    shop.desk
        .chore(Chore::Founding, move |tx| tx.exec(&statement, &params))
        .unwrap_or_else(|problem| panic!("{problem}: {sql}"));
}

fn owned(param: &store::Param<'_>) -> store::Param<'static> {
    match param {
        store::Param::Null => store::Param::Null,
        store::Param::Int(number) => store::Param::Int(*number),
        store::Param::Text(text) => store::Param::Text(text.clone().into_owned().into()),
        store::Param::Blob(bytes) => store::Param::Blob(bytes.clone().into_owned().into()),
        store::Param::Bool(truth) => store::Param::Bool(*truth),
    }
}
