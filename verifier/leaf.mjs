// One leaf of the log: reading its canonical bytes. See README.md, "Leaf".

import { createHash } from "node:crypto";

const OUTCOMES = ["done", "refused", "failed"];

export class LeafError extends Error {}

export function sha256(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function leafHash(bytes) {
  return sha256(Buffer.of(0x00), bytes);
}

/** Reads a leaf; throws LeafError with the words of README.md. Numbers of 64 bits are BigInt. */
export function decodeLeaf(bytes) {
  const input = new Fields(bytes);
  const version = input.byte();
  if (version !== 1) throw new LeafError(`unknown leaf version ${version}`);
  const leaf = {
    version,
    tenant: input.text(),
    site: input.optional(() => input.text()),
    stream: input.stream(),
    position: input.take(8).readBigUInt64BE(),
    previous: input.take(32),
    at: input.take(8).readBigInt64BE(),
    actor: input.text(),
    subject: input.optional(() => input.text()),
    session: input.optional(() => input.text()),
    action: input.text(),
    object: input.optional(() => input.text()),
    object_version: input.optional(() => input.take(8).readBigInt64BE()),
    outcome: input.outcome(),
    reason: input.optional(() => input.text()),
    request: input.text(),
    channel: input.text(),
    details: input.optional(() => input.take(32)),
  };
  if (input.rest.length > 0) throw new LeafError("bytes follow the last field");
  return leaf;
}

class Fields {
  constructor(bytes) {
    this.rest = bytes;
  }

  take(length) {
    if (this.rest.length < length) throw new LeafError("the bytes end inside a field");
    const head = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    return head;
  }

  byte() {
    return this.take(1)[0];
  }

  text() {
    const bytes = this.take(this.take(4).readUInt32BE());
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new LeafError("a text field is not UTF-8");
    }
  }

  stream() {
    const text = this.text();
    const colon = text.indexOf(":");
    if (colon < 1 || colon === text.length - 1) throw new LeafError("the stream is not of the form kind:name");
    return text;
  }

  optional(read) {
    const presence = this.byte();
    if (presence > 1) throw new LeafError(`an optional field begins with ${presence} instead of 0 or 1`);
    return presence === 1 ? read() : null;
  }

  outcome() {
    const outcome = this.byte();
    if (outcome >= OUTCOMES.length) throw new LeafError(`unknown outcome ${outcome}`);
    return OUTCOMES[outcome];
  }
}
