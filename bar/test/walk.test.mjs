import assert from "node:assert/strict";
import { test } from "node:test";
import { callsTo, focused, inBar, open, phase, server, withPage } from "./browser.mjs";

const STARTED = /scenario=started/;
const said = (page, role) => inBar(page, `[role=${role}]`).textContent().then((t) => t.trim());

test("from sign-in to the first item in the cart takes four gestures after signing in", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "signed_out");
    let gestures = 0;
    const press = (key) => (gestures++, page.keyboard.press(key));
    assert.equal(await focused(page), "login");
    await page.keyboard.type("sarah");
    await page.keyboard.press("Tab");
    await page.keyboard.type("correct horse");
    await page.keyboard.press("Enter");
    await phase(page, "idle");
    await page.waitForFunction(() => document.querySelector("understudy-bar").shadowRoot.activeElement?.id === "search");
    gestures++; // typing into the field that already has the focus
    await page.keyboard.type("haru t");
    await inBar(page, '#option-0[aria-selected="true"]').waitFor();
    await Promise.all([page.waitForURL(STARTED), press("Enter")]);
    await phase(page, "active");
    gestures++;
    await page.getByRole("button", { name: "Add Kettle" }).click();
    assert.ok(gestures <= 4, `${gestures} gestures`);
    assert.deepEqual(callsTo(mock, "/v1/assist-sessions")[0].body, { customer: "cust_0" });
  }));

test("the start is announced once, and can be taken back", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "started");
    await inBar(page, "#notice:popover-open").waitFor();
    const until = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(mock.state.session.until / 1000);
    assert.equal(await said(page, "alert"), `You are acting for Haru Tanaka. Changes affect this account until you press End session or it times out at ${until}.`);
    await page.reload();
    await inBar(page, "#notice:popover-open").waitFor();
    assert.equal(await said(page, "alert"), "");
    await Promise.all([page.waitForURL(/scenario=idle/), inBar(page, "#notice").getByRole("button", { name: "Undo" }).click()]);
    assert.equal(callsTo(mock, "/as/3/v1/assist-session/undo").length, 1);
  }));

test("every change carries its own idempotency key and the proof of origin", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "active");
    for (const text of ["Prefers mornings", "Moved house"]) {
      await inBar(page, "#notes-open").click();
      await page.keyboard.type(text);
      await page.keyboard.press("Control+Enter");
      await inBar(page, "#notes:popover-open").waitFor({ state: "hidden" });
    }
    const notes = callsTo(mock, "/as/3/v1/assist-session/notes");
    assert.deepEqual(notes.map((c) => c.body.text), ["Prefers mornings", "Moved house"]);
    const keys = notes.map((c) => c.headers["idempotency-key"]);
    assert.ok(keys.every((k) => /^[0-9a-f]{26,64}$/.test(k)));
    assert.notEqual(keys[0], keys[1]);
    assert.ok(mock.calls.every((c) => c.headers["x-requested-by"] === "understudy-bar"));
  }));

test("a newer question takes the older one back, and only its rows are shown", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "idle");
    mock.searchDelay = 400;
    const asked = (q) => page.waitForRequest((r) => r.url().endsWith(`search?q=${q}`));
    const first = asked("ha");
    await page.keyboard.type("ha");
    const dropped = page.waitForEvent("requestfailed", (r) => r.url().endsWith("search?q=ha"));
    await first;
    await page.keyboard.type("nnah");
    await dropped;
    await inBar(page, "#option-1").waitFor();
    assert.deepEqual(await inBar(page, "[role=option] .name").allTextContents(), ["Hannah Richter", "Hannah Richter", "Create customer “hannah”"]);
  }));

test("Enter before the rows are there starts only when they leave no doubt", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "idle");
    mock.searchDelay = 200;
    await page.keyboard.type("hannah");
    await page.keyboard.press("Enter");
    await inBar(page, "#option-1").waitFor();
    assert.equal(callsTo(mock, "/v1/assist-sessions").length, 0);
    await page.keyboard.press("Escape");
    await page.keyboard.type("C1003");
    await Promise.all([page.waitForURL(STARTED), page.keyboard.press("Enter")]);
  }));

