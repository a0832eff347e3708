//! Finding products by words.

use super::scene::{Scene, parsed};
use crate::catalog::asks::{SearchOut, SearchProducts, Suggest};
use crate::desk::Caller;
use crate::kernel::Locale;
use crate::on_both_engines;

fn search(scene: &Scene<'_>, caller: &Caller, q: &str) -> SearchOut {
    let ask = SearchProducts { q: Some(parsed(q)), ..words_only() };
    scene.ask(caller, &ask)
}

pub(super) fn words_only() -> SearchProducts {
    serde_json::from_str("{}").expect("everything is optional")
}

fn names(out: &SearchOut) -> Vec<&str> {
    out.results.products.iter().map(|card| card.name.as_str()).collect()
}

on_both_engines! {
    /// The name's beginning, then the name, then the brand, then the rest; what is not sold is not found.
    a_word_is_found_where_it_matters_most, |shop| {
        let scene = Scene::new(shop);
        let found = search(&scene, &scene.visitor(), "kettle");
        assert_eq!(names(&found), ["Kettle Brush", "Copper Kettle", "Ember Skillet", "Stockpot"]);
        assert_eq!(found.corrected, None);
        assert_eq!(names(&search(&scene, &scene.visitor(), "pen")), ["Copper Kettle"], "in the description");
    }

    every_word_must_begin_one_of_the_product, |shop| {
        let scene = Scene::new(shop);
        let me = scene.visitor();
        assert_eq!(names(&search(&scene, &me, "ket bru")), ["Kettle Brush"]);
        assert_eq!(names(&search(&scene, &me, "KETTLE, copper!")), ["Copper Kettle"]);
        assert_eq!(names(&search(&scene, &me, "kettle lantern")), [""; 0]);
        assert_eq!(names(&search(&scene, &me, "p-2-28")), ["Ember Skillet"], "by SKU");
        assert_eq!(names(&search(&scene, &me, "28 cm")), ["Ember Skillet"], "by option");
    }

    each_language_has_its_words, |shop| {
        let scene = Scene::new(shop);
        let german = Caller { locale: Locale::De, ..scene.visitor() };
        assert_eq!(names(&search(&scene, &german, "giesskanne")), ["Gießkanne"]);
        assert_eq!(names(&search(&scene, &german, "watering")), [""; 0]);
    }

    /// A compound's second half and a slip of the finger are forgiven, and it is said what was searched.
    what_finds_nothing_is_understood_more_kindly, |shop| {
        let scene = Scene::new(shop);
        let german = Caller { locale: Locale::De, ..scene.visitor() };
        assert_eq!(names(&search(&scene, &german, "pfanne")), ["Bratpfanne Glut"]);
        let slip = search(&scene, &scene.visitor(), "stokcpot");
        assert_eq!((names(&slip), slip.corrected.as_deref()), (vec!["Stockpot"], Some("stockpot")));
        let nothing = search(&scene, &scene.visitor(), "xyzzy");
        assert_eq!((nothing.results.count, nothing.corrected), (0, None));
        let top: Vec<_> = nothing.categories.iter().map(|step| step.slug.as_str()).collect();
        assert_eq!(top, ["kitchen", "garden"], "where to go on");
    }

    typing_suggests_products_and_categories, |shop| {
        let scene = Scene::new(shop);
        let suggest = |q: &str| scene.ask(&scene.visitor(), &Suggest { q: parsed(q), limit: Some(2), currency: None });
        let found = suggest("k");
        let products: Vec<_> = found.products.iter().map(|card| card.slug.as_str()).collect();
        assert_eq!(products, ["kettle-brush", "copper-kettle"]);
        assert_eq!(found.categories[0].slug, "kitchen");
        assert!(suggest("").products.is_empty());
    }
}
