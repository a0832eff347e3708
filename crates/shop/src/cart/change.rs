//! One change of a cart: take it, change it, price it, store it, tell about it.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::by::By;
use super::goods::{Goods, price};
use super::lines::MAX_LINES;
use super::row::{Cart, Line};
use super::sql;
use super::view::{CartView, out_of, view};
use crate::checkout::Payment;
use crate::desk::{Acting, Refusal, Work};
use crate::events::Topic;
use crate::kernel::id::{CartId, LineId};
use crate::kernel::problem;
use crate::kernel::{Locale, Problem};
use crate::offers::PricedBasket;

/// Which version of a cart somebody means to change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expected {
    /// Whichever there is.
    Any,
    /// This one or none.
    This(i64),
}

impl Expected {
    /// What `version` says; an agent has to say one, since the customer may be changing the same cart.
    pub(crate) fn of(who: &Acting, version: Option<i64>) -> Result<Self, Problem> {
        match version {
            Some(version) => Ok(Self::This(version)),
            None if who.on_behalf().is_none() => Ok(Self::Any),
            None => Err(Problem::new(
                &problem::VERSION_REQUIRED,
                "Say which version of the cart you are changing (If-Match). Nothing was changed.",
            )),
        }
    }

    fn range(self) -> (i64, i64) {
        match self {
            Self::Any => (0, i64::MAX),
            Self::This(version) => (version, version),
        }
    }
}

/// A cart that was taken for a change. What is done to `cart` and `lines` is stored by [`Change::store`].
pub(crate) struct Change {
    pub(crate) cart: Cart,
    pub(crate) lines: Vec<Line>,
    pub(crate) goods: Goods,
    stored: (Cart, Vec<Line>),
}

impl Change {
    /// Takes the cart: whoever else changes it at the same time waits until this change is over.
    pub(crate) fn begin(
        who: &Acting,
        work: &mut Work<'_, '_>,
        id: CartId,
        expected: Expected,
    ) -> Result<Self, Refusal> {
        let (from, to) = expected.range();
        let by = By::of(who);
        let taken = work
            .sql()
            .returning(&sql::TAKE, store::params![who.tenant(), id, from, to, who.at(), by.kind, by.name])?;
        let Some(row) = taken else {
            return Err(not_taken(who, work, id)?.into());
        };
        let cart = Cart::from_row(&row)?;
        let lines = cart.lines(&mut work.look())?;
        let goods = Goods::held(&mut work.look(), cart.site)?;
        Ok(Self { stored: (cart.clone(), lines.clone()), cart, lines, goods })
    }

    /// The line with this id; 404 when it is not there any more.
    pub(crate) fn line(&mut self, id: LineId) -> Result<&mut Line, Problem> {
        self.lines
            .iter_mut()
            .find(|line| line.id == id)
            .ok_or_else(|| Problem::not_found("line in this cart"))
    }

    /// What the cart as it was taken comes to today, in minor units of its currency.
    pub(crate) fn total_as_it_stood(&self, who: &Acting) -> Result<i64, Problem> {
        Ok(price(&self.goods, who, &self.stored.0, &self.lines)?.priced.total)
    }

    /// Takes back what was chosen since the cart was taken. Its lines stay as they are.
    pub(crate) fn unchoose(&mut self) {
        self.cart.clone_from(&self.stored.0);
    }

    /// Refuses a cart that has become too long.
    fn is_short_enough(&self) -> Result<(), Problem> {
        let (now, before) = (self.lines.len(), self.stored.1.len());
        if now <= MAX_LINES || now <= before {
            return Ok(());
        }
        let said = format!("A cart holds at most {MAX_LINES} different things. Nothing was changed.");
        Err(Problem::new(&problem::CONFLICT, said).with("most", MAX_LINES))
    }

    /// Prices the cart, stores it and tells whoever watches. Answers the cart as it is now.
    pub(crate) fn finish(mut self, who: &Acting, work: &mut Work<'_, '_>) -> Result<CartView, Refusal> {
        let basket = self.store(who, work)?;
        self.tell(who, work);
        Ok(view(who, &self.goods, &self.cart, &self.lines, &basket))
    }

    /// Prices the cart and stores it with its lines.
    pub(crate) fn store(&mut self, who: &Acting, work: &mut Work<'_, '_>) -> Result<PricedBasket, Refusal> {
        self.is_short_enough()?;
        let basket = price(&self.goods, who, &self.cart, &self.lines)?;
        for line in &mut self.lines {
            line.shown = out_of(&basket.priced, line).map_or(line.shown, |out| out.unit);
        }
        self.cart.item_count = self.lines.iter().map(|line| line.quantity).sum();
        self.cart.total = basket.priced.total;
        self.write(who, work)?;
        let changes = difference(self.recorded(&self.stored.0, &self.stored.1), self.described());
        work.changed(self.cart.id, Some(self.cart.version), &changes.0, &changes.1);
        Ok(basket)
    }

