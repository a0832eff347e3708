//! The API's description (OpenAPI 3.1), made from the registry.

use std::collections::BTreeMap;

use axum::http::Method;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use shop::desk::Needs;
use shop::kernel::secret::TokenHash;

use crate::op::{Op, RouteKind};

/// What a stream of events is, which no struct describes.
const ABOUT_STREAMS: &str = "What happens to the caller's own session, cart and account, as it happens (server-sent events). \
    The stream ends when the sign-in or the assist session does.";

/// The whole document.
pub fn document(ops: &[Op]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for op in ops.iter().filter(|op| is_of_the_api(op)) {
        let described = operation(op, &mut generator);
        paths.entry(op.path).or_default().insert(op.method.as_str().to_lowercase(), described);
    }
    let mut schemas = Value::Object(generator.take_definitions(true));
    schemas["Problem"] = problem_schema();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Understudy",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Assisted service for commerce. Money is in minor units, times in microseconds since 1970.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A token of staff (us_), customer (uc_), guest (ug_) or assist session (ub_)." },
            },
        },
    })
}

/// Pages are no part of it, even where they answer a file or a stream.
fn is_of_the_api(op: &Op) -> bool {
    op.path.starts_with("/v1/") && matches!(op.kind, RouteKind::Act | RouteKind::Ask | RouteKind::Stream)
}

fn operation(op: &Op, generator: &mut SchemaGenerator) -> Value {
    let input = op.input.map(|schema| schema(generator));
    let output = op.output.map(|schema| schema(generator));
    let mut fields =
        input.as_ref().and_then(|schema| resolve(schema.as_value(), generator)).unwrap_or(json!({}));
    let gives_token =
        op.kind == RouteKind::Act && fields["properties"]["token"]["pattern"] == hash(generator);
    let output = match (output, gives_token) {
        (Some(output), true) => json!({ "allOf": [output, {
            "type": "object",
            "required": ["token"],
            "properties": { "token": { "type": "string", "description": "Shown once; the shop keeps its hash only." } },
        }] }),
        (Some(output), _) => json!(output),
        (None, _) => json!({ "type": "string" }),
    };
    let mut in_path: Vec<&str> = op.path.split(['{', '}']).skip(1).step_by(2).collect();
    let mut parameters: Vec<Value> = in_path.iter().map(|name| parameter(name, "path", &fields)).collect();
    if gives_token {
        // The edge makes it: nobody sends it.
        in_path.push("token");
    }
    let about = fields["description"].as_str().unwrap_or(ABOUT_STREAMS).to_owned();
    if let Some(sent) = op.sent.map(|schema| schema(generator)) {
        fields = resolve(sent.as_value(), generator).unwrap_or_default();
    }
    let mut described = json!({
        "operationId": op.name,
        "tags": [op.name.split('.').next().unwrap_or_default()],
        "summary": about.lines().next().unwrap_or_default(),
        "description": about,
        "security": security(op.needs),
        "responses": {
            "200": { "description": "Done.", "content": { op.media: { "schema": output } } },
            "default": { "description": "A problem (RFC 9457).", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } },
        },
    });
    let names: Vec<String> =
        fields["properties"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
    let rest: Vec<&String> = names.iter().filter(|name| !in_path.contains(&name.as_str())).collect();
    if op.kind == RouteKind::Stream {
        parameters.push(json!({ "name": "Last-Event-ID", "in": "header", "required": false, "schema": { "type": "string" }, "description": "How far the events were heard before. One that does not read begins now." }));
    } else if op.kind == RouteKind::Ask {
        parameters.extend(rest.iter().map(|name| parameter(name, "query", &fields)));
    } else {
        parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "required": false, "schema": { "type": "string", "minLength": 8, "maxLength": 64, "pattern": "^[!-~]+$" }, "description": "A repeat with the same key is answered without doing it again." }));
        if op.versioned {
            parameters.push(json!({ "name": "If-Match", "in": "header", "required": false, "schema": { "type": "string", "pattern": "^(\\*|(W/)?\"[0-9]{1,18}\")$" }, "description": "The version that is changed." }));
        }
        if !rest.is_empty() && op.method != Method::DELETE {
            described["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": body(&fields, &in_path) } } });
        }
    }
    described["parameters"] = Value::Array(parameters);
    described
}

/// The pattern of a token's hash.
fn hash(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<TokenHash>().as_value()["pattern"].clone()
}

/// The schema behind a reference.
fn resolve(schema: &Value, generator: &SchemaGenerator) -> Option<Value> {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => generator.definitions().get(reference.rsplit('/').next()?).cloned(),
        None => Some(schema.clone()),
    }
}

fn parameter(name: &str, place: &str, fields: &Value) -> Value {
    let required = place == "path"
        || fields["required"].as_array().is_some_and(|all| all.iter().any(|required| required == name));
    let schema = fields["properties"].get(name).cloned().unwrap_or(json!({ "type": "string" }));
    json!({ "name": name, "in": place, "required": required, "schema": schema })
}

/// What goes into the body: everything that does not stand in the path.
fn body(fields: &Value, in_path: &[&str]) -> Value {
    let mut body = fields.clone();
    // Not by index, which would add a null where there is none.
    if let Some(properties) = body.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|name, _| !in_path.contains(&name.as_str()));
    }
    if let Some(required) = body.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name.as_str().is_none_or(|name| !in_path.contains(&name)));
    }
    body
}

fn security(needs: Needs) -> Value {
    match needs {
        Needs::Nothing => json!([]),
        _ => json!([{ "token": [] }]),
    }
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457. `type` ends in the problem's stable name.",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "instance": { "type": "string" },
            "errors": { "type": "array", "items": { "type": "object", "properties": { "pointer": { "type": "string" }, "detail": { "type": "string" } } } },
        },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_operation_of_the_api_is_described_once_and_no_page_is() {
        let document = document(&crate::registry());
        let mut ids = BTreeSet::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            assert!(path.starts_with("/v1/"), "{path} is no operation of the API");
            for (method, op) in methods.as_object().unwrap() {
                let what = format!("{method} {path}");
                assert!(ids.insert(op["operationId"].to_string()), "{what}: {} twice", op["operationId"]);
                assert!(
                    op["description"].as_str().is_some_and(|text| !text.is_empty()),
                    "{what} says nothing"
                );
                let content = op["responses"]["200"]["content"].as_object().unwrap();
                assert!(content.values().all(|answer| answer["schema"].is_object()), "{what}: {content:?}");
            }
        }
        let of = |path: &str, method: &str| {
            let content = &document["paths"][path][method]["responses"]["200"]["content"];
            content.as_object().unwrap().keys().next().unwrap().clone()
        };
        assert_eq!(of("/v1/events", "get"), "text/event-stream");
        assert_eq!(of("/v1/audit/export", "post"), "application/x-ndjson");
    }
}
