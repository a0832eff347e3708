use crate::cart::tests::scene::{Customer, Scene, write};
use crate::cart::{CartView, Carts, State};
use crate::checkout::tests::{fill, place};
use crate::checkout::{Payment, Placed};
use crate::desk::{Caller, Permission, Permissions};
use crate::kernel::Problem;
use crate::on_both_engines;
use crate::orders::{LeftOut, OrdersByOffset, PutInto, Reorder, Reordered};

/// An order of two kettles and three lamps, and what is then in the current cart: a scarf.
fn ordered(scene: &Scene<'_>, customer: &Customer) -> (Placed, CartView) {
    let cart = scene.open(&customer.caller);
    scene.add(&customer.caller, cart.id, scene.kettle, 2).expect("kettles");
    let cart = scene.add(&customer.caller, cart.id, scene.lamp, 3).expect("lamps");
    let cart = fill(scene, &customer.caller, &cart, Payment::Invoice);
    let placed = place(scene, &customer.caller, &cart).expect("placed");
    let cart = scene.open(&customer.caller);
    (placed, scene.add(&customer.caller, cart.id, scene.scarf, 1).expect("a scarf"))
}

fn again(
    scene: &Scene<'_>,
    caller: &Caller,
    order: &Placed,
    into: PutInto,
    version: Option<i64>,
) -> Result<Reordered, Problem> {
    let name = Some("Again".parse().expect("a name"));
    scene.act(caller, Reorder { order: order.order.into(), into, name, version })
}

fn quantities(cart: &CartView) -> Vec<(&str, u32)> {
    cart.lines.iter().map(|line| (line.name.as_str(), line.quantity)).collect()
}

