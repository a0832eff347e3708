use super::*;

fn percent(points: u32) -> Off {
    Off::Percent(rate(points))
}

fn refusal(basket: &Basket<'_>) -> WhyNot {
    let priced = price(basket).unwrap();
    assert_eq!(priced.discount, 0);
    let [refused] = &priced.refused_coupons[..] else { panic!("{:?}", priced.refused_coupons) };
    refused.why.clone()
}

#[test]
fn every_step_from_list_price_to_total_is_told() {
    let vip =
        PriceRow { segment: Some("vip".into()), min_quantity: 1, minor: 900, validity: Validity::default() };
    let from_ten = PriceRow { segment: None, min_quantity: 10, minor: 800, validity: Validity::default() };
    let autumn = promotion(1, "Autumn 10%", percent(1000));
    let welcome =
        Promotion { by_coupon: true, priority: 1, ..promotion(2, "Welcome", Off::Amount(euro(500))) };
    let priced = price(&Basket {
        tax: TaxMode::Added,
        segments: &["vip".into()],
        promotions: &[welcome.clone(), autumn],
        coupons: &[coupon("WELCOME5", &welcome)],
        ..basket(vec![LineIn { prices: &[vip, from_ten], ..line(1, 1000, 10) }])
    })
    .unwrap();
    let line = serde_json::to_value(&priced.lines[0]).unwrap();
    assert_eq!(
        line["why"],
        serde_json::json!([
            { "reason": "list_price", "amount": 10_000, "unit": 1000 },
            { "reason": "quantity_price", "amount": -2000, "unit": 800, "from_quantity": 10 },
            { "reason": "promotion", "amount": -800, "promotion": PromotionId::from_bits(1), "name": "Autumn 10%" },
            { "reason": "coupon", "amount": -500, "code": "WELCOME5", "name": "Welcome" },
            { "reason": "tax_added", "amount": 1340, "rate": 2000 },
        ])
    );
    assert_eq!((priced.subtotal, priced.discount, priced.tax, priced.total), (8000, 1300, 1340, 8040));
    assert_eq!(serde_json::from_value::<Priced>(serde_json::to_value(&priced).unwrap()).unwrap(), priced);
}

#[test]
fn the_lowest_price_that_applies_is_taken() {
    let row = |segment: Option<&str>, min_quantity, minor, until| PriceRow {
        segment: segment.map(Into::into),
        min_quantity,
        minor,
        validity: Validity { from: None, until },
    };
    let rows = [
        row(Some("vip"), 1, 700, None),
        row(None, 5, 850, None),
        row(None, 1, 10, Some(NOW)),
        row(None, 1, 1200, None),
    ];
    let unit = |quantity, segments: &[String]| {
        let lines = vec![LineIn { prices: &rows, ..line(1, 1000, quantity) }];
        price(&Basket { segments, ..basket(lines) }).unwrap().lines[0].unit
    };
    assert_eq!(unit(1, &[]), 1000);
    assert_eq!(unit(5, &[]), 850);
    assert_eq!(unit(5, &["vip".into()]), 700);
}

#[test]
fn a_discount_on_the_cart_is_split_to_the_last_cent() {
    let promotions = [promotion(1, "One euro", Off::Amount(euro(100)))];
    let priced = price(&Basket {
        promotions: &promotions,
        ..basket(vec![line(1, 999, 1), line(2, 999, 1), line(3, 999, 1)])
    })
    .unwrap();
    let parts: Vec<i64> = priced.lines.iter().map(|line| line.discounts[0].amount).collect();
    assert_eq!(parts, [34, 33, 33]);
    assert_eq!(priced.total, 2897);
}

#[test]
fn scope_keeps_a_discount_to_its_lines() {
    let categories = [CategoryId::from_bits(7)];
    let shoes =
        Promotion { scope: Scope::Categories(categories.to_vec()), ..promotion(1, "Shoes", percent(5000)) };
    let book = Promotion {
        scope: Scope::Products(vec![ProductId::from_bits(2)]),
        ..promotion(2, "Book", Off::Amount(euro(9999)))
    };
    let lines =
        vec![LineIn { categories: &categories, ..line(1, 1000, 1) }, line(2, 500, 1), line(3, 300, 1)];
    let priced = price(&Basket { promotions: &[shoes, book], ..basket(lines) }).unwrap();
    assert_eq!(priced.lines.iter().map(|line| line.total).collect::<Vec<_>>(), [500, 0, 300]);
}

#[test]
fn an_exclusive_promotion_stands_alone() {
    let autumn = promotion(1, "Autumn", percent(1000));
    let first = Promotion { exclusive: true, priority: -1, ..promotion(2, "Clearance", percent(3000)) };
    let late = Promotion { exclusive: true, by_coupon: true, ..promotion(3, "Late", percent(5000)) };
    let coupons = [coupon("LATE", &late)];
    let lines = vec![line(1, 1000, 1)];
    let alone = price(&Basket { promotions: &[autumn.clone(), first], ..basket(lines.clone()) }).unwrap();
    assert_eq!((alone.discounts.len(), alone.total), (1, 700));
    let late = price(&Basket { promotions: &[autumn, late], coupons: &coupons, ..basket(lines) }).unwrap();
    assert_eq!(late.total, 900);
    assert_eq!(late.refused_coupons[0].why, WhyNot::NotCombinable { with: "Autumn".into() });
}

