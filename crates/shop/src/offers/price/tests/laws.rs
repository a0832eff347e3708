use proptest::prelude::*;

use super::*;

type Line = (i64, u32, u32, Vec<PriceRow>, Vec<CategoryId>);

/// A basket that owns what it lends.
#[derive(Debug, Clone)]
struct Shop {
    tax: TaxMode,
    lines: Vec<Line>,
    promotions: Vec<Promotion>,
    coupons: Vec<AppliedCoupon>,
    shipping: Option<ShippingIn>,
    acting: bool,
}

impl Shop {
    fn basket(&self) -> Basket<'_> {
        let lines = (0..).zip(&self.lines).map(|(number, (list, quantity, tax, prices, categories))| {
            LineIn { categories, prices, tax_rate: rate(*tax), ..line(number, *list, *quantity) }
        });
        Basket {
            tax: self.tax,
            promotions: &self.promotions,
            coupons: &self.coupons,
            shipping: self.shipping,
            acting: self.acting,
            segments: SEGMENTS.get_or_init(|| vec!["vip".to_owned()]),
            ..basket(lines.collect())
        }
    }
}

static SEGMENTS: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();

fn segment() -> impl Strategy<Value = Option<String>> {
    prop_oneof![3 => Just(None), 1 => Just(Some("vip".to_owned())), 1 => Just(Some("trade".to_owned()))]
}

fn row() -> impl Strategy<Value = PriceRow> {
    (segment(), 0..12_u32, 0..20_000_i64).prop_map(|(segment, min_quantity, minor)| PriceRow {
        segment,
        min_quantity,
        minor,
        validity: Validity::default(),
    })
}

fn categories() -> impl Strategy<Value = Vec<CategoryId>> {
    prop::collection::vec((0..4_u128).prop_map(CategoryId::from_bits), 0..3)
}

fn off() -> impl Strategy<Value = Off> {
    prop_oneof![
        (0..=10_000_u32).prop_map(|points| Off::Percent(rate(points))),
        (-100..30_000_i64).prop_map(|minor| Off::Amount(euro(minor))),
    ]
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Cart),
        categories().prop_map(Scope::Categories),
        prop::collection::vec((0..8_u128).prop_map(ProductId::from_bits), 0..4).prop_map(Scope::Products),
    ]
}

fn promotions() -> impl Strategy<Value = Vec<Promotion>> {
    let rules = (
        segment(),
        any::<bool>(),
        prop::option::of(0..50_000_i64),
        any::<bool>(),
        -2..3_i32,
        prop::bool::weighted(0.1),
    );
    let one = (off(), scope(), rules).prop_map(
        |(off, scope, (segment, assisted, minimum, by_coupon, priority, exclusive))| Promotion {
            scope,
            segment,
            minimum: minimum.map(euro),
            audience: if assisted { Audience::Assisted } else { Audience::Everyone },
            by_coupon,
            priority,
            exclusive,
            ..promotion(0, "Some", off)
        },
    );
    prop::collection::vec(one, 0..8).prop_map(|many| {
        (0..).zip(many).map(|(number, one)| Promotion { id: PromotionId::from_bits(number), ..one }).collect()
    })
}

