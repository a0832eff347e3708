//! Before and after, field by field, as a log in plain words shows it: to the customer whose things they are, and
//! to whoever reads the record.

use serde::Serialize;
use serde_json::{Map, Value};
use shop::kernel::{Locale, Money};

use crate::office::texts::Texts;
use crate::storefront::error::label_of;

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// What it is called.
    pub name: String,
    /// What it was.
    pub before: Option<String>,
    /// What it became.
    pub after: Option<String>,
}

/// Which fields are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Those that people know by a name.
    Known,
    /// All but the bookkeeping.
    All,
}

/// The fields in which two states of a thing differ.
pub fn fields(texts: Texts<'_>, told: Told, before: &Value, after: &Value) -> Vec<Field> {
    let (mut was, mut is) = (Teller::new(texts, told), Teller::new(texts, told));
    was.tell("", before);
    is.tell("", after);
    let mut found: Vec<Field> = Vec::new();
    for (name, before) in was.said {
        let after = is.said.iter().position(|(other, _)| *other == name).map(|at| is.said.remove(at).1);
        found.push(Field { name, before: Some(before), after });
    }
    found.extend(is.said.into_iter().map(|(name, after)| Field { name, before: None, after: Some(after) }));
    found.retain(|field| field.before != field.after);
    found
}

/// Says one state of a thing: names and values, in the order of the thing's own members.
struct Teller<'a> {
    texts: Texts<'a>,
    told: Told,
    said: Vec<(String, String)>,
}

/// The parts of an address, as it is written.
const ADDRESS: [&str; 12] = [
    "salutation",
    "first_name",
    "last_name",
    "company",
    "line1",
    "line2",
    "line3",
    "postcode",
    "city",
    "region",
    "country",
    "phone",
];

impl<'a> Teller<'a> {
    fn new(texts: Texts<'a>, told: Told) -> Self {
        Self { texts, told, said: Vec::new() }
    }

    fn say(&mut self, name: String, value: String) {
        if !value.is_empty() {
            self.said.push((name, value));
        }
    }

    fn tell(&mut self, path: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Object(members) => {
                for (name, value) in members {
                    let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
                    if !self.tell_known(name, value, members) {
                        self.tell(&path, value);
                    }
                }
            }
            _ if self.told == Told::Known || is_bookkeeping(path) => {}
            Value::Array(list) if list.iter().any(Value::is_object) => {
                for (place, value) in (1..).zip(list) {
                    self.tell(&format!("{path} {place}"), value);
                }
            }
            value => {
                let said = moment(path, value).unwrap_or_else(|| self.plain(value));
                self.say(worded(path), said);
            }
        }
    }

    /// Tells a member that people know by a name; false for every other one.
    fn tell_known(&mut self, name: &str, value: &Value, beside: &Map<String, Value>) -> bool {
        let texts = self.texts;
        let text = value.as_str().unwrap_or_default();
        let (label, value) = match name {
            "lines" => return self.tell_lines(value),
            "delivery" | "billing" => {
                let parts = ADDRESS.iter().filter_map(|part| value.get(*part)?.as_str());
                let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
                ("change-".to_owned() + name, parts.join(", "))
            }
            "coupons" => ("coupon-label".to_owned(), self.plain(value)),
            "terms" => ("change-terms".to_owned(), self.accepted(value)),
            "payment" if text.starts_with("pay_") && text != "pay_link" => return true,
            "payment" => ("change-payment".to_owned(), texts.say_of("payment-method", "method", text)),
            "total" | "amount" => ("total-total".to_owned(), self.money(value, beside)),
            "order" | "number" if text.starts_with("ord_") => return true,
            "order" | "number" => (format!("change-{name}"), text.to_owned()),
            "shipping" if value.is_string() => ("change-shipping".to_owned(), worded(text)),
            "status" => ("column-status".to_owned(), texts.say_of("order-status", "status", text)),
            "locale" => {
                let native = text.parse::<Locale>().map_or(text, |locale| locale.native_name());
                ("field-language".to_owned(), native.to_owned())
            }
            "default_shipping" | "default_billing" => {
                (format!("address-{}", name.replace('_', "-")), self.plain(value))
            }
            _ => match label_of(name) {
                Some(label) if !value.is_object() && !value.is_array() => {
                    (label.to_owned(), self.plain(value))
                }
                _ => return false,
            },
        };
        self.say(texts.say(&label), value);
        true
    }

    /// Lines by their products' names, and how many there are of each.
    fn tell_lines(&mut self, lines: &Value) -> bool {
        let Some(lines) = lines.as_object() else { return false };
        for line in lines.values() {
            if let (Some(name), Some(quantity)) = (line["name"].as_str(), line["quantity"].as_u64()) {
                let name = self.texts.say_of("quantity-of", "name", name);
                self.say(name, quantity.to_string());
            }
        }
        true
    }

    fn accepted(&self, terms: &Value) -> String {
        let how = terms.get("how").and_then(Value::as_str).unwrap_or_default();
        if terms.is_object() { self.texts.say_of("change-accepted", "how", how) } else { String::new() }
    }

    /// An amount, with the currency that is part of it or stands beside it.
    fn money(&self, value: &Value, beside: &Map<String, Value>) -> String {
        let whole = if value.is_object() {
            value.clone()
        } else {
            serde_json::json!({ "amount": value, "currency": beside.get("currency") })
        };
        serde_json::from_value::<Money>(whole)
            .map_or_else(|_| self.plain(value), |money| money.fmt(self.texts.locale.tag()))
    }

    fn plain(&self, value: &Value) -> String {
        match value {
            Value::Bool(truth) => self.texts.say(if *truth { "yes" } else { "no" }),
            Value::String(text) => text.clone(),
            Value::Array(list) => list.iter().map(|value| self.plain(value)).collect::<Vec<_>>().join(", "),
            Value::Null | Value::Object(_) => String::new(),
            Value::Number(number) => number.to_string(),
        }
    }
}

