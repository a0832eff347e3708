// What is asked of every page, in every width and in both colour schemes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [1280, 768, 375];
const SCHEMES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Puts the checker into every page of this context; the page's own policy stays as it is. */
export const bringAxe = (context) => context.addInitScript({ content: AXE });

/** Fails if the page violates a rule or scrolls sideways. */
export async function inspect(page) {
  const found = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const wrong of await page.evaluate(violations, RULES)) found.push(`${colorScheme}, ${width}: ${wrong}`);
    }
  }
  assert.deepEqual([...new Set(found)], [], page.url());
}

/** Runs within the page. */
async function violations(rules) {
  // Styles of the new width and scheme are there with the second frame; colours then fade over.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const fading = document.getAnimations().filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime));
  await Promise.allSettled(fading.map((animation) => animation.finished));
  const { violations } = await window.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  const wrong = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.flat().join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim()}`),
  );
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
    wrong.push(`scrolls sideways by ${scrollWidth - clientWidth}, for example ${wide[0]?.outerHTML.slice(0, 80)}`);
  }
  return wrong;
}
