//! Finding products.

use serde_json::{Map, Value, json};
use shop::catalog::asks::{FacetOption, SearchOut, SearchProducts, Sort};
use shop::kernel::TaxMode;
use shop::kernel::text::Text;

use super::super::Answer;
use super::super::call::Call;
use super::super::envelope::{Resource, many};
use super::super::refused::Area;
use super::{By, abstract_of, concrete_of, map, sheet};

/// Products on a page: what can be chosen, the first being the default.
const PER_PAGE: [u32; 3] = [12, 24, 36];
/// The names of orders.
const SORTS: [(&str, Sort); 4] = [
    ("name_asc", Sort::Name),
    ("price_asc", Sort::PriceUp),
    ("price_desc", Sort::PriceDown),
    ("new-products", Sort::Newest),
];

/// A page of products by words, with the facets that narrow them.
pub(super) async fn search(call: Call) -> Answer {
    let caller = call.looker().await?;
    let currency = call.currency()?;
    let per_page = call.number("ipp", PER_PAGE[0]).clamp(1, PER_PAGE[2]);
    let page = call.number("page", 1).max(1);
    let asked = call.asked("q").unwrap_or_default();
    let q: Option<Text<0, 200>> = asked.trim().chars().take(200).collect::<String>().parse().ok();
    let sort = call.asked("sort").and_then(|name| SORTS.iter().find(|(known, _)| *known == name));
    let ask = SearchProducts {
        q,
        facet: facets(&call),
        price_min: call.asked("price[min]").and_then(minor),
        price_max: call.asked("price[max]").and_then(minor),
        sort: sort.map(|(_, sort)| *sort).unwrap_or_default(),
        after: None,
        offset: Some((page - 1).saturating_mul(per_page)),
        size: Some(per_page),
        currency,
    };
    let found = call.ask(&caller, Area::Any, &ask).await?;
    let pages = found.results.count.div_ceil(per_page);
    let attributes = attributes(&call, &found, sort.map(|(name, _)| *name), page.min(pages.max(1)), per_page);
    let mut resource = Resource::of_call("catalog-search", attributes, &call);
    if call.includes("abstract-products") {
        let mut products = Vec::new();
        for card in &found.results.products {
            let Some(sheet) = sheet(&call, &caller, By::Abstract(&card.reference), currency).await? else {
                continue;
            };
            let mut product = abstract_of(&call, &sheet);
            if call.includes("concrete-products") {
                let all = sheet.variants.iter().map(|variant| concrete_of(&call, &sheet, variant));
                product = product.with(all.collect());
            }
            products.push(product);
        }
        resource = resource.with(products);
    }
    let link = |page: u32| call.link(&format!("/catalog-search?{}", query(&call, page, per_page)));
    let mut links = Vec::new();
    if pages > 0 {
        links.extend([("last", link(pages)), ("first", link(1))]);
    }
    if page > 1 && pages > 0 {
        links.push(("prev", link(page.min(pages + 1) - 1)));
    }
    if page < pages {
        links.push(("next", link(page + 1)));
    }
    Ok(many(&call, &[resource], links))
}

/// What narrows the search: each parameter that is none of the others is the key of a facet.
fn facets(call: &Call) -> Vec<String> {
    const OTHERS: [&str; 9] =
        ["q", "page", "ipp", "sort", "currency", "include", "price[min]", "price[max]", "category"];
    let chosen = call.all_asked().filter(|(key, value)| {
        !OTHERS.contains(key) && !key.starts_with("fields[") && !value.is_empty() && !value.contains(':')
    });
    chosen.map(|(key, value)| format!("{}:{value}", key.trim_end_matches("[]"))).collect()
}

/// Whole units of money as minor ones: clients send `price[min]=9.99`.
fn minor(text: &str) -> Option<u32> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let cents: u32 = format!("{rest:0<2}").get(..2)?.parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(cents)
}

fn query(call: &Call, page: u32, per_page: u32) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in ["q", "sort", "currency"] {
        if let Some(value) = call.asked(name) {
            query.append_pair(name, value);
        }
    }
    query.append_pair("page", &page.to_string()).append_pair("ipp", &per_page.to_string());
    query.finish()
}

fn attributes(call: &Call, found: &SearchOut, sort: Option<&str>, page: u32, per_page: u32) -> Value {
    let listing = &found.results;
    let tax_included = call.site().is_none_or(|site| site.tax_mode == TaxMode::Included);
    let public = &call.app.settings.public_url;
    let products = listing
        .products
        .iter()
        .map(|card| map::found(card, tax_included, |name| format!("{public}/media/{name}.webp")));
    let facets = listing.facets.iter().map(|facet| {
        json!({
            "name": facet.code,
            "localizedName": facet.name,
            "docCount": null,
            "values": facet.options.iter().map(value).collect::<Vec<_>>(),
            "activeValue": facet.options.iter().find(|option| option.chosen).map(|option| &option.code),
            "config": { "parameterName": facet.code, "isMultiValued": true },
        })
    });
    let span = listing.price_low.zip(listing.price_high).map(|(low, high)| {
        json!({
            "name": "price",
            "localizedName": "Price",
            "min": low.minor,
            "max": high.minor,
            "activeMin": low.minor,
            "activeMax": high.minor,
            "docCount": null,
            "config": { "parameterName": "price", "isMultiValued": false },
        })
    });
    let names = SORTS.map(|(name, _)| name);
    json!({
        "spellingSuggestion": found.corrected,
        "sort": {
            "sortParamNames": names,
            "sortParamLocalizedNames": names.iter().map(|name| ((*name).to_owned(), localized(name).into()))
                .collect::<Map<_, _>>(),
            "currentSortParam": sort,
            "currentSortOrder": sort.map(|name| if name.ends_with("desc") { "desc" } else { "asc" }),
        },
        "pagination": {
            "numFound": listing.count,
            "currentPage": page,
            "maxPage": listing.count.div_ceil(per_page),
            "currentItemsPerPage": per_page,
            "config": {
                "parameterName": "page",
                "itemsPerPageParameterName": "ipp",
                "defaultItemsPerPage": PER_PAGE[0],
                "validItemsPerPageOptions": PER_PAGE,
            },
        },
        "abstractProducts": products.collect::<Vec<_>>(),
        "valueFacets": facets.collect::<Vec<_>>(),
        "rangeFacets": span.into_iter().collect::<Vec<_>>(),
        "categoryTreeFilter": [],
    })
}

fn value(option: &FacetOption) -> Value {
    json!({ "value": option.code, "docCount": option.count })
}

fn localized(name: &str) -> &'static str {
    match name {
        "name_asc" => "Sort by name ascending",
        "price_asc" => "Sort by price ascending",
        "price_desc" => "Sort by price descending",
        _ => "Sort by newest",
    }
}

#[cfg(test)]
mod tests {
    use super::minor;

    #[test]
    fn prices_in_a_query_are_whole_units() {
        assert_eq!((minor("9.99"), minor("10"), minor("0.5")), (Some(999), Some(1000), Some(50)));
        assert_eq!((minor("x"), minor("-1"), minor("1.x")), (None, None, None));
    }
}
