//! The Spryker dialect over the wire, as its clients use it; `docs/dialects/spryker.csv` names these tests.

mod agents;
mod carts;
mod catalog;
mod checkout;
mod customers;
mod guests;
mod orders;
mod rows;
mod tokens;
mod wire;
mod world;

/// Makes a test of each function for each engine. They get a fresh world.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($world:ident) $body:block)*) => {$(
        async fn $name($world: &$crate::spryker::world::World) $body
        $(#[$attribute])*
        mod $name {
            use shop::testing::Engine;
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::$name(&$crate::spryker::world::World::new(Engine::Sqlite)).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                super::$name(&$crate::spryker::world::World::new(Engine::Postgres)).await;
            }
        }
    )*};
}

use on_both;
