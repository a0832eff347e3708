//! Orders: what was bought, by whom, through whom, and what became of it.
//!
//! | file | what it settles |
//! | --- | --- |
//! | `order` | an order and its lines as they are stored |
//! | `write` | storing a new order |
//! | `status` | moving an order from one status to the next |
//! | `progress` | sending an order, handing it over, calling it off |
//! | `view` | an order as people and clients see it |
//! | `asks` | a customer's own orders, and looking one up without signing in |
//! | `by_offset` | the same by offset and limit, as the dialects page them |
//! | `reorder` | buying again what was ordered once |
//! | `recent` | a customer's last orders with their lines |
//! | `office` | orders in the back office |
//! | `bulk` | importing orders |
//!
//! What always holds:
//! - Of a cart comes at most one order, of a reference at most one order, and no two have the same number.
//! - Σ unit × quantity of the lines is the subtotal; less discounts, plus shipping (plus tax, where prices are
//!   without it), it is the total.
//! - An order keeps what things were called and cost, whatever becomes of the catalogue.

mod asks;
mod bulk;
mod by_offset;
mod office;
mod order;
mod progress;
mod recent;
mod reorder;
pub(crate) mod sql;
mod status;
#[cfg(test)]
mod tests;
mod view;
mod write;

pub use asks::{GetOrder, LookUpOrder, Orders};
pub use bulk::{ImportOrders, OrderLineRow};
pub use by_offset::{OrdersByOffset, OrdersFrom};
pub use office::{CustomerOrders, OfficeOrder, OrdersList};
pub use order::{OrderKey, Status};
pub use progress::{CancelOrder, CancelOrderInOffice, CompleteOrder, Progress, ShipOrder};
pub use recent::{RecentOrder, RecentOrders};
pub use reorder::{LeftOut, PutInto, Reorder, Reordered};
pub use view::{HistoryEntry, OrderLineView, OrderSummary, OrderView};

pub(crate) use order::{Breakdown, Line, Order, find, owner};
pub(crate) use status::{ORDER_NUMBERS, advance, number_text};
pub(crate) use view::whole;
pub(crate) use write::write;
