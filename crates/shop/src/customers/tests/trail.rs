//! What the record says of it.

use std::time::Duration;

use super::people::{customer, leaves, sarah};
use crate::customers::{CustomerDetails, SearchCustomers};
use crate::desk::tally::WINDOW;
use crate::on_both_engines;

on_both_engines! {
    keystrokes_make_one_leaf_in_ten_seconds, |shop| {
        let sarah = sarah(shop);
        for q in ["ta", "tan", "tana", "tan"] {
            shop.desk.ask(&sarah.caller, &SearchCustomers { q: q.parse().unwrap(), limit: None }).unwrap();
        }
        assert_eq!(leaves(shop, "customer.search").len(), 0);
        assert_eq!(shop.desk.record_counted(WINDOW).unwrap(), 0, "not yet due");
        shop.wait(WINDOW);
        assert_eq!(shop.desk.record_counted(WINDOW).unwrap(), 1);
        assert_eq!(shop.desk.record_counted(Duration::ZERO).unwrap(), 0);
        assert_eq!(leaves(shop, "customer.search").len(), 1);
    }

    a_node_that_stops_leaves_no_search_unrecorded, |shop| {
        let (sarah, tom) = (sarah(shop), sarah(shop));
        for agent in [&sarah, &tom] {
            shop.desk.ask(&agent.caller, &SearchCustomers { q: "tan".parse().unwrap(), limit: None }).unwrap();
        }
        assert_eq!(shop.desk.record_counted(Duration::ZERO).unwrap(), 2, "one of each agent");
        assert_eq!(shop.desk.record_counted(Duration::ZERO).unwrap(), 0);
        assert_eq!(leaves(shop, "customer.search").len(), 2);
    }

    opening_a_record_is_written_down_before_it_is_seen, |shop| {
        let sarah = sarah(shop);
        let haru = customer(shop, &sarah, "Haru", "Tanaka", "haru@example.com");
        shop.desk.ask(&sarah.caller, &CustomerDetails { customer: haru.id }).unwrap();
        assert_eq!(leaves(shop, "customer.%"), ["customer.create", "customer.open"]);
    }
}
