use super::Money;

impl Money {
    /// The amount as people read it: `€1,299.00` in English, `1.299,00 €` in German, whatever follows the
    /// language in `locale` (`de-AT` reads as `de`). Other languages read as English.
    ///
    /// Patterns as in the Unicode CLDR; the space before a sign is one that does not break.
    pub fn fmt(self, locale: &str) -> String {
        let german =
            locale.split(['-', '_']).next().is_some_and(|language| language.eq_ignore_ascii_case("de"));
        let (thousands, decimal) = if german { ('.', ',') } else { (',', '.') };
        let number =
            digits(self.minor.unsigned_abs(), self.currency.minor_digits() as usize, thousands, decimal);
        let minus = if self.minor < 0 { "-" } else { "" };
        let sign = self.currency.sign();
        if german {
            return format!("{minus}{number}\u{a0}{sign}");
        }
        let gap = if sign.ends_with(|c: char| c.is_ascii_alphabetic()) { "\u{a0}" } else { "" };
        format!("{minus}{sign}{gap}{number}")
    }
}

fn digits(minor: u64, after: usize, thousands: char, decimal: char) -> String {
    let plain = format!("{minor:0>width$}", width = after + 1);
    let (whole, part) = plain.split_at(plain.len() - after);
    let mut out = String::with_capacity(plain.len() + plain.len() / 3 + 1);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(thousands);
        }
        out.push(digit);
    }
    if after > 0 {
        out.push(decimal);
        out.push_str(part);
    }
    out
}
