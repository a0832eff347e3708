-- What is sold. References are what imports call things, kept exactly.

CREATE TABLE category (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  reference {{TEXT}} NOT NULL,
  -- The category above; empty at the top.
  parent_id {{TEXT}},
  position {{BIGINT}} NOT NULL,
  slug {{TEXT}} NOT NULL,
  picture {{TEXT}} NOT NULL,
  active {{BOOLEAN}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX category_reference ON category (tenant, reference);
CREATE UNIQUE INDEX category_slug ON category (tenant, slug);

CREATE TABLE category_text (
  tenant {{TEXT}} NOT NULL,
  category_id {{TEXT}} NOT NULL,
  locale {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  description {{TEXT}} NOT NULL,
  PRIMARY KEY (tenant, category_id, locale)
) {{KEYED}};

-- How keys and values of attributes and options read; the value is empty in the row of the key itself.
CREATE TABLE attribute_text (
  tenant {{TEXT}} NOT NULL,
  key {{TEXT}} NOT NULL,
  value {{TEXT}} NOT NULL,
  locale {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  PRIMARY KEY (tenant, key, value, locale)
) {{KEYED}};

CREATE TABLE product (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  reference {{TEXT}} NOT NULL,
  slug {{TEXT}} NOT NULL,
  brand {{TEXT}} NOT NULL,
  -- Category ids, key=value pairs and names of pictures, one a line; the first category is the main one.
  -- Nothing asks for them by SQL: nodes hold the catalogue in memory.
  categories {{TEXT}} NOT NULL,
  attributes {{TEXT}} NOT NULL,
  pictures {{TEXT}} NOT NULL,
  -- standard, reduced
  tax_class {{TEXT}} NOT NULL,
  active {{BOOLEAN}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX product_reference ON product (tenant, reference);
CREATE UNIQUE INDEX product_slug ON product (tenant, slug);

CREATE TABLE product_text (
  tenant {{TEXT}} NOT NULL,
  product_id {{TEXT}} NOT NULL,
  locale {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  description {{TEXT}} NOT NULL,
  PRIMARY KEY (tenant, product_id, locale)
) {{KEYED}};

-- What is bought. A product without variants of its own has one, without options, of the product's reference;
-- it steps back as soon as there are others.
CREATE TABLE variant (
  tenant {{TEXT}} NOT NULL,
  product_id {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  reference {{TEXT}} NOT NULL,
  sku {{TEXT}} NOT NULL,
  -- key=value pairs, one a line; empty in a product's only variant.
  options {{TEXT}} NOT NULL,
  position {{BIGINT}} NOT NULL,
  active {{BOOLEAN}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, product_id, id)
) {{KEYED}};
CREATE UNIQUE INDEX variant_id ON variant (tenant, id);
CREATE UNIQUE INDEX variant_reference ON variant (tenant, reference);
CREATE UNIQUE INDEX variant_sku ON variant (tenant, sku);

-- A price of one, in minor units of the currency. A variant with rows of its own in a currency takes nothing
-- from its product's rows in that currency.
CREATE TABLE price (
  tenant {{TEXT}} NOT NULL,
  product_id {{TEXT}} NOT NULL,
  -- Empty: of every variant of the product.
  variant_id {{TEXT}} NOT NULL,
  currency {{TEXT}} NOT NULL,
  -- Empty: for everybody.
  segment {{TEXT}} NOT NULL,
  min_quantity {{BIGINT}} NOT NULL CHECK (min_quantity >= 1),
  -- 0: since ever.
  valid_from {{BIGINT}} NOT NULL,
  -- The first moment after; NULL: for ever.
  valid_until {{BIGINT}},
  minor {{BIGINT}} NOT NULL CHECK (minor >= 0),
  PRIMARY KEY (tenant, product_id, variant_id, currency, segment, min_quantity, valid_from)
) {{KEYED}};

-- Counted stock; a variant without a row is not counted and always there. `reserved` is promised to orders
-- and still on the shelf.
CREATE TABLE stock (
  tenant {{TEXT}} NOT NULL,
  variant_id {{TEXT}} NOT NULL,
  on_hand {{BIGINT}} NOT NULL,
  reserved {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, variant_id),
  CHECK (0 <= reserved AND reserved <= on_hand)
) {{KEYED}};
-- What pages say about stock is read from here: the few that are low or gone.
CREATE INDEX stock_scarce ON stock (tenant, variant_id) WHERE on_hand - reserved <= 5;
