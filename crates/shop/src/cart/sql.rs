//! Statements about carts.

/// What [`super::row::Cart`] is read from, in its order.
macro_rules! cart_columns {
    () => {
        "owner, id, site_id, currency, state, version, moved_to, order_number, coupons, item_count, total,
            email, delivery, billing, shipping, payment, terms, handed_by, handed_name, handed_at, handed_note,
            changed_at, changed_by, changed_name, name,
            (SELECT c.segment FROM customer c WHERE c.tenant = cart.tenant AND c.id = cart.owner)"
    };
}

store::statements! {
    /// Whose cart it is.
    pub(crate) OWNER = "SELECT owner FROM cart WHERE tenant = $1 AND id = $2";

    /// A cart.
    pub(crate) CART = concat!("SELECT ", cart_columns!(), " FROM cart WHERE tenant = $1 AND id = $2");

    /// An owner's current cart on a site in a currency.
    pub(crate) CURRENT = concat!("SELECT ", cart_columns!(), " FROM cart
        WHERE tenant = $1 AND owner = $2 AND site_id = $3 AND currency = $4 AND state IN ('open', 'handed_over')");

    /// An owner's current carts on all sites, the one changed last first.
    pub(crate) CURRENT_OF = concat!("SELECT ", cart_columns!(), " FROM cart
        WHERE tenant = $1 AND owner = $2 AND state IN ('open', 'handed_over') ORDER BY changed_at DESC, id DESC");

    /// Makes a cart, where there is no current one.
    pub(crate) OPEN = "INSERT INTO cart (tenant, owner, id, site_id, currency, state, version, fence, coupons,
            item_count, total, email, shipping, payment, created_at, changed_at, changed_by, changed_name, name)
        VALUES ($1, $2, $3, $4, $5, 'open', 1, 0, '', 0, 0, '', '', '', $6, $6, $7, $8, $9)";

    /// The ids of an owner's carts on a site, as many as one can have.
    pub(crate) IDS_OF_SITE = "SELECT id FROM cart
        WHERE tenant = $1 AND owner = $2 AND site_id = $3 AND state IN ('open', 'handed_over', 'saved') LIMIT $4";

    /// An owner's carts on a site: the current ones first, then the one changed last first.
    pub(crate) OF_SITE = concat!("SELECT ", cart_columns!(), " FROM cart
        WHERE tenant = $1 AND owner = $2 AND site_id = $3 AND state IN ('open', 'handed_over', 'saved')
        ORDER BY CASE WHEN state = 'saved' THEN 1 ELSE 0 END, changed_at DESC, id DESC LIMIT $4");

    /// Puts the current cart aside, unless it is $5.
    pub(crate) PUT_ASIDE = concat!("UPDATE cart SET state = 'saved', version = version + 1, changed_at = $6,
            changed_by = $7, changed_name = $8
        WHERE tenant = $1 AND owner = $2 AND site_id = $3 AND currency = $4 AND state IN ('open', 'handed_over')
            AND id <> $5
        RETURNING ", cart_columns!());

    /// Makes the saved cart that changed last the current one.
    pub(crate) STEP_FORWARD = concat!("UPDATE cart SET state = 'open', version = version + 1, changed_at = $5,
            changed_by = $6, changed_name = $7
        WHERE tenant = $1 AND owner = $2 AND state = 'saved' AND id = (SELECT s.id FROM cart s
            WHERE s.tenant = $1 AND s.owner = $2 AND s.site_id = $3 AND s.currency = $4 AND s.state = 'saved'
            ORDER BY s.changed_at DESC, s.id DESC LIMIT 1)
        RETURNING ", cart_columns!());

    /// Takes a cart that is kept for one change, if its version is from $3 to $4. Whoever comes second waits
    /// here and then sees what the first one did.
    pub(crate) TAKE = concat!("UPDATE cart SET version = version + 1, changed_at = $5, changed_by = $6, changed_name = $7
        WHERE tenant = $1 AND id = $2 AND version BETWEEN $3 AND $4
            AND state IN ('open', 'handed_over', 'saved')
        RETURNING ", cart_columns!());

    /// Stores what a change came to.
    pub(crate) STORE = "UPDATE cart SET state = $4, moved_to = $5, order_number = $6, coupons = $7, item_count = $8,
            total = $9, email = $10, delivery = $11, billing = $12, shipping = $13, payment = $14, terms = $15,
            name = $16, currency = $17
        WHERE tenant = $1 AND owner = $2 AND id = $3";

    /// Says where a guest's cart went.
    pub(crate) MOVED = "UPDATE cart SET state = $4, moved_to = $5, changed_at = $6, version = version + 1
        WHERE tenant = $1 AND owner = $2 AND id = $3 AND state IN ('open', 'handed_over')";

    /// Whose token this is.
    pub(crate) GUEST = "SELECT id FROM guest WHERE tenant = $1 AND token_hash = $2";

    /// A cart's lines, as they were added, each with what is left of what it wants.
    pub(crate) LINES = "SELECT l.id, l.variant_id, l.quantity, l.shown, l.added_by, l.added_staff, l.added_name,
            s.on_hand - s.reserved
        FROM cart_line l LEFT JOIN stock s ON s.tenant = l.tenant AND s.variant_id = l.variant_id
        WHERE l.tenant = $1 AND l.owner = $2 AND l.cart_id = $3 ORDER BY l.id";

    /// Writes a line.
    pub(crate) PUT_LINE = "INSERT INTO cart_line (tenant, owner, cart_id, id, variant_id, quantity, shown,
            added_by, added_staff, added_name)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (tenant, owner, cart_id, id) DO UPDATE SET quantity = $6, shown = $7";

    /// Removes a line.
    pub(crate) DROP_LINE = "DELETE FROM cart_line WHERE tenant = $1 AND owner = $2 AND cart_id = $3 AND id = $4";

    /// Removes a cart's lines.
    pub(crate) DROP_LINES = "DELETE FROM cart_line WHERE tenant = $1 AND owner = $2 AND cart_id = $3";

    /// Removes a cart.
    pub(crate) DROP = "DELETE FROM cart WHERE tenant = $1 AND owner = $2 AND id = $3";

    /// Says who handed the cart over and why; NULLs take it back.
    pub(crate) HAND = "UPDATE cart SET handed_by = $4, handed_name = $5, handed_at = $6, handed_note = $7
        WHERE tenant = $1 AND owner = $2 AND id = $3";

    /// The sites of carts that wait to be taken, for counting them.
    pub(crate) HANDED_OVER_SITES = "SELECT site_id FROM cart WHERE tenant = $1 AND state = 'handed_over' LIMIT 100";

    /// Carts that wait to be taken, the one that waits longest first, after (time, id).
    pub(crate) HANDED_OVER = concat!("SELECT ", cart_columns!(), ",
            (SELECT c.first_name FROM customer c WHERE c.tenant = cart.tenant AND c.id = cart.owner),
            (SELECT c.last_name FROM customer c WHERE c.tenant = cart.tenant AND c.id = cart.owner)
        FROM cart WHERE tenant = $1 AND state = 'handed_over' AND (handed_at > $2 OR handed_at = $2 AND id > $3)
        ORDER BY handed_at, id LIMIT $4");
}
