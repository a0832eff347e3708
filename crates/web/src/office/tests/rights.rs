//! Every page and form of the back office against every role, from the registry: nothing is served that the
//! role does not allow, and nothing it allows is refused.

use axum::http::{Method, StatusCode};
use shop::desk::{Needs, Permission, Permissions};
use shop::people::role::SHIPPED;

use super::Scene;
use super::scene::Browser;
use crate::op::{Op, RouteKind};

/// The address of a route, with things that exist in it where there are any.
fn address(scene: &Scene, op: &Op) -> String {
    let staff = "stf_00000000000000000000000000";
    let fill = [
        ("{customer}", scene.customer.as_str()),
        ("{site}", scene.site.as_str()),
        ("{user}", staff),
        ("{staff}", staff),
        ("{group}", "grp_00000000000000000000000000"),
        ("{session}", "ase_00000000000000000000000000"),
        ("{cart}", "cart_00000000000000000000000000"),
        ("{order}", "NL1"),
    ];
    fill.iter().fold(op.path.to_owned(), |path, (name, value)| path.replace(name, value))
}

fn office() -> Vec<Op> {
    let ops = crate::office::ops().into_parts().1;
    ops.into_iter().filter(|op| op.kind != RouteKind::File).collect()
}

async fn try_it(browser: &mut Browser, scene: &Scene, op: &Op) -> super::scene::Seen {
    let path = address(scene, op);
    if op.method == Method::GET { browser.get(&path).await } else { browser.post(&path, &[]).await }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_anything_but_the_door() {
    let scene = Scene::new();
    let mut browser = scene.browser();
    for op in office() {
        let seen = try_it(&mut browser, &scene, &op).await;
        if op.needs == Needs::Nothing {
            assert_ne!(seen.status, StatusCode::FORBIDDEN, "{} {}", op.method, op.path);
        } else {
            let turned_away = seen.to.starts_with("/office/sign-in") || seen.status.is_client_error();
            assert!(turned_away, "{} {}: {} {}", op.method, op.path, seen.status, seen.to);
            assert!(!seen.shows("Haru"), "{} {}", op.method, op.path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_gets_what_it_holds_and_nothing_else() {
    let scene = Scene::new();
    for role in SHIPPED {
        let agent = role.may.has(Permission::AssistStart);
        let (_, mut browser) = scene.staff(&format!("Test {}", role.name), &[role.name], agent).await;
        for op in office() {
            if matches!(op.needs, Needs::Nothing | Needs::StaffSelf) {
                continue;
            }
            let seen = try_it(&mut browser, &scene, &op).await;
            check(role.name, role.may, &op, &seen);
        }
    }
}

fn check(role: &str, may: Permissions, op: &Op, seen: &super::scene::Seen) {
    let what = format!("{role}: {} {} answered {}", op.method, op.path, seen.status);
    let Needs::Staff(needed) = op.needs else { panic!("{what}: a page of the back office needs a right") };
    assert!(!seen.status.is_server_error(), "{what}: {}", seen.body);
    if may.has(needed) {
        assert_ne!(seen.status, StatusCode::FORBIDDEN, "{what}");
        assert_ne!(seen.status, StatusCode::UNAUTHORIZED, "{what}");
        return;
    }
    assert!(seen.status.is_client_error(), "{what}");
    if op.kind == RouteKind::Page {
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{what}");
        assert!(seen.shows("Your roles do not include this right"), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_offers_what_the_role_may_see() {
    let scene = Scene::new();
    let (_, mut rae) = scene.staff("Rae Audit", &["auditor"], false).await;
    let page = rae.get("/office/audit").await;
    assert!(page.shows("href=\"/office/audit\"") && !page.shows("href=\"/office/users\""));
    let (_, mut ada) = scene.staff("Ada Lovelace", &["administrator"], false).await;
    let page = ada.get("/office/users").await;
    assert!(page.shows("href=\"/office/sites\"") && !page.shows("href=\"/office/audit\""));
}

#[test]
fn everything_that_is_done_has_words() {
    let pages = crate::pages::Pages::load();
    for locale in shop::kernel::Locale::ALL {
        let texts = super::super::texts::Texts::new(&pages, locale);
        let acts = crate::registry().into_iter().filter(|op| op.kind == RouteKind::Act);
        let silent: Vec<&str> = acts.map(|op| op.name).filter(|name| texts.act(name) == *name).collect();
        assert!(silent.is_empty(), "no words in {locale} for {silent:?}");
        for permission in Permission::ALL {
            assert_ne!(texts.permission(permission.label()), permission.label(), "{locale}");
        }
        for role in SHIPPED {
            assert_ne!(texts.role(role.name), role.name, "{locale}");
        }
    }
}
