//! Statements of the outbox.

store::statements! {
    /// The next sequence number of a topic; takes its head.
    pub(crate) NEXT = "INSERT INTO topic_head (tenant, topic, sequence) VALUES ($1, $2, 1)
        ON CONFLICT (tenant, topic) DO UPDATE SET sequence = topic_head.sequence + 1 RETURNING sequence";

    /// One event.
    pub(crate) WRITE = "INSERT INTO outbox (tenant, topic, sequence, kind, body, at) VALUES ($1, $2, $3, $4, $5, $6)";

    /// Events of a topic after a sequence number.
    pub(crate) SINCE = "SELECT sequence, kind, body FROM outbox
        WHERE tenant = $1 AND topic = $2 AND sequence > $3 ORDER BY sequence LIMIT $4";

    /// How far a topic is.
    pub(crate) HEAD = "SELECT sequence FROM topic_head WHERE tenant = $1 AND topic = $2";

    /// How far up to sixteen topics of a tenant are.
    pub(crate) HEADS = "SELECT topic, sequence FROM topic_head WHERE tenant = $1
        AND topic IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

    /// Forgets events that have had their time.
    pub(crate) FORGET_EVENTS = "DELETE FROM outbox WHERE at < $1";

    /// The customer a session belongs to, and its agent.
    pub(crate) SESSION_OF = "SELECT customer_id, staff_id FROM assist_session WHERE tenant = $1 AND id = $2";

    /// The customer or guest whose cart this is.
    pub(crate) OWNER_OF_CART = "SELECT owner FROM cart WHERE tenant = $1 AND id = $2";

    /// Claims due jobs of a kind. The conditions stand outside once more: of two nodes at once, the second
    /// one finds the row claimed when it comes to it.
    pub(crate) CLAIM_JOBS = "UPDATE job SET claimed_by = $4, claimed_until = $5, tries = tries + 1
        WHERE done_at IS NULL AND claimed_until <= $2 AND (tenant, id) IN (
            SELECT tenant, id FROM job
            WHERE kind = $1 AND done_at IS NULL AND due_at <= $2 AND claimed_until <= $2
            ORDER BY due_at, id LIMIT $3)
        RETURNING tenant, id, body, tries";

    /// Closes a claimed job.
    pub(crate) CLOSE_JOB = "UPDATE job SET done_at = $4, outcome = $5 WHERE tenant = $1 AND id = $2 AND tries = $3 AND done_at IS NULL";

    /// Lets a claimed job wait for its next try.
    pub(crate) RETRY_JOB = "UPDATE job SET due_at = $4, claimed_until = 0, claimed_by = NULL, outcome = $5
        WHERE tenant = $1 AND id = $2 AND tries = $3 AND done_at IS NULL";

    /// When the next job is due.
    pub(crate) NEXT_DUE = "SELECT CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END
        FROM job WHERE done_at IS NULL ORDER BY 1 LIMIT 1";

    /// Forgets jobs that are done.
    pub(crate) FORGET_JOBS = "DELETE FROM job WHERE done_at IS NOT NULL AND done_at < $1";
}
