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
    let page = |ops: Ops, path, name, needs, handler: MethodRouter<App>| {
        ops.route(RouteKind::Page, Method::GET, path, name, needs, handler)
    };
    let form = |ops: Ops, path, name, needs, handler: MethodRouter<App>| {
        ops.route(RouteKind::Form, Method::POST, path, name, needs, handler)
    };
    let (search, finding) = (SearchCustomers::NAME, SearchCustomers::NEEDS);
    let (mine, own) = (MySessions::NAME, MySessions::NEEDS);
    let (sign_in, sign_out) = (SignIn::NAME, SignOut::NAME);
    let mut ops = page(Ops::default(), "/agent/login", sign_in, Needs::Nothing, get(login::lead_there));
    ops = page(ops, in_shop!("/agent/login"), sign_in, Needs::Nothing, get(login::show));
    for path in
        ["/agent/login", "/agent/login_check", in_shop!("/agent/login"), in_shop!("/agent/login_check")]
    {
        ops = form(ops, path, sign_in, SignIn::NEEDS, post(login::enter));
    }
    ops = form(ops, "/agent/start", StartSession::NAME, StartSession::NEEDS, post(start::start));
    ops = form(ops, "/agent/end", EndSession::NAME, EndSession::NEEDS, post(start::end));
    ops = page(ops, "/agent/logout", sign_out, Needs::Nothing, get(leave::lead_there));
    ops = page(ops, in_shop!("/agent/logout"), mine, own, get(leave::ask));
    // Whoever has no sign-in any more is signed out as well as can be.
    ops = form(ops, in_shop!("/agent/logout"), sign_out, Needs::Nothing, post(leave::leave));
    for path in ["/agent/overview", in_shop!("/agent/overview")] {
        ops = page(ops, path, mine, own, get(leave::overview));
    }
    for path in ["/agent-widget/customer-autocomplete", in_shop!("/agent-widget/customer-autocomplete")] {
        ops = page(ops, path, search, finding, get(list::list));
    }
    ops = page(ops, in_shop!("/agent/switch"), search, finding, get(switch::ask));
    ops =
        form(ops, in_shop!("/agent/switch"), StartSession::NAME, StartSession::NEEDS, post(switch::confirm));
    ops = page(ops, in_shop!("/agent/exit"), mine, own, get(exit::ask));
    form(ops, in_shop!("/agent/exit"), EndSession::NAME, EndSession::NEEDS, post(exit::confirm))
}
