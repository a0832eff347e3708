//! From ranges of keys to customers, each once.

use std::collections::BTreeMap;

use store::ToParam as _;

use super::sql;
use crate::customers::keys::Range;
use crate::kernel::id::{CustomerId, TenantId};

/// Keys read for a search at most. What lies behind them is told as "more".
const KEYS_AT_MOST: usize = 400;
/// Ranges of the two statements.
const FOUR: usize = 4;
const TEN: usize = 10;

/// A customer whom some key in the ranges leads to.
pub(super) struct Candidate {
    pub(super) id: CustomerId,
    /// Whether a range vouches for them; else the row has to be looked at.
    pub(super) certain: bool,
}

/// Who wants how many.
pub(super) struct Wanted {
    pub(super) tenant: TenantId,
    pub(super) limit: usize,
}

impl Wanted {
    /// Customers in the ranges, best ranges first: one more than wanted if there are so many.
    pub(super) fn scan(
        &self,
        tx: &mut store::ReadTx<'_>,
        ranges: &[Range],
    ) -> Result<Vec<Candidate>, store::Error> {
        // One customer stands in about three ranges; where all are certain that is enough to fill the answer.
        let few = 3 * (self.limit + 1);
        if ranges.iter().all(|range| range.certain) {
            let (candidates, cut) = self.read(tx, ranges, few)?;
            if !cut || candidates.len() > self.limit {
                return Ok(candidates);
            }
        }
        self.scan_widely(tx, ranges)
    }

    /// Customers in the ranges, as many as are read at most.
    pub(super) fn scan_widely(
        &self,
        tx: &mut store::ReadTx<'_>,
        ranges: &[Range],
    ) -> Result<Vec<Candidate>, store::Error> {
        Ok(self.read(tx, ranges, KEYS_AT_MOST)?.0)
    }

    fn read(
        &self,
        tx: &mut store::ReadTx<'_>,
        ranges: &[Range],
        keys: usize,
    ) -> Result<(Vec<Candidate>, bool), store::Error> {
        let (statement, places) =
            if ranges.len() <= FOUR { (&sql::IN_FOUR, FOUR) } else { (&sql::IN_TEN, TEN) };
        let limit = i64::try_from(keys).unwrap_or(i64::MAX);
        let mut params = store::params![self.tenant, limit].to_vec();
        for place in 0..places {
            // An empty range stands where there is none.
            let (from, until) =
                ranges.get(place).map_or(("", ""), |range| (range.from.as_str(), range.until.as_str()));
            params.extend([from.to_param(), until.to_param()]);
        }
        let mut rows = tx
            .all(statement, &params)?
            .iter()
            .map(|row| Ok((row.get::<u32>(0)? as usize, row.get(1)?)))
            .collect::<Result<Vec<(usize, CustomerId)>, store::Error>>()?;
        let cut = rows.len() == keys;
        rows.sort_by_key(|(place, _)| *place);
        let mut places: BTreeMap<CustomerId, usize> = BTreeMap::new();
        let mut candidates: Vec<Candidate> = Vec::with_capacity(rows.len());
        for (place, id) in rows {
            let certain = ranges[place].certain;
            if let Some(at) = places.get(&id) {
                candidates[*at].certain |= certain;
                continue;
            }
            places.insert(id, candidates.len());
            candidates.push(Candidate { id, certain });
        }
        Ok((candidates, cut))
    }
}
