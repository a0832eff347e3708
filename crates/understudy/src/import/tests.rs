//! Stories about files of every kind, on both engines.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use shop::customers::{CustomerDetails, SearchCustomers};
use shop::people::asks::ListUsers;
use shop::testing::{Engine, TestShop};

use super::{Ended, Given, ImportFlags, Options, load_all, sources};

/// A folder of its own, gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("understudy-import-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const SITES: &str = "\
site_ref,name,storefront_address,languages,currencies,countries,tax_mode,tax_rate,time_zone,reason_required
DE--1,Deutschland,https://de.example,de;en,EUR,DE;AT,included,1900,Europe/Berlin,yes
";
const SITES_WITH_SLUG: &str = "\
site_ref,slug,name,storefront_address,languages,currencies,countries,tax_mode,tax_rate
DE--1,de,Deutschland,https://de.example,de;en,EUR,DE;AT,included,1900
";
const SHIPPING: &str = "\
shipping_ref,site,name:en,name:de,price:EUR,free_from:EUR
standard,DE--1,Standard,Standardversand,490,5000
";
const STAFF: &str = "\
staff_ref,name,email,password,roles,groups,agent,sites,locale
HR--7,Sarah Whitfield,Sarah+Phone@Northlight.example,correct horse battery,agent,Support,yes,DE--1,de
HR--8,Tom Adeyemi,tom@northlight.example,too short,agent,,yes,,en
HR--9,Uma Okafor,uma@northlight.example,,supervisor,,no,mars,en
";
const CATEGORIES: &str = "category_ref,slug,name:en\nkitchen,kitchen,Kitchen\n";
const PRODUCTS: &str = "\
product_ref,slug,category,name:en,price:EUR,stock
P--1,kettle,kitchen,Kettle,8900,5
";
const CUSTOMERS: &str = "\
customer_ref,salutation,first_name,last_name,email,birth_date,line1,line3,city,country
DE--21,Mr,Haru,Tanaka,Haru+Northlight@Mail.example,1990-04-23,Kastanienallee 12,c/o Sato,Berlin,DE
";
const ORDERS: &str = "\
order_ref,customer_ref,site,placed_at,currency,product_ref,quantity,unit_price
O--1,DE--21,DE--1,2026-01-02T09:30:00Z,EUR,P--1,2,8900
O--2,DE--22,DE--1,2026-01-02T09:30:00Z,EUR,P--1,1,8900
";

fn all(folder: &Folder) -> Vec<PathBuf> {
    // In no helpful order: the kinds settle that.
    [
        ("orders.csv", ORDERS),
        ("customers.csv", CUSTOMERS),
        ("staff.csv", STAFF),
        ("products.csv", PRODUCTS),
        ("shipping.csv", SHIPPING),
        ("categories.csv", CATEGORIES),
        ("sites.csv", SITES_WITH_SLUG),
    ]
    .map(|(name, text)| folder.file(name, text))
    .to_vec()
}

fn load(shop: &TestShop, files: &[PathBuf], dry_run: bool) -> Ended {
    let sources = sources(files).unwrap();
    let dry_run = dry_run.then(|| Given::read(&sources).unwrap());
    load_all(&shop.desk, shop.tenant, &sources, &Options { dry_run, from_start: false }).unwrap()
}

fn errors(folder: &Folder, name: &str) -> Option<String> {
    fs::read_to_string(folder.0.join(format!("{name}.errors.csv"))).ok()
}

fn emails(shop: &TestShop) -> Vec<String> {
    let ask = ListUsers { q: "".parse().unwrap(), agents: None, after: None };
    let page = shop.desk.ask(&shop.desk.operator(shop.tenant), &ask).unwrap();
    page.items.into_iter().map(|user| user.email).collect()
}

fn everything_goes_in_and_wrong_rows_are_named(shop: &TestShop, folder: &Folder) {
    let files = all(folder);
    // A dry run says the same and stores nothing, though nothing of what the files build on is stored yet.
    assert_eq!(load(shop, &files, true), Ended::InPart);
    let staff = "row,column,problem\n3,password,a password has at least 12 characters\n\
                 4,sites,There is no site mars.\n";
    let orders = "row,column,problem\n3,customer_ref,There is no customer DE--22.\n";
    assert_eq!(errors(folder, "staff.csv").as_deref(), Some(staff));
    assert_eq!(errors(folder, "orders.csv").as_deref(), Some(orders));
    assert_eq!((errors(folder, "sites.csv"), errors(folder, "products.csv")), (None, None));
    assert_eq!(shop.desk.directory().unwrap().sites(shop.tenant).count(), 0);
    assert_eq!(emails(shop), Vec::<String>::new());

    assert_eq!(load(shop, &files, false), Ended::InPart);
    assert_eq!(errors(folder, "staff.csv").as_deref(), Some(staff));
    assert_eq!(errors(folder, "orders.csv").as_deref(), Some(orders));
    assert_eq!(emails(shop), ["Sarah+Phone@Northlight.example"]);
    let directory = shop.desk.directory().unwrap();
    assert_eq!(directory.by_slug(shop.tenant, "de").unwrap().code, "DE--1");

    // What was wrong is put right in the files; everything else is there already.
    fs::write(
        folder.0.join("staff.csv"),
        STAFF.replace("too short", "long enough by far").replace("mars", ""),
    )
    .unwrap();
    fs::write(folder.0.join("orders.csv"), ORDERS.replace("DE--22", "DE--21")).unwrap();
    assert_eq!(load(shop, &files, false), Ended::Whole);
    assert_eq!(
        errors(folder, "staff.csv").or(errors(folder, "orders.csv")),
        None,
        "old error files are gone"
    );
    assert_eq!(emails(shop).len(), 3);
}

