/** The one card below the bar that says what happened: a start, a refusal, a failure. Never a modal. */
import { html, nothing } from "lit";
import { Problem } from "./api.js";
import type { UnderstudyBar } from "./bar.js";
import { place } from "./dialog.js";
import * as icons from "./icons.js";

export interface NoticeAction {
  label: string;
  run: () => void;
  primary?: boolean;
  href?: string;
  /** Offered until then, in the server's microseconds, with the seconds that are left. */
  until?: number;
}

export interface NoticeText {
  tone: "acting" | "problem" | "info";
  text: string;
  /** Request id of a failure, for the people who look into it. */
  reference?: string | undefined;
  actions?: NoticeAction[];
  /** What closing means, besides closing. */
  closed?: () => void;
  /** Milliseconds until it leaves by itself; without it, it stays. */
  leaves?: number;
}

export class Notice {
  current: NoticeText | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly bar: UnderstudyBar) {}

  /** Shows the card and has it read out; a problem and the start of a session interrupt, the rest waits. */
  show(notice: NoticeText, announce = true): void {
    clearTimeout(this.#timer);
    this.current = notice;
    if (announce) this.bar.say(notice.text, notice.tone !== "info");
    if (notice.leaves) this.#timer = setTimeout(() => this.close(), notice.leaves);
    this.bar.requestUpdate();
  }

  close(): void {
    clearTimeout(this.#timer);
    const closed = this.current?.closed;
    this.current = null;
    this.bar.requestUpdate();
    closed?.();
  }

  /** A failure nobody has better words for. */
  failed(error: unknown): void {
    const { texts } = this.bar;
    const reference = error instanceof Problem ? error.body.instance : undefined;
    this.show({ tone: "problem", text: texts.t("error.generic"), reference });
  }

  /** Keeps the popover's openness equal to `current`; called after each render. */
  settle(): void {
    const card = this.bar.find("#notice");
    if (!card || !this.current) return;
    place(card, this.bar.find(".anchor") ?? this.bar.find(".row")!, "start");
    if (!card.matches(":popover-open")) card.showPopover();
  }

  render() {
    const { current: notice, bar } = this;
    if (!notice) return nothing;
    const actions = notice.actions?.filter((a) => !a.until || a.until > bar.clock.now()) ?? [];
    return html`<div id="notice" part="toast" class="card notice ${notice.tone}" popover="manual" role="group" aria-label=${notice.text}>
      <span class="mark">${notice.tone === "problem" ? icons.alert : notice.tone === "acting" ? icons.headset : icons.check}</span>
      <div class="words">
        <p>${notice.text}</p>
        ${notice.reference ? html`<p class="faint">${bar.texts.t("error.id", { id: notice.reference })}</p>` : nothing}
        ${actions.length ? html`<div class="actions">${actions.map((a) => this.#action(a))}</div>` : nothing}
      </div>
      <button class="btn icon-only" aria-label=${bar.texts.t("common.dismiss")} @click=${() => this.close()}>${icons.close}</button>
    </div>`;
  }

  #action(a: NoticeAction) {
    if (a.href) return html`<a class="btn primary" href=${a.href} target="_blank" @click=${a.run}>${a.label}</a>`;
    const left = a.until && Math.ceil((a.until - this.bar.clock.now()) / 1e6);
    return html`<button class="btn ${a.primary ? "primary" : "quiet"}" @click=${a.run}>
      ${a.label}${left ? html`<span class="count" aria-hidden="true">${left}</span>` : nothing}
    </button>`;
  }
}
