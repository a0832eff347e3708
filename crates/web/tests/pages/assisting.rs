//! Stories of an agent and a customer in the same shop, each in their own browser.

use crate::shop_with_pages::{Browser, Northlight};

const START: &str = "/agent/start";

/// Sarah finds Haru and steps in; answers the first page of her tab.
async fn start(sarah: &mut Browser<'_>) -> String {
    let found = sarah.get("/eu/en/EUR/agent/login?q=tan").await;
    found.has("Haru Tanaka");
    let started = sarah.post(START, &found.form(START)).await;
    assert_eq!(started.status, 303, "{}", started.body);
    started.location()
}

#[tokio::test(flavor = "multi_thread")]
async fn sarah_helps_haru_who_sees_it_and_ends_it() {
    let shop = Northlight::new();
    let mut haru = shop.signed_in("Haru", "Tanaka");
    haru.get("/eu/en/EUR/").await.lacks("is helping you right now");
    let mut sarah = shop.agent("Sarah Lindqvist", "agent");
    let home = start(&mut sarah).await;
    assert_eq!(home, "/as/1/eu/en/EUR/");
    assert_eq!(sarah.get("/as/1/").await.location(), home);
    let page = sarah.get(&home).await;
    page.has("<understudy-bar");
    page.has("Assisting Haru Tanaka");
    page.lacks("data-live");
    let product = sarah.get("/as/1/eu/en/EUR/p/copper-kettle").await;
    let lines = "/as/1/eu/en/EUR/cart/lines";
    assert_eq!(sarah.post(lines, &product.form(lines)).await.location(), "/as/1/eu/en/EUR/cart");
    let checkout = sarah.get("/as/1/eu/en/EUR/checkout").await;
    checkout.has("Place order for Haru Tanaka");
    checkout.lacks("value=\"card\"");
    let profile = sarah.get("/as/1/eu/en/EUR/account/profile").await;
    profile.has("Only the customer can change the password");

    let cart = haru.get("/eu/en/EUR/cart").await;
    cart.has("Sarah is helping you right now");
    cart.has("Added by Sarah");
    cart.lacks("understudy-bar");
    cart.has("data-live=\"/eu/en/EUR/live\"");
    let assistance = haru.get("/eu/en/EUR/account/assistance").await;
    assistance.has("Added to the cart");
    let end = assistance.action_like("/end");
    assert_eq!(haru.post(&end, &assistance.form(&end)).await.status, 303);
    let over = haru.get("/eu/en/EUR/account/assistance").await;
    over.has("Nobody is helping in your account right now");
    over.has("ended by you");

    let line = sarah.post(lines, &product.form(lines).fresh("pressed-later")).await;
    assert_eq!(line.status, 410);
    line.has("Haru Tanaka ended this session.");
    line.has("Start again for Haru Tanaka");
    assert_eq!(sarah.get(&home).await.status, 410);
    let not_me = over.action_like("/not-me");
    assert_eq!(haru.post(&not_me, &over.form(&not_me)).await.status, 303);
    haru.get("/eu/en/EUR/account/assistance").await.has("“This was not me”");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sarah_typed_goes_on_in_a_new_session_of_the_same_customer() {
    let shop = Northlight::new();
    let mut haru = shop.signed_in("Haru", "Tanaka");
    let mut sarah = shop.agent("Sarah Lindqvist", "agent");
    start(&mut sarah).await;
    let new = "/as/1/eu/en/EUR/account/addresses/new";
    let form = sarah.get(new).await.form(new);
    let typed = form.with("first_name", "Haru").with("last_name", "Tanaka").with("city", "Berlin");
    let typed = typed.with("line1", "Kastanienallee 12").with("postcode", "10435");
    let assistance = haru.get("/eu/en/EUR/account/assistance").await;
    let end = assistance.action_like("/end");
    haru.post(&end, &assistance.form(&end)).await;

    let ended = sarah.post(new, &typed).await;
    assert_eq!(ended.status, 410);
    ended.has("Kastanienallee 12");
    let again = sarah.post(START, &ended.form(START)).await;
    assert_eq!(again.status, 200, "{}", again.body);
    again.has("Nothing of what you typed is lost.");
    let second = "/as/2/eu/en/EUR/account/addresses/new";
    let saved = sarah.post(second, &again.form(second)).await;
    assert_eq!(saved.location(), "/as/2/eu/en/EUR/account/addresses", "{}", saved.body);
    haru.get("/eu/en/EUR/account/addresses").await.has("Kastanienallee 12");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_role_may_not_place_hands_over() {
    let shop = Northlight::new();
    let haru = shop.signed_in("Haru", "Tanaka");
    let mut sven = shop.agent("Sven Berg", "sales-agent");
    start(&mut sven).await;
    let lines = "/as/1/eu/en/EUR/cart/lines";
    let product = sven.get("/as/1/eu/en/EUR/p/copper-kettle").await;
    sven.post(lines, &product.form(lines)).await;
    let checkout = sven.get("/as/1/eu/en/EUR/checkout").await;
    checkout.has("Your role prepares orders");
    let hand_over = "/as/1/eu/en/EUR/checkout/hand-over";
    let form = checkout.form("/as/1/eu/en/EUR/checkout").with("hand_over_note", "He will call back");
    let handed = sven.post(hand_over, &form).await;
    assert_eq!(handed.location(), "/as/1/eu/en/EUR/cart", "{}", handed.body);
    sven.get("/as/1/eu/en/EUR/cart").await.has("This cart was handed to a manager");
    drop(haru);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_is_there_for_whoever_asks_until_it_is_closed_and_for_agents() {
    let shop = Northlight::new();
    let mut visitor = Browser::of(&shop);
    visitor.get("/eu/en/EUR/").await.lacks("bar.js");
    visitor.get("/eu/en/EUR/c/kitchen?sort=name&asm=true").await.has("<understudy-bar");
    visitor.get("/eu/en/EUR/").await.has("signed_out");
    visitor.get("/eu/en/EUR/?asm=false").await.lacks("bar.js");
    visitor.get("/eu/en/EUR/").await.lacks("bar.js");
    let mut sarah = shop.agent("Sarah Lindqvist", "agent");
    sarah.get("/eu/en/EUR/").await.has("idle");
    let mut stranger = Browser::of(&shop);
    assert_eq!(stranger.get("/agent/login").await.location(), "/eu/en/EUR/agent/login");
    stranger.get("/eu/en/EUR/agent/login").await.has("Sign in to help customers");
    let tab = stranger.get("/as/1/eu/en/EUR/cart").await;
    assert_eq!(tab.location(), "/agent/login?to=%2Fas%2F1%2Feu%2Fen%2FEUR%2Fcart");
    let (id, _) = shop.shop.user("Ada Auditor", &["auditor"], false);
    stranger.set_cookie("us_staff", &shop.shop.staff_signed_in(id));
    stranger.get("/eu/en/EUR/").await.lacks("bar.js");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_signs_up_says_what_becomes_of_the_cart_and_signs_out() {
    let shop = Northlight::new();
    let mut ada = Browser::of(&shop);
    let lines = "/eu/en/EUR/cart/lines";
    let product = ada.get("/eu/en/EUR/p/morning-cup").await;
    ada.post(lines, &product.form(lines)).await;
    let sign_up = "/eu/en/EUR/sign-up";
    let typed = ada.get(sign_up).await.form(sign_up).with("first_name", "Ada").with("last_name", "Berg");
    let typed = typed.with("email", "ada@example.com");
    let short = ada.post(sign_up, &typed.clone().with("password", "kort")).await;
    assert_eq!(short.status, 422);
    short.has("value=\"ada@example.com\"");
    short.lacks("kort");
    let signed_up = ada.post(sign_up, &typed.clone().with("password", "a long enough one")).await;
    assert_eq!(signed_up.location(), "/eu/en/EUR/cart/merge?to=%2Feu%2Fen%2FEUR%2F", "{}", signed_up.body);
    let choice = ada.get(&signed_up.location()).await;
    choice.has("Morning cup");
    let merge = "/eu/en/EUR/cart/merge";
    assert_eq!(ada.post(merge, &choice.form(merge)).await.location(), "/eu/en/EUR/");
    assert!(ada.cookie("us_guest").is_none());
    ada.get("/eu/en/EUR/cart").await.has("Morning cup");

    let out = "/eu/en/EUR/sign-out";
    let form = ada.get("/eu/en/EUR/").await.form(out);
    assert_eq!(ada.post(out, &form).await.status, 303);
    assert!(ada.cookie("us_customer").is_none());
    ada.get("/eu/en/EUR/").await.has("You are signed out.");

    let sign_in = "/eu/en/EUR/sign-in?to=/eu/en/EUR/account";
    let path = "/eu/en/EUR/sign-in";
    let typed = ada.get(sign_in).await.form(path).with("email", "ada@example.com");
    let wrong = ada.post(path, &typed.clone().with("password", "something else")).await;
    assert_eq!(wrong.status, 401);
    wrong.has("That did not match");
    let right = ada.post(path, &typed.with("password", "a long enough one")).await;
    assert_eq!(right.location(), "/eu/en/EUR/account", "{}", right.body);
    ada.get("/eu/en/EUR/account").await.has("Hello, Ada");
}
