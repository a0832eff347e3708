//! A page of customers as the wire has it.

use serde_json::{Map, Value, json};
use shop::customers::page::{Customer, PageView};

use super::super::paging::Paging;

/// The document: one resource that holds all customers of the page.
pub(super) fn page(itself: &str, paging: &Paging<'_>, found: &PageView) -> Value {
    let customers: Vec<Value> = found.customers.iter().map(customer).collect();
    let pages = found.total.div_ceil(paging.limit);
    let mut links: Map<String, Value> = Map::new();
    links.insert("self".into(), itself.into());
    let others = paging.links(found.total, found.offset);
    links.extend(others.into_iter().map(|(name, link)| (name.to_owned(), link.into())));
    json!({
        "data": [{
            "type": "agent-customer-search",
            "id": null,
            "attributes": {
                "customers": customers,
                "pagination": {
                    "numFound": found.total,
                    "currentPage": if pages == 0 { 0 } else { found.offset / paging.limit + 1 },
                    "maxPage": pages,
                    "currentItemsPerPage": paging.limit,
                },
            },
            "links": { "self": itself },
        }],
        "links": links,
    })
}

fn customer(customer: &Customer) -> Value {
    json!({
        "customerReference": customer.reference,
        "email": customer.email,
        "firstName": customer.first_name,
        "lastName": customer.last_name,
    })
}
