// Every main page as the person sees it who works with it: no accessibility violation, nothing wider than the
// window, no complaint in the console.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bringAxe, inspect } from "./axe.mjs";
import { launch, Person } from "./browser.mjs";
import { assistHaru, SHOP, signInAsAgent, signInAsHaru, signInAtBar, signInAtOffice } from "./people.mjs";
import { openShop } from "./shop.mjs";

let browser;
let shop;
before(async () => {
  browser = await launch();
  shop = await openShop("SQLite");
});
after(async () => {
  await browser?.close();
  await shop?.close();
});

/** Lets somebody in, walks these pages, and fails for each that is not as it should be. A page is an address, or
 * a list and the link in it that leads there. */
function tour(name, enter, pages) {
  test(name, { timeout: 240_000 }, async (t) => {
    const person = await Person.enter(browser, shop);
    await bringAxe(person.context);
    const prefix = (await enter?.(person)) ?? "";
    for (const page of pages) await t.test([page].flat().join(" > "), () => visit(person, prefix, page));
    await person.leave();
  });
}

async function visit(person, prefix, page) {
  const [list, link] = [page].flat();
  const path = link ? await linked(person, prefix + list, link) : prefix + list;
  const status = path.includes("nothing-here") ? 404 : 200;
  if (status === 404) person.expects(404);
  const answer = await person.page.goto(path);
  assert.equal(answer.status(), status);
  assert.equal(new URL(person.page.url()).pathname, path.split("?")[0], "sent elsewhere");
  await inspect(person.page);
}

async function linked(person, list, link) {
  await person.page.goto(list);
  return person.page.locator(link).first().getAttribute("href");
}

async function put(person, product) {
  await person.page.goto(`${SHOP}/p/${product}`);
  await person.click(person.button("Add to cart"));
  await person.page.getByLabel(/^Cart, [1-9]/).first().waitFor();
}

tour("a guest looks around", null, [
  "/eu/en/EUR/", "/eu/de/EUR/", "/us/en/USD/", "/eu/en/EUR/c/kitchen", "/eu/en/EUR/c/coffee-tea", "/eu/en/EUR/search?q=tea",
  "/eu/en/EUR/search?q=zzzz", "/eu/en/EUR/p/mistfield-green-tea", "/eu/en/EUR/p/mossy-matcha-bowl", "/eu/en/EUR/cart", "/eu/en/EUR/sign-in",
  "/eu/en/EUR/sign-up", "/eu/en/EUR/order-look-up", "/eu/en/EUR/nothing-here",
]);

tour("a guest buys", (guest) => put(guest, "mossy-matcha-bowl"), ["/eu/en/EUR/cart", "/eu/en/EUR/checkout"]);

tour("a customer at home", signInAsHaru, [
  "/eu/en/EUR/cart", "/eu/en/EUR/checkout", "/eu/en/EUR/account", "/eu/en/EUR/account/orders", "/eu/en/EUR/account/profile",
  ["/eu/en/EUR/account/orders", "#orders a"], "/eu/en/EUR/account/addresses", ["/eu/en/EUR/account/addresses", ".address-card__tools a"], "/eu/en/EUR/account/addresses/new", "/eu/en/EUR/account/assistance", "/eu/de/EUR/account/assistance",
]);

tour("an agent before signing in", null, ["/eu/en/EUR/agent/login", "/eu/de/EUR/agent/login", "/office/sign-in", "/eu/en/EUR/?asm=true"]);

tour("an agent at work", async (sarah) => {
  await signInAsAgent(sarah, "sarah");
  await sarah.page.goto("/?_switch_user=haru.tanaka@mail.example");
}, [
  "/eu/en/EUR/agent/login?q=haru", "/eu/en/EUR/agent/switch", "/eu/en/EUR/agent/exit", "/eu/en/EUR/agent/logout", "/eu/en/EUR/", "/office/customers", "/office/customers?q=anna", "/office/customers?q=zzzz", "/office/customers/new",
  ["/office/customers?q=C1003", "#customers a"], "/office/orders", ["/office/orders", "main td a"], "/office/me",
]);

tour("an agent acting for a customer", async (tom) => {
  await tom.page.goto(`${SHOP}/?asm=true`);
  await signInAtBar(tom, "tom");
  await assistHaru(tom);
  return /^\/as\/\d+/.exec(new URL(tom.page.url()).pathname)[0];
}, [
  "/eu/en/EUR/", "/eu/en/EUR/p/mistfield-green-tea", "/eu/en/EUR/cart", "/eu/en/EUR/checkout", "/eu/en/EUR/account/profile",
  "/eu/en/EUR/account/assistance",
]);

tour("a sales agent, who may not place", async (sam) => {
  await sam.page.goto(`${SHOP}/?asm=true`);
  await signInAtBar(sam, "sam");
  await assistHaru(sam);
  return /^\/as\/\d+/.exec(new URL(sam.page.url()).pathname)[0];
}, ["/eu/en/EUR/checkout"]);

tour("a manager", (mara) => signInAtOffice(mara, "mara"), ["/office/handed-over"]);

tour("a supervisor", (victor) => signInAtOffice(victor, "victor"), ["/office/sessions"]);

tour("an auditor", (anna) => signInAtOffice(anna, "anna"), ["/office/audit", ["/office/audit", 'main a[href^="/office/audit/sessions/"]']]);

tour("an administrator", (ada) => signInAtOffice(ada, "ada"), [
  "/office/users", "/office/users/new", ["/office/users", "#users td a"], "/office/groups", ["/office/groups", "main a[href^='/office/groups/']"],
  "/office/roles", "/office/sites", ["/office/sites", "main td a"], "/office/me",
]);
