//! Statements about checkout and payment.

store::statements! {
    /// Ways of shipping of all sites.
    pub(crate) SHIPPING_METHODS = "SELECT site_id, code, names, notes, prices, free_from
        FROM shipping_method WHERE tenant = $1 ORDER BY site_id, position, code";

    /// Adds or changes a way of shipping, unless it is just so already.
    pub(crate) SAVE_SHIPPING_METHOD = "INSERT INTO shipping_method (tenant, site_id, code, names, notes, prices,
            free_from, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant, site_id, code) DO UPDATE
        SET names = $4, notes = $5, prices = $6, free_from = $7, position = $8
        WHERE shipping_method.names <> $4 OR shipping_method.notes <> $5 OR shipping_method.prices <> $6
            OR shipping_method.free_from <> $7 OR shipping_method.position <> $8";

    /// One of a customer's own addresses.
    pub(crate) ADDRESS = "SELECT first_name, last_name, company, line1, line2, postcode, city, region, country, phone,
            salutation, line3
        FROM address WHERE tenant = $1 AND customer_id = $2 AND id = $3";

    /// Who a customer is.
    pub(crate) CUSTOMER = "SELECT first_name, last_name, email FROM customer WHERE tenant = $1 AND id = $2";

    /// Opens a payment, unless the order has one that waits or is settled.
    pub(crate) OPEN_PAYMENT = "INSERT INTO payment (tenant, owner, order_id, id, amount, currency, method, state,
            created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $8)
        ON CONFLICT DO NOTHING";

    /// The payment of an order that waits or is settled.
    pub(crate) LIVE_PAYMENT = "SELECT id FROM payment
        WHERE tenant = $1 AND order_id = $2 AND state IN ('waiting', 'settled')";

    /// An order's payments, the newest last.
    pub(crate) PAYMENTS = "SELECT state, brand, last4, expiry FROM payment
        WHERE tenant = $1 AND owner = $2 AND order_id = $3 ORDER BY id";

    /// Whose payment it is, and how far it is.
    pub(crate) PAYMENT_OWNER = "SELECT owner, state FROM payment WHERE tenant = $1 AND id = $2";

    /// Moves a payment on that waits.
    pub(crate) MOVE_PAYMENT = "UPDATE payment SET state = $3, brand = $4, last4 = $5, expiry = $6, changed_at = $7
        WHERE tenant = $1 AND id = $2 AND state = 'waiting' RETURNING owner, order_id, amount, currency, method";

    /// Calls off the payments of an order that took no money: those that wait, and invoices.
    pub(crate) CALL_OFF_PAYMENTS = "UPDATE payment SET state = 'cancelled', changed_at = $4
        WHERE tenant = $1 AND owner = $2 AND order_id = $3 AND (state = 'waiting' OR method = 'invoice')";

    /// Ends the links of an order that were not used.
    pub(crate) END_PAY_LINKS = "UPDATE pay_link SET expires_at = $3
        WHERE tenant = $1 AND order_id = $2 AND used_at IS NULL AND expires_at > $3";

    /// A link.
    pub(crate) NEW_PAY_LINK = "INSERT INTO pay_link (tenant, token_hash, owner, order_id, staff_id, created_at,
            expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// What a link is for.
    pub(crate) PAY_LINK = "SELECT order_id, expires_at, used_at FROM pay_link WHERE tenant = $1 AND token_hash = $2";

    /// Uses a link that was not used and has not expired.
    pub(crate) USE_PAY_LINK = "UPDATE pay_link SET used_at = $3
        WHERE tenant = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3 RETURNING order_id";
}
