//! A customer's own orders, and looking one up without signing in.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::order::{Order, OrderKey, find, owner};
use super::sql;
use super::view::{OrderSummary, OrderView, summary, whole};
use crate::cart::{shopper, whoever_shops};
use crate::desk::{Acting, Ask, Caller, Desk, Look, Needs, Owner, Permission, Recorded, Refusal, Subject};
use crate::kernel::id::{OrderId, TenantId};
use crate::kernel::text::Text;
use crate::kernel::{Cursor, Email, Page, Problem, problem};
use crate::people::throttle::Looking;

/// Orders on a page.
const PAGE: usize = 20;

/// The orders of whoever shops, the newest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Orders {
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

impl Ask for Orders {
    const NAME: &'static str = "order.list";
    const NEEDS: Needs = Needs::Own(Permission::OrderRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = Page<OrderSummary>;

    fn owner(&self, who: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(whoever_shops(who))
    }

    fn run(&self, who: &Acting, look: &mut Look<'_, '_>) -> Result<Self::Out, Refusal> {
        of_owner(look, shopper(who)?, self.after.as_ref())
    }
}

/// A page of somebody's orders, with pictures.
pub(super) fn of_owner(
    look: &mut Look<'_, '_>,
    owner: Subject,
    after: Option<&Cursor>,
) -> Result<Page<OrderSummary>, Refusal> {
    let (tenant, (at, id)) = (look.tenant(), before(after)?);
    let rows = look.sql().all(&sql::OF_OWNER, store::params![tenant, at, id, wanted(PAGE), owner])?;
    let orders = rows.iter().map(Order::from_row).collect::<Result<Vec<_>, _>>()?;
    let page = Page::cut(orders, PAGE, |order| (order.placed_at.0, order.id.to_string()));
    let mut pictures = BTreeMap::<OrderId, Vec<String>>::new();
    for ten in page.items.chunks(TEN) {
        for row in look.sql().all(&sql::PICTURES_OF_TEN, &of_ten(tenant, owner, ten))? {
            pictures.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
    }
    Ok(page.map(|order| {
        let pictures = pictures.remove(&order.id).unwrap_or_default();
        summary(order, pictures)
    }))
}

/// Orders that one statement looks into.
pub(super) const TEN: usize = 10;

/// The parameters of a statement about up to [`TEN`] orders of one owner.
pub(super) fn of_ten(tenant: TenantId, owner: Subject, orders: &[Order]) -> Vec<store::Param<'static>> {
    let ids = orders.iter().map(|order| order.id.to_string());
    let ids = ids.chain(std::iter::repeat_with(String::new)).take(TEN);
    let owner = match owner {
        Subject::Customer(id) => id.to_string(),
        Subject::Guest(id) => id.to_string(),
    };
    [tenant.to_string(), owner].into_iter().chain(ids).map(|text| store::Param::Text(text.into())).collect()
}

/// The place (time, id) before which a page goes on; the end of time for the first one.
pub(super) fn before(after: Option<&Cursor>) -> Result<(i64, String), Problem> {
    let place = after.map(Cursor::key::<(i64, String)>).transpose()?;
    Ok(place.unwrap_or((i64::MAX, String::new())))
}

/// One row more than a page holds says whether there is another page.
pub(super) fn wanted(page: usize) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX).saturating_add(1)
}

/// One of one's own orders.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetOrder {
    /// Its id or its number.
    pub order: OrderKey,
}

impl Ask for GetOrder {
    const NAME: &'static str = "order.get";
    const NEEDS: Needs = Needs::Own(Permission::OrderRead);
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = OrderView;

    fn owner(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        owner(look, &self.order)
    }

    fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<OrderView, Refusal> {
        let order = find(look, &self.order)?.ok_or_else(|| Problem::not_found("order"))?;
        look.object(order.id, Some(order.version));
        Ok(whole(look, order)?)
    }
}

/// An order by its number and the e-mail address it was placed with, for whoever has both. A wrong number and
/// a wrong address get the same answer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookUpOrder {
    /// The order's number.
    pub number: Text<1, 60>,
    /// The e-mail address of the order.
    pub email: Email,
}

impl Ask for LookUpOrder {
    const NAME: &'static str = "order.look_up";
    const NEEDS: Needs = Needs::Nothing;
    const RECORDED: Recorded = Recorded::ByStaff;
    type Out = OrderView;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, look: &mut Look<'_, '_>) -> Result<OrderView, Refusal> {
        let tenant = look.tenant();
        let number = self.number.as_str().to_uppercase();
        let row = look.sql().one(&sql::ORDER_BY_NUMBER, store::params![tenant, number])?;
        let order = row.map(|row| Order::from_row(&row)).transpose()?;
        let same =
            |order: &Order| order.email.parse::<Email>().is_ok_and(|email| email.key() == self.email.key());
        let Some(order) = order.filter(same) else {
            let said = "There is no order with this number and this e-mail address.";
            return Err(Problem::new(&problem::NOT_FOUND, said).into());
        };
        if let Subject::Customer(customer) = order.owner {
            look.about(customer);
        }
        look.object(order.id, Some(order.version));
        Ok(whole(look, order)?)
    }
}

impl Desk {
    /// [`LookUpOrder`] as every surface answers it: wrong tries from one address are counted, and after ten of them
    /// each makes the next one wait.
    ///
    /// # Errors
    /// 404 where number and e-mail address do not go together, 429 with `retry_after` for a try too early.
    pub fn look_up_order(&self, caller: &Caller, wanted: &LookUpOrder) -> Result<OrderView, Problem> {
        let looking = Looking::at(self, caller.tenant, &caller.address);
        let tries = looking.count()?;
        let found = self.ask(caller, wanted);
        match &found {
            Ok(_) => looking.right()?,
            Err(wrong) if wrong.kind == &problem::NOT_FOUND => looking.wrong(tries)?,
            // What could not be answered was no guess.
            Err(_) => looking.right()?,
        }
        found
    }
}
