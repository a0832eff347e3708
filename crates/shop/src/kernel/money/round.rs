use std::cmp::Reverse;

/// `numer / denom` to the nearest whole number, halves away from zero: 5/2 is 3 and -5/2 is -3.
///
/// # Panics
/// If `denom` is not positive, or the result has more than 64 bits. A share of at most the whole of an
/// amount always fits.
pub fn half_away_from_zero(numer: i128, denom: i128) -> i64 {
    assert!(denom > 0, "a share needs a positive denominator");
    let (whole, rest) = (numer / denom, numer % denom);
    let away = if rest.abs() >= denom - rest.abs() { rest.signum() } else { 0 };
    i64::try_from(whole + away).expect("a share of an amount fits where the amount did")
}

/// `total` cut into one part per weight, by largest remainder: the parts add up to `total` exactly, each
/// differs from its true share by less than one, and a part never has the other sign than `total`.
///
/// Equal remainders favour the earlier part. A weight of zero (or below) gets nothing, unless no weight
/// is above zero: then all count the same. Without weights there are no parts, and `total` is lost.
#[expect(clippy::missing_panics_doc, reason = "no part is larger than the total, so each fits")]
pub fn split(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight).max(0)).sum();
    if sum == 0 {
        return if weights.is_empty() { Vec::new() } else { split(total, &vec![1; weights.len()]) };
    }
    let amount = i128::from(total).abs();
    let mut missing = amount;
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        let share = amount * i128::from(*weight).max(0);
        let part = share / sum;
        parts.push(part);
        remainders.push((Reverse(share - part * sum), at));
        missing -= part;
    }
    if missing > 0 {
        remainders.sort_unstable();
    }
    for (_, at) in remainders.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[at] += 1;
    }
    let sign = i128::from(total.signum());
    let signed = |part| i64::try_from(part * sign).expect("a part is no larger than its total");
    parts.into_iter().map(signed).collect()
}
