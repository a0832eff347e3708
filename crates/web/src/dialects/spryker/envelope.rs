//! JSON:API documents: resources with links, what was asked to be included, and nothing else.

use std::collections::BTreeSet;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::call::Call;

/// The media type of every answer. Clients compare it for equality, so nothing is added to it.
pub(super) const MEDIA: &str = "application/vnd.api+json";

/// A resource.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resource {
    kind: &'static str,
    id: Option<String>,
    attributes: Value,
    link: String,
    related: Vec<(&'static str, Vec<Resource>)>,
}

impl Resource {
    /// A resource with an id, whose own address is `link`.
    pub(super) fn new(kind: &'static str, id: impl Into<String>, attributes: Value, link: String) -> Self {
        Self { kind, id: Some(id.into()), attributes, link, related: Vec::new() }
    }

    /// A resource that has none (`"id": null`): tokens, search, checkout. Its address is that of the request.
    pub(super) fn of_call(kind: &'static str, attributes: Value, call: &Call) -> Self {
        Self { kind, id: None, attributes, link: call.itself(), related: Vec::new() }
    }

    /// The same with others it leads to, which the answer includes.
    #[must_use]
    pub(super) fn with(mut self, others: Vec<Self>) -> Self {
        for other in others {
            match self.related.iter_mut().find(|(kind, _)| *kind == other.kind) {
                Some((_, list)) => list.push(other),
                None => self.related.push((other.kind, vec![other])),
            }
        }
        self
    }

    fn name(&self) -> Value {
        json!({ "type": self.kind, "id": self.id })
    }

    fn document(&self) -> Value {
        let mut document = json!({
            "type": self.kind, "id": self.id, "attributes": self.attributes, "links": { "self": self.link },
        });
        if !self.related.is_empty() {
            let related = self.related.iter().map(|(kind, others)| {
                let names: Vec<Value> = others.iter().map(Self::name).collect();
                ((*kind).to_owned(), json!({ "data": names }))
            });
            document["relationships"] = Value::Object(related.collect());
        }
        document
    }

    /// What it leads to, at whatever distance, each once.
    fn gather<'a>(&'a self, known: &mut BTreeSet<(&'a str, Option<&'a str>)>, into: &mut Vec<Value>) {
        for other in self.related.iter().flat_map(|(_, others)| others) {
            other.gather(known, into);
            if known.insert((other.kind, other.id.as_deref())) {
                into.push(other.document());
            }
        }
    }
}

fn document(data: Value, resources: &[Resource], links: Map<String, Value>) -> Value {
    let mut document = Map::new();
    document.insert("data".into(), data);
    if !links.is_empty() {
        document.insert("links".into(), Value::Object(links));
    }
    let (mut known, mut included) = (BTreeSet::new(), Vec::new());
    resources.iter().for_each(|resource| resource.gather(&mut known, &mut included));
    if !included.is_empty() {
        document.insert("included".into(), Value::Array(included));
    }
    Value::Object(document)
}

/// A document with this status.
pub(super) fn answer(status: StatusCode, document: &Value) -> Response {
    let mut response = (status, document.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
    response
}

/// One resource.
pub(super) fn one(status: StatusCode, resource: &Resource) -> Response {
    let resources = std::slice::from_ref(resource);
    answer(status, &document(resource.document(), resources, Map::new()))
}

/// A collection, with links beside `self` where it is paged.
pub(super) fn many(call: &Call, resources: &[Resource], more: Vec<(&str, String)>) -> Response {
    let mut links = Map::new();
    links.insert("self".into(), call.itself().into());
    links.extend(more.into_iter().map(|(name, link)| (name.to_owned(), link.into())));
    let data = resources.iter().map(Resource::document).collect();
    answer(StatusCode::OK, &document(Value::Array(data), resources, links))
}

/// Nothing but that it was done.
pub(super) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// The same answer with a version, by which a later change says what it changes.
pub(super) fn tagged(mut response: Response, version: i64) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_included_stands_once_and_is_named_where_it_belongs() {
        let product = || Resource::new("concrete-products", "A", json!({}), "/a".into());
        let item = |id: &str| Resource::new("items", id, json!({}), "/i".into()).with(vec![product()]);
        let cart = Resource::new("carts", "1", json!({ "name": "x" }), "/1".into());
        let whole = cart.clone().with(vec![item("A"), item("B")]);
        let document = document(whole.document(), &[whole], Map::new());
        assert_eq!(
            document["data"]["relationships"]["items"]["data"][1],
            json!({ "type": "items", "id": "B" })
        );
        let included: Vec<_> =
            document["included"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        assert_eq!(included, ["A", "A", "B"], "the product once, then the items");
        assert_eq!(cart.document().get("relationships"), None);
    }

    #[test]
    fn what_has_no_id_says_null() {
        let token = Resource { id: None, ..Resource::new("access-tokens", "", json!({}), "/".into()) };
        assert_eq!(token.document()["id"], Value::Null);
        assert!(token.document().as_object().unwrap().contains_key("id"));
    }
}