#[test]
fn a_coupon_that_does_nothing_says_why() {
    let base = Promotion { by_coupon: true, ..promotion(1, "Five", Off::Amount(euro(500))) };
    let coupons = [coupon("FIVE", &base)];
    let why = |promotion: Promotion| {
        refusal(&Basket { promotions: &[promotion], coupons: &coupons, ..basket(vec![line(1, 1000, 1)]) })
    };
    let at = |from, until| Validity { from, until };
    let (early, later) = (Timestamp(1), Timestamp(9_000_000));
    let cases = [
        (Promotion { validity: at(None, Some(NOW)), ..base.clone() }, WhyNot::Expired { until: NOW }),
        (Promotion { validity: at(Some(later), None), ..base.clone() }, WhyNot::NotYet { from: later }),
        (
            Promotion { minimum: Some(euro(1001)), ..base.clone() },
            WhyNot::MinimumNotReached { minimum: euro(1001), missing: euro(1) },
        ),
        (Promotion { segment: Some("vip".into()), ..base.clone() }, WhyNot::OtherSegment),
        (Promotion { audience: Audience::Assisted, ..base.clone() }, WhyNot::OnlyAssisted),
        (Promotion { off: Off::Amount(Money::new(1, Currency::USD)), ..base.clone() }, WhyNot::OtherCurrency),
        (Promotion { scope: Scope::Products(vec![]), ..base.clone() }, WhyNot::NothingToDiscount),
        (Promotion { id: PromotionId::from_bits(9), ..base.clone() }, WhyNot::Withdrawn),
    ];
    for (promotion, expected) in cases {
        assert_eq!(why(promotion), expected);
    }
    let old = [AppliedCoupon { validity: at(None, Some(early)), ..coupons[0].clone() }];
    let basket = Basket { promotions: &[base], coupons: &old, ..basket(vec![line(1, 1000, 1)]) };
    assert_eq!(refusal(&basket), WhyNot::Expired { until: early });
}

#[test]
fn a_second_coupon_for_the_same_promotion_is_refused() {
    let five = Promotion { by_coupon: true, ..promotion(1, "Five", Off::Amount(euro(500))) };
    let coupons = [coupon("ONE", &five), coupon("TWO", &five)];
    let priced =
        price(&Basket { promotions: &[five], coupons: &coupons, ..basket(vec![line(1, 2000, 1)]) }).unwrap();
    assert_eq!(priced.total, 1500);
    assert_eq!(priced.refused_coupons, [RefusedCoupon { code: "TWO".into(), why: WhyNot::AlreadyApplied }]);
}

#[test]
fn what_an_agent_may_offer_needs_an_agent() {
    let promotions =
        [Promotion { audience: Audience::Assisted, ..promotion(1, "Goodwill 5%", percent(500)) }];
    let total = |acting| {
        price(&Basket { promotions: &promotions, acting, ..basket(vec![line(1, 1000, 1)]) }).unwrap().total
    };
    assert_eq!((total(false), total(true)), (1000, 950));
}

#[test]
fn tax_is_within_or_on_top_and_listed_by_rate() {
    let shipping = Some(ShippingIn { minor: 490, tax_rate: rate(1900) });
    let lines = vec![
        LineIn { tax_rate: rate(700), ..line(1, 1070, 1) },
        LineIn { tax_rate: rate(1900), ..line(2, 1190, 1) },
    ];
    let included = price(&Basket { shipping, ..basket(lines.clone()) }).unwrap();
    assert_eq!(included.total, 2750);
    assert_eq!(
        included.taxes,
        [TaxOut { rate: rate(700), net: 1000, tax: 70 }, TaxOut { rate: rate(1900), net: 1412, tax: 268 }]
    );
    let added = price(&Basket { shipping, tax: TaxMode::Added, ..basket(lines) }).unwrap();
    assert_eq!((added.tax, added.total), (75 + 226 + 93, 2750 + 394));
}

#[test]
fn amounts_that_cannot_be_are_refused() {
    assert_eq!(price(&basket(vec![line(1, i64::MAX, 2)])), Err(PriceError::Overflow));
    assert_eq!(price(&basket(vec![line(1, i64::MAX, 1), line(2, 1, 1)])), Err(PriceError::Overflow));
    assert_eq!(price(&basket(vec![line(1, -1, 1)])), Err(PriceError::Negative));
    let shipping = Some(ShippingIn { minor: -1, tax_rate: Rate::ZERO });
    assert_eq!(price(&Basket { shipping, ..basket(vec![]) }), Err(PriceError::Negative));
    assert_eq!(price(&basket(vec![])).unwrap().total, 0);
}
