//! The desk's own statements.

/// A sign-in of a staff member, found by `$by`.
macro_rules! staff_session {
    ($by:literal) => {
        concat!(
            "SELECT ss.id, ss.staff_id, ss.idle_until, ss.until, ss.ended_at, ss.seen_at, ss.proved_at,
                st.may, st.agent, st.status, st.sites, st.roles, st.name
            FROM staff_session ss JOIN staff st ON st.tenant = ss.tenant AND st.id = ss.staff_id
            WHERE ss.tenant = $1 AND ",
            $by
        )
    };
}

/// An assist session with the sign-in it hangs on, found by `$by`.
macro_rules! assist_session {
    ($by:literal) => {
        concat!(
            "SELECT ss.id, ss.staff_id, ss.idle_until, ss.until, ss.ended_at, ss.seen_at, ss.proved_at,
                st.may, st.agent, st.status, st.sites, st.roles, st.name,
                a.id, a.tab, a.customer_id, a.site_id, a.may, a.idle_until, a.until, a.ended_at, a.seen_at, a.ended_by,
                a.end_reason, c.status, c.consent, c.first_name, c.last_name, a.ended_by_name
            FROM assist_session a
            JOIN staff_session ss ON ss.tenant = a.tenant AND ss.id = a.staff_session_id
            JOIN staff st ON st.tenant = a.tenant AND st.id = a.staff_id
            JOIN customer c ON c.tenant = a.tenant AND c.id = a.customer_id
            WHERE a.tenant = $1 AND ",
            $by
        )
    };
}

/// A sign-in of a customer, found by `$by`.
macro_rules! customer_session {
    ($by:literal) => {
        concat!(
            "SELECT cs.id, cs.customer_id, cs.idle_until, cs.until, cs.ended_at, cs.seen_at, cs.created_at, c.status
            FROM customer_session cs JOIN customer c ON c.tenant = cs.tenant AND c.id = cs.customer_id
            WHERE cs.tenant = $1 AND ",
            $by
        )
    };
}

