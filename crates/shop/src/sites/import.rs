//! Many sites at once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Site;
use super::acts::{CreateSite, SiteCode, SiteName, codes, create, edit, turn};
use super::address::{Slug, StorefrontAddress};
use super::rules::with_rules;
use super::settle::distinct;
use crate::desk::batch::{Fate, each_row};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::import::Imported;
use crate::kernel::text::Text;
use crate::kernel::{Country, Currency, Locale, Problem, TaxMode};

/// Stores a batch of sites, found by their codes: new ones are created, others brought up to date. The same batch
/// again changes nothing. A row that does not fit is left out; the others go in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportSites {
    /// SHA-256 of the file the rows come from, in hexadecimal digits.
    pub digest: Text<1, 64>,
    /// Line of the file, or number of the row, at which the batch begins.
    pub first_row: u32,
    /// Up to 500 rows; they stay out of the record, which holds the file's digest and each site's change.
    #[serde(skip_serializing)]
    pub rows: Vec<SiteRow>,
}

with_rules! {
/// A site to be stored. What is absent stays as it is, or gets its default in a new site.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteRow {
    /// What imports and other systems call it.
    pub code: SiteCode,
    /// First segment of its addresses, which never changes; in a new site the code in lower case, when absent.
    #[serde(default)]
    pub slug: Option<Slug>,
    /// Its name.
    pub name: SiteName,
    /// Where its shop is reached; empty: assisting is off.
    #[serde(default)]
    pub storefront_address: Option<StorefrontAddress>,
    /// Languages, the default one first.
    pub languages: Vec<Locale>,
    /// Currencies by ISO 4217, the default one first.
    pub currencies: Vec<Currency>,
    /// Countries it delivers to, by ISO 3166-1.
    pub countries: Vec<Country>,
    /// Whether prices include tax.
    pub tax_mode: TaxMode,
    /// Tax in basis points: 1900 is 19 %.
    pub tax_rate: i64,
    /// Tax of products of the reduced class, in basis points; the full rate, when absent in a new site.
    #[serde(default)]
    pub tax_rate_reduced: Option<i64>,
    /// IANA time zone; UTC, when absent in a new site.
    #[serde(default)]
    pub time_zone: Option<Text<1, 60>>,
}
}

impl Act for ImportSites {
    const NAME: &'static str = "site.import";
    const NEEDS: Needs = Needs::Staff(Permission::SitesEdit);
    type Out = Imported;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Imported, Refusal> {
        let mut sites = turn(work)?;
        each_row(work, self.digest.as_str(), &self.rows, |work, _, row| row.store(work, &mut sites))
    }
}

impl SiteRow {
    fn store(&self, work: &mut Work<'_, '_>, sites: &mut Vec<Site>) -> Result<Fate, Refusal> {
        match sites.iter().position(|site| site.code == self.code.as_str()) {
            Some(place) => self.update(work, sites, place),
            None => self.create(work, sites),
        }
    }

    fn create(&self, work: &mut Work<'_, '_>, sites: &mut Vec<Site>) -> Result<Fate, Refusal> {
        let slug = match &self.slug {
            Some(slug) => slug.clone(),
            None => self.code.as_str().to_lowercase().parse().map_err(|error| {
                Problem::invalid("/slug", format!("Say the first segment of its addresses: {error}."))
            })?,
        };
        let new = CreateSite {
            slug,
            code: self.code.clone(),
            name: self.name.clone(),
            storefront_address: self.storefront_address.clone().unwrap_or_default(),
            languages: self.languages.clone(),
            currencies: self.currencies.clone(),
            countries: self.countries.clone(),
            tax_mode: self.tax_mode,
            tax_rate: self.tax_rate,
            tax_rate_reduced: self.tax_rate_reduced,
            time_zone: self.time_zone.clone().map_or_else(utc, Ok)?,
        };
        // The policies that the row states are the new site's from the start.
        let bare = new.site(work.id(), sites);
        let site = self.after(&bare);
        let made = create(work, Site { version: 1, ..site }, sites)?;
        sites.push(made);
        Ok(Fate::Created)
    }

    fn update(&self, work: &mut Work<'_, '_>, sites: &mut Vec<Site>, place: usize) -> Result<Fate, Refusal> {
        let before = sites.remove(place);
        let fate = self.update_from(work, &before, sites);
        let (fate, now) = match fate {
            Ok(Some(after)) => (Ok(Fate::Updated), after),
            Ok(None) => (Ok(Fate::Unchanged), before),
            Err(refusal) => (Err(refusal), before),
        };
        sites.insert(place, now);
        fate
    }

    fn update_from(
        &self,
        work: &mut Work<'_, '_>,
        before: &Site,
        others: &[Site],
    ) -> Result<Option<Site>, Refusal> {
        if self.slug.as_ref().is_some_and(|slug| slug.to_string() != before.slug) {
            let said =
                format!("The first segment of a site's addresses never changes; it is {}.", before.slug);
            return Err(Problem::invalid("/slug", said).into());
        }
        let after = self.after(before);
        if (Site { version: before.version, ..after.clone() }) == *before {
            return Ok(None);
        }
        edit(work, before, after, others).map(Some)
    }

    /// The site as the row says it is.
    fn after(&self, before: &Site) -> Site {
        let was = before.clone();
        let text = |text: &Text<1, 60>| text.to_string();
        self.rule(Site {
            name: self.name.to_string(),
            storefront_address: self
                .storefront_address
                .as_ref()
                .map_or(was.storefront_address, ToString::to_string),
            languages: distinct(&self.languages),
            currencies: codes(&self.currencies),
            countries: codes(&self.countries),
            tax_mode: self.tax_mode,
            tax_rate: self.tax_rate,
            tax_rate_reduced: self.tax_rate_reduced.unwrap_or(was.tax_rate_reduced),
            time_zone: self.time_zone.as_ref().map_or(was.time_zone, text),
            version: was.version + 1,
            ..was
        })
    }
}

fn utc() -> Result<Text<1, 60>, Problem> {
    "UTC".parse().map_err(|_| Problem::invalid("/time_zone", "Name a time zone."))
}
