// Checking an export with nothing but the log's public key. See README.md, "Checks".

import { createDecipheriv } from "node:crypto";
import { LineError, linesOf, parseEntry, parseHeader } from "./export.mjs";
import { LeafError, decodeLeaf, leafHash, sha256 } from "./leaf.mjs";
import { NoteError, fromBase64, openCheckpoint } from "./note.mjs";
import { Replay, leaves } from "./replay.mjs";
import { provesConsistency, provesInclusion } from "./tree.mjs";

const MOST = 1000;
const ZERO = Buffer.alloc(32);

/**
 * `chunks` are the file's bytes, `key` comes from parseKey, `outside` is a note or null. Answers
 * { report } or { findings }, both as text in the words of README.md.
 */
export async function check(chunks, key, outside = null) {
  const lines = linesOf(chunks);
  const { value: first, done } = await lines.next();
  let header;
  try {
    if (!done && first === null) return { findings: ["line 1: does not end in a newline"] };
    header = parseHeader(done ? Buffer.alloc(0) : first);
  } catch {
    return { findings: ["line 1: not the header of an audit export"] };
  }
  const run = new Check(header, key, outside);
  let number = 1;
  for await (const line of lines) {
    number += 1;
    run.line(line, number);
  }
  return run.finish();
}

class Check {
  constructor(header, key, outside) {
    this.header = header;
    this.found = [];
    this.more = 0;
    this.next = 0;
    this.heads = new Map();
    this.counts = { leaves: 0, details: 0, opened: 0, absent: 0 };
    this.checkNames(key);
    const own = this.openCheckpoints(key);
    this.newest = own.at(-1) ?? null;
    const held = this.openOutside(outside, key);
    this.checkpoints = own.length + (held === null ? 0 : 1);
    if (header.scope === "whole") {
      const targets = own.map((checkpoint) => ({ ...checkpoint, outside: false }));
      if (held !== null) targets.push({ ...held, outside: true });
      this.replay = new Replay(targets, (place, what) => this.find(place, what));
    } else if (held !== null && this.newest !== null) {
      this.linkOutside(held, own);
    }
  }

  find(place, what) {
    if (this.found.length < MOST) this.found.push(`${place}: ${what}`);
    else this.more += 1;
  }

  checkNames(key) {
    const { origin, tenant, key: named } = this.header;
    if (named !== key.text) this.find("export", `was made for the key ${named}, not for the one given`);
    if (origin !== key.name || origin !== `understudy/${tenant}`) {
      this.find("export", "tenant, origin and key do not belong together");
    }
  }

  openCheckpoints(key) {
    const opened = [];
    this.header.checkpoints.forEach(({ note, consistency }, at) => {
      const checkpoint = this.open(`note ${at + 1}`, note, key);
      if (checkpoint === null) return;
      if (opened.length > 0 && opened.at(-1).size >= checkpoint.size) {
        this.find(`note ${at + 1}`, "is not larger than the checkpoint before it");
      } else {
        opened.push({ ...checkpoint, consistency: (consistency ?? []).map(fromBase64) });
      }
    });
    const newest = opened.at(-1);
    if (newest === undefined) this.find("export", "holds no checkpoint signed by the key given");
    if (this.header.scope === "whole") return opened;
    for (const { size, root, consistency } of opened.slice(0, -1)) {
      if (!provesConsistency(size, root, newest.size, newest.root, consistency)) {
        this.find(`checkpoint ${size}`, `no proof leads from it to checkpoint ${newest.size}`);
      }
    }
    return opened;
  }

  open(place, note, key) {
    try {
      return openCheckpoint(note, key);
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      this.find(place, error.message);
      return null;
    }
  }

  openOutside(note, key) {
    return note === null ? null : this.open("checkpoint held outside", note, key);
  }

  linkOutside({ size, root }, own) {
    if (size > this.newest.size) {
      this.find(leaves(this.newest.size, size - 1), `missing; the tree is shorter than checkpoint ${size} held outside`);
      return;
    }
    const same = own.find((checkpoint) => checkpoint.size === size);
    if (same === undefined) {
      const way = `from checkpoint ${size} to checkpoint ${this.newest.size}`;
      this.find("checkpoint held outside", `the export holds no proof that leads ${way}`);
    } else if (!same.root.equals(root)) {
      this.find("checkpoint held outside", "the export's checkpoint of that size has another root: the log was forked");
    }
  }

  line(bytes, number) {
    this.counts.leaves += 1;
    let entry;
    try {
      if (bytes === null) throw new LineError("does not end in a newline");
      entry = parseEntry(bytes, this.header.scope);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      this.find(`line ${number}`, error.message);
      if (this.replay) {
        this.replay.lose();
        this.next += 1;
      }
      return;
    }
    if (this.inOrder(entry.index, number)) this.entry(entry);
  }

  inOrder(index, number) {
    if (index < this.next) {
      this.find(`leaf ${index}`, `stands again or out of order in line ${number}`);
      return false;
    }
    if (this.replay && index > this.next) {
      this.find(leaves(this.next, index - 1), `missing before line ${number}`);
      this.replay.lose();
    }
    this.next = index + 1;
    return true;
  }

