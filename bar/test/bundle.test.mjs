import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { BUDGET_GZ, bundle } from "../build.mjs";

const committed = await readFile(fileURLToPath(new URL("../../assets/bar.js", import.meta.url)));

test("the committed bundle is what the sources give, twice the same", async () => {
  const [once, twice] = [await bundle(), await bundle()];
  assert.deepEqual(Buffer.from(once), Buffer.from(twice));
  assert.ok(committed.equals(once), "run `npm run build`");
});

test("the bundle keeps its budget", () => {
  const size = gzipSync(committed, { level: 9 }).length;
  assert.ok(size <= BUDGET_GZ, `${size} bytes compressed`);
});

test("the bundle holds nothing a strict policy refuses, and no address of another host", () => {
  const text = committed.toString();
  assert.doesNotMatch(text, /\beval\(|new Function\(|document\.write/);
  assert.doesNotMatch(text, /localStorage/);
  assert.doesNotMatch(text, /\sstyle="/);
  const hosts = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host).filter((h) => h !== "www.w3.org" && h !== "lit.dev");
  assert.deepEqual(hosts, []);
});

test("the lockfile names no registry", async () => {
  const lock = JSON.parse(await readFile(fileURLToPath(new URL("../package-lock.json", import.meta.url)), "utf8"));
  assert.deepEqual(Object.values(lock.packages).filter((p) => p.resolved), []);
});
