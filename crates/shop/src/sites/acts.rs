//! Creating and changing sites.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::address::{Slug, StorefrontAddress};
use super::rules::with_rules;
use super::settle::{check, distinct};
use super::{Directory, Site, Sites, everyone, sql};
use crate::assist::{EndedBy, Which, end_all};
use crate::desk::policy::Policies;
use crate::desk::{Act, Acting, Look, Needs, Owner, Permission, Policy, Refusal, Work};
use crate::kernel::id::SiteId;
use crate::kernel::problem::{self, Problem};
use crate::kernel::text::Text;
use crate::kernel::{Country, Currency, Locale, TaxMode};
use crate::people::edit::check_version;
use crate::people::user::{self, lines};

/// A site's name.
pub type SiteName = Text<1, 80>;
/// What imports and other systems call a site.
pub type SiteCode = Text<1, 40>;

/// Creates a site. Its policies are the default ones until they are changed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSite {
    /// First segment of its addresses; it never changes.
    pub slug: Slug,
    /// What imports and other systems call it; it never changes.
    pub code: SiteCode,
    /// Its name.
    pub name: SiteName,
    /// Where its shop is reached; empty: assisting is off.
    #[serde(default)]
    pub storefront_address: StorefrontAddress,
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
    /// Tax of products of the reduced class, in basis points; without it, the full rate.
    #[serde(default)]
    pub tax_rate_reduced: Option<i64>,
    /// IANA time zone, for times on its pages: `Europe/Berlin`.
    pub time_zone: Text<1, 60>,
}

impl Act for CreateSite {
    const NAME: &'static str = "site.create";
    const NEEDS: Needs = Needs::Staff(Permission::SitesEdit);
    type Out = Site;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Site, Refusal> {
        let others = turn(work)?;
        let site = self.site(work.id(), &others);
        create(work, site, &others)
    }
}

impl CreateSite {
    /// The site it makes, last among the others.
    pub(super) fn site(&self, id: SiteId, others: &[Site]) -> Site {
        Site {
            id,
            slug: self.slug.to_string(),
            code: self.code.to_string(),
            name: self.name.to_string(),
            storefront_address: self.storefront_address.to_string(),
            languages: distinct(&self.languages),
            currencies: codes(&self.currencies),
            countries: codes(&self.countries),
            tax_mode: self.tax_mode,
            tax_rate: self.tax_rate,
            tax_rate_reduced: self.tax_rate_reduced.unwrap_or(self.tax_rate),
            time_zone: self.time_zone.to_string(),
            policy: Policy::default(),
            position: others.iter().map(|other| other.position).max().unwrap_or(0) + 1,
            version: 1,
        }
    }
}

/// Stores a new site beside the others. Call it with the turn taken.
pub(super) fn create(work: &mut Work<'_, '_>, site: Site, others: &[Site]) -> Result<Site, Refusal> {
    for (taken, pointer) in [
        (others.iter().any(|other| other.slug == site.slug), "/slug"),
        (others.iter().any(|other| other.code == site.code), "/code"),
    ] {
        if taken {
            return Err(Problem::field(&problem::TAKEN, pointer, "Another site has this.").into());
        }
    }
    check(&site, others, &user::roles(&mut work.look())?)?;
    write(work, &sql::NEW_SITE, &site, 1)?;
    work.changed(site.id, Some(1), &(), &site);
    Ok(site)
}

with_rules! {
/// Changes a site; what is left out stays as it is. An empty storefront address turns assisting off: sessions that
/// run there end at once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditSite {
    /// The site.
    pub site_id: SiteId,
    /// The version that was looked at (If-Match).
    #[serde(default)]
    pub version: Option<i64>,
    /// Its name.
    #[serde(default)]
    pub name: Option<SiteName>,
    /// Where its shop is reached; empty: assisting is off.
    #[serde(default)]
    pub storefront_address: Option<StorefrontAddress>,
    /// Languages, the default one first.
    #[serde(default)]
    pub languages: Option<Vec<Locale>>,
    /// Currencies by ISO 4217, the default one first.
    #[serde(default)]
    pub currencies: Option<Vec<Currency>>,
    /// Countries it delivers to, by ISO 3166-1.
    #[serde(default)]
    pub countries: Option<Vec<Country>>,
    /// Whether prices include tax.
    #[serde(default)]
    pub tax_mode: Option<TaxMode>,
    /// Tax in basis points: 1900 is 19 %.
    #[serde(default)]
    pub tax_rate: Option<i64>,
    /// Tax of products of the reduced class, in basis points.
    #[serde(default)]
    pub tax_rate_reduced: Option<i64>,
    /// IANA time zone.
    #[serde(default)]
    pub time_zone: Option<Text<1, 60>>,
}
}

