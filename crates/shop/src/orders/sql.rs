//! Statements about orders.

/// What [`super::order::Order`] is read from, in its order.
macro_rules! order_columns {
    () => {
        "owner, id, number, reference, digest, cart_id, site_id, currency, placed_at, status, version, item_count,
            subtotal, discount, shipping, tax, total, tax_included, breakdown, name, email, delivery, billing,
            shipping_code, shipping_name, payment, placed_by, staff_id, staff_name, session_id, channel, terms"
    };
}

/// What is stored of a line beside whose it is, in the order of `write::line`.
macro_rules! line_columns {
    () => {
        "position, variant_id, sku, name, options, slug, picture, quantity, unit, discount, tax_rate, tax, total,
            why, added_by, added_name"
    };
}

/// A page of orders, newest first, before (time, id).
macro_rules! page {
    ($filter:literal) => {
        concat!(
            "SELECT ",
            order_columns!(),
            " FROM shop_order
            WHERE tenant = $1 AND (placed_at < $2 OR placed_at = $2 AND id < $3)",
            $filter,
            "
            ORDER BY placed_at DESC, id DESC LIMIT $4"
        )
    };
}

store::statements! {
    /// An order.
    pub(crate) ORDER = concat!("SELECT ", order_columns!(), " FROM shop_order WHERE tenant = $1 AND id = $2");

    /// An order by its number.
    pub(crate) ORDER_BY_NUMBER = concat!("SELECT ", order_columns!(), " FROM shop_order
        WHERE tenant = $1 AND number = $2");

    /// An imported order by its reference.
    pub(crate) BY_REFERENCE = "SELECT owner, id, number, digest, version FROM shop_order WHERE tenant = $1 AND reference = $2";

    /// An order's lines.
    pub(crate) LINES = "SELECT variant_id, sku, name, options, slug, picture, quantity, unit, discount, tax_rate, tax,
            total, why, added_by, added_name
        FROM order_line WHERE tenant = $1 AND owner = $2 AND order_id = $3 ORDER BY position";

    /// Lines of up to ten orders of one owner; a shorter list ends in empty ids.
    pub(crate) LINES_OF_TEN = "SELECT variant_id, sku, name, options, slug, picture, quantity, unit, discount, tax_rate,
            tax, total, why, added_by, added_name, order_id
        FROM order_line WHERE tenant = $1 AND owner = $2
            AND order_id IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ORDER BY order_id, position";

    /// Pictures of the first lines of up to ten orders of one owner.
    pub(crate) PICTURES_OF_TEN = "SELECT order_id, picture FROM order_line WHERE tenant = $1 AND owner = $2
            AND order_id IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AND position <= 4
        ORDER BY order_id, position";

    /// What became of an order.
    pub(crate) EVENTS = "SELECT at, status, by FROM order_event
        WHERE tenant = $1 AND owner = $2 AND order_id = $3 ORDER BY version";

    /// An owner's orders.
    pub(crate) OF_OWNER = page!(" AND owner = $5");

    /// An owner's orders, the newest first, from a place on.
    pub(crate) OF_OWNER_BY_OFFSET = concat!("SELECT ", order_columns!(), " FROM shop_order
        WHERE tenant = $1 AND owner = $2 ORDER BY placed_at DESC, id DESC LIMIT $3 OFFSET $4");

    /// How many orders an owner has, up to $3.
    pub(crate) COUNT_OF_OWNER = "SELECT COUNT(*) FROM (SELECT id FROM shop_order
        WHERE tenant = $1 AND owner = $2 LIMIT $3) AS counted";

    /// All orders.
    pub(crate) ALL_ORDERS = page!("");

    /// All orders with a status.
    pub(crate) WITH_STATUS = page!(" AND status = $5");

    /// All orders placed by agents.
    pub(crate) HELPED = page!(" AND placed_by = 'agent'");

    /// All orders placed by agents, with a status.
    pub(crate) HELPED_WITH_STATUS = page!(" AND placed_by = 'agent' AND status = $5");

    /// Stores an order.
    pub(crate) NEW_ORDER = concat!("INSERT INTO shop_order (tenant, ", order_columns!(), ")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)");

    /// Stores eight lines of one order.
    pub(crate) NEW_8_LINES = concat!("INSERT INTO order_line (tenant, owner, order_id, ", line_columns!(), ")
        VALUES
            ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19),
            ($1, $2, $3, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35),
            ($1, $2, $3, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51),
            ($1, $2, $3, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67),
            ($1, $2, $3, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83),
            ($1, $2, $3, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99),
            ($1, $2, $3, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113,
                $114, $115),
            ($1, $2, $3, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129,
                $130, $131)");

    /// Stores a line.
    pub(crate) NEW_LINE = concat!("INSERT INTO order_line (tenant, owner, order_id, ", line_columns!(), ")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)");

    /// Removes an order's lines, before an import writes others.
    pub(crate) DROP_LINES = "DELETE FROM order_line WHERE tenant = $1 AND owner = $2 AND order_id = $3";

    /// Removes an order, before an import writes it anew.
    pub(crate) DROP_ORDER = "DELETE FROM shop_order WHERE tenant = $1 AND owner = $2 AND id = $3";

    /// Moves an order on, if it is where it was thought to be.
    pub(crate) ADVANCE = "UPDATE shop_order SET status = $4, version = version + 1
        WHERE tenant = $1 AND id = $2 AND status = $3 RETURNING owner, version";

    /// Remembers what became of an order.
    pub(crate) NEW_EVENT = "INSERT INTO order_event (tenant, owner, order_id, version, at, status, by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// The customer's newest order, as their record shows it.
    pub(crate) LAST_ORDER = "UPDATE customer SET last_order_at = $3, last_order_number = $4
        WHERE tenant = $1 AND id = $2 AND (last_order_at IS NULL OR last_order_at <= $3)";

    /// A customer by the reference of an import.
    pub(crate) CUSTOMER_BY_REFERENCE = "SELECT id, first_name, last_name, email FROM customer
        WHERE tenant = $1 AND reference = $2";

    /// What imports call what is bought.
    pub(crate) VARIANTS_BY_REFERENCE = "SELECT reference, id FROM variant WHERE tenant = $1";
}
