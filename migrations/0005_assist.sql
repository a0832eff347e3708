CREATE TABLE assist_session (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  staff_id {{TEXT}} NOT NULL,
  -- The agent's sign-in it was started from; it dies with it.
  staff_session_id {{TEXT}} NOT NULL,
  -- Number of the agent's tab: only grows, never used again.
  tab {{BIGINT}} NOT NULL,
  customer_id {{TEXT}} NOT NULL,
  site_id {{TEXT}} NOT NULL,
  -- SHA-256 of the token that an API client acts with.
  token_hash {{BLOB}} NOT NULL,
  may {{BIGINT}} NOT NULL,
  channel {{TEXT}} NOT NULL,
  reason {{TEXT}} NOT NULL,
  ticket {{TEXT}} NOT NULL,
  started_at {{BIGINT}} NOT NULL,
  seen_at {{BIGINT}} NOT NULL,
  idle_until {{BIGINT}} NOT NULL,
  until {{BIGINT}} NOT NULL,
  ended_at {{BIGINT}},
  -- agent, customer, supervisor, timeout, revoked
  ended_by {{TEXT}},
  end_reason {{TEXT}},
  summary {{TEXT}},
  -- What the agent says came of it.
  disposition {{TEXT}},
  -- The job that tells the customer by mail; dropped when the start is taken back.
  notice_job {{TEXT}},
  -- Set by the customer's "This was not me".
  disputed_at {{BIGINT}},
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX assist_session_tab ON assist_session (tenant, staff_id, tab);
CREATE UNIQUE INDEX assist_session_token ON assist_session (tenant, token_hash);
CREATE INDEX assist_session_customer ON assist_session (tenant, customer_id, started_at);
CREATE INDEX assist_session_agent ON assist_session (tenant, staff_id) WHERE ended_at IS NULL;
CREATE INDEX assist_session_helped ON assist_session (tenant, customer_id) WHERE ended_at IS NULL;
CREATE INDEX assist_session_open ON assist_session (tenant, started_at, id) WHERE ended_at IS NULL;
CREATE INDEX assist_session_sign_in ON assist_session (tenant, staff_session_id) WHERE ended_at IS NULL;
CREATE INDEX assist_session_disputed ON assist_session (tenant, disputed_at) WHERE disputed_at IS NOT NULL;

CREATE TABLE assist_note (
  tenant {{TEXT}} NOT NULL,
  session_id {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  staff_id {{TEXT}} NOT NULL,
  at {{BIGINT}} NOT NULL,
  body {{TEXT}} NOT NULL,
  PRIMARY KEY (tenant, session_id, id)
) {{KEYED}};
