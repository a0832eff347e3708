CREATE TABLE customer (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  number {{TEXT}} NOT NULL,
  -- The reference given by an import, kept exactly.
  reference {{TEXT}},
  first_name {{TEXT}} NOT NULL,
  last_name {{TEXT}} NOT NULL,
  email {{TEXT}} NOT NULL,
  email_key {{TEXT}} NOT NULL,
  phone {{TEXT}} NOT NULL,
  locale {{TEXT}} NOT NULL,
  -- Price group; see offers.
  segment {{TEXT}} NOT NULL,
  vip {{BOOLEAN}} NOT NULL,
  -- active, disabled, locked
  status {{TEXT}} NOT NULL,
  -- Whether agents may act for this customer.
  consent {{BOOLEAN}} NOT NULL,
  -- When the customer last said so; empty while it is the default.
  consent_at {{BIGINT}},
  password {{TEXT}},
  cart_id {{TEXT}},
  last_order_at {{BIGINT}},
  last_order_number {{TEXT}},
  version {{BIGINT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  -- Since when nothing personal is left in this row.
  erased_at {{BIGINT}},
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX customer_number ON customer (tenant, number);
CREATE UNIQUE INDEX customer_email ON customer (tenant, email_key);
CREATE UNIQUE INDEX customer_reference ON customer (tenant, reference) WHERE reference IS NOT NULL;

CREATE TABLE customer_key (
  tenant {{TEXT}} NOT NULL,
  key {{TEXT}} NOT NULL,
  customer_id {{TEXT}} NOT NULL,
  PRIMARY KEY (tenant, key, customer_id)
) {{KEYED}};

CREATE TABLE address (
  tenant {{TEXT}} NOT NULL,
  customer_id {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  first_name {{TEXT}} NOT NULL,
  last_name {{TEXT}} NOT NULL,
  company {{TEXT}} NOT NULL,
  line1 {{TEXT}} NOT NULL,
  line2 {{TEXT}} NOT NULL,
  postcode {{TEXT}} NOT NULL,
  city {{TEXT}} NOT NULL,
  region {{TEXT}} NOT NULL,
  country {{TEXT}} NOT NULL,
  phone {{TEXT}} NOT NULL,
  default_shipping {{BOOLEAN}} NOT NULL,
  default_billing {{BOOLEAN}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, customer_id, id)
) {{KEYED}};

CREATE TABLE customer_session (
  tenant {{TEXT}} NOT NULL,
  token_hash {{BLOB}} NOT NULL,
  id {{TEXT}} NOT NULL,
  customer_id {{TEXT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  seen_at {{BIGINT}} NOT NULL,
  idle_until {{BIGINT}} NOT NULL,
  until {{BIGINT}} NOT NULL,
  ended_at {{BIGINT}},
  PRIMARY KEY (tenant, customer_id, id)
) {{KEYED}};
CREATE UNIQUE INDEX customer_session_token ON customer_session (tenant, token_hash);

-- A visitor who has not signed in but has done something worth keeping.
CREATE TABLE guest (
  tenant {{TEXT}} NOT NULL,
  token_hash {{BLOB}} NOT NULL,
  id {{TEXT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  seen_at {{BIGINT}} NOT NULL,
  cart_id {{TEXT}},
  -- The customer this guest became.
  moved_to {{TEXT}},
  PRIMARY KEY (tenant, token_hash)
) {{KEYED}};
CREATE UNIQUE INDEX guest_id ON guest (tenant, id);
