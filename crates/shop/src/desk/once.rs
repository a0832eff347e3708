//! Doing a repeated request once: the key's row is written in the act's own transaction, so there is no
//! half-way state. Follows draft-ietf-httpapi-idempotency-key-header.

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::acting::Acting;
use super::sql;
use crate::kernel::problem::{self, Problem};

/// A request's key and the fingerprint of what it asks.
#[derive(Clone, Debug)]
pub struct Once {
    key: String,
    fingerprint: [u8; 32],
}

/// How long answers are kept for repeats.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// How long the answer to placing an order is kept.
const KEPT_PLACING: Duration = Duration::from_secs(7 * 24 * 3600);

impl Once {
    /// A key of 8 to 64 visible ASCII characters, as sent (RFC 8941 quotes allowed), and the request's raw bytes.
    pub fn new(key: &str, request: &[u8]) -> Result<Self, Problem> {
        let key = key.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(key);
        if !(8..=64).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::new(
                &problem::MALFORMED,
                "Idempotency-Key must be 8 to 64 visible ASCII characters. Nothing was changed.",
            ));
        }
        Ok(Self { key: key.to_owned(), fingerprint: Sha256::digest(request).into() })
    }
}

/// What the key says.
pub(super) enum Claim {
    /// Nobody has used it: go on.
    Mine,
    /// The act was done; this is what it answered.
    Done(Vec<u8>),
    /// The act was refused for good; this is why.
    Refused(Problem),
}

/// Claims the key, or says what became of the request that did. A concurrent duplicate waits here for
/// the other one's commit.
pub(super) fn claim(
    tx: &mut store::WriteTx<'_>,
    who: &Acting,
    operation: &str,
    once: &Once,
) -> Result<Result<Claim, Problem>, store::Error> {
    let kept = if operation == "order.place" { KEPT_PLACING } else { KEPT };
    let (actor, session) = scope(who);
    let claimed = tx.exec(
        &sql::CLAIM_KEY,
        store::params![
            who.tenant(),
            actor,
            session,
            operation,
            once.key,
            once.fingerprint,
            who.at().plus(kept)
        ],
    )?;
    if claimed == 1 {
        return Ok(Ok(Claim::Mine));
    }
    let Some(row) = tx.one(&sql::KEY, store::params![who.tenant(), actor, session, operation, once.key])?
    else {
        return Ok(Err(Problem::new(&problem::KEY_IN_USE, "Try again in a moment.")));
    };
    if row.get::<[u8; 32]>(0)? != once.fingerprint {
        return Ok(Err(Problem::new(
            &problem::KEY_REUSED,
            "Use a new key for a new request. Nothing was changed.",
        )));
    }
    let body: Option<Vec<u8>> = row.get(2)?;
    Ok(match row.get::<i64>(1)? {
        1 => Ok(Claim::Done(body.unwrap_or_default())),
        2 => Ok(Claim::Refused(Problem::from_bytes(&body.unwrap_or_default()))),
        _ => Err(Problem::new(&problem::KEY_IN_USE, "Try again in a moment.")),
    })
}

/// Stores the answer for repeats.
pub(super) fn settle(
    tx: &mut store::WriteTx<'_>,
    who: &Acting,
    operation: &str,
    once: &Once,
    answer: Result<&[u8], &Problem>,
) -> Result<(), store::Error> {
    let (actor, session) = scope(who);
    let (outcome, body) = match answer {
        Ok(body) => (1i64, body.to_vec()),
        Err(problem) => (2, problem.to_bytes()),
    };
    tx.exec(
        &sql::SETTLE_KEY,
        store::params![who.tenant(), actor, session, operation, once.key, outcome, body],
    )?;
    Ok(())
}

fn scope(who: &Acting) -> (String, String) {
    let session = match (who.on_behalf(), who.staff_session(), who.customer_session()) {
        (Some(session), ..) => session.session().to_string(),
        (None, Some(session), _) => session.to_string(),
        (None, None, Some(session)) => session.to_string(),
        // Strangers share nothing: the network address keeps their keys apart.
        _ => who.address().to_owned(),
    };
    (who.by().to_string(), session)
}
