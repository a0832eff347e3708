//! Pages: templates, texts and the functions every template may call.

pub mod assets;
mod functions;
pub mod respond;
#[cfg(test)]
mod tests;
pub mod texts;

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use rust_embed::RustEmbed;
use serde::Serialize;
use shop::kernel::Locale;

pub use functions::Frame;
pub use respond::{Flash, FormState, Sheet};
use texts::Texts;

#[derive(RustEmbed)]
#[folder = "../../templates"]
#[include = "*.html"]
struct Templates;

/// All templates and texts, ready to render.
pub struct Pages {
    environment: Environment<'static>,
    texts: Arc<Texts>,
}

impl Pages {
    /// Reads every template and text of the binary. Broken ones are a fault of the build, so it panics.
    pub fn load() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            environment.set_syntax(syntax);
        }
        for name in Templates::iter() {
            let file = Templates::get(&name).map(|file| file.data.into_owned()).unwrap_or_default();
            let source = String::from_utf8(file).unwrap_or_default();
            if let Err(error) = environment.add_template_owned(name.to_string(), source) {
                panic!("template {name}: {error}");
            }
        }
        Self { environment, texts: Arc::new(Texts::load()) }
    }

    /// The texts.
    pub fn texts(&self) -> &Arc<Texts> {
        &self.texts
    }

    /// A text without a page around it.
    pub fn text(&self, locale: Locale, id: &str, arguments: &[(&str, Value)]) -> String {
        self.texts.get(locale, id, arguments)
    }

    /// Renders a template with its context laid over the frame's.
    pub fn render(
        &self,
        template: &str,
        frame: &Frame,
        page: &(impl Serialize + ?Sized),
    ) -> Result<String, minijinja::Error> {
        let page = Value::from(Serde(page));
        let functions = functions::of(frame, &self.texts);
        self.environment.get_template(template)?.render(context! { ..page, ..functions })
    }

    /// The same as a response; a template that fails is logged and answered with 500.
    pub fn respond(
        &self,
        status: StatusCode,
        template: &str,
        frame: &Frame,
        page: &(impl Serialize + ?Sized),
    ) -> Response {
        match self.render(template, frame, page) {
            Ok(html) => html_response(status, html),
            Err(error) => {
                // Not its debug form: that lists what the page shows, and pages show people.
                let (inner, line) = (error.name().unwrap_or(template), error.line().unwrap_or_default());
                tracing::error!(template, inner, line, kind = %error.kind(), "a template failed");
                let text = self.text(frame.locale, "error-500-title", &[]);
                html_response(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    format!("<!doctype html><title>500</title><p>{text}</p>"),
                )
            }
        }
    }

    /// Names of all templates.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.environment.templates().map(|(name, _)| name)
    }
}

fn html_response(status: StatusCode, html: String) -> Response {
    let mut response = (status, html).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}
