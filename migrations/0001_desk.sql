-- What the desk itself keeps: the record, the outbox, repeated requests, versions of what nodes hold in memory.

CREATE TABLE tenant (
  id {{TEXT}} NOT NULL PRIMARY KEY,
  name {{TEXT}} NOT NULL,
  -- Host names that lead to this tenant, one a line; empty for the only tenant of a node.
  hosts {{TEXT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL
) {{STRICT}};

-- One row a request that carried an Idempotency-Key, written in the act's own transaction.
CREATE TABLE idempotency (
  tenant {{TEXT}} NOT NULL,
  actor {{TEXT}} NOT NULL,
  session {{TEXT}} NOT NULL,
  operation {{TEXT}} NOT NULL,
  key {{TEXT}} NOT NULL,
  fingerprint {{BLOB}} NOT NULL,
  -- 0 while the act runs, 1 done, 2 refused.
  outcome {{BIGINT}} NOT NULL,
  body {{BLOB}},
  expires_at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, actor, session, operation, key)
) {{KEYED}};
CREATE INDEX idempotency_expiry ON idempotency (expires_at);

-- A subject's random reference in the record and its wrapped key. Deleting the row erases the subject.
CREATE TABLE subject_key (
  tenant {{TEXT}} NOT NULL,
  subject {{TEXT}} NOT NULL,
  reference {{TEXT}} NOT NULL,
  wrapped {{BLOB}} NOT NULL,
  PRIMARY KEY (tenant, subject)
) {{KEYED}};
CREATE UNIQUE INDEX subject_key_reference ON subject_key (tenant, reference);

CREATE TABLE stream_head (
  tenant {{TEXT}} NOT NULL,
  stream {{TEXT}} NOT NULL,
  -- Position, time and hash of the newest leaf.
  position {{BIGINT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  hash {{BLOB}} NOT NULL,
  PRIMARY KEY (tenant, stream)
) {{KEYED}};

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
) {{KEYED}};
CREATE INDEX leaf_waiting ON leaf (tenant, at, stream, position) WHERE placed IS NULL;
CREATE UNIQUE INDEX leaf_placed ON leaf (tenant, placed) WHERE placed IS NOT NULL;
CREATE INDEX leaf_time ON leaf (tenant, at, stream, position);
CREATE INDEX leaf_subject ON leaf (tenant, subject, at, stream, position) WHERE subject IS NOT NULL;
CREATE INDEX leaf_actor ON leaf (tenant, actor, at, stream, position);

-- Hash tiles of the tree (C2SP tlog-tiles, height 8): up to 256 hashes of 32 bytes each.
CREATE TABLE tree_tile (
  tenant {{TEXT}} NOT NULL,
  level {{BIGINT}} NOT NULL,
  tile {{BIGINT}} NOT NULL,
  hashes {{BLOB}} NOT NULL,
  PRIMARY KEY (tenant, level, tile)
) {{KEYED}};

CREATE TABLE checkpoint (
  tenant {{TEXT}} NOT NULL,
  size {{BIGINT}} NOT NULL,
  root {{BLOB}} NOT NULL,
  note {{TEXT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, size)
) {{KEYED}};

-- A role that one node holds at a time; the fence only grows.
CREATE TABLE lease (
  name {{TEXT}} NOT NULL PRIMARY KEY,
  holder {{TEXT}} NOT NULL,
  fence {{BIGINT}} NOT NULL,
  until {{BIGINT}} NOT NULL
) {{KEYED}};

CREATE TABLE topic_head (
  tenant {{TEXT}} NOT NULL,
  topic {{TEXT}} NOT NULL,
  sequence {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, topic)
) {{KEYED}};

CREATE TABLE outbox (
  tenant {{TEXT}} NOT NULL,
  topic {{TEXT}} NOT NULL,
  sequence {{BIGINT}} NOT NULL,
  kind {{TEXT}} NOT NULL,
  body {{TEXT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, topic, sequence)
) {{KEYED}};
CREATE INDEX outbox_age ON outbox (at);

-- The version of each thing that nodes hold in memory.
CREATE TABLE memo (
  tenant {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  version {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, name)
) {{KEYED}};

CREATE TABLE job (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  kind {{TEXT}} NOT NULL,
  body {{TEXT}} NOT NULL,
  due_at {{BIGINT}} NOT NULL,
  claimed_by {{TEXT}},
  claimed_until {{BIGINT}} NOT NULL,
  tries {{BIGINT}} NOT NULL,
  done_at {{BIGINT}},
  outcome {{TEXT}},
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE INDEX job_due ON job (due_at) WHERE done_at IS NULL;

-- Numbers for people (customers, orders), handed to nodes in blocks.
CREATE TABLE number_block (
  tenant {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  next {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, name)
) {{KEYED}};
