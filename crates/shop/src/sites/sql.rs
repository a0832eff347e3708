//! Statements about tenants and sites.

store::statements! {
    /// All tenants.
    pub(crate) TENANTS = "SELECT id, name, hosts, created_at FROM tenant ORDER BY created_at, id";

    /// All sites of all tenants.
    pub(crate) SITES_OF_ALL = "SELECT id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, time_zone, policy, position, version, tenant, tax_rate_reduced
        FROM site ORDER BY tenant, position, id";

    /// A tenant's sites.
    pub(crate) SITES = "SELECT id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, time_zone, policy, position, version, tenant, tax_rate_reduced
        FROM site WHERE tenant = $1 ORDER BY position, id";

    /// One site.
    pub(crate) SITE = "SELECT id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, time_zone, policy, position, version, tenant, tax_rate_reduced
        FROM site WHERE tenant = $1 AND id = $2";

    /// A new site.
    pub(crate) NEW_SITE = "INSERT INTO site (tenant, id, slug, code, name, storefront_address, languages, currencies, countries,
            tax_mode, tax_rate, tax_rate_reduced, time_zone, policy, position, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

    /// Changes a site that has not changed since. Slug and code stay.
    pub(crate) EDIT_SITE = "UPDATE site SET name = $5, storefront_address = $6, languages = $7, currencies = $8, countries = $9,
            tax_mode = $10, tax_rate = $11, tax_rate_reduced = $12, time_zone = $13, policy = $14, position = $15,
            version = version + 1
        WHERE tenant = $1 AND id = $2 AND slug = $3 AND code = $4 AND version = $16";
}
