//! Files of the binary: styles, scripts, pictures. Their addresses carry a hash of their content, so that
//! browsers may keep them for ever.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "../../assets"]
struct Assets;

static VERSIONS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Assets::iter()
        .filter_map(|name| {
            let file = Assets::get(&name)?;
            let mut version = String::new();
            for byte in &Sha256::digest(&file.data)[..6] {
                let _ = write!(version, "{byte:02x}");
            }
            Some((name.to_string(), version))
        })
        .collect()
});

/// The address of a file, with its version.
pub fn address(name: &str) -> String {
    match VERSIONS.get(name) {
        Some(version) => format!("/assets/{name}?v={version}"),
        None => format!("/assets/{name}"),
    }
}

/// The address of a picture by its name in the catalogue.
pub fn picture(name: &str) -> String {
    let file = format!("media/{name}.webp");
    match VERSIONS.get(&file) {
        Some(version) => format!("/media/{name}.webp?v={version}"),
        None => address("media/none.svg"),
    }
}

/// Serves `/assets/…`.
pub async fn serve(Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    file(&name, query.as_deref())
}

/// Serves `/media/…`.
pub async fn serve_picture(Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    file(&format!("media/{name}"), query.as_deref())
}

fn file(name: &str, query: Option<&str>) -> Response {
    let Some(file) = Assets::get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let current = VERSIONS.get(name).is_some_and(|version| query == Some(&format!("v={version}")));
    let keep = if current { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let headers = [(header::CONTENT_TYPE, content_type(name)), (header::CACHE_CONTROL, keep)];
    (headers, file.data.into_owned()).into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("webp") => "image/webp",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
