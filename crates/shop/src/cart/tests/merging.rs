use super::scene::Scene;
use crate::cart::{ByKind, CartView, GetCart, MergeGuestCart, MergeRule, State};
use crate::kernel::Problem;
use crate::on_both_engines;
use crate::testing::TestShop;

/// A guest with two scarves and a lamp, a customer with a scarf and a kettle; what the rule makes of it.
fn merged(shop: &TestShop, rule: MergeRule) -> (Result<CartView, Problem>, CartView) {
    let scene = Scene::new(shop);
    let (token, guest) = scene.guest();
    let theirs = scene.open(&guest.caller);
    scene.add(&guest.caller, theirs.id, scene.scarf, 2).expect("scarves");
    scene.add(&guest.caller, theirs.id, scene.lamp, 1).expect("a lamp");
    let haru = scene.customer("Haru", "Tanaka");
    let own = scene.open(&haru.caller);
    scene.add(&haru.caller, own.id, scene.scarf, 1).expect("a scarf");
    let own = scene.add(&haru.caller, own.id, scene.kettle, 1).expect("a kettle");
    assert_eq!(scene.current(&haru.caller).expect("his cart"), own, "nothing is merged by itself");

    let merge = MergeGuestCart { guest_cart: theirs.id, guest: token, rule };
    let (_, other) = shop.token("gst");
    let stolen = MergeGuestCart { guest: other, ..merge.clone() };
    assert_eq!(scene.act(&haru.caller, stolen).expect_err("not his to take").kind.status, 404);
    let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
    assert_eq!(scene.act(&sarah.caller, merge.clone()).expect_err("never").kind.slug, "never-on-behalf");

    let after = scene.act(&haru.caller, merge.clone());
    let gone = scene.ask(&guest.caller, GetCart { cart: theirs.id }).expect("it is still there");
    assert_eq!((gone.state, gone.moved_to), (State::Moved, Some(own.id)));
    assert_eq!(scene.add(&guest.caller, theirs.id, scene.scarf, 1).expect_err("moved").kind.status, 409);
    assert_eq!(scene.act(&haru.caller, merge).expect_err("once").kind.status, 409);
    (after, own)
}

fn quantities(cart: &CartView) -> Vec<(&str, u32)> {
    cart.lines.iter().map(|line| (line.name.as_str(), line.quantity)).collect()
}

on_both_engines! {
    merging_adds_up_what_is_equal, |shop| {
        let (after, own) = merged(shop, MergeRule::Merge);
        let after = after.expect("merged");
        assert_eq!(after.id, own.id);
        assert_eq!(quantities(&after), [("scarf", 3), ("kettle", 1), ("lamp", 1)]);
        assert_eq!((after.lines[0].added_by.kind, after.lines[2].added_by.kind), (ByKind::Customer, ByKind::Guest));
        assert_eq!(after.total.minor, 3 * 6450 + 8900 + 3000);
    }

    replacing_leaves_what_the_guest_had, |shop| {
        let (after, _) = merged(shop, MergeRule::Replace);
        assert_eq!(quantities(&after.expect("merged")), [("scarf", 2), ("lamp", 1)]);
    }

    keeping_lets_the_guests_cart_go, |shop| {
        let (after, _) = merged(shop, MergeRule::Keep);
        assert_eq!(quantities(&after.expect("merged")), [("scarf", 1), ("kettle", 1)]);
    }
}
