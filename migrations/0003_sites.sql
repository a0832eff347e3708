CREATE TABLE site (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  -- First segment of its addresses, lower case; the code is what imports and dialects call it.
  slug {{TEXT}} NOT NULL,
  code {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  -- Where its shop is reached; empty turns assisting off.
  storefront_address {{TEXT}} NOT NULL,
  -- One a line; the first one is the default.
  languages {{TEXT}} NOT NULL,
  currencies {{TEXT}} NOT NULL,
  countries {{TEXT}} NOT NULL,
  -- included or added; rate in basis points.
  tax_mode {{TEXT}} NOT NULL,
  tax_rate {{BIGINT}} NOT NULL,
  tax_rate_reduced {{BIGINT}} NOT NULL,
  time_zone {{TEXT}} NOT NULL,
  -- JSON, see sites::Policy.
  policy {{TEXT}} NOT NULL,
  position {{BIGINT}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX site_slug ON site (tenant, slug);
CREATE UNIQUE INDEX site_code ON site (tenant, code);
