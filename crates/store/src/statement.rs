//! SQL text with a name.

/// One SQL statement, written once for both engines, with `$1`, `$2`, .. for its parameters.
///
/// Made by [`statements!`](crate::statements), so that every statement of a file can be listed, prepared and
/// checked by a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// Its name, for errors and allow-lists.
    pub name: &'static str,
    /// Its text.
    pub sql: &'static str,
}

/// Names the statements of one file: a constant of type [`Statement`] each, and `ALL`, the list of them.
///
/// ```
/// mod sql {
///     store::statements! {
///         /// The customer with this e-mail.
///         pub(crate) FIND_CUSTOMER = "SELECT customer_id FROM customer WHERE email = $1";
///     }
/// }
/// assert_eq!(sql::FIND_CUSTOMER.name, "FIND_CUSTOMER");
/// assert_eq!(sql::ALL.len(), 1);
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$attribute:meta])* $visibility:vis $name:ident = $sql:expr;)*) => {
        $(
            $(#[$attribute])*
            $visibility const $name: $crate::Statement =
                $crate::Statement { name: stringify!($name), sql: $sql };
        )*
        /// Every statement of this file.
        pub const ALL: &[&$crate::Statement] = &[$(&$name),*];
    };
}
