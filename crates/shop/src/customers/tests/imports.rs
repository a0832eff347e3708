//! Many customers at once.

use serde_json::json;

use super::people::{customer, olga, sarah};
use crate::customers::{CustomerDetails, CustomerRow, ImportCustomers, Imported, SearchCustomers, Status};
use crate::on_both_engines;
use crate::testing::TestShop;

pub(super) fn row(fields: serde_json::Value) -> CustomerRow {
    serde_json::from_value(fields).expect("a row")
}

fn haru() -> CustomerRow {
    row(json!({
        "reference": "DE--21", "first_name": "Haru", "last_name": "Tanaka", "email": "haru+northlight@example.com",
        "phone": "+49 30 5550 143", "segment": "gold",
        "address": { "first_name": "Haru", "last_name": "Tanaka", "line1": "Kastanienallee 12", "city": "Berlin",
            "country": "DE" },
    }))
}

pub(super) fn import(shop: &TestShop, by: &super::people::Agent, rows: Vec<CustomerRow>) -> Imported {
    let act = ImportCustomers { digest: "e3b0c442".parse().unwrap(), first_row: 2, rows };
    shop.desk.act(&by.caller, act, None).and_then(crate::desk::Answer::out).expect("an import")
}

on_both_engines! {
    the_same_batch_again_changes_nothing, |shop| {
        let (olga, sarah) = (olga(shop), sarah(shop));
        let rows = vec![haru(), row(json!({
            "reference": "DE--22", "first_name": "Aiko", "last_name": "Mori", "email": "aiko@example.com",
            "number": "K7", "consent": false, "status": "locked",
        }))];
        let first = import(shop, &olga, rows.clone());
        assert_eq!((first.created, first.updated, first.unchanged), (2, 0, 0));
        let again = import(shop, &olga, rows.clone());
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));
        let found = |q: &str| {
            let ask = SearchCustomers { q: q.parse().unwrap(), limit: None };
            shop.desk.ask(&sarah.caller, &ask).unwrap().customers
        };
        let kept = found("DE--21");
        assert_eq!((kept.len(), kept[0].city.as_str(), kept[0].segment.as_str()), (1, "Berlin", "gold"));
        assert_eq!(found("de-21").len(), 0, "a reference is searched as it is written");
        assert_eq!(found("k7")[0].name, "Aiko Mori");
        let mut moved = haru();
        moved.address.as_mut().unwrap().city = "Hamburg".parse().unwrap();
        moved.last_name = "Yamada".parse().unwrap();
        let changed = import(shop, &olga, vec![moved, rows[1].clone()]);
        assert_eq!((changed.created, changed.updated, changed.unchanged), (0, 1, 1));
        assert_eq!(found("haru yama")[0].city, "Hamburg");
        assert_eq!(found("tanaka").len(), 0);
    }

    a_row_that_does_not_fit_is_left_out, |shop| {
        let (olga, sarah) = (olga(shop), sarah(shop));
        customer(shop, &sarah, "Tom", "Taken", "tom@example.com");
        let rows = vec![
            haru(),
            row(json!({ "reference": "A", "first_name": "A", "last_name": "B", "email": "TOM@example.com" })),
            row(json!({ "reference": "B", "first_name": "A", "last_name": "B", "email": "b@example.com", "number": "C1001" })),
            row(json!({ "reference": "C", "first_name": "C", "last_name": "D", "email": "c@example.com", "status": "disabled" })),
        ];
        let imported = import(shop, &olga, rows);
        assert_eq!(imported.created, 2);
        let refused: Vec<_> = imported.refused.iter().map(|row| (row.row, row.pointer.as_str())).collect();
        assert_eq!(refused, [(1, "/email"), (2, "/number")]);
        let ask = SearchCustomers { q: "c@example.com".parse().unwrap(), limit: None };
        let id = shop.desk.ask(&sarah.caller, &ask).unwrap().customers[0].id;
        let details = shop.desk.ask(&sarah.caller, &CustomerDetails { customer: id }).unwrap();
        assert_eq!((details.profile.status, details.reference.as_deref()), (Status::Disabled, Some("C")));
    }

    a_batch_has_a_bound, |shop| {
        let olga = olga(shop);
        let rows = vec![haru(); 501];
        let act = ImportCustomers { digest: "e3".parse().unwrap(), first_row: 1, rows };
        assert_eq!(shop.desk.act(&olga.caller, act, None).unwrap_err().errors[0].pointer, "/rows");
    }
}

#[test]
fn the_record_of_an_import_names_nobody() {
    let act = ImportCustomers { digest: "e3b0".parse().unwrap(), first_row: 2, rows: vec![haru()] };
    assert_eq!(serde_json::to_string(&act).unwrap(), r#"{"digest":"e3b0","first_row":2}"#);
}
