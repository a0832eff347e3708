//! What pages show.

use super::finding::words_only;
use super::scene::{Scene, import_products, product};
use crate::catalog::asks::{
    CategoryOut, CategoryPage, ListCategories, ProductPage, SearchProducts, Sort, StepReason, Suggest,
};
use crate::catalog::stock::Availability;
use crate::desk::{Ask, Caller, View};
use crate::kernel::Currency;
use crate::kernel::problem;
use crate::on_both_engines;

fn kitchen(scene: &Scene<'_>, caller: &Caller, facets: &[&str]) -> CategoryOut {
    let facet = facets.iter().map(|facet| (*facet).to_owned()).collect();
    scene.ask(caller, &CategoryPage { slug: "kitchen".to_owned(), facet, ..CategoryPage::default() })
}

fn slugs(out: &CategoryOut) -> Vec<&str> {
    out.results.products.iter().map(|card| card.slug.as_str()).collect()
}

/// Each option of a facet as `code count`, chosen ones with a star.
fn options(out: &CategoryOut, facet: &str) -> Vec<String> {
    let found = out.results.facets.iter().find(|known| known.code == facet);
    let options = found.map(|facet| facet.options.as_slice()).unwrap_or_default();
    options.iter().map(|o| format!("{} {}{}", o.code, o.count, if o.chosen { "*" } else { "" })).collect()
}

fn asked<A: Ask>(ask: A) -> impl Fn(&mut View<'_, '_>) {
    move |view| drop(view.ask(&ask).unwrap_or_else(|problem| panic!("{problem}")))
}

