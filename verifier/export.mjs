// Reading an export line by line. See README.md, "File".

import { fromBase64 } from "./note.mjs";

const LONGEST_LINE = 64 * 2 ** 20;

export class LineError extends Error {}

const UNREADABLE = "unreadable, not a line of this format";

/** Yields the bytes of each line without its newline, and null for a last line that has none. */
export async function* linesOf(chunks) {
  let rest = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      length = 0;
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length >= LONGEST_LINE) break;
  }
  if (length > 0) yield null;
}

function parse(bytes, build) {
  let value;
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    value = build(JSON.parse(text));
  } catch {
    throw new LineError(UNREADABLE);
  }
  if (JSON.stringify(value) !== text) throw new LineError(UNREADABLE);
  return value;
}

function need(condition) {
  if (!condition) throw new LineError(UNREADABLE);
}

function text(value) {
  need(typeof value === "string" && value.isWellFormed());
  return value;
}

function count(value) {
  need(Number.isSafeInteger(value) && value >= 0);
  return value;
}

function base64(value, length) {
  const bytes = fromBase64(value);
  need(bytes !== null && (length === undefined || bytes.length === length));
  return value;
}

/** The header, rebuilt field by field so that its canonical form can be compared. */
export function parseHeader(bytes) {
  return parse(bytes, (from) => {
    need(from.format === "understudy-audit-export" && from.version === 1);
    need(["whole", "streams", "leaves"].includes(from.scope));
    const header = {
      format: from.format,
      version: from.version,
      tenant: text(from.tenant),
      origin: text(from.origin),
      key: text(from.key),
      scope: from.scope,
      streams: from.streams.map(({ stream, leaves }) => ({ stream: text(stream), leaves: count(leaves) })),
      leaves: count(from.leaves),
      checkpoints: from.checkpoints.map(checkpoint),
    };
    need(header.scope === "streams" || header.streams.length === 0);
    need(header.streams.every(({ leaves }) => leaves > 0));
    need(header.streams.every(({ stream }, at) => at === 0 || before(header.streams[at - 1].stream, stream)));
    header.checkpoints.forEach(({ consistency }, at) => {
      const linked = header.scope !== "whole" && at + 1 < header.checkpoints.length;
      need((consistency !== undefined) === linked);
    });
    return header;
  });
}

function before(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}

function checkpoint({ note, consistency }) {
  const value = { note: text(note) };
  if (consistency !== undefined) value.consistency = consistency.map((hash) => base64(hash, 32));
  return value;
}

/** One leaf's line, rebuilt field by field. */
export function parseEntry(bytes, scope) {
  const entry = parse(bytes, (from) => {
    const value = { index: count(from.index), leaf: base64(from.leaf) };
    if (from.hash !== undefined) value.hash = base64(from.hash, 32);
    if (from.proof !== undefined) value.proof = from.proof.map((hash) => base64(hash, 32));
    if (from.details !== undefined) value.details = details(from.details);
    return value;
  });
  const whole = scope === "whole";
  need((entry.hash !== undefined) === whole && (entry.proof === undefined) === whole);
  return entry;
}

function details({ sealed, opened }) {
  const value = { sealed: base64(sealed) };
  if (opened !== undefined) value.opened = { key: base64(opened.key, 32), text: text(opened.text) };
  return value;
}
