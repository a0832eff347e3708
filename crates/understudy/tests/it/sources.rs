//! What the sources must not say, where no compiler forbids it.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn files(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            let text = fs::read_to_string(&path).expect("text");
            found.push((path, text));
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Lines of the product itself: before the tests of a file, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let own = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    (1..).zip(own.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whoever runs the binary may do everything; nobody who comes in by a surface may borrow that.
#[test]
fn no_surface_acts_as_the_operator() {
    let surfaces = files(&root().join("crates/web/src"), ".rs");
    assert!(surfaces.len() > 50, "the surfaces are there");
    for (path, text) in surfaces {
        for (n, line) in code(&text) {
            let borrowed = line.contains(".operator(") || line.contains("Caller::job(");
            assert!(!borrowed, "{}:{n}: {line}", path.display());
        }
    }
}

/// No public item of `shop` returns or re-exports a type of `store`, so that nobody outside can go round the desk.
#[test]
fn the_store_stays_behind_the_desk() {
    let rooms = files(&root().join("crates/shop/src"), ".rs");
    assert!(rooms.len() > 50, "the rooms are there");
    for (path, text) in rooms {
        let of_tests =
            path.ends_with("testing.rs") || path.components().any(|part| part.as_os_str() == "tests");
        if of_tests {
            continue;
        }
        let mut signature: Option<(usize, String)> = None;
        for (n, line) in code(&text) {
            let line = line.trim();
            assert!(
                !(line.starts_with("pub use") && line.contains("store::")),
                "{}:{n}: {line}",
                path.display()
            );
            if ["pub fn ", "pub type ", "pub static ", "pub const fn "]
                .iter()
                .any(|start| line.starts_with(start))
            {
                signature = Some((n, String::new()));
            }
            let Some((first, mut whole)) = signature.take() else { continue };
            whole.push_str(line);
            if line.ends_with('{') || line.ends_with(';') {
                let out = whole.split_once("->").map_or(whole.as_str(), |(_, out)| out);
                assert!(!out.contains("store::"), "{}:{first}: {whole}", path.display());
            } else {
                signature = Some((first, whole));
            }
        }
    }
}

/// Every address on a page begins with `base`, so that a page in an agent's tab leads to pages in that tab.
#[test]
fn every_link_goes_through_the_base() {
    let templates = files(&root().join("templates"), ".html");
    assert!(templates.len() > 30, "the templates are there");
    for (path, text) in templates {
        for attribute in ["href", "action", "src", "hx-get", "hx-post", "formaction", "hx-put", "hx-delete"] {
            for quote in ['"', '\''] {
                let plain = format!("{attribute}={quote}/");
                assert!(!text.contains(&plain), "{}: {plain} goes round the base", path.display());
            }
        }
    }
}
