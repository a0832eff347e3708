// One browser and one server for a test file; each test gets a fresh page whose errors and refused scripts fail it.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch } from "../dev/browser.mjs";
import { serve } from "../dev/server.mjs";

let browser;
export let server;

before(async () => {
  server = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** Runs the story on a page of its own; a policy violation or an uncaught error fails it. */
export async function withPage(options, story) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (e) => wrong.push(e.message));
  page.on("console", (m) => /Content Security Policy|TrustedHTML/.test(m.text()) && wrong.push(m.text()));
  try {
    await story(page);
    assert.deepEqual(wrong, []);
    assert.deepEqual(server.reports, []);
  } finally {
    await context.close();
  }
}

export const inBar = (page, selector, options) => page.locator(`understudy-bar ${selector}`, options);

/** Opens the demo page in a scenario and gives the mock behind it. */
export async function open(page, scenario, query = "") {
  await page.goto(`${server.origin}/demo?scenario=${scenario}${query}`);
  await inBar(page, ".frame").waitFor({ state: "attached" });
  const cookie = (await page.context().cookies()).find((c) => c.name === "mock");
  return server.mocks.get(cookie.value);
}

/** Waits until the bar is in the phase. */
export const phase = (page, name) => page.locator(`understudy-bar[phase="${name}"]`).waitFor({ state: "attached" });

/** The name of what has the focus within the bar. */
export const focused = (page) => page.evaluate(() => document.querySelector("understudy-bar").shadowRoot.activeElement?.id ?? "");

export const callsTo = (mock, path) => mock.calls.filter((c) => c.path.endsWith(path));
