//! A page of customers as the wire has it.

use serde_json::{Map, Value, json};
use shop::customers::page::{Customer, PageView};

/// Where pages are, and how large.
pub(super) struct Paging<'a> {
    /// Address of the search, without a query.
    pub(super) base: String,
    /// What is searched for, as the client said it.
    pub(super) q: Option<&'a str>,
    /// Customers on a page, not 0.
    pub(super) limit: u32,
}

impl Paging<'_> {
    fn link(&self, offset: u32) -> String {
        let q = self
            .q
            .map(|q| form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish() + "&");
        format!("{}?{}page[offset]={offset}&page[limit]={}", self.base, q.unwrap_or_default(), self.limit)
    }

    /// First, last and the neighbours; none where nobody was found.
    fn links(&self, total: u32, offset: u32) -> Map<String, Value> {
        let mut links = Map::new();
        if total == 0 {
            return links;
        }
        let last = (total.div_ceil(self.limit) - 1) * self.limit;
        let mut add = |name: &str, offset| links.insert(name.to_owned(), self.link(offset).into());
        add("last", last);
        add("first", 0);
        if offset > 0 {
            add("prev", offset.saturating_sub(self.limit));
        }
        if offset + self.limit < total {
            add("next", offset + self.limit);
        }
        links
    }
}

/// The document: one resource that holds all customers of the page.
pub(super) fn page(itself: &str, paging: &Paging<'_>, found: &PageView) -> Value {
    let customers: Vec<Value> = found.customers.iter().map(customer).collect();
    let pages = found.total.div_ceil(paging.limit);
    let mut links = paging.links(found.total, found.offset);
    links.insert("self".into(), itself.into());
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offset(links: &Map<String, Value>, name: &str) -> Option<u32> {
        let link = links.get(name)?.as_str()?;
        link.split_once("page[offset]=")?.1.split('&').next()?.parse().ok()
    }

    proptest! {
        #[test]
        fn pages_lead_to_each_other_and_stay_within(total in 0u32..2000, limit in 1u32..60, place in 0u32..100) {
            let paging = Paging { base: "http://shop/agent-customer-search".into(), q: Some("a b"), limit };
            let last = total.saturating_sub(1) / limit;
            let at = place.min(last) * limit;
            let links = paging.links(total, at);
            if total == 0 {
                prop_assert!(links.is_empty());
                return Ok(());
            }
            prop_assert_eq!(offset(&links, "first"), Some(0));
            prop_assert_eq!(offset(&links, "last"), Some(last * limit));
            prop_assert_eq!(offset(&links, "prev"), (at > 0).then(|| at - limit));
            prop_assert_eq!(offset(&links, "next"), (at < last * limit).then_some(at + limit));
        }
    }

    #[test]
    fn a_link_says_what_was_asked() {
        let paging = Paging { base: "http://h/s".into(), q: Some("ü&x"), limit: 10 };
        assert_eq!(paging.link(20), "http://h/s?q=%C3%BC%26x&page[offset]=20&page[limit]=10");
        let paging = Paging { q: None, ..paging };
        assert_eq!(paging.link(0), "http://h/s?page[offset]=0&page[limit]=10");
    }
}
