use proptest::prelude::*;

use super::*;

fn euro(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

#[test]
fn money_reads_and_writes_minor_units_with_the_code() {
    let json = serde_json::to_string(&euro(1299)).unwrap();
    assert_eq!(json, r#"{"amount":1299,"currency":"EUR"}"#);
    assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), euro(1299));
    for bad in [
        r#"{"amount":12.99,"currency":"EUR"}"#,
        r#"{"amount":1,"currency":"eur"}"#,
        r#"{"amount":1,"currency":"XAU"}"#,
        r#"{"amount":1,"currency":"EUR","x":1}"#,
    ] {
        assert!(serde_json::from_str::<Money>(bad).is_err(), "{bad}");
    }
}

#[test]
fn currencies_do_not_mix_and_nothing_wraps() {
    let dollar = Money::new(1, Currency::USD);
    assert_eq!(euro(1).plus(dollar), Err(MoneyError::Mixed(Currency::EUR, Currency::USD)));
    assert_eq!(euro(i64::MAX).plus(euro(1)), Err(MoneyError::Overflow));
    assert_eq!(euro(i64::MIN).minus(euro(1)), Err(MoneyError::Overflow));
    assert_eq!(euro(i64::MIN).negated(), Err(MoneyError::Overflow));
    assert_eq!(euro(i64::MAX / 2).times(3), Err(MoneyError::Overflow));
    assert_eq!(euro(250).times(4), Ok(euro(1000)));
}

#[test]
fn people_read_amounts_in_their_language() {
    let shown = |minor, code: &str, locale| Money::new(minor, code.parse().unwrap()).fmt(locale);
    assert_eq!(shown(129_900, "EUR", "en"), "€1,299.00");
    assert_eq!(shown(129_900, "EUR", "de-AT"), "1.299,00\u{a0}€");
    assert_eq!(shown(1200, "USD", "en"), "$12.00");
    assert_eq!(shown(-5, "USD", "en"), "-$0.05");
    assert_eq!(shown(-5, "USD", "de"), "-0,05\u{a0}$");
    assert_eq!(shown(1_234_567, "JPY", "en"), "¥1,234,567");
    assert_eq!(shown(1_234_567, "KWD", "en"), "KWD\u{a0}1,234.567");
    assert_eq!(shown(1_000, "SEK", "fr"), "SEK\u{a0}10.00");
    assert_eq!(shown(i64::MIN, "EUR", "en"), "-€92,233,720,368,547,758.08");
}

#[test]
fn tax_is_rounded_half_away_from_zero() {
    let rate = |points| Rate::from_basis_points(points).unwrap();
    assert_eq!(rate(2000).tax_within(1200), 200);
    assert_eq!(rate(2000).tax_on(1000), 200);
    assert_eq!(rate(500).tax_on(10), 1);
    assert_eq!(rate(500).tax_on(-10), -1);
    assert_eq!(rate(550).to_string(), "5.5 %");
    assert_eq!(rate(1905).to_string(), "19.05 %");
    assert_eq!(rate(5).to_string(), "0.05 %");
    assert_eq!(rate(2000).to_string(), "20 %");
    assert_eq!(
        serde_json::from_str::<Rate>("10001").unwrap_err().to_string(),
        "a rate is at most 10000 basis points (100 %); 10001 is more"
    );
}

#[test]
fn the_last_cent_goes_to_the_largest_remainder_then_to_the_first() {
    assert_eq!(split(100, &[1, 1, 1]), [34, 33, 33]);
    assert_eq!(split(-100, &[1, 1, 1]), [-34, -33, -33]);
    assert_eq!(split(10, &[0, 3, 0]), [0, 10, 0]);
    assert_eq!(split(5, &[0, 0]), [3, 2]);
    assert_eq!(split(7, &[-4, 2]), [0, 7]);
    assert_eq!(split(7, &[]), Vec::<i64>::new());
    assert_eq!(split(i64::MIN, &[i64::MAX, i64::MAX]), [i64::MIN / 2, i64::MIN / 2]);
}

proptest! {
    #[test]
    fn parts_add_up_and_stay_within_one_of_their_share(
        total: i64,
        weights in prop::collection::vec(prop_oneof![Just(0), 0..=100_000_i64, any::<i64>()], 1..40),
    ) {
        let parts = split(total, &weights);
        prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        prop_assert!(parts.iter().all(|part| *part == 0 || part.signum() == total.signum()));
        let sum: i128 = weights.iter().map(|weight| i128::from(*weight).max(0)).sum();
        if sum > 0 {
            for (part, weight) in parts.iter().zip(&weights) {
                let share = i128::from(total) * i128::from(*weight).max(0);
                prop_assert!((i128::from(*part) * sum - share).abs() < sum);
            }
        }
    }

    #[test]
    fn a_part_never_exceeds_its_weight_when_the_total_does_not_exceed_their_sum(
        weights in prop::collection::vec(0..=10_000_i64, 1..40), percent in 0..=100_i64,
    ) {
        let total = weights.iter().sum::<i64>() * percent / 100;
        prop_assume!(total > 0);
        prop_assert!(split(total, &weights).iter().zip(&weights).all(|(part, weight)| part <= weight));
    }

    #[test]
    fn rounding_is_nearest_and_symmetric(numer in any::<i64>(), denom in 1..=1_000_000_i64) {
        let (numer, denom) = (i128::from(numer), i128::from(denom));
        let near = half_away_from_zero(numer, denom);
        prop_assert!((i128::from(near) * denom - numer).abs() * 2 <= denom);
        prop_assert_eq!(i128::from(half_away_from_zero(-numer, denom)), -i128::from(near));
    }

    #[test]
    fn tax_added_to_a_net_amount_is_found_within_the_sum(net in 0..=i64::MAX / 4, points in 0..=10_000_u32) {
        let rate = Rate::from_basis_points(points).unwrap();
        let tax = rate.tax_on(net);
        prop_assert!((rate.tax_within(net + tax) - tax).abs() <= 1);
    }
}