fn what_is_said_of_a_person_is_kept_until_the_file_says_otherwise(shop: &TestShop, folder: &Folder) {
    let header =
        "customer_ref,salutation,first_name,last_name,email,gender,birth_date,line1,line3,city,country\n";
    let wrong = "DE--23,,Una,Born,una@mail.example,,2999-01-01,,,,\n\
                 DE--24,,Uma,Written,uma@mail.example,,23.04.1990,,,,\n";
    let haru =
        "DE--21,Mr,Haru,Tanaka,haru@mail.example,Male,1990-04-23,Kastanienallee 12,c/o Sato,Berlin,DE\n";
    let file = folder.file("customers.csv", &format!("{header}{haru}{wrong}"));
    assert_eq!(load(shop, std::slice::from_ref(&file), false), Ended::InPart);
    let errors = errors(folder, "customers.csv").unwrap();
    assert_eq!(errors.lines().filter(|line| line.contains(",birth_date,")).count(), 2, "{errors}");

    let (_, staff) = shop.user("Olga Owner", &["shop-owner"], true);
    let olga = shop.caller(staff);
    let kept = || {
        let ask = SearchCustomers { q: "DE--21".parse().unwrap(), limit: None };
        let id = shop.desk.ask(&olga, &ask).unwrap().customers[0].id;
        let found = shop.desk.ask(&olga, &CustomerDetails { customer: id }).unwrap();
        let (person, address) = (found.profile, found.addresses.into_iter().next().unwrap());
        [person.salutation, person.gender, person.birth_date, address.salutation, address.line3]
    };
    assert_eq!(kept(), ["Mr", "Male", "1990-04-23", "Mr", "c/o Sato"]);
    // A column left out keeps what is stored; one that is there and empty takes it away.
    let header = "customer_ref,first_name,last_name,email,gender,line1,line3,city,country\n";
    let haru = "DE--21,Haru,Tanaka,haru@mail.example,,Kastanienallee 12,,Berlin,DE\n";
    fs::write(&file, format!("{header}{haru}")).unwrap();
    assert_eq!(load(shop, &[file], false), Ended::Whole);
    assert_eq!(kept(), ["Mr", "", "1990-04-23", "Mr", ""]);
}

#[test]
fn a_person_is_kept_on_sqlite() {
    let folder = Folder::new("person-sqlite");
    what_is_said_of_a_person_is_kept_until_the_file_says_otherwise(&TestShop::new(Engine::Sqlite), &folder);
}

#[test]
fn a_person_is_kept_on_postgres() {
    let folder = Folder::new("person-postgres");
    what_is_said_of_a_person_is_kept_until_the_file_says_otherwise(&TestShop::new(Engine::Postgres), &folder);
}

#[test]
fn everything_goes_in_on_sqlite() {
    let folder = Folder::new("all-sqlite");
    everything_goes_in_and_wrong_rows_are_named(&TestShop::new(Engine::Sqlite), &folder);
}

#[test]
fn everything_goes_in_on_postgres() {
    let folder = Folder::new("all-postgres");
    everything_goes_in_and_wrong_rows_are_named(&TestShop::new(Engine::Postgres), &folder);
}

#[test]
fn a_site_without_a_slug_takes_its_code_where_that_is_one() {
    let folder = Folder::new("slug");
    let shop = TestShop::new(Engine::Sqlite);
    let file = folder.file("sites.csv", &SITES.replace("DE--1", "DE"));
    assert_eq!(load(&shop, std::slice::from_ref(&file), false), Ended::Whole);
    let directory = shop.desk.directory().unwrap();
    let site = directory.by_slug(shop.tenant, "de").unwrap();
    assert!(site.policy.reason_required && site.time_zone == "Europe/Berlin");
    fs::write(&file, SITES.replace("DE--1", "Deutschland und Österreich")).unwrap();
    assert_eq!(load(&shop, &[file], false), Ended::InPart);
    assert!(errors(&folder, "sites.csv").unwrap().starts_with("row,column,problem\n2,slug,"));
}

/// Flags as the command line gives them.
fn flags(arguments: &[&str]) -> ImportFlags {
    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        flags: ImportFlags,
    }
    Line::try_parse_from(["import"].iter().chain(arguments)).unwrap().flags
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn an_import_reads_the_settings_file_as_serving_does() {
    let folder = Folder::new("settings");
    let file = folder.file("sites.csv", SITES_WITH_SLUG);
    let (data, config) = (folder.0.join("shop"), folder.0.join("settings.toml"));
    let elsewhere = folder.0.join("elsewhere.db");
    fs::write(&config, format!("database = \"sqlite:{}\"\nlog = \"warn\"\n", elsewhere.display())).unwrap();
    let arguments = [text(&file), "--data", text(&data), "--config", text(&config)];
    assert_eq!(super::run(flags(&arguments)).unwrap(), Ended::Whole);
    assert!(elsewhere.exists() && !data.join("understudy.db").exists());
    // The one in the data directory counts without being named; a wrong one is named.
    fs::write(data.join("understudy.toml"), "databse = \"sqlite:x\"\n").unwrap();
    let error = super::run(flags(&[text(&file), "--data", text(&data)])).unwrap_err();
    assert!(format!("{error:#}").contains("databse"), "{error:#}");
}
