// Pictures of the pages, to be looked at: every one in three widths and both colour schemes; or the five of the
// documentation.
//
//   node e2e/shots.mjs            all, into e2e/out
//   node e2e/shots.mjs --docs     those of docs/pictures (JPEG, 1280 px wide)
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch, Person } from "./browser.mjs";
import { assistHaru, SHOP, signInAsHaru, signInAtBar, signInAtOffice } from "./people.mjs";
import { openShop } from "./shop.mjs";

const DOCS = process.argv.includes("--docs");
const OUT = fileURLToPath(new URL(DOCS ? "../docs/pictures" : "out", import.meta.url));
const WIDTHS = DOCS ? [1280] : [1280, 768, 375];
const SCHEMES = DOCS ? ["light"] : ["light", "dark"];
/** What stands in the documentation, and under which name. */
const PICTURES = { product: "shop", "acting-product": "bar", "office-customer": "customer", assistance: "assistance", "office-sessions": "live-sessions" };

await mkdir(OUT, { recursive: true });
const browser = await launch();
const shop = await openShop("SQLite");
try {
  await all();
} finally {
  await browser.close();
  await shop.close();
}

async function all() {
  const [guest, haru, sarah, tom, victor, anna, ada] = await Promise.all(Array.from({ length: 7 }, () => Person.enter(browser, shop)));
  const de = SHOP.replace("/en/", "/de/");
  for (const [name, page] of Object.entries({
    home: `${SHOP}/`, category: `${SHOP}/c/coffee-tea`, search: `${SHOP}/search?q=tea`, "search-none": `${SHOP}/search?q=zzzz`,
    product: `${SHOP}/p/mossy-matcha-bowl`, "cart-empty": `${SHOP}/cart`, "sign-in": `${SHOP}/sign-in`, "sign-up": `${SHOP}/sign-up`,
    "look-up": `${SHOP}/order-look-up`, missing: `${SHOP}/nothing-here`, "de-home": `${de}/`, "de-product": `${de}/p/mossy-matcha-bowl`,
  })) await shoot(guest, page, name);
  await shoot(guest, `${SHOP}/?asm=true`, "bar-sign-in", () => guest.phase("signed_out"));

  await signInAsHaru(haru);
  await act(sarah);
  const [tab] = /\/as\/\d+/.exec(sarah.page.url());
  await shoot(sarah, `${tab}${SHOP}/p/foxglove-teapot`, "acting-product", () => sarah.phase("active"));
  await shoot(sarah, `${tab}${SHOP}/cart`, "acting-cart", () => sarah.phase("active"));
  await shoot(sarah, `${tab}${SHOP}/checkout`, "acting-checkout", () => sarah.phase("active"));
  await shoot(sarah, `${tab}${SHOP}/account/profile`, "acting-profile", () => sarah.phase("active"));
  for (const [name, page] of Object.entries({
    "cart": "/cart", checkout: "/checkout", account: "/account", orders: "/account/orders", profile: "/account/profile",
    addresses: "/account/addresses", "address-new": "/account/addresses/new", assistance: "/account/assistance",
  })) await shoot(haru, SHOP + page, name);
  await shoot(haru, `${de}/checkout`, "de-checkout");
  await shoot(haru, `${de}/account/assistance`, "de-assistance");
  await haru.page.goto(`${SHOP}/account/orders`);
  await shoot(haru, await haru.page.locator("#orders a").first().getAttribute("href"), "order");

  await signInAtBar(await visit(tom, `${SHOP}/?asm=true`), "tom");
  await assistHaru(tom);
  await signInAtOffice(victor, "victor", "/office/sessions");
  await shoot(victor, "/office/sessions", "office-sessions");
  await shoot(victor, "/office/orders", "office-orders");
  await shoot(victor, "/office/customers?q=tan", "office-customers");
  await victor.page.goto("/office/customers?q=C1003");
  await shoot(victor, await victor.page.locator("#customers a").first().getAttribute("href"), "office-customer");
  const { id } = await (await sarah.context.request.get(`${tab}/v1/assist-session`)).json();
  await signInAtOffice(anna, "anna", `/office/audit/sessions/${id}`);
  await shoot(anna, `/office/audit/sessions/${id}`, "office-session-log");
  await shoot(anna, "/office/audit", "office-audit");
  await signInAtOffice(ada, "ada");
  await shoot(ada, "/office/users", "office-users");
  await shoot(ada, "/office/users/new", "office-user-new");
  await shoot(ada, "/office/sites", "office-sites");
  await ada.page.goto("/office/sites");
  await shoot(ada, await ada.page.locator("main td a").first().getAttribute("href"), "office-site");
  await shoot(guest, "/office/sign-in", "office-sign-in");
  await Promise.all([haru, sarah, tom, victor, anna, ada].map((each) => each.leave()));
}

/** Sarah helps Haru: something in the cart, a coupon, a new phone number. */
async function act(sarah) {
  await signInAtBar(await visit(sarah, `${SHOP}/?asm=true`), "sarah");
  if (!DOCS) {
    await sarah.type("tan");
    await sarah.bar("#option-0").waitFor();
    await shoot(sarah, null, "bar-search");
    await sarah.page.keyboard.press("Control+a");
  }
  await assistHaru(sarah);
  const [tab] = /\/as\/\d+/.exec(sarah.page.url());
  await shoot(sarah, null, "acting-home");
  await sarah.page.getByRole("button", { name: /^Add .* to cart$/ }).first().click();
  await sarah.page.getByLabel("Cart, 5 items").first().waitFor();
  await sarah.page.goto(`${tab}${SHOP}/cart`);
  await sarah.fill("Coupon code", "TEA3");
  await sarah.button("Apply").click();
  await sarah.page.locator(".coupon").waitFor();
  await sarah.page.goto(`${tab}${SHOP}/account/profile`);
  await sarah.fill(/^Phone/, "+49 89 99998 456");
  await sarah.page.locator("main").getByRole("button", { name: "Save" }).click();
  await sarah.see("Saved.");
  await sarah.bar("#notice").waitFor({ state: "hidden" });
}

async function visit(person, page) {
  await person.page.goto(page);
  return person;
}

/** One page, or the current one where none is named. */
async function shoot(person, address, name, settled) {
  if (DOCS && !(name in PICTURES)) return;
  const { page } = person;
  if (address?.includes("nothing-here")) person.expects(404);
  if (address) await page.goto(address);
  await settled?.();
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: DOCS ? 860 : 900 });
      const file = path.join(OUT, DOCS ? `${PICTURES[name]}.jpg` : `${name}-${width}-${colorScheme}.png`);
      const how = DOCS ? { type: "jpeg", quality: 82 } : { fullPage: !address?.endsWith("/") };
      await page.screenshot({ path: file, animations: "disabled", ...how });
    }
  }
  await page.setViewportSize({ width: 1280, height: 860 });
}
