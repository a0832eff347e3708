// An agent comes in at the shop's own door, is led to a customer by an address, and out again: by keyboard alone, and
// nothing starts or ends before it is confirmed.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { launch, Person } from "./browser.mjs";
import { enterAs, SHOP, signInAsHaru } from "./people.mjs";
import { ENGINES, openShop } from "./shop.mjs";

const HARU = "haru.tanaka@mail.example";

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

for (const engine of Object.keys(ENGINES)) {
  describe(`an address leads an agent to a customer, on ${engine}`, { timeout: 300_000 }, () => {
    let shop;
    before(async () => void (shop = await openShop(engine)));
    after(() => shop?.close());

    it("is confirmed to start, works, and is confirmed to end", async () => {
      const tom = await Person.enter(browser, shop);
      const haru = await Person.enter(browser, shop);
      await signInAsHaru(haru);

      await tom.page.goto(`${SHOP}/c/coffee-tea?_switch_user=${encodeURIComponent(HARU)}`);
      assert.equal(new URL(tom.page.url()).pathname, `${SHOP}/agent/login`);
      assert.ok(!tom.page.url().includes("haru"), tom.page.url());
      await enterAs(tom, "tom");
      await tom.page.getByRole("heading", { name: "Start assisting Haru Tanaka?" }).waitFor();
      assert.ok(!tom.page.url().includes("haru"), tom.page.url());
      await haru.page.goto(`${SHOP}/`);
      assert.equal(await haru.page.locator(".helped").count(), 0, "a look starts nothing");

      await byKeyboard(tom, "Confirm and start");
      await tom.page.waitForURL(/\/as\/1\//);
      await tom.phase("active");
      await haru.page.goto(`${SHOP}/`);
      await haru.see("Tom is helping you right now");

      await tom.page.goto("/as/1/?_switch_user=_exit");
      await tom.page.getByRole("heading", { name: "End assistance of Haru Tanaka?" }).waitFor();
      await byKeyboard(tom, "End assistance of Haru Tanaka");
      await tom.see("You no longer help Haru Tanaka.");
      await tom.phase("idle");

      await tom.page.goto("/agent/logout");
      await byKeyboard(tom, "Sign out");
      await tom.page.waitForURL(`**${SHOP}/`);
      await tom.page.goto("/agent/overview");
      assert.equal(new URL(tom.page.url()).pathname, `${SHOP}/agent/login`);
      await Promise.all([tom.leave(), haru.leave()]);
    });

    it("is the same without scripts", async () => {
      const sarah = await Person.enter(browser, shop, { javaScriptEnabled: false });
      await sarah.page.goto(`/?_switch_user=${HARU}`);
      await enterAs(sarah, "sarah");
      await sarah.click(sarah.button("Confirm and start"));
      await sarah.page.waitForURL(/\/as\/\d+\//);
      await sarah.page.goto("/?_switch_user=_exit");
      await sarah.click(sarah.button("End assistance of Haru Tanaka"));
      await sarah.see("You no longer help Haru Tanaka.");
      await sarah.leave();
    });
  });
}

/** Goes from key to key until the button has the focus, and presses it. */
async function byKeyboard(person, name) {
  const button = person.page.locator("main").getByRole("button", { name });
  await button.waitFor();
  await person.page.locator("main").focus();
  for (let keys = 0; keys < 20; keys++) {
    await person.press("Tab");
    if (await button.evaluate((element) => element === document.activeElement)) return person.press("Enter");
  }
  assert.fail(`no key leads to "${name}"`);
}
