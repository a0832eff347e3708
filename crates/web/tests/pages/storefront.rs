//! Stories in the shop's pages: a browser with cookies against the whole service, on SQLite.

use crate::shop_with_pages::{Browser, Northlight};

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_the_shop_leads_to_its_first_site_in_the_readers_language() {
    let shop = Northlight::new();
    let mut visitor = Browser::of(&shop);
    assert_eq!(visitor.get("/").await.location(), "/eu/en/EUR/");
    assert_eq!(visitor.get("/eu").await.location(), "/eu/en/EUR/");
    visitor.language = "de-DE,de;q=0.9";
    assert_eq!(visitor.get("/").await.location(), "/eu/de/EUR/");
    let nowhere = visitor.get("/nowhere").await;
    assert_eq!(nowhere.status, 404);
    let missing = visitor.get("/eu/en/EUR/not/here").await;
    assert_eq!(missing.status, 404);
    missing.has("This page is not here");
    missing.has("Kitchen");
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_see_home_category_search_and_product() {
    let shop = Northlight::new();
    let mut visitor = Browser::of(&shop);
    let home = visitor.get("/eu/en/EUR/").await;
    assert_eq!(home.status, 200);
    home.has("Copper kettle");
    home.has("Kitchen");
    let category = visitor.get("/eu/en/EUR/c/kitchen").await;
    category.has("Copper kettle");
    category.has("Material");
    let cheap = visitor.get("/eu/en/EUR/c/kitchen?price_to=20").await;
    cheap.lacks("Copper kettle");
    cheap.has("Morning cup");
    let found = visitor.get("/eu/en/EUR/search?q=kettle").await;
    found.has("Copper kettle");
    let german = visitor.get("/eu/de/EUR/p/copper-kettle").await;
    german.has("Kupferkessel");
    let product = visitor.get("/eu/en/EUR/p/copper-kettle").await;
    product.has("€89.00");
    assert_eq!(visitor.get("/eu/en/EUR/p/nothing").await.status, 404);
    assert!(visitor.cookie("us_guest").is_none(), "whoever only looks is not remembered");
    for page in [home, category, product] {
        page.lacks("understudy-bar");
        page.lacks("bar.js");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_fills_a_cart_and_changes_it() {
    let shop = Northlight::new();
    let mut visitor = Browser::of(&shop);
    let product = visitor.get("/eu/en/EUR/p/copper-kettle").await;
    let form = product.form("/eu/en/EUR/cart/lines").with("quantity", "2");
    let added = visitor.post("/eu/en/EUR/cart/lines", &form).await;
    assert_eq!((added.status, added.location()), (303, "/eu/en/EUR/cart".to_owned()), "{}", added.body);
    assert!(visitor.cookie("us_guest").is_some());
    let cart = visitor.get("/eu/en/EUR/cart").await;
    cart.has("Copper kettle is in your cart.");
    cart.has("€178.00");
    visitor.get("/eu/en/EUR/cart").await.lacks("is in your cart.");

    let line = cart.action_like("/cart/lines/line_");
    let changed = visitor.post(&line, &cart.form(&line).with("quantity", "1")).await;
    assert_eq!(changed.status, 303);
    let stale = visitor.post(&line, &cart.form(&line).with("quantity", "5").fresh("another-key-1")).await;
    assert_eq!(stale.status, 412);
    stale.has("The cart was changed meanwhile");
    stale.has("€89.00");
    let coupon = "/eu/en/EUR/cart/coupons";
    let unknown = visitor.post(coupon, &stale.form(coupon).with("code", "SPRNG")).await;
    assert_eq!(unknown.status, 422);
    unknown.has("We do not know this code.");
    unknown.has("value=\"SPRNG\"");
    let remove = format!("{line}/remove");
    assert_eq!(visitor.post(&remove, &unknown.form(&remove)).await.status, 303);
    visitor.get("/eu/en/EUR/cart").await.has("Your cart is empty");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_orders_once_at_the_total_that_was_shown() {
    let shop = Northlight::new();
    let mut visitor = Browser::of(&shop);
    let lines = "/eu/en/EUR/cart/lines";
    let product = visitor.get("/eu/en/EUR/p/copper-kettle").await;
    visitor.post(lines, &product.form(lines)).await;
    let checkout = visitor.get("/eu/en/EUR/checkout").await;
    let path = "/eu/en/EUR/checkout";
    let typed = checkout
        .form(path)
        .with("email", "ada@example.com")
        .with("first_name", "Ada")
        .with("last_name", "Berg")
        .with("line1", "Kastanienallee 12")
        .with("postcode", "10435")
        .with("city", "Berlin")
        .with("country", "DE")
        .with("shipping", "standard")
        .with("payment", "invoice")
        .with("terms", "true")
        .with("intent", "place");
    let without_terms = visitor.post(path, &typed.clone().without("terms").fresh("key-no-terms")).await;
    assert_eq!(without_terms.status, 422);
    without_terms.has("Kastanienallee 12");
    without_terms.has("Accept the terms");
    let nowhere = visitor.post(path, &typed.clone().with("email", "ada").fresh("key-no-email")).await;
    nowhere.has("This does not look like an e-mail address.");

    let other_total = visitor.post(path, &typed).await;
    assert_eq!(other_total.status, 409, "shipping was not in the total shown");
    other_total.has("Kastanienallee 12");
    other_total.has("€93.90");
    let again = other_total.form(path).with("intent", "place");
    let placed = visitor.post(path, &again).await;
    assert_eq!(placed.status, 303, "{}", placed.body);
    let done = placed.location();
    let twice = visitor.post(path, &again).await;
    assert_eq!((twice.status, twice.location()), (303, done.clone()), "pressed twice, ordered once");
    let confirmation = visitor.get(&done).await;
    assert_eq!(confirmation.status, 200);
    confirmation.has("Thank you, Ada");
    confirmation.has("€93.90");
    assert_eq!(visitor.get(path).await.location(), "/eu/en/EUR/cart", "the cart is empty now");
    assert_eq!(Browser::of(&shop).get(&done).await.status, 303, "a stranger is asked to sign in");
    assert_eq!(shop.signed_in("Eve", "Adams").get(&done).await.status, 404, "to others it is not there");

    let number = done.rsplit('/').next().expect("a number").to_owned();
    let mut stranger = Browser::of(&shop);
    let path = "/eu/en/EUR/order-look-up";
    let asked = stranger.get(path).await.form(path).with("number", &number);
    let wrong = stranger.post(path, &asked.clone().with("email", "eve@example.com")).await;
    assert_eq!(wrong.status, 422);
    wrong.has("eve@example.com");
    let right = stranger.post(path, &asked.with("email", "ADA@example.com")).await;
    assert_eq!(right.status, 200);
    right.has("Copper kettle");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_pays_by_card_is_sent_to_the_card_page() {
    let shop = Northlight::new();
    let mut haru = shop.signed_in("Haru", "Tanaka");
    let lines = "/eu/en/EUR/cart/lines";
    let product = haru.get("/eu/en/EUR/p/morning-cup").await;
    haru.post(lines, &product.form(lines)).await;
    let path = "/eu/en/EUR/checkout";
    let review = "/eu/en/EUR/checkout/review";
    let page = haru.get(path).await;
    let reviewed = haru.post(review, &page.form(path).with("shipping", "standard")).await;
    assert_eq!(reviewed.status, 200);
    reviewed.has("€16.90");
    let typed = reviewed
        .form(path)
        .with("first_name", "Haru")
        .with("last_name", "Tanaka")
        .with("line1", "Kastanienallee 12")
        .with("city", "Berlin")
        .with("postcode", "10435")
        .with("payment", "card")
        .with("terms", "true");
    let sent = haru.post(path, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(sent.location().starts_with("http://localhost:8081/pay/pay_"), "{}", sent.location());
    assert!(sent.location().contains("back=http://shop.example/eu/en/EUR/checkout/done/NL"));
    let orders = haru.get("/eu/en/EUR/account/orders").await;
    orders.has("Waiting for payment");
    let order = haru.get(&orders.link_like("/account/orders/NL")).await;
    let pay = order.action_like("/pay");
    assert!(haru.post(&pay, &order.form(&pay)).await.location().starts_with("http://localhost:8081/pay/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_is_for_whoever_is_signed_in() {
    let shop = Northlight::new();
    let mut stranger = Browser::of(&shop);
    for path in ["account", "account/profile", "account/addresses", "account/addresses/new", "account/orders"]
    {
        let refused = stranger.get(&format!("/eu/en/EUR/{path}")).await;
        assert_eq!(refused.status, 303, "{path}");
        assert!(refused.location().starts_with("/eu/en/EUR/sign-in?to=%2Feu%2Fen%2FEUR%2Faccount"), "{path}");
    }
    let mut haru = shop.signed_in("Haru", "Tanaka");
    haru.get("/eu/en/EUR/account").await.has("Hello, Haru");
    haru.get("/eu/en/EUR/account/orders").await.has("No orders yet");
    let mut stale = Browser::of(&shop);
    stale.set_cookie("us_customer", "uc_gone");
    let home = stale.get("/eu/en/EUR/").await;
    assert_eq!(home.status, 200, "whose sign-in has ended is a visitor again");
    assert!(stale.cookie("us_customer").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_changes_profile_and_addresses() {
    let shop = Northlight::new();
    let mut haru = shop.signed_in("Haru", "Tanaka");
    let path = "/eu/en/EUR/account/profile";
    let profile = haru.get(path).await;
    let wrong = haru.post(path, &profile.form(path).with("phone", "abc")).await;
    assert_eq!(wrong.status, 422);
    wrong.has("This does not look like a phone number.");
    wrong.has("value=\"abc\"");
    let saved = haru.post(path, &profile.form(path).with("first_name", "Haruki").fresh("another-key")).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    haru.get(path).await.has("Haruki");

    let new = "/eu/en/EUR/account/addresses/new";
    let address = haru.get(new).await.form(new);
    let address = address.with("first_name", "Haru").with("last_name", "Tanaka").with("city", "Berlin");
    let missing = haru.post(new, &address).await;
    assert_eq!(missing.status, 422);
    missing.has("Fill this in.");
    missing.has("Berlin");
    let whole = address.with("line1", "Kastanienallee 12").with("postcode", "10435").fresh("a-third-key");
    let saved = haru.post(new, &whole).await;
    assert_eq!(saved.location(), "/eu/en/EUR/account/addresses", "{}", saved.body);
    let book = haru.get("/eu/en/EUR/account/addresses").await;
    book.has("Kastanienallee 12");
    let edit = book.link_like("/account/addresses/adr_");

    let mut aiko = shop.signed_in("Aiko", "Mori");
    assert_eq!(aiko.get(&edit).await.status, 404, "somebody else's address is not there");
    let form = haru.get(&edit).await.form(&edit);
    let hers = aiko.form_of(&form).await;
    assert_eq!(aiko.post(&edit, &hers).await.status, 404);
    let delete = format!("{edit}/delete");
    let asked = haru.get(&delete).await;
    assert_eq!(haru.post(&delete, &asked.form(&delete)).await.status, 303);
    haru.get("/eu/en/EUR/account/addresses").await.lacks("Kastanienallee 12");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_client_said_of_a_customer_is_shown_and_can_be_taken_away() {
    let shop = Northlight::new();
    let mut haru = shop.signed_in("Haru", "Tanaka");
    let path = "/eu/en/EUR/account/profile";
    let plain = haru.get(path).await;
    plain.lacks("name=\"salutation\"");
    plain.lacks("name=\"birth_date\"");
    let said = plain.form(path).with("salutation", "Ms").with("birth_date", "1990-04-23");
    assert_eq!(haru.post(path, &said).await.status, 303);
    let shown = haru.get(path).await;
    shown.has("name=\"salutation\" type=\"text\" value=\"Ms\"");
    let emptied = shown.form(path).with("salutation", "").with("birth_date", "2999-01-01");
    let future = haru.post(path, &emptied).await;
    assert_eq!(future.status, 422);
    future.has("f-birth_date-error");
    future.has("name=\"salutation\" type=\"text\" value=\"\"");
    let emptied = emptied.with("birth_date", "1990-04-23").fresh("another-key");
    assert_eq!(haru.post(path, &emptied).await.status, 303);
    let shown = haru.get(path).await;
    shown.lacks("name=\"salutation\"");
    shown.has("value=\"1990-04-23\"");

    let new = "/eu/en/EUR/account/addresses/new";
    let address = haru.get(new).await.form(new).with("first_name", "Haru").with("last_name", "Tanaka");
    let address = address.with("line1", "Kastanienallee 12").with("postcode", "10435").with("city", "Berlin");
    assert_eq!(haru.post(new, &address.with("salutation", "Dr").with("line3", "c/o Sato")).await.status, 303);
    let book = haru.get("/eu/en/EUR/account/addresses").await;
    book.has("Dr Haru Tanaka");
    book.has("c/o Sato");
    let edit = book.link_like("/account/addresses/adr_");
    let form = haru.get(&edit).await.form(&edit);
    assert_eq!(haru.post(&edit, &form.clone().with("city", "")).await.status, 422);
    assert_eq!(haru.post(&edit, &form.with("line3", "").fresh("a-third-key")).await.status, 303);
    let book = haru.get("/eu/en/EUR/account/addresses").await;
    book.has("Dr Haru Tanaka");
    book.lacks("c/o Sato");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_typed_is_lost_when_a_sign_in_ends_in_the_middle_of_a_form() {
    let shop = Northlight::new();
    let mut haru = shop.signed_in("Haru", "Tanaka");
    let new = "/eu/en/EUR/account/addresses/new";
    let typed = haru.get(new).await.form(new).with("first_name", "Haru").with("last_name", "Tanaka");
    let typed = typed.with("line1", "Kastanienallee 12").with("city", "Berlin");
    haru.set_cookie("us_customer", "uc_gone");
    let asked = haru.post(new, &typed).await;
    assert_eq!(asked.status, 401);
    asked.has("What you typed is kept.");
    asked.has("name=\"kept.line1\" value=\"Kastanienallee 12\"");
    asked.has("name=\"kept_to\" value=\"/eu/en/EUR/account/addresses/new\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_origin_or_without_its_token_changes_nothing() {
    let shop = Northlight::new();
    let mut haru = shop.signed_in("Haru", "Tanaka");
    let path = "/eu/en/EUR/account/profile";
    let form = haru.get(path).await.form(path).with("first_name", "Eve");
    let without = haru.post(path, &form.clone().without("_csrf")).await;
    assert_eq!(without.status, 403);
    haru.site = "cross-site";
    assert_eq!(haru.post(path, &form).await.status, 403);
    haru.get(path).await.lacks("Eve");
}
