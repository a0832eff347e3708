//! The shop's data, as import files: the same at every run.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::chance::Chance;

/// Code of the one site.
pub const SITE: &str = "MAIN";
/// Customers who have bought before, and how often.
pub const BUYERS: usize = 1000;
const ORDERS: usize = 10;
/// Lines of each past order, and of an order placed by the bench.
pub const LINES: usize = 3;

const GIVEN: &[&str] = &[
    "Anna", "Bela", "Carl", "Dana", "Elif", "Femi", "Gerd", "Hana", "Ivan", "Jana", "Kofi", "Lena", "Marc",
    "Nora", "Olaf", "Pia", "Quentin", "Rosa", "Sven", "Tara", "Uwe", "Vera", "Wim", "Xenia", "Yusuf", "Zoe",
    "Aiko", "Bruno", "Chiara", "Dmitri", "Esther", "Florian", "Greta", "Hugo", "Ines", "Jonas", "Klara",
    "Luca", "Maria", "Nils",
];
const FIRST: &[&str] = &[
    "Al", "An", "Bar", "Ben", "Ber", "Bro", "Car", "Chris", "Dav", "Del", "Eber", "Fer", "Fisch", "Gar",
    "Ger", "Han", "Har", "Hoff", "Jan", "Kauf", "Kel", "Kla", "Kra", "Lan", "Lin", "Mar", "Mey", "Mor",
    "Nov", "Ols", "Pet", "Rich", "Rob", "Sand", "Schu", "Ste", "Tan", "Tho", "Wal", "Zim",
];
const SECOND: &[&str] = &["a", "e", "i", "o", "el", "er", "en", "in", "or", "an", "est", "ing"];
const LAST: &[&str] = &[
    "son", "sen", "mann", "berg", "ski", "ova", "ez", "ing", "ton", "ley", "er", "ert", "ard", "dal", "feld",
    "wald",
];

/// Who a customer is.
pub struct Person {
    /// Given name.
    pub given: &'static str,
    /// Family name.
    pub family: String,
    /// E-mail address.
    pub email: String,
}

/// The customer with this number, from 0. Some family names are common, most are rare.
pub fn person(number: usize) -> Person {
    let mut chance = Chance::new(number as u64 * 31 + 7);
    let given = chance.of(GIVEN);
    let mut few = |of: &[&'static str]| -> &'static str {
        let reach = chance.from_to(1, of.len());
        of[chance.below(reach)]
    };
    let family = format!("{}{}{}", few(FIRST), few(SECOND), few(LAST));
    let host = ["mail", "post", "inbox", "web"][chance.below(4)];
    let email = format!("{}.{}.{number}@{host}.example", given.to_lowercase(), family.to_lowercase());
    Person { given, family, email }
}

/// The stock keeping unit of the product with this number.
pub fn sku(product: usize) -> String {
    format!("P{product:05}")
}

/// Writes the files; their paths, in the order they are loaded.
pub fn write(folder: &Path, customers: usize, products: usize) -> Result<Vec<PathBuf>> {
    Ok(vec![
        file(folder, "categories.csv", write_categories)?,
        file(folder, "products.csv", |to| write_products(to, products))?,
        file(folder, "customers.csv", |to| write_customers(to, customers))?,
        file(folder, "orders.csv", |to| write_orders(to, customers.min(BUYERS), products))?,
    ])
}

fn file(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<()>,
) -> Result<PathBuf> {
    let path = folder.join(name);
    let mut to = BufWriter::new(File::create(&path)?);
    write(&mut to)?;
    to.flush()?;
    Ok(path)
}

fn write_categories(to: &mut BufWriter<File>) -> Result<()> {
    writeln!(to, "category_ref,slug,name:en")?;
    for category in 0..20 {
        writeln!(to, "c{category},category-{category},Category {category}")?;
    }
    Ok(())
}

fn write_products(to: &mut BufWriter<File>, products: usize) -> Result<()> {
    writeln!(to, "product_ref,slug,category,name:en,price:EUR,stock")?;
    for product in 0..products {
        let price = Chance::new(product as u64).from_to(490, 19_900);
        let (sku, category) = (sku(product), product % 20);
        writeln!(to, "{sku},product-{product},c{category},Product {product},{price},100000000")?;
    }
    Ok(())
}

fn write_customers(to: &mut BufWriter<File>, customers: usize) -> Result<()> {
    writeln!(to, "customer_ref,first_name,last_name,email,phone,line1,postcode,city,country")?;
    for number in 0..customers {
        let Person { given, family, email } = person(number);
        let phone = format!("+49 30 {:07}", (number * 7919) % 10_000_000);
        let (house, postcode) = (number % 200 + 1, 10_000 + number % 80_000);
        writeln!(
            to,
            "K{number:07},{given},{family},{email},{phone},Long Street {house},{postcode},Newtown,DE"
        )?;
    }
    Ok(())
}

fn write_orders(to: &mut BufWriter<File>, buyers: usize, products: usize) -> Result<()> {
    writeln!(to, "order_ref,customer_ref,site,placed_at,currency,product_ref,quantity,unit_price,shipping")?;
    for buyer in 0..buyers {
        for order in 0..ORDERS {
            let mut chance = Chance::new((buyer * ORDERS + order) as u64);
            let (month, day) = (order + 1, chance.from_to(1, 28));
            for line in 0..LINES {
                let product = (chance.below(products / LINES) * LINES + line) % products;
                let (sku, quantity, price) =
                    (sku(product), chance.from_to(1, 4), chance.from_to(490, 19_900));
                writeln!(
                    to,
                    "O{buyer}-{order},K{buyer:07},{SITE},2026-{month:02}-{day:02}T10:00:00Z,EUR,{sku},{quantity},{price},490"
                )?;
            }
        }
    }
    Ok(())
}