store::statements! {
    /// Sign-in of a staff member.
    pub(crate) STAFF_SESSION = staff_session!("ss.token_hash = $2");

    /// The same by what renews it.
    pub(crate) STAFF_SESSION_BY_REFRESH = staff_session!("ss.refresh_hash = $2");

    /// Sign-in of a staff member and the assist session in one of its tabs, if there is one.
    pub(crate) STAFF_SESSION_WITH_TAB = "SELECT ss.id, ss.staff_id, ss.idle_until, ss.until, ss.ended_at, ss.seen_at, ss.proved_at,
            st.may, st.agent, st.status, st.sites, st.roles, st.name,
            a.id, a.tab, a.customer_id, a.site_id, a.may, a.idle_until, a.until, a.ended_at, a.seen_at, a.ended_by, a.end_reason,
            c.status, c.consent, c.first_name, c.last_name, a.ended_by_name
        FROM staff_session ss
        JOIN staff st ON st.tenant = ss.tenant AND st.id = ss.staff_id
        LEFT JOIN assist_session a ON a.tenant = ss.tenant AND a.staff_id = ss.staff_id AND a.tab = $3
            AND a.staff_session_id = ss.id
        LEFT JOIN customer c ON c.tenant = a.tenant AND c.id = a.customer_id
        WHERE ss.tenant = $1 AND ss.token_hash = $2";

    /// An assist session by its token, with the sign-in it hangs on.
    pub(crate) SESSION_BY_TOKEN = assist_session!("a.token_hash = $2");

    /// The same by what renews it.
    pub(crate) SESSION_BY_REFRESH = assist_session!("a.refresh_hash = $2");

    /// Sign-in of a customer.
    pub(crate) CUSTOMER_SESSION = customer_session!("cs.token_hash = $2");

    /// The same by what renews it.
    pub(crate) CUSTOMER_SESSION_BY_REFRESH = customer_session!("cs.refresh_hash = $2");

    /// A guest by token.
    pub(crate) GUEST = "SELECT id, moved_to FROM guest WHERE tenant = $1 AND token_hash = $2";

    /// Renews a staff sign-in.
    pub(crate) SEEN_STAFF = "UPDATE staff_session SET seen_at = $3, idle_until = $4
        WHERE tenant = $1 AND token_hash = $2 AND ended_at IS NULL";

    /// Renews the staff sign-in that a session hangs on.
    pub(crate) SEEN_STAFF_BY_ID = "UPDATE staff_session SET seen_at = $3, idle_until = $4
        WHERE tenant = $1 AND id = $2 AND ended_at IS NULL";

    /// Renews an assist session.
    pub(crate) SEEN_SESSION = "UPDATE assist_session SET seen_at = $3, idle_until = $4
        WHERE tenant = $1 AND id = $2 AND ended_at IS NULL";

    /// Renews a customer's sign-in.
    pub(crate) SEEN_CUSTOMER = "UPDATE customer_session SET seen_at = $3, idle_until = $4
        WHERE tenant = $1 AND token_hash = $2 AND ended_at IS NULL";

    /// Policies of all sites.
    pub(crate) SITE_POLICIES = "SELECT id, storefront_address, policy FROM site WHERE tenant = $1";

    /// Version of one memo.
    pub(crate) MEMO_VERSION = "SELECT version FROM memo WHERE tenant = $1 AND name = $2";

    /// Versions of all memos of all tenants.
    pub(crate) MEMO_VERSIONS = "SELECT tenant, name, version FROM memo";

    /// Raises a memo's version.
    pub(crate) BUMP_MEMO = "INSERT INTO memo (tenant, name, version) VALUES ($1, $2, 1)
        ON CONFLICT (tenant, name) DO UPDATE SET version = memo.version + 1 RETURNING version";

    /// Claims a key for the act that runs now.
    pub(crate) CLAIM_KEY = "INSERT INTO idempotency (tenant, actor, session, operation, key, fingerprint, outcome, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT (tenant, actor, session, operation, key) DO NOTHING";

    /// What became of the request with this key.
    pub(crate) KEY = "SELECT fingerprint, outcome, body FROM idempotency
        WHERE tenant = $1 AND actor = $2 AND session = $3 AND operation = $4 AND key = $5";

    /// Stores the answer of the act that claimed the key.
    pub(crate) SETTLE_KEY = "UPDATE idempotency SET outcome = $6, body = $7
        WHERE tenant = $1 AND actor = $2 AND session = $3 AND operation = $4 AND key = $5";

    /// Forgets keys that have had their time.
    pub(crate) FORGET_KEYS = "DELETE FROM idempotency WHERE expires_at < $1";

    /// A job to be done.
    pub(crate) QUEUE_JOB = "INSERT INTO job (tenant, id, kind, body, due_at, claimed_until, tries) VALUES ($1, $2, $3, $4, $5, 0, 0)";

    /// Takes the next number for people, `$4` of them at once; a new name starts at `$3`.
    pub(crate) TAKE_NUMBERS = "INSERT INTO number_block (tenant, name, next) VALUES ($1, $2, CAST($3 AS BIGINT) + CAST($4 AS BIGINT))
        ON CONFLICT (tenant, name) DO UPDATE SET next = number_block.next + $4 RETURNING next";

    /// Takes a lease that nobody holds any more.
    pub(crate) TAKE_LEASE = "INSERT INTO lease (name, holder, fence, until) VALUES ($1, $2, 1, $4)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = lease.fence + 1, until = excluded.until
        WHERE lease.until <= $3 RETURNING fence";

    /// Renews a lease that nobody has taken since.
    pub(crate) RENEW_LEASE = "UPDATE lease SET until = $4 WHERE name = $1 AND holder = $2 AND fence = $3";

    /// Gives a lease back early.
    pub(crate) END_LEASE = "UPDATE lease SET until = 0 WHERE name = $1 AND holder = $2 AND fence = $3";
}
