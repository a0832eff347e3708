//! A shop with Sarah (agent), Ada (auditor), Haru (customer) and Sarah's assist session for Haru, and a tiny
//! act to record.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::desk::act::Look;
use crate::desk::{
    Act, Acting, Caller, Credential, Desk, Needs, Owner, Permission, Permissions, Refusal, Work,
};
use crate::kernel::Problem;
use crate::kernel::id::{AssistSessionId, CustomerId, SiteId, StaffId, StaffSessionId};
use crate::kernel::problem;
use crate::kernel::secret::TokenHash;
use crate::testing::TestShop;

/// Runs SQL as somebody with the database's password would.
pub(super) fn tamper(desk: &Desk, sql: &'static str, params: Vec<store::Param<'static>>) -> u64 {
    let statement = store::Statement { name: "TAMPER", sql };
    desk.0
        .db
        .write(move |tx| tx.exec(&statement, &params))
        .unwrap_or_else(|error: store::Error| panic!("{error}"))
}

/// A number the database holds; 0 for none.
pub(super) fn number(desk: &Desk, sql: &'static str, params: &[store::Param<'_>]) -> i64 {
    let statement = store::Statement { name: "NUMBER", sql };
    let row = desk
        .0
        .db
        .read(|tx| tx.one(&statement, params))
        .unwrap_or_else(|error: store::Error| panic!("{error}"));
    row.map_or(0, |row| row.get::<Option<i64>>(0).unwrap().unwrap_or(0))
}

/// How many leaves the tenant has.
pub(super) fn leaves(shop: &TestShop) -> i64 {
    number(&shop.desk, "SELECT COUNT(*) FROM leaf WHERE tenant = $1", store::params![shop.tenant])
}

/// Renames the customer; a name of `undo`, `keep` or `fault` is refused in that way.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Rename {
    pub(super) customer: CustomerId,
    pub(super) name: String,
}

impl Act for Rename {
    const NAME: &'static str = "test.rename";
    const NEEDS: Needs = Needs::Own(Permission::ProfileEdit);
    type Out = String;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Customer(self.customer))
    }

    fn run(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<String, Refusal> {
        let refusal = || Problem::new(&problem::CONFLICT, "Not this name.");
        match self.name.as_str() {
            "undo" => return Err(Refusal::Undo(refusal())),
            "keep" => return Err(Refusal::Keep(refusal())),
            _ => {}
        }
        let sql = "UPDATE customer SET first_name = $3 WHERE tenant = $1 AND id = $2";
        let statement = store::Statement { name: "RENAME", sql };
        work.sql().exec(&statement, store::params![who.tenant(), self.customer, self.name])?;
        work.changed(
            self.customer,
            Some(2),
            &json!({ "first_name": "Haru" }),
            &json!({ "first_name": self.name }),
        );
        Ok(self.name.clone())
    }
}

/// Erases the customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Erase {
    pub(super) customer: CustomerId,
}

impl Act for Erase {
    const NAME: &'static str = "test.erase";
    const NEEDS: Needs = Needs::SelfOnly;
    type Out = ();

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Customer(self.customer))
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        crate::audit::erase_subject(work, self.customer)?;
        Ok(())
    }
}

pub(super) struct Story<'s> {
    pub(super) shop: &'s TestShop,
    pub(super) haru: CustomerId,
    pub(super) session: AssistSessionId,
    agent: TokenHash,
    auditor: TokenHash,
    customer: TokenHash,
    pub(super) sarah_id: StaffId,
}

impl<'s> Story<'s> {
    pub(super) fn of(shop: &'s TestShop) -> Self {
        let mint = shop.desk.mint();
        let mut story = Self {
            sarah_id: mint.id(),
            shop,
            haru: mint.id(),
            session: mint.id(),
            agent: shop.token("staff").1,
            auditor: shop.token("staff").1,
            customer: shop.token("customer").1,
        };
        let site = story.site();
        let (sarah, sign_in) = story.staff("Sarah Lindqvist", story.agent, true, Permissions::OWN);
        let reading = Permissions::of(&[Permission::AuditRead, Permission::AuditExport]);
        story.staff("Ada Brandt", story.auditor, false, reading);
        story.customer();
        story.assist_session(sarah, sign_in, site);
        story.sarah_id = sarah;
        story
    }

    fn site(&self) -> SiteId {
        let id: SiteId = self.shop.desk.mint().id();
        let sql = "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies,
                countries, tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
            VALUES ($1, $2, 'eu', 'EU', 'Europe', 'https://shop.example', 'en', 'EUR', 'DE', 'included', 1900, 700,
                'Europe/Berlin', '{}', 1, 1)";
        tamper(&self.shop.desk, sql, owned(store::params![self.shop.tenant, id]));
        id
    }

