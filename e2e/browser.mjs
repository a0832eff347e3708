// Debian's Chromium, and the people who sit before it.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: ARGS });

/** One person in a browser of their own. What their pages complain about is kept, and asked for at the end. */
export class Person {
  /** Clicks, keys and filled fields so far: one field is one gesture, however many letters it takes. */
  gestures = 0;
  #complaints = [];
  /** Answers that the story itself brings about, such as a refusal. */
  #expected = [];

  static async enter(browser, shop, options = {}) {
    const context = await browser.newContext({
      baseURL: shop.origin,
      viewport: { width: 1280, height: 800 },
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(15_000);
    const person = new Person(context);
    context.on("page", (page) => person.#watch(page));
    person.page = await context.newPage();
    return person;
  }

  constructor(context) {
    this.context = context;
  }

  #watch(page) {
    page.on("pageerror", (error) => this.#complaints.push(`${page.url()}: ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (message.type() !== "error" && !/Content Security Policy|TrustedHTML/.test(message.text())) return;
      const line = `${message.location().url}: ${message.text()}`;
      if (!this.#expected.some((status) => line.includes(`status of ${status}`))) this.#complaints.push(line);
    });
  }

  /** From now on an answer with this status is part of the story. */
  expects(status) {
    this.#expected.push(status);
  }

  async click(target) {
    this.gestures++;
    await target.click();
  }

  async press(key) {
    this.gestures++;
    await this.page.keyboard.press(key);
  }

  /** Types into whatever has the focus. */
  async type(text) {
    this.gestures++;
    await this.page.keyboard.type(text);
  }

  /** A field of the page, by its label. */
  field(label) {
    return this.page.locator("main").getByLabel(label, { exact: typeof label === "string" });
  }

  async fill(label, text) {
    this.gestures++;
    await this.field(label).fill(text);
  }

  /** Fills a field of the bar. */
  async fillInBar(label, text) {
    this.gestures++;
    await this.page.locator("understudy-bar").getByLabel(label, { exact: true }).fill(text);
  }

  button(name) {
    return this.page.getByRole("button", { name });
  }

  link(name) {
    return this.page.getByRole("link", { name });
  }

  async see(text) {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Something in the agent's bar. */
  bar(selector, options) {
    return this.page.locator(`understudy-bar ${selector}`, options);
  }

  /** Waits until the bar is in this phase. */
  phase(name) {
    return this.page.locator(`understudy-bar[phase="${name}"]`).waitFor({ state: "attached" });
  }

  /** Waits until this field of the bar has the focus. */
  focusIn(id) {
    return this.page.waitForFunction(
      (wanted) => document.querySelector("understudy-bar")?.shadowRoot?.activeElement?.id === wanted,
      id,
    );
  }

  /** Goes on in the tab that this opens. */
  async inNewTab(open) {
    const [page] = await Promise.all([this.context.waitForEvent("page"), open()]);
    await page.waitForLoadState();
    this.page = page;
  }

  /** Takes a picture of the page as it is, into `e2e/out`. */
  picture(name) {
    const file = new URL(`out/${name}.png`, import.meta.url);
    return this.page.screenshot({ path: fileURLToPath(file), animations: "disabled" });
  }

  /** Leaves, and fails if any page complained. */
  async leave() {
    await this.context.close();
    assert.deepEqual(this.#complaints, []);
  }
}
