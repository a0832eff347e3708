/** `<understudy-bar>`: the agent's bar above the shop. It displays and asks; the server decides. */
import { html, LitElement, nothing, unsafeCSS, type PropertyValues } from "lit";
import { Active } from "./active.js";
import { Problem, session as sessionApi } from "./api.js";
import { Clock, EXPIRING_S, WARN_S } from "./clock.js";
import { End, recall } from "./end.js";
import { Extend } from "./extend.js";
import { HandedOverList } from "./handed.js";
import { Texts } from "./i18n.js";
import * as icons from "./icons.js";
import type { Key } from "./locales/en.js";
import { Menu } from "./menu.js";
import { NewCustomer } from "./newcustomer.js";
import { Notes } from "./notes.js";
import { Notice } from "./notice.js";
import { reserve } from "./room.js";
import { Raise } from "./raise.js";
import { Search } from "./search.js";
import { Shortcuts } from "./shortcuts.js";
import { SignIn } from "./signin.js";
import { StartFlow } from "./start.js";
import { addressWithoutBar, NO_POLICY, readState, shopWithoutSession, type EndedBy, type Ending, type InitialState, type Phase, type Session } from "./state.js";
import { Stream, type Heard } from "./stream.js";
import base from "./styles/base.css";
import cards from "./styles/cards.css";
import row from "./styles/row.css";

const NARROW_PX = 640;
const CHECK_AGAIN_S = 5;

export class UnderstudyBar extends LitElement {
  static override properties = { state: {}, phase: { reflect: true } };
  static override styles = [base, row, cards].map((text) => unsafeCSS(text));

  /** The server's word, as JSON; see `InitialState`. */
  declare state: string | null;
  declare phase: Phase;

  server: InitialState | null = null;
  session: Session | null = null;
  ended: Session | null = null;
  texts = new Texts("en");
  offline = false;
  narrow = false;
  /** True while another customer is looked for during a session. */
  switching = false;
  justCopied = "";
  readonly mac = /Mac|iPhone|iPad/.test(navigator.platform);

