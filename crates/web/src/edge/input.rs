//! From what was sent to the struct that says what is wanted.
//!
//! JSON bodies are an object into which the path's parameters are merged as strings. Forms and queries are
//! name-value pairs to which the path's pairs are added, so that numbers and booleans read. A name in both
//! is refused. What does not read is answered with a JSON pointer to the place.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use shop::kernel::problem::{self, Problem};

/// Name-value pairs, in the order sent.
pub type Pairs = Vec<(String, String)>;

/// Reads a JSON body with the path's parameters merged in.
pub fn from_json<T: DeserializeOwned>(
    body: &[u8],
    path: &Pairs,
    extra: &[(&str, Value)],
) -> Result<T, Problem> {
    let mut object = if body.iter().all(u8::is_ascii_whitespace) { Map::new() } else { object(body)? };
    for (name, value) in path {
        add(&mut object, name, Value::String(value.clone()))?;
    }
    for (name, value) in extra {
        add(&mut object, name, value.clone())?;
    }
    serde_path_to_error::deserialize(Value::Object(object)).map_err(|error| unreadable(&error))
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Problem::field(&problem::MALFORMED, "", "The body must be a JSON object.")),
        Err(error) => Err(Problem::field(
            &problem::MALFORMED,
            "",
            format!("The body is not JSON: line {}, column {}.", error.line(), error.column()),
        )),
    }
}

fn add(object: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), Problem> {
    if object.contains_key(name) {
        let detail = "This stands in the address already; leave it out of the body.";
        return Err(Problem::field(&problem::MALFORMED, format!("/{name}"), detail));
    }
    object.insert(name.to_owned(), value);
    Ok(())
}

fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let mut pointer = String::new();
    for segment in error.path() {
        use serde_path_to_error::Segment;
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let text = error.inner().to_string();
    if pointer.is_empty()
        && let Some(name) = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next())
    {
        pointer = format!("/{name}");
    }
    let detail = text.split(" at line ").next().unwrap_or(&text);
    Problem::field(&problem::INVALID, pointer, sentence(detail))
}

/// Reads a form or a query, with the path's pairs added.
pub fn from_pairs<T: DeserializeOwned>(mut pairs: Pairs, path: &Pairs) -> Result<T, Problem> {
    for (name, value) in path {
        if pairs.iter().any(|(other, _)| other == name) {
            let detail = "This stands in the address already.";
            return Err(Problem::field(&problem::MALFORMED, format!("/{name}"), detail));
        }
        pairs.push((name.clone(), value.clone()));
    }
    let text = serde_html_form::to_string(&pairs)
        .map_err(|_| Problem::field(&problem::MALFORMED, "", "The form cannot be read."))?;
    let form = serde_html_form::Deserializer::new(form_pairs(&text));
    serde_path_to_error::deserialize(form).map_err(|error| {
        let path = error.path().to_string();
        let text = error.inner().to_string();
        let mut pointer = if path == "." { String::new() } else { format!("/{}", path.replace('.', "/")) };
        if pointer.is_empty()
            && let Some(name) = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next())
        {
            pointer = format!("/{name}");
        }
        Problem::field(&problem::INVALID, pointer, sentence(&text))
    })
}

fn form_pairs(text: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(text.as_bytes())
}

/// The pairs of a form body or a query.
pub fn pairs(text: &[u8]) -> Pairs {
    form_urlencoded::parse(text).into_owned().collect()
}

/// Takes the last value of a name out of the pairs.
pub fn take(pairs: &mut Pairs, name: &str) -> Option<String> {
    let found = pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    pairs.retain(|(key, _)| key != name);
    found
}

fn sentence(text: &str) -> String {
    let mut text = text.trim().to_owned();
    if let Some(first) = text.get(..1) {
        let upper = first.to_uppercase();
        text.replace_range(..1, &upper);
    }
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Add {
        cart: String,
        quantity: u32,
        #[serde(default)]
        tags: Vec<String>,
    }

    fn path() -> Pairs {
        vec![("cart".into(), "cart_1".into())]
    }

    #[test]
    fn path_and_body_become_one() {
        let add: Add = from_json(br#"{"quantity":2}"#, &path(), &[]).unwrap();
        assert_eq!(add, Add { cart: "cart_1".into(), quantity: 2, tags: vec![] });
        let add: Add = from_pairs(pairs(b"quantity=2&tags=a&tags=b"), &path()).unwrap();
        assert_eq!(add.tags, ["a", "b"]);
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        let at = |body: &[u8]| from_json::<Add>(body, &path(), &[]).unwrap_err().errors[0].pointer.clone();
        assert_eq!(at(br#"{"quantity":"two"}"#), "/quantity");
        assert_eq!(at(br#"{"quantity":1,"tags":["a",7]}"#), "/tags/1");
        assert_eq!(at(b"{}"), "/quantity");
        assert_eq!(at(br#"{"quantity":1,"cart":"cart_2"}"#), "/cart");
        assert_eq!(at(br#"{"quantity":1,"more":1}"#), "/more");
        assert_eq!(at(b"[1]"), "");
        assert_eq!(
            from_pairs::<Add>(pairs(b"quantity=two"), &path()).unwrap_err().errors[0].pointer,
            "/quantity"
        );
    }
}