on_both_engines! {
    an_order_is_bought_again_at_todays_prices, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let (order, scarf) = ordered(&scene, &haru);
        scene.stock(scene.lamp, 20);
        scene.price(scene.kettle, 9400);
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let new = again(&scene, &sarah.caller, &order, PutInto::New, None).expect("bought again");
        assert_eq!(quantities(&new.cart), [("kettle", 2), ("lamp", 3)]);
        assert_eq!((new.cart.name.as_str(), new.cart.current, new.left_out.len()), ("Again", true, 0));
        assert_eq!((new.cart.total.minor, new.cart.differences.len()), (2 * 9400 + 3 * 3000, 0));
        assert_eq!(new.cart.lines[0].added_by.name.as_deref(), Some("Sarah Lindqvist"));
        let carts = scene.ask(&haru.caller, Carts {}).expect("his carts");
        let there: Vec<_> = carts.iter().map(|cart| (cart.id, cart.state)).collect();
        assert_eq!(there, [(new.cart.id, State::Open), (scarf.id, State::Saved)]);
    }

    it_takes_the_place_of_what_is_in_the_cart, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let (order, scarf) = ordered(&scene, &haru);
        scene.stock(scene.lamp, 20);
        let stale = again(&scene, &haru.caller, &order, PutInto::Replace, Some(scarf.version - 1));
        assert_eq!(stale.expect_err("an older version").kind.status, 412);
        let replaced = again(&scene, &haru.caller, &order, PutInto::Replace, Some(scarf.version)).expect("replaced");
        assert_eq!((replaced.cart.id, replaced.cart.name.as_str()), (scarf.id, "Again"));
        assert_eq!(quantities(&replaced.cart), [("kettle", 2), ("lamp", 3)]);
        assert_eq!(scene.ask(&haru.caller, Carts {}).expect("his carts").len(), 1);
    }

    what_cannot_be_had_is_left_out_and_said, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let (order, scarf) = ordered(&scene, &haru);
        // Three are promised to the order: one more is left.
        scene.stock(scene.lamp, 4);
        scene.withdraw(scene.kettle);
        let some = again(&scene, &haru.caller, &order, PutInto::New, None).expect("a lamp");
        assert_eq!(quantities(&some.cart), [("lamp", 1)]);
        let left = |name: &str, wanted, added| LeftOut { sku: name.to_owned(), name: name.to_owned(), wanted, added };
        assert_eq!(some.left_out, [left("kettle", 2, 0), left("lamp", 3, 1)]);

        // Nothing at all leaves everything as it was.
        scene.withdraw(scene.lamp);
        for into in [PutInto::New, PutInto::Replace] {
            let nothing = again(&scene, &haru.caller, &order, into, None).expect_err("nothing");
            assert_eq!((nothing.kind.slug, nothing.extra["left_out"].as_array().map(Vec::len)), ("conflict", Some(2)));
        }
        let carts = scene.ask(&haru.caller, Carts {}).expect("his carts");
        let there: Vec<_> = carts.iter().map(|cart| (cart.id, cart.state)).collect();
        assert_eq!(there, [(some.cart.id, State::Open), (scarf.id, State::Saved)]);
    }

    only_ones_own_orders_are_bought_again, |shop| {
        let scene = Scene::new(shop);
        let (haru, ingrid) = (scene.customer("Haru", "Tanaka"), scene.customer("Ingrid", "Solberg"));
        let (order, _) = ordered(&scene, &haru);
        let agent = scene.agent("Sarah Lindqvist", "agent");
        let slug = |caller: &Caller| again(&scene, caller, &order, PutInto::New, None).expect_err("refused").kind.slug;
        assert_eq!(slug(&ingrid.caller), "not-found");
        assert_eq!(slug(&scene.acting(&agent, &ingrid).caller), "not-found");
        assert_eq!(slug(&shop.nobody()), "sign-in-required");
        assert_eq!(slug(&agent.caller), "forbidden");
        let sarah = scene.acting(&agent, &haru);
        for one in [Permission::CartEdit, Permission::OrderRead] {
            let may = Permissions::OWN.minus(Permissions::of(&[one]));
            write(shop, "UPDATE assist_session SET may = $2 WHERE tenant = $1", store::params![shop.tenant, may]);
            assert_eq!(slug(&sarah.caller), "forbidden", "{one:?}");
        }
    }

    orders_are_paged_by_offset_and_counted, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let mut numbers = Vec::new();
        for _ in 0..3 {
            shop.clock.advance(std::time::Duration::from_secs(1));
            let cart = scene.open(&haru.caller);
            let cart = scene.add(&haru.caller, cart.id, scene.kettle, 1).expect("a kettle");
            let cart = fill(&scene, &haru.caller, &cart, Payment::Invoice);
            numbers.push(place(&scene, &haru.caller, &cart).expect("placed").number);
        }
        let page = |offset, limit| {
            let page = scene.ask(&haru.caller, OrdersByOffset { offset, limit }).expect("a page");
            (page.items.iter().map(|order| order.number.clone()).collect::<Vec<_>>(), page.total)
        };
        numbers.reverse();
        assert_eq!(page(0, 2), (numbers[..2].to_vec(), 3));
        assert_eq!(page(2, 2), (numbers[2..].to_vec(), 3));
        assert_eq!(page(3, 100), (Vec::new(), 3));
        assert_eq!(page(10_000, 100), (Vec::new(), 3));
        let whole = scene.ask(&haru.caller, OrdersByOffset { offset: 0, limit: 1 }).expect("a page");
        assert_eq!(whole.items[0].lines[0].name, "kettle");
        for limit in [0, 101] {
            let wrong = scene.ask(&haru.caller, OrdersByOffset { offset: 0, limit }).expect_err("not so many");
            assert_eq!(wrong.errors[0].pointer, "/limit");
        }
        let of_others = scene.ask(&scene.customer("Ingrid", "Solberg").caller, OrdersByOffset { offset: 0, limit: 1 });
        assert_eq!(of_others.expect("hers").total, 0);
        let ask = || OrdersByOffset { offset: 0, limit: 1 };
        assert_eq!(scene.ask(&shop.nobody(), ask()).expect_err("nobody").kind.status, 401);
        let agent = scene.agent("Sarah Lindqvist", "agent");
        assert_eq!(scene.ask(&agent.caller, ask()).expect_err("not hers").kind.status, 403);
        let acting = scene.acting(&agent, &haru);
        assert_eq!(scene.ask(&acting.caller, ask()).expect("his").total, 3);
    }
}
