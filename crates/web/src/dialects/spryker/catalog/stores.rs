//! Stores: the sites, by their codes.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shop::kernel::{Country, Currency, Locale};
use shop::sites::Site;

use super::super::Answer;
use super::super::call::Call;
use super::super::envelope::{Resource, many, one};
use super::super::refused::Refused;

pub(super) async fn list(call: Call) -> Answer {
    call.identity().await?;
    let sites = call.arrival.directory.sites(call.arrival.tenant);
    let stores: Vec<Resource> = sites.map(|site| store(&call, site)).collect();
    Ok(many(&call, &stores, Vec::new()))
}

pub(super) async fn show(call: Call) -> Answer {
    call.identity().await?;
    let site = call.site_called(call.part("store"));
    let site = site.ok_or_else(|| Refused::new(404, "601", "Store not found."))?;
    Ok(one(StatusCode::OK, &store(&call, site)))
}

fn store(call: &Call, site: &Site) -> Resource {
    let link = call.link(&format!("/stores/{}", site.code));
    Resource::new(
        "stores",
        site.code.as_str(),
        attributes(site, call.arrival.prefers().unwrap_or_default().tag()),
        link,
    )
}

fn attributes(site: &Site, language: &str) -> Value {
    let country = |code: &String| {
        let country: Country = code.parse().ok()?;
        Some(json!({
            "iso2Code": country.code(),
            "iso3Code": null,
            "name": country.name(language),
            "postalCodeMandatory": null,
            "postalCodeRegex": null,
            "regions": [],
        }))
    };
    let currency = |code: &String| {
        let currency: Currency = code.parse().ok()?;
        Some(json!({ "code": currency.code(), "name": currency.name() }))
    };
    json!({
        "timeZone": site.time_zone,
        "defaultCurrency": site.currencies.first(),
        "currencies": site.currencies.iter().filter_map(currency).collect::<Vec<_>>(),
        "locales": site.languages.iter().map(|locale| json!({
            "code": locale.tag(), "name": territory(*locale),
        })).collect::<Vec<_>>(),
        "countries": site.countries.iter().filter_map(country).collect::<Vec<_>>(),
    })
}

/// A language with the territory whose form of it the shop speaks.
fn territory(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "en_US",
        Locale::De => "de_DE",
    }
}
