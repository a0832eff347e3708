#!/usr/bin/env node
// node verify.mjs EXPORT --key KEYFILE [--checkpoint NOTE]
// Exit 0: all as signed. Exit 1: the findings are printed, one a line. Exit 2: wrong use.

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { check } from "./check.mjs";
import { parseKey } from "./note.mjs";

const USAGE = "usage: node verify.mjs EXPORT --key KEYFILE [--checkpoint NOTE]";

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: "string" }, checkpoint: { type: "string" } },
  });
  if (positionals.length !== 1 || values.key === undefined) throw new Error(USAGE);
  const key = parseKey(await readFile(values.key, "utf8"));
  const outside = values.checkpoint === undefined ? null : await readFile(values.checkpoint, "utf8");
  const { report, findings } = await check(createReadStream(positionals[0]), key, outside);
  console.log(report ?? findings.join("\n"));
  process.exitCode = findings ? 1 : 0;
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
