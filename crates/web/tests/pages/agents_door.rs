//! The agent's way into the shop, to a customer whom an address names, and out again.

use serde_json::json;
use shop::customers::{OpenAccount, SetConsent, SetCustomerStatus};
use shop::desk::Credential;
use shop::kernel::id::CustomerId;
use shop::kernel::secret::TokenHash;
use shop::sites::acts::EditSite;
use shop::testing::Engine;

use crate::shop_with_pages::{Answer, Browser, Northlight, apart};

const PASSWORD: &str = "correct horse battery";
const LOGIN: &str = "/eu/en/EUR/agent/login";
const SWITCH: &str = "/eu/en/EUR/agent/switch";
const EXIT: &str = "/eu/en/EUR/agent/exit";
const NAMED: &str = "/eu/en/EUR/c/kitchen?sort=name&_switch_user=Haru.Tanaka%40Mail.example";

/// A story on both engines.
macro_rules! on_both {
    ($($name:ident, |$shop:ident| $story:block)*) => { $(
        mod $name {
            use super::*;

            async fn story($shop: Northlight) $story

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                story(Northlight::on(Engine::Sqlite)).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                story(Northlight::on(Engine::Postgres)).await;
            }
        }
    )* };
}

/// Haru, who has a password.
fn haru(shop: &Northlight) -> CustomerId {
    let fields = json!({ "first_name": "Haru", "last_name": "Tanaka", "email": "haru.tanaka@mail.example", "password": PASSWORD });
    shop.does::<OpenAccount>(fields).id
}

/// Sarah, who has one too and is not signed in.
fn sarah(shop: &Northlight) -> Browser<'_> {
    shop.staff_with_own_password("Sarah Lindqvist", "agent", PASSWORD);
    Browser::of(shop)
}

const SARAH: &str = "sarah.lindqvist@northlight.example";

async fn sign_in(browser: &mut Browser<'_>, page: &str, email: &str, password: &str) -> Answer {
    let action = page.split('?').next().unwrap_or_default();
    let form = browser.get(page).await.form(action).with("email", email).with("password", password);
    browser.post(action, &form).await
}

