//! What is kept of a customer, and where: statements that read it all, and statements that erase it.

store::statements! {
    /// The record.
    pub(crate) KEPT_RECORD = "SELECT number, reference, first_name, last_name, email, phone, locale, segment, vip, status,
            consent, consent_at, password IS NOT NULL, created_at, version, salutation, gender, birth_date,
            changed_at
        FROM customer WHERE tenant = $1 AND id = $2 AND erased_at IS NULL";

    /// Addresses.
    pub(crate) KEPT_ADDRESSES = "SELECT first_name, last_name, company, line1, line2, postcode, city, region, country, phone,
            default_shipping, default_billing, salutation, line3
        FROM address WHERE tenant = $1 AND customer_id = $2 ORDER BY id";

    /// Sign-ins.
    pub(crate) KEPT_SIGN_INS = "SELECT created_at, seen_at, ended_at FROM customer_session
        WHERE tenant = $1 AND customer_id = $2 ORDER BY created_at, id";

    /// Carts.
    pub(crate) KEPT_CARTS = "SELECT id, name, currency, state, coupons, email, delivery, billing, shipping, payment, total, created_at,
            changed_at, changed_by
        FROM cart WHERE tenant = $1 AND owner = $2 ORDER BY id";

    /// Lines of carts.
    pub(crate) KEPT_CART_LINES = "SELECT l.cart_id, v.sku, l.quantity, l.shown, l.added_by
        FROM cart_line l JOIN variant v ON v.tenant = l.tenant AND v.id = l.variant_id
        WHERE l.tenant = $1 AND l.owner = $2 ORDER BY l.cart_id, l.id";

    /// Orders.
    pub(crate) KEPT_ORDERS = "SELECT number, reference, currency, placed_at, status, subtotal, discount, shipping, tax, total,
            name, email, delivery, billing, shipping_name, payment, placed_by, channel, terms
        FROM shop_order WHERE tenant = $1 AND owner = $2 ORDER BY placed_at, id";

    /// Lines of orders.
    pub(crate) KEPT_ORDER_LINES = "SELECT o.number, l.sku, l.name, l.options, l.quantity, l.unit, l.discount, l.tax, l.total,
            l.added_by
        FROM order_line l JOIN shop_order o ON o.tenant = l.tenant AND o.owner = l.owner AND o.id = l.order_id
        WHERE l.tenant = $1 AND l.owner = $2 ORDER BY o.placed_at, l.order_id, l.position";

    /// Payments.
    pub(crate) KEPT_PAYMENTS = "SELECT o.number, p.amount, p.currency, p.method, p.state, p.brand, p.last4, p.created_at,
            p.changed_at
        FROM payment p JOIN shop_order o ON o.tenant = p.tenant AND o.owner = p.owner AND o.id = p.order_id
        WHERE p.tenant = $1 AND p.owner = $2 ORDER BY p.created_at, p.id";

    /// Times somebody helped.
    pub(crate) KEPT_ASSISTANCE = "SELECT a.id, s.name, a.started_at, a.ended_at, a.ended_by, a.reason, a.ticket, a.summary,
            a.disposition, a.disputed_at
        FROM assist_session a JOIN staff s ON s.tenant = a.tenant AND s.id = a.staff_id
        WHERE a.tenant = $1 AND a.customer_id = $2 ORDER BY a.started_at, a.id";

    /// What agents noted while they helped.
    pub(crate) KEPT_NOTES = "SELECT n.session_id, n.at, n.body
        FROM assist_note n JOIN assist_session a ON a.tenant = n.tenant AND a.id = n.session_id
        WHERE a.tenant = $1 AND a.customer_id = $2 ORDER BY n.at, n.id";

    /// Numbers and addresses of a customer's orders.
    pub(crate) ORDERS_OF = "SELECT id, number, delivery, billing FROM shop_order WHERE tenant = $1 AND owner = $2";

    /// Takes the person out of an order: who they were and where it went, but for the country, which its tax hangs on.
    pub(crate) STRIP_ORDER = "UPDATE shop_order SET name = $4, email = '', delivery = $5, billing = $6, reference = NULL,
            digest = NULL
        WHERE tenant = $1 AND owner = $2 AND id = $3";

    /// Empties the record. Its number stays, for the orders; its e-mail address may be somebody's again.
    pub(crate) STRIP_RECORD = "UPDATE customer SET reference = NULL, first_name = '', last_name = '', email = '', email_key = $4,
            phone = '', salutation = '', gender = '', birth_date = '', segment = 'standard', vip = FALSE, status = 'disabled', consent = FALSE, consent_at = NULL,
            password = NULL, cart_id = NULL, last_order_at = NULL, last_order_number = NULL, erased_at = $3, changed_at = $3,
            version = version + 1
        WHERE tenant = $1 AND id = $2 AND erased_at IS NULL";

    /// Erases addresses.
    pub(crate) DROP_ADDRESSES = "DELETE FROM address WHERE tenant = $1 AND customer_id = $2";

    /// Erases links for a first password.
    pub(crate) DROP_LINKS = "DELETE FROM customer_link WHERE tenant = $1 AND customer_id = $2";

    /// Erases lines of carts.
    pub(crate) DROP_CART_LINES = "DELETE FROM cart_line WHERE tenant = $1 AND owner = $2";

    /// Erases carts.
    pub(crate) DROP_CARTS = "DELETE FROM cart WHERE tenant = $1 AND owner = $2";

    /// Ends links by which orders could still be paid.
    pub(crate) END_PAY_LINKS = "UPDATE pay_link SET expires_at = $3
        WHERE tenant = $1 AND owner = $2 AND used_at IS NULL AND expires_at > $3";

    /// Erases what agents noted.
    pub(crate) DROP_NOTES = "DELETE FROM assist_note WHERE tenant = $1 AND session_id IN
            (SELECT id FROM assist_session WHERE tenant = $1 AND customer_id = $2)";

    /// Erases what was said of the times somebody helped. That, when and by whom stays.
    pub(crate) STRIP_ASSISTANCE = "UPDATE assist_session SET reason = '', ticket = '', summary = NULL, disposition = NULL,
            end_reason = NULL
        WHERE tenant = $1 AND customer_id = $2";

    /// Erases answers kept for repeats of the customer's own requests, and of those made for them; not of one that runs.
    pub(crate) DROP_ANSWERS = "DELETE FROM idempotency WHERE tenant = $1 AND outcome <> 0 AND (actor = $2 OR session IN
            (SELECT id FROM assist_session WHERE tenant = $1 AND customer_id = $3))";
}
