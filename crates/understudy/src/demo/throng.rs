//! Customers and orders around those with stories, made from a fixed seed: the same in every shop.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use fake::Fake;
use fake::faker::address::raw::{BuildingNumber, StreetName};
use fake::faker::name::raw::{FirstName, LastName};
use fake::locales::{DE_DE, EN, FR_FR, JA_JP};
use fake::rand::rngs::StdRng;
use fake::rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use shop::kernel::text::fold;
use shop::orders::{ImportOrders, OrderLineRow};

use super::Filler;
use super::sites::read;
use crate::import::timestamp;

/// Where the throng's dates end: new shops look lived in, and the data stays the same for everybody.
const UNTIL: &str = "2026-11-20T18:00:00Z";
const DAY: i64 = 86_400 * 1_000_000;

/// A customer of the throng: reference and home site.
pub(super) struct Member {
    reference: String,
    site: &'static str,
}

struct Country {
    code: &'static str,
    site: &'static str,
    locale: &'static str,
    prefix: &'static str,
    cities: &'static [(&'static str, &'static str)],
}

const COUNTRIES: [Country; 6] = [
    Country {
        code: "DE",
        site: "eu",
        locale: "de",
        prefix: "+49 30",
        cities: &[
            ("10115", "Berlin"),
            ("20095", "Hamburg"),
            ("80331", "München"),
            ("50667", "Köln"),
            ("04109", "Leipzig"),
        ],
    },
    Country {
        code: "AT",
        site: "eu",
        locale: "de",
        prefix: "+43 1",
        cities: &[("1010", "Wien"), ("8010", "Graz"), ("5020", "Salzburg")],
    },
    Country {
        code: "FR",
        site: "eu",
        locale: "en",
        prefix: "+33 1",
        cities: &[("75011", "Paris"), ("69002", "Lyon"), ("33000", "Bordeaux")],
    },
    Country {
        code: "IE",
        site: "eu",
        locale: "en",
        prefix: "+353 1",
        cities: &[("D02 X285", "Dublin"), ("T12 W8KP", "Cork")],
    },
    Country {
        code: "NL",
        site: "eu",
        locale: "en",
        prefix: "+31 20",
        cities: &[("1012 JS", "Amsterdam"), ("3511 LX", "Utrecht")],
    },
    Country {
        code: "US",
        site: "us",
        locale: "en",
        prefix: "+1 503",
        cities: &[("97209", "Portland"), ("60601", "Chicago"), ("02108", "Boston"), ("98101", "Seattle")],
    },
];

/// Makes and stores customers.
pub(super) fn customers(filler: &Filler<'_>, count: usize) -> Result<Vec<Member>> {
    let mut dice = StdRng::seed_from_u64(2_026);
    let until = timestamp(UNTIL).context("a time")?;
    let (mut rows, mut members, mut emails) = (Vec::new(), Vec::new(), BTreeSet::new());
    for i in 0..count {
        let country = &COUNTRIES[[0, 0, 0, 1, 2, 3, 4, 5, 5, 5][dice.random_range(0..10)]];
        let (first, last) = name(country, &mut dice);
        let email = email(&first, &last, &mut emails);
        let reference = format!("NL-C{:05}", 2_000 + i);
        rows.push(read("customer", customer(country, &reference, &first, &last, &email, until, &mut dice))?);
        members.push(Member { reference, site: country.site });
    }
    super::people::store(filler, "throng", rows)?;
    Ok(members)
}

fn name(country: &Country, dice: &mut StdRng) -> (String, String) {
    // One in fifty is of Japanese family, as Haru is; names in Japanese script are found by either part.
    if dice.random_range(0..50) == 0 {
        return (FirstName(JA_JP).fake_with_rng(dice), LastName(JA_JP).fake_with_rng(dice));
    }
    match country.code {
        "DE" | "AT" => (FirstName(DE_DE).fake_with_rng(dice), LastName(DE_DE).fake_with_rng(dice)),
        "FR" => (FirstName(FR_FR).fake_with_rng(dice), LastName(FR_FR).fake_with_rng(dice)),
        _ => (FirstName(EN).fake_with_rng(dice), LastName(EN).fake_with_rng(dice)),
    }
}

