//! Statements about assist sessions.

/// A session with the names that go with it, in the order `row::Session` reads them.
macro_rules! session_where {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.staff_id, a.tab, a.customer_id, a.site_id, a.may, a.channel, a.reason, a.ticket,
                a.started_at, a.seen_at, a.idle_until, a.until, a.ended_at, a.ended_by, a.end_reason, a.summary,
                a.disposition, a.disputed_at, a.notice_job, st.name, st.roles,
                c.first_name, c.last_name, c.number, c.email, h.position, a.ended_by_name
            FROM assist_session a
            JOIN staff st ON st.tenant = a.tenant AND st.id = a.staff_id
            JOIN customer c ON c.tenant = a.tenant AND c.id = a.customer_id
            LEFT JOIN stream_head h ON h.tenant = a.tenant AND h.stream = 'session:' || a.id
            WHERE a.tenant = $1 ",
            $rest
        )
    };
}

store::statements! {
    /// One session.
    pub(crate) SESSION = session_where!("AND a.id = $2");

    /// The session in an agent's tab.
    pub(crate) SESSION_IN_TAB = session_where!("AND a.staff_id = $2 AND a.tab = $3");

    /// An agent's running sessions.
    pub(crate) RUNNING_OF_STAFF = session_where!(
        "AND a.staff_id = $2 AND a.ended_at IS NULL AND a.idle_until > $3 AND a.until > $3 ORDER BY a.tab");

    /// How many they are, as far as $4.
    pub(crate) COUNT_RUNNING = "SELECT COUNT(*) FROM (SELECT a.id FROM assist_session a
        WHERE a.tenant = $1 AND a.staff_id = $2 AND a.ended_at IS NULL AND a.idle_until > $3 AND a.until > $3
        LIMIT $4) AS running";

    /// A customer's running sessions.
    pub(crate) RUNNING_OF_CUSTOMER = session_where!(
        "AND a.customer_id = $2 AND a.ended_at IS NULL AND a.idle_until > $3 AND a.until > $3
        ORDER BY a.started_at, a.id");

    /// A customer's sessions that are over, newest first, before a place in the list.
    pub(crate) ENDED_OF_CUSTOMER = session_where!(
        "AND a.customer_id = $2 AND (a.ended_at IS NOT NULL OR a.idle_until <= $3 OR a.until <= $3)
            AND (a.started_at < $4 OR (a.started_at = $4 AND a.id < $5))
        ORDER BY a.started_at DESC, a.id DESC LIMIT $6");

    /// A customer's sessions, newest first, before a place in the list.
    pub(crate) ALL_OF_CUSTOMER = session_where!(
        "AND a.customer_id = $2 AND (a.started_at < $3 OR (a.started_at = $3 AND a.id < $4))
        ORDER BY a.started_at DESC, a.id DESC LIMIT $5");

    /// Running sessions, newest first, before a place in the list.
    pub(crate) RUNNING = session_where!(
        "AND a.ended_at IS NULL AND a.idle_until > $2 AND a.until > $2
            AND (a.started_at < $3 OR (a.started_at = $3 AND a.id < $4))
        ORDER BY a.started_at DESC, a.id DESC LIMIT $5");

    /// Sessions a customer disputed since a moment.
    pub(crate) DISPUTED = session_where!(
        "AND a.disputed_at IS NOT NULL AND a.disputed_at > $2 ORDER BY a.disputed_at DESC, a.id DESC LIMIT $3");

    /// What a start must know of the customer.
    pub(crate) CUSTOMER = "SELECT first_name, last_name, number, email, email_key, status, consent
        FROM customer WHERE tenant = $1 AND id = $2";

    /// Whether there is such a customer.
    pub(crate) CUSTOMER_EXISTS = "SELECT id FROM customer WHERE tenant = $1 AND id = $2";

    /// Holds the customer's row, so that of two starts at once the second one sees the first.
    pub(crate) HOLD_CUSTOMER = "UPDATE customer SET consent = consent WHERE tenant = $1 AND id = $2";

    /// A staff account with this e-mail address.
    pub(crate) STAFF_WITH_EMAIL = "SELECT id, may FROM staff WHERE tenant = $1 AND email_key = $2";

    /// The agent's next tab number; holds the agent's row, so that starts at once are counted.
    pub(crate) TAKE_TAB = "UPDATE staff SET next_tab = next_tab + 1 WHERE tenant = $1 AND id = $2 RETURNING next_tab - 1";

    /// When a sign-in ends in any case.
    pub(crate) SIGN_IN = "SELECT until FROM staff_session WHERE tenant = $1 AND id = $2";

    /// A new session.
    pub(crate) START = "INSERT INTO assist_session (tenant, id, staff_id, staff_session_id, tab, customer_id, site_id,
            token_hash, may, channel, reason, ticket, started_at, seen_at, idle_until, until, notice_job, refresh_hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16, $17)";

    /// Gives a session a new token and what renews that.
    pub(crate) REFRESH = "UPDATE assist_session SET token_hash = $3, refresh_hash = $4, seen_at = $5, idle_until = $6
        WHERE tenant = $1 AND id = $2 AND refresh_hash = $7 AND ended_at IS NULL";

    /// An agent's oldest running session of a surface.
    pub(crate) OLDEST_ON = "SELECT id FROM assist_session
        WHERE tenant = $1 AND staff_id = $2 AND channel = $4 AND ended_at IS NULL AND idle_until > $3 AND until > $3
        ORDER BY started_at, id LIMIT 1";

    /// Ends a session that has not ended.
    pub(crate) END = "UPDATE assist_session SET ended_at = $3, ended_by = $4, end_reason = $5, summary = $6, disposition = $7,
            ended_by_name = $8
        WHERE tenant = $1 AND id = $2 AND ended_at IS NULL";

    /// Adds what the agent has to say to a session that ended without it.
    pub(crate) SUM_UP = "UPDATE assist_session SET summary = $4, disposition = $5
        WHERE tenant = $1 AND id = $2 AND staff_id = $3 AND summary IS NULL";

    /// Renews a session.
    pub(crate) RENEW = "UPDATE assist_session SET seen_at = $3, idle_until = $4, until = $5
        WHERE tenant = $1 AND id = $2 AND ended_at IS NULL";

    /// Lets a session do more.
    pub(crate) RAISE = "UPDATE assist_session SET may = $3 WHERE tenant = $1 AND id = $2 AND ended_at IS NULL";

    /// Marks a session as disputed by its customer.
    pub(crate) DISPUTE = "UPDATE assist_session SET disputed_at = $3 WHERE tenant = $1 AND id = $2 AND disputed_at IS NULL";

    /// A note.
    pub(crate) NOTE = "INSERT INTO assist_note (tenant, session_id, id, staff_id, at, body) VALUES ($1, $2, $3, $4, $5, $6)";

    /// A session's notes.
    pub(crate) NOTES = "SELECT id, at, body FROM assist_note WHERE tenant = $1 AND session_id = $2 ORDER BY at, id LIMIT 200";

    /// Sessions of all tenants whose time is over but whose row does not say so yet.
    pub(crate) TIMED_OUT = "SELECT tenant, id FROM assist_session
        WHERE ended_at IS NULL AND (idle_until <= $1 OR until <= $1) ORDER BY started_at, id LIMIT 200";

    /// Running sessions of a staff member.
    pub(crate) OPEN_OF_STAFF = "SELECT id FROM assist_session WHERE tenant = $1 AND staff_id = $2 AND ended_at IS NULL ORDER BY id";

    /// Running sessions of a staff member on one site.
    pub(crate) OPEN_OF_STAFF_ON = "SELECT id FROM assist_session
        WHERE tenant = $1 AND staff_id = $2 AND site_id = $3 AND ended_at IS NULL ORDER BY id";

    /// Running sessions of a customer.
    pub(crate) OPEN_OF_CUSTOMER = "SELECT id FROM assist_session WHERE tenant = $1 AND customer_id = $2 AND ended_at IS NULL ORDER BY id";

    /// Running sessions on a site.
    pub(crate) OPEN_ON_SITE = "SELECT id FROM assist_session WHERE tenant = $1 AND site_id = $2 AND ended_at IS NULL ORDER BY id";

    /// One open session.
    pub(crate) OPEN_ONE = "SELECT id FROM assist_session WHERE tenant = $1 AND id = $2 AND ended_at IS NULL";

    /// Running sessions that hang on a sign-in.
    pub(crate) OPEN_OF_SIGN_IN = "SELECT id FROM assist_session
        WHERE tenant = $1 AND staff_session_id = $2 AND ended_at IS NULL ORDER BY id";

    /// Drops a job that nobody has claimed.
    pub(crate) DROP_JOB = "DELETE FROM job WHERE tenant = $1 AND id = $2 AND tries = 0 AND done_at IS NULL";

    /// Staff who are told of disputes.
    pub(crate) WATCHERS = "SELECT id FROM staff WHERE tenant = $1 AND status = 'active' AND (may & $2) <> 0 ORDER BY id LIMIT 100";
}
