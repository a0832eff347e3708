//! Stories about sites, on both engines.

use crate::desk::{Act, Answer, Caller};
use crate::kernel::{Problem, TaxMode};
use crate::on_both_engines;
use crate::people::tests::sessions::{ended_by, start_on};
use crate::sites::Site;
use crate::sites::acts::{CreateSite, EditSite};
use crate::sites::asks::{ListSites, SiteDetails};
use crate::sites::import::{ImportSites, SiteRow};
use crate::testing::TestShop;

fn done<A: Act>(shop: &TestShop, caller: &Caller, act: A) -> Result<A::Out, Problem> {
    shop.desk.act(caller, act, None).and_then(Answer::out)
}

fn administrator(shop: &TestShop) -> Caller {
    shop.caller(shop.user("Ada", &["administrator"], false).1)
}

/// A site as an API client describes one.
fn described(slug: &str) -> CreateSite {
    serde_json::from_value(serde_json::json!({
        "slug": slug,
        "code": slug.to_uppercase(),
        "name": format!("Northlight {slug}"),
        "storefront_address": format!("https://{slug}.northlight.example"),
        "languages": ["en", "de", "en"],
        "currencies": ["EUR"],
        "countries": ["DE", "AT"],
        "tax_mode": "included",
        "tax_rate": 1900,
        "time_zone": "Europe/Berlin",
    }))
    .unwrap()
}

/// A change as an API client sends it.
fn change(site: &Site, fields: &serde_json::Value) -> EditSite {
    let mut body = serde_json::json!({ "site_id": site.id, "version": site.version });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(body).unwrap()
}