    fn write(&self, who: &Acting, work: &mut Work<'_, '_>) -> Result<(), store::Error> {
        let (tenant, cart) = (who.tenant(), &self.cart);
        // First the lines that go: a variant may come back on a line of another id.
        for gone in self.stored.1.iter().filter(|stored| self.lines.iter().all(|line| line.id != stored.id)) {
            work.sql().exec(&sql::DROP_LINE, store::params![tenant, cart.owner, cart.id, gone.id])?;
        }
        let changed = |line: &&Line| !self.stored.1.iter().any(|stored| stored.stands_like(line));
        for line in self.lines.iter().filter(changed) {
            let by = &line.added_by;
            work.sql().exec(
                &sql::PUT_LINE,
                store::params![
                    tenant,
                    cart.owner,
                    cart.id,
                    line.id,
                    line.variant,
                    line.quantity,
                    line.shown,
                    by.kind,
                    by.staff,
                    by.name
                ],
            )?;
        }
        // Two of an owner's carts may become the current one at the same moment.
        work.sql().exec_racing(
            &sql::STORE,
            store::params![
                tenant,
                cart.owner,
                cart.id,
                cart.state,
                cart.moved_to,
                cart.order_number,
                cart.coupons.join("\n"),
                cart.item_count,
                cart.total,
                cart.email,
                text(cart.delivery.as_ref()),
                text(cart.billing.as_ref()),
                cart.shipping,
                cart.payment.map_or("", Payment::name),
                text(cart.terms.as_ref()),
                cart.name,
                cart.currency.code()
            ],
        )?;
        Ok(())
    }

    /// Tells whoever watches this cart.
    pub(crate) fn tell(&self, who: &Acting, work: &mut Work<'_, '_>) {
        tell(who, work, &self.cart, self.cart.state.name());
    }

    /// The cart as it is, as the record describes it.
    pub(super) fn described(&self) -> Value {
        self.recorded(&self.cart, &self.lines)
    }

    /// The cart as the record describes it.
    fn recorded(&self, cart: &Cart, lines: &[Line]) -> Value {
        let lines: Map<String, Value> = lines
            .iter()
            .map(|line| {
                let article = self.goods.article(line.variant, Locale::default());
                let said = json!({
                    "sku": article.sku,
                    "name": article.name,
                    "quantity": line.quantity,
                    "unit": line.shown,
                });
                (line.id.to_string(), said)
            })
            .collect();
        json!({
            "state": cart.state,
            "cart_name": cart.name,
            "lines": lines,
            "coupons": cart.coupons,
            "total": cart.total,
            "currency": cart.currency,
            "email": cart.email,
            "delivery": cart.delivery,
            "billing": cart.billing,
            "shipping": cart.shipping,
            "payment": cart.payment,
            "terms": cart.terms,
            "moved_to": cart.moved_to,
            "order": cart.order_number,
        })
    }
}

/// Tells whoever watches the cart what has become of it.
pub(super) fn tell(who: &Acting, work: &mut Work<'_, '_>, cart: &Cart, state: &str) {
    let by = By::of(who);
    let body = json!({
        "version": cart.version,
        "state": state,
        "total": { "amount": cart.total, "currency": cart.currency },
        "items": cart.item_count,
        "by": by.kind,
        "name": by.name,
    });
    work.emit(Topic::Cart(cart.id), "cart.changed", &body);
}

/// What of two descriptions differs, as it was and as it is; what names a line or an amount's currency stays.
fn difference(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(before), Value::Object(mut after)) = (before, after) else {
        return (Value::Null, Value::Null);
    };
    let (mut was, mut is) = (Map::new(), Map::new());
    for (name, old) in before {
        let new = after.remove(&name).unwrap_or(Value::Null);
        if old == new && !matches!(name.as_str(), "name" | "currency") {
            continue;
        }
        let (old, new) = if old.is_object() && new.is_object() { difference(old, new) } else { (old, new) };
        was.insert(name.clone(), old);
        is.insert(name, new);
    }
    is.extend(after);
    (Value::Object(was), Value::Object(is))
}

fn text<T: Serialize>(value: Option<&T>) -> Option<String> {
    value.and_then(|value| serde_json::to_string(value).ok())
}

/// Why a cart could not be taken.
fn not_taken(who: &Acting, work: &mut Work<'_, '_>, id: CartId) -> Result<Problem, Refusal> {
    let look = &mut work.look();
    let Some(cart) = Cart::find(look, id)? else { return Ok(Problem::not_found("cart")) };
    if let Some(number) = &cart.order_number {
        let said = format!("This cart was placed as order {number}. Nothing was changed.");
        return Ok(Problem::new(&problem::CONFLICT, said).with("order", number));
    }
    if let Some(moved_to) = cart.moved_to {
        let said = "This cart was merged into another one. Nothing was changed.";
        return Ok(Problem::new(&problem::CONFLICT, said).with("moved_to", moved_to));
    }
    let goods = Goods::held(look, cart.site)?;
    let lines = cart.lines(look)?;
    let basket = price(&goods, who, &cart, &lines)?;
    let now = view(who, &goods, &cart, &lines, &basket);
    let by = cart.changed_by.name.as_deref().unwrap_or("Somebody else");
    let said = format!("{by} changed this cart meanwhile. Look at it and try again. Nothing was changed.");
    Ok(Problem::new(&problem::VERSION_CHANGED, said).with("version", cart.version).with("cart", now))
}