  readonly notice = new Notice(this);
  readonly signIn = new SignIn(this);
  readonly search = new Search(this);
  readonly start = new StartFlow(this);
  readonly newCustomer = new NewCustomer(this);
  readonly handed = new HandedOverList(this);
  readonly menu = new Menu(this);
  readonly active = new Active(this);
  readonly notes = new Notes(this);
  readonly extend = new Extend(this);
  readonly raise = new Raise(this);
  readonly end = new End(this);
  readonly clock = new Clock(() => this.#tick());
  readonly #shortcuts = new Shortcuts(this);
  #stream: Stream | null = null;
  #polite = "";
  #urgent = "";
  #lastLeft = Infinity;
  readonly #width = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.state = null;
    this.phase = "hidden";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#measure();
    this.#width.observe(this);
    this.#shortcuts.listen(true);
    document.addEventListener("visibilitychange", this.#seen);
    document.addEventListener("assist:acted", this.#acted);
    if (this.server) this.adopt(this.server);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#width.disconnect();
    this.#shortcuts.listen(false);
    document.removeEventListener("visibilitychange", this.#seen);
    document.removeEventListener("assist:acted", this.#acted);
    this.#stream?.close();
    this.clock.run(false);
    reserve(false);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("state")) this.adopt(readState(this.state));
    if (changed.has("phase")) this.#emit("assist:phase", { phase: this.phase });
  }

  protected override firstUpdated(): void {
    if (document.activeElement === document.body && (this.phase === "idle" || this.phase === "signed_out")) this.focus({ preventScroll: true });
    this.#greet();
  }

  protected override updated(): void {
    this.search.settle();
    this.notice.settle();
  }

  // State

  /** Takes a whole new state, as at the first rendering. */
  adopt(state: InitialState | null): void {
    this.server = state;
    this.session = state?.session ?? null;
    this.ended = null;
    this.texts = new Texts(state?.locale ?? "en");
    this.phase = state?.phase ?? "hidden";
    reserve(state !== null);
    this.#stream?.close();
    this.#stream = null;
    this.clock.run(this.session !== null);
    if (!this.session) return;
    this.clock.adopt(this.session.now);
    this.#lastLeft = Infinity;
    this.settlePhase();
    this.#stream = new Stream(sessionApi(state!.base).events, this.#hear, (yes) => this.#connected(yes));
    this.#stream.open();
  }

  get policy() {
    return this.server?.policy ?? NO_POLICY;
  }

  /** True where looking for a customer makes sense. */
  get mayFind(): boolean {
    return Boolean(this.server?.agent) && !["starting", "ending", "ended"].includes(this.phase);
  }

  get hasFocus(): boolean {
    return document.activeElement === this;
  }

  readonly t = (key: Key, values?: Record<string, string | number>) => this.texts.t(key, values);

  go(phase: Phase): void {
    this.phase = phase;
  }

  /** Idle or searching; nothing where a session runs, because the bar then stays in that session's state. */
  searching(on: boolean): void {
    if (!this.session) this.phase = on ? "searching" : "idle";
  }

  /** Active, or expiring once the clock says so. */
  settlePhase(): void {
    if (this.session) this.phase = this.clock.secondsLeft(this.session) <= EXPIRING_S ? "expiring" : "active";
  }

  // Session

  /** Reads the session again; a session that is gone ends here too. */
  async refresh(): Promise<void> {
    if (!this.session) return;
    try {
      const session = await sessionApi(this.server!.base).read();
      if (!this.session) return;
      this.session = session;
      this.clock.adopt(session.now);
      this.#lastLeft = this.clock.secondsLeft(session);
      if (this.phase !== "ending") this.settlePhase();
      this.requestUpdate();
    } catch (error) {
      if (error instanceof Problem) this.lost(error);
    }
  }

  async stay(): Promise<void> {
    try {
      await sessionApi(this.server!.base).stay();
      await this.refresh();
      this.say(this.t("expire.stayed"));
      if (this.hasFocus) this.find("#who")?.focus();
    } catch (error) {
      if (!(error instanceof Problem && this.lost(error))) this.notice.failed(error);
    }
  }

  /** Whether the problem means that sign-in or session is over; the bar then says so. */
  lost(problem: Problem): boolean {
    if (problem.status === 401) {
      this.signIn.again();
      return true;
    }
    if (problem.status !== 410 || !this.session) return false;
    this.#over({ ...problem.body, by: problem.body.by ?? "timeout" });
    return true;
  }

  /** The session ended: nothing of it may be used any more, and the page is told. */
  sessionOver(by: EndedBy): void {
    if (this.session) this.#emit("assist:session:end", { id: this.session.id, by });
    this.letGo();
  }

  /** Forgets the session, which may live on at the server. */
  letGo(): void {
    this.#stream?.close();
    this.clock.run(false);
    this.session = null;
    this.switching = false;
  }

  #over(how: Ending): void {
    const { session } = this;
    if (!session || this.phase === "ending") return;
    this.shadowRoot!.querySelectorAll<HTMLElement>("[popover=auto]:popover-open").forEach((p) => p.hidePopover());
    this.sessionOver(how.by);
    this.ended = session;
    this.phase = "ended";
    const again = { label: this.t("ended.again", { name: session.customer.name }), run: () => void this.start.begin(session.customer), primary: true };
    this.notice.show({ tone: "problem", text: this.active.why(session, how), actions: how.by === "revoked" ? [] : [again] });
  }

  readonly #hear = <K extends keyof Heard>(name: K, data: Heard[K]) => {
    if (!this.session) return;
    if (name === "session.ended") return this.#over(data as Heard["session.ended"]);
    if (name === "cart.changed") {
      this.session = { ...this.session, cart: data as Heard["cart.changed"] };
      this.#emit("assist:cart:changed", data);
    } else if (name === "session.presence") {
      this.session = { ...this.session, helpers: (data as Heard["session.presence"]).helpers };
    } else void this.refresh();
    this.requestUpdate();
  };

  #connected(yes: boolean): void {
    if (yes === !this.offline) return;
    this.offline = !yes;
    this.say(this.t(yes ? "offline.back" : "offline.announce"));
    if (yes) void this.refresh();
    this.requestUpdate();
  }

  /** A stream does not say why it was refused, so the session itself is asked as well. */
  retryNow(): void {
    this.#stream?.retryNow();
    void this.refresh();
  }

  // Time

  #tick(): void {
    const { session } = this;
    if (!session || this.phase === "ending") return;
    const left = this.clock.secondsLeft(session);
    const passed = (mark: number) => left <= mark && this.#lastLeft > mark;
    const warn = passed(EXPIRING_S) || (passed(WARN_S) && this.#lastLeft !== Infinity);
    this.#lastLeft = left;
    if (warn) void this.#warn();
    else if (left === 0 && Math.floor(Date.now() / 1000) % CHECK_AGAIN_S === 0) void this.refresh();
    if (document.visibilityState === "visible") this.requestUpdate();
  }

