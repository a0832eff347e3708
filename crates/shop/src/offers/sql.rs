//! Statements about promotions and coupons.

store::statements! {
    /// Promotions that have not been retired.
    pub(crate) PROMOTIONS = "SELECT id, code, names, percent, amounts, minimums, categories, products, segment,
            valid_from, valid_until, assisted, by_coupon, priority, exclusive
        FROM promotion WHERE tenant = $1 AND active = true ORDER BY id";

    /// Coupons that have not been retired.
    pub(crate) COUPONS = "SELECT id, code, code_key, promotion_id, valid_from, valid_until, limit_total, limit_customer
        FROM coupon WHERE tenant = $1 AND active = true ORDER BY id";

    /// Counts a use if the coupon has one left; takes its row, so that uses of one coupon queue here.
    pub(crate) COUNT_USE = "UPDATE coupon SET uses = uses + 1
        WHERE tenant = $1 AND id = $2 AND active = true AND (limit_total IS NULL OR uses < limit_total)
        RETURNING limit_customer";

    /// Takes a counted use back.
    pub(crate) UNCOUNT_USE = "UPDATE coupon SET uses = uses - 1 WHERE tenant = $1 AND id = $2 AND uses > 0";

    /// Orders for which a customer has used a coupon.
    pub(crate) USES_OF = "SELECT order_id FROM coupon_use
        WHERE tenant = $1 AND coupon_id = $2 AND customer = $3 LIMIT $4";

    /// Notes which order used a coupon.
    pub(crate) NOTE_USE = "INSERT INTO coupon_use (tenant, coupon_id, customer, order_id, at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, coupon_id, customer, order_id) DO NOTHING";

    /// Forgets that an order used a coupon.
    pub(crate) FORGET_USE = "DELETE FROM coupon_use
        WHERE tenant = $1 AND coupon_id = $2 AND customer = $3 AND order_id = $4";

    /// The limits of a coupon and how often it was used.
    pub(crate) LIMITS = "SELECT uses, limit_total, limit_customer FROM coupon
        WHERE tenant = $1 AND id = $2 AND active = true";

    /// Whose code it is, among promotions.
    pub(crate) PROMOTION_CODE = "SELECT id FROM promotion WHERE tenant = $1 AND code = $2";

    /// Whether a promotion that has not been retired takes a coupon.
    pub(crate) PROMOTION = "SELECT by_coupon FROM promotion WHERE tenant = $1 AND id = $2 AND active = true";

    /// A new promotion; `$3` is the version of one that is replaced, and none here.
    pub(crate) NEW_PROMOTION = "INSERT INTO promotion (tenant, id, version, code, names, percent, amounts, minimums,
            categories, products, segment, valid_from, valid_until, assisted, by_coupon, priority, exclusive, active)
        VALUES ($1, $2, CAST($3 AS BIGINT) + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        RETURNING version";

    /// Replaces a promotion.
    pub(crate) SET_PROMOTION = "UPDATE promotion SET version = version + 1, code = $4, names = $5, percent = $6,
            amounts = $7, minimums = $8, categories = $9, products = $10, segment = $11, valid_from = $12,
            valid_until = $13, assisted = $14, by_coupon = $15, priority = $16, exclusive = $17, active = $18
        WHERE tenant = $1 AND id = $2 AND version = $3 RETURNING version";

    /// Whose code it is, among coupons.
    pub(crate) COUPON_CODE = "SELECT id FROM coupon WHERE tenant = $1 AND code_key = $2";

    /// A new coupon; `$3` is the version of one that is replaced, and none here.
    pub(crate) NEW_COUPON = "INSERT INTO coupon (tenant, id, version, code, code_key, promotion_id, valid_from, valid_until,
            limit_total, limit_customer, active, uses)
        VALUES ($1, $2, CAST($3 AS BIGINT) + 1, $4, $5, $6, $7, $8, $9, $10, $11, 0) RETURNING version";

    /// Replaces a coupon.
    pub(crate) SET_COUPON = "UPDATE coupon SET version = version + 1, code = $4, code_key = $5, promotion_id = $6,
            valid_from = $7, valid_until = $8, limit_total = $9, limit_customer = $10, active = $11
        WHERE tenant = $1 AND id = $2 AND version = $3 RETURNING version";
}
