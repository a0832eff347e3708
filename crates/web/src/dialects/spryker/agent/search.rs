//! Finding customers, a page by offset.

use axum::http::StatusCode;
use shop::customers::page::CustomerPage;
use shop::kernel::text::Text;

use super::super::Answer;
use super::super::call::Call;
use super::super::envelope::answer;
use super::super::paging::Paging;
use super::super::refused::{Area, Refused};
use super::map::page;

/// Customers on a page unless it is said otherwise, and at most.
const LIMIT: (u32, u32) = (10, 1000);

/// A page of the customers who begin with `q`; an offset past the end is answered with the last page.
pub(super) async fn search(call: Call) -> Answer {
    let agent = call.agent().await?;
    let asked = call.asked("q").unwrap_or_default();
    // A longer one finds nobody, and is nobody's name.
    let q: Text<0, 200> = asked.trim().chars().take(200).collect::<String>().parse().map_err(|_| nobody())?;
    let both = call.asked("page[offset]").zip(call.asked("page[limit]")).is_some();
    let (offset, limit) = match both {
        true => (call.number("page[offset]", 0), call.number("page[limit]", LIMIT.0)),
        false => (0, LIMIT.0),
    };
    let limit = if limit == 0 { LIMIT.0 } else { limit.min(LIMIT.1) };
    let found = call.ask(&agent.caller, Area::Any, &CustomerPage { q, offset, limit }).await?;
    let paging = Paging { base: call.link("/agent-customer-search"), q: call.asked("q"), limit };
    Ok(answer(StatusCode::OK, &page(&call.itself(), &paging, &found)))
}

fn nobody() -> Refused {
    Refused::uncoded(400, "The query is not text.")
}
