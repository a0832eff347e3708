// Signed notes and checkpoints. See README.md, "Key" and "Checkpoint".

import { createPublicKey, verify } from "node:crypto";
import { sha256 } from "./leaf.mjs";

const ED25519 = 0x01;
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

export class NoteError extends Error {}

/** Standard base64, padded, in its one canonical form; null if it is anything else. */
export function fromBase64(text) {
  if (typeof text !== "string") return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

function isName(name) {
  return name !== "" && !/[\s\p{Cc}+]/u.test(name);
}

/** Reads `name+id+base64(0x01 || key)`. */
export function parseKey(text) {
  const trimmed = text.trim();
  const [, name, id, encoded] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(trimmed) ?? [];
  const bytes = fromBase64(encoded);
  if (name === undefined || !isName(name) || bytes?.length !== 33 || bytes[0] !== ED25519) {
    throw new NoteError("not a key of the form name+id+base64 with an Ed25519 key");
  }
  const expected = sha256(name, "\n", bytes).subarray(0, 4);
  if (expected.toString("hex") !== id) throw new NoteError("the key's id does not belong to its name and bytes");
  const der = Buffer.concat([SPKI_PREFIX, bytes.subarray(1)]);
  return { name, id: expected, text: trimmed, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

/** The text of a note that `key` signed. */
export function openNote(note, key) {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new NoteError("not a signed note");
  const [text, block] = [note.slice(0, end + 1), note.slice(end + 2)];
  if (block === "") throw new NoteError("not a signed note");
  let signed = false;
  for (const line of block.slice(0, -1).split("\n")) {
    const [, name, encoded] = /^— ([^ ]*) (.*)$/s.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    if (name === undefined || !isName(name) || bytes === null || bytes.length < 5) throw new NoteError("not a signed note");
    if (name !== key.name || !bytes.subarray(0, 4).equals(key.id)) continue;
    const signature = bytes.subarray(4);
    if (signature.length !== 64 || !verify(null, Buffer.from(text), key.key, signature)) {
      throw new NoteError("the signature does not belong to this text and key");
    }
    signed = true;
  }
  if (!signed) throw new NoteError("the note is not signed by this key");
  return text;
}

/** The checkpoint in a note that `key` signed for its own log. */
export function openCheckpoint(note, key) {
  const text = openNote(note, key);
  const [origin, size, encoded, ...extensions] = text.slice(0, -1).split("\n");
  const root = fromBase64(encoded);
  const isSize = /^(0|[1-9][0-9]*)$/.test(size ?? "") && BigInt(size) < 2n ** 64n;
  if (origin === "" || !isSize || root?.length !== 32 || extensions.includes("")) {
    throw new NoteError("the signed text is not a checkpoint");
  }
  if (origin !== key.name) throw new NoteError("it is a checkpoint of another log");
  return { size: Number(size), root };
}
