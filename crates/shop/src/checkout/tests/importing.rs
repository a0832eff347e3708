//! Many ways of shipping at once.

use serde_json::json;

use crate::cart::tests::scene::Scene;
use crate::checkout::{CheckoutOptions, ImportShippingMethods, ShippingRow};
use crate::on_both_engines;

on_both_engines! {
    imported_ways_of_shipping_can_be_chosen, |shop| {
        let scene = Scene::new(shop);
        let row = |site: &str, price: u32| -> ShippingRow {
            serde_json::from_value(json!({
                "code": "courier", "site": site, "names": { "en": "Courier", "de": "Bote" },
                "prices": { "EUR": price }, "position": 9,
            })).expect("a row")
        };
        let import = |rows: Vec<ShippingRow>| {
            let act = ImportShippingMethods { digest: "e3b0".parse().expect("a digest"), first_row: 2, rows };
            let done = scene.act(&scene.job(), act).expect("imported");
            ((done.created, done.updated, done.unchanged), done.refused)
        };
        assert_eq!(import(vec![row("eu", 990)]), ((1, 0, 0), vec![]));
        assert_eq!(import(vec![row("eu", 990)]), ((0, 0, 1), vec![]));
        let (counts, refused) = import(vec![row("eu", 1290), row("mars", 1)]);
        assert_eq!((counts, refused[0].row, refused[0].pointer.as_str()), ((0, 1, 0), 1, "/site"));
        let haru = scene.customer("Haru", "Tanaka");
        let cart = scene.open(&haru.caller);
        scene.add(&haru.caller, cart.id, scene.kettle, 1).expect("a kettle");
        let options = scene.ask(&haru.caller, CheckoutOptions { cart: cart.id }).expect("options");
        let courier = options.shipping.iter().find(|option| option.code == "courier").expect("the courier");
        assert_eq!(courier.price.minor, 1290);
    }
}
