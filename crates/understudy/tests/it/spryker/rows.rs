//! The list of what is spoken, and the tests that hold it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::sources::files;

/// The stories of the agent's door in the shop: its addresses are no part of the API, and are tested with the pages.
fn stories_at_the_agents_door(root: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root.join("../web/tests/pages/agents_door.rs")).expect("the stories");
    let names = text.lines().filter_map(|line| line.trim().strip_suffix(", |shop| {"));
    let found: BTreeSet<String> = names.map(|name| format!("agents_door::{name}")).collect();
    assert!(found.len() > 5, "{found:?}");
    found
}

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
    there.extend(stories_at_the_agents_door(root));
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
    let unnamed: Vec<_> = there.difference(&named).collect();
    assert!(unnamed.is_empty(), "in no row: {unnamed:#?}");
    assert!(ids.len() > 60, "{}", ids.len());
}