fn shop() -> impl Strategy<Value = Shop> {
    let line = (0..50_000_i64, 0..20_u32, prop_oneof![Just(0), Just(700), Just(1900), 0..=10_000_u32]);
    let line = (line, prop::collection::vec(row(), 0..4), categories());
    let lines = prop::collection::vec(
        line.prop_map(|((list, quantity, tax), rows, categories)| (list, quantity, tax, rows, categories)),
        0..9,
    );
    let coupons = prop::collection::vec(0..9_u128, 0..5);
    let tax = prop_oneof![Just(TaxMode::Included), Just(TaxMode::Added)];
    let shipping =
        prop::option::of((0..2000_i64).prop_map(|minor| ShippingIn { minor, tax_rate: rate(1900) }));
    (tax, lines, promotions(), coupons, shipping, any::<bool>()).prop_map(
        |(tax, lines, promotions, coupons, shipping, acting)| {
            let coupons = coupons.into_iter().map(|number| {
                coupon(&format!("C{number}"), &promotion(number, "", Off::Percent(Rate::ZERO)))
            });
            Shop { tax, lines, promotions, coupons: coupons.collect(), shipping, acting }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_books_balance(shop in shop()) {
        let priced = price(&shop.basket()).unwrap();
        let added = if shop.tax == TaxMode::Added { priced.tax } else { 0 };
        let shipping = priced.shipping.map_or(0, |shipping| shipping.gross);
        prop_assert_eq!(priced.subtotal, priced.lines.iter().map(|line| line.gross).sum::<i64>());
        prop_assert_eq!(priced.subtotal - priced.discount + added + shipping, priced.total);
        let (net, tax) = priced.taxes.iter().fold((0, 0), |(net, tax), rate| (net + rate.net, tax + rate.tax));
        prop_assert_eq!(tax, priced.tax);
        prop_assert_eq!(net + tax, priced.total);
    }

    #[test]
    fn reasons_add_up_to_the_total_of_their_line(shop in shop()) {
        for line in price(&shop.basket()).unwrap().lines {
            prop_assert_eq!(line.why.iter().map(Why::amount).sum::<i64>(), line.total);
            prop_assert_eq!(line.net + line.tax, line.total);
            prop_assert_eq!(line.unit * i64::from(line.quantity), line.gross);
        }
    }

    #[test]
    fn parts_add_up_to_their_discount(shop in shop()) {
        let priced = price(&shop.basket()).unwrap();
        for discount in &priced.discounts {
            let parts = priced.lines.iter().flat_map(|line| &line.discounts).filter(|part| part.source == discount.source);
            prop_assert_eq!(parts.map(|part| part.amount).sum::<i64>(), discount.amount);
        }
        prop_assert_eq!(priced.discounts.iter().map(|discount| discount.amount).sum::<i64>(), priced.discount);
    }

    #[test]
    fn nothing_goes_below_zero(shop in shop()) {
        let priced = price(&shop.basket()).unwrap();
        prop_assert!(priced.discount <= priced.subtotal);
        prop_assert!(priced.discounts.iter().all(|discount| discount.amount > 0));
        for line in &priced.lines {
            prop_assert!(line.unit >= 0 && line.net >= 0 && line.tax >= 0 && line.total >= 0);
            prop_assert!(line.discounts.iter().all(|part| part.amount > 0));
        }
    }

    #[test]
    fn the_order_of_promotions_does_not_matter(shop in shop(), seed in any::<u128>()) {
        let expected = price(&shop.basket()).unwrap();
        let mut shuffled = shop;
        let key = |promotion: &Promotion| promotion.id.bits().wrapping_add(1).wrapping_mul(seed | 1);
        shuffled.promotions.sort_by_key(key);
        prop_assert_eq!(price(&shuffled.basket()).unwrap(), expected);
    }

    #[test]
    fn each_coupon_is_granted_or_refused(shop in shop()) {
        let priced = price(&shop.basket()).unwrap();
        let granted = priced.discounts.iter().filter(|discount| discount.source.coupon.is_some()).count();
        prop_assert_eq!(granted + priced.refused_coupons.len(), shop.coupons.len());
    }

    /// Except where a quantity price begins: ten at 8.00 cost less than nine at 10.00.
    #[test]
    fn more_pieces_never_cost_less_before_discounts(shop in shop()) {
        let mut shop = shop;
        for (.., rows, _) in &mut shop.lines {
            for row in rows {
                row.min_quantity = 1;
            }
        }
        let before = price(&shop.basket()).unwrap();
        shop.lines.iter_mut().for_each(|(_, quantity, ..)| *quantity += 1);
        let after = price(&shop.basket()).unwrap();
        prop_assert!(before.lines.iter().zip(&after.lines).all(|(before, after)| before.gross <= after.gross));
    }
}
