// Every page that can be met, in the order in which it comes about: a guest buys, Haru is helped by Sarah and Tom, a
// manager takes over, and the back office looks on.
import { assistHaru, SHOP, signInAsAgent, signInAsHaru, signInAtBar, signInAtOffice } from "./people.mjs";

const DE = SHOP.replace("/en/", "/de/");
const HARU = "#customers a";

/** `shoot(person, address, name, how)` takes the pictures; `enter()` lets somebody in. */
export async function scenes({ enter, shoot }) {
  const names = ["guest", "visitor", "haru", "sarah", "tom", "sam", "mara", "victor", "anna", "ada", "olga"];
  const people = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await enter()])));
  const stage = { ...people, shoot };
  await aGuestLooks(stage);
  await agentsAct(stage);
  await theCustomerAtHome(stage);
  await theOffice(stage);
  await aGuestBuys(stage);
  await theSessionEnds(stage);
  for (const person of Object.values(people)) await person.leave();
}

async function each(shoot, person, pages) {
  for (const [name, page] of Object.entries(pages)) await shoot(person, page, name);
}

/** What an agent confirms before anything is started or ended. */
async function agentsPages(tom, shoot) {
  await shoot(tom, "/?_switch_user=haru.tanaka@mail.example", "agent-switch");
  await shoot(tom, "/?_switch_user=nobody@mail.example", "agent-switch-none", { status: 404 });
  await shoot(tom, "/?_switch_user=_exit", "agent-exit-none");
  await shoot(tom, "/agent/logout", "agent-logout");
}

/** The address of the first such link in the page. */
async function linked({ page }, address, link) {
  await page.goto(address);
  return page.locator(link).first().getAttribute("href");
}

async function aGuestLooks({ guest, visitor, shoot }) {
  await each(shoot, guest, {
    home: `${SHOP}/`, category: `${SHOP}/c/coffee-tea`, "category-narrowed": `${SHOP}/c/kitchen?price_from=900`, search: `${SHOP}/search?q=tea`,
    "search-none": `${SHOP}/search?q=zzzz`, product: `${SHOP}/p/mossy-matcha-bowl`, "product-variants": `${SHOP}/p/mistfield-green-tea`,
    "cart-empty": `${SHOP}/cart`, "sign-in": `${SHOP}/sign-in`, "sign-up": `${SHOP}/sign-up`, "look-up": `${SHOP}/order-look-up`,
    "de-home": `${DE}/`, "de-product": `${DE}/p/mossy-matcha-bowl`, "de-category": `${DE}/c/coffee-tea`,
  });
  await shoot(guest, `${SHOP}/nothing-here`, "missing", { status: 404 });
  await shoot(guest, `${SHOP}/c/coffee-tea`, "menu", { settled: () => guest.page.locator(".top__menu").evaluate((menu) => (menu.open = true)), widths: [768, 375] });
  await shoot(guest, `${SHOP}/c/coffee-tea`, "facets", { settled: () => guest.page.locator(".facets").evaluate((facets) => (facets.open = true)), widths: [768, 375] });
  await shoot(guest, `${SHOP}/`, "region", { settled: () => guest.page.locator(".top__region > summary").click() });
  await shoot(visitor, `${SHOP}/?asm=true`, "bar-sign-in", { settled: () => visitor.phase("signed_out"), widths: [1280, 768, 375, 320] });
  await shoot(visitor, "/agent/login", "agent-sign-in");
  await shoot(visitor, "/office/sign-in", "office-sign-in");
}

