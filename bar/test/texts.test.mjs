import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const src = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

async function load(path) {
  const { outputFiles } = await build({ entryPoints: [src(path)], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { en } = await load("locales/en.ts");
const { de } = await load("locales/de.ts");
const { Texts, countdown } = await load("i18n.ts");
const { pieces } = await load("match.ts");
const placeholders = (text) => [...text.matchAll(/\{\w+\}/g)].map(([p]) => p).sort();

test("both catalogues have the same keys, filled, with the same placeholders", () => {
  assert.deepEqual(Object.keys(de), Object.keys(en));
  for (const [key, text] of Object.entries(en)) {
    assert.ok(text && de[key], `${key} is empty`);
    assert.deepEqual(placeholders(de[key]), placeholders(text), key);
  }
});

test("every text is used, by its key or by a key made from its stem", async () => {
  const files = (await readdir(src(""))).filter((f) => f.endsWith(".ts"));
  const code = (await Promise.all(files.map((f) => readFile(src(f), "utf8")))).join("\n");
  const made = /^(badge|deny|ended)\.|\.(one|other)$/;
  const unused = Object.keys(en).filter((key) => !code.includes(`"${key}"`) && !made.test(key));
  assert.deepEqual(unused, []);
});

test("money is in minor units of its currency", () => {
  const texts = new Texts("en");
  assert.equal(texts.money({ amount: 12900, currency: "EUR" }), "€129.00");
  assert.equal(texts.money({ amount: 12900, currency: "JPY" }), "¥12,900");
  assert.equal(texts.money({ amount: -5, currency: "KWD" }).replace(/\s/g, " "), "-KWD 0.005");
});

test("a locale without a catalogue reads English and keeps its own numbers", () => {
  const texts = new Texts("fr-CH");
  assert.equal(texts.t("notes.open"), "Notes");
  assert.match(texts.money({ amount: 129, currency: "CHF" }), /1[.,]29/);
});

test("moments are written as on the shop's pages", () => {
  const at = new Date(2026, 10, 21, 18, 58).getTime() * 1000;
  assert.deepEqual([new Texts("en").time(at), new Texts("en").date(at)], ["18:58", "21 Nov 2026"]);
  assert.deepEqual([new Texts("de").time(at), new Texts("de").date(at)], ["18:58", "21.11.2026"]);
});

test("the count chooses the form", () => {
  const texts = new Texts("en");
  assert.equal(texts.count("search.count", 1), "1 customer");
  assert.equal(texts.count("search.count", 6), "6 customers");
});

test("the clock shows minutes, and hours only where there are some", () => {
  assert.deepEqual([-3, 0, 65, 3599, 3729].map(countdown), ["0:00", "0:00", "1:05", "59:59", "1:02:09"]);
});

test("marks are found without regard to case and accents, and keep the text whole", () => {
  const hits = (text, q) => pieces(text, q).filter((p) => p.hit).map((p) => p.text);
  assert.deepEqual(hits("José Hernández", "jose hern"), ["José", "Hern"]);
  assert.deepEqual(hits("José Hernández", "hernandez"), ["Hernández"]);
  assert.deepEqual(hits("田中 はる", "田"), ["田"]);
  assert.deepEqual(hits("Straße ﬁn", "fin"), ["ﬁn"]);
  assert.equal(pieces("Aaltje van den Hartogh", "a n").map((p) => p.text).join(""), "Aaltje van den Hartogh");
  assert.deepEqual(pieces("Haru", ""), [{ text: "Haru", hit: false }]);
});