    fn staff(
        &self,
        name: &str,
        token: TokenHash,
        agent: bool,
        may: Permissions,
    ) -> (StaffId, StaffSessionId) {
        let mint = self.shop.desk.mint();
        let (id, sign_in): (StaffId, StaffSessionId) = (mint.id(), mint.id());
        let (tenant, now) = (self.shop.tenant, self.shop.desk.now());
        let sql =
            "INSERT INTO staff (tenant, id, name, email, email_key, status, agent, roles, may, sites, locale,
                next_tab, version, created_at)
            VALUES ($1, $2, $3, $3, $3, 'active', $4, 'agent', $5, '', 'en', 2, 1, $6)";
        tamper(&self.shop.desk, sql, owned(store::params![tenant, id, name, agent, may, now]));
        let sql = "INSERT INTO staff_session (tenant, token_hash, id, staff_id, created_at, seen_at, idle_until, until)
            VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
        let until = now.plus(Duration::from_secs(3600));
        tamper(&self.shop.desk, sql, owned(store::params![tenant, token, sign_in, id, now, until]));
        (id, sign_in)
    }

    fn customer(&self) {
        let (tenant, now) = (self.shop.tenant, self.shop.desk.now());
        let sql = "INSERT INTO customer (tenant, id, number, first_name, last_name, email, email_key, phone, locale,
                segment, vip, status, consent, version, created_at)
            VALUES ($1, $2, '1', 'Haru', 'Tanaka', 'haru@example.com', 'haru@example.com', '', 'en', '', $5, 'active',
                $3, 1, $4)";
        tamper(&self.shop.desk, sql, owned(store::params![tenant, self.haru, true, now, false]));
        let sql = "INSERT INTO customer_session
                (tenant, token_hash, id, customer_id, created_at, seen_at, idle_until, until)
            VALUES ($1, $2, $3, $4, $5, $5, $6, $6)";
        let id: crate::kernel::id::CustomerSessionId = self.shop.desk.mint().id();
        let until = now.plus(Duration::from_secs(3600));
        tamper(&self.shop.desk, sql, owned(store::params![tenant, self.customer, id, self.haru, now, until]));
    }

    fn assist_session(&self, sarah: StaffId, sign_in: StaffSessionId, site: SiteId) {
        let (tenant, now) = (self.shop.tenant, self.shop.desk.now());
        let (_, token) = self.shop.token("assist");
        let sql =
            "INSERT INTO assist_session (tenant, id, staff_id, staff_session_id, tab, customer_id, site_id,
                token_hash, may, channel, reason, ticket, started_at, seen_at, idle_until, until)
            VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, 'office', 'Help with checkout', '', $9, $9, $10, $10)";
        let until = now.plus(Duration::from_secs(3600));
        let may = Permissions::OWN;
        let params =
            store::params![tenant, self.session, sarah, sign_in, self.haru, site, token, may, now, until];
        tamper(&self.shop.desk, sql, owned(params));
    }

    /// Sarah, acting for Haru.
    pub(super) fn sarah(&self) -> Caller {
        self.shop.caller(Credential::Tab(self.agent, 1))
    }

    /// Ada.
    pub(super) fn ada(&self) -> Caller {
        self.shop.caller(Credential::Staff(self.auditor))
    }

    /// Haru himself.
    pub(super) fn haru(&self) -> Caller {
        self.shop.caller(Credential::Customer(self.customer))
    }

    /// Sarah renames Haru.
    pub(super) fn rename(&self, name: &str) -> Result<String, Problem> {
        self.rename_by(&self.shop.desk, &self.sarah(), name)
    }

    /// Somebody renames Haru on this node.
    pub(super) fn rename_by(&self, desk: &Desk, caller: &Caller, name: &str) -> Result<String, Problem> {
        let act = Rename { customer: self.haru, name: name.to_owned() };
        desk.act(caller, act, None)?.out()
    }
}

fn owned(params: &[store::Param<'_>]) -> Vec<store::Param<'static>> {
    params
        .iter()
        .map(|param| match param {
            store::Param::Null => store::Param::Null,
            store::Param::Int(number) => store::Param::Int(*number),
            store::Param::Text(text) => store::Param::Text(text.clone().into_owned().into()),
            store::Param::Blob(bytes) => store::Param::Blob(bytes.clone().into_owned().into()),
            store::Param::Bool(truth) => store::Param::Bool(*truth),
        })
        .collect()
}
