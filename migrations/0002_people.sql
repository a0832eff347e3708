-- Staff: users of the back office. An agent is a user who holds the agent grant.

CREATE TABLE staff (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  reference {{TEXT}},
  name {{TEXT}} NOT NULL,
  email {{TEXT}} NOT NULL,
  email_key {{TEXT}} NOT NULL,
  -- Folded name, then e-mail, each word after a space: what lists are sorted and searched by.
  find_key {{TEXT}} NOT NULL DEFAULT '',
  password {{TEXT}},
  -- Whose choice the password was: 0 the user's own, 1 somebody else's and not used yet, 2 used, so no longer good.
  password_once {{BIGINT}} NOT NULL DEFAULT 0,
  -- active, disabled
  status {{TEXT}} NOT NULL,
  -- Membership of a group that carries the agent grant; the box on the user's page is the same thing.
  agent {{BOOLEAN}} NOT NULL,
  -- Role names, one a line, with the role that comes with the agent grant (see people::grant), and the union
  -- of what they may do (bits, see desk::Permission).
  roles {{TEXT}} NOT NULL,
  may {{BIGINT}} NOT NULL,
  -- Role names as an administrator gave them.
  given_roles {{TEXT}} NOT NULL DEFAULT '',
  -- Site ids, one a line; empty: all sites.
  sites {{TEXT}} NOT NULL,
  locale {{TEXT}} NOT NULL,
  -- The next tab number of the assist sessions of this user; it only grows.
  next_tab {{BIGINT}} NOT NULL,
  -- Until when sign-ins from some address are locked, for people to see; what locks is sign_in_failure.
  locked_until {{BIGINT}},
  -- When a sign-in last began or ended.
  last_seen_at {{BIGINT}},
  version {{BIGINT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX staff_email ON staff (tenant, email_key);
CREATE INDEX staff_find ON staff (tenant, find_key, id);
CREATE UNIQUE INDEX staff_reference ON staff (tenant, reference) WHERE reference IS NOT NULL;

-- Raised before users or groups change: such changes follow one another, so that what is true of all users
-- together (no two with one e-mail, never without an administrator) stays true.
CREATE TABLE staff_turn (
  tenant {{TEXT}} NOT NULL PRIMARY KEY,
  turn {{BIGINT}} NOT NULL
) {{KEYED}};

CREATE TABLE role (
  tenant {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  may {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, name)
) {{KEYED}};

CREATE TABLE staff_group (
  tenant {{TEXT}} NOT NULL,
  id {{TEXT}} NOT NULL,
  name {{TEXT}} NOT NULL,
  grants_agent {{BOOLEAN}} NOT NULL,
  PRIMARY KEY (tenant, id)
) {{KEYED}};
CREATE UNIQUE INDEX staff_group_name ON staff_group (tenant, name);

CREATE TABLE group_member (
  tenant {{TEXT}} NOT NULL,
  group_id {{TEXT}} NOT NULL,
  staff_id {{TEXT}} NOT NULL,
  PRIMARY KEY (tenant, group_id, staff_id)
) {{KEYED}};
CREATE INDEX group_member_staff ON group_member (tenant, staff_id);

CREATE TABLE staff_session (
  tenant {{TEXT}} NOT NULL,
  token_hash {{BLOB}} NOT NULL,
  id {{TEXT}} NOT NULL,
  staff_id {{TEXT}} NOT NULL,
  created_at {{BIGINT}} NOT NULL,
  -- When the user last gave the password.
  proved_at {{BIGINT}} NOT NULL DEFAULT 0,
  -- Network address and browser, for the user's own list.
  address {{TEXT}} NOT NULL DEFAULT '',
  device {{TEXT}} NOT NULL DEFAULT '',
  seen_at {{BIGINT}} NOT NULL,
  idle_until {{BIGINT}} NOT NULL,
  until {{BIGINT}} NOT NULL,
  ended_at {{BIGINT}},
  PRIMARY KEY (tenant, token_hash)
) {{KEYED}};
CREATE UNIQUE INDEX staff_session_id ON staff_session (tenant, id);
CREATE INDEX staff_session_staff ON staff_session (tenant, staff_id) WHERE ended_at IS NULL;

-- Failed sign-ins by account and address; see people::throttle.
CREATE TABLE sign_in_failure (
  tenant {{TEXT}} NOT NULL,
  -- staff or customer
  realm {{TEXT}} NOT NULL,
  -- Keyed hashes of the account name and the client address; an empty address stands for any.
  account {{BLOB}} NOT NULL,
  address {{BLOB}} NOT NULL,
  failures {{BIGINT}} NOT NULL,
  blocked_until {{BIGINT}} NOT NULL,
  forget_at {{BIGINT}} NOT NULL,
  PRIMARY KEY (tenant, realm, account, address)
) {{KEYED}};

-- The secret that the first start prints; used once, then gone.
CREATE TABLE setup_secret (
  tenant {{TEXT}} NOT NULL PRIMARY KEY,
  secret_hash {{BLOB}} NOT NULL,
  created_at {{BIGINT}} NOT NULL
) {{KEYED}};
