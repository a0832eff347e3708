import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { enter, STATES } from "../dev/states.mjs";
import { server, withPage } from "./browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const LOOKS = {
  "light, 1280": { colorScheme: "light" },
  "dark, 1280": { colorScheme: "dark" },
  "light, 768": { colorScheme: "light", viewport: { width: 768, height: 640 } },
  "light, 320": { colorScheme: "light", ...phone },
  "dark, 320": { colorScheme: "dark", ...phone },
  "forced colours": { forcedColors: "active" },
};

for (const [look, options] of Object.entries(LOOKS)) {
  test(`no accessibility violation in any state, ${look}`, async (t) => {
    for (const name of Object.keys(STATES)) {
      await t.test(name, () => withPage({ reducedMotion: "reduce", bypassCSP: true, ...options }, async (page) => {
        await enter(page, server, name);
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
          return violations.map((v) => [v.id, ...v.nodes.map((n) => `${n.target.flat().join(" ")}: ${n.failureSummary?.split("\n")[1]?.trim()}`)]);
        });
        assert.deepEqual(violations, []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(overflow, 0, "the page scrolls sideways");
      }));
    }
  });
}
