-- An owner can have several carts on a site. Beside the current one (open or handed_over) stand those in state
-- saved, which are put aside: each can be looked at and changed by its id.

-- What its owner calls it; may be empty.
ALTER TABLE cart ADD COLUMN name {{TEXT}} NOT NULL DEFAULT '';
CREATE INDEX cart_kept ON cart (tenant, owner, site_id, changed_at) WHERE state IN ('open', 'handed_over', 'saved');
