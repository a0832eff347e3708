-- Carts and what was chosen for their checkout.

CREATE TABLE cart (
  tenant {{TEXT}} NOT NULL,
  -- The customer or guest whose cart it is. It never changes in place: a merge copies into another cart.
  owner {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  site_id {{TEXT}} NOT NULL,
  currency {{TEXT}} NOT NULL,
  -- open, handed_over, placed, moved. An owner has at most one open or handed-over cart per site and currency.
  state {{TEXT}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  -- Raised whenever a lock on the cart passes to somebody else, so that a late writer can be told apart.
  fence {{BIGINT}} NOT NULL,
  -- The cart this one was merged into, and the order it became.
  moved_to {{TEXT}},
  order_number {{TEXT}},
  -- Codes, one a line, in order of entry.
  coupons {{TEXT}} NOT NULL,
  -- As of the last change, in minor units of the currency.
  item_count {{BIGINT}} NOT NULL,
  total {{BIGINT}} NOT NULL,
  -- Chosen in the checkout; empty or NULL until then. Addresses are JSON.
  email {{TEXT}} NOT NULL,
  delivery {{TEXT}},
  billing {{TEXT}},
  shipping {{TEXT}} NOT NULL,
  payment {{TEXT}} NOT NULL,
  -- JSON: who accepted the terms, how and when.
  terms {{TEXT}},
  -- Who asked for it to be placed by somebody who may, when and with which words.
  handed_by {{TEXT}},
  handed_name {{TEXT}},
  handed_at {{BIGINT}},
  handed_note {{TEXT}},
  created_at {{BIGINT}} NOT NULL,
  changed_at {{BIGINT}} NOT NULL,
  -- agent, customer or guest, and the agent's name.
  changed_by {{TEXT}} NOT NULL,
  changed_name {{TEXT}},
  PRIMARY KEY (tenant, owner, id)
) {{KEYED}};
CREATE UNIQUE INDEX cart_id ON cart (tenant, id);
CREATE UNIQUE INDEX cart_current ON cart (tenant, owner, site_id, currency) WHERE state IN ('open', 'handed_over');
CREATE INDEX cart_handed_over ON cart (tenant, handed_at, id) WHERE state = 'handed_over';

CREATE TABLE cart_line (
  tenant {{TEXT}} NOT NULL,
  owner {{TEXT}} NOT NULL,
  cart_id {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  variant_id {{TEXT}} NOT NULL,
  quantity {{BIGINT}} NOT NULL CHECK (quantity BETWEEN 1 AND 999),
  -- Price of one in minor units, as whoever last changed the cart was told.
  shown {{BIGINT}} NOT NULL,
  -- agent, customer or guest, and which agent.
  added_by {{TEXT}} NOT NULL,
  added_staff {{TEXT}},
  added_name {{TEXT}},
  PRIMARY KEY (tenant, owner, cart_id, id)
) {{KEYED}};
CREATE UNIQUE INDEX cart_line_variant ON cart_line (tenant, owner, cart_id, variant_id);
