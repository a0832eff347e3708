use super::scene::Scene;
use crate::cart::{ByKind, GetCart, RemoveLine, SetQuantity};
use crate::kernel::Currency;
use crate::kernel::Money;
use crate::kernel::id::LineId;
use crate::on_both_engines;

on_both_engines! {
    what_sarah_adds_stands_in_harus_cart_with_her_name, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let own = scene.open(&haru.caller);
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let hers = scene.open(&sarah.caller);
        assert_eq!(hers.id, own.id, "she works in his cart");

        scene.add(&sarah.caller, own.id, scene.scarf, 2).expect("added");
        let seen = scene.current(&haru.caller).expect("his cart");
        let line = &seen.lines[0];
        assert_eq!((line.name.as_str(), line.quantity), ("scarf", 2));
        assert_eq!((line.added_by.kind, line.added_by.name.as_deref()), (ByKind::Agent, Some("Sarah Lindqvist")));
        assert_eq!(seen.total, Money::new(12_900, Currency::EUR));
        assert_eq!(seen.tax, Money::new(2_060, Currency::EUR), "19 % within 129.00");
        assert_eq!(seen.version, own.version + 1);
        assert!(shop.heard.lines().contains(&format!("cart:{} cart.changed", own.id)));
        let leaves = "SELECT CAST(SUM(1) AS BIGINT) FROM leaf WHERE tenant = $1 AND action = 'cart.line.add'
            AND outcome = 0 AND session IS NOT NULL AND actor LIKE 'staff:%'";
        assert_eq!(scene.number(leaves, store::params![shop.tenant]), 1);
    }

    adding_again_adds_up_and_stock_is_the_limit, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = scene.open(&haru.caller).id;
        scene.add(&haru.caller, cart, scene.lamp, 1).expect("one");
        let two = scene.add(&haru.caller, cart, scene.lamp, 1).expect("another");
        assert_eq!((two.lines.len(), two.lines[0].quantity, two.item_count), (1, 2, 2));

        let refused = scene.add(&haru.caller, cart, scene.lamp, 2).expect_err("only three");
        assert_eq!((refused.kind.status, refused.extra["left"].as_i64()), (409, Some(3)));
        let too_many = scene.add(&haru.caller, cart, scene.kettle, 1000).expect_err("too many");
        assert_eq!((too_many.kind.status, too_many.errors[0].pointer.as_str()), (422, "/quantity"));
        assert_eq!(scene.current(&haru.caller).expect("cart").version, two.version);
    }

    an_agent_says_which_version_and_learns_what_changed, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = scene.open(&haru.caller).id;
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let seen = scene.add(&sarah.caller, cart, scene.scarf, 1).expect("no version needed to add");
        let line = seen.lines[0].id;

        let unsaid = SetQuantity { cart, line, quantity: 3, version: None };
        assert_eq!(scene.act(&sarah.caller, unsaid).expect_err("which version?").kind.status, 428);

        scene.act(&haru.caller, SetQuantity { cart, line, quantity: 2, version: None }).expect("his own cart");
        let stale = RemoveLine { cart, line, version: Some(seen.version) };
        let changed = scene.act(&sarah.caller, stale).expect_err("he changed it");
        assert_eq!(changed.kind.status, 412);
        assert_eq!(changed.extra["cart"]["lines"][0]["quantity"], 2);

        let now = RemoveLine { cart, line, version: Some(seen.version + 1) };
        assert!(scene.act(&sarah.caller, now).expect("removed").lines.is_empty());
    }

    somebody_elses_cart_is_not_there, |shop| {
        let scene = Scene::new(shop);
        let (haru, ingrid) = (scene.customer("Haru", "Tanaka"), scene.customer("Ingrid", "Solberg"));
        let cart = scene.open(&haru.caller).id;
        let (_, guest) = scene.guest();
        let acting = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &ingrid);
        for caller in [&ingrid.caller, &guest.caller, &acting.caller] {
            assert_eq!(scene.ask(caller, GetCart { cart }).expect_err("not theirs").kind.status, 404);
            assert_eq!(scene.add(caller, cart, scene.scarf, 1).expect_err("not theirs").kind.status, 404);
        }
        assert_eq!(scene.add(&shop.nobody(), cart, scene.scarf, 1).expect_err("nobody").kind.status, 401);
    }

    an_ended_session_changes_nothing, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let cart = scene.open(&sarah.caller).id;
        scene.end_sessions();
        assert_eq!(scene.add(&sarah.caller, cart, scene.scarf, 1).expect_err("ended").kind.status, 410);
        assert!(scene.current(&haru.caller).expect("cart").lines.is_empty());
    }

    a_removed_line_is_gone_and_zero_removes, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let cart = scene.open(&haru.caller).id;
        scene.add(&haru.caller, cart, scene.scarf, 1).expect("added");
        let two = scene.add(&haru.caller, cart, scene.kettle, 1).expect("added");
        let zero = SetQuantity { cart, line: two.lines[0].id, quantity: 0, version: None };
        let one = scene.act(&haru.caller, zero).expect("removed");
        assert_eq!((one.lines.len(), one.lines[0].variant, one.total.minor), (1, scene.kettle, 8900));
        let again = RemoveLine { cart, line: two.lines[0].id, version: None };
        assert_eq!(scene.act(&haru.caller, again).expect_err("gone").kind.status, 404);
        let stranger = RemoveLine { cart, line: shop.desk.mint().id::<LineId>(), version: None };
        assert_eq!(scene.act(&haru.caller, stranger).expect_err("unknown").kind.status, 404);
    }

    adding_by_an_agent_keeps_its_statement_budget, |shop| {
        let scene = Scene::new(shop);
        let haru = scene.customer("Haru", "Tanaka");
        let sarah = scene.acting(&scene.agent("Sarah Lindqvist", "agent"), &haru);
        let cart = scene.open(&sarah.caller).id;
        scene.add(&sarah.caller, cart, scene.scarf, 1).expect("warm");
        let act = |variant| crate::cart::AddLine { cart, variant: Some(variant), sku: None, quantity: 1, version: None };
        for variant in [scene.kettle, scene.scarf] {
            let once = crate::desk::Once::new(&format!("key-{variant}"), b"body").expect("a key");
            let answer = shop.desk.act(&sarah.caller, act(variant), Some(once)).expect("added");
            assert!(answer.statements <= 14, "{} statements", answer.statements);
        }
        let looked = shop.desk.view(&haru.caller, |view| {
            view.ask(&GetCart { cart })?;
            Ok(view.statements())
        });
        assert!(looked.expect("seen") <= 5);
    }
}
