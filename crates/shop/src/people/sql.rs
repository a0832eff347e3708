//! Statements about staff.

store::statements! {
    /// A tenant.
    pub(crate) NEW_TENANT = "INSERT INTO tenant (id, name, hosts, created_at) VALUES ($1, $2, $3, $4)";

    /// A role.
    pub(crate) NEW_ROLE = "INSERT INTO role (tenant, name, may) VALUES ($1, $2, $3)";

    /// A group.
    pub(crate) NEW_GROUP = "INSERT INTO staff_group (tenant, id, name, grants_agent) VALUES ($1, $2, $3, $4)";

    /// Waits until no other transaction changes users or groups.
    pub(crate) TAKE_TURN = "INSERT INTO staff_turn (tenant, turn) VALUES ($1, 1)
        ON CONFLICT (tenant) DO UPDATE SET turn = staff_turn.turn + 1";

    /// A user.
    pub(crate) USER = "SELECT st.id, st.reference, st.name, st.email, st.locale, st.status, st.agent, st.given_roles,
            st.sites, st.version, st.created_at, st.locked_until,
            COALESCE((SELECT MAX(ss.seen_at) FROM staff_session ss
                WHERE ss.tenant = st.tenant AND ss.staff_id = st.id AND ss.ended_at IS NULL), st.last_seen_at),
            st.email_key, st.may, st.password_once
        FROM staff st WHERE st.tenant = $1 AND st.id = $2";

    /// A user by the reference of an import.
    pub(crate) USER_BY_REFERENCE = "SELECT id FROM staff WHERE tenant = $1 AND reference = $2";

    /// Users whose key is like $2, agents or not, after ($5, $6).
    pub(crate) USERS = "SELECT st.id, st.reference, st.name, st.email, st.locale, st.status, st.agent, st.given_roles,
            st.sites, st.version, st.created_at, st.locked_until,
            COALESCE((SELECT MAX(ss.seen_at) FROM staff_session ss
                WHERE ss.tenant = st.tenant AND ss.staff_id = st.id AND ss.ended_at IS NULL), st.last_seen_at),
            st.find_key
        FROM staff st
        WHERE st.tenant = $1 AND st.find_key LIKE $2 ESCAPE '!' AND st.agent IN ($3, $4)
            AND (st.find_key, st.id) > ($5, $6)
        ORDER BY st.find_key, st.id LIMIT $7";

    /// A new user.
    pub(crate) NEW_USER = "INSERT INTO staff (tenant, id, reference, name, email, email_key, find_key, password, password_once,
            status, agent, roles, may, given_roles, sites, locale, next_tab, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $11, $12, $13, $14, $15, 1, 1, $16)
        ON CONFLICT DO NOTHING";

    /// Changes a user who has not changed since.
    pub(crate) EDIT_USER = "UPDATE staff SET name = $4, email = $5, email_key = $6, find_key = $7, agent = $8, roles = $9,
            may = $10, given_roles = $11, sites = $12, locale = $13, version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Whether another user has this e-mail.
    pub(crate) EMAIL_TAKEN = "SELECT id FROM staff WHERE tenant = $1 AND email_key = $2 AND id <> $3";

    /// What each other active user may do.
    pub(crate) RIGHTS_OF_OTHERS = "SELECT may FROM staff WHERE tenant = $1 AND id <> $2 AND status = 'active'";

    /// Disables or enables a user.
    pub(crate) SET_STATUS = "UPDATE staff SET status = $3, version = version + 1
        WHERE tenant = $1 AND id = $2 AND status <> $3";

    /// Whether there is any user.
    pub(crate) ANY_USER = "SELECT id FROM staff WHERE tenant = $1 LIMIT 1";

    /// What a sign-in looks at.
    pub(crate) SIGN_IN = "SELECT id, password, password_once, status, name, agent, sites FROM staff
        WHERE tenant = $1 AND email_key = $2";

    /// What confirming and changing a password look at.
    pub(crate) OWN_PASSWORD = "SELECT email_key, password FROM staff WHERE tenant = $1 AND id = $2";

    /// Sets a password.
    pub(crate) SET_PASSWORD = "UPDATE staff SET password = $3, password_once = $4, version = version + 1
        WHERE tenant = $1 AND id = $2";

    /// Notes that a one-time password has been used, and that the user was here.
    pub(crate) SIGNED_IN = "UPDATE staff SET last_seen_at = $3, password_once = CASE WHEN password_once = 1 THEN 2 ELSE password_once END
        WHERE tenant = $1 AND id = $2";

    /// Notes that the user was here.
    pub(crate) SEEN_NOW = "UPDATE staff SET last_seen_at = $3 WHERE tenant = $1 AND id = $2";

    /// Notes until when sign-ins are locked.
    pub(crate) SET_LOCKED = "UPDATE staff SET locked_until = $3 WHERE tenant = $1 AND id = $2";

    /// A sign-in.
    pub(crate) NEW_SIGN_IN = "INSERT INTO staff_session (tenant, token_hash, id, staff_id, created_at, proved_at, address, device,
            seen_at, idle_until, until, refresh_hash)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $5, $8, $9, $10)";

    /// Gives a sign-in a new token and what renews that.
    pub(crate) REFRESH_SIGN_IN = "UPDATE staff_session SET token_hash = $4, refresh_hash = $5, seen_at = $6, idle_until = $7
        WHERE tenant = $1 AND staff_id = $2 AND id = $3 AND refresh_hash = $8 AND ended_at IS NULL RETURNING until";

    /// Takes away what renews a user's sign-ins: $3, or all of it where $4 says so.
    pub(crate) DROP_REFRESH = "UPDATE staff_session SET refresh_hash = NULL
        WHERE tenant = $1 AND staff_id = $2 AND refresh_hash IS NOT NULL AND (refresh_hash = $3 OR $4)";

    /// Gives a sign-in a new token, since its user gave the password again.
    pub(crate) PROVE_SIGN_IN = "UPDATE staff_session SET token_hash = $4, proved_at = $5
        WHERE tenant = $1 AND staff_id = $2 AND id = $3 AND ended_at IS NULL";

    /// Open sign-ins of a user.
    pub(crate) SIGN_INS = "SELECT id, created_at, seen_at, address, device FROM staff_session
        WHERE tenant = $1 AND staff_id = $2 AND ended_at IS NULL AND idle_until > $3 AND until > $3
        ORDER BY seen_at DESC, id";

    /// Ends one sign-in.
    pub(crate) END_SIGN_IN = "UPDATE staff_session SET ended_at = $4
        WHERE tenant = $1 AND staff_id = $2 AND id = $3 AND ended_at IS NULL";

    /// Ends all sign-ins of a user but one.
    pub(crate) END_SIGN_INS = "UPDATE staff_session SET ended_at = $4
        WHERE tenant = $1 AND staff_id = $2 AND id <> $3 AND ended_at IS NULL RETURNING id";

    /// Sites of an agent's open assist sessions.
    pub(crate) ASSIST_SITES = "SELECT DISTINCT site_id FROM assist_session
        WHERE tenant = $1 AND staff_id = $2 AND ended_at IS NULL";

    /// Roles.
    pub(crate) ROLES = "SELECT name, may FROM role WHERE tenant = $1 ORDER BY name";

    /// Groups.
    pub(crate) GROUPS = "SELECT id, name, grants_agent FROM staff_group WHERE tenant = $1 ORDER BY name";

    /// One group.
    pub(crate) GROUP = "SELECT id, name, grants_agent FROM staff_group WHERE tenant = $1 AND id = $2";

    /// Group and user of each membership.
    pub(crate) MEMBERSHIPS = "SELECT group_id, staff_id FROM group_member WHERE tenant = $1";

    /// Groups of a user.
    pub(crate) GROUPS_OF = "SELECT group_id FROM group_member WHERE tenant = $1 AND staff_id = $2";

    /// Members of a group.
    pub(crate) MEMBERS = "SELECT st.id, st.name, st.email FROM group_member gm
        JOIN staff st ON st.tenant = gm.tenant AND st.id = gm.staff_id
        WHERE gm.tenant = $1 AND gm.group_id = $2 ORDER BY st.find_key, st.id";

    /// Puts a user into a group.
    pub(crate) JOIN = "INSERT INTO group_member (tenant, group_id, staff_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    /// Takes a user out of a group.
    pub(crate) LEAVE = "DELETE FROM group_member WHERE tenant = $1 AND group_id = $2 AND staff_id = $3";

    /// A group, unless its name is taken.
    pub(crate) CREATE_GROUP = "INSERT INTO staff_group (tenant, id, name, grants_agent) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";

    /// Whether another group has this name.
    pub(crate) GROUP_NAME_TAKEN = "SELECT id FROM staff_group WHERE tenant = $1 AND name = $2 AND id <> $3";

    /// Another name for a group.
    pub(crate) RENAME_GROUP = "UPDATE staff_group SET name = $3 WHERE tenant = $1 AND id = $2";

    /// Removes a group.
    pub(crate) DELETE_GROUP = "DELETE FROM staff_group WHERE tenant = $1 AND id = $2";

    /// Failed tries of an account at an address.
    pub(crate) FAILURES = "SELECT failures, blocked_until FROM sign_in_failure
        WHERE tenant = $1 AND realm = $2 AND account = $3 AND address = $4";

    /// Counts a try, unless it comes too early.
    pub(crate) COUNT_TRY = "INSERT INTO sign_in_failure (tenant, realm, account, address, failures, blocked_until, forget_at)
        VALUES ($1, $2, $3, $4, 1, 0, $6)
        ON CONFLICT (tenant, realm, account, address) DO UPDATE SET
            failures = CASE WHEN sign_in_failure.forget_at <= $5 THEN 1 ELSE sign_in_failure.failures + 1 END,
            forget_at = CASE WHEN sign_in_failure.forget_at > $6 THEN sign_in_failure.forget_at ELSE $6 END
        WHERE sign_in_failure.blocked_until <= $5 RETURNING failures";

    /// Makes the next try wait.
    pub(crate) BLOCK = "UPDATE sign_in_failure SET blocked_until = $5
        WHERE tenant = $1 AND realm = $2 AND account = $3 AND address = $4";

    /// Takes one try back, as it was right.
    pub(crate) UNCOUNT_TRY = "UPDATE sign_in_failure SET failures = failures - 1
        WHERE tenant = $1 AND realm = $2 AND account = $3 AND address = $4 AND failures > 0";

    /// Forgets the failures of an account at an address.
    pub(crate) FORGET_FAILURES = "DELETE FROM sign_in_failure
        WHERE tenant = $1 AND realm = $2 AND account = $3 AND address = $4";

    /// Forgets the failures of an account.
    pub(crate) FORGET_ACCOUNT = "DELETE FROM sign_in_failure WHERE tenant = $1 AND realm = $2 AND account = $3";

    /// Forgets failures that have had their time.
    pub(crate) SWEEP_FAILURES = "DELETE FROM sign_in_failure WHERE forget_at <= $1";

    /// Puts the set-up secret in place of an earlier one.
    pub(crate) ISSUE_SECRET = "INSERT INTO setup_secret (tenant, secret_hash, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (tenant) DO UPDATE SET secret_hash = $2, created_at = $3";

    /// Whether this is the set-up secret.
    pub(crate) SECRET = "SELECT created_at FROM setup_secret WHERE tenant = $1 AND secret_hash = $2";

    /// Uses the set-up secret up.
    pub(crate) USE_SECRET = "DELETE FROM setup_secret WHERE tenant = $1 AND secret_hash = $2";
}
