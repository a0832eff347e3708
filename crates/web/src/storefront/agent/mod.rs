//! The agent's way into the shop, to a customer and out again, without scripts.
//!
//! | file | what it settles |
//! | --- | --- |
//! | `door` | a request at the agent's door: outside of every tab, at the site it came from |
//! | `login` | signing in |
//! | `find` | the search for a customer |
//! | `start` | starting and ending a session |
//! | `switch` | addresses that name a customer: what they ask for is confirmed first |
//! | `exit` | addresses that ask for the end: likewise |
//! | `leave` | signing out, and the way to the back office |
//! | `list` | the list under a field in which an agent looks for a customer |

mod door;
mod exit;
mod find;
mod leave;
mod list;
mod login;
mod start;
mod switch;

pub(crate) use login::sign_in_first;
pub(crate) use switch::divert;

use axum::http::Method;
use axum::routing::{MethodRouter, get, post};
use shop::assist::{EndSession, MySessions, StartSession};
use shop::customers::SearchCustomers;
use shop::desk::{Act, Ask, Needs};
use shop::people::sign_in::SignIn;
use shop::people::sign_out::SignOut;

use crate::App;
use crate::op::{Ops, RouteKind};

/// The path of a page of the agent's, in a shop.
macro_rules! in_shop {
    ($path:literal) => {
        concat!("/{site}/{language}/{currency}", $path)
    };
}

/// Every page and form of the agent's door.
pub(super) fn ops() -> Ops {
    let page = |ops: Ops, path, name, handler: MethodRouter<App>| {
        ops.route(RouteKind::Page, Method::GET, path, name, Needs::Nothing, handler)
    };
    let form = |ops: Ops, path, name, needs, handler: MethodRouter<App>| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let (search, sign_in, mine) = (SearchCustomers::NAME, SignIn::NAME, MySessions::NAME);
    let mut ops = page(Ops::default(), "/agent/login", search, get(login::lead_there));
    ops = page(ops, in_shop!("/agent/login"), search, get(login::show));
    for path in
        ["/agent/login", "/agent/login_check", in_shop!("/agent/login"), in_shop!("/agent/login_check")]
    {
        ops = form(ops, path, sign_in, SignIn::NEEDS, post(login::enter));
    }
    ops = form(ops, "/agent/start", StartSession::NAME, StartSession::NEEDS, post(start::start));
    ops = form(ops, "/agent/end", EndSession::NAME, EndSession::NEEDS, post(start::end));
    ops = page(ops, "/agent/logout", SignOut::NAME, get(leave::lead_there));
    ops = page(ops, in_shop!("/agent/logout"), SignOut::NAME, get(leave::ask));
    ops = form(ops, in_shop!("/agent/logout"), SignOut::NAME, Needs::Nothing, post(leave::leave));
    for path in ["/agent/overview", in_shop!("/agent/overview")] {
        ops = page(ops, path, mine, get(leave::overview));
    }
    for path in ["/agent-widget/customer-autocomplete", in_shop!("/agent-widget/customer-autocomplete")] {
        ops = page(ops, path, search, get(list::list));
    }
    ops = page(ops, in_shop!("/agent/switch"), search, get(switch::ask));
    ops =
        form(ops, in_shop!("/agent/switch"), StartSession::NAME, StartSession::NEEDS, post(switch::confirm));
    ops = page(ops, in_shop!("/agent/exit"), mine, get(exit::ask));
    form(ops, in_shop!("/agent/exit"), EndSession::NAME, EndSession::NEEDS, post(exit::confirm))
}
