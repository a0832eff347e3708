//! Refuses SQL that ties the product to one engine, or that is slow at size. For tests.
//!
//! Refused are: sequences, row locks, LISTEN and NOTIFY, advisory locks, the engine's clock, ILIKE, arrays, JSON
//! operators, OFFSET, a COUNT that is not capped by a sub-select with LIMIT, `SELECT *`, a bare `$1` in a select
//! list (PostgreSQL cannot tell its type) and a SUM that is not cast to BIGINT (PostgreSQL makes it NUMERIC).

use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, DataType, Expr, LimitClause, Query, Select, SelectItem, SetExpr, Statement as Parsed,
    TableFactor, Value, Visit, Visitor,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use crate::Statement;

/// What is wrong with the statement, or `None`. Those named in `allowed` may use OFFSET and an uncapped COUNT;
/// everything else is refused to them too.
pub fn forbidden(statement: &Statement, allowed: &[&str]) -> Option<String> {
    let parsed = match Parser::parse_sql(&PostgreSqlDialect {}, statement.sql) {
        Ok(parsed) => parsed,
        Err(error) => return Some(format!("{}: {error}", statement.name)),
    };
    let [parsed] = parsed.as_slice() else {
        return Some(format!("{}: one statement wanted, {} found", statement.name, parsed.len()));
    };
    let mut reader = Reader { may_page: allowed.contains(&statement.name), ..Reader::default() };
    match parsed.visit(&mut reader) {
        ControlFlow::Break(reason) => Some(format!("{}: {reason}", statement.name)),
        ControlFlow::Continue(()) => None,
    }
}

/// Functions that one engine has alone, that take a lock, or that read the engine's clock or chance.
const FUNCTIONS: [&str; 20] = [
    "nextval",
    "currval",
    "setval",
    "lastval",
    "last_insert_rowid",
    "now",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtimestamp",
    "localtime",
    "clock_timestamp",
    "statement_timestamp",
    "transaction_timestamp",
    "datetime",
    "strftime",
    "unixepoch",
    "random",
    "gen_random_uuid",
    "unnest",
];
const FUNCTION_FAMILIES: [&str; 5] = ["pg_", "json", "array_", "string_to_", "to_ts"];

#[derive(Default)]
struct Reader {
    may_page: bool,
    /// For each SELECT around this place, whether it reads nothing but sub-selects with LIMIT.
    capped: Vec<bool>,
    /// How many `CAST(.. AS BIGINT)` are around this place.
    to_bigint: usize,
}

type Verdict = ControlFlow<String>;

fn refuse(reason: impl Into<String>) -> Verdict {
    ControlFlow::Break(reason.into())
}

impl Visitor for Reader {
    type Break = String;

    fn pre_visit_statement(&mut self, statement: &Parsed) -> Verdict {
        let returning = match statement {
            Parsed::Query(_) => &None,
            Parsed::Insert(insert) => &insert.returning,
            Parsed::Update(update) => &update.returning,
            Parsed::Delete(delete) => &delete.returning,
            _ => return refuse("neither SELECT, INSERT, UPDATE nor DELETE"),
        };
        returning.iter().flatten().try_for_each(check_item)
    }

    fn pre_visit_query(&mut self, query: &Query) -> Verdict {
        if !query.locks.is_empty() {
            return refuse("FOR UPDATE and FOR SHARE: use a conditional UPDATE");
        }
        match &query.limit_clause {
            Some(LimitClause::LimitOffset { offset: None, .. }) | None => ControlFlow::Continue(()),
            Some(_) if self.may_page => ControlFlow::Continue(()),
            Some(_) => refuse("OFFSET: page by key"),
        }
    }

    fn pre_visit_select(&mut self, select: &Select) -> Verdict {
        self.capped.push(is_capped(select));
        select.projection.iter().try_for_each(check_item)
    }

