//! Acting for a customer from the back office, and whoever watches over it.

use axum::http::StatusCode;

use super::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_steps_into_the_shop_and_a_supervisor_ends_it() {
    let scene = Scene::new();
    let (_, mut sarah) = scene.staff("Sarah Lindqvist", &["agent"], true).await;
    let (_, mut maya) = scene.staff("Maya Okafor", &["supervisor"], false).await;
    let record = format!("/office/customers/{}", scene.customer);
    let page = sarah.get(&record).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.shows("Assisted Buying") && page.shows("Haru Tanaka"));

    let start = sarah.post(&format!("{record}/assist"), &[("site_id", &scene.site)]).await;
    assert_eq!((start.status, start.to.as_str()), (StatusCode::SEE_OTHER, "/as/1/eu/en/EUR/account"));

    let live = maya.get("/office/sessions").await;
    assert!(live.shows("Sarah Lindqvist") && live.shows("Haru Tanaka"), "{}", live.body);
    let at = live.body.find("/office/sessions/ase_").expect("a way to end it") + 17;
    let session: String = live.body[at..].chars().take_while(|c| *c != '/').collect();
    let end = format!("/office/sessions/{session}/end");
    assert!(maya.get(&end).await.shows("End Sarah Lindqvist’s session with Haru Tanaka?"));
    let unsaid = maya.post(&end, &[("reason", "")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.shows("Say why. The agent reads it."));
    assert_eq!(sarah.post(&end, &[("reason", "mine")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(maya.post(&end, &[("reason", "Wrong customer")]).await.to, "/office/sessions");
    assert!(maya.get("/office/sessions").await.shows("Nobody is acting for a customer right now"));
    let log = maya.get(&format!("/office/audit/sessions/{session}")).await;
    assert!(log.shows("By Maya Okafor (supervisor)") && log.shows("Wrong customer"), "{}", log.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_agent_sees_no_menu_and_is_refused() {
    let scene = Scene::new();
    let (_, mut maya) = scene.staff("Maya Okafor", &["supervisor"], false).await;
    let (_, mut lena) = scene.staff("Lena Fischer", &["agent"], false).await;
    let record = format!("/office/customers/{}", scene.customer);
    for browser in [&mut maya, &mut lena] {
        let page = browser.get(&record).await;
        assert!(page.shows("Haru Tanaka") && !page.shows("Assisted Buying"));
        let start = browser.post(&format!("{record}/assist"), &[("site_id", &scene.site)]).await;
        assert_eq!(start.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_without_a_storefront_address_is_not_in_the_menu() {
    let scene = Scene::new();
    let (_, mut sarah) = scene.staff("Sarah Lindqvist", &["agent"], true).await;
    let fields = serde_json::json!({ "site_id": scene.site, "version": 1, "storefront_address": "" });
    tokio::task::block_in_place(|| {
        super::scene::done::<shop::sites::acts::EditSite>(&scene.shop, &scene.admin, fields);
        scene.shop.desk.refresh_memory().unwrap();
    });
    let record = format!("/office/customers/{}", scene.customer);
    assert!(!sarah.get(&record).await.shows("Assisted Buying"));
    let start = sarah.post(&format!("{record}/assist"), &[("site_id", &scene.site)]).await;
    assert_eq!(start.status, StatusCode::CONFLICT);
    assert!(start.shows("Assisting is off here"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_account_is_locked_by_whoever_may() {
    let scene = Scene::new();
    let (_, mut ada) = scene.staff("Ada Lovelace", &["shop-owner"], false).await;
    let record = format!("/office/customers/{}", scene.customer);
    let fields = [("version", "1"), ("segment", "gold"), ("vip", "true")];
    assert_eq!(ada.post(&format!("{record}/standing"), &fields).await.to, record);
    let page = ada.get(&record).await;
    assert!(page.shows("gold") && page.shows("VIP") && page.shows("Saved."));
    let late = ada.post(&format!("{record}/status"), &[("version", "1"), ("status", "locked")]).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    let done = ada.post(&format!("{record}/status"), &[("version", "2"), ("status", "locked")]).await;
    assert_eq!(done.to, record);
    assert!(ada.get(&record).await.shows("The account is locked."));
}
