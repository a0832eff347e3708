-- Leaves and events lie in the order in which they were written, so that acts of many sessions share pages: stored
-- by stream, each act touched, and now and then split, a page of its own.

ALTER TABLE leaf RENAME TO leaf_by_stream;
CREATE TABLE leaf (
  tenant {{TEXT}} NOT NULL,
  stream {{TEXT}} NOT NULL,
  position {{BIGINT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  actor {{TEXT}} NOT NULL,
  subject {{TEXT}},
  session {{TEXT}},
  action {{TEXT}} NOT NULL,
  outcome {{BIGINT}} NOT NULL,
  -- The leaf's canonical bytes, and their RFC 6962 hash.
  bytes {{BLOB}} NOT NULL,
  hash {{BLOB}} NOT NULL,
  -- Sealed details (nonce || ciphertext); the leaf holds their commitment only.
  details {{BLOB}},
  -- Index in the tenant's tree; empty until the sequencer has placed it.
  placed {{BIGINT}},
  PRIMARY KEY (tenant, stream, position)
) {{STRICT}};
INSERT INTO leaf (tenant, stream, position, at, actor, subject, session, action, outcome, bytes, hash, details, placed)
  SELECT tenant, stream, position, at, actor, subject, session, action, outcome, bytes, hash, details, placed
  FROM leaf_by_stream ORDER BY at, stream, position;
DROP TABLE leaf_by_stream;
CREATE INDEX leaf_waiting ON leaf (tenant, at) WHERE placed IS NULL;
CREATE UNIQUE INDEX leaf_placed ON leaf (tenant, placed) WHERE placed IS NOT NULL;
CREATE INDEX leaf_time ON leaf (tenant, at);
CREATE INDEX leaf_subject ON leaf (tenant, subject, at) WHERE subject IS NOT NULL;
CREATE INDEX leaf_actor ON leaf (tenant, actor, at);

ALTER TABLE outbox RENAME TO outbox_by_topic;
CREATE TABLE outbox (
  tenant {{TEXT}} NOT NULL,
  topic {{TEXT}} NOT NULL,
  sequence {{BIGINT}} NOT NULL,
  kind {{TEXT}} NOT NULL,
  body {{TEXT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, topic, sequence)
) {{STRICT}};
INSERT INTO outbox (tenant, topic, sequence, kind, body, at)
  SELECT tenant, topic, sequence, kind, body, at FROM outbox_by_topic ORDER BY at, topic, sequence;
DROP TABLE outbox_by_topic;
CREATE INDEX outbox_age ON outbox (at);