on_both_engines! {
    a_new_site_is_there_at_once_on_every_node, |shop| {
        let (ada, other_node) = (administrator(shop), shop.second_node());
        assert_eq!(other_node.directory().unwrap().sites(shop.tenant).count(), 0);
        let site = done(shop, &ada, described("eu")).unwrap();
        assert_eq!((site.languages.len(), site.version, site.assisting()), (2, 1, true));
        let here = shop.desk.directory().unwrap();
        assert_eq!(here.by_slug(shop.tenant, "eu").unwrap().as_ref(), &site);
        other_node.refresh_memory().unwrap();
        assert_eq!(other_node.directory().unwrap().by_slug(shop.tenant, "eu").unwrap().as_ref(), &site);
        assert_eq!(shop.desk.ask(&ada, &ListSites::default()).unwrap().items, std::slice::from_ref(&site));
        assert_eq!(shop.desk.ask(&ada, &SiteDetails { site_id: site.id }).unwrap(), site);
    }

    a_change_leaves_alone_what_it_does_not_name, |shop| {
        let ada = administrator(shop);
        let site = done(shop, &ada, described("eu")).unwrap();
        let policies = serde_json::json!({ "reason_required": true, "idle_minutes": 5, "place_roles": ["sales-manager"] });
        let after = done(shop, &ada, change(&site, &policies)).unwrap();
        assert!(after.policy.reason_required && after.policy.idle_minutes == 5);
        let mut expected = site.clone();
        expected.version = 2;
        expected.policy = after.policy.clone();
        assert_eq!(after, expected);
        assert_eq!(shop.desk.ask(&ada, &SiteDetails { site_id: site.id }).unwrap(), after);
        let stale = change(&site, &serde_json::json!({ "name": "Late" }));
        assert_eq!(done(shop, &ada, stale).unwrap_err().kind.slug, "version-changed");
    }

    turning_assisting_off_ends_what_runs_there, |shop| {
        let ada = administrator(shop);
        let (eu, us) = (done(shop, &ada, described("eu")).unwrap(), done(shop, &ada, described("us")).unwrap());
        let (sarah, sign_in) = shop.user("Sarah", &["agent"], true);
        let (here, token) = start_on(shop, sarah, &sign_in, eu.id);
        let (there, _) = start_on(shop, sarah, &sign_in, us.id);
        let off = done(shop, &ada, change(&eu, &serde_json::json!({ "storefront_address": "" }))).unwrap();
        assert!(!off.assisting());
        assert_eq!((ended_by(shop, &here).as_deref(), ended_by(shop, &there)), (Some("revoked"), None));
        assert!(shop.heard.lines().contains(&format!("session:{here} session.ended")));
        let acting = shop.caller(crate::desk::Credential::OnBehalf(token));
        let problem = shop.desk.who(&acting).unwrap_err();
        assert_eq!(problem.kind.slug, "session-ended");
        assert!(problem.detail.contains("Assisting was turned off for this site."), "{}", problem.detail);
    }

    what_a_site_cannot_be_is_pointed_at, |shop| {
        let ada = administrator(shop);
        let site = done(shop, &ada, described("eu")).unwrap();
        done(shop, &ada, described("us")).unwrap();
        let pointer = |problem: Problem| problem.errors[0].pointer.clone();
        let refused = |fields: serde_json::Value| pointer(done(shop, &ada, change(&site, &fields)).unwrap_err());
        for (field, value) in [
            ("idle_minutes", serde_json::json!(1)),
            ("idle_minutes", serde_json::json!(16)),
            ("absolute_minutes", serde_json::json!(4)),
            ("absolute_minutes", serde_json::json!(481)),
            ("sessions_per_agent", serde_json::json!(0)),
            ("sessions_per_agent", serde_json::json!(11)),
            ("step_up_minutes", serde_json::json!(0)),
            ("place_roles", serde_json::json!(["king"])),
            ("languages", serde_json::json!([])),
            ("currencies", serde_json::json!([])),
            ("countries", serde_json::json!([])),
            ("tax_rate", serde_json::json!(10_001)),
            ("tax_rate_reduced", serde_json::json!(-1)),
            ("time_zone", serde_json::json!("Europe/Atlantis")),
            ("storefront_address", serde_json::json!("https://US.northlight.example/")),
        ] {
            assert_eq!(refused(serde_json::json!({ field: value })), format!("/{field}"));
        }
        assert_eq!(pointer(done(shop, &ada, described("eu")).unwrap_err()), "/slug");
        assert_eq!(shop.desk.ask(&ada, &SiteDetails { site_id: site.id }).unwrap(), site);
    }

    one_site_may_lie_below_another, |shop| {
        let ada = administrator(shop);
        let site = done(shop, &ada, described("eu")).unwrap();
        let mut below = described("at");
        below.storefront_address = "https://eu.northlight.example/at".parse().unwrap();
        assert_eq!(done(shop, &ada, below).unwrap().storefront_address, format!("{}/at", site.storefront_address));
    }

    who_may_not_see_or_change_sites_does_not, |shop| {
        let ada = administrator(shop);
        let site = done(shop, &ada, described("eu")).unwrap();
        let tom = shop.caller(shop.user("Tom", &["agent", "supervisor", "auditor"], true).1);
        let off = || change(&site, &serde_json::json!({ "storefront_address": "" }));
        assert_eq!(done(shop, &tom, off()).unwrap_err().kind.slug, "forbidden");
        assert_eq!(done(shop, &shop.nobody(), off()).unwrap_err().kind.slug, "sign-in-required");
        assert_eq!(shop.desk.ask(&tom, &ListSites::default()).unwrap_err().kind.slug, "forbidden");
        assert_eq!(shop.desk.ask(&tom, &SiteDetails { site_id: site.id }).unwrap_err().kind.slug, "forbidden");
    }

    imported_sites_are_found_by_their_codes, |shop| {
        let operator = shop.desk.operator(shop.tenant);
        let row = |code: &str, more: serde_json::Value| -> SiteRow {
            let mut row = serde_json::json!({
                "code": code, "name": "Germany", "storefront_address": "https://de.northlight.example",
                "languages": ["de", "en"], "currencies": ["EUR"], "countries": ["DE"], "tax_mode": "added",
                "tax_rate": 1900, "reason_required": true, "place_roles": ["sales-manager"],
            });
            row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            serde_json::from_value(row).unwrap()
        };
        let import = |rows: Vec<SiteRow>| {
            let act = ImportSites { digest: "e3b0".parse().unwrap(), first_row: 2, rows };
            let done = done(shop, &operator, act).unwrap();
            ((done.created, done.updated, done.unchanged), done.refused)
        };
        let none = || serde_json::json!({});
        assert_eq!(import(vec![row("DE", none())]), ((1, 0, 0), vec![]));
        assert_eq!(import(vec![row("DE", none())]), ((0, 0, 1), vec![]));
        let directory = shop.desk.directory().unwrap();
        let de = directory.by_slug(shop.tenant, "de").unwrap();
        assert_eq!((de.code.as_str(), de.tax_mode, de.tax_rate_reduced, de.version), ("DE", TaxMode::Added, 1900, 1));
        assert!(de.policy.reason_required && de.policy.place_roles == ["sales-manager"] && de.time_zone == "UTC");
        // A changed row changes what it names; a wrong one is left out, and the other goes in.
        let changed = row("DE", serde_json::json!({ "tax_rate_reduced": 700, "idle_minutes": 5 }));
        let moved = row("AT", serde_json::json!({ "slug": "at", "storefront_address": "" }));
        let wrong = row("CH", serde_json::json!({ "idle_minutes": 99, "storefront_address": "" }));
        let (counts, refused) = import(vec![changed, wrong, moved, row("DE", serde_json::json!({ "slug": "elsewhere" }))]);
        assert_eq!(counts, (1, 1, 0));
        let places: Vec<_> = refused.iter().map(|row| (row.row, row.pointer.as_str())).collect();
        assert_eq!(places, [(1, "/idle_minutes"), (3, "/slug")]);
        let directory = shop.desk.directory().unwrap();
        let de = directory.by_slug(shop.tenant, "de").unwrap();
        assert_eq!((de.tax_rate_reduced, de.policy.idle_minutes, de.policy.reason_required), (700, 5, true));
        assert!(!directory.by_slug(shop.tenant, "at").unwrap().assisting());
        let tom = shop.caller(shop.user("Tom", &["agent"], true).1);
        let act = ImportSites { digest: "e3b0".parse().unwrap(), first_row: 2, rows: vec![row("DE", none())] };
        assert_eq!(super::tests::done(shop, &tom, act).unwrap_err().kind.slug, "forbidden");
    }
}
