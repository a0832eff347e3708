//! The list of what is spoken, and the tests that hold it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::sources::files;

/// Files of tests beside these, and what their tests are called in the list.
const ELSEWHERE: [(&str, &str); 3] = [
    ("../web/tests/pages/agents_door.rs", "pages::agents_door"),
    ("../shop/src/people/tests/users.rs", "people::users"),
    ("../shop/src/people/tests/groups.rs", "people::groups"),
];

/// Every row names tests that are there, and every test stands in a row.
#[test]
fn every_row_has_its_test_and_every_test_its_row() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut there = BTreeSet::new();
    for (path, text) in files(&root.join("tests/it/spryker"), ".rs") {
        let module = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        for line in text.lines().map(str::trim) {
            let name = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn "));
            if let Some(name) =
                name.and_then(|name| name.split('(').next()).filter(|name| name.starts_with("spryker_"))
            {
                there.insert(format!("{module}::{name}"));
            }
        }
    }
    let held = there.clone();
    // What the shop's own pages and rooms hold of it.
    for (path, prefix) in ELSEWHERE {
        let text = std::fs::read_to_string(root.join(path)).expect("a file of tests");
        let names = text.lines().filter_map(|line| line.trim().strip_suffix(", |shop| {"));
        there.extend(names.map(|name| format!("{prefix}::{name}")));
    }
    let list = std::fs::read_to_string(root.join("../../docs/dialects/spryker.csv")).expect("the list");
    let mut lines = list.lines();
    assert_eq!(lines.next(), Some("id,what,test,state"));
    let (mut ids, mut named) = (BTreeSet::new(), BTreeSet::new());
    for line in lines {
        let id = line.split(',').next().expect("an id");
        assert!(ids.insert(id), "{id} stands there twice");
        let mut from_end = line.rsplit(',');
        assert_eq!(from_end.next(), Some("passes"), "{line}");
        for test in from_end.next().expect("tests").split_whitespace() {
            assert!(there.contains(test), "{id}: there is no test {test}");
            named.insert(test.to_owned());
        }
    }
    let unnamed: Vec<_> = held.difference(&named).collect();
    assert!(unnamed.is_empty(), "in no row: {unnamed:#?}");
    assert!(ids.len() > 60, "{}", ids.len());
}
