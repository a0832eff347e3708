-- Ways of shipping, orders, payments.

CREATE TABLE shipping_method (
  tenant {{TEXT}} NOT NULL,
  site_id {{TEXT}} NOT NULL,
  code {{TEXT}} NOT NULL,
  -- JSON: names and notes by language, prices and thresholds by currency in minor units.
  names {{TEXT}} NOT NULL,
  notes {{TEXT}} NOT NULL,
  prices {{TEXT}} NOT NULL,
  free_from {{TEXT}} NOT NULL,
  position {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, site_id, code)
) {{KEYED}};

CREATE TABLE shop_order (
  tenant {{TEXT}} NOT NULL,
  -- The customer or guest who ordered.
  owner {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  number {{TEXT}} NOT NULL,
  -- The reference given by an import, kept exactly, and the digest of what it said.
  reference {{TEXT}},
  digest {{BLOB}},
  -- The cart it was; at most one order comes of a cart.
  cart_id {{TEXT}},
  site_id {{TEXT}} NOT NULL,
  currency {{TEXT}} NOT NULL,
  placed_at {{BIGINT}} NOT NULL,
  -- awaiting_payment, processing, completed, cancelled
  status {{TEXT}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  item_count {{BIGINT}} NOT NULL,
  -- Minor units of the currency: subtotal - discount + shipping (+ tax, where prices are without it) = total.
  subtotal {{BIGINT}} NOT NULL,
  discount {{BIGINT}} NOT NULL,
  shipping {{BIGINT}} NOT NULL,
  tax {{BIGINT}} NOT NULL,
  total {{BIGINT}} NOT NULL,
  tax_included {{BOOLEAN}} NOT NULL,
  -- JSON: discounts by promotion and taxes by rate.
  breakdown {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  email {{TEXT}} NOT NULL,
  -- JSON snapshots.
  delivery {{TEXT}},
  billing {{TEXT}},
  shipping_code {{TEXT}} NOT NULL,
  shipping_name {{TEXT}} NOT NULL,
  -- invoice, card, pay_link; empty when imported
  payment {{TEXT}} NOT NULL,
  -- agent, customer, guest, import; which agent, in which assist session, through which surface
  placed_by {{TEXT}} NOT NULL,
  staff_id {{TEXT}},
  staff_name {{TEXT}},
  session_id {{TEXT}},
  channel {{TEXT}} NOT NULL,
  -- JSON: who accepted the terms, how and when.
  terms {{TEXT}},
  PRIMARY KEY (tenant, owner, id)
) {{KEYED}};
CREATE UNIQUE INDEX shop_order_id ON shop_order (tenant, id);
CREATE UNIQUE INDEX shop_order_number ON shop_order (tenant, number);
CREATE UNIQUE INDEX shop_order_reference ON shop_order (tenant, reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX shop_order_cart ON shop_order (tenant, cart_id) WHERE cart_id IS NOT NULL;
CREATE INDEX shop_order_owner ON shop_order (tenant, owner, placed_at, id);
CREATE INDEX shop_order_placed ON shop_order (tenant, placed_at, id);
CREATE INDEX shop_order_helped ON shop_order (tenant, placed_at, id) WHERE placed_by = 'agent';
CREATE INDEX shop_order_waiting ON shop_order (tenant, placed_at, id) WHERE status = 'awaiting_payment';

CREATE TABLE order_line (
  tenant {{TEXT}} NOT NULL,
  owner {{TEXT}} NOT NULL,
  order_id {{TEXT}} NOT NULL,
  -- From 1, in the order of the cart.
  position {{BIGINT}} NOT NULL,
  variant_id {{TEXT}} NOT NULL,
  -- What it was called, and looked like, when it was ordered.
  sku {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  options {{TEXT}} NOT NULL,
  slug {{TEXT}} NOT NULL,
  picture {{TEXT}} NOT NULL,
  quantity {{BIGINT}} NOT NULL,
  -- Minor units: unit * quantity - discount (+ tax, where prices are without it) = total.
  unit {{BIGINT}} NOT NULL,
  discount {{BIGINT}} NOT NULL,
  tax_rate {{BIGINT}} NOT NULL,
  tax {{BIGINT}} NOT NULL,
  total {{BIGINT}} NOT NULL,
  -- JSON: why it cost that, step by step; NULL when imported.
  why {{TEXT}},
  added_by {{TEXT}} NOT NULL,
  added_name {{TEXT}},
  PRIMARY KEY (tenant, owner, order_id, position)
) {{KEYED}};

-- What became of an order after it was placed.
CREATE TABLE order_event (
  tenant {{TEXT}} NOT NULL,
  owner {{TEXT}} NOT NULL,
  order_id {{TEXT}} NOT NULL,
  -- The order's version that it made.
  version {{BIGINT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  status {{TEXT}} NOT NULL,
  by {{TEXT}} NOT NULL,
  PRIMARY KEY (tenant, owner, order_id, version)
) {{KEYED}};

CREATE TABLE payment (
  tenant {{TEXT}} NOT NULL,
  owner {{TEXT}} NOT NULL,
  order_id {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  amount {{BIGINT}} NOT NULL,
  currency {{TEXT}} NOT NULL,
  method {{TEXT}} NOT NULL,
  -- waiting, settled, failed, cancelled
  state {{TEXT}} NOT NULL,
  -- All that is kept of a card.
  brand {{TEXT}},
  last4 {{TEXT}},
  expiry {{TEXT}},
  created_at {{BIGINT}} NOT NULL,
  changed_at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, owner, order_id, id)
) {{KEYED}};
CREATE UNIQUE INDEX payment_id ON payment (tenant, id);
-- An order waits for one payment at a time, and is paid once.
CREATE UNIQUE INDEX payment_live ON payment (tenant, order_id) WHERE state IN ('waiting', 'settled');

CREATE TABLE pay_link (
  tenant {{TEXT}} NOT NULL,
  token_hash {{BLOB}} NOT NULL,
  owner {{TEXT}} NOT NULL,
  order_id {{TEXT}} NOT NULL,
  staff_id {{TEXT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  expires_at {{BIGINT}} NOT NULL,
  used_at {{BIGINT}},
  PRIMARY KEY (tenant, token_hash)
) {{KEYED}};
CREATE INDEX pay_link_order ON pay_link (tenant, order_id) WHERE used_at IS NULL;
