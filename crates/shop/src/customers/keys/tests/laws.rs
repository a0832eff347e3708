use proptest::prelude::*;

use super::*;

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{0,9}( [A-Z][a-z]{1,5})?",
        "[A-ZÀ-Þ][a-zß-ÿł]{1,7}-[A-Z][a-z]{1,7}",
        "[春夏秋冬田中山川]{1,3}",
        "[ァ-ヶ]{1,5}",
        "\\PC{0,12}",
    ]
}

prop_compose! {
    fn customer()(
        first in name(), last in name(), local in "[a-z]{1,8}([.+_-][a-z0-9]{1,6})?", domain in "[a-z]{2,8}(\\.[a-z]{2,4}){1,2}",
        phones in prop::collection::vec("(\\+|00|0|)[1-9][0-9]{1,2}[ /-]?[0-9]{3}[ -]?[0-9]{2,5}", 0..3),
        number in 1..100_000_u32, order in 1..1_000_000_u32,
    ) -> (String, String, String, Vec<String>, String, String) {
        (first, last, format!("{local}@{domain}"), phones, format!("C{number}"), format!("N-{order}"))
    }
}

fn searchable(parts: &(String, String, String, Vec<String>, String, String)) -> Searchable<'_> {
    let (first, last, email, phones, number, order) = parts;
    let phones = phones.iter().map(String::as_str).collect();
    Searchable { first, last, email, phones, number, reference: "", order_numbers: vec![order] }
}

/// A query as an agent might come to it: pieces of what the customer is known by.
fn query() -> impl Strategy<Value = (usize, usize, usize, usize, bool)> {
    (0..7_usize, 0..20_usize, 1..20_usize, 1..6_usize, any::<bool>())
}

fn ask(
    customer: &Searchable<'_>,
    (what, skip, take, second, swap): (usize, usize, usize, usize, bool),
) -> String {
    let piece = |text: &str, skip, take| text.chars().skip(skip).take(take).collect::<String>();
    match what {
        0 => piece(customer.first, 0, take),
        1 => piece(customer.email, skip, take),
        2 => piece(customer.phones.first().unwrap_or(&"0"), 0, take),
        3 => piece(customer.number, skip % 2, take),
        4 => piece(customer.last, skip, take),
        5 => customer.phones.first().map_or(String::new(), |phone| piece(phone, skip, take)),
        _ if swap => format!("{} {}", piece(customer.last, 0, take), piece(customer.first, 0, second)),
        _ => format!("{} {}", piece(customer.first, 0, second), piece(customer.last, 0, take)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_plan_finds_exactly_what_matches(mine in customer(), other in customer(), pieces in query()) {
        let (mine, other) = (searchable(&mine), searchable(&other));
        let asked = ask(&mine, pieces);
        prop_assert_eq!(found(&asked, &mine), matches(&asked, &mine), "{:?} for {:?}", asked, mine);
        prop_assert_eq!(found(&asked, &other), matches(&asked, &other), "{:?} for {:?}", asked, other);
    }

    #[test]
    fn every_beginning_of_every_word_finds(parts in customer(), letters in 2..10_usize) {
        let customer = searchable(&parts);
        let of_names = [customer.first, customer.last].map(|name| words(name).into_iter().take(4)).into_iter().flatten();
        for text in of_names.chain([fold(customer.email), fold(customer.number)]) {
            let beginning = clip(&text, letters);
            prop_assert!(text.chars().count() < 2 || found(beginning, &customer), "{:?} in {:?}", beginning, customer);
        }
    }

    #[test]
    fn every_two_beginnings_find_in_either_order(parts in customer(), one in 1..6_usize, two in 1..6_usize) {
        let customer = searchable(&parts);
        let (first, last) = (words(customer.first), words(customer.last));
        let Some((first, last)) = first.first().zip(last.first()) else { return Ok(()) };
        let (first, last) = (clip(first, one), clip(last, two));
        for asked in [format!("{first} {last}"), format!("{last} {first}")] {
            prop_assert!(found(&asked, &customer), "{:?} in {:?}", asked, customer);
        }
    }

    #[test]
    fn a_slip_anywhere_is_within_the_ranges(name in "[a-z]{6,14}", at in 0..14_usize, letter in "[a-z]", slip in 0..4) {
        let customer = Searchable { first: "Jo", last: &name, ..Searchable::default() };
        let mut typed: Vec<char> = name.chars().collect();
        let (at, letter) = (at % (typed.len() - 1), letter.chars().next().unwrap_or('x'));
        match slip {
            0 => typed[at] = letter,
            1 => typed.insert(at, letter),
            2 => typed.swap(at, at + 1),
            _ => drop(typed.remove(at)),
        }
        let Some(near) = near(&typed.iter().collect::<String>()) else { return Ok(()) };
        let keys = keys(&customer);
        let scanned = near.ranges.iter().any(|range| keys.iter().any(|key| range.from <= *key && *key < range.until));
        prop_assert!(near.accepts("Jo", &name) && scanned, "{:?} typed as {:?}", name, typed);
    }

    #[test]
    fn an_upper_bound_parts_beginnings_from_the_rest(prefix in any::<String>(), text in any::<String>()) {
        let Some(bound) = upper_bound(&prefix) else { return Ok(()) };
        let joined = format!("{prefix}{text}");
        prop_assert!(prefix <= joined && joined < bound);
        prop_assert_eq!(prefix <= text && text < bound, text.starts_with(&prefix));
    }

    #[test]
    fn nobody_breaks_the_search(query in any::<String>()) {
        prop_assert_eq!(found(&query, &haru()), matches(&query, &haru()));
    }
}
