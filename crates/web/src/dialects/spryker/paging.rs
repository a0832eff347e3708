//! Pages by offset and limit, and the links between them.

/// Where pages are, and how large.
pub(super) struct Paging<'a> {
    /// Address of the list, without a query.
    pub(super) base: String,
    /// What is searched for, as the client said it.
    pub(super) q: Option<&'a str>,
    /// Resources on a page, not 0.
    pub(super) limit: u32,
}

impl Paging<'_> {
    fn link(&self, offset: u32) -> String {
        let q = self
            .q
            .map(|q| form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish() + "&");
        format!("{}?{}page[offset]={offset}&page[limit]={}", self.base, q.unwrap_or_default(), self.limit)
    }

    /// First, last and the neighbours; none where nothing was found.
    pub(super) fn links(&self, total: u32, offset: u32) -> Vec<(&'static str, String)> {
        let mut links = Vec::new();
        if total == 0 {
            return links;
        }
        let last = (total.div_ceil(self.limit) - 1) * self.limit;
        let mut add = |name, offset| links.push((name, self.link(offset)));
        add("last", last);
        add("first", 0);
        if offset > 0 {
            add("prev", offset.saturating_sub(self.limit));
        }
        if offset.saturating_add(self.limit) < total {
            add("next", offset + self.limit);
        }
        links
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offset(links: &[(&str, String)], name: &str) -> Option<u32> {
        let (_, link) = links.iter().find(|(other, _)| *other == name)?;
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