  /** The agent's acts on the page renew the session unseen, so the server is asked before anybody is alarmed. */
  async #warn(): Promise<void> {
    const before = this.phase;
    await this.refresh();
    const { session } = this;
    if (!session) return;
    const s = this.clock.secondsLeft(session);
    if (s > WARN_S) return;
    this.say(this.t(this.clock.final(session) ? "expire.final" : "expire.warn", { s }));
    await this.updateComplete;
    const idleFocus = this.hasFocus && !this.shadowRoot!.querySelector("[popover=auto]:popover-open");
    if (idleFocus && !this.switching && before === "active") this.find("#stay")?.focus();
  }

  readonly #seen = () => {
    if (document.visibilityState === "visible") void this.refresh();
  };

  readonly #acted = () => void this.refresh();

  // Words

  /** Has the text read out; an urgent one interrupts. The same text twice is said twice. */
  say(text: string, urgent = false): void {
    const again = (old: string) => (old === text ? `${text}\u00a0` : text);
    if (urgent) this.#urgent = again(this.#urgent);
    else this.#polite = again(this.#polite);
    this.requestUpdate();
  }

  copied(value: string): void {
    this.justCopied = value;
    this.say(this.t("common.copied"));
    setTimeout(() => {
      this.justCopied = "";
      this.requestUpdate();
    }, 1500);
  }

  #greet(): void {
    if (this.phase === "signed_out") this.say(this.t("signin.title"));
    if (this.session) this.#started(this.session);
    const parted = this.phase === "idle" ? recall() : null;
    if (parted) this.notice.show({ tone: "info", text: this.texts.count("end.summary", parted.n, { min: parted.min }), leaves: 6000 });
  }

  #started(session: Session): void {
    const undoMs = ((session.undo_until ?? 0) - this.clock.now()) / 1000;
    if (undoMs <= 0) return;
    const first = !told(session.id);
    const text = this.t("session.started", { name: session.customer.name, time: this.texts.time(session.until) });
    const undo = { label: this.t("session.undo"), run: () => void this.#undo(), until: session.undo_until! };
    this.notice.show({ tone: "acting", text, actions: [undo], leaves: undoMs + 5000 }, first);
    if (first) this.#emit("assist:session:start", { id: session.id, tab: session.tab });
  }

  async #undo(): Promise<void> {
    try {
      const { url } = await sessionApi(this.server!.base).undo();
      this.sessionOver("agent");
      location.assign(url ?? shopWithoutSession(this.server!));
    } catch (error) {
      if (!(error instanceof Problem && this.lost(error))) this.notice.failed(error);
    }
  }

  // Focus

  find<E extends HTMLElement = HTMLElement>(selector: string): E | null {
    return this.renderRoot.querySelector<E>(selector);
  }

  /** Focus goes to what the state is about: sign-in, search, or the customer. */
  override focus(options?: FocusOptions): void {
    this.find("#login, #sign-in-open, #search, #who, #back-to-search")?.focus(options);
  }

  /** The search field; during a session it takes the place of the chips. */
  findCustomer(): void {
    this.switching = this.session !== null;
    this.requestUpdate();
    void this.updateComplete.then(() => this.search.focus());
  }

  /** False when no other customer was being looked for. */
  leaveSwitching(): boolean {
    if (!this.switching) return false;
    this.switching = false;
    this.search.clear();
    void this.updateComplete.then(() => this.find("#who")?.focus());
    return true;
  }

  hide(): void {
    location.assign(addressWithoutBar(location.href));
  }

  // Rendering

  #measure(): void {
    const narrow = this.getBoundingClientRect().width < NARROW_PX;
    if (narrow === this.narrow) return;
    this.narrow = narrow;
    this.requestUpdate();
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  brand() {
    return html`<span class="brand"><slot name="logo">${icons.headset}</slot></span>`;
  }

  #row() {
    const { session, ended } = this;
    if (this.phase === "signed_out" || this.phase === "signing_in") return this.signIn.row();
    if (this.phase === "starting") return this.start.row();
    if (this.phase === "ended" && ended) return this.active.endedRow(ended);
    if (!session) return this.#searchRow();
    return this.switching ? this.active.switchingRow(session) : this.active.row(session);
  }

  #searchRow() {
    const label = this.t("new.open");
    return html`
      ${this.brand()}
      ${this.search.render()}
      <span class="spring"></span>
      ${this.handed.button()}
      <button id="new-open" class="btn quiet" part="button" aria-haspopup="dialog" aria-label=${label} title=${label}
        @click=${(e: Event) => this.newCustomer.open(e.currentTarget as Element)}>${icons.userPlus}<span class="wide">${label}</span></button>
      <span class="faint site only-wide">${this.server!.site.name}</span>
      ${this.menu.button()}
    `;
  }

  protected override render() {
    if (this.phase === "hidden" || !this.server) return nothing;
    const { session } = this;
    const acting = session ? "acting" : this.phase === "ended" ? "over" : "";
    return html`<div class="frame" role="region" aria-label=${this.t("bar.name")} @keydown=${this.#shortcuts.inside}>
      <h2 class="sr">${this.t("bar.name")}</h2>
      <div class="row ${acting}" part="bar">${this.#row()}</div>
      ${this.notice.render()}
      ${this.signIn.sheet()}
      ${this.server.agent ? html`${this.search.panel()}${this.start.sheet()}${this.newCustomer.render()}${this.handed.panel()}${this.menu.panels()}` : nothing}
      ${session ? html`${this.active.details(session)}${this.notes.render()}${this.extend.render()}${session.may.edit ? nothing : this.raise.render()}${this.end.render()}` : nothing}
      <div class="sr" role="status">${this.#polite}</div>
      <div class="sr" role="alert">${this.#urgent}</div>
    </div>`;
  }
}

/** Whether the start of this session was announced in this tab before. */
function told(id: string): boolean {
  const key = "understudy-told";
  try {
    if (sessionStorage.getItem(key) === id) return true;
    sessionStorage.setItem(key, id);
  } catch {
    // Storage may be switched off; the announcement then comes with each page of the first seconds.
  }
  return false;
}

customElements.define("understudy-bar", UnderstudyBar);

declare global {
  interface HTMLElementTagNameMap {
    "understudy-bar": UnderstudyBar;
  }
}
