"""Invented people for households and agents: the same household is the same person at each run.

Nothing here comes from the data set but the household's number. E-mails are under `.example`
(RFC 2606), telephone numbers in the 555-0100 to 555-0199 range that is kept for fiction.
"""

from __future__ import annotations

import random

SEED = "complete-journey-1"

FIRST_NAMES = """
Aaron Abigail Adrian Aisha Alan Alice Amber Amir Andrea Angela Anthony April Arthur Ashley Barbara
Benjamin Beth Brandon Brenda Brian Caleb Camila Carl Carmen Caroline Catherine Charles Chloe Claire
Daniel Darnell David Deborah Denise Diana Diego Donna Douglas Dylan Edith Edward Elena Eli Ellen Emily
Eric Esther Ethan Evelyn Felix Fiona Frances Gabriel George Gloria Grace Gregory Hannah Harold Heather
Helen Henry Ian Imani Irene Isaac Ivy Jacob Jada Janet Jason Jasmine Javier Jean Jerome Joan Joel Jordan
Joseph Judith Julia Karen Keith Kevin Kim Laura Leah Leon Linda Louis Lucia Luke Mabel Marcus Maria
Martin Maya Megan Michael Mira Naomi Nathan Nina Noah Olivia Omar Oscar Pamela Patrick Paula Peter Priya
Rachel Raymond Rebecca Renee Robert Rosa Ruth Samuel Sandra Sean Sofia Stella Steven Susan Teresa Theo
Thomas Tina Tyrone Vera Victor Vincent Walter Wendy William Yolanda Yusuf Zoe
""".split()

LAST_NAMES = """
Abbott Adler Alvarez Anderson Archer Bailey Baker Barnes Bauer Becker Bell Bennett Bishop Boyd Brooks
Bryant Burke Burns Campbell Carlson Carter Castillo Chambers Chen Cole Collins Conway Cooper Cruz
Cunningham Dalton Daniels Davidson Dawson Delgado Dixon Doyle Duncan Eaton Ellis Erickson Evans Farmer
Ferguson Fischer Fletcher Ford Foster Fowler Franklin Fuller Garcia Garner Gibson Glover Gomez Graham
Grant Greene Griffin Hall Hansen Harper Hayes Henderson Herrera Hoffman Holland Hopkins Howard Hughes
Hunter Ingram Jackson Jensen Johnston Jordan Keller Kelly Kim Klein Lambert Larson Lawson Lee Lopez
Lowe Lynch Malone Marsh Mason McCarthy McCoy Mendoza Meyer Mills Moran Moreno Morris Murphy Navarro
Nelson Newman Nguyen Norris O'Brien Olson Ortega Owens Park Parker Patel Patterson Payne Pearson Perez
Perry Peterson Pierce Powell Quinn Ramirez Ramos Reed Reyes Rhodes Rivera Robbins Rogers Romero Rossi
Russell Ryan Sanders Schmidt Schultz Shaw Silva Simmons Sloan Snyder Soto Spencer Stewart Stone Sullivan
Tanner Thompson Torres Tran Turner Vargas Vasquez Wagner Walker Wallace Warren Watkins Weaver Webb Weiss
Wells West Wheeler Whitaker Wolfe Wong Wright Yang Young Zhang Zimmerman
""".split()

STREETS = """
Alder Ash Beech Birch Cedar Cherry Chestnut Clover Elm Fern Hawthorn Hazel Hickory Juniper Laurel Linden
Magnolia Maple Mulberry Oak Orchard Pine Poplar Spruce Sycamore Walnut Willow
""".split()

WAYS = ("Street", "Avenue", "Lane", "Road", "Court", "Drive")

# City, postcode, state.
CITIES = (
    ("Akron", "44308", "OH"), ("Athens", "45701", "OH"), ("Cincinnati", "45202", "OH"),
    ("Cleveland", "44113", "OH"), ("Columbus", "43215", "OH"), ("Dayton", "45402", "OH"),
    ("Toledo", "43604", "OH"), ("Bloomington", "47404", "IN"), ("Evansville", "47708", "IN"),
    ("Indianapolis", "46204", "IN"), ("Lexington", "40507", "KY"), ("Louisville", "40202", "KY"),
    ("Ann Arbor", "48104", "MI"), ("Lansing", "48933", "MI"), ("Charleston", "25301", "WV"),
)

AREA_CODES = (
    216, 220, 234, 304, 313, 317, 330, 380, 419, 440, 463, 502, 513, 517, 567, 574, 606, 614, 681, 734,
    740, 765, 812, 859, 930, 937,
)

CUSTOMER_COLUMNS = (
    "customer_ref", "first_name", "last_name", "email", "phone", "locale", "segment",
    "line1", "line2", "postcode", "city", "region", "country",
)
STAFF_COLUMNS = ("staff_ref", "name", "email", "password", "roles", "groups", "agent", "sites", "locale")


def name(household: int) -> tuple[str, str]:
    """First and last name."""
    dice = random.Random(f"{SEED}:name:{household}")
    return dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)


def email(household: int) -> str:
    """The e-mail, made unique by the household's number."""
    first, last = name(household)
    return f"{first}.{last}.{household}@households.example".lower().replace("'", "")


def phone(place: int) -> str:
    """The telephone number of the household at this place in the list, from 0."""
    return f"+1 {AREA_CODES[place // 100]} 555 01{place % 100:02}"


def customer(place: int, household: int) -> dict[str, str]:
    """A row of customers.csv."""
    dice = random.Random(f"{SEED}:address:{household}")
    first, last = name(household)
    city, postcode, state = dice.choice(CITIES)
    return {
        "customer_ref": f"CJ-{household}",
        "first_name": first,
        "last_name": last,
        "email": email(household),
        "phone": phone(place),
        "locale": "en",
        "segment": "standard",
        "line1": f"{dice.randint(1, 2400)} {dice.choice(STREETS)} {dice.choice(WAYS)}",
        "line2": f"Apt {dice.randint(1, 40)}" if dice.random() < 0.2 else "",
        "postcode": postcode,
        "city": city,
        "region": state,
        "country": "US",
    }


def agent(number: int, site: str) -> dict[str, str]:
    """A row of staff.csv: an agent whose password replay.py knows."""
    return {
        "staff_ref": f"CJ-A{number:02}",
        "name": f"Replay Agent {number:02}",
        "email": agent_email(number),
        "password": agent_password(number),
        "roles": "agent",
        "groups": "Support",
        "agent": "yes",
        "sites": site,
        "locale": "en",
    }


def agent_email(number: int) -> str:
    """The e-mail of agent number 1, 2, ..."""
    return f"agent{number:02}@complete-journey.example"


def agent_password(number: int) -> str:
    """The demo password of agent number 1, 2, ..."""
    return f"complete-journey-{number:02}"
