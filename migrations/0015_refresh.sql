-- SHA-256 of the token with which a client of a dialect gets its sign-in or session a new token. One at a time.
ALTER TABLE staff_session ADD COLUMN refresh_hash {{BLOB}};
CREATE UNIQUE INDEX staff_session_refresh ON staff_session (tenant, refresh_hash) WHERE refresh_hash IS NOT NULL;
ALTER TABLE customer_session ADD COLUMN refresh_hash {{BLOB}};
CREATE UNIQUE INDEX customer_session_refresh ON customer_session (tenant, refresh_hash) WHERE refresh_hash IS NOT NULL;
ALTER TABLE assist_session ADD COLUMN refresh_hash {{BLOB}};
CREATE UNIQUE INDEX assist_session_refresh ON assist_session (tenant, refresh_hash) WHERE refresh_hash IS NOT NULL;
