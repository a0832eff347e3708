//! Many sites at once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Site;
use super::acts::{CreateSite, EditSite, SiteCode, SiteName, create, edit, turn};
use super::address::{Slug, StorefrontAddress};
use crate::desk::batch::{Fate, each_row};
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Refusal, Work};
use crate::kernel::import::Imported;
use crate::kernel::text::Text;
use crate::kernel::{Country, Currency, Locale, Problem, TaxMode};
use crate::people::user::RoleName;

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
    /// Place in lists, from 1.
    #[serde(default)]
    pub position: Option<u32>,
    /// Whether a start needs a reason.
    #[serde(default)]
    pub reason_required: Option<bool>,
    /// Whether a start needs a ticket number.
    #[serde(default)]
    pub ticket_required: Option<bool>,
    /// Whether a start needs the agent's password, given lately.
    #[serde(default)]
    pub step_up: Option<bool>,
    /// How many minutes a given password counts for a start, 1 to 480.
    #[serde(default)]
    pub step_up_minutes: Option<u32>,
    /// Whether sessions start read-only until the agent raises them.
    #[serde(default)]
    pub read_only_start: Option<bool>,
    /// Whether search results show names and e-mails only in part.
    #[serde(default)]
    pub masked_results: Option<bool>,
    /// Roles whose holders may place orders for customers, as far as the role itself allows it.
    #[serde(default)]
    pub place_roles: Option<Vec<RoleName>>,
    /// Minutes without an act after which a session ends, 2 to 15.
    #[serde(default)]
    pub idle_minutes: Option<u32>,
    /// Minutes after which a session ends in any case unless it is extended, 5 to 480.
    #[serde(default)]
    pub absolute_minutes: Option<u32>,
    /// Sessions one agent may have open at once, 1 to 10.
    #[serde(default)]
    pub sessions_per_agent: Option<u32>,
    /// Whether a customer may be helped by one agent only at a time.
    #[serde(default)]
    pub one_agent_per_customer: Option<bool>,
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
        let site = self.change(&bare).apply(&bare);
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
        let after = self.change(before).apply(before);
        if (Site { version: before.version, ..after.clone() }) == *before {
            return Ok(None);
        }
        edit(work, before, after, others).map(Some)
    }

    /// The row as a change of this site.
    fn change(&self, site: &Site) -> EditSite {
        EditSite {
            site_id: site.id,
            version: Some(site.version),
            name: Some(self.name.clone()),
            storefront_address: self.storefront_address.clone(),
            languages: Some(self.languages.clone()),
            currencies: Some(self.currencies.clone()),
            countries: Some(self.countries.clone()),
            tax_mode: Some(self.tax_mode),
            tax_rate: Some(self.tax_rate),
            tax_rate_reduced: self.tax_rate_reduced,
            time_zone: self.time_zone.clone(),
            position: self.position,
            reason_required: self.reason_required,
            ticket_required: self.ticket_required,
            step_up: self.step_up,
            step_up_minutes: self.step_up_minutes,
            read_only_start: self.read_only_start,
            masked_results: self.masked_results,
            place_roles: self.place_roles.clone(),
            idle_minutes: self.idle_minutes,
            absolute_minutes: self.absolute_minutes,
            sessions_per_agent: self.sessions_per_agent,
            one_agent_per_customer: self.one_agent_per_customer,
        }
    }
}

fn utc() -> Result<Text<1, 60>, Problem> {
    "UTC".parse().map_err(|_| Problem::invalid("/time_zone", "Name a time zone."))
}
