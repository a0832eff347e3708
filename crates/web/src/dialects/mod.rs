//! Wire protocols of other products, so that their clients work here with nothing changed but the base address.
//!
//! A dialect translates and decides nothing: every call ends in the same acts and asks as everywhere, with the same
//! rights, limits and record, and says in the record which dialect it came by. Each is mounted under its own name
//! (`/spryker`), and can be served alone at the root of a listener of its own.
//!
//! | dialect | whose clients |
//! | --- | --- |
//! | [`spryker`] | Spryker's Glue API (JSON:API) |

pub mod spryker;

use std::convert::Infallible;

use axum::Router;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use shop::kernel::Problem;
use tower::util::BoxCloneSyncService;

use crate::{App, edge};

/// What an operator settles about the dialects (`[dialects.NAME]` in the settings file).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dialects {
    /// Spryker's Glue API.
    pub spryker: spryker::Settings,
}

impl Dialects {
    /// Says which setting is wrong.
    pub fn check(&self) -> Result<(), String> {
        self.spryker.check().map_err(|wrong| format!("dialects.spryker.{wrong}"))
    }
}

/// A dialect, by the name it is mounted and recorded under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Spryker's Glue API.
    Spryker,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Spryker];

    /// The name in addresses, settings and the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spryker => spryker::NAME,
        }
    }

    /// Whether it is served.
    pub fn is_on(self, dialects: &Dialects) -> bool {
        match self {
            Self::Spryker => dialects.spryker.on,
        }
    }

    fn router(self, dialects: &Dialects) -> Router<App> {
        match self {
            Self::Spryker => spryker::router(&dialects.spryker),
        }
    }

    fn refused(self, problem: &Problem) -> Response {
        match self {
            Self::Spryker => spryker::refused(problem),
        }
    }
}

/// The dialect that is served alone at the root of this listener.
#[derive(Clone, Copy, Debug)]
struct Alone(Dialect);

/// The same routes with every dialect that is on, each under its name.
pub(crate) fn mounted(routes: Router<App>, dialects: &Dialects) -> Router<App> {
    let on = Dialect::ALL.into_iter().filter(|dialect| dialect.is_on(dialects));
    on.fold(routes, |routes, dialect| routes.nest(&format!("/{}", dialect.name()), dialect.router(dialects)))
}

/// The dialect of a request that was refused before it was routed, in whose shape the answer must be.
pub(crate) fn of(parts: &Parts, app: &App) -> Option<Dialect> {
    if let Some(Alone(dialect)) = parts.extensions.get::<Alone>() {
        return Some(*dialect);
    }
    let first = parts.uri.path().split('/').nth(1).unwrap_or_default();
    let on = |dialect: &Dialect| dialect.is_on(&app.settings.dialects);
    Dialect::ALL.into_iter().filter(on).find(|dialect| dialect.name() == first)
}

/// A problem in this dialect's shape.
pub(crate) fn refused(dialect: Dialect, problem: &Problem) -> Response {
    dialect.refused(problem)
}

/// One dialect alone, at the root of its address: a client needs only its base address changed.
pub fn alone(dialect: Dialect, app: App) -> BoxCloneSyncService<Request, Response, Infallible> {
    let mark = move |mut request: Request| {
        request.extensions_mut().insert(Alone(dialect));
        std::future::ready(request)
    };
    let routes = dialect.router(&app.settings.dialects);
    let router = edge::layered(routes, app).layer(axum::middleware::map_request(mark));
    BoxCloneSyncService::new(router)
}