/** Sarah helps Haru: something in the cart, a coupon, a new phone number, an order; then Tom joins her. */
async function agentsAct({ sarah, tom, sam, haru, shoot }) {
  await signInAsHaru(haru);
  await signInAtBar(await visit(sarah, `${SHOP}/?asm=true`), "sarah");
  await sarah.type("tan");
  await sarah.bar("#option-0").waitFor();
  await shoot(sarah, null, "bar-search", { widths: [1280, 768, 375, 320] });
  await sarah.page.keyboard.press("Escape");
  await assistHaru(sarah);
  const tab = tabOf(sarah);
  const active = { settled: () => sarah.phase("active"), widths: [1280, 768, 375, 320] };
  await shoot(sarah, null, "acting-home", active);
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
  for (const [name, page] of Object.entries({
    "acting-product": "/p/foxglove-teapot", "acting-cart": "/cart", "acting-checkout": "/checkout", "acting-account": "/account",
    "acting-profile": "/account/profile", "acting-data": "/account/data", "acting-assistance": "/account/assistance",
  })) await shoot(sarah, tab + SHOP + page, name, active);
  await signInAsAgent(tom, "tom");
  await agentsPages(tom, shoot);
  await tom.page.goto("/agent/login");
  await tom.fill("Find customer, order, phone…", "haru tan");
  await tom.press("Enter");
  await tom.button("Confirm and start").waitFor();
  await shoot(tom, null, "agent-find");
  await tom.click(tom.button("Confirm and start"));
  await tom.phase("active");
  await shoot(haru, `${SHOP}/`, "helped-by-two");
  await signInAsAgent(sam, "sam");
  await shoot(sam, "/agent/login?q=zzzz", "agent-find-none");
  await sam.fill("Find customer, order, phone…", "anna");
  await sam.press("Enter");
  await sam.click(sam.button("Confirm and start"));
  await sam.phase("active");
  await buy(sam, "mistfield-green-tea", tabOf(sam));
  await sam.page.goto(`${tabOf(sam)}${SHOP}/checkout`);
  await shoot(sam, null, "acting-may-not-place");
  await sam.fill(/^Note for the manager/, "Wants it before Friday, and a gift card with a few words of our own");
  await sam.click(sam.button("Hand to a manager"));
  await sam.see("This cart was handed to a manager");
}

async function theCustomerAtHome({ haru, sarah, shoot }) {
  await haru.page.goto(`${SHOP}/cart`);
  await haru.page.locator(".mini-cart > summary").click();
  await shoot(haru, null, "mini-cart");
  await each(shoot, haru, Object.fromEntries(Object.entries({
    cart: "/cart", checkout: "/checkout", "account-new": "/account", "orders-none": "/account/orders", profile: "/account/profile",
    addresses: "/account/addresses", "address-new": "/account/addresses/new", assistance: "/account/assistance", data: "/account/data",
  }).map(([name, page]) => [name, SHOP + page])));
  await each(shoot, haru, { "de-cart": `${DE}/cart`, "de-checkout": `${DE}/checkout`, "de-assistance": `${DE}/account/assistance` });
  await shoot(haru, await linked(haru, `${SHOP}/account/addresses`, ".address-card__tools a"), "address-edit");
  await shoot(haru, await linked(haru, `${SHOP}/account/addresses`, ".address-card__tools .btn--quiet"), "address-delete");

  // The cart changes, and he sends what he saw before.
  await haru.page.goto(`${SHOP}/cart`);
  haru.expects(412);
  const version = await haru.page.locator("#cart [name=version]").first().inputValue();
  await buy(sarah, "mossy-matcha-bowl", tabOf(sarah));
  await haru.page.locator(".lines--cart form").first().evaluate((form, seen) => {
    form.elements.version.value = seen;
    HTMLFormElement.prototype.submit.call(form);
  }, version);
  await haru.see("The cart was changed meanwhile");
  await shoot(haru, null, "cart-changed");

  // An order by pay link, up to the card.
  await sarah.page.goto(`${tabOf(sarah)}${SHOP}/checkout`);
  await choose(sarah, /^Standard/);
  await choose(sarah, /^Pay link/);
  await sarah.page.getByRole("checkbox", { name: /^I accept the terms/ }).check();
  await sarah.click(sarah.button(/^Place order for/));
  await sarah.see("One step is left: payment");
  await shoot(sarah, null, "acting-confirmation");
  await haru.page.goto(await linked(haru, `${SHOP}/account/orders`, "#orders a"));
  await shoot(haru, null, "order-unpaid");
  await haru.page.goto(await sarah.page.locator(".toast__link").textContent());
  await shoot(haru, null, "pay-link");
  await haru.click(haru.button(/^Pay €/));
  await haru.page.waitForURL((url) => url.hostname === "localhost");
  await shoot(haru, null, "pay-card");
  await haru.fill("Card number", "4242 4242 4242 4242");
  await haru.fill("Expiry", "04/32");
  await haru.fill("Security code", "123");
  await haru.click(haru.button(/^Pay €/));
  await haru.link("Back to Northlight").waitFor();
  await shoot(haru, null, "pay-paid");
  await haru.click(haru.link("Back to Northlight"));
  await each(shoot, haru, { account: `${SHOP}/account`, orders: `${SHOP}/account/orders` });
  await shoot(haru, `${SHOP}/account/carts`, "carts-none");
  await shoot(haru, await linked(haru, `${SHOP}/account/orders`, "#orders a"), "order");
  await severalCarts(haru, shoot);
}

