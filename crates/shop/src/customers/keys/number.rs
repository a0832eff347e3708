//! Customer numbers, references and order numbers. They are searched as they are written: `DE--21` is not
//! `DE-21`; only case and width do not matter.

use crate::kernel::text::fold;

/// The keys of a customer number, a reference or an order number; none for an empty one. Beside the whole
/// there is one for the digits after a leading word, so that `1003` finds `C1003`.
pub fn number_keys(number: &str) -> Vec<String> {
    forms(number).into_iter().map(|form| format!("#{form}")).collect()
}

pub(super) fn forms(number: &str) -> Vec<String> {
    let whole = fold(number);
    let digits = whole.trim_start_matches(|c: char| !c.is_ascii_digit());
    let tail = !digits.is_empty() && digits.len() < whole.len() && digits.bytes().all(|b| b.is_ascii_digit());
    let tail = tail.then(|| digits.to_owned());
    tail.into_iter().chain((!whole.is_empty()).then_some(whole)).collect()
}
