//! Before and after, field by field, from the details of a leaf.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What became of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeafChange {
    /// The thing's id.
    pub object: String,
    /// The fields that differ, by name.
    pub fields: Vec<FieldChange>,
}

/// One field before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldChange {
    /// The field; fields within fields are joined by dots, members of lists by their place from 0.
    pub name: String,
    /// What it said; nothing where it was not there.
    pub before: Option<String>,
    /// What it says; nothing where it is gone.
    pub after: Option<String>,
}

/// The changes that these details tell of.
pub(super) fn changes(details: &Value) -> Vec<LeafChange> {
    let list = details.get("changes").and_then(Value::as_array);
    list.into_iter().flatten().map(change).collect()
}

fn change(change: &Value) -> LeafChange {
    let object = change.get("object").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut fields: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    spread("", change.get("before").unwrap_or(&Value::Null), &mut |name, text| {
        fields.entry(name).or_default().0 = Some(text);
    });
    spread("", change.get("after").unwrap_or(&Value::Null), &mut |name, text| {
        fields.entry(name).or_default().1 = Some(text);
    });
    let fields = fields
        .into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(name, (before, after))| FieldChange { name, before, after })
        .collect();
    LeafChange { object, fields }
}

/// Tells every plain value within `value`, by its path.
fn spread(path: &str, value: &Value, tell: &mut impl FnMut(String, String)) {
    let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Null => {}
        Value::Bool(truth) => tell(path.to_owned(), truth.to_string()),
        Value::Number(number) => tell(path.to_owned(), number.to_string()),
        Value::String(text) => tell(path.to_owned(), text.clone()),
        Value::Array(list) => {
            for (place, value) in list.iter().enumerate() {
                spread(&inner(&place.to_string()), value, tell);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                spread(&inner(name), value, tell);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(name: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
        FieldChange { name: name.into(), before: before.map(Into::into), after: after.map(Into::into) }
    }

    #[test]
    fn only_what_differs_is_told() {
        let details = json!({ "act": {}, "changes": [{
            "object": "cart_1",
            "before": { "coupon": null, "lines": [{ "quantity": 2, "sku": "A" }], "name": "Haru" },
            "after": { "coupon": "TEN", "lines": [{ "quantity": 1, "sku": "A" }], "name": "Haru" },
        }] });
        let told = changes(&details);
        assert_eq!(told[0].object, "cart_1");
        assert_eq!(
            told[0].fields,
            [field("coupon", None, Some("TEN")), field("lines.0.quantity", Some("2"), Some("1"))]
        );
    }

    #[test]
    fn what_is_new_had_nothing_before() {
        let details =
            json!({ "changes": [{ "object": "adr_1", "before": null, "after": { "city": "Kyoto" } }] });
        assert_eq!(changes(&details)[0].fields, [field("city", None, Some("Kyoto"))]);
    }

    #[test]
    fn details_of_an_ask_change_nothing() {
        assert_eq!(changes(&json!({ "ask": {} })), []);
    }
}
