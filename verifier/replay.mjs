// Building the whole tree again and holding it against checkpoints. See README.md, "Whole exports".

import { Frontier } from "./tree.mjs";

const MOST = 1000;

export function leaves(first, last) {
  return first === last ? `leaf ${first}` : `leaves ${first} to ${last}`;
}

function signed({ size, outside }) {
  return `checkpoint ${size}${outside ? " held outside" : ""}`;
}

export class Replay {
  /** `targets` are { size, root, outside }; `find(place, what)` takes findings. */
  constructor(targets, find) {
    this.targets = targets.sort((a, b) => a.size - b.size || Number(a.outside) - Number(b.outside));
    this.find = find;
    this.byBytes = new Frontier();
    this.byStated = null;
    this.doubtful = [];
    this.confirmed = 0;
    this.lost = false;
    this.compare();
  }

  push(bytes, stated, place) {
    const differ = !bytes.equals(stated);
    if (this.lost) {
      if (differ) this.find(place, "its bytes and the hash beside them do not belong together");
      return;
    }
    if (differ) {
      this.byStated ??= this.byBytes.copy();
      if (this.doubtful.length < MOST) this.doubtful.push(place);
    }
    this.byBytes.append(bytes);
    this.byStated?.append(stated);
    this.compare();
  }

  lose() {
    this.lost = true;
    this.doubt("its bytes and the hash beside them do not belong together");
  }

  finish(size) {
    this.doubt("its bytes and the hash beside them do not belong together");
    const beyond = this.targets.filter((target) => target.size > size);
    if (beyond.length > 0 && !this.lost && this.confirmed < size) {
      this.find(leaves(this.confirmed, size - 1), `not confirmed, the tree ends before ${signed(beyond[0])}`);
    }
    for (const target of beyond) {
      this.find(leaves(size, target.size - 1), `missing; the tree is shorter than ${signed(target)}`);
    }
  }

  compare() {
    while (!this.lost && this.targets[0]?.size === this.byBytes.size) this.holdAgainst(this.targets.shift());
  }

  holdAgainst(target) {
    const { size, root, outside } = target;
    if (this.byBytes.root().equals(root)) {
      this.doubt(`the hash beside it differs from what ${signed(target)} signed`);
      this.confirmed = size;
      this.byStated = null;
    } else if (this.byStated?.root().equals(root)) {
      this.doubt(`bytes differ from what ${signed(target)} signed`);
      this.confirmed = size;
      this.byBytes = this.byStated;
      this.byStated = null;
    } else if (outside && this.confirmed === size) {
      this.find("checkpoint held outside", "the export's checkpoint of that size has another root: the log was forked");
    } else if (outside) {
      this.find(leaves(0, size - 1), `not what ${signed(target)} signed`);
    } else {
      const last = Math.max(size - 1, 0);
      this.find(leaves(Math.min(this.confirmed, last), last), `not what ${signed(target)} signed`);
      this.lose();
    }
  }

  doubt(what) {
    for (const place of this.doubtful) this.find(place, what);
    this.doubtful = [];
  }
}
