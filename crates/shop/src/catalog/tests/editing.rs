//! Changing the catalogue in the back office.

use super::scene::{Scene, import_products, parsed, products};
use crate::catalog::Catalogue;
use crate::catalog::acts::{RetireProduct, SaveProduct, SaveVariant, SetPrice};
use crate::catalog::asks::ProductPage;
use crate::desk::{Permission, Permissions};
use crate::kernel::{Currency, problem};
use crate::on_both_engines;

fn lantern() -> SaveProduct {
    serde_json::from_value(serde_json::json!({ "slug": "fjord-lantern", "name_en": "Fjord Lantern" }))
        .expect("a form")
}

fn price(product: crate::kernel::id::ProductId, minor: u32) -> SetPrice {
    let price = serde_json::json!({ "product": product, "currency": "EUR", "minor": minor });
    serde_json::from_value(price).expect("a form")
}

on_both_engines! {
    olga_adds_a_product_and_takes_it_out_again, |shop| {
        let scene = Scene::new(shop);
        let olga = scene.staff(Permissions::of(&[Permission::CatalogEdit]));
        let saved = scene.act(&olga, lantern()).expect("a product");
        assert!(scene.act(&olga, price(saved.id, 4900)).expect("a price").changed);
        let page = ProductPage { slug: "fjord-lantern".into(), currency: None };
        assert_eq!(scene.ask(&scene.visitor(), &page).variants[0].price.minor, 4900);
        for (option, own) in [("colour=red", None), ("colour=blue", Some(5900))] {
            let sku = parsed(&format!("L-{option}"));
            let form = serde_json::json!({ "product": saved.id, "sku": sku_text(&sku), "options": [option] });
            let variant: SaveVariant = serde_json::from_value(form).expect("a form");
            let variant = scene.act(&olga, variant).expect("a variant").id;
            if let Some(minor) = own {
                scene.act(&olga, SetPrice { variant: Some(variant), ..price(saved.id, minor) }).expect("its own price");
            }
        }
        let variants = scene.ask(&scene.visitor(), &page).variants;
        let prices: Vec<_> = variants.iter().map(|variant| (variant.name.as_str(), variant.price.minor)).collect();
        assert_eq!(prices, [("red", 4900), ("blue", 5900)], "the one without options steps back");
        scene.act(&olga, RetireProduct { id: saved.id }).expect("retired");
        shop.desk.ask(&scene.visitor(), &page).expect_err("not sold any more");
        let catalogue = shop.desk.held::<Catalogue>(shop.tenant).expect("a catalogue");
        let kept = catalogue.variant(variants[0].id).expect("carts still know it");
        assert!(!kept.active);
    }

    nobody_overwrites_what_they_have_not_seen, |shop| {
        let scene = Scene::new(shop);
        let olga = scene.staff(Permissions::of(&[Permission::CatalogEdit]));
        let first = scene.act(&olga, lantern()).expect("a product");
        let edit = |brand: &str| SaveProduct { id: Some(first.id), version: Some(1), brand: Some(parsed(brand)), ..lantern() };
        assert_eq!(scene.act(&olga, edit("Tend")).expect("an edit").version, 2);
        assert_eq!(scene.act(&olga, edit("Halden")).expect_err("late").kind, &problem::VERSION_CHANGED);
        let same = SaveProduct { slug: parsed("stockpot"), version: None, ..edit("Tend") };
        assert_eq!(scene.act(&olga, same).expect_err("taken").kind, &problem::TAKEN);
        scene.act(&olga, lantern()).expect_err("the slug is taken by the first one");
    }

    only_who_may_changes_the_catalogue, |shop| {
        let scene = Scene::new(shop);
        let agent = scene.staff(Permissions::of(&[Permission::CustomerSearch, Permission::DataImport]));
        let editor = scene.staff(Permissions::of(&[Permission::CatalogEdit]));
        let (customer, nobody) = (scene.customer("vip"), scene.visitor());
        for (caller, kind) in [(&agent, &problem::FORBIDDEN), (&customer, &problem::FORBIDDEN), (&nobody, &problem::SIGN_IN_REQUIRED)] {
            assert_eq!(scene.act(caller, lantern()).expect_err("refused").kind, kind);
        }
        for (caller, kind) in [(&editor, &problem::FORBIDDEN), (&customer, &problem::FORBIDDEN), (&nobody, &problem::SIGN_IN_REQUIRED)] {
            assert_eq!(scene.act(caller, import_products(products())).expect_err("refused").kind, kind);
        }
        scene.act(&agent, import_products(products())).expect("imports are another permission");
    }

    a_price_for_a_time_ends_by_itself, |shop| {
        let scene = Scene::new(shop);
        let olga = scene.staff(Permissions::of(&[Permission::CatalogEdit]));
        let kettle = shop.desk.held::<Catalogue>(shop.tenant).expect("a catalogue").product_by_slug("copper-kettle").expect("a kettle").id;
        let day = std::time::Duration::from_secs(24 * 3600);
        let (from, until) = (shop.desk.now().plus(day), shop.desk.now().plus(2 * day));
        let sale = SetPrice { valid_from: Some(from), valid_until: Some(until), ..price(kettle, 5000) };
        scene.act(&olga, sale.clone()).expect("a sale");
        let backwards = SetPrice { valid_from: Some(until), valid_until: Some(from), ..sale };
        assert_eq!(scene.act(&olga, backwards).expect_err("ends first").errors[0].pointer, "/valid_until");
        let shown = || {
            let page = ProductPage { slug: "copper-kettle".into(), currency: Some(Currency::EUR) };
            scene.ask(&scene.visitor(), &page).variants[0].price.minor
        };
        assert_eq!(shown(), 8900);
        shop.wait(day);
        assert_eq!(shown(), 5000);
        shop.wait(day);
        assert_eq!(shown(), 8900);
    }
}

fn sku_text(sku: &crate::kernel::text::Reference) -> String {
    sku.as_str().replace('=', "-")
}
