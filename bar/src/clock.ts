/** Counts to the end of the session. It only displays: the server ends sessions. */
import type { Session } from "./state.js";

/** From here on the clock is coloured, and the first warning is said. */
export const WARN_S = 120;
/** From here on the bar asks for Stay. */
export const EXPIRING_S = 60;

export class Clock {
  #skew = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly tick: () => void) {}

  /** Takes the server's time from an answer that has just arrived. */
  adopt(serverNow: number): void {
    this.#skew = serverNow - Date.now() * 1000;
  }

  /** The server's time now, in microseconds. */
  now(): number {
    return Date.now() * 1000 + this.#skew;
  }

  secondsLeft(session: Session): number {
    return Math.max(0, Math.ceil((Math.min(session.idle_until, session.until) - this.now()) / 1e6));
  }

  /** True where Stay cannot help, because the absolute end comes first. */
  final(session: Session): boolean {
    return session.until <= session.idle_until;
  }

  run(on: boolean): void {
    clearInterval(this.#timer);
    this.#timer = on ? setInterval(this.tick, 1000) : undefined;
  }
}
