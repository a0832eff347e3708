//! Statements about what is sold.

store::statements! {
    /// Categories that are shown, in order of id.
    pub(crate) CATEGORIES = "SELECT id, reference, parent_id, slug, picture, position FROM category
        WHERE tenant = $1 AND active = true ORDER BY id";

    /// Names and descriptions of categories, in order of category.
    pub(crate) CATEGORY_TEXTS = "SELECT category_id, locale, name, description FROM category_text
        WHERE tenant = $1 ORDER BY category_id, locale";

    /// How attributes read.
    pub(crate) ATTRIBUTE_TEXTS = "SELECT key, value, locale, name FROM attribute_text WHERE tenant = $1";

    /// The products after one, in order of id.
    pub(crate) PRODUCTS_AFTER = "SELECT id, reference, slug, brand, categories, attributes, pictures, tax_class, active,
            version, created_at
        FROM product WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3";

    /// Names and descriptions of the products of a span, in order of product.
    pub(crate) TEXTS_WITHIN = "SELECT product_id, locale, name, description FROM product_text
        WHERE tenant = $1 AND product_id > $2 AND product_id <= $3 ORDER BY product_id, locale";

    /// Variants of the products of a span, in order of product and place.
    pub(crate) VARIANTS_WITHIN = "SELECT product_id, id, reference, sku, options, active FROM variant
        WHERE tenant = $1 AND product_id > $2 AND product_id <= $3 ORDER BY product_id, position, id";

    /// Prices of the products of a span, in order of product.
    pub(crate) PRICES_WITHIN = "SELECT product_id, variant_id, currency, segment, min_quantity, valid_from, valid_until, minor
        FROM price WHERE tenant = $1 AND product_id > $2 AND product_id <= $3
        ORDER BY product_id, variant_id, currency, segment, min_quantity, valid_from";

    /// Promises some of a variant to an order, if so many are free.
    pub(crate) TAKE_STOCK = "UPDATE stock SET reserved = reserved + $3
        WHERE tenant = $1 AND variant_id = $2 AND on_hand - reserved >= $3";

    /// Takes a promise back.
    pub(crate) GIVE_BACK_STOCK = "UPDATE stock SET reserved = reserved - $3
        WHERE tenant = $1 AND variant_id = $2 AND reserved >= $3";

    /// Takes what was promised from the shelf.
    pub(crate) SHIP_STOCK = "UPDATE stock SET on_hand = on_hand - $3, reserved = reserved - $3
        WHERE tenant = $1 AND variant_id = $2 AND reserved >= $3";

    /// How many of a variant there are and how many are promised.
    pub(crate) STOCK = "SELECT on_hand, reserved FROM stock WHERE tenant = $1 AND variant_id = $2";

    /// The variants that are low or gone, with how many are left.
    pub(crate) SCARCE = "SELECT variant_id, on_hand - reserved FROM stock
        WHERE tenant = $1 AND on_hand - reserved <= 5 LIMIT 20000";

    /// How many of up to 50 variants there are and how many are promised.
    pub(crate) STOCK_OF_50 = "SELECT variant_id, on_hand, reserved FROM stock WHERE tenant = $1 AND variant_id IN
            ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
            $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)";

    /// Counts a variant's stock anew, unless more are promised than there would be.
    pub(crate) SET_STOCK = "INSERT INTO stock (tenant, variant_id, on_hand, reserved) VALUES ($1, $2, $3, 0)
        ON CONFLICT (tenant, variant_id) DO UPDATE SET on_hand = excluded.on_hand
        WHERE stock.reserved <= excluded.on_hand AND stock.on_hand <> excluded.on_hand";

    /// Stops counting a variant's stock, unless some are promised.
    pub(crate) UNCOUNT_STOCK = "DELETE FROM stock WHERE tenant = $1 AND variant_id = $2 AND reserved = 0";

    /// A product.
    pub(crate) PRODUCT = "SELECT id, reference, slug, brand, categories, attributes, pictures, tax_class, active, version
        FROM product WHERE tenant = $1 AND id = $2";

    /// Up to 50 products by reference.
    pub(crate) PRODUCTS_BY_REFERENCE = "SELECT id, reference, slug, brand, categories, attributes, pictures, tax_class,
            active, version
        FROM product WHERE tenant = $1 AND reference IN
            ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
            $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)";

    /// Whose slug it is.
    pub(crate) PRODUCT_SLUG = "SELECT id FROM product WHERE tenant = $1 AND slug = $2";

    /// A new product, unless its reference or slug is taken.
    pub(crate) NEW_PRODUCT = "INSERT INTO product (tenant, id, reference, slug, brand, categories, attributes, pictures,
            tax_class, active, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11) ON CONFLICT DO NOTHING";

    /// Changes a product.
    pub(crate) SET_PRODUCT = "UPDATE product SET slug = $4, brand = $5, categories = $6, attributes = $7, pictures = $8,
            tax_class = $9, active = $10, version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Sets name and description of a product in one language; what is NULL stays.
    pub(crate) SET_PRODUCT_TEXT = "INSERT INTO product_text (tenant, product_id, locale, name, description)
        VALUES ($1, $2, $3, COALESCE(CAST($4 AS TEXT), ''), COALESCE(CAST($5 AS TEXT), ''))
        ON CONFLICT (tenant, product_id, locale) DO UPDATE
        SET name = COALESCE(CAST($4 AS TEXT), product_text.name),
            description = COALESCE(CAST($5 AS TEXT), product_text.description)
        WHERE product_text.name <> COALESCE(CAST($4 AS TEXT), product_text.name)
            OR product_text.description <> COALESCE(CAST($5 AS TEXT), product_text.description)";

    /// A variant.
    pub(crate) VARIANT = "SELECT product_id, id, reference, sku, options, position, active, version FROM variant
        WHERE tenant = $1 AND id = $2";

    /// A variant by reference.
    pub(crate) VARIANT_BY_REFERENCE = "SELECT product_id, id, reference, sku, options, position, active, version
        FROM variant WHERE tenant = $1 AND reference = $2";

    /// Up to 50 variants by reference.
    pub(crate) VARIANTS_BY_REFERENCE = "SELECT product_id, id, reference, sku, options, position, active, version
        FROM variant WHERE tenant = $1 AND reference IN
            ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
            $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)";

    /// Whose SKU it is.
    pub(crate) VARIANT_SKU = "SELECT id FROM variant WHERE tenant = $1 AND sku = $2";

    /// Whose up to 50 SKUs these are.
    pub(crate) VARIANTS_BY_SKU = "SELECT sku, id FROM variant WHERE tenant = $1 AND sku IN
            ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
            $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)";

    /// A new variant, unless its reference or SKU is taken.
    pub(crate) NEW_VARIANT = "INSERT INTO variant (tenant, product_id, id, reference, sku, options, position, active, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT DO NOTHING";

    /// Changes a variant.
    pub(crate) SET_VARIANT = "UPDATE variant SET sku = $5, options = $6, active = $7, version = version + 1
        WHERE tenant = $1 AND product_id = $2 AND id = $3 AND version = $4";

    /// Takes back a variant that was just made.
    pub(crate) DROP_VARIANT = "DELETE FROM variant WHERE tenant = $1 AND product_id = $2 AND id = $3";

    /// Sets a price.
    pub(crate) SET_PRICE = "INSERT INTO price (tenant, product_id, variant_id, currency, segment, min_quantity, valid_from,
            valid_until, minor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant, product_id, variant_id, currency, segment, min_quantity, valid_from) DO UPDATE
        SET minor = excluded.minor, valid_until = excluded.valid_until
        WHERE price.minor <> excluded.minor OR COALESCE(price.valid_until, 0) <> COALESCE(excluded.valid_until, 0)";

    /// Takes a price away.
    pub(crate) REMOVE_PRICE = "DELETE FROM price WHERE tenant = $1 AND product_id = $2 AND variant_id = $3
            AND currency = $4 AND segment = $5 AND min_quantity = $6 AND valid_from = $7";

    /// All categories, shown or not, as they hang together.
    pub(crate) CATEGORY_TREE = "SELECT id, reference, parent_id, position, slug, picture, active, version FROM category
        WHERE tenant = $1";

    /// A new category, unless its reference or slug is taken.
    pub(crate) NEW_CATEGORY = "INSERT INTO category (tenant, id, reference, parent_id, position, slug, picture, active, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT DO NOTHING";

    /// Changes a category.
    pub(crate) SET_CATEGORY = "UPDATE category SET parent_id = $4, position = $5, slug = $6, picture = $7, active = $8,
            version = version + 1
        WHERE tenant = $1 AND id = $2 AND version = $3";

    /// Sets name and description of a category in one language; what is NULL stays.
    pub(crate) SET_CATEGORY_TEXT = "INSERT INTO category_text (tenant, category_id, locale, name, description)
        VALUES ($1, $2, $3, COALESCE(CAST($4 AS TEXT), ''), COALESCE(CAST($5 AS TEXT), ''))
        ON CONFLICT (tenant, category_id, locale) DO UPDATE
        SET name = COALESCE(CAST($4 AS TEXT), category_text.name),
            description = COALESCE(CAST($5 AS TEXT), category_text.description)
        WHERE category_text.name <> COALESCE(CAST($4 AS TEXT), category_text.name)
            OR category_text.description <> COALESCE(CAST($5 AS TEXT), category_text.description)";

    /// Sets how an attribute reads in one language.
    pub(crate) SET_ATTRIBUTE_TEXT = "INSERT INTO attribute_text (tenant, key, value, locale, name) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant, key, value, locale) DO UPDATE SET name = excluded.name
        WHERE attribute_text.name <> excluded.name";

    /// How an attribute reads so far.
    pub(crate) HAS_ATTRIBUTE_TEXT = "SELECT locale FROM attribute_text WHERE tenant = $1 AND key = $2 AND value = $3";

    /// The price group of a customer.
    pub(crate) SEGMENT = "SELECT segment FROM customer WHERE tenant = $1 AND id = $2";
}
