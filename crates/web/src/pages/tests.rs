//! Every template renders with every one of its samples, in every language, with nothing undefined.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use shop::kernel::Locale;

use super::{Frame, Pages};

fn templates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates")
}

fn json(path: &Path) -> Json {
    serde_json::from_slice(&fs::read(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The frame a template's contexts are laid over.
fn frame_of(template: &str) -> &'static str {
    match template.split('/').next() {
        Some("office") => "_office.json",
        Some("pay") => "_pay.json",
        Some("partials") if template.contains("office") => "_office.json",
        _ => "_shop.json",
    }
}

/// All samples: template name, file, context laid over its frame.
fn samples() -> Vec<(String, PathBuf, Json)> {
    let root = templates().join("samples");
    let mut found = Vec::new();
    for folder in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let stem = file.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_owned();
            let template = format!("{}/{stem}.html", folder.file_name().unwrap().to_str().unwrap());
            let mut context = json(&root.join(frame_of(&template)));
            let over = json(&file);
            for (name, value) in over.as_object().unwrap() {
                context[name] = value.clone();
            }
            found.push((template, file, context));
        }
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

fn frame(locale: Locale) -> Frame {
    Frame {
        base: "/as/3".into(),
        storefront: "/eu/en/EUR".into(),
        locale,
        time_zone: "Europe/Berlin".into(),
        nonce: "n0nce".into(),
        form_token: "token".into(),
        key: std::sync::Arc::new(|| "key".into()),
    }
}

#[test]
fn every_sample_renders_in_every_language() {
    let pages = Pages::load();
    let samples = samples();
    assert!(samples.len() > 50, "{} samples", samples.len());
    for locale in Locale::ALL {
        for (template, file, context) in &samples {
            let html = pages
                .render(template, &frame(locale), context)
                .unwrap_or_else(|error| panic!("{} in {locale}: {error:#}", file.display()));
            assert!(!html.contains("style=\""), "{template} has an inline style, which the policy refuses");
            assert!(!html.contains("onclick"), "{template} has an inline handler");
        }
    }
}

#[test]
fn every_page_has_a_sample() {
    let pages = Pages::load();
    let with: Vec<String> = samples().into_iter().map(|(template, ..)| template).collect();
    let bare = |name: &str| {
        name.starts_with("parts/")
            || name == "icons.html"
            || name.ends_with("layout.html")
            || name == "office/door.html"
            || name.starts_with("partials/")
    };
    let without: Vec<&str> =
        pages.names().filter(|name| !bare(name) && !with.iter().any(|one| one == name)).collect();
    assert!(without.is_empty(), "no sample for {without:?}");
}

#[test]
fn templates_link_only_through_the_base() {
    fn walk(folder: &Path, check: &mut dyn FnMut(&Path, &str)) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, check);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                check(&path, &fs::read_to_string(&path).unwrap());
            }
        }
    }
    walk(&templates(), &mut |path, text| {
        for wrong in ["href=\"/", "action=\"/", "src=\"/", "hx-get=\"/", "hx-post=\"/", "hx-on", "js:"] {
            assert!(!text.contains(wrong), "{} has {wrong}", path.display());
        }
    });
}

#[test]
fn both_languages_have_the_same_texts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    let ids = |tag: &str| {
        let mut ids = Vec::new();
        for file in fs::read_dir(root.join(tag)).unwrap().map(|entry| entry.unwrap().path()) {
            for line in fs::read_to_string(&file).unwrap().lines() {
                if let Some((id, _)) = line.split_once(" =")
                    && id
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
                {
                    ids.push(id.to_owned());
                }
            }
        }
        ids.sort();
        ids
    };
    assert_eq!(ids("en"), ids("de"));
}
