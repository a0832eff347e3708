CREATE TABLE promotion (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  -- What imports and the back office call it.
  code {{TEXT}} NOT NULL,
  -- JSON: names by language, amounts and minimums by currency (minor units).
  names {{TEXT}} NOT NULL,
  -- Basis points off; NULL where it takes amounts off.
  percent {{BIGINT}},
  amounts {{TEXT}} NOT NULL,
  minimums {{TEXT}} NOT NULL,
  -- Ids, one a line; with neither, it counts on the whole cart.
  categories {{TEXT}} NOT NULL,
  products {{TEXT}} NOT NULL,
  -- Empty: for everybody.
  segment {{TEXT}} NOT NULL,
  valid_from {{BIGINT}},
  valid_until {{BIGINT}},
  -- Only while an agent acts for the customer; only with a coupon.
  assisted {{BOOLEAN}} NOT NULL,
  by_coupon {{BOOLEAN}} NOT NULL,
  priority {{BIGINT}} NOT NULL,
  exclusive {{BOOLEAN}} NOT NULL,
  active {{BOOLEAN}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX promotion_code ON promotion (tenant, code);

CREATE TABLE coupon (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  -- As the shop writes it, and folded as it is compared.
  code {{TEXT}} NOT NULL,
  code_key {{TEXT}} NOT NULL,
  promotion_id {{TEXT}} NOT NULL,
  valid_from {{BIGINT}},
  valid_until {{BIGINT}},
  -- Uses in all and by one customer; NULL: no limit.
  limit_total {{BIGINT}},
  limit_customer {{BIGINT}},
  uses {{BIGINT}} NOT NULL,
  active {{BOOLEAN}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, id),
  CHECK (uses >= 0)
) {{KEYED}};
CREATE UNIQUE INDEX coupon_code ON coupon (tenant, code_key);

-- One row an order that used a coupon.
CREATE TABLE coupon_use (
  tenant {{TEXT}} NOT NULL,
  coupon_id {{TEXT}} NOT NULL,
  -- customer:ID or guest:ID
  customer {{TEXT}} NOT NULL,
  order_id {{TEXT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, coupon_id, customer, order_id)
) {{KEYED}};
