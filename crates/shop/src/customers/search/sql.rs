//! Statements of the search.

/// Customers in one range of keys: the range's place, and the customer.
macro_rules! range {
    ($place:literal, $from:literal, $until:literal) => {
        concat!(
            "SELECT place, customer_id FROM (SELECT CAST(",
            $place,
            " AS BIGINT) AS place, customer_id FROM customer_key WHERE tenant = $1 AND key >= $",
            $from,
            " AND key < $",
            $until,
            " ORDER BY key LIMIT $2) AS range",
            $place
        )
    };
}

/// Twenty ids, `$2` to `$21`, as a table of their own: a join with it looks each one up by its key, whatever
/// the planner believes about the size of the other table.
macro_rules! wanted {
    () => {
        "WITH wanted (id) AS (VALUES (CAST($2 AS TEXT)), ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12),
            ($13), ($14), ($15), ($16), ($17), ($18), ($19), ($20), ($21)) "
    };
}

store::statements! {
    /// Customers in up to four ranges of keys. Engines read the parts one after the other and stop at the
    /// limit, so that a common beginning costs no more than a rare one; should one of them not, an answer that
    /// is cut off has other customers of the same query in it.
    pub(crate) IN_FOUR = concat!(
        range!("0", "3", "4"), " UNION ALL ", range!("1", "5", "6"), " UNION ALL ", range!("2", "7", "8"),
        " UNION ALL ", range!("3", "9", "10"), " LIMIT $2"
    );

    /// Customers in up to ten ranges of keys.
    pub(crate) IN_TEN = concat!(
        range!("0", "3", "4"), " UNION ALL ", range!("1", "5", "6"), " UNION ALL ", range!("2", "7", "8"),
        " UNION ALL ", range!("3", "9", "10"), " UNION ALL ", range!("4", "11", "12"), " UNION ALL ",
        range!("5", "13", "14"), " UNION ALL ", range!("6", "15", "16"), " UNION ALL ", range!("7", "17", "18"),
        " UNION ALL ", range!("8", "19", "20"), " UNION ALL ", range!("9", "21", "22"), " LIMIT $2"
    );

    /// What a list shows of twenty customers; a shorter list of ids ends in empty ones. `$22` is the moment
    /// since which a sign of life counts as being in the shop, `$23` the present one.
    pub(crate) ROWS = concat!(
        wanted!(),
        "SELECT c.id, c.number, c.first_name, c.last_name, c.email, c.phone, c.segment, c.vip, c.status, c.consent,
            c.last_order_at, c.last_order_number,
            (SELECT MAX(a.city) FROM address a
                WHERE a.tenant = c.tenant AND a.customer_id = c.id AND a.default_shipping),
            EXISTS (SELECT 1 FROM customer_session cs
                WHERE cs.tenant = c.tenant AND cs.customer_id = c.id AND cs.ended_at IS NULL AND cs.seen_at > $22),
            EXISTS (SELECT 1 FROM assist_session s
                WHERE s.tenant = c.tenant AND s.customer_id = c.id AND s.ended_at IS NULL AND s.idle_until > $23)
        FROM wanted w JOIN customer c ON c.tenant = $1 AND c.id = w.id"
    );

    /// Who is helping these twenty customers.
    pub(crate) HELPERS = concat!(
        wanted!(),
        "SELECT s.customer_id, t.name FROM wanted w
        JOIN assist_session s ON s.tenant = $1 AND s.customer_id = w.id AND s.ended_at IS NULL AND s.idle_until > $22
        JOIN staff t ON t.tenant = s.tenant AND t.id = s.staff_id
        ORDER BY s.started_at"
    );
}
