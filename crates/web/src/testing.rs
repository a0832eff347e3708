//! The surfaces over a shop of a test.

use std::sync::Arc;

use shop::events::Hub;
use shop::testing::TestShop;

use crate::dialects::Dialects;
use crate::pages::Pages;
use crate::ports::{CardPage, CardPayment};
use crate::{App, Settings};

/// Where tests reach the shop.
pub const PUBLIC_URL: &str = "http://127.0.0.1:8080";

/// A card page that nobody visits.
struct NoCards;

impl CardPage for NoCards {
    fn origin(&self) -> String {
        "http://localhost:8081".to_owned()
    }
    fn address(&self, _: &CardPayment) -> String {
        "http://localhost:8081/pay".to_owned()
    }
}

/// The surfaces of this shop, reached at [`PUBLIC_URL`].
pub fn app(shop: &TestShop) -> App {
    app_with(shop, Dialects::default())
}

/// The same with these settings of dialects.
pub fn app_with(shop: &TestShop, dialects: Dialects) -> App {
    let settings =
        Settings { public_url: PUBLIC_URL.to_owned(), trust_forwarded: false, places: 4, dialects };
    let (pages, hub) = (Arc::new(Pages::load()), Arc::new(Hub::default()));
    App::new(shop.desk.clone(), pages, settings, Arc::new(NoCards), hub)
}
