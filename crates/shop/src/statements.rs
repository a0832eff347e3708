//! Every statement of the product, room by room, for the tests that prepare and check them all.

/// All statement lists.
#[cfg(test)]
pub(crate) const ALL: &[(&str, &[&store::Statement])] = &[
    ("desk", crate::desk::sql::ALL),
    ("audit", crate::audit::sql::ALL),
    ("events", crate::events::STATEMENTS),
    ("assist", crate::assist::sql::ALL),
    ("people", crate::people::sql::ALL),
    ("sites", crate::sites::sql::ALL),
    ("cart", crate::cart::sql::ALL),
    ("checkout", crate::checkout::sql::ALL),
    ("orders", crate::orders::sql::ALL),
    ("catalog", crate::catalog::sql::ALL),
    ("offers", crate::offers::sql::ALL),
    ("customers", crate::customers::sql::ALL),
    ("customers::rights", crate::customers::rights::sql::ALL),
    ("customers::search", crate::customers::search::sql::ALL),
];

#[cfg(test)]
mod tests {
    use super::ALL;

    /// Statements that may do what is forbidden elsewhere, each with its reason.
    const ALLOWED: &[&str] = &[
        // The dialects' offset pages: their clients name an offset.
        "PAGE_OF_ALL",
        "OF_OWNER_BY_OFFSET",
    ];

    #[test]
    fn every_statement_prepares_on_both_engines() {
        for engine in store::testing::engines() {
            let db = store::testing::fresh(engine, crate::open::MIGRATIONS);
            for (room, statements) in ALL {
                for statement in *statements {
                    db.prepare(statement)
                        .unwrap_or_else(|error| panic!("{engine:?}: {room}::{}: {error}", statement.name));
                }
            }
        }
    }

    #[test]
    fn no_statement_uses_what_ties_us_to_one_engine() {
        for (room, statements) in ALL {
            for statement in *statements {
                let found = store::lint::forbidden(statement, ALLOWED);
                assert_eq!(found, None, "{room}::{}", statement.name);
            }
        }
    }
}