on_both! {
    an_agent_signs_in_and_goes_to_the_shop_with_the_bar_on, |shop| {
        let mut sarah = sarah(&shop);
        assert_eq!(sarah.get("/agent/login?to=%2Fus").await.location(), format!("{LOGIN}?to=%2Fus"));
        let page = sarah.get(LOGIN).await;
        page.has("<title>Sign in to help customers");
        page.has("<label class=\"field__label\" for=\"f-email\">E-mail");
        page.has("id=\"site-search\"");
        sarah.get("/eu/en/EUR/?asm=true").await.has("<understudy-bar");
        sarah.get(LOGIN).await.lacks("<understudy-bar");
        let wrong = sign_in(&mut sarah, LOGIN, SARAH, "not the password").await;
        assert_eq!((wrong.status, sarah.cookie("us_staff")), (401, None));
        wrong.has("E-mail or password is wrong.");
        wrong.has(&format!("value=\"{SARAH}\""));
        wrong.lacks("not the password");
        let empty = sign_in(&mut sarah, LOGIN, "", "x").await;
        assert_eq!(empty.status, 422);
        empty.has("f-email-error");
        let entered = sign_in(&mut sarah, LOGIN, SARAH, PASSWORD).await;
        assert_eq!((entered.status, entered.location()), (303, "/eu/en/EUR/?asm=true".to_owned()), "{}", entered.body);
        let start = sarah.get("/eu/en/EUR/?asm=true").await;
        start.has("<understudy-bar");
        start.has("idle");
        sarah.get(LOGIN).await.has("Who do you want to help?");
        let mut tina = Browser::of(&shop);
        tina.language = "de";
        assert_eq!(tina.get("/agent/login").await.location(), "/eu/de/EUR/agent/login");
        tina.get("/eu/de/EUR/agent/login").await.has("Anmelden und helfen");
    }

    other_shops_forms_sign_in_by_their_own_names, |shop| {
        let mut sarah = sarah(&shop);
        let form = sarah.get(LOGIN).await.form(LOGIN).without("email").without("password");
        let form = form.with("loginForm[email]", SARAH).with("loginForm[password]", "not the password");
        for check in ["/agent/login_check", "/eu/en/EUR/agent/login_check"] {
            let wrong = sarah.post(check, &form).await;
            assert_eq!(wrong.status, 401);
            wrong.has(&format!("value=\"{SARAH}\""));
            wrong.lacks("not the password");
        }
        assert_eq!(sarah.post("/agent/login_check", &form.clone().without("_csrf")).await.status, 403);
        let right = sarah.post("/agent/login_check", &form.with("loginForm[password]", PASSWORD)).await;
        assert_eq!(right.location(), "/eu/en/EUR/?asm=true", "{}", right.body);
        assert!(sarah.cookie("us_staff").is_some());
    }

    nobody_signs_in_at_the_others_door_and_both_are_told_the_same, |shop| {
        haru(&shop);
        let mut browser = sarah(&shop);
        let customer = sign_in(&mut browser, LOGIN, "haru.tanaka@mail.example", PASSWORD).await;
        let agent = sign_in(&mut browser, "/eu/en/EUR/sign-in", SARAH, PASSWORD).await;
        let nobody = sign_in(&mut browser, LOGIN, "nobody@mail.example", PASSWORD).await;
        for refused in [&customer, &agent, &nobody] {
            assert_eq!(refused.status, 401);
            refused.has("That did not match");
            refused.has("E-mail or password is wrong. Nothing was changed.");
        }
        assert_eq!((browser.cookie("us_staff"), browser.cookie("us_customer")), (None, None));
    }

    staff_who_are_no_agents_stay_outside, |shop| {
        shop.staff_with_own_password("Ada Auditor", "auditor", PASSWORD);
        let mut ada = Browser::of(&shop);
        let refused = sign_in(&mut ada, LOGIN, "ada.auditor@northlight.example", PASSWORD).await;
        assert_eq!((refused.status, ada.cookie("us_staff")), (403, None));
        refused.has("You are not an agent");
        let unknown = sign_in(&mut ada, LOGIN, "ada.auditor@northlight.example", "not the password").await;
        assert_eq!(unknown.status, 401);
        unknown.lacks("You are not an agent");
    }

    an_address_that_names_a_customer_starts_nothing_until_it_is_confirmed, |shop| {
        haru(&shop);
        let mut sarah = sarah(&shop);
        let named = sarah.get(NAMED).await;
        assert_eq!((named.status, named.location()), (303, SWITCH.to_owned()), "nothing personal is left in the address");
        assert!(!sarah.cookie("us_wanted").expect("a cookie").contains("haru"));
        let asked = sarah.get(SWITCH).await;
        assert_eq!(asked.location(), format!("{LOGIN}?to=%2Feu%2Fen%2FEUR%2Fagent%2Fswitch"));
        let entered = sign_in(&mut sarah, &asked.location(), SARAH, PASSWORD).await;
        assert_eq!(entered.location(), SWITCH, "{}", entered.body);
        let page = sarah.get(SWITCH).await;
        assert_eq!(page.status, 200);
        page.has("Start assisting Haru Tanaka?");
        let mut customer = Browser::of(&shop);
        sign_in(&mut customer, "/eu/en/EUR/sign-in", "haru.tanaka@mail.example", PASSWORD).await;
        customer.get("/eu/en/EUR/").await.lacks("is helping you right now");
        let form = page.form(SWITCH);
        assert_eq!(sarah.post(SWITCH, &form.clone().without("_csrf")).await.status, 403);
        let started = sarah.post(SWITCH, &form).await;
        assert_eq!((started.status, started.location()), (303, "/as/1/eu/en/EUR/".to_owned()), "{}", started.body);
        assert_eq!(sarah.cookie("us_wanted"), None);
        sarah.get("/as/1/eu/en/EUR/").await.has("Assisting Haru Tanaka");
        customer.get("/eu/en/EUR/").await.has("Sarah is helping you right now");

        // Named again, in whatever tab: they are told where.
        sarah.get("/as/1/eu/en/EUR/cart?_switch_user=haru.tanaka@mail.example").await;
        let again = sarah.get(SWITCH).await;
        again.has("You are helping this customer already.");
        again.has("href=\"/as/1/eu/en/EUR/\"");
        again.lacks("name=\"customer_id\"");
        shop.does::<OpenAccount>(json!({ "first_name": "Aiko", "last_name": "Mori", "email": "aiko@mail.example", "password": PASSWORD }));
        sarah.get("/?_switch_user=aiko@mail.example").await;
        let beside = sarah.get(SWITCH).await;
        beside.has("You are helping Haru Tanaka right now.");
        assert_eq!(sarah.post(SWITCH, &beside.form(SWITCH)).await.location(), "/as/2/eu/en/EUR/");
    }

    whom_an_address_names_is_told_to_agents_only, |shop| {
        haru(&shop);
        shop.staff_with_own_password("Ada Auditor", "auditor", PASSWORD);
        let mut ada = Browser::of(&shop);
        sign_in(&mut ada, "/office/sign-in", "ada.auditor@northlight.example", PASSWORD).await;
        assert!(ada.cookie("us_staff").is_some());
        let mut customer = shop.signed_in("Mia", "Berg");
        for browser in [&mut ada, &mut customer, &mut Browser::of(&shop)] {
            let mut told = Vec::new();
            for email in ["haru.tanaka@mail.example", "nobody@mail.example", "_exit", "%00%ff"] {
                let led = browser.get(&format!("/?_switch_user={email}")).await.location();
                let asked = browser.get(&led).await;
                assert_eq!(asked.status, 303);
                told.push(asked.location().replace("exit", "switch"));
                assert!(asked.body.is_empty(), "{}", asked.body);
            }
            told.dedup();
            assert_eq!(told, [format!("{LOGIN}?to=%2Feu%2Fen%2FEUR%2Fagent%2Fswitch")], "whoever was named");
        }
        let form = ada.get(LOGIN).await.form(LOGIN).with("customer_id", "cus_1");
        assert_eq!(ada.post(SWITCH, &form).await.location(), format!("{LOGIN}?to=%2Feu%2Fen%2FEUR%2Fagent%2Fswitch"));
        assert_eq!(ada.post(EXIT, &form.fresh("another-key")).await.location(), format!("{LOGIN}?to=%2Feu%2Fen%2FEUR%2Fagent%2Fexit"));
        // What is no page of the shop is left alone.
        assert_eq!(ada.get("/v1/meta?_switch_user=haru.tanaka@mail.example").await.status, 404);
    }

    what_stands_in_the_way_is_said, |shop| {
        let id = haru(&shop);
        let mut sarah = shop.agent("Sarah Lindqvist", "agent");
        sarah.get("/?_switch_user=nobody%40mail.example").await;
        let nobody = sarah.get(SWITCH).await;
        assert_eq!(nobody.status, 404);
        nobody.has("No customer has the address “nobody@mail.example”.");
        sarah.get("/?_switch_user=%3Cscript%3E").await;
        sarah.get(SWITCH).await.lacks("<script>alert");

        sarah.get(NAMED).await;
        let form = sarah.get(SWITCH).await.form(SWITCH);
        let site = json!({ "site_id": shop.site, "version": 1, "reason_required": true, "ticket_required": true });
        shop.does::<EditSite>(site);
        let missing = sarah.post(SWITCH, &form).await;
        assert_eq!(missing.status, 422, "{}", missing.body);
        missing.has("Start assisting Haru Tanaka?");
        missing.has("f-reason-error");
        let half = sarah.post(SWITCH, &missing.form(SWITCH).with("reason", "He called")).await;
        half.has("value=\"He called\"");
        half.has("f-ticket-error");

        let token = TokenHash::of(&apart(|| shop.shop.customer_signed_in(id)));
        let caller = shop.shop.caller(Credential::Customer(token));
        shop.by(&caller, SetConsent { allowed: false, version: None }).expect("withdrawn");
        let refuses = sarah.get(SWITCH).await;
        refuses.has("Nobody can act for Haru Tanaka");
        refuses.lacks("name=\"customer_id\"");
        let whole = half.form(SWITCH).with("ticket", "T-1");
        let late = sarah.post(SWITCH, &whole).await;
        assert_eq!(late.status, 409, "{}", late.body);
        shop.by(&caller, SetConsent { allowed: true, version: None }).expect("given");
        shop.does::<SetCustomerStatus>(json!({ "customer": id, "status": "disabled", "version": 3 }));
        let disabled = sarah.get(SWITCH).await;
        disabled.has("locked or disabled");
        let late = sarah.post(SWITCH, &whole.fresh("another-key")).await;
        assert!((400..500).contains(&late.status), "{}", late.body);
        late.lacks("/as/1");
    }

    the_end_is_confirmed_too, |shop| {
        haru(&shop);
        let mut sarah = shop.agent("Sarah Lindqvist", "agent");
        sarah.get(NAMED).await;
        let form = sarah.get(SWITCH).await.form(SWITCH);
        sarah.post(SWITCH, &form).await;
        let led = sarah.get("/as/1/eu/en/EUR/cart?_switch_user=_exit").await.location();
        assert_eq!(led, format!("{EXIT}?tab=1"));
        assert_eq!(sarah.get("/?_switch_user=_exit").await.location(), EXIT);
        let page = sarah.get(&led).await;
        page.has("End assistance of Haru Tanaka?");
        assert_eq!(sarah.get("/as/1/eu/en/EUR/").await.status, 200, "a look ends nothing");
        let mut tom = shop.agent("Tom Reyes", "agent");
        tom.get(EXIT).await.has("You are helping nobody right now");
        let his = tom.form_of(&page.form(EXIT)).await;
        assert_eq!(tom.post(EXIT, &his).await.location(), EXIT, "somebody else's is not there");
        assert_eq!(sarah.get("/as/1/eu/en/EUR/").await.status, 200);
        let ended = sarah.post(EXIT, &page.form(EXIT)).await;
        assert_eq!((ended.status, ended.location()), (303, "/eu/en/EUR/?asm=true".to_owned()), "{}", ended.body);
        sarah.get("/eu/en/EUR/").await.has("You no longer help Haru Tanaka.");
        assert_eq!(sarah.get("/as/1/eu/en/EUR/").await.status, 410);
        sarah.get(EXIT).await.has("You are helping nobody right now");
    }

    an_agent_signs_out_where_it_is_confirmed, |shop| {
        haru(&shop);
        let mut sarah = shop.agent("Sarah Lindqvist", "agent");
        assert_eq!(sarah.get("/agent/overview").await.location(), "/office");
        sarah.get(NAMED).await;
        let form = sarah.get(SWITCH).await.form(SWITCH);
        sarah.post(SWITCH, &form).await;
        assert_eq!(sarah.get("/agent/logout").await.location(), "/eu/en/EUR/agent/logout");
        let asked = sarah.get("/eu/en/EUR/agent/logout").await;
        asked.has("Your help for Haru Tanaka ends with it.");
        assert_eq!(sarah.get("/as/1/eu/en/EUR/").await.status, 200, "a look signs nobody out");
        let form = asked.form("/eu/en/EUR/agent/logout");
        let out = sarah.post("/eu/en/EUR/agent/logout", &form).await;
        assert_eq!((out.status, out.location(), sarah.cookie("us_staff")), (303, "/eu/en/EUR/".to_owned(), None));
        assert_eq!(sarah.get("/eu/en/EUR/agent/overview").await.location(), format!("{LOGIN}?to=%2Feu%2Fen%2FEUR%2Fagent%2Foverview"));
        assert_eq!(sarah.get("/eu/en/EUR/agent/logout").await.location(), LOGIN);
    }

    the_list_under_a_field_names_customers_to_agents, |shop| {
        haru(&shop);
        for number in 0..12 {
            let email = format!("tamara{number}@mail.example");
            shop.does::<OpenAccount>(json!({ "first_name": "Tamara", "last_name": "<Ott>", "email": email, "password": PASSWORD }));
        }
        let list = |query: &str| format!("/agent-widget/customer-autocomplete?query={query}");
        let mut sarah = shop.agent("Sarah Lindqvist", "agent");
        let found = sarah.get(&list("tanaka")).await;
        assert_eq!(
            found.body.trim(),
            "<ul data-qa=\"component customer-list\"><li data-value=\"haru.tanaka@mail.example\">Haru Tanaka: haru.tanaka@mail.example</li></ul>",
        );
        sarah.get(&list("HARU.tanaka@")).await.has("data-value=\"haru.tanaka@mail.example\"");
        let many = sarah.get(&format!("/eu/en/EUR{}", list("tamara"))).await;
        assert_eq!(many.body.matches("<li ").count(), 10);
        many.has("Tamara &lt;Ott&gt;:");
        let short = sarah.get(&list("ta")).await;
        assert_eq!(short.status, 200);
        short.has("Type at least 3 characters.");
        sarah.get(&list("zzzz")).await.has("No results found");
        let mut stranger = shop.signed_in("Mia", "Berg");
        let turned_away = stranger.get(&list("tanaka")).await;
        assert_eq!((turned_away.status, turned_away.location()), (303, LOGIN.to_owned()));
        assert!(turned_away.body.is_empty());
    }
}
