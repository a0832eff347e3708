/** The one input: an APG combobox whose first row is marked, so that Enter starts. */
import { html, nothing } from "lit";
import { agent as api, Problem, type Found, type SearchAnswer } from "./api.js";
import type { UnderstudyBar } from "./bar.js";
import { place } from "./dialog.js";
import * as icons from "./icons.js";
import { pieces } from "./match.js";

const FIRST_KEY_MS = 60;
const ROWS = 8;
const BADGES = ["live", "vip", "no_consent", "disabled", "locked"] as const;

export class Search {
  query = "";
  busy = false;
  /** The answer and the question it belongs to; rows are only offered while both agree. */
  answer: (SearchAnswer & { q: string }) | null = null;
  #failed = false;
  #marked = 0;
  #dismissed = false;
  #enterWaits = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flight: AbortController | null = null;

  constructor(private readonly bar: UnderstudyBar) {}

  get input(): HTMLInputElement | null {
    return this.bar.find<HTMLInputElement>("#search");
  }

  focus(): void {
    this.input?.focus();
    this.input?.select();
  }

  clear(): void {
    this.#ask("");
  }

  get #rows(): Found[] {
    return this.answer?.items.slice(0, ROWS) ?? [];
  }

  /** "Create customer" follows the rows, as an option of its own, when the question found little. */
  get #offersCreate(): boolean {
    return this.answer !== null && this.answer.hint === null && this.#rows.length < 3 && this.query.trim().length > 1;
  }

  get #options(): number {
    return this.#rows.length + (this.#offersCreate ? 1 : 0);
  }

  get open(): boolean {
    return this.query.trim() !== "" && !this.#dismissed && (this.answer !== null || this.#failed);
  }

  #ask(query: string): void {
    const first = this.query.trim() === "";
    this.query = query;
    this.#dismissed = false;
    this.#enterWaits = false;
    this.#flight?.abort();
    const q = query.trim();
    if (q === "") {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.busy = this.#failed = false;
      this.answer = null;
      this.bar.searching(false);
    } else if (first) {
      this.busy = true;
      this.#timer = setTimeout(() => this.#fly(), FIRST_KEY_MS);
      this.bar.searching(true);
    } else if (this.#timer === undefined) {
      void this.#fly();
    }
    this.bar.requestUpdate();
  }

  async #fly(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const q = this.query.trim();
    const flight = (this.#flight = new AbortController());
    this.busy = true;
    try {
      this.#landed({ q, ...(await api.search(q, flight.signal)) });
    } catch (error) {
      if (flight.signal.aborted) return;
      this.busy = false;
      if (error instanceof Problem && error.status === 401) return this.bar.signIn.again();
      this.answer = null;
      this.#failed = true;
      this.bar.say(this.bar.t("search.failed"));
    }
    this.bar.requestUpdate();
  }

  #landed(answer: SearchAnswer & { q: string }): void {
    const { texts } = this.bar;
    this.busy = this.#failed = false;
    this.answer = answer;
    this.#marked = 0;
    const n = this.#rows.length;
    this.bar.say(answer.hint ? texts.t("search.short") : n ? texts.count("search.count", n) : texts.t("search.none", { q: answer.q }));
    if (this.#enterWaits && n === 1) this.#choose(0);
    this.#enterWaits = false;
  }

  #choose(index: number): void {
    const row = this.#rows[index];
    this.#dismissed = true;
    this.bar.requestUpdate();
    if (row) void this.bar.start.begin(row);
    else if (this.#offersCreate) this.bar.newCustomer.open(this.input!, this.query);
  }

  readonly #key = (e: KeyboardEvent) => {
    if (e.isComposing) return;
    const step = e.key === "ArrowDown" ? 1 : e.key === "ArrowUp" ? -1 : 0;
    if (step && this.#options) {
      e.preventDefault();
      this.#marked = this.open ? (this.#marked + step + this.#options) % this.#options : 0;
      this.#dismissed = false;
      this.bar.requestUpdate();
    } else if (e.key === "Enter") {
      e.preventDefault();
      this.#enter();
    } else if (e.key === "Escape") {
      e.preventDefault();
      e.stopPropagation();
      this.#escape();
    }
  };

  /** Enter before the rows are there waits for them, and starts only if they leave no doubt. */
  #enter(): void {
    if (this.busy || this.answer?.q !== this.query.trim()) this.#enterWaits = this.busy;
    else if (this.open) this.#choose(this.#marked);
    else {
      this.#dismissed = false;
      this.bar.requestUpdate();
    }
  }

  #escape(): void {
    if (this.query) this.clear();
    else if (this.bar.leaveSwitching()) return;
    else this.input?.blur();
  }

  settle(): void {
    const list = this.bar.find("#results-panel");
    const box = this.bar.find(".search");
    if (!list) return;
    if (this.open && box) {
      place(list, box, "start");
      list.style.setProperty("--width", `${Math.round(box.getBoundingClientRect().width)}px`);
      if (!list.matches(":popover-open")) list.showPopover();
      this.bar.find('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    } else if (list.matches(":popover-open")) list.hidePopover();
  }

  render() {
    const { bar } = this;
    const { t } = bar;
    const marked = this.open && this.#options ? `option-${this.#marked}` : nothing;
    return html`<div class="search anchor" part="search">
      ${icons.search}
      <input id="search" type="text" role="combobox" inputmode="search" enterkeyhint="go" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="200"
        aria-label=${t("search.label")} aria-expanded=${this.open ? "true" : "false"} aria-controls="results" aria-autocomplete="list" aria-haspopup="listbox"
        aria-activedescendant=${marked} placeholder=${t("search.placeholder")} .value=${this.query}
        @input=${(e: Event) => this.#ask((e.target as HTMLInputElement).value)} @keydown=${this.#key}
        @blur=${() => this.#leave()} @focus=${() => this.#return()} />
      ${this.query
        ? html`<button class="btn icon-only small" aria-label=${t("search.clear")} @click=${() => (this.clear(), this.focus())}>${icons.close}</button>`
        : html`<kbd aria-hidden="true">${bar.mac ? "⌘" : "Ctrl"} K</kbd>`}
      ${this.busy ? html`<span class="progress"></span>` : nothing}
    </div>`;
  }

  #leave(): void {
    this.#dismissed = true;
    this.bar.requestUpdate();
  }

  #return(): void {
    this.#dismissed = false;
    this.bar.requestUpdate();
  }

  panel() {
    const { bar, answer } = this;
    const q = answer?.q ?? "";
    const keep = (e: Event) => e.preventDefault();
    const empty = answer && !this.#rows.length;
    return html`<div id="results-panel" class="card results" popover="manual" @mousedown=${keep}>
      ${this.#failed ? html`<p class="hint">${bar.t("search.failed")}</p>` : nothing}
      ${empty ? html`<p class="hint">${answer.hint ? bar.t("search.short") : bar.t("search.none", { q })}</p>` : nothing}
      <ul id="results" role="listbox" aria-label=${bar.t("search.results")} class=${this.#options ? "" : "bare"}>
        ${this.#rows.map((row, i) => this.#row(row, i, q))}
        ${this.#offersCreate ? this.#createRow(q) : nothing}
      </ul>
      ${answer?.more ? html`<p class="hint foot">${bar.t("search.more")}</p>` : nothing}
    </div>`;
  }

  #option(i: number) {
    return { id: `option-${i}`, selected: i === this.#marked ? "true" : "false" };
  }

  #point(i: number): void {
    if (this.#marked === i) return;
    this.#marked = i;
    this.bar.requestUpdate();
  }

  #createRow(q: string) {
    const i = this.#rows.length;
    const { id, selected } = this.#option(i);
    return html`<li id=${id} part="option" role="option" class="create" aria-selected=${selected} @click=${() => this.#choose(i)} @mousemove=${() => this.#point(i)}>
      <span class="avatar">${icons.userPlus}</span><span class="name">${this.bar.t("search.create", { q })}</span>
    </li>`;
  }

  #row(row: Found, i: number, q: string) {
    const { texts } = this.bar;
    const { id, selected } = this.#option(i);
    const twin = this.#rows.some((other) => other !== row && other.name === row.name);
    const order = row.last_order && texts.t("search.order", { number: row.last_order.number, date: texts.date(row.last_order.placed_at) });
    const facts = [row.phone_tail && `•• ${row.phone_tail}`, row.city, order].filter(Boolean);
    return html`<li id=${id} part="option" role="option" class=${twin ? "twin" : ""} aria-selected=${selected} @click=${() => this.#choose(i)} @mousemove=${() => this.#point(i)}>
      <span class="avatar" aria-hidden="true">${initials(row.name)}</span>
      <span class="who">
        <span class="line"><span class="name">${marks(row.name, q)}</span><span class="number">${marks(row.number, q)}</span></span>
        <span class="line second">${marks(row.email, q)}${facts.map((fact) => html` · ${fact}`)}</span>
      </span>
      <span class="badges">
        ${BADGES.filter((b) => row.badges.includes(b)).map((b) => html`<span class="badge ${b}">${texts.t(`badge.${b}`)}</span>`)}
        ${row.assisted_by.length ? html`<span class="badge helper">${texts.t("search.with", { names: texts.names(row.assisted_by) })}</span>` : nothing}
      </span>
      <kbd class="enter" aria-hidden="true">↵</kbd>
    </li>`;
  }
}

const marks = (text: string, q: string) => pieces(text, q).map((p) => (p.hit ? html`<mark>${p.text}</mark>` : p.text));

/** At most two letters for the round mark before a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((w) => [...(w ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
}