impl EditSite {
    /// The site with these changes.
    fn apply(&self, before: &Site) -> Site {
        let was = before.clone();
        let text = |text: &Text<1, 60>| text.to_string();
        self.rule(Site {
            name: self.name.as_ref().map_or(was.name, ToString::to_string),
            storefront_address: self
                .storefront_address
                .as_ref()
                .map_or(was.storefront_address, ToString::to_string),
            languages: self.languages.as_deref().map_or(was.languages, distinct),
            currencies: self.currencies.as_deref().map_or(was.currencies, codes),
            countries: self.countries.as_deref().map_or(was.countries, codes),
            tax_mode: self.tax_mode.unwrap_or(was.tax_mode),
            tax_rate: self.tax_rate.unwrap_or(was.tax_rate),
            tax_rate_reduced: self.tax_rate_reduced.unwrap_or(was.tax_rate_reduced),
            time_zone: self.time_zone.as_ref().map_or(was.time_zone, text),
            version: was.version + 1,
            ..was
        })
    }
}

/// Each once, as they are stored.
pub(super) fn codes<T: Copy + PartialEq + ToString>(items: &[T]) -> Vec<String> {
    distinct(items).iter().map(ToString::to_string).collect()
}

impl Act for EditSite {
    const NAME: &'static str = "site.edit";
    const NEEDS: Needs = Needs::Staff(Permission::SitesEdit);
    type Out = Site;

    fn owner(&self, _: &Acting, _: &mut Look<'_, '_>) -> Result<Owner, Refusal> {
        Ok(Owner::Shop)
    }

    fn run(&self, _: &Acting, work: &mut Work<'_, '_>) -> Result<Site, Refusal> {
        let mut others = turn(work)?;
        let place = others.iter().position(|site| site.id == self.site_id);
        let before = others.remove(place.ok_or_else(|| Problem::not_found("site"))?);
        check_version(self.version, before.version)?;
        let after = self.apply(&before);
        edit(work, &before, after, &others)
    }
}

/// Puts `after` in the place of `before`, and ends what may no longer run there. Call it with the turn taken.
pub(super) fn edit(
    work: &mut Work<'_, '_>,
    before: &Site,
    after: Site,
    others: &[Site],
) -> Result<Site, Refusal> {
    check(&after, others, &user::roles(&mut work.look())?)?;
    write(work, &sql::EDIT_SITE, &after, before.version)?;
    if before.assisting() && !after.assisting() {
        let reason = "Assisting was turned off for this site.";
        end_all(work, Which::Site(after.id), EndedBy::Revoked, reason)?;
    }
    work.changed(after.id, Some(after.version), before, &after);
    Ok(after)
}

/// Says that what nodes hold of sites changes, which also makes such changes follow one another; then reads
/// the tenant's sites as they are now.
pub(super) fn turn(work: &mut Work<'_, '_>) -> Result<Vec<Site>, store::Error> {
    work.bump::<Policies>()?;
    work.bump_of::<Directory>(everyone())?;
    let sites = work.memo::<Sites>()?;
    Ok(sites.all().iter().map(|site| Site::clone(site)).collect())
}

fn write(
    work: &mut Work<'_, '_>,
    statement: &'static store::Statement,
    site: &Site,
    version: i64,
) -> Result<(), Refusal> {
    let tenant = work.tenant();
    let policy = serde_json::to_string(&site.policy).map_err(|_| {
        Problem::new(&problem::INTERNAL, "The policies cannot be written. Nothing was changed.")
    })?;
    work.sql().exec(
        statement,
        store::params![
            tenant,
            site.id,
            site.slug,
            site.code,
            site.name,
            site.storefront_address,
            lines(&site.languages),
            lines(&site.currencies),
            lines(&site.countries),
            site.tax_mode.name(),
            site.tax_rate,
            site.tax_rate_reduced,
            site.time_zone,
            policy,
            site.position,
            version
        ],
    )?;
    Ok(())
}