    fn post_visit_select(&mut self, _: &Select) -> Verdict {
        self.capped.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> Verdict {
        match expr {
            Expr::Cast { data_type: DataType::BigInt(_), .. } => self.to_bigint += 1,
            Expr::Function(function) => {
                return self.check_function(&function.name.to_string().to_lowercase());
            }
            Expr::ILike { .. } | Expr::SimilarTo { .. } | Expr::RLike { .. } => {
                return refuse("ILIKE and its like: compare normalised keys");
            }
            Expr::Array(_) | Expr::AnyOp { .. } | Expr::AllOp { .. } => return refuse("arrays"),
            Expr::JsonAccess { .. } | Expr::CompoundFieldAccess { .. } => {
                return refuse("JSON and array access");
            }
            Expr::BinaryOp { op, .. } if !is_common(op) => return refuse(format!("the operator {op}")),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> Verdict {
        if matches!(expr, Expr::Cast { data_type: DataType::BigInt(_), .. }) {
            self.to_bigint -= 1;
        }
        ControlFlow::Continue(())
    }
}

impl Reader {
    fn check_function(&self, name: &str) -> Verdict {
        if FUNCTIONS.contains(&name) || FUNCTION_FAMILIES.iter().any(|family| name.starts_with(family)) {
            return refuse(format!("the function {name}"));
        }
        if name == "count" && !self.may_page && self.capped.last() != Some(&true) {
            return refuse("COUNT that no sub-select with LIMIT caps");
        }
        if name == "sum" && self.to_bigint == 0 {
            return refuse("SUM without CAST(.. AS BIGINT)");
        }
        ControlFlow::Continue(())
    }
}

fn check_item(item: &SelectItem) -> Verdict {
    match item {
        SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..) => refuse("SELECT *: name the columns"),
        SelectItem::UnnamedExpr(Expr::Value(value))
        | SelectItem::ExprWithAlias { expr: Expr::Value(value), .. }
            if matches!(value.value, Value::Placeholder(_)) =>
        {
            refuse(format!("{value} in a select list: CAST({value} AS ..)"))
        }
        _ => ControlFlow::Continue(()),
    }
}

fn is_capped(select: &Select) -> bool {
    let mut sources = select
        .from
        .iter()
        .flat_map(|from| std::iter::once(&from.relation).chain(from.joins.iter().map(|join| &join.relation)));
    !select.from.is_empty()
        && sources.all(|source| match source {
            TableFactor::Derived { subquery, .. } => {
                let limit =
                    matches!(&subquery.limit_clause, Some(LimitClause::LimitOffset { limit: Some(_), .. }));
                limit && matches!(*subquery.body, SetExpr::Select(_) | SetExpr::SetOperation { .. })
            }
            _ => false,
        })
}

/// What both engines understand alike.
fn is_common(operator: &BinaryOperator) -> bool {
    use BinaryOperator as Op;
    matches!(
        operator,
        Op::Plus
            | Op::Minus
            | Op::Multiply
            | Op::Divide
            | Op::Modulo
            | Op::StringConcat
            | Op::BitwiseAnd
            | Op::BitwiseOr
    ) || matches!(operator, Op::Gt | Op::Lt | Op::GtEq | Op::LtEq | Op::Eq | Op::NotEq | Op::And | Op::Or)
}

#[cfg(test)]
mod tests {
    use super::forbidden;
    use crate::Statement;

    fn verdict(sql: &'static str) -> Option<String> {
        forbidden(&Statement { name: "S", sql }, &[])
    }

    #[test]
    fn what_both_engines_understand_is_allowed() {
        for sql in [
            "SELECT a, CAST($1 AS TEXT) FROM t WHERE k > $1 AND a LIKE $2 ORDER BY k LIMIT $3",
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM t WHERE a = $1 LIMIT 100) AS few",
            "SELECT CAST(COALESCE(SUM(x), 0) AS BIGINT) FROM t WHERE a = $1",
            "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING b",
            "UPDATE t SET version = version + 1 WHERE a = $1 AND version = $2 RETURNING version",
            "DELETE FROM t WHERE a IN (SELECT a FROM t WHERE b < $1 ORDER BY b LIMIT 500)",
            "WITH due AS (SELECT a FROM t LIMIT 5) UPDATE t SET b = $1 WHERE a IN (SELECT a FROM due)",
        ] {
            assert_eq!(verdict(sql), None, "{sql}");
        }
    }

    #[test]
    fn what_ties_us_to_one_engine_is_refused() {
        for (sql, reason) in [
            ("SELECT a FROM t FOR UPDATE", "FOR UPDATE"),
            ("SELECT a FROM t WHERE b IN (SELECT c FROM u FOR SHARE)", "FOR UPDATE"),
            ("NOTIFY news", "neither SELECT"),
            ("LISTEN news", "neither SELECT"),
            ("CREATE SEQUENCE s", "neither SELECT"),
            ("CREATE TABLE t (a SERIAL)", "neither SELECT"),
            ("SELECT nextval('s')", "nextval"),
            ("SELECT pg_advisory_xact_lock(1)", "pg_advisory_xact_lock"),
            ("UPDATE t SET a = now()", "now"),
            ("SELECT a FROM t WHERE b < CURRENT_TIMESTAMP", "current_timestamp"),
            ("SELECT a FROM t WHERE b ILIKE $1", "ILIKE"),
            ("SELECT a FROM t WHERE b = ANY($1)", "arrays"),
            ("SELECT ARRAY[1, 2]", "arrays"),
            ("SELECT a FROM t WHERE b ->> 'c' = $1", "operator ->>"),
            ("SELECT a FROM t WHERE b ~ $1", "operator ~"),
            ("SELECT a FROM t ORDER BY a LIMIT 10 OFFSET 20", "OFFSET"),
            ("SELECT COUNT(*) FROM t", "COUNT"),
            ("SELECT a, COUNT(b) FROM t GROUP BY a", "COUNT"),
            ("SELECT COUNT(*) FROM (SELECT a FROM t) AS every", "COUNT"),
            ("SELECT * FROM t", "SELECT *"),
            ("SELECT t.* FROM t", "SELECT *"),
            ("DELETE FROM t RETURNING *", "SELECT *"),
            ("SELECT $1, a FROM t", "$1 in a select list"),
            ("INSERT INTO t (a) SELECT $1 FROM u", "$1 in a select list"),
            ("SELECT SUM(x) FROM t", "SUM"),
            ("SELECT a FROM t; SELECT b FROM t", "one statement"),
            ("SELEKT", "Expected"),
        ] {
            let told = verdict(sql).unwrap_or_else(|| panic!("allowed: {sql}"));
            assert!(told.contains(reason), "{sql}: {told}");
        }
    }

    #[test]
    fn a_named_exception_may_page_and_count_but_no_more() {
        let paged = Statement { name: "PAGE", sql: "SELECT COUNT(*) FROM t LIMIT 1 OFFSET 2" };
        assert_eq!(forbidden(&paged, &["PAGE"]), None);
        assert!(forbidden(&paged, &["OTHER"]).is_some());
        let locked = Statement { name: "PAGE", sql: "SELECT a FROM t FOR UPDATE" };
        assert!(forbidden(&locked, &["PAGE"]).is_some());
    }
}
