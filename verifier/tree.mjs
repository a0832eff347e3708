// The Merkle tree of RFC 6962: appending, and checking proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 say.

import { sha256 } from "./leaf.mjs";

export const EMPTY_ROOT = sha256();

export function nodeHash(left, right) {
  return sha256(Buffer.of(0x01), left, right);
}

/** The right edge of a growing tree. */
export class Frontier {
  constructor(size = 0, peaks = []) {
    this.size = size;
    this.peaks = peaks;
  }

  copy() {
    return new Frontier(this.size, [...this.peaks]);
  }

  append(leaf) {
    let hash = leaf;
    for (let index = this.size; index % 2 === 1; index = Math.floor(index / 2)) {
      hash = nodeHash(this.peaks.pop(), hash);
    }
    this.peaks.push(hash);
    this.size += 1;
  }

  root() {
    return this.peaks.length === 0 ? EMPTY_ROOT : this.peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

export function provesInclusion(leaf, index, size, root, proof) {
  if (index >= size) return false;
  let at = BigInt(index);
  let last = BigInt(size) - 1n;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2n === 0n) {
        at /= 2n;
        last /= 2n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    at /= 2n;
    last /= 2n;
  }
  return last === 0n && hash.equals(root);
}

export function provesConsistency(old, oldRoot, size, root, proof) {
  if (old > size) return false;
  if (old === size) return proof.length === 0 && oldRoot.equals(root);
  if (old === 0) return proof.length === 0 && oldRoot.equals(EMPTY_ROOT);
  let at = BigInt(old) - 1n;
  let last = BigInt(size) - 1n;
  const isPower = (BigInt(old) & at) === 0n;
  const [first, ...rest] = isPower ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  while (at % 2n === 1n) {
    at /= 2n;
    last /= 2n;
  }
  let [older, newer] = [first, first];
  for (const sibling of rest) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (at % 2n === 0n) {
        at /= 2n;
        last /= 2n;
      }
    } else {
      newer = nodeHash(newer, sibling);
    }
    at /= 2n;
    last /= 2n;
  }
  return last === 0n && older.equals(oldRoot) && newer.equals(root);
}
