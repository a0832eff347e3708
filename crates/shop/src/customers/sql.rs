//! Statements about customers, their addresses and sign-ins.

/// What is read of a customer, in the order of `record::Customer::from_row`.
macro_rules! customer_where {
    ($condition:literal) => {
        customer_where!($condition, "")
    };
    ($condition:literal, $more:literal) => {
        concat!(
            "SELECT id, number, reference, first_name, last_name, email, phone, locale, segment, vip, status, consent,
                consent_at, version, created_at, last_order_at, last_order_number, salutation, gender, birth_date,
                changed_at",
            $more,
            " FROM customer WHERE tenant = $1 AND erased_at IS NULL AND ",
            $condition
        )
    };
}

/// What is read of an address, in the order of `address::Address::from_row`.
macro_rules! address_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, first_name, last_name, company, line1, line2, postcode, city, region, country, phone,
                default_shipping, default_billing, version, salutation, line3
             FROM address WHERE tenant = $1 AND customer_id = $2",
            $condition
        )
    };
}

store::statements! {
    /// A customer by id.
    pub(crate) CUSTOMER = customer_where!("id = $2");

    /// A customer by the key of the e-mail address.
    pub(crate) BY_EMAIL = customer_where!("email_key = $2");

    /// A customer by the reference an import gave.
    pub(crate) BY_REFERENCE = customer_where!("reference = $2");

    /// A new customer, unless number, e-mail or reference is taken.
    pub(crate) NEW_CUSTOMER = "INSERT INTO customer (tenant, id, number, reference, first_name, last_name, email,
            email_key, phone, locale, segment, vip, status, consent, password, version, created_at, salutation, gender,
            birth_date)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $17, $18, $19) ON CONFLICT DO NOTHING";

    /// Changes what a profile holds, if it is still at this version.
    pub(crate) SET_PROFILE = "UPDATE customer SET first_name = $4, last_name = $5, phone = $6, locale = $7,
            salutation = $8, gender = $9, birth_date = $10, changed_at = $11, version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Changes what an import brings, if it is still at this version.
    pub(crate) SET_IMPORTED = "UPDATE customer SET first_name = $4, last_name = $5, phone = $6, locale = $7,
            email = $8, email_key = $9, segment = $10, vip = $11, status = $12, consent = $13, salutation = $14,
            gender = $15, birth_date = $16, changed_at = $17, version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Allows or forbids that agents act for the customer.
    pub(crate) SET_CONSENT = "UPDATE customer SET consent = $4, consent_at = $5, changed_at = $5, version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Opens, locks or disables an account.
    pub(crate) SET_STATUS = "UPDATE customer SET status = $4, changed_at = $5, version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Sets price group and importance.
    pub(crate) SET_STANDING = "UPDATE customer SET segment = $4, vip = $5, changed_at = $6,
            version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Sixteen search keys of one customer; a shorter list repeats its last key.
    pub(crate) ADD_KEYS = "INSERT INTO customer_key (tenant, customer_id, key)
        VALUES ($1, $2, $3), ($1, $2, $4), ($1, $2, $5), ($1, $2, $6), ($1, $2, $7), ($1, $2, $8), ($1, $2, $9),
            ($1, $2, $10), ($1, $2, $11), ($1, $2, $12), ($1, $2, $13), ($1, $2, $14), ($1, $2, $15), ($1, $2, $16),
            ($1, $2, $17), ($1, $2, $18)
        ON CONFLICT DO NOTHING";

    /// Gives one customer two search keys.
    pub(crate) ADD_2_KEYS = "INSERT INTO customer_key (tenant, customer_id, key) VALUES ($1, $2, $3), ($1, $2, $4)
        ON CONFLICT DO NOTHING";

    /// Takes sixteen search keys of one customer away.
    pub(crate) DROP_KEYS = "DELETE FROM customer_key WHERE tenant = $1 AND customer_id = $2
        AND key IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";

    /// A customer's addresses, oldest first.
    pub(crate) ADDRESSES = address_where!(" ORDER BY id");

    /// One address.
    pub(crate) ADDRESS = address_where!(" AND id = $3");

    /// A new address.
    pub(crate) NEW_ADDRESS = "INSERT INTO address (tenant, customer_id, id, first_name, last_name, company, line1, line2,
            postcode, city, region, country, phone, default_shipping, default_billing, salutation, line3, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)";

    /// Changes an address, if it is still at this version.
    pub(crate) SET_ADDRESS = "UPDATE address SET first_name = $5, last_name = $6, company = $7, line1 = $8, line2 = $9,
            postcode = $10, city = $11, region = $12, country = $13, phone = $14, salutation = $15,
            line3 = $16, version = version + 1
        WHERE tenant = $1 AND customer_id = $2 AND id = $3 AND version = $4";

    /// Removes an address, if it is still at this version.
    pub(crate) DROP_ADDRESS = "DELETE FROM address WHERE tenant = $1 AND customer_id = $2 AND id = $3 AND version = $4";

    /// Makes one address the default for shipping, and all others not.
    pub(crate) DEFAULT_SHIPPING = "UPDATE address SET default_shipping = (id = $3), version = version + 1
        WHERE tenant = $1 AND customer_id = $2 AND (default_shipping OR id = $3)";

    /// Makes one address the default for billing, and all others not.
    pub(crate) DEFAULT_BILLING = "UPDATE address SET default_billing = (id = $3), version = version + 1
        WHERE tenant = $1 AND customer_id = $2 AND (default_billing OR id = $3)";

    /// What a sign-in reads of an account, by the key of the e-mail address.
    pub(crate) ACCOUNT_BY_EMAIL = "SELECT id, email_key, password, number, first_name, status, reference FROM customer
        WHERE tenant = $1 AND email_key = $2 AND erased_at IS NULL";

    /// The same by id.
    pub(crate) ACCOUNT = "SELECT id, email_key, password, number, first_name, status, reference FROM customer
        WHERE tenant = $1 AND id = $2 AND erased_at IS NULL";

    /// Sets a password.
    pub(crate) SET_PASSWORD = "UPDATE customer SET password = $3 WHERE tenant = $1 AND id = $2";

    /// Sets the e-mail address, if the record is still at this version.
    pub(crate) SET_EMAIL = "UPDATE customer SET email = $4, email_key = $5, changed_at = $6,
            version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// A new sign-in.
    pub(crate) NEW_SIGN_IN = "INSERT INTO customer_session (tenant, token_hash, id, customer_id, created_at, seen_at,
            idle_until, until, refresh_hash)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)";

    /// Gives a sign-in a new token and what renews that.
    pub(crate) REFRESH_SIGN_IN = "UPDATE customer_session SET token_hash = $4, refresh_hash = $5, seen_at = $6, idle_until = $7
        WHERE tenant = $1 AND customer_id = $2 AND id = $3 AND refresh_hash = $8 AND ended_at IS NULL";

    /// Takes away what renews a customer's sign-ins: $3, or all of it where $4 says so.
    pub(crate) DROP_REFRESH = "UPDATE customer_session SET refresh_hash = NULL
        WHERE tenant = $1 AND customer_id = $2 AND refresh_hash IS NOT NULL AND (refresh_hash = $3 OR $4)";

    /// Customers as the people who use them call them: by number or reference, folded as search keys are.
    pub(crate) BY_NUMBER_KEY = "SELECT c.id, c.number, c.reference, c.first_name, c.last_name, c.email
        FROM customer_key k JOIN customer c ON c.tenant = k.tenant AND c.id = k.customer_id
        WHERE k.tenant = $1 AND k.key = $2 AND c.erased_at IS NULL ORDER BY c.id LIMIT 50";

    /// Customers in three ranges of keys, in the order they were made.
    pub(crate) IN_RANGES = "SELECT id, number, reference, first_name, last_name, email FROM customer
        WHERE tenant = $1 AND erased_at IS NULL AND id IN (
            SELECT customer_id FROM customer_key WHERE tenant = $1 AND key >= $2 AND key < $3
            UNION SELECT customer_id FROM customer_key WHERE tenant = $1 AND key >= $4 AND key < $5
            UNION SELECT customer_id FROM customer_key WHERE tenant = $1 AND key = $6)
        ORDER BY id LIMIT $7";

    /// How many customers there are, as far as $2.
    pub(crate) COUNT_CUSTOMERS = "SELECT COUNT(*) FROM (
        SELECT id FROM customer WHERE tenant = $1 AND erased_at IS NULL LIMIT $2) AS counted";

    /// A page of all customers, in the order they were made.
    pub(crate) PAGE_OF_ALL = "SELECT id, number, reference, first_name, last_name, email FROM customer
        WHERE tenant = $1 AND erased_at IS NULL ORDER BY id LIMIT $2 OFFSET $3";

    /// Ends one sign-in.
    pub(crate) END_SIGN_IN = "UPDATE customer_session SET ended_at = $4
        WHERE tenant = $1 AND customer_id = $2 AND id = $3 AND ended_at IS NULL";

    /// Ends all sign-ins of a customer but the one to be kept.
    pub(crate) END_SIGN_INS = "UPDATE customer_session SET ended_at = $3
        WHERE tenant = $1 AND customer_id = $2 AND ended_at IS NULL AND id <> $4";

    /// The newest assist sessions of a customer.
    pub(crate) HELPS = "SELECT a.id, s.name, a.site_id, a.started_at, a.ended_at, a.ended_by, a.reason, a.ticket, a.disputed_at
        FROM assist_session a JOIN staff s ON s.tenant = a.tenant AND s.id = a.staff_id
        WHERE a.tenant = $1 AND a.customer_id = $2 ORDER BY a.started_at DESC, a.id DESC LIMIT $3";

    /// A customer by id, whether there is a password, and the newest sign of life if they are signed in.
    pub(crate) WITH_PRESENCE = customer_where!("id = $2", ", password IS NOT NULL,
        (SELECT MAX(cs.seen_at) FROM customer_session cs
            WHERE cs.tenant = customer.tenant AND cs.customer_id = customer.id AND cs.ended_at IS NULL)");

    /// Whether a customer has a password.
    pub(crate) HAS_PASSWORD = "SELECT password IS NOT NULL FROM customer WHERE tenant = $1 AND id = $2";

    /// Ends links for a first password that were not used.
    pub(crate) END_LINKS = "UPDATE customer_link SET expires_at = $3
        WHERE tenant = $1 AND customer_id = $2 AND used_at IS NULL AND expires_at > $3";

    /// A link for a first password.
    pub(crate) NEW_LINK = "INSERT INTO customer_link (tenant, token_hash, customer_id, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5)";

    /// What a link is good for, while it can be used.
    pub(crate) LINK = "SELECT c.email, l.expires_at
        FROM customer_link l JOIN customer c ON c.tenant = l.tenant AND c.id = l.customer_id
        WHERE l.tenant = $1 AND l.token_hash = $2 AND l.used_at IS NULL AND l.expires_at > $3
            AND c.erased_at IS NULL AND c.password IS NULL AND c.status <> 'disabled'";

    /// Uses a link that was not used and has not expired.
    pub(crate) USE_LINK = "UPDATE customer_link SET used_at = $3
        WHERE tenant = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3 RETURNING customer_id";

    /// Sets the password of a customer who has none.
    pub(crate) SET_FIRST_PASSWORD = "UPDATE customer SET password = $3
        WHERE tenant = $1 AND id = $2 AND password IS NULL AND erased_at IS NULL";

    /// A new guest; the first one with a token counts.
    pub(crate) NEW_GUEST = "INSERT INTO guest (tenant, token_hash, id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT DO NOTHING";

    /// The guest with this token.
    pub(crate) GUEST_ID = "SELECT id FROM guest WHERE tenant = $1 AND token_hash = $2";
}