/** He buys the order again, saves that cart for later, names it and goes on with it. */
async function severalCarts(haru, shoot) {
  await haru.page.goto(await linked(haru, `${SHOP}/account/orders`, "#orders a"));
  await haru.click(haru.button("Buy again"));
  await haru.page.waitForURL(/\/cart$/);
  await shoot(haru, null, "cart-again");
  await haru.click(haru.button("Save for later"));
  await haru.see("Your cart was saved");
  await shoot(haru, null, "carts");
  const saved = haru.page.locator(".cart-card").filter({ has: haru.page.getByRole("button", { name: /^Make / }) });
  await saved.locator("summary", { hasText: "Rename" }).click();
  await saved.getByRole("textbox", { name: "Name" }).fill("For the studio, once the shelves are up and painted");
  await shoot(haru, null, "carts-rename");
  await haru.click(saved.getByRole("button", { name: "Save" }));
  await haru.see("Saved.");
  await saved.locator("summary", { hasText: "Delete" }).click();
  await shoot(haru, null, "carts-delete");
  await shoot(haru, `${DE}/account/carts`, "de-carts");
  await haru.page.goto(`${SHOP}/account/carts`);
  await haru.click(saved.getByRole("button", { name: /^Make / }));
  await haru.see("This is your current cart now.");
}

async function theOffice({ sarah, sam, mara, victor, anna, ada, olga, shoot }) {
  await signInAtOffice(victor, "victor", "/office/sessions");
  await each(shoot, victor, {
    "office-sessions": "/office/sessions", "office-orders": "/office/orders", "office-orders-none": "/office/orders?q=zzzz",
    "office-customers": "/office/customers?q=tan", "office-customers-empty": "/office/customers", "office-customers-none": "/office/customers?q=zzzz", "office-me": "/office/me",
  });
  const end = victor.page.locator(".table [data-opens]").first();
  await shoot(victor, "/office/sessions", "office-session-end", { settled: () => end.click() });
  await shoot(victor, await linked(victor, "/office/customers?q=C1003", HARU), "office-customer");
  await signInAtOffice(olga, "olga");
  await shoot(olga, await linked(olga, "/office/orders", "main td a"), "office-order");
  await shoot(olga, "/office/customers/new", "office-customer-new");
  const record = await linked(olga, "/office/customers?q=C1003", HARU);
  await shoot(olga, record, "office-customer-owner");
  await shoot(olga, `${record}/data`, "office-customer-data");
  await shoot(sam, "/office/users", "office-refused", { status: 403 });
  await signInAtOffice(mara, "mara", "/office/handed-over");
  await shoot(mara, "/office/handed-over", "office-handed-over");
  await mara.page.goto(`${SHOP}/?asm=true`);
  await mara.phase("idle");
  await mara.bar("[part=chip]").first().click();
  await mara.bar("#handed:popover-open").waitFor();
  await shoot(mara, null, "bar-handed-over", { widths: [1280, 768, 375, 320] });
  const { id } = await (await sarah.context.request.get(`${tabOf(sarah)}/v1/assist-session`)).json();
  await signInAtOffice(anna, "anna", `/office/audit/sessions/${id}`);
  await each(shoot, anna, { "office-session-log": `/office/audit/sessions/${id}`, "office-audit": "/office/audit", "office-audit-none": "/office/audit?agent=nobody" });
  await signInAtOffice(ada, "ada");
  await each(shoot, ada, {
    "office-users": "/office/users", "office-users-none": "/office/users?q=zzzz", "office-user-new": "/office/users/new", "office-user": await linked(ada, "/office/users", "#users td a"),
    "office-groups": "/office/groups", "office-group": await linked(ada, "/office/groups", "main a[href^='/office/groups/']"), "office-roles": "/office/roles",
    "office-sites": "/office/sites", "office-site": await linked(ada, "/office/sites", "main td a"),
  });
  await ada.page.goto("/office/sites");
  await shoot(ada, null, "office-menu", { settled: () => ada.page.locator(".bar-top > .popover").evaluate((menu) => (menu.open = true)), widths: [375] });
  await shoot(ada, "/office/nothing-here", "office-missing", { status: 404 });
}

