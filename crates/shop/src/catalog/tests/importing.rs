//! Imports.

use super::scene::{Scene, category, cell, import_products, parsed, product, products, variant};
use crate::catalog::asks::ProductPage;
use crate::catalog::import::{Counted, ImportCategories, ImportStock, ImportVariants, ProductRow, StockRow};
use crate::kernel::problem;
use crate::on_both_engines;

on_both_engines! {
    the_same_again_changes_nothing, |shop| {
        let scene = Scene::new(shop);
        let again = scene.act(&scene.job(), import_products(products())).expect("an import");
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 6));
        let dearer = ProductRow { prices: vec![cell(None, 9900)], ..products().remove(0) };
        let changed = scene.act(&scene.job(), import_products(vec![dearer])).expect("an import");
        assert_eq!((changed.created, changed.updated, changed.unchanged), (0, 1, 0));
        let page = scene.ask(&scene.visitor(), &ProductPage { slug: "copper-kettle".into(), currency: None });
        assert_eq!(page.variants[0].price.minor, 9900);
        assert_eq!(page.description, ["Boils a litre.", "Pours like a pen."]);
    }

    what_is_left_out_stays_as_it_is, |shop| {
        let scene = Scene::new(shop);
        let bare = product("P-1", "cookware", "Copper Kettle", "Kupferkessel", 8900);
        let kept = scene.act(&scene.job(), import_products(vec![bare])).expect("an import");
        assert_eq!(kept.unchanged, 1);
        let page = scene.ask(&scene.customer("vip"), &ProductPage { slug: "copper-kettle".into(), currency: None });
        assert_eq!((page.brand.as_str(), page.variants[0].price.minor), ("Halden Works", 7900));
    }

    wrong_rows_do_not_stop_right_ones, |shop| {
        let scene = Scene::new(shop);
        let lost = product("P-10", "attic", "Lamp", "Lampe", 100);
        let same_slug = ProductRow { slug: parsed("stockpot"), ..product("P-11", "garden", "Pot", "Topf", 100) };
        let same_sku = ProductRow { sku: Some(parsed("P-3")), ..product("P-12", "garden", "Pot", "Topf", 100) };
        let free = ProductRow { prices: Vec::new(), ..product("P-13", "garden", "Gift", "Geschenk", 100) };
        let good = product("P-14", "garden", "Rake", "Rechen", 1900);
        let out = scene.act(&scene.job(), import_products(vec![lost, same_slug, same_sku, free, good])).expect("an import");
        let refused: Vec<_> = out.refused.iter().map(|row| (row.row, row.pointer.as_str())).collect();
        assert_eq!(refused, [(0, "/categories/0"), (1, "/slug"), (2, "/sku"), (3, "/prices")]);
        assert_eq!(out.created, 1);
        let fixed = product("P-11", "garden", "Pot", "Topf", 100);
        let out = scene.act(&scene.job(), import_products(vec![fixed])).expect("an import");
        assert_eq!((out.created, out.refused), (1, vec![]), "nothing was left of the refused row");
    }

    a_batch_has_a_size, |shop| {
        let scene = Scene::new(shop);
        let rows = vec![products().remove(0); 501];
        let refused = scene.act(&scene.job(), import_products(rows)).expect_err("too many");
        assert_eq!((refused.kind, refused.errors[0].pointer.as_str()), (&problem::INVALID, "/rows"));
    }

    a_category_never_lies_below_itself, |shop| {
        let scene = Scene::new(shop);
        let rows = vec![
            category("kitchen", Some("cookware"), "Kitchen", "Küche"),
            category("garden", Some("cookware"), "Garden", "Garten"),
            category("cookware", Some("garden"), "Pots & Pans", "Töpfe & Pfannen"),
        ];
        let out = scene.act(&scene.job(), ImportCategories { digest: parsed("f00d"), first_row: 2, rows }).expect("an import");
        let refused: Vec<_> = out.refused.iter().map(|row| (row.row, row.pointer.as_str())).collect();
        assert_eq!((refused, out.updated), (vec![(0, "/parent"), (2, "/parent")], 1));
    }

    stock_comes_by_sku_and_variants_by_product, |shop| {
        let scene = Scene::new(shop);
        let row = |sku: &str, stock| StockRow { sku: parsed(sku), stock };
        let rows = vec![row("P-2-28", Counted::At(2)), row("P-3", Counted::At(3)), row("P-4", Counted::No), row("P-99", Counted::No)];
        let out = scene.act(&scene.job(), ImportStock { digest: parsed("f00d"), first_row: 2, rows }).expect("an import");
        assert_eq!((out.updated, out.unchanged, out.refused.len()), (2, 1, 1));
        let page = scene.ask(&scene.visitor(), &ProductPage { slug: "ember-skillet".into(), currency: None });
        assert_eq!(page.variants[0].stock_left, Some(2));
        let rows = vec![variant("P-2-28", "P-3", "size=28cm", 100), variant("P-3-5L", "P-99", "volume=5l", 100)];
        let out = scene.act(&scene.job(), ImportVariants { digest: parsed("f00d"), first_row: 2, rows }).expect("an import");
        let refused: Vec<_> = out.refused.iter().map(|row| row.pointer.as_str()).collect();
        assert_eq!(refused, ["/product", "/product"], "another product's, and no product");
    }
}
