// The main job, from the agent's sign-in to the auditor's proof, as people do it. Each step stands on the one
// before, so they run in order, on either engine.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { launch, Person } from "./browser.mjs";
import { assistHaru, SHOP, signInAsAgent, signInAsHaru, signInAtBar, signInAtOffice } from "./people.mjs";
import { ENGINES, openShop } from "./shop.mjs";

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

for (const engine of Object.keys(ENGINES)) {
  describe(`an agent helps a customer, on ${engine}`, { timeout: 300_000 }, () => story(engine));
}

function story(engine) {
  let shop;
  const people = {};
  let invoiced;
  let session;
  let broken = false;

  const step = (name, act) =>
    it(name, async (t) => {
      if (broken) return t.skip("a step before this one failed");
      broken = true;
      await act().catch(async (wrong) => {
        await Promise.all(Object.entries(people).map(([who, person]) => person.picture(`failed-${engine}-${who}`)));
        throw wrong;
      });
      broken = false;
    });

  before(async () => {
    shop = await openShop(engine);
    for (const name of ["sarah", "haru", "tom", "sam", "mara", "victor", "anna", "ada", "olga"]) people[name] = await Person.enter(browser, shop);
  });

  after(async () => {
    try {
      for (const person of Object.values(people)) await person.leave();
    } finally {
      await shop?.close();
    }
  });

  step("without an agent a page carries not one byte of the bar", async () => {
    const { haru } = people;
    for (const page of ["/", "/c/coffee-tea", "/search?q=tea", "/cart", "/sign-in"]) {
      const source = await (await haru.context.request.get(SHOP + page)).text();
      assert.match(source, /<\/html>/);
      assert.doesNotMatch(source, /understudy-bar|bar\.js|acting/, page);
    }
  });

  step("Haru, signed in on his own, looks at his cart", async () => {
    const { haru } = people;
    await signInAsHaru(haru);
    await haru.page.goto(`${SHOP}/cart`);
    assert.deepEqual(await names(haru), ["Mistfield Green Tea", "Mossy Matcha Bowl", "Foxglove Teapot"]);
    assert.equal(await haru.page.locator(".helped").count(), 0);
  });

  step("Sarah asks for the bar beside what she searched for, and signs in", async () => {
    const { sarah } = people;
    await sarah.page.goto(`${SHOP}/search?q=tea&asm=true`);
    assert.equal(await sarah.page.getByRole("search").getByRole("searchbox").inputValue(), "tea");
    await sarah.phase("signed_out");
    await sarah.page.goto(`${SHOP}/c/coffee-tea`);
    await signInAtBar(sarah, "sarah");
    await sarah.focusIn("search");
  });

  step("from there to the first item in Haru's cart takes at most four gestures", async () => {
    const { sarah, haru } = people;
    const start = sarah.gestures;
    await assistHaru(sarah);
    await sarah.click(sarah.button(/^Add .* to cart$/).first());
    await sarah.page.getByLabel("Cart, 5 items").first().waitFor();
    assert.ok(sarah.gestures - start <= 4, `${sarah.gestures - start} gestures`);
    await haru.see("5 items");
  });

  step("she sees for whom she acts, under which name, and until when", async () => {
    const { sarah } = people;
    session = await assistSession(sarah);
    assert.equal(session.customer.name, "Haru Tanaka");
    const until = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" }).format(session.until / 1000);
    const notice = `You are acting for Haru Tanaka. Changes affect this account until you press End session or it times out at ${until}.`;
    assert.equal((await sarah.bar("[role=alert]").textContent()).trim(), notice);
    await sarah.bar("#who", { hasText: "Assisting Haru Tanaka" }).waitFor();
    await sarah.bar("#menu-open", { hasText: "Sarah Whitfield, menu" }).waitFor();
    assert.match((await sarah.bar("[role=timer]").textContent()).trim(), /^(10:00|9:[0-5]\d)$/);
  });

  step("Haru is told that he is being helped, without loading the page again", async () => {
    await people.haru.see(/^Sarah( Whitfield)? is helping you right now/);
  });

  step("a change of quantity and a coupon appear in both carts", async () => {
    const { sarah, haru } = people;
    await sarah.page.goto(`/as/${session.tab}${SHOP}/cart`);
    const quantity = (person) => person.field("Quantity of Mossy Matcha Bowl");
    await sarah.click(line(sarah, "Mossy Matcha Bowl").getByRole("button", { name: "One more" }));
    await haru.see("6 items");
    assert.equal(await quantity(haru).inputValue(), "2");
    await sarah.see("6 items");
    await sarah.fill("Coupon code", "TEA3");
    await sarah.click(sarah.button("Apply"));
    await sarah.page.locator(".coupon", { hasText: "TEA3" }).waitFor();
    await haru.page.locator(".coupon", { hasText: "TEA3" }).waitFor();
    assert.equal(await total(sarah), await total(haru));
  });

  step("she corrects his name, phone and address, and may not touch e-mail and password", async () => {
    const { sarah } = people;
    await sarah.page.goto(`/as/${session.tab}${SHOP}/account/profile`);
    assert.equal(await sarah.field("E-mail").getAttribute("readonly"), "");
    assert.equal(await sarah.page.locator("main input[type=password]").count(), 0);
    await sarah.fill("Last name", "Tanaka Mori");
    await sarah.fill(/^Phone/, "+49 89 99998 456");
    await sarah.click(sarah.page.locator("main").getByRole("button", { name: "Save" }));
    await sarah.see("Saved.");
    await sarah.page.goto(`/as/${session.tab}${SHOP}/account/addresses`);
    await sarah.click(sarah.link("Edit Gärtnerplatz 4"));
    await sarah.fill(/^Apartment, floor/, "Vorderhaus, 3. Stock");
    await sarah.click(sarah.page.locator("main").getByRole("button", { name: "Save" }));
    await sarah.see("Vorderhaus, 3. Stock");
  });

  step("she places the order in his name: address, shipping, invoice, terms; no card form for her", async () => {
    const { sarah, haru } = people;
    await haru.page.goto(`${SHOP}/account/orders`);
    await sarah.page.goto(`/as/${session.tab}${SHOP}/checkout`);
    await choose(sarah, /Vorderhaus, 3\. Stock/);
    await choose(sarah, /^Express/);
    await choose(sarah, /^Invoice/);
    assert.equal(await sarah.page.locator('input[name=payment][value=card], input[autocomplete^="cc-"]').count(), 0);
    await accept(sarah);
    // Pressed twice: there is one order all the same.
    const before = await orders(haru);
    await sarah.button("Place order for Haru Tanaka Mori").dblclick();
    await sarah.page.waitForURL(/\/checkout\/done\//);
    await sarah.see("Order placed for Haru Tanaka Mori");
    invoiced = new URL(sarah.page.url()).pathname.split("/").pop();
    await haru.page.getByRole("link", { name: invoiced }).waitFor();
    await haru.see("Placed by support");
    assert.deepEqual(await orders(haru), [invoiced, ...before]);
  });

  step("his order says that support placed it, and the back office knows who, for whom and in which session", async () => {
    const { haru, victor } = people;
    await haru.click(haru.page.getByRole("link", { name: invoiced }));
    await haru.see("Placed for you by support");
    await haru.see(/^Sarah( Whitfield)? placed this order/);
    await signInAtOffice(victor, "victor", `/office/orders/${invoiced}`);
    await victor.see(/^Sarah( Whitfield)? placed this order/);
    assert.equal(await victor.link("What else was done").getAttribute("href"), `/office/audit/sessions/${session.id}`);
  });

  step("a form that is sent again by itself places nothing twice", async () => {
    const { haru } = people;
    await haru.page.goto(`${SHOP}/p/mistfield-green-tea`);
    await haru.click(haru.button("Add to cart"));
    await haru.page.getByLabel("Cart, 1 item").first().waitFor();
    await haru.page.goto(`${SHOP}/checkout`);
    await choose(haru, /Vorderhaus, 3\. Stock/);
    await choose(haru, /^Standard/);
    await choose(haru, /^Invoice/);
    await haru.page.getByRole("checkbox", { name: /^I accept the terms of sale/ }).check();
    const before = await orders(haru);
    const placed = await haru.page.evaluate(sendTwice, 'form[action$="/checkout"]');
    assert.match(placed[0], /\/checkout\/done\//);
    assert.equal(placed[0], placed[1]);
    const number = new URL(placed[0]).pathname.split("/").pop();
    assert.deepEqual(await orders(haru), [number, ...before]);
  });

  step("prices and stock that change before an order is placed are shown, and asked about again", async () => {
    const { haru, olga } = people;
    await haru.page.goto(`${SHOP}/p/atlas-globe-lamp`);
    await haru.click(haru.button("Add to cart"));
    await haru.page.getByLabel("Cart, 1 item").first().waitFor();
    await haru.page.goto(`${SHOP}/checkout`);
    await choose(haru, /Vorderhaus, 3\. Stock/);
    await choose(haru, /^Standard/);
    await choose(haru, /^Invoice/);
    await signInAtOffice(olga, "olga");
    const { product, variant } = await articleOf(haru, "Atlas Globe Lamp");
    await change(olga, `/v1/catalog/products/${product}/prices`, { currency: "EUR", minor: 12345 });
    const before = await orders(haru);
    const terms = haru.page.getByRole("checkbox", { name: /^I accept the terms of sale/ });
    haru.expects(409);
    await terms.check();
    await haru.click(haru.button(/^Place order/));
    await haru.see("Prices or stock have changed");
    await haru.page.getByRole("row", { name: /Atlas Globe Lamp/ }).getByText("€123.45").waitFor();
    assert.deepEqual(await orders(haru), before);
    await change(olga, `/v1/catalog/variants/${variant}/stock`, { on_hand: 0 });
    await terms.check();
    await haru.click(haru.button("Place order with these changes"));
    await haru.page.getByRole("row", { name: /Atlas Globe Lamp/ }).getByText(/Sold out|sold out/).waitFor();
    await change(olga, `/v1/catalog/variants/${variant}/stock`, { on_hand: 9 });
    await terms.check();
    await haru.click(haru.button("Place order with these changes"));
    await haru.page.waitForURL(/\/checkout\/done\//);
    assert.equal((await orders(haru)).length, before.length + 1);
  });

  step("a second order waits until Haru pays it by the link, on a page of another origin", async () => {
    const { sarah, haru } = people;
    await sarah.page.goto(`/as/${session.tab}${SHOP}/p/atlas-globe-lamp`);
    await sarah.click(sarah.button("Add to cart"));
    await sarah.page.getByLabel("Cart, 1 item").first().waitFor();
    await sarah.page.goto(`/as/${session.tab}${SHOP}/checkout`);
    await choose(sarah, /Vorderhaus, 3\. Stock/);
    await choose(sarah, /^Standard/);
    await choose(sarah, /^Pay link/);
    await accept(sarah);
    await sarah.click(sarah.button("Place order for Haru Tanaka Mori"));
    await sarah.see("One step is left: payment");
    await haru.page.goto(`${SHOP}/account/orders`);
    await haru.click(haru.page.locator("#orders a").first());
    await haru.click(haru.page.getByText("Pay now"));
    await haru.click(haru.button(/^Pay €/));
    await haru.page.waitForURL((url) => url.hostname === "localhost");
    assert.notEqual(new URL(haru.page.url()).origin, shop.origin);
    await haru.fill("Card number", "4242 4242 4242 4242");
    await haru.fill("Expiry", "04/32");
    await haru.fill("Security code", "123");
    await haru.click(haru.button(/^Pay €/));
    await haru.click(haru.link("Back to Northlight"));
    await haru.page.waitForURL((url) => url.origin === shop.origin);
    await haru.page.goto(`${SHOP}/account/orders`);
    await haru.click(haru.page.locator("#orders a").first());
    await haru.see("Visa ending in 4242");
  });

  step("she ends the session with a note and is back at the search, still signed in", async () => {
    const { sarah } = people;
    await endSession(sarah, "Tea order and a lamp, as agreed on the phone");
    await sarah.focusIn("search");
    await sarah.bar("#notice", { hasText: /Session ended\. \d+ actions in \d+ min, saved\./ }).waitFor();
  });

  step("under Assistance & privacy Haru reads who helped him, when, and what they changed", async () => {
    const { haru } = people;
    await haru.page.goto(`${SHOP}/account/assistance`);
    await haru.see("Nobody is helping in your account right now");
    const past = haru.page.locator(`#s-${session.id}`);
    await past.getByText(/^Sarah( Whitfield)?$/).waitFor();
    await past.getByText(/ended by support/).waitFor();
    await haru.click(past.getByText("What they changed"));
    for (const change of ["Tanaka Mori", "Vorderhaus, 3. Stock", "TEA3"]) await past.getByText(change).first().waitFor();
  });

  step("he ends the next session there, and Sarah is told", async () => {
    const { sarah, haru } = people;
    await assistHaru(sarah);
    await haru.click(haru.button("End it now"));
    await haru.see("Nobody is helping in your account right now");
    await sarah.phase("ended");
    await sarah.see("Haru Tanaka Mori ended this session.");
    await sarah.click(sarah.bar("#back-to-search"));
    await sarah.focusIn("search");
  });

  step("a sign-in that ends in the middle of a form loses nothing, neither of his nor of hers", async () => {
    const { haru, sarah, ada } = people;
    await haru.page.goto(`${SHOP}/account/profile`);
    await haru.fill(/^Phone/, "+49 89 99998 789");
    await haru.context.clearCookies({ name: "us_customer" });
    haru.expects(401);
    await haru.click(haru.page.locator("main").getByRole("button", { name: "Save" }).first());
    await haru.fill("E-mail", "haru.tanaka@mail.example");
    await haru.fill("Password", "haru-northlight");
    await haru.click(haru.page.locator("main").getByRole("button", { name: "Sign in" }));
    await haru.see("Nothing of what you typed is lost.");
    await haru.click(haru.button("Send it now"));
    await haru.see("Saved.");
    assert.equal(await haru.field(/^Phone/).inputValue(), "+49 89 99998 789");

    await assistHaru(sarah);
    const { tab } = await assistSession(sarah);
    await sarah.page.goto(`/as/${tab}${SHOP}/account/addresses/new`);
    for (const [label, text] of [["First name", "Haru"], ["Last name", "Tanaka"], ["Street and number", "Kastanienallee 12"], ["Postal code", "10435"], ["City", "Berlin"]]) {
      await sarah.fill(label, text);
    }
    await signInAtOffice(ada, "ada", "/office/users");
    await ada.click(ada.link("Sarah Whitfield"));
    await ada.click(ada.button("Sign out everywhere"));
    await ada.see("Signed out everywhere");
    sarah.expects(401);
    await sarah.click(sarah.page.locator("main").getByRole("button", { name: "Save" }));
    await sarah.see("What you typed is kept.");
    await sarah.fill("E-mail", "sarah@northlight.example");
    await sarah.fill("Password", "sarah-northlight");
    await sarah.click(sarah.button("Sign in"));
    await sarah.see("Nothing of what you typed is lost.");
    await sarah.phase("active");
    await sarah.click(sarah.button("Send it now"));
    await sarah.see("Kastanienallee 12");
    await haru.page.goto(`${SHOP}/account/addresses`);
    await haru.see("Kastanienallee 12");
  });

  step("a colleague who helps the same customer is told who is there, and so is she", async () => {
    const { sarah, tom } = people;
    await signInAsAgent(tom, "tom");
    await tom.fill("Find customer, order, phone…", "haru tan");
    await tom.press("Enter");
    await tom.see(/Sarah Whitfield/);
    await tom.click(tom.button("Confirm and start"));
    await tom.phase("active");
    await tom.bar(".helper", { hasText: "Sarah Whitfield" }).waitFor();
    await sarah.bar(".helper", { hasText: "Tom" }).waitFor();
    await endSession(tom, "");
    await endSession(sarah, "");
  });

  step("Sam may not place the order and hands the cart to a manager; the API refuses him as well", async () => {
    const { sam } = people;
    await signInAsAgent(sam, "sam");
    await sam.fill("Find customer, order, phone…", "haru tan");
    await sam.press("Enter");
    await sam.click(sam.button("Confirm and start"));
    await sam.phase("active");
    const { tab } = await assistSession(sam);
    await sam.page.goto(`/as/${tab}${SHOP}/p/mistfield-green-tea`);
    await sam.click(sam.button("Add to cart"));
    await sam.page.getByLabel("Cart, 1 item").first().waitFor();
    await sam.page.goto(`/as/${tab}${SHOP}/checkout`);
    assert.ok(await sam.button("Place order").isDisabled());
    await sam.see("Your role prepares orders");
    const { status, body } = await placeByApi(sam, tab);
    assert.equal(status, 403, JSON.stringify(body));
    await sam.fill(/^Note for the manager/, "Wants it before Friday");
    await sam.click(sam.button("Hand to a manager"));
    await sam.see("This cart was handed to a manager");
    await endSession(sam, "");
  });

  step("Mara finds it under Handed over and places it", async () => {
    const { mara, haru } = people;
    await signInAtOffice(mara, "mara", "/office/handed-over");
    await mara.see("Wants it before Friday");
    await mara.inNewTab(() => mara.click(mara.button("Open the cart of Haru Tanaka Mori")));
    await mara.phase("active");
    const { tab, id } = await assistSession(mara);
    await mara.page.goto(`/as/${tab}${SHOP}/checkout`);
    await choose(mara, /Vorderhaus, 3\. Stock/);
    await choose(mara, /^Standard/);
    await choose(mara, /^Invoice/);
    await accept(mara);
    await mara.click(mara.button("Place order for Haru Tanaka Mori"));
    await mara.see("Order placed for Haru Tanaka Mori");
    await haru.page.goto(`${SHOP}/account/assistance`);
    await haru.page.locator("#assist-now", { hasText: "Reason: Taking over a cart that was handed over" }).getByText(/^Mara( Lindqvist)?/).first().waitFor();
    await endSession(mara, "");
    await haru.page.locator(`#s-${id}`).waitFor();
  });

  step("Sarah starts from the customer's page in the back office; Victor ends it, and her next click fails with his reason", async () => {
    const { sarah, victor } = people;
    await sarah.page.goto("/office/customers?q=C1003");
    await sarah.click(sarah.link("Haru Tanaka Mori"));
    await sarah.click(sarah.page.getByText("Assisted Buying"));
    await sarah.inNewTab(() => sarah.click(sarah.button("Northlight Europe")));
    await sarah.phase("active");
    await victor.page.goto("/office/sessions");
    await victor.click(victor.button("End the session of Sarah Whitfield with Haru Tanaka Mori"));
    await victor.page.getByRole("dialog").getByLabel("Reason").fill("Escalated to the team lead");
    await victor.click(victor.page.getByRole("dialog").getByRole("button", { name: "End" }));
    await victor.see("Nobody is acting for a customer right now");
    await sarah.phase("ended");
    sarah.expects(410);
    await sarah.click(sarah.page.locator("main a").first());
    await sarah.see(/Victor .+ \(supervisor\) ended this session\. Reason: Escalated to the team lead\./);
  });

  step("Anna exports the log of the session, and its proof needs nothing but the public key", async () => {
    const { anna } = people;
    await signInAtOffice(anna, "anna", `/office/audit/sessions/${session.id}`);
    await anna.see("Sarah Whitfield for Haru Tanaka Mori");
    const [download] = await Promise.all([anna.page.waitForEvent("download"), anna.click(anna.button("Export this log"))]);
    const file = path.join(shop.data, "session.jsonl");
    await download.saveAs(file);
    const key = (await shop.verb("audit", "key", ...shop.store)).stdout.trim();
    const proved = await shop.verb("audit", "verify", file, "--key", key);
    assert.equal(proved.code, 0, proved.stdout + proved.stderr);
    const { place, changed } = flipped(await readFile(file, "utf8"));
    await writeFile(file, changed);
    const found = await shop.verb("audit", "verify", file, "--key", key);
    assert.equal(found.code, 1, found.stdout + found.stderr);
    assert.match(found.stdout, new RegExp(`leaf ${place}\\b`));
  });
}

/** Numbers of the customer's orders, newest first. */
async function orders(person) {
  const answer = await person.context.request.get("/v1/orders");
  assert.equal(answer.status(), 200, await answer.text());
  return (await answer.json()).items.map((order) => order.number);
}

/** Within the page: sends the form twice at once, as a browser does that lost the first answer; where each led. */
async function sendTwice(selector) {
  const form = document.querySelector(selector);
  const body = () => new URLSearchParams([...new FormData(form), ["intent", "place"]]);
  const send = () => fetch(form.action, { method: "POST", body: body() });
  return (await Promise.all([send(), send()])).map((answer) => answer.url);
}

/** What the shop calls a product in the customer's cart. */
async function articleOf(person, name) {
  const cart = await (await person.context.request.get("/v1/cart", { headers: { "Understudy-Site": "eu" } })).json();
  return cart.lines.find((one) => one.name === name);
}

/** Changes something over the API, as whoever is signed in at the office. */
async function change(person, path, data) {
  const headers = { "Idempotency-Key": crypto.randomUUID().replaceAll("-", ""), "X-Requested-By": "understudy-e2e" };
  const answer = await person.context.request.put(path, { headers, data });
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
}

/** Ends the session in the person's tab, with this note. */
async function endSession(person, note) {
  await person.click(person.bar("#end-open"));
  await person.bar("#end:popover-open").waitFor();
  if (note) await person.type(note);
  await person.press("Enter");
  await person.page.waitForURL((url) => !url.pathname.startsWith("/as/"));
  await person.phase("idle");
}

const line = (person, product) => person.page.locator(".lines--cart .line", { hasText: product });
const names = (person) => person.page.locator(".lines--cart .line__name").allTextContents();
const total = (person) => person.page.locator("#cart .sums__total dd").textContent();
const choose = (person, label) => person.page.getByRole("radio", { name: label }).check();

const accept = (person) => person.page.getByRole("checkbox", { name: /^I accept the terms of sale .* in Haru Tanaka Mori’s name/ }).check();

/** What the server says of the session in the page's tab. */
async function assistSession(person) {
  const [, tab] = /\/as\/(\d+)\//.exec(person.page.url());
  const answer = await person.context.request.get(`/as/${tab}/v1/assist-session`);
  assert.equal(answer.status(), 200, await answer.text());
  return answer.json();
}

/** Tries to place the order of the session's cart over the API. */
async function placeByApi(person, tab) {
  const cart = await (await person.context.request.get(`/as/${tab}/v1/cart`)).json();
  const answer = await person.context.request.post(`/as/${tab}/v1/carts/${cart.id}/place`, {
    headers: { "Idempotency-Key": crypto.randomUUID().replaceAll("-", ""), "X-Requested-By": "understudy-e2e" },
    data: { version: cart.version, shown_total: cart.total.amount },
  });
  return { status: answer.status(), body: await answer.json() };
}

/** The export with one byte of one leaf changed, and that leaf's place in the log. */
function flipped(text) {
  const lines = text.trimEnd().split("\n");
  const at = Math.ceil(lines.length / 2);
  const entry = JSON.parse(lines[at]);
  const bytes = Buffer.from(entry.leaf, "base64");
  bytes[bytes.length - 1] ^= 1;
  lines[at] = JSON.stringify({ ...entry, leaf: bytes.toString("base64") });
  return { place: entry.index, changed: `${lines.join("\n")}\n` };
}