test("the arrow keys move the mark, Escape clears and then leaves", () =>
  withPage({}, async (page) => {
    await open(page, "idle");
    await page.keyboard.type("hannah");
    await inBar(page, ".create", { hasText: "“hannah”" }).waitFor();
    const marked = () => inBar(page, "#search").getAttribute("aria-activedescendant");
    assert.equal(await marked(), "option-0");
    await page.keyboard.press("ArrowDown");
    assert.equal(await marked(), "option-1");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await marked(), "option-2");
    await page.keyboard.press("Escape");
    assert.equal(await inBar(page, "#search").inputValue(), "");
    assert.equal(await focused(page), "search");
    await page.keyboard.press("Escape");
    assert.equal(await focused(page), "");
  }));

test("Escape while a session opens takes it back at the server", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "idle");
    mock.startDelay = 2000;
    await page.keyboard.type("haru.t");
    await inBar(page, "#option-0").waitFor();
    await page.keyboard.press("Enter");
    await phase(page, "starting");
    const undone = page.waitForResponse((r) => r.url().endsWith("/as/4/v1/assist-session/undo"));
    await page.keyboard.press("Escape");
    await undone;
    assert.match(page.url(), /scenario=idle/);
    assert.equal(await inBar(page, "#search").inputValue(), "haru.t");
    assert.equal(mock.calls.at(-1).path, "/as/4/v1/assist-session/undo");
  }));

const REFUSALS = [
  ["jose+", "consent_needed", /^José Hernández has not allowed assistance/],
  ["harold", "denied", /Harold Finch’s account is disabled/],
  ["aaltje", "denied", /account is locked/],
  ["harumi", "denied", /^Already helping Harumi Tanabe: Tom Okafor/],
];
for (const [query, where, words] of REFUSALS) {
  test(`a refused start says why and leads back: ${query}`, () =>
    withPage({}, async (page) => {
      await open(page, "idle");
      await page.keyboard.type(query);
      await inBar(page, "#option-0").waitFor();
      await page.keyboard.press("Enter");
      await phase(page, where);
      assert.match(await said(page, "alert"), words);
      await page.keyboard.press("Enter");
      await phase(page, "idle");
      await page.waitForFunction(() => document.querySelector("understudy-bar").shadowRoot.activeElement?.id === "search");
    }));
}

test("a reason is asked for only where the site wants one", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "reason");
    await page.keyboard.type("haru.t");
    await inBar(page, "#option-0").waitFor();
    await page.keyboard.press("Enter");
    await inBar(page, "#start:popover-open").waitFor();
    assert.equal(await focused(page), "reason");
    await page.keyboard.type("Called about an order");
    await Promise.all([page.waitForURL(STARTED), page.keyboard.press("Enter")]);
    assert.deepEqual(callsTo(mock, "/v1/assist-sessions")[0].body, { customer: "cust_0", reason: "Called about an order" });
  }));

test("whoever is not found can be created from what was typed", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "idle");
    await page.keyboard.type("Mio Watanabe");
    await inBar(page, ".create", { hasText: "Mio Watanabe" }).waitFor();
    await page.keyboard.press("Enter");
    await inBar(page, "#new-customer:popover-open").waitFor();
    assert.deepEqual([await inBar(page, "#first_name").inputValue(), await inBar(page, "#last_name").inputValue()], ["Mio", "Watanabe"]);
    await inBar(page, "#email").fill("haru.tanaka@example.jp");
    await page.keyboard.press("Enter");
    await inBar(page, "#email-error").waitFor();
    assert.equal(await focused(page), "email");
    await inBar(page, "#email").fill("mio@example.jp");
    await Promise.all([page.waitForURL(STARTED), page.keyboard.press("Enter")]);
    assert.deepEqual(callsTo(mock, "/v1/customers").at(-1).body, { first_name: "Mio", last_name: "Watanabe", email: "mio@example.jp" });
    assert.deepEqual(callsTo(mock, "/v1/assist-sessions")[0].body, { customer: "cust_new" });
  }));

test("a manager takes a handed-over cart with its customer", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "manager");
    await inBar(page, "[part=chip]").click();
    await inBar(page, "#handed:popover-open").waitFor();
    await Promise.all([page.waitForURL(STARTED), page.keyboard.press("Enter")]);
    assert.deepEqual(callsTo(mock, "/v1/assist-sessions")[0].body, { customer: "cust_0", cart: "cart_1" });
  }));

