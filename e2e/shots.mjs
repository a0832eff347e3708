// Pictures of the main pages for the documentation.
//
//   node e2e/shots.mjs OUT
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { launch, Person } from "./browser.mjs";
import { assistHaru, SHOP, signInAsHaru, signInAtBar, signInAtOffice } from "./people.mjs";
import { openShop } from "./shop.mjs";

const [out] = process.argv.slice(2);
if (!out) {
  console.error("Usage: node e2e/shots.mjs OUT");
  process.exit(2);
}
await mkdir(out, { recursive: true });

const browser = await launch();
const shop = await openShop("SQLite");
try {
  await all();
} finally {
  await browser.close();
  await shop.close();
}

async function all() {
  const person = (options) => Person.enter(browser, shop, options);
  const [guest, haru, sarah, victor, anna] = await Promise.all([1, 2, 3, 4, 5].map(() => person()));

  await shoot(guest, `${SHOP}/`, "home");
  await shoot(guest, `${SHOP}/c/coffee-tea`, "category");
  await shoot(guest, `${SHOP}/p/mistfield-green-tea`, "product");
  await guest.page.goto(`${SHOP}/?asm=true`);
  await guest.phase("signed_out");
  await shoot(guest, null, "bar-sign-in");

  await signInAsHaru(haru);
  await sarah.page.goto(`${SHOP}/?asm=true`);
  await signInAtBar(sarah, "sarah");
  await sarah.type("tan");
  await sarah.bar("#option-0").waitFor();
  await shoot(sarah, null, "bar-search");
  await sarah.page.keyboard.press("Control+a");
  await assistHaru(sarah);
  const [tab] = /\/as\/\d+/.exec(sarah.page.url());
  await shoot(sarah, null, "bar-active");
  await sarah.page.getByRole("button", { name: /^Add .* to cart$/ }).first().click();
  await sarah.page.getByLabel("Cart, 5 items").first().waitFor();
  await shoot(sarah, `${tab}${SHOP}/cart`, "cart-acting");
  await shoot(sarah, `${tab}${SHOP}/checkout`, "checkout-acting");
  await shoot(haru, `${SHOP}/cart`, "cart");
  await shoot(haru, `${SHOP}/account/assistance`, "assistance");

  await signInAtOffice(victor, "victor", "/office/sessions");
  await shoot(victor, "/office/sessions", "live-sessions");
  await victor.page.goto("/office/customers?q=C1003");
  await shoot(victor, await victor.page.locator("#customers a").first().getAttribute("href"), "customer");
  const { id } = await (await sarah.context.request.get(`${tab}/v1/assist-session`)).json();
  await signInAtOffice(anna, "anna", `/office/audit/sessions/${id}`);
  await shoot(anna, null, "audit-session");
  await shoot(anna, "/office/audit", "audit");
  await Promise.all([guest, haru, sarah, victor, anna].map((each) => each.leave()));
}

/** One page, or the current one where none is named, in both colour schemes. */
async function shoot({ page }, address, name) {
  if (address) await page.goto(address);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: path.join(out, `${name}-${colorScheme}.png`), animations: "disabled" });
  }
}
