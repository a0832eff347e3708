//! What a list shows of a customer.

use store::ToParam as _;

use super::candidates::Candidate;
use super::{Badge, FoundCustomer, LIVE, LastOrder, sql};
use crate::customers::record::Status;
use crate::kernel::Timestamp;
use crate::kernel::id::{CustomerId, TenantId};
use crate::kernel::text::is_cjk;

/// Customers one statement reads.
pub(super) const BATCH: usize = 20;

/// A customer that was read.
pub(super) struct Row {
    pub(super) id: CustomerId,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) email: String,
    pub(super) certain: bool,
    number: String,
    phone: String,
    segment: String,
    last_order: Option<LastOrder>,
    city: Option<String>,
    badges: Vec<Badge>,
    assisted: bool,
}

/// Reads up to [`BATCH`] customers, in the order of the candidates.
pub(super) fn read(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
    now: Timestamp,
    batch: &[Candidate],
) -> Result<Vec<Row>, store::Error> {
    let ids: Vec<CustomerId> = batch.iter().map(|candidate| candidate.id).collect();
    let mut params = with_twenty(tenant, &ids);
    let live_since = now.minus(LIVE);
    params.extend([live_since.to_param(), now.to_param()]);
    let mut rows = tx
        .all(&sql::ROWS, &params)?
        .iter()
        .map(|row| from_columns(row, batch))
        .collect::<Result<Vec<(usize, Row)>, store::Error>>()?;
    rows.sort_by_key(|(place, _)| *place);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Who is helping those of them who are helped: customer and the agent's name, first come first.
pub(super) fn assisted(
    tx: &mut store::ReadTx<'_>,
    tenant: TenantId,
    now: Timestamp,
    rows: &[Row],
) -> Result<Vec<(CustomerId, String)>, store::Error> {
    let ids: Vec<CustomerId> = rows.iter().filter(|row| row.assisted).map(|row| row.id).collect();
    let mut helpers = Vec::new();
    for batch in ids.chunks(BATCH) {
        let mut params = with_twenty(tenant, batch);
        params.push(now.to_param());
        for row in tx.all(&sql::HELPERS, &params)? {
            helpers.push((row.get(0)?, row.get(1)?));
        }
    }
    Ok(helpers)
}

/// The tenant and twenty ids; a shorter list ends in empty ones.
fn with_twenty<'a>(tenant: TenantId, ids: &[CustomerId]) -> Vec<store::Param<'a>> {
    let ids = ids.iter().map(ToString::to_string).chain(std::iter::repeat_with(String::new)).take(BATCH);
    std::iter::once(tenant.to_string()).chain(ids).map(|text| store::Param::Text(text.into())).collect()
}

fn from_columns(row: &store::Row, batch: &[Candidate]) -> Result<(usize, Row), store::Error> {
    let id: CustomerId = row.get(0)?;
    let place = batch.iter().position(|candidate| candidate.id == id).unwrap_or(batch.len());
    let (placed_at, number): (Option<Timestamp>, Option<String>) = (row.get(10)?, row.get(11)?);
    let badges = [
        (row.get(7)?, Badge::Vip),
        (!row.get::<bool>(9)?, Badge::NoConsent),
        (row.get::<Status>(8)? == Status::Locked, Badge::Locked),
        (row.get::<Status>(8)? == Status::Disabled, Badge::Disabled),
        (row.get(13)?, Badge::Live),
    ];
    let row = Row {
        id,
        number: row.get(1)?,
        first: row.get(2)?,
        last: row.get(3)?,
        email: row.get(4)?,
        phone: row.get(5)?,
        segment: row.get(6)?,
        last_order: placed_at.zip(number).map(|(placed_at, number)| LastOrder { number, placed_at }),
        city: row.get(12)?,
        badges: badges.into_iter().filter(|(there, _)| *there).map(|(_, badge)| badge).collect(),
        assisted: row.get(14)?,
        certain: batch.get(place).is_some_and(|candidate| candidate.certain),
    };
    Ok((place, row))
}

impl Row {
    pub(super) fn shown(self, assisted_by: Vec<String>, masked: bool) -> FoundCustomer {
        let (name, email) = if masked {
            (masked_name(&self.first, &self.last), masked_email(&self.email))
        } else {
            (format!("{} {}", self.first, self.last), self.email)
        };
        let digits: Vec<char> = self.phone.chars().filter(char::is_ascii_digit).collect();
        FoundCustomer {
            id: self.id,
            number: self.number,
            name,
            email,
            phone_tail: digits[digits.len().saturating_sub(4)..].iter().collect(),
            city: self.city.unwrap_or_default(),
            segment: self.segment,
            last_order: self.last_order,
            badges: self.badges,
            assisted_by,
        }
    }
}

/// Given names and the first letter of the family names; one character of each where a character is a word.
pub(in crate::customers) fn masked_name(first: &str, last: &str) -> String {
    let shown = match first.chars().next() {
        Some(letter) if is_cjk(letter) => format!("{letter}…"),
        _ => first.to_owned(),
    };
    let initial = last.chars().next().map(|letter| format!(" {letter}…")).unwrap_or_default();
    format!("{shown}{initial}")
}

/// The first letter of both sides.
pub(in crate::customers) fn masked_email(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let first = |text: &str| text.chars().take(1).collect::<String>();
    let ending = domain.rsplit_once('.').map(|(_, ending)| format!(".{ending}")).unwrap_or_default();
    format!("{}…@{}…{ending}", first(local), first(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_leave_enough_to_choose_by() {
        assert_eq!(masked_name("Haru", "Tanaka"), "Haru T…");
        assert_eq!(masked_name("春", "田中"), "春… 田…");
        assert_eq!(masked_email("haru.tanaka@example.com"), "h…@e….com");
        assert_eq!(masked_email("x@localhost"), "x…@l…");
    }
}
