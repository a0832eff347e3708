/** The session's events. One stream while the tab is visible, none while it is hidden. */
import type { Cart, Ending } from "./state.js";

export interface Heard {
  "cart.changed": Cart;
  "session.ended": Ending;
  "session.raised": object;
  "session.extended": { idle_until?: number; until?: number; now?: number };
  "session.presence": { helpers: string[] };
}

type Hear = <K extends keyof Heard>(name: K, data: Heard[K]) => void;

const NAMES: (keyof Heard)[] = ["cart.changed", "session.ended", "session.extended", "session.raised", "session.presence"];
const LONGEST_WAIT_MS = 30_000;

export class Stream {
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #wanted = false;

  constructor(
    private readonly url: string,
    private readonly hear: Hear,
    /** Called with true after each connection, false after each loss. */
    private readonly connected: (yes: boolean) => void,
  ) {}

  open(): void {
    this.#wanted = true;
    document.addEventListener("visibilitychange", this.#visibility);
    this.#visibility();
  }

  close(): void {
    this.#wanted = false;
    document.removeEventListener("visibilitychange", this.#visibility);
    this.#drop();
  }

  retryNow(): void {
    if (!this.#wanted) return;
    this.#drop();
    this.#connect();
  }

  readonly #visibility = () => {
    if (document.visibilityState === "hidden") this.#drop();
    else if (!this.#source) this.#connect();
  };

  #drop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #connect(): void {
    const source = new EventSource(this.url);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.connected(true);
    };
    source.onerror = () => {
      if (this.#source !== source) return;
      this.#drop();
      this.connected(false);
      const ceiling = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.#failures++);
      this.#timer = setTimeout(() => this.#visibility(), ceiling * (0.5 + Math.random() / 2));
    };
    for (const name of NAMES) {
      source.addEventListener(name, (e) => this.hear(name, JSON.parse((e as MessageEvent<string>).data)));
    }
  }
}