/// An address of the reserved kind (RFC 2606), one for each customer.
fn email(first: &str, last: &str, taken: &mut BTreeSet<String>) -> String {
    let part = |text: &str| fold(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let (first, last) = (part(first), part(last));
    let stem = match (first.is_empty(), last.is_empty()) {
        (true, true) => "customer".to_owned(),
        (false, false) => format!("{first}.{last}"),
        _ => format!("{first}{last}"),
    };
    (1..100_000)
        .map(|n| if n == 1 { format!("{stem}@mail.example") } else { format!("{stem}{n}@mail.example") })
        .find(|email| taken.insert(email.clone()))
        .unwrap_or(stem)
}

fn customer(
    country: &Country,
    reference: &str,
    first: &str,
    last: &str,
    email: &str,
    until: i64,
    dice: &mut StdRng,
) -> Value {
    let (postcode, city) = country.cities[dice.random_range(0..country.cities.len())];
    let street = match country.code {
        "DE" | "AT" => format!(
            "{} {}",
            StreetName(DE_DE).fake_with_rng::<String, _>(dice),
            BuildingNumber(DE_DE).fake_with_rng::<String, _>(dice)
        ),
        _ => format!(
            "{} {}",
            BuildingNumber(EN).fake_with_rng::<String, _>(dice),
            StreetName(EN).fake_with_rng::<String, _>(dice)
        ),
    };
    let phone = format!(
        "{} {:04} {:03}",
        country.prefix,
        dice.random_range(1000..10_000),
        dice.random_range(100..1000)
    );
    let vip = dice.random_range(0..25) == 0;
    json!({
        "reference": reference, "first_name": first, "last_name": last, "email": email, "phone": phone,
        "locale": country.locale, "segment": if vip { "vip" } else { "standard" }, "vip": vip,
        "consent": dice.random_range(0..40) != 0,
        "created_at": until - dice.random_range(30..900) * DAY - dice.random_range(0..DAY),
        "address": {
            "first_name": first, "last_name": last, "line1": street, "postcode": postcode, "city": city,
            "country": country.code,
        },
    })
}

/// What can be ordered: reference and price in minor units, by currency.
struct Goods {
    reference: String,
    eur: u32,
    usd: u32,
}

/// Reads what can be ordered out of the demo's own files: variants, and products that have none.
fn goods() -> Result<Vec<Goods>> {
    let mut with_variants = BTreeSet::new();
    let mut all = Vec::new();
    let variants = super::CATALOGUE[3].1;
    for row in csv::Reader::from_reader(variants).deserialize::<std::collections::BTreeMap<String, String>>()
    {
        let row = row?;
        with_variants.insert(row["product_ref"].clone());
        if let (Ok(eur), Ok(usd)) = (row["price:EUR"].parse(), row["price:USD"].parse()) {
            all.push(Goods { reference: row["variant_ref"].clone(), eur, usd });
        }
    }
    for row in csv::Reader::from_reader(super::CATALOGUE[2].1)
        .deserialize::<std::collections::BTreeMap<String, String>>()
    {
        let row = row?;
        if with_variants.contains(&row["product_ref"]) {
            continue;
        }
        if let (Ok(eur), Ok(usd)) = (row["price:EUR"].parse(), row["price:USD"].parse()) {
            all.push(Goods { reference: row["product_ref"].clone(), eur, usd });
        }
    }
    Ok(all)
}

/// Makes and stores orders.
pub(super) fn orders(filler: &Filler<'_>, members: &[Member], count: usize) -> Result<()> {
    let mut dice = StdRng::seed_from_u64(5_000);
    let goods = goods()?;
    let until = timestamp(UNTIL).context("a time")?;
    let mut rows: Vec<OrderLineRow> = Vec::new();
    let mut first_row = 1;
    for i in 0..count {
        let order = order(i, members, &goods, until, &mut dice)?;
        if rows.len() + order.len() > 500 {
            first_row += store(filler, std::mem::take(&mut rows), first_row)?;
        }
        rows.extend(order);
    }
    store(filler, rows, first_row).map(|_| ())
}

fn order(
    i: usize,
    members: &[Member],
    goods: &[Goods],
    until: i64,
    dice: &mut StdRng,
) -> Result<Vec<OrderLineRow>> {
    // The square favours the first: regulars order again and again, many never do.
    let place: f64 = dice.random_range(0.0_f64..1.0).powi(2);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a short list"
    )]
    let member = &members[((place * members.len() as f64) as usize).min(members.len() - 1)];
    let age = dice.random_range(0..600) * DAY + dice.random_range(0..DAY);
    let status = match (age / DAY, dice.random_range(0..30)) {
        (_, 0) => "cancelled",
        (..4, _) => "placed",
        _ => "completed",
    };
    let mut chosen = BTreeSet::new();
    for _ in 0..dice.random_range(1..5) {
        chosen.insert(dice.random_range(0..goods.len()));
    }
    let (currency, shipping) = if member.site == "us" { ("USD", 650) } else { ("EUR", 490) };
    chosen
        .into_iter()
        .map(|place| {
            let item = &goods[place];
            read(
                "order",
                json!({
                    "order": format!("NL-O{:06}", 10_000 + i), "customer": member.reference, "site": member.site,
                    "placed_at": until - age, "currency": currency, "status": status, "shipping": shipping,
                    "product": item.reference, "quantity": dice.random_range(1..4),
                    "unit_price": if currency == "USD" { item.usd } else { item.eur },
                }),
            )
        })
        .collect()
}

fn store(filler: &Filler<'_>, rows: Vec<OrderLineRow>, first_row: u32) -> Result<u32> {
    let count = u32::try_from(rows.len())?;
    let digest = "throng-orders".parse().map_err(|_| anyhow::anyhow!("digest"))?;
    let imported = filler.act(ImportOrders { digest, first_row, rows })?;
    if let Some(refused) = imported.refused.first() {
        anyhow::bail!(
            "the demo data does not fit: order row {}: {} {}",
            first_row + refused.row,
            refused.pointer,
            refused.problem
        );
    }
    Ok(count)
}
