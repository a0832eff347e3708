//! The shop's first page, and the ways to it.

use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use shop::catalog::asks::{Branch, ListCategories, Listing, SearchProducts, Sort};
use shop::desk::{Ask, Needs, View};
use shop::kernel::{Currency, Problem};

use super::place::{self, Place};
use super::screen::Screen;
use super::shown::ProductTile;
use crate::App;
use crate::edge::Arrival;
use crate::edge::headers::Nonce;
use crate::op::{Ops, RouteKind};
use crate::pages::assets;
use crate::pages::respond::redirect;

pub(super) fn ops() -> Ops {
    let page = |ops: Ops, path, handler| {
        ops.route(RouteKind::Page, Method::GET, path, ListCategories::NAME, Needs::Nothing, handler)
    };
    let ops = page(Ops::default(), "/", get(to_shop));
    let ops = page(ops, "/{site}", get(to_site));
    let ops = page(ops, "/{site}/", get(to_site));
    let ops = page(ops, "/{site}/{language}/{currency}", get(show));
    page(ops, "/{site}/{language}/{currency}/", get(show))
}

/// Tiles of a shelf.
const SHELF: u32 = 8;

/// The context of `shop/home.html`.
#[derive(Serialize)]
struct Home {
    hero: Hero,
    tiles: Vec<Door>,
    shelves: Vec<Shelf>,
}

#[derive(Serialize)]
struct Hero {
    name: String,
    path: String,
    second: Option<Link>,
    products: Vec<ProductTile>,
}

#[derive(Serialize)]
struct Link {
    name: String,
    path: String,
}

#[derive(Serialize)]
struct Door {
    name: String,
    path: String,
    picture: String,
    count: u32,
}

#[derive(Serialize)]
struct Shelf {
    kind: &'static str,
    path: Option<String>,
    products: Vec<ProductTile>,
}

async fn show(State(app): State<App>, place: Place) -> Response {
    let currency = place.currency;
    Screen::of(&app, &place).show("shop/home.html", |view| home(view, currency)).await
}

fn home(view: &mut View<'_, '_>, currency: Currency) -> Result<Home, Problem> {
    let tree = view.ask(&ListCategories {})?.categories;
    let picks = tiles(shelf(view, currency, Sort::Relevance)?);
    let newest = tiles(shelf(view, currency, Sort::Newest)?);
    let doors = tree.iter().map(|branch| Door {
        name: branch.name.clone(),
        path: path(branch),
        picture: assets::picture(&branch.picture),
        count: branch.count,
    });
    let link = |branch: &Branch| Link { name: branch.name.clone(), path: path(branch) };
    let first = tree.first().map_or_else(|| Link { name: String::new(), path: "/search".into() }, link);
    let hero = Hero {
        products: picks.iter().take(4).cloned().collect(),
        second: tree.get(1).map(link),
        name: first.name,
        path: first.path,
    };
    let shelves = [("picks", picks, None), ("new", newest, Some("/search?sort=newest".to_owned()))];
    let shelves = shelves.into_iter().filter(|(_, products, _)| !products.is_empty());
    Ok(Home {
        hero,
        tiles: doors.collect(),
        shelves: shelves.map(|(kind, products, path)| Shelf { kind, path, products }).collect(),
    })
}

fn shelf(view: &mut View<'_, '_>, currency: Currency, sort: Sort) -> Result<Listing, Problem> {
    let all = SearchProducts {
        q: None,
        facet: Vec::new(),
        price_min: None,
        price_max: None,
        sort,
        after: None,
        offset: None,
        size: Some(SHELF),
        currency: Some(currency),
    };
    Ok(view.ask(&all)?.results)
}

fn tiles(listing: Listing) -> Vec<ProductTile> {
    listing.products.into_iter().map(ProductTile::of).collect()
}

fn path(branch: &Branch) -> String {
    format!("/c/{}", branch.slug)
}

/// `/`: in a tab, to the site of its session; else to the first site, in the browser's language.
async fn to_shop(State(app): State<App>, arrival: Arrival, nonce: axum::Extension<Nonce>) -> Response {
    match start_of(&app, &arrival, None).await {
        Ok(path) => redirect(&app, &path, None),
        // Only a tab asks who is calling.
        Err(refused) if refused.kind.status == 401 => {
            let here = format!("{}/", arrival.base.prefix);
            redirect(&app, &super::error::agents_door(&here), None)
        }
        Err(refused) => super::error::bare(&app, &arrival, &nonce.0.0, &refused),
    }
}

/// `/eu`: to where that shop begins.
async fn to_site(
    State(app): State<App>,
    arrival: Arrival,
    axum::extract::Path(slug): axum::extract::Path<String>,
    nonce: axum::Extension<Nonce>,
) -> Response {
    match start_of(&app, &arrival, Some(&slug)).await {
        Ok(path) => redirect(&app, &path, None),
        Err(refused) => super::error::bare(&app, &arrival, &nonce.0.0, &refused),
    }
}

/// Where the shop begins for whoever calls.
async fn start_of(app: &App, arrival: &Arrival, slug: Option<&str>) -> Result<String, Problem> {
    let mut sites = arrival.directory.sites(arrival.tenant);
    let site = match (slug, arrival.base.tab) {
        (Some(slug), _) => sites.find(|site| site.slug == slug),
        (None, Some(_)) => {
            let id = bound_to(app, arrival).await?;
            sites.find(|site| Some(site.id) == id)
        }
        (None, None) => sites.next(),
    };
    let site = site.ok_or_else(|| Problem::not_found("page"))?;
    Ok(format!("{}{}/", arrival.base.prefix, place::start(site, arrival.prefers(), None)))
}

/// The site of the session in this tab.
async fn bound_to(app: &App, arrival: &Arrival) -> Result<Option<shop::kernel::id::SiteId>, Problem> {
    let any = arrival.directory.sites(arrival.tenant).next().ok_or_else(|| Problem::not_found("page"))?.id;
    let caller = arrival.in_shop(any, arrival.prefers().unwrap_or_default());
    app.gate.run(|| app.desk.who(&caller)).await.map(|who| who.site_if_any())
}
