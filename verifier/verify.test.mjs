// node --test verifier/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { check } from "./check.mjs";
import { decodeLeaf, leafHash } from "./leaf.mjs";
import { NoteError, parseKey } from "./note.mjs";

const SAMPLES = new URL("samples/", import.meta.url);
const VECTORS = new URL("../crates/shop/src/audit/vectors/leaf.json", import.meta.url);

function sample(name) {
  return new URL(name, SAMPLES).pathname;
}

const KEY = parseKey(readFileSync(sample("key.txt"), "utf8"));
const names = readdirSync(SAMPLES).filter((file) => file.endsWith(".jsonl")).map((file) => file.slice(0, -6));

test("there are samples of both kinds", () => {
  assert.ok(names.filter((name) => name.startsWith("good-")).length >= 3);
  assert.ok(names.filter((name) => name.startsWith("bad-")).length >= 20);
});

for (const name of names) {
  test(`${name} is judged as the first verifier judges it`, () => {
    const note = sample(`${name}.note`);
    const extra = existsSync(note) ? ["--checkpoint", note] : [];
    const program = new URL("verify.mjs", import.meta.url).pathname;
    const args = [program, sample(`${name}.jsonl`), "--key", sample("key.txt"), ...extra];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    assert.equal(stderr, "");
    assert.equal(stdout, readFileSync(sample(`${name}.txt`), "utf8"));
    assert.equal(status, name.startsWith("good-") ? 0 : 1);
  });
}

test("the leaf vectors are read and hashed alike", () => {
  const vectors = JSON.parse(readFileSync(VECTORS, "utf8"));
  assert.ok(vectors.length >= 3);
  for (const { name, leaf, bytes, hash } of vectors) {
    const raw = Buffer.from(bytes, "hex");
    assert.equal(leafHash(raw).toString("hex"), hash, name);
    assert.deepEqual(plain(decodeLeaf(raw)), leaf, name);
    assert.throws(() => decodeLeaf(raw.subarray(0, -1)), name);
    assert.throws(() => decodeLeaf(Buffer.concat([raw, Buffer.of(0)])), name);
  }
});

/** Numbers of 64 bits as text and hashes in hex, as the vectors have them. */
function plain(leaf) {
  const words = Object.entries(leaf).map(([field, value]) => {
    if (typeof value === "bigint") return [field, value.toString()];
    return [field, Buffer.isBuffer(value) ? value.toString("hex") : value];
  });
  return Object.fromEntries(words);
}

for (const name of ["good-whole", "good-session"]) {
  test(`one flipped bit in any byte of ${name} is found`, async () => {
    const bytes = readFileSync(sample(`${name}.jsonl`));
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1 << at % 8;
      const { findings } = await check([changed], KEY);
      assert.ok(findings?.length > 0, `byte ${at}`);
    }
  });
}

test("lines are read alike however the file comes in pieces", async () => {
  const bytes = readFileSync(sample("bad-edited.jsonl"));
  const expected = await check([bytes], KEY);
  for (const length of [1, 7, 4096]) {
    const pieces = [];
    for (let at = 0; at < bytes.length; at += length) pieces.push(bytes.subarray(at, at + length));
    assert.deepEqual(await check(pieces, KEY), expected);
  }
});

test("a key is refused when one letter is wrong", () => {
  const text = KEY.text;
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === "A" ? "B" : "A";
    assert.throws(() => parseKey(text.slice(0, at) + other + text.slice(at + 1)), NoteError);
  }
});

test("wrong use exits with 2", () => {
  const program = new URL("verify.mjs", import.meta.url).pathname;
  const { status, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(stderr, /^usage: /);
});
