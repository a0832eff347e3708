//! What is a customer's own: the first password, the e-mail address, the data to take along, the end of it.

use serde_json::json;
use shop::customers::CreateCustomer;

use crate::shop_with_pages::{Browser, Northlight};

const PASSWORD: &str = "blue kettle 42";

/// The link that the back office shows once.
async fn link_made_by(staff: &mut Browser<'_>, customer: &str) -> String {
    let page = format!("/office/customers/{customer}");
    let action = format!("{page}/password-link");
    let form = staff.get(&page).await.form(&action);
    let made = staff.post(&action, &form).await;
    assert_eq!((made.status, made.location()), (303, page.clone()), "{}", made.body);
    let shown = staff.get(&page).await;
    let start = shown.body.find("/eu/en/EUR/first-password/").expect("the link");
    let link = shown.body[start..].split(|c: char| c.is_whitespace() || c == '<' || c == '"').next();
    staff.get(&page).await.lacks("/first-password/");
    link.expect("an end").to_owned()
}

async fn sign_in(browser: &mut Browser<'_>, email: &str, password: &str) -> u16 {
    let path = "/eu/en/EUR/sign-in";
    let form = browser.get(path).await.form(path).with("email", email).with("password", password);
    browser.post(path, &form).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_whom_staff_created_takes_over_the_account_and_erases_it() {
    let shop = Northlight::new();
    let haru = shop.does::<CreateCustomer>(json!({
        "first_name": "Haru", "last_name": "Tanaka", "email": "haru@example.com",
    }));
    let mut olga = shop.agent("Olga", "shop-owner");
    let link = link_made_by(&mut olga, &haru.id.to_string()).await;

    let mut visitor = Browser::of(&shop);
    let page = visitor.get(&link).await;
    page.has("haru@example.com");
    let form = page.form(&link);
    let short = visitor.post(&link, &form.clone().with("new_password", "kort")).await;
    assert_eq!(short.status, 422, "{}", short.body);
    short.has("f-new_password-error");
    let set = visitor.post(&link, &form.fresh("second-try-0001").with("new_password", PASSWORD)).await;
    assert_eq!((set.status, set.location()), (303, "/eu/en/EUR/sign-in".to_owned()), "{}", set.body);
    assert_eq!(visitor.get(&link).await.status, 410, "it worked once");
    assert_eq!(sign_in(&mut visitor, "haru@example.com", PASSWORD).await, 303);

    let (data, email) = ("/eu/en/EUR/account/data", "/eu/en/EUR/account/data/email");
    let form = visitor.get(data).await.form(email).with("email", "tanaka@example.com");
    let wrong = visitor.post(email, &form.clone().with("current_password", "red kettle 42")).await;
    assert!(wrong.status >= 400 && wrong.status < 500, "{}", wrong.status);
    let form = form.fresh("second-try-0002").with("current_password", PASSWORD);
    assert_eq!(visitor.post(email, &form).await.location(), data);
    let taken = visitor.get("/eu/en/EUR/account/data.json").await;
    let taken: serde_json::Value = serde_json::from_str(&taken.body).expect("JSON");
    assert_eq!(taken["kept"]["record"][0]["email"], "tanaka@example.com");

    let erase = "/eu/en/EUR/account/data/erase";
    let form = visitor.get(data).await.form(erase).with("password", PASSWORD);
    let unsaid = visitor.post(erase, &form.clone()).await;
    assert_eq!(unsaid.status, 422, "{}", unsaid.body);
    unsaid.lacks(PASSWORD);
    let form = form.fresh("second-try-0003").with("confirmed", "true");
    assert_eq!(visitor.post(erase, &form).await.location(), "/eu/en/EUR/");
    assert_ne!(visitor.get(data).await.status, 200);
    assert_ne!(sign_in(&mut visitor, "tanaka@example.com", PASSWORD).await, 303);
    assert_eq!(olga.get(&format!("/office/customers/{}", haru.id)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_erases_with_the_number_and_only_who_may() {
    let shop = Northlight::new();
    let haru = shop.does::<CreateCustomer>(json!({
        "first_name": "Haru", "last_name": "Tanaka", "email": "haru@example.com",
    }));
    let page = format!("/office/customers/{}/data", haru.id);
    let erase = format!("/office/customers/{}/erase", haru.id);
    let mut sarah = shop.agent("Sarah", "agent");
    assert_eq!(sarah.get(&page).await.status, 403);
    assert_eq!(sarah.get(&format!("{page}.json")).await.status, 403);
    let mut olga = shop.agent("Olga", "shop-owner");
    olga.get(&format!("{page}.json")).await.has("haru@example.com");
    let form = olga.get(&page).await.form(&erase);
    assert_eq!(sarah.post(&erase, &form.clone().with("number", &haru.number)).await.status, 403);
    let wrong = olga.post(&erase, &form.clone().with("number", "C1")).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let right = form.fresh("second-try-0004").with("number", &haru.number);
    assert_eq!(olga.post(&erase, &right).await.location(), "/office/customers");
    assert_eq!(olga.get(&page).await.status, 404);
}
