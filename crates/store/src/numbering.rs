//! `$N` for an engine that counts parameters its own way, and what a statement may not be.

use crate::{Error, Statement};

/// Refuses what no engine would refuse for us: a gap in the numbers, and a statement that would end the
/// transaction or change the connection under the store.
pub(crate) fn check(statement: &Statement) -> Result<(), Error> {
    if let Some(missing) = first_gap(statement.sql) {
        return Err(Error::engine(statement.name, format!("uses no ${missing} but a higher number")));
    }
    if controls_connection(statement.sql) {
        return Err(Error::engine(statement.name, "transactions and settings are the store's own business"));
    }
    Ok(())
}

/// The error for a statement called with too many or too few parameters.
pub(crate) fn wrong_count(statement: &'static str, wanted: usize, given: usize) -> Error {
    Error::engine(statement, format!("takes {wanted} parameters, {given} given"))
}

/// The same SQL with each `$N` written `?N`, as SQLite binds by number.
///
/// SQLite reads `$1` as a *name* and numbers names by first appearance, so `$2, $1` would swap its values
/// (<https://sqlite.org/lang_expr.html#varparam>). Text in quotes and comments is left as it is.
pub(crate) fn question_marks(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = opaque(rest).unwrap_or(first.len_utf8());
        let (token, after) = rest.split_at(length);
        let numbered = first == '$' && after.starts_with(|next: char| next.is_ascii_digit());
        out.push_str(if numbered { "?" } else { token });
        rest = after;
    }
    out
}

/// The lowest number that is missing below the highest `$N`.
fn first_gap(sql: &str) -> Option<usize> {
    let mut used = std::collections::BTreeSet::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let after = &rest[opaque(rest).unwrap_or(first.len_utf8())..];
        if first == '$' {
            let digits = after.len() - after.trim_start_matches(|next: char| next.is_ascii_digit()).len();
            used.extend(after[..digits].parse::<usize>());
        }
        rest = after;
    }
    (1..=used.len()).find(|number| !used.contains(number))
}

/// Whether the statement begins, ends or marks a transaction, or changes the connection.
fn controls_connection(sql: &str) -> bool {
    let mut rest = sql.trim_start();
    while rest.starts_with("--") || rest.starts_with("/*") {
        rest = rest[opaque(rest).unwrap_or(rest.len())..].trim_start();
    }
    let word = rest.split(|next: char| !next.is_ascii_alphabetic()).next().unwrap_or_default();
    let refused = [
        "begin",
        "start",
        "commit",
        "end",
        "rollback",
        "abort",
        "savepoint",
        "release",
        "prepare",
        "set",
        "reset",
        "discard",
        "pragma",
        "attach",
        "detach",
        "vacuum",
    ];
    refused.iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// How long the quoted text or comment is that `sql` starts with; `None` when it starts with neither.
fn opaque(sql: &str) -> Option<usize> {
    let end_after = |from: usize, closing: &str| {
        sql[from..].find(closing).map_or(sql.len(), |at| from + at + closing.len())
    };
    match sql.as_bytes() {
        [b'\'', ..] => Some(end_after(1, "'")),
        [b'"', ..] => Some(end_after(1, "\"")),
        [b'`', ..] => Some(end_after(1, "`")),
        [b'[', ..] => Some(end_after(1, "]")),
        [b'-', b'-', ..] => Some(end_after(2, "\n")),
        [b'/', b'*', ..] => Some(end_after(2, "*/")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{check, question_marks};
    use crate::Statement;

    /// Pieces of a statement, each with what it is to become.
    fn piece() -> impl Strategy<Value = (String, String)> {
        let kept = prop_oneof![
            "'([^']|''){0,12}'",
            "\"[^\"]{0,12}\"",
            "-- [^\n]{0,12}\n",
            "/\\* [^*]{0,12}\\*/",
            "[a-z =,()+<>]{1,8}",
            Just(" \"$1\" '$2' -- $3 '\n /* $4 \" */ 'it''s $5' ".to_owned()),
            Just("cost$ $ ".to_owned()),
        ];
        prop_oneof![
            kept.prop_map(|text| (text.clone(), text)),
            (1_usize..100).prop_map(|number| (format!("${number} "), format!("?{number} "))),
        ]
    }

    proptest! {
        #[test]
        fn only_parameters_change(pieces in prop::collection::vec(piece(), 0..20)) {
            let (given, wanted): (Vec<String>, Vec<String>) = pieces.into_iter().unzip();
            prop_assert_eq!(question_marks(&given.join(" ")), wanted.join(" "));
        }

        #[test]
        fn nothing_is_lost_in_any_text(text in "\\PC{0,60}") {
            prop_assert_eq!(question_marks(&text).replace('?', "$"), text.replace('?', "$"));
        }
    }

    fn verdict(sql: &'static str) -> Option<String> {
        check(&Statement { name: "S", sql }).err().map(|error| error.to_string())
    }

    #[test]
    fn a_gap_in_the_numbers_is_refused() {
        assert_eq!(verdict("SELECT $2, $1, $1"), None);
        assert_eq!(verdict("SELECT $3, $1").as_deref(), Some("S: uses no $2 but a higher number"));
        assert_eq!(verdict("SELECT '$3', $1"), None);
    }

    #[test]
    fn a_statement_cannot_end_the_transaction() {
        for sql in
            ["COMMIT", " rollback", "-- done\nEND", "/* a */ /* b */ Begin", "PRAGMA synchronous = OFF"]
        {
            assert!(verdict(sql).is_some(), "{sql}");
        }
        for sql in
            ["SELECT ended FROM commits", "UPDATE setting SET a = $1", "WITH begun AS (SELECT 1) SELECT 2"]
        {
            assert_eq!(verdict(sql), None);
        }
    }
}
