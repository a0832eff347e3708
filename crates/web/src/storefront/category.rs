//! A category with its products, and the search among all of them.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::catalog::asks::{CategoryPage, SearchProducts, Step};
use shop::desk::Ask;
use shop::kernel::text::Text;

use super::listing::{ResultsContext, Wanted};
use super::place::{Named, Place};
use super::screen::Screen;
use crate::App;
use crate::op::{Ops, RouteKind};

pub(super) fn ops() -> Ops {
    Ops::default()
        .route(
            RouteKind::Page,
            Method::GET,
            "/{site}/{language}/{currency}/c/{slug}",
            CategoryPage::NAME,
            CategoryPage::NEEDS,
            get(category),
        )
        .route(
            RouteKind::Page,
            Method::GET,
            "/{site}/{language}/{currency}/search",
            SearchProducts::NAME,
            SearchProducts::NEEDS,
            get(search),
        )
}

/// One step of the way to a page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Crumb {
    name: String,
    url: String,
}

/// The way from the shop's first page through these categories.
pub(super) fn trail(app: &App, place: &Place, steps: &[Step]) -> Vec<Crumb> {
    let home = Crumb { name: app.pages.text(place.locale, "crumb-home", &[]), url: place.path("/") };
    let steps =
        steps.iter().map(|step| Crumb { name: step.name.clone(), url: place.path(&path(&step.slug)) });
    std::iter::once(home).chain(steps).collect()
}

fn path(slug: &str) -> String {
    format!("/c/{slug}")
}

#[derive(Serialize)]
struct Link {
    name: String,
    path: String,
}

impl Link {
    fn of(step: Step) -> Self {
        Self { path: path(&step.slug), name: step.name }
    }
}

/// The context of `shop/category.html`.
#[derive(Serialize)]
struct CategoryContext {
    category: Described,
    trail: Vec<Crumb>,
    results: ResultsContext,
}

#[derive(Serialize)]
struct Described {
    name: String,
    description: String,
    children: Vec<Link>,
}

async fn category(State(app): State<App>, place: Place, Named(slug): Named) -> Response {
    let wanted = Wanted::of(&place);
    let ask = CategoryPage {
        slug: slug.clone(),
        facet: wanted.facet.clone(),
        price_min: wanted.price_min,
        price_max: wanted.price_max,
        sort: wanted.sort,
        after: wanted.after.clone(),
        size: None,
        currency: Some(place.currency),
    };
    Screen::of(&app, &place)
        .show("shop/category.html", |view| {
            let found = view.ask(&ask)?;
            let above = found.trail.split_last().map(|(_, above)| above).unwrap_or_default();
            Ok(CategoryContext {
                trail: trail(&app, &place, above),
                category: Described {
                    name: found.name,
                    description: found.description,
                    children: found.children.into_iter().map(Link::of).collect(),
                },
                results: ResultsContext::of(&app, &place, &wanted, &path(&slug), found.results),
            })
        })
        .await
}

/// The context of `shop/search.html`.
#[derive(Serialize)]
struct SearchContext {
    results: ResultsContext,
    corrected: Option<String>,
    suggestions: Vec<Link>,
}

async fn search(State(app): State<App>, place: Place) -> Response {
    let wanted = Wanted::of(&place);
    let words = place.asked("q").unwrap_or_default();
    let words: String = words.chars().filter(|c| !c.is_control()).take(200).collect();
    let ask = SearchProducts {
        q: words.parse::<Text<0, 200>>().ok(),
        facet: wanted.facet.clone(),
        price_min: wanted.price_min,
        price_max: wanted.price_max,
        sort: wanted.sort,
        after: wanted.after.clone(),
        offset: None,
        size: None,
        currency: Some(place.currency),
    };
    Screen::of(&app, &place)
        .show("shop/search.html", |view| {
            let found = view.ask(&ask)?;
            Ok(SearchContext {
                results: ResultsContext::of(&app, &place, &wanted, "/search", found.results),
                corrected: found.corrected,
                suggestions: found.categories.into_iter().map(Link::of).collect(),
            })
        })
        .await
}
