//! The wrong things that are sent.

use serde_json::{Value, json};

use super::Must;

/// How deep is deep.
const DEEP: usize = 10_000;
/// One byte more than what is taken.
const TOO_LARGE: usize = 1024 * 1024 + 1;

/// Bodies that are no JSON object.
pub(super) fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let padded = |size: usize| [b"{\"a\":\"".to_vec(), vec![b'x'; size], b"\"}".to_vec()].concat();
    vec![
        ("half an object", b"{".to_vec()),
        ("an array", b"[]".to_vec()),
        ("null", b"null".to_vec()),
        ("a text", b"\"x\"".to_vec()),
        ("a number", b"1".to_vec()),
        ("no value", b"{\"a\":}".to_vec()),
        ("a comma too many", b"{\"a\":1,}".to_vec()),
        ("a name twice", b"{\"no_such\":1,\"no_such\":2}".to_vec()),
        ("two objects", b"{}{}".to_vec()),
        ("NUL", b"{\"a\":\"\0\"}".to_vec()),
        ("nothing but NUL", vec![0; 64]),
        ("bytes that are no text", b"{\"a\":\"\xff\xfe\"}".to_vec()),
        ("half a surrogate pair", b"{\"a\":\"\\ud800\"}".to_vec()),
        ("arrays without end", vec![b'['; DEEP]),
        ("deep arrays", [b"{\"a\":".to_vec(), vec![b'['; DEEP], vec![b']'; DEEP], b"}".to_vec()].concat()),
        ("deep objects", [b"{\"a\":".repeat(DEEP), b"1".to_vec(), vec![b'}'; DEEP]].concat()),
        ("a body that is too large", padded(TOO_LARGE)),
        ("a huge number", b"{\"a\":1e999999}".to_vec()),
    ]
}

/// Values that hardly any field takes.
pub(super) fn values() -> Vec<(&'static str, Value)> {
    vec![
        ("null", Value::Null),
        ("an array", json!([])),
        ("an array of everything", json!([1, "x", null, [], {}])),
        ("an object", json!({})),
        ("an object with a member", json!({ "x": { "y": [1] } })),
        ("true", json!(true)),
        ("-1", json!(-1)),
        ("a fraction", json!(0.5)),
        ("the largest number", json!(i64::MAX)),
        ("the smallest number", json!(i64::MIN)),
        ("more than the largest", json!(u64::MAX)),
        ("nothing", json!("")),
        ("blanks", json!("   ")),
        ("NUL", json!("a\0b")),
        ("control characters", json!("a\u{1}\u{1b}[31m\r\nb")),
        ("text from right to left", json!("\u{202e}\u{2066}abc")),
        ("a face", json!("😀\u{200d}\u{fe0f}")),
        ("a long text", json!("x".repeat(100_000))),
        ("many marks", json!("a\u{301}".repeat(3_000))),
        ("a path", json!("../../etc/passwd")),
        ("a statement", json!("'; DROP TABLE cart; --")),
        ("an id of another kind", json!("cus_00000000000000000000000000")),
    ]
}

/// The same where JSON itself is at fault.
pub(super) fn raw_values() -> Vec<(&'static str, String)> {
    vec![
        ("half a surrogate pair", "\"\\ud800\"".to_owned()),
        ("NaN", "NaN".to_owned()),
        ("deep", format!("{}1{}", "[".repeat(DEEP), "]".repeat(DEEP))),
    ]
}

/// Values of a query's parameter, as they stand in an address.
pub(super) fn query_values() -> Vec<String> {
    let mut values: Vec<String> = [
        "",
        "-1",
        "1e9",
        "999999999999999999999",
        "%00",
        "%ff%fe",
        "%F0%9F%98%80",
        "a%0d%0ab",
        "%27%3B--",
        "true",
        "[]",
        "%ED%A0%80",
    ]
    .map(str::to_owned)
    .into();
    values.push("x".repeat(5_000));
    values
}

/// What stands where an id should.
pub(super) fn path_values() -> Vec<String> {
    let mut values: Vec<String> = [
        "x",
        "0",
        "-1",
        "%00",
        "%ff",
        "%2e%2e%2f",
        "%F0%9F%98%80",
        "cus_00000000000000000000000000",
        "cart_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        "cart_00000000000000000000000000%00",
        "%27%20OR%201=1--",
    ]
    .map(str::to_owned)
    .into();
    values.push("x".repeat(3_000));
    values
}

/// Headers that say something wrong.
pub(super) fn headers() -> Vec<(&'static str, String, Must)> {
    vec![
        ("idempotency-key", "short".to_owned(), Must::Refuse),
        ("idempotency-key", "k".repeat(300), Must::Refuse),
        ("idempotency-key", "with blanks and \"quotes\"".to_owned(), Must::Refuse),
        ("idempotency-key", "schlüssel-schlüssel".to_owned(), Must::Refuse),
        ("if-match", "abc".to_owned(), Must::Survive),
        ("if-match", "\"1\", \"2\"".to_owned(), Must::Survive),
        ("if-match", "99999999999999999999".to_owned(), Must::Survive),
        ("if-match", "\"ä\"".to_owned(), Must::Survive),
        ("authorization", "Bearer".to_owned(), Must::Survive),
        ("authorization", "Bearer us_\u{e4}".to_owned(), Must::Survive),
        ("accept-language", "ä".repeat(50), Must::Survive),
        ("accept-language", "e\u{f0}\u{9f}".to_owned(), Must::Survive),
        ("cookie", "us_customer=x; us_staff=\"\"; ===".to_owned(), Must::Survive),
    ]
}