/// A code or a name of the record, as a person would write it: `pick_up` is "Pick up".
fn worded(code: &str) -> String {
    let mut letters = code.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect::<String>().replace('_', " ")
}

/// A moment, in universal time: what a number under such a name stands for.
fn moment(path: &str, value: &Value) -> Option<String> {
    let last = path.rsplit(' ').next().unwrap_or(path);
    let micros = value.as_i64().filter(|_| last.ends_with("until") || last.ends_with("_at"))?;
    let at = jiff::Timestamp::from_microsecond(micros).ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// Ids and versions tell a machine what changed, and a person nothing.
fn is_bookkeeping(path: &str) -> bool {
    let last = path.rsplit(' ').next().unwrap_or(path);
    matches!(last, "id" | "version" | "currency") || last.ends_with("_id")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::pages::Pages;

    fn told(which: Told, before: &Value, after: &Value) -> Vec<String> {
        let pages = Pages::load();
        let shown = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
        fields(Texts::new(&pages, Locale::En), which, before, after)
            .into_iter()
            .map(|field| format!("{}: {} > {}", field.name, shown(field.before), shown(field.after)))
            .collect()
    }

    #[test]
    fn what_differs_is_told_by_the_names_people_know() {
        let before =
            json!({ "first_name": "Haru", "version": 1, "state": "open", "total": 990, "currency": "EUR" });
        let after = json!({
            "first_name": "Haruki", "version": 2, "state": "ordered", "coupons": ["TEN"], "total": 890, "currency": "EUR",
            "lines": { "line_1": { "sku": "tea", "name": "Green Tea", "quantity": 2, "unit": 990 } },
            "delivery": { "line1": "Gärtnerplatz 4", "line2": "", "city": "München" },
        });
        assert_eq!(
            told(Told::Known, &before, &after),
            [
                "First name: Haru > Haruki",
                "Total: €9.90 > €8.90",
                "Coupon code: – > TEN",
                "Delivery address: – > Gärtnerplatz 4, München",
                "Quantity of Green Tea: – > 2",
            ]
        );
    }

    #[test]
    fn codes_and_moments_are_told_in_words() {
        let after = json!({
            "payment": "pay_link", "status": "awaiting_payment", "shipping": "pick_up", "until": 1_795_453_158_034_091_i64,
        });
        assert_eq!(
            told(Told::All, &json!({ "payment": "pay_01m7zgd" }), &after),
            [
                "Payment: – > Pay link",
                "Shipping: – > Pick up",
                "Status: – > Waiting for payment",
                "Until: – > 2026-11-23 16:59 UTC",
            ]
        );
    }

    #[test]
    fn a_record_tells_the_rest_by_its_own_names() {
        let (before, after) = (json!({ "is_agent": false }), json!({ "is_agent": true, "role_id": 7 }));
        assert_eq!(told(Told::Known, &before, &after), Vec::<String>::new());
        assert_eq!(told(Told::All, &before, &after), ["Is agent: No > Yes"]);
    }
}