  entry(entry) {
    const bytes = fromBase64(entry.leaf);
    const hash = leafHash(bytes);
    let leaf = null;
    let fault = null;
    try {
      leaf = decodeLeaf(bytes);
    } catch (error) {
      if (!(error instanceof LeafError)) throw error;
      fault = error.message;
    }
    const place = `leaf ${entry.index}` + (leaf === null ? "" : ` (${leaf.stream}, position ${leaf.position})`);
    this.inTree(entry, hash, place);
    if (leaf === null) this.find(place, `not a leaf: ${fault}`);
    else this.leaf(leaf, entry, hash, place);
  }

  inTree({ index, hash: stated, proof }, hash, place) {
    this.replay?.push(hash, fromBase64(stated), place);
    if (this.newest === null) return;
    const { size, root } = this.newest;
    if (index >= size) {
      this.find(place, `lies above checkpoint ${size}, the newest one`);
    } else if (proof && !provesInclusion(hash, index, size, root, proof.map(fromBase64))) {
      this.find(place, `bytes or proof differ from what checkpoint ${size} signed`);
    }
  }

  leaf(leaf, entry, hash, place) {
    if (leaf.tenant !== this.header.tenant) this.find(place, `belongs to the tenant ${leaf.tenant}`);
    const fault = this.follow(leaf, entry.index, hash);
    if (fault !== null && this.header.scope !== "leaves") this.find(place, fault);
    const isNamed = this.header.streams.some(({ stream }) => stream === leaf.stream);
    if (this.header.scope === "streams" && !isNamed) this.find(place, "its stream is not one that the header names");
    this.details(leaf.details, entry.details, place);
  }

  /** Walks the stream's chain; goes on from this leaf either way. */
  follow({ stream, position, previous }, index, hash) {
    const head = this.heads.get(stream);
    const expected = head?.next ?? 0n;
    const next = position + 1n > expected ? position + 1n : expected;
    this.heads.set(stream, { leaves: (head?.leaves ?? 0) + 1, next, hash, index });
    if (position < expected) return "its position in the stream is taken already";
    if (position === expected + 1n) return `position ${expected} of the stream is missing`;
    if (position > expected) return `positions ${expected} to ${position - 1n} of the stream are missing`;
    if (previous.equals(head?.hash ?? ZERO)) return null;
    return head ? `does not follow leaf ${head.index}, which has another hash` : "is the first of its stream but names a leaf before it";
  }

  details(commitment, details, place) {
    if (!details) {
      if (commitment !== null) this.counts.absent += 1;
      return;
    }
    if (commitment === null) return this.find(place, "has details beside it, but none were recorded");
    const sealed = fromBase64(details.sealed);
    if (sealed.length < 72 || !sha256(sealed).equals(commitment)) {
      return this.find(place, "details do not match their commitment");
    }
    this.counts.details += 1;
    if (!details.opened) return;
    const plain = openDetails(sealed, fromBase64(details.opened.key));
    if (plain === null) return this.find(place, "the key beside the details does not open them");
    if (!plain.equals(Buffer.from(details.opened.text))) {
      return this.find(place, "the text beside the details is not what they say");
    }
    this.counts.opened += 1;
  }

  finish() {
    const { leaves: count, details, opened, absent } = this.counts;
    this.replay?.finish(this.next);
    for (const { stream, leaves: said } of this.header.streams) {
      const here = this.heads.get(stream)?.leaves ?? 0;
      if (here !== said) this.find(`stream ${stream}`, `holds ${here} leaves, the header says ${said}`);
    }
    if (count !== this.header.leaves) this.find("export", `holds ${count} leaves, the header says ${this.header.leaves}`);
    if (this.more > 0) this.found.push(`export: has ${this.more} findings more`);
    if (this.found.length > 0) return { findings: this.found };
    const tree = `${count} leaves in ${this.heads.size} streams under ${this.checkpoints} checkpoints up to ${this.newest.size}`;
    return { report: `all as signed: ${tree}; ${details} details match, ${opened} of them readable, ${absent} not here` };
  }
}

/** ChaCha20-Poly1305 with the message key; the text after the key check, or null. */
function openDetails(sealed, messageKey) {
  const nonce = Buffer.concat([Buffer.alloc(4), sealed.subarray(16, 24)]);
  const [body, tag] = [sealed.subarray(24, -16), sealed.subarray(-16)];
  const cipher = createDecipheriv("chacha20-poly1305", messageKey, nonce, { authTagLength: 16 });
  cipher.setAuthTag(tag);
  let plain;
  try {
    plain = Buffer.concat([cipher.update(body), cipher.final()]);
  } catch {
    return null;
  }
  const check = Buffer.concat([Buffer.from("ustydtl1"), sha256("understudy details key", messageKey).subarray(0, 24)]);
  return plain.subarray(0, 32).equals(check) ? plain.subarray(32) : null;
}
