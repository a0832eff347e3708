//! The surfaces: pages, the API, the bar. They translate between what a browser or a client speaks and the
//! shop's acts and asks, and decide nothing. This crate has no way to the store but through the desk.

pub mod api;
pub mod bar;
pub mod dialects;
pub mod edge;
pub mod office;
pub mod op;
pub mod openapi;
pub mod pages;
pub mod ports;
pub mod storefront;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod told;

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shop::desk::Desk;
use shop::events::Hub;
use shop::kernel::Problem;
use shop::sites::Directory;
use tower::util::BoxCloneSyncService;

use dialects::Dialects;
use edge::Gate;
use edge::base::WithBase;
use op::{Op, Ops};
use pages::Pages;
use ports::CardPage;

/// What an operator settles about the surfaces.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address under which browsers reach the shop, without a slash at its end.
    pub public_url: String,
    /// Whether `X-Forwarded-For` is believed (only behind a proxy of one's own).
    pub trust_forwarded: bool,
    /// How many requests may be in the store at once.
    pub places: usize,
    /// What is settled about the dialects.
    pub dialects: Dialects,
}

impl Settings {
    /// Whether browsers reach the shop over https.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What every handler shares.
#[derive(Clone)]
pub struct App {
    /// The door.
    pub desk: Desk,
    /// Templates and texts.
    pub pages: Arc<Pages>,
    /// How many may be in the store at once.
    pub gate: Gate,
    /// What the operator settled.
    pub settings: Arc<Settings>,
    /// Where cards are paid with.
    pub cards: Arc<dyn CardPage>,
    /// Where events of this node are heard.
    pub hub: Arc<Hub>,
}

impl App {
    /// The surfaces of the shop behind this desk.
    pub fn new(
        desk: Desk,
        pages: Arc<Pages>,
        settings: Settings,
        cards: Arc<dyn CardPage>,
        hub: Arc<Hub>,
    ) -> Self {
        let gate = Gate::new(settings.places);
        Self { desk, pages, gate, settings: Arc::new(settings), cards, hub }
    }

    /// Which tenants and sites there are. From memory; after a change the first that asks reads them, off the
    /// async workers' way.
    pub async fn directory(&self) -> Result<Arc<Directory>, Problem> {
        match self.desk.directory_held() {
            Some(directory) => Ok(directory),
            None => self.gate.run(|| self.desk.directory()).await,
        }
    }

    /// A fresh nonce.
    pub fn nonce(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.desk.mint().bytes::<16>())
    }

    /// A fresh token of this kind, for a cookie or a client.
    pub fn token(&self, kind: &str) -> String {
        format!("{kind}{}", URL_SAFE_NO_PAD.encode(self.desk.mint().bytes::<32>()))
    }
}

/// Every operation and page there is.
fn ops() -> Ops {
    api::ops().and(office::ops()).and(storefront::ops())
}

/// The registry of everything that is served.
pub fn registry() -> Vec<Op> {
    ops().into_parts().1
}

/// The whole as a service.
pub fn service(app: App) -> BoxCloneSyncService<Request, Response, Infallible> {
    let (routes, _) = ops().into_parts();
    let routes = routes.fallback(storefront::no_such_page).method_not_allowed_fallback(api::no_such_method);
    let routes = routes.layer(axum::middleware::from_fn_with_state(app.clone(), storefront::agent::divert));
    let routes = dialects::mounted(routes, &app.settings.dialects);
    BoxCloneSyncService::new(WithBase(edge::layered(routes, app)))
}
