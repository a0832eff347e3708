//! What is wrong with attributes: every violation, in the words their clients know.

use serde_json::{Map, Value};

use super::refused::Refused;

/// The attributes of a request.
pub(super) type Attributes = Map<String, Value>;

const MISSING: &str = "This field is missing.";
const BLANK: &str = "This value should not be blank.";
const NOT_TEXT: &str = "This value should be of type string.";
const NOT_NUMBER: &str = "This value should be of type numeric.";
const NOT_ABOVE_ZERO: &str = "This value should be greater than 0.";

/// Reads attributes and collects what is wrong with them.
pub(super) struct Check<'a> {
    attributes: &'a Attributes,
    /// Stands before the names of attributes within another one: `billingAddress.`.
    within: &'static str,
    found: Vec<(String, &'static str)>,
}

impl<'a> Check<'a> {
    /// Of these attributes.
    pub(super) fn of(attributes: &'a Attributes) -> Self {
        Self { attributes, within: "", found: Vec::new() }
    }

    /// Of attributes within another one, `billingAddress.`, by which they are named.
    pub(super) fn within(attributes: &'a Attributes, name: &'static str) -> Self {
        Self { within: name, ..Self::of(attributes) }
    }

    /// Says what is wrong with an attribute.
    pub(super) fn wrong(&mut self, name: &str, what: &'static str) {
        self.found.push((format!("{}{name}", self.within), what));
    }

    /// A text that must be there and say something. Numbers count as their digits.
    pub(super) fn text(&mut self, name: &str) -> String {
        match self.attributes.get(name) {
            None => self.wrong(name, MISSING),
            Some(Value::String(text)) if !text.trim().is_empty() => return text.clone(),
            Some(Value::Number(number)) => return number.to_string(),
            Some(Value::String(_) | Value::Null) => self.wrong(name, BLANK),
            Some(_) => self.wrong(name, NOT_TEXT),
        }
        String::new()
    }

    /// A text that may be missing; null is missing too.
    pub(super) fn text_if_any(&mut self, name: &str) -> Option<String> {
        match self.attributes.get(name)? {
            Value::String(text) => return Some(text.clone()),
            Value::Number(number) => return Some(number.to_string()),
            Value::Null => {}
            _ => self.wrong(name, NOT_TEXT),
        }
        None
    }

    /// A whole number above zero; digits in a text count.
    pub(super) fn quantity(&mut self, name: &str) -> u32 {
        let number = match self.attributes.get(name) {
            None => return self.nothing(name, MISSING),
            Some(Value::Null) => return self.nothing(name, BLANK),
            Some(Value::String(text)) if text.trim().is_empty() => return self.nothing(name, BLANK),
            Some(Value::String(text)) => text.trim().parse::<f64>().ok(),
            Some(value) => value.as_f64(),
        };
        let Some(number) = number else { return self.nothing(name, NOT_NUMBER) };
        if number <= 0.0 {
            return self.nothing(name, NOT_ABOVE_ZERO);
        }
        if number.fract() != 0.0 || number > f64::from(u32::MAX) {
            return self.nothing(name, NOT_NUMBER);
        }
        format!("{number:.0}").parse().unwrap_or_default()
    }

    /// True or false; absent is false.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.attributes.get(name) {
            Some(Value::Bool(yes)) => return *yes,
            None | Some(Value::Null) => {}
            Some(_) => self.wrong(name, "This value should be of type bool."),
        }
        false
    }

    fn nothing(&mut self, name: &str, what: &'static str) -> u32 {
        self.wrong(name, what);
        0
    }

    /// What was found, to be told with what other parts found.
    pub(super) fn found(self) -> Vec<(String, &'static str)> {
        self.found
    }

    /// Refuses where anything was found.
    pub(super) fn done(self) -> Result<(), Refused> {
        if self.found.is_empty() { Ok(()) } else { Err(Refused::violations(self.found)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(attributes: Value, read: impl Fn(&mut Check<'_>)) -> Vec<String> {
        let Value::Object(attributes) = attributes else { panic!("an object is wanted") };
        let mut check = Check::of(&attributes);
        read(&mut check);
        check.found().into_iter().map(|(field, what)| format!("{field} => {what}")).collect()
    }

    #[test]
    fn each_violation_is_told() {
        let both = |check: &mut Check<'_>| {
            check.text("sku");
            check.quantity("quantity");
        };
        assert_eq!(
            told(json!({}), both),
            ["sku => This field is missing.", "quantity => This field is missing."]
        );
        assert_eq!(
            told(json!({ "sku": " ", "quantity": 0 }), both),
            ["sku => This value should not be blank.", "quantity => This value should be greater than 0."]
        );
        for (quantity, what) in [
            (json!("two"), NOT_NUMBER),
            (json!(1.5), NOT_NUMBER),
            (json!(-1), NOT_ABOVE_ZERO),
            (json!([]), NOT_NUMBER),
            (json!(""), BLANK),
            (json!(1e12), NOT_NUMBER),
        ] {
            let found = told(json!({ "sku": "A", "quantity": quantity }), both);
            assert_eq!(found, [format!("quantity => {what}")]);
        }
        assert!(told(json!({ "sku": 7, "quantity": "3" }), both).is_empty());
    }
}