on_both_engines! {
    a_category_shows_what_lies_below_it, |shop| {
        let scene = Scene::new(shop);
        let tree = scene.ask(&scene.visitor(), &ListCategories {});
        let counts: Vec<_> = tree.categories.iter().map(|branch| (branch.slug.as_str(), branch.count)).collect();
        assert_eq!(counts, [("kitchen", 4), ("garden", 1)]);
        assert_eq!(tree.categories[0].children[0].slug, "cookware");
        let shown = kitchen(&scene, &scene.visitor(), &[]);
        assert_eq!(slugs(&shown), ["copper-kettle", "ember-skillet", "stockpot", "kettle-brush"]);
        let skillet = &shown.results.products[1];
        assert_eq!((skillet.price.minor, skillet.from, skillet.variant_id), (4990, true, None));
        assert!(shown.results.products[0].variant_id.is_some(), "one variant: it can be bought at once");
    }

    /// Choices of one facet widen each other, choices of two narrow; a facet counts as if it were not chosen.
    facets_count_what_they_would_show, |shop| {
        let scene = Scene::new(shop);
        let me = scene.visitor();
        let all = kitchen(&scene, &me, &[]);
        assert_eq!(options(&all, "material"), ["cast-iron 1", "copper 1", "steel 1"]);
        assert_eq!(options(&all, "brand"), ["Halden Works 1", "Kettlebrook 2"]);
        assert_eq!(options(&all, "stock"), ["in 4"]);
        let brook = kitchen(&scene, &me, &["brand:Kettlebrook"]);
        assert_eq!(slugs(&brook), ["ember-skillet", "stockpot"]);
        assert_eq!(options(&brook, "brand"), ["Halden Works 1", "Kettlebrook 2*"]);
        assert_eq!(options(&brook, "material"), ["cast-iron 1", "steel 1"]);
        let both = kitchen(&scene, &me, &["brand:Kettlebrook", "material:steel", "material:copper"]);
        assert_eq!((slugs(&both), both.results.count), (vec!["stockpot"], 1));
        assert_eq!(options(&both, "brand"), ["Halden Works 1", "Kettlebrook 1*"]);
        let refused = shop.desk.ask(&me, &CategoryPage { slug: "kitchen".into(), facet: vec!["steel".into()], ..CategoryPage::default() });
        assert_eq!(refused.expect_err("no key").errors[0].pointer, "/facet/0");
    }

    prices_narrow_and_sort, |shop| {
        let scene = Scene::new(shop);
        let ask = CategoryPage { slug: "kitchen".into(), price_min: Some(4000), price_max: Some(7000), sort: Sort::PriceDown, ..CategoryPage::default() };
        let shown = scene.ask(&scene.visitor(), &ask);
        assert_eq!(slugs(&shown), ["stockpot", "ember-skillet"]);
        let span = [shown.results.price_low, shown.results.price_high].map(|money| money.expect("a price").minor);
        assert_eq!(span, [700, 8900], "as if no price were chosen");
    }

    pages_follow_each_other_without_gap, |shop| {
        let scene = Scene::new(shop);
        for sort in [Sort::Relevance, Sort::Name, Sort::PriceUp, Sort::Newest] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let ask = CategoryPage { slug: "kitchen".into(), size: Some(1), sort, after, ..CategoryPage::default() };
                let page = scene.ask(&scene.visitor(), &ask);
                seen.extend(slugs(&page).into_iter().map(str::to_owned));
                after = page.results.next;
                if after.is_none() {
                    break;
                }
            }
            seen.sort();
            assert_eq!(seen, ["copper-kettle", "ember-skillet", "kettle-brush", "stockpot"], "{sort:?}");
        }
    }

    /// A customer of a price group sees that group's price and what it was; others see the list price.
    a_price_group_has_its_own_prices, |shop| {
        let scene = Scene::new(shop);
        let page = ProductPage { slug: "copper-kettle".into(), currency: None };
        let vip = scene.customer("vip");
        let shown = scene.ask(&vip, &page);
        let kettle = &shown.variants[0];
        assert_eq!((kettle.price.minor, kettle.was.map(|was| was.minor)), (7900, Some(8900)));
        let why: Vec<_> = kettle.why.iter().map(|step| (step.reason, step.amount.minor)).collect();
        assert_eq!(why, [(StepReason::ListPrice, 8900), (StepReason::SegmentPrice, -1000)]);
        assert_eq!(kitchen(&scene, &vip, &[]).results.products[0].price.minor, 7900);
        for other in [scene.visitor(), scene.customer("standard")] {
            let kettle = &scene.ask(&other, &page).variants[0];
            assert_eq!((kettle.price.minor, kettle.was), (8900, None));
        }
    }

    a_product_page_says_what_is_left, |shop| {
        let scene = Scene::new(shop);
        let page = |slug: &str| scene.ask(&scene.visitor(), &ProductPage { slug: slug.into(), currency: None });
        let pot = page("stockpot");
        assert_eq!((pot.variants[0].stock, pot.variants[0].stock_left), (Availability::Low, Some(3)));
        assert_eq!(page("watering-can").variants[0].stock, Availability::Out);
        let skillet = page("ember-skillet");
        let names: Vec<_> = skillet.variants.iter().map(|variant| variant.name.as_str()).collect();
        assert_eq!(names, ["28 cm", "24cm"], "in the file's order, as they read");
        assert_eq!(skillet.option_names, ["Size"]);
        assert_eq!(skillet.variant_id, skillet.variants[1].id, "the cheapest first");
        let trail: Vec<_> = skillet.trail.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(trail, ["Kitchen", "Pots & Pans"]);
        let related: Vec<_> = skillet.related.iter().map(|card| card.slug.as_str()).collect();
        assert_eq!(related, ["stockpot", "copper-kettle"]);
    }

    what_is_not_sold_is_not_there, |shop| {
        let scene = Scene::new(shop);
        let missing = |slug: &str, currency| {
            shop.desk.ask(&scene.visitor(), &ProductPage { slug: slug.into(), currency }).expect_err("nothing").kind
        };
        assert_eq!(missing("garden-kettle", None), &problem::NOT_FOUND, "retired");
        assert_eq!(missing("copper-kettle", Some(Currency::USD)), &problem::NOT_FOUND, "no price in dollars");
        let nowhere = shop.desk.ask(&scene.visitor(), &CategoryPage { slug: "attic".into(), ..CategoryPage::default() });
        assert_eq!(nowhere.expect_err("no category").kind, &problem::NOT_FOUND);
    }

    /// Another node shows a change as soon as it has heard of it.
    another_node_hears_of_changes, |shop| {
        let scene = Scene::new(shop);
        let other = shop.second_node();
        let count = || other.ask(&scene.visitor(), &CategoryPage { slug: "garden".into(), ..CategoryPage::default() }).expect("a page").results.count;
        assert_eq!(count(), 1);
        let rake = product("P-7", "garden", "Rake", "Rechen", 1900);
        scene.act(&scene.job(), import_products(vec![rake])).expect("an import");
        assert_eq!(count(), 1, "not heard of yet");
        other.refresh_memory().expect("a poll");
        assert_eq!(count(), 2);
    }

    /// Once the catalogue is in memory: who is calling, their price group, what is scarce.
    asks_take_few_statements, |shop| {
        let scene = Scene::new(shop);
        let vip = scene.customer("vip");
        let taken = |ask: &dyn Fn(&mut View<'_, '_>)| {
            shop.desk.view(&vip, |view| { ask(view); Ok(view.statements()) }).expect("a view")
        };
        taken(&asked(ProductPage { slug: "stockpot".into(), currency: None }));
        assert_eq!(taken(&asked(ListCategories {})), 1);
        assert_eq!(taken(&asked(ProductPage { slug: "stockpot".into(), currency: None })), 3);
        assert_eq!(taken(&asked(CategoryPage { slug: "kitchen".into(), ..CategoryPage::default() })), 3);
        assert_eq!(taken(&asked(SearchProducts { sort: Sort::Newest, ..words_only() })), 3);
        let q = crate::catalog::tests::scene::parsed("ket");
        assert_eq!(taken(&asked(Suggest { q, limit: None, currency: None })), 3);
    }
}
