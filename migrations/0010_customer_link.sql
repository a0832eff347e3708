-- Links by which a customer whom staff created sets a first password. One works at a time, once.
CREATE TABLE customer_link (
  tenant {{TEXT}} NOT NULL,
  token_hash {{BLOB}} NOT NULL,
  customer_id {{TEXT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  expires_at {{BIGINT}} NOT NULL,
  used_at {{BIGINT}},
  PRIMARY KEY (tenant, token_hash)
) {{KEYED}};
CREATE INDEX customer_link_customer ON customer_link (tenant, customer_id);
