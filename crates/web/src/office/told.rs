//! Before and after, field by field, as a log in plain words shows it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// One field that differs.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Field {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

/// The fields in which two states of a thing differ, by name.
pub(super) fn fields(before: &Value, after: &Value) -> Vec<Field> {
    let mut found: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    each(String::new(), before, &mut |name, text| found.entry(name).or_default().0 = Some(text));
    each(String::new(), after, &mut |name, text| found.entry(name).or_default().1 = Some(text));
    found
        .into_iter()
        .filter(|(name, (before, after))| before != after && !is_bookkeeping(name))
        .map(|(name, (before, after))| Field { name: name.replace('_', " "), before, after })
        .collect()
}

/// Ids and versions tell a machine what changed, and a person nothing.
fn is_bookkeeping(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    last == "id" || last == "version" || last.ends_with("_id")
}

fn each(path: String, value: &Value, tell: &mut impl FnMut(String, String)) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path} {name}") };
    match value {
        Value::Null => {}
        Value::Bool(truth) => tell(path, truth.to_string()),
        Value::Number(number) => tell(path, number.to_string()),
        Value::String(text) => tell(path, text.clone()),
        Value::Array(list) => {
            for (place, value) in (1..).zip(list) {
                each(under(&i32::to_string(&place)), value, tell);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                each(under(name), value, tell);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_and_means_something_is_told() {
        let before = json!({ "first_name": "Haru", "version": 1, "lines": [{ "quantity": 2 }] });
        let after =
            json!({ "first_name": "Haruki", "version": 2, "lines": [{ "quantity": 2 }], "coupon": "TEN" });
        let told: Vec<(String, Option<String>, Option<String>)> = fields(&before, &after)
            .into_iter()
            .map(|field| (field.name, field.before, field.after))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("coupon".to_owned(), None, some("TEN")),
                ("first name".to_owned(), some("Haru"), some("Haruki"))
            ]
        );
    }
}
