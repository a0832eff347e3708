//! What the back office offers to whom, and in which words. That every page and form is refused to whoever may
//! not have it stands in `understudy/tests/it/matrix`.

use shop::desk::Permission;
use shop::people::role::SHIPPED;

use super::Scene;
use crate::op::RouteKind;

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