test("ending takes one line and Enter, and leads back to the search", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "active");
    await page.keyboard.press("Control+.");
    assert.equal(await focused(page), "who");
    await page.keyboard.press("e");
    await inBar(page, "#end:popover-open").waitFor();
    assert.equal(await focused(page), "summary");
    await page.keyboard.type("Order placed");
    await Promise.all([page.waitForURL(/scenario=idle/), page.keyboard.press("Enter")]);
    assert.deepEqual(callsTo(mock, "/as/3/v1/assist-session/end")[0].body, { summary: "Order placed" });
    await inBar(page, "#notice:popover-open").waitFor();
    assert.match(await said(page, "status"), /^Session ended\. 4 actions in 1 min, saved\./);
    assert.equal(await focused(page), "search");
  }));

test("a failed note says that nothing changed and keeps the text", () =>
  withPage({}, async (page) => {
    await open(page, "active");
    await inBar(page, "#notes-open").click();
    await page.keyboard.type("fail");
    await page.keyboard.press("Control+Enter");
    await inBar(page, "#notes .complaint").waitFor();
    assert.match(await inBar(page, "#notes .complaint").textContent(), /Nothing was changed.*req_7f3a/);
    assert.equal(await inBar(page, "#note").inputValue(), "fail");
  }));

test("the cart, helpers and the end arrive by the stream", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "active");
    await page.evaluate(() => {
      window.heard = [];
      for (const name of ["assist:cart:changed", "assist:session:end"]) document.addEventListener(name, (e) => window.heard.push([name, e.detail]));
    });
    while (mock.streams.size === 0) await new Promise(setImmediate);
    mock.send("cart.changed", { total: { amount: 4200, currency: "EUR" }, items: 1 });
    await inBar(page, '.chip:has-text("Cart, €42.00, 1 item")').waitFor();
    mock.send("session.presence", { helpers: ["Tom Okafor"] });
    await inBar(page, ".helper").waitFor();
    mock.send("session.ended", { by: "customer", reason: null });
    await phase(page, "ended");
    assert.equal(await said(page, "alert"), "Haru Tanaka ended this session.");
    assert.deepEqual(await page.evaluate(() => window.heard.map(([name, d]) => [name, d.by ?? d.items])), [["assist:cart:changed", 1], ["assist:session:end", "customer"]]);
    await Promise.all([page.waitForURL(STARTED), inBar(page, "#notice").getByRole("button", { name: "Start again for Haru Tanaka" }).click()]);
  }));

test("the last minute is said, and Stay renews", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "expiring");
    await phase(page, "expiring");
    await page.waitForFunction(() => /^Session ends in \d+ seconds\. Press Stay/.test(document.querySelector("understudy-bar").shadowRoot.querySelector("[role=status]").textContent));
    await inBar(page, "#stay").click();
    await phase(page, "active");
    assert.equal(callsTo(mock, "/as/3/v1/assist-session/stay").length, 1);
  }));

test("before its absolute end the session is extended with a reason", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "final");
    await inBar(page, "#stay").click();
    await inBar(page, "#extend:popover-open").waitFor();
    await page.keyboard.type("Large order");
    await page.keyboard.press("Enter");
    await inBar(page, "#notice:popover-open").waitFor();
    assert.deepEqual(callsTo(mock, "/as/3/v1/assist-session/extend")[0].body, { reason: "Large order" });
  }));

test("a site may want the password again, and a wrong one is said beside it", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "password");
    await page.keyboard.type("haru.t");
    await inBar(page, "#option-0").waitFor();
    await page.keyboard.press("Enter");
    await inBar(page, "#start:popover-open").waitFor();
    assert.equal(await focused(page), "start-password");
    await page.keyboard.type("wrong horse");
    await page.keyboard.press("Enter");
    await inBar(page, "#start-password-error").waitFor();
    await inBar(page, "#start-password").fill("correct horse");
    await Promise.all([page.waitForURL(STARTED), page.keyboard.press("Enter")]);
    const starts = callsTo(mock, "/v1/assist-sessions");
    assert.deepEqual(starts.map((call) => call.body), [{ customer: "cust_0" }, { customer: "cust_0" }]);
  }));

test("a session that only looks is opened for changes with a reason", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "readonly");
    await inBar(page, "#raise-open").click();
    await inBar(page, "#raise:popover-open").waitFor();
    await page.keyboard.type("Asks for another size");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.deepEqual(callsTo(mock, "/as/3/v1/assist-session/raise")[0].body, { reason: "Asks for another size" });
  }));

test("a lost connection is shown, and changes are off until it is back", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "offline");
    await inBar(page, ".offline").waitFor();
    assert.ok(await inBar(page, "#notes-open").isDisabled());
    assert.ok(await inBar(page, "#end-open").isEnabled());
    mock.scenario = "active";
    await inBar(page, ".offline button").click();
    await inBar(page, ".offline").waitFor({ state: "detached" });
    assert.ok(await inBar(page, "#notes-open").isEnabled());
  }));