async function aGuestBuys({ guest, shoot }) {
  await guest.page.goto(`${SHOP}/sign-in`);
  await guest.fill("E-mail", "nobody@mail.example");
  await guest.fill("Password", "not the password");
  guest.expects(401);
  await guest.click(guest.page.locator("main").getByRole("button", { name: "Sign in" }));
  await guest.page.getByRole("alert").waitFor();
  await shoot(guest, null, "sign-in-wrong");
  await guest.page.goto(`${SHOP}/order-look-up`);
  await guest.fill(/^Order number/, "10000");
  await guest.fill("E-mail", "nobody@mail.example");
  guest.expects(404);
  guest.expects(422);
  await guest.click(guest.page.locator("main").getByRole("button"));
  await guest.page.getByRole("alert").waitFor();
  await shoot(guest, null, "look-up-none");
  await buy(guest, "mossy-matcha-bowl");
  await guest.page.goto(`${SHOP}/checkout`);
  await shoot(guest, null, "checkout-guest");
  guest.expects(422);
  await guest.page.locator("main form.split").evaluate((form) => ((form.noValidate = true), form.requestSubmit(form.querySelector("[value=place]"))));
  await guest.page.getByRole("alert").first().waitFor();
  await shoot(guest, null, "checkout-errors");
  for (const [label, text] of [["E-mail", "ines.marques@mail.example"], ["First name", "Inês"], ["Last name", "Marques de Sousa"], ["Street and number", "Rua da Boavista 12"], ["Postal code", "1200-066"], ["City", "Lisboa"]]) await guest.fill(label, text);
  await choose(guest, /^Standard/);
  await choose(guest, /^Invoice/);
  await guest.page.getByRole("checkbox", { name: /^I accept the terms/ }).check();
  await guest.click(guest.button(/^Place order/));
  await guest.page.waitForURL(/\/checkout\/done\//);
  await shoot(guest, null, "confirmation");
  await buy(guest, "foxglove-teapot");
  await signInAsHaruWithCart(guest);
  await shoot(guest, null, "merge");
}

async function signInAsHaruWithCart(guest) {
  await guest.page.goto(`${SHOP}/sign-in`);
  await guest.fill("E-mail", "haru.tanaka@mail.example");
  await guest.fill("Password", "haru-northlight");
  await guest.click(guest.page.locator("main").getByRole("button", { name: "Sign in" }));
  await guest.page.waitForURL(/\/cart\/merge/);
}

/** Victor ends Tom's session, Haru that of Sarah. */
async function theSessionEnds({ victor, tom, sarah, haru, shoot }) {
  await tom.page.goto(`${tabOf(tom)}${SHOP}/`);
  await tom.phase("active");
  await victor.page.goto("/office/sessions");
  await victor.click(victor.button(/^End the session of Tom/));
  await victor.page.getByRole("dialog").getByLabel("Reason").fill("Escalated to the team lead");
  await victor.click(victor.page.getByRole("dialog").getByRole("button", { name: "End" }));
  await tom.phase("ended");
  await shoot(tom, null, "bar-ended", { widths: [1280, 768, 375, 320] });
  await shoot(tom, tom.page.url(), "ended", { status: 410 });
  await sarah.page.goto(`${tabOf(sarah)}${SHOP}/`);
  await sarah.phase("active");
  await haru.page.goto(`${SHOP}/account/assistance`);
  await haru.click(haru.button("End it now").first());
  await sarah.phase("ended");
  await shoot(sarah, null, "bar-ended-by-customer", { widths: [1280, 375] });
  await shoot(haru, `${SHOP}/account/assistance`, "assistance-past", {
    settled: () => haru.page.locator(".past details").first().evaluate((part) => (part.open = true)),
  });
}

async function visit(person, page) {
  await person.page.goto(page);
  return person;
}

async function buy(person, product, tab = "") {
  await person.page.goto(`${tab}${SHOP}/p/${product}`);
  await person.click(person.button("Add to cart"));
  await person.page.getByLabel(/^Cart, [1-9]/).first().waitFor();
}

const choose = (person, label) => person.page.getByRole("radio", { name: label }).check();

/** The tab of the session that this page belongs to, as it stands before each address. */
const tabOf = (person) => /\/as\/\d+/.exec(person.page.url())[0];
