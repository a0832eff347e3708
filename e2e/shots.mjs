// Pictures of the pages, to be looked at: every one in three widths and both colour schemes; or the five of the
// documentation.
//
//   node e2e/shots.mjs            all, into e2e/out
//   node e2e/shots.mjs cart bar-  those whose names begin so
//   node e2e/shots.mjs --docs     those of docs/pictures (JPEG, 1280 px wide)
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { launch, Person } from "./browser.mjs";
import { scenes } from "./scenes.mjs";
import { openShop } from "./shop.mjs";

const NAMES = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const DOCS = process.argv.includes("--docs");
const OUT = fileURLToPath(new URL(DOCS ? "../docs/pictures" : "out", import.meta.url));
const WIDTHS = DOCS ? [1280] : [1280, 768, 375];
/** A finger instead of a mouse up to here. */
const TOUCH_PX = 400;
const SCHEMES = DOCS ? ["light"] : ["light", "dark"];
/** What stands in the documentation, and under which name. */
const PICTURES = { product: "shop", "acting-product": "bar", "office-customer": "customer", assistance: "assistance", "office-sessions": "live-sessions" };

await mkdir(OUT, { recursive: true });
const browser = await launch();
const shop = await openShop("SQLite");
try {
  await scenes({ enter: (options) => Person.enter(browser, shop, options), shoot });
} finally {
  await browser.close();
  await shop.close();
}

/** One page, or the current one where `address` is null, in `widths` of its own where there are any. */
async function shoot(person, address, name, { settled, widths = WIDTHS, status = 200 } = {}) {
  if (DOCS ? !(name in PICTURES) : NAMES.length && !NAMES.some((start) => name.startsWith(start))) return;
  const { page } = person;
  if (status !== 200) person.expects(status);
  if (address) await page.goto(address);
  await settled?.();
  const touch = await page.context().newCDPSession(page);
  const shown = DOCS ? WIDTHS : widths;
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of shown) {
      await touch.send("Emulation.setTouchEmulationEnabled", { enabled: width <= TOUCH_PX });
      await page.setViewportSize({ width, height: DOCS ? 860 : 900 });
      const file = path.join(OUT, DOCS ? `${PICTURES[name]}.jpg` : `${name}-${width}-${colorScheme}.png`);
      const how = DOCS ? { type: "jpeg", quality: 82 } : { fullPage: true };
      await page.evaluate(everyPicture);
      await page.screenshot({ path: file, animations: "disabled", ...how });
    }
  }
  await touch.send("Emulation.setTouchEmulationEnabled", { enabled: false });
  await touch.detach();
  await page.setViewportSize({ width: 1280, height: 860 });
}

/** Within the page: waits for the pictures, those below the fold included. */
async function everyPicture() {
  for (const image of document.images) image.loading = "eager";
  await Promise.allSettled([...document.images].map((image) => image.decode()));
}