test("a second customer opens in a tab of their own", () =>
  withPage({}, async (page) => {
    await open(page, "active");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("haru.t");
    await inBar(page, "#option-0").waitFor();
    await page.keyboard.press("Enter");
    await inBar(page, "#start:popover-open").waitFor();
    const [tab] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
    assert.match(tab.url(), STARTED);
    assert.match(page.url(), /scenario=active/);
    await phase(page, "active");
  }));

test("a sign-in that ran out is renewed in place, and the session goes on", () =>
  withPage({}, async (page) => {
    const mock = await open(page, "active");
    mock.signedOut = true;
    await page.evaluate(() => document.dispatchEvent(new Event("assist:acted")));
    await phase(page, "signed_out");
    assert.match(await said(page, "status"), /^Your sign-in has ended/);
    await page.keyboard.type("sarah");
    await page.keyboard.press("Tab");
    await page.keyboard.type("correct horse");
    await page.keyboard.press("Enter");
    await phase(page, "active");
    await inBar(page, "#who", { hasText: "Haru Tanaka" }).waitFor();
    await page.waitForFunction(() => document.querySelector("understudy-bar").shadowRoot.activeElement?.id === "who");
  }));

test("wrong sign-ins are told apart", () =>
  withPage({}, async (page) => {
    await open(page, "signed_out");
    for (const [login, words] of [["sarah", /not right/], ["locked", /is locked/], ["many", /in 30 seconds/]]) {
      await inBar(page, "#login").fill(login);
      await inBar(page, "#password").fill("wrong");
      await page.keyboard.press("Enter");
      await inBar(page, "#notice p", { hasText: words }).filter({ hasText: words }).waitFor();
      assert.equal(await focused(page), "password");
    }
    await page.keyboard.press("Escape");
    await Promise.all([page.waitForURL(/asm=false/), page.keyboard.press("Escape")]);
  }));

test("the shop keeps Ctrl+K where it wants it, and Ctrl+. goes to the bar and back", () =>
  withPage({}, async (page) => {
    await open(page, "active");
    await page.evaluate(() => document.addEventListener("keydown", (e) => e.key === "k" && e.preventDefault()));
    const kettle = page.getByRole("button", { name: "Add Kettle" });
    await kettle.focus();
    await page.keyboard.press("Control+k");
    assert.equal(await focused(page), "");
    await page.keyboard.press("Control+.");
    assert.equal(await focused(page), "who");
    await page.keyboard.press("Control+.");
    assert.ok(await kettle.evaluate((b) => b === document.activeElement));
  }));

test("the bar shifts nothing, and nothing hides below it", () =>
  withPage({ viewport: { width: 1280, height: 420 } }, async (page) => {
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shift += e.value))).observe({ type: "layout-shift", buffered: true });
    });
    await open(page, "started");
    await inBar(page, "#notice:popover-open").waitFor();
    assert.equal(await page.evaluate(() => window.shift), 0);
    await inBar(page, "#notice .icon-only").click();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    for (const name of ["Add Tea set", "Add Cork mat", "Add Desk lamp", "Add Kettle"]) {
      const button = page.getByRole("button", { name });
      await button.focus();
      const { top } = await button.evaluate((b) => b.getBoundingClientRect().toJSON());
      assert.ok(top >= 48, `${name} at ${top}`);
    }
  }));

test("without a state the bar is nothing at all", () =>
  withPage({}, async (page) => {
    await open(page, "idle");
    const left = await page.evaluate(async () => {
      const bar = document.querySelector("understudy-bar");
      bar.state = null;
      await bar.updateComplete;
      return [bar.shadowRoot.childElementCount, getComputedStyle(bar).display, document.adoptedStyleSheets.length];
    });
    assert.deepEqual(left, [0, "none", 0]);
  }));

test("the acting edge stands out in both schemes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await withPage({ colorScheme }, async (page) => {
      await open(page, "active");
      const ratio = await page.evaluate(() => {
        const row = document.querySelector("understudy-bar").shadowRoot.querySelector(".row");
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const luminance = (color) => {
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const [dark, light] = [getComputedStyle(row, "::before").backgroundColor, getComputedStyle(row).backgroundColor].map(luminance).sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
      });
      assert.ok(ratio >= 4.5, `${colorScheme}: ${ratio}`);
    });
  }
});
