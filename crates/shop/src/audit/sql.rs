//! Statements of the audit log.

store::statements! {
    /// A subject's reference and wrapped key.
    pub(crate) SUBJECT = "SELECT reference, wrapped FROM subject_key WHERE tenant = $1 AND subject = $2";

    /// Leaves of a stream behind a position.
    pub(crate) STREAM = "SELECT at, actor, subject, action, outcome, details FROM leaf
        WHERE tenant = $1 AND stream = $2 AND position > $3 ORDER BY position LIMIT $4";

    /// A new subject; the first one to write it counts.
    pub(crate) NEW_SUBJECT = "INSERT INTO subject_key (tenant, subject, reference, wrapped) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant, subject) DO NOTHING";

    /// Erases a subject: its key, and the reference that leads to it.
    pub(crate) ERASE_SUBJECT = "DELETE FROM subject_key WHERE tenant = $1 AND subject = $2";

    /// Takes a stream's head: the new leaf's position, its time and the hash of the leaf before it. Within a
    /// stream time never goes back, whatever the nodes' clocks say, so that leaves taken by time come in the
    /// order of their positions.
    pub(crate) TAKE_HEAD = "INSERT INTO stream_head (tenant, stream, position, at, hash) VALUES ($1, $2, 0, $3, $4)
        ON CONFLICT (tenant, stream) DO UPDATE SET position = stream_head.position + 1,
            at = CASE WHEN stream_head.at < excluded.at THEN excluded.at ELSE stream_head.at END
        RETURNING position, at, hash";

    /// One leaf, not yet placed in the tree.
    pub(crate) WRITE_LEAF = "INSERT INTO leaf
        (tenant, stream, position, at, actor, subject, session, action, outcome, bytes, hash, details)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    /// The hash of a stream's newest leaf.
    pub(crate) SET_HEAD = "UPDATE stream_head SET hash = $3 WHERE tenant = $1 AND stream = $2";

    /// Whether a leaf waits to be placed.
    pub(crate) WAITING = "SELECT position FROM leaf WHERE tenant = $1 AND placed IS NULL LIMIT 1";

    /// Places the `$3` leaves that have waited longest, from index `$2` on.
    pub(crate) PLACE = "UPDATE leaf SET placed = $2 + chosen.place
        FROM (SELECT stream, position, ROW_NUMBER() OVER (ORDER BY at, stream, position) - 1 AS place
            FROM (SELECT at, stream, position FROM leaf WHERE tenant = $1 AND placed IS NULL
                ORDER BY at, stream, position LIMIT $3) AS oldest) AS chosen
        WHERE leaf.tenant = $1 AND leaf.stream = chosen.stream AND leaf.position = chosen.position
        RETURNING placed, hash";

    /// The newest checkpoint.
    pub(crate) NEWEST_CHECKPOINT = "SELECT size, root, note, at FROM checkpoint WHERE tenant = $1
        ORDER BY size DESC LIMIT 1";

    /// A signed checkpoint.
    pub(crate) WRITE_CHECKPOINT = "INSERT INTO checkpoint (tenant, size, root, note, at) VALUES ($1, $2, $3, $4, $5)";

    /// A tile of the tree.
    pub(crate) TILE = "SELECT hashes FROM tree_tile WHERE tenant = $1 AND level = $2 AND tile = $3";

    /// Writes a tile that is new or has grown.
    pub(crate) WRITE_TILE = "INSERT INTO tree_tile (tenant, level, tile, hashes) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant, level, tile) DO UPDATE SET hashes = excluded.hashes";

    /// A tenant's leaves between two times, newest first, from a place in that order on.
    pub(crate) LEAVES_BY_TIME = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND at >= $2 AND (at, stream, position) < ($3, $4, $5)
        ORDER BY at DESC, stream DESC, position DESC LIMIT $6";

    /// The same of one subject.
    pub(crate) LEAVES_BY_SUBJECT = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND subject = $7 AND at >= $2 AND (at, stream, position) < ($3, $4, $5)
        ORDER BY at DESC, stream DESC, position DESC LIMIT $6";

    /// The same of one actor.
    pub(crate) LEAVES_BY_ACTOR = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND actor = $7 AND at >= $2 AND (at, stream, position) < ($3, $4, $5)
        ORDER BY at DESC, stream DESC, position DESC LIMIT $6";

    /// The same of one stream, where the order of time is that of the positions.
    pub(crate) LEAVES_OF_STREAM = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND stream = $7 AND at >= $2 AND (at, stream, position) < ($3, $4, $5)
        ORDER BY position DESC LIMIT $6";

    /// Leaves of a stream behind a position, oldest first.
    pub(crate) STREAM_FROM = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND stream = $2 AND position > $3 ORDER BY position LIMIT $4";

    /// One leaf by stream and position.
    pub(crate) LEAF = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND stream = $2 AND position = $3";

    /// One leaf by its place in the tree.
    pub(crate) LEAF_AT = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND placed = $2";

    /// Leaves by their places, from one up to before another.
    pub(crate) LEAVES_AT = "SELECT stream, position, at, placed, actor, subject, bytes, details FROM leaf
        WHERE tenant = $1 AND placed >= $2 AND placed < $3 ORDER BY placed";

    /// Who a reference stands for, and the wrapped key.
    pub(crate) REFERRED = "SELECT reference, wrapped, subject FROM subject_key WHERE tenant = $1 AND reference = $2";

    /// A staff member's name.
    pub(crate) STAFF_NAME = "SELECT name FROM staff WHERE tenant = $1 AND id = $2";

    /// A customer's name.
    pub(crate) CUSTOMER_NAME = "SELECT first_name, last_name FROM customer WHERE tenant = $1 AND id = $2";

    /// An assist session with the names of those in it.
    pub(crate) SESSION = "SELECT a.staff_id, s.name, a.customer_id, c.first_name, c.last_name, a.site_id, t.name, a.reason,
            a.ticket, a.started_at, a.until, a.ended_at, a.ended_by, a.end_reason, a.summary, a.disputed_at,
            a.ended_by_name
        FROM assist_session a
        LEFT JOIN staff s ON s.tenant = a.tenant AND s.id = a.staff_id
        LEFT JOIN customer c ON c.tenant = a.tenant AND c.id = a.customer_id
        LEFT JOIN site t ON t.tenant = a.tenant AND t.id = a.site_id
        WHERE a.tenant = $1 AND a.id = $2";

    /// The newest checkpoint that is not larger than a size.
    pub(crate) CHECKPOINT_AT = "SELECT size, root, note, at FROM checkpoint WHERE tenant = $1 AND size <= $2
        ORDER BY size DESC LIMIT 1";

    /// Checkpoints smaller than a size, newest first.
    pub(crate) CHECKPOINTS = "SELECT size, root, note, at FROM checkpoint WHERE tenant = $1 AND size < $2
        ORDER BY size DESC LIMIT $3";
}
