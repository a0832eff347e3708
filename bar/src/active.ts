/** The row while acting: for whom, by whom, with which cart, for how long, and the way out, always last. */
import { html, nothing } from "lit";
import type { UnderstudyBar } from "./bar.js";
import { EXPIRING_S, WARN_S } from "./clock.js";
import { openBelow } from "./dialog.js";
import { countdown } from "./i18n.js";
import * as icons from "./icons.js";
import type { Ending, Session } from "./state.js";
import { shopWithoutSession } from "./state.js";

export class Active {
  constructor(private readonly bar: UnderstudyBar) {}

  readonly #details = (e: Event) => openBelow(this.bar.find("#details")!, e.currentTarget as Element, "start");

  /** Opens the notes below their button, or below the customer's name where the button is not shown. */
  notes(): void {
    this.bar.find("#details")?.hidePopover();
    this.bar.notes.show(this.#shown("#notes-open"), "end");
  }

  /** Asks why a session that only looks must change things. */
  raise(): void {
    this.bar.find("#details")?.hidePopover();
    this.bar.raise.show(this.#shown("#raise-open"), "start");
  }

  end(): void {
    this.bar.find("#details")?.hidePopover();
    this.bar.end.show(this.#shown("#end-open"), "end");
  }

  #shown(selector: string): Element {
    const button = this.bar.find(selector);
    return button?.checkVisibility() ? button : this.bar.find("#who")!;
  }

  row(s: Session) {
    const { bar } = this;
    const { t } = bar;
    return html`
      ${this.#who(s)}
      <span class="only-wide id">${this.#copy(s.customer.number, t("copy.number", { value: s.customer.number }))}</span>
      <span class="chips">${this.#cart(s)}${this.#limits(s)}${this.#helpers(s)}</span>
      <span class="spring"></span>
      ${this.#offline()}
      ${this.#clock(s)}
      <button id="notes-open" class="btn quiet only-medium" part="button" aria-haspopup="dialog" aria-label=${t("notes.open")} title=${t("notes.open")} ?disabled=${bar.offline} @click=${() => this.notes()}>${icons.note}<span class="wide">${t("notes.open")}</span></button>
      <span class="only-medium">${bar.menu.button()}</span>
      ${this.#endButton()}
    `;
  }

  #who(s: Session) {
    const { t } = this.bar;
    return html`
      <button id="who" class="btn who ${this.bar.switching ? "" : "anchor"}" part="button" aria-haspopup="dialog" title=${t("active.customer", { name: s.customer.name })} @click=${this.#details}>
        <span class="acting-mark">${icons.headset}</span>
        <span class="words"><span class="label">${t("active.label")}</span> <strong class="name">${s.customer.name}</strong></span>${icons.chevron}
      </button>`;
  }

  #endButton() {
    const { t } = this.bar;
    return html`
      <button id="end-open" class="btn acting" part="button" aria-haspopup="dialog" aria-label=${t("end.button")} @click=${() => this.end()}>
        <span class="long">${t("end.button")}</span><span class="short">${t("end.short")}</span>
      </button>`;
  }

  #copy(value: string, label: string) {
    const copy = async () => {
      await navigator.clipboard.writeText(value);
      this.bar.copied(value);
    };
    const done = this.bar.justCopied === value;
    return html`<button class="btn copy" aria-label=${label} title=${label} @click=${copy}><span>${value}</span>${done ? icons.check : icons.copy}</button>`;
  }

  #cart(s: Session) {
    const { texts, server } = this.bar;
    const total = texts.money(s.cart.total);
    const label = texts.count("active.cart", s.cart.items, { total });
    return html`<a class="btn chip only-medium" part="chip" href="${server!.shop.replace(/\/$/, "")}/cart" title=${label}>
      <span class="sr">${label}</span>${icons.cart}<span class="amount" aria-hidden="true">${total}</span><span class="count" aria-hidden="true">${texts.number(s.cart.items)}</span>
    </a>`;
  }

  #limits(s: Session) {
    const { t } = this.bar;
    if (!s.may.edit) return html`<button id="raise-open" class="btn chip only-medium" part="chip" aria-haspopup="dialog" title=${t("raise.title")} ?disabled=${this.bar.offline} @click=${(e: Event) => this.bar.raise.show(e.currentTarget as Element)}>${t("active.readonly")}</button>`;
    if (!s.may.place_order) return html`<span class="badge no_consent only-medium" part="chip" title=${t("active.noorder.why")}><span class="cut">${t("active.noorder")}</span></span>`;
    return nothing;
  }

  #helpers(s: Session) {
    if (!s.helpers.length) return nothing;
    const names = this.bar.t("active.helpers", { names: this.bar.texts.names(s.helpers) });
    return html`<span class="badge helper only-medium" part="chip" title=${names}>${icons.users}<span class="sr">${names}</span><span class="cut" aria-hidden="true">${this.bar.texts.names(s.helpers)}</span></span>`;
  }

  #offline() {
    const { bar } = this;
    if (!bar.offline) return nothing;
    return html`<span class="offline"><span class="dot" role="img" aria-label=${bar.t("offline.label")}></span><span class="wide" aria-hidden="true">${bar.t("offline.label")}</span>
      <button class="btn quiet not-narrow" @click=${() => bar.retryNow()}>${bar.t("offline.retry")}</button></span>`;
  }

  #clock(s: Session) {
    const { bar } = this;
    const left = bar.clock.secondsLeft(s);
    const time = countdown(left);
    const final = bar.clock.final(s);
    const pressing = left <= EXPIRING_S;
    const warn = left <= WARN_S ? "warn" : "";
    const face = html`<span class="clock ${warn}" role="timer" aria-live="off" aria-label=${bar.t("clock.left", { time })} title=${bar.t("clock.left", { time })}>${icons.timer}<span>${time}</span></span>`;
    if (!pressing && !(final && warn)) return face;
    return html`${face}<button id="stay" class="btn warn" part="button" aria-haspopup=${final ? "dialog" : nothing} ?disabled=${bar.offline}
      @click=${(e: Event) => (final ? bar.extend.show(e.currentTarget as Element) : bar.stay())}>${bar.t(final ? "extend.open" : "expire.stay")}</button>`;
  }

  /** Everything about the session in one place; the bottom sheet where the row has no room. */
  details(s: Session) {
    const { bar } = this;
    const { t, texts, server } = bar;
    const total = texts.money(s.cart.total);
    const until = texts.time(s.until);
    return html`<div id="details" part="panel" class="card dialog list" popover="auto" role="dialog" aria-labelledby="details-title">
      <h3 id="details-title" tabindex="-1" data-first>${s.customer.name}</h3>
      <p class="faint">${t("session.started", { name: s.customer.name, time: until })}</p>
      <dl class="facts">
        <div><dt>${t("active.number")}</dt><dd>${this.#copy(s.customer.number, t("copy.number", { value: s.customer.number }))}</dd></div>
        <div><dt>${t("active.email")}</dt><dd>${this.#copy(s.customer.email, t("copy.email", { value: s.customer.email }))}</dd></div>
        <div><dt>${t("active.cart")}</dt><dd><a href="${server!.shop.replace(/\/$/, "")}/cart">${texts.count("active.cart.value", s.cart.items, { total })}</a></dd></div>
        <div><dt>${t("active.since")}</dt><dd>${texts.time(s.started_at)}</dd></div>
        <div><dt>${t("active.until")}</dt><dd>${until}</dd></div>
        <div><dt>${t("active.agent")}</dt><dd>${server!.agent?.name}</dd></div>
      </dl>
      ${s.helpers.length ? html`<p>${t("active.helpers", { names: texts.names(s.helpers) })}</p>` : nothing}
      ${s.may.place_order ? nothing : html`<p>${t("active.noorder.why")}</p>`}
      <div class="entries only-narrow">
        <button class="entry" ?disabled=${bar.offline} @click=${() => this.notes()}>${icons.note}<span>${t("notes.open")}</span></button>
        ${s.may.edit ? nothing : html`<button class="entry" ?disabled=${bar.offline} @click=${() => this.raise()}>${icons.unlock}<span>${t("raise.submit")}</span></button>`}
        ${bar.menu.entries()}
      </div>
    </div>`;
  }

  /** While another customer is looked for, the one acted for and the way out stay in sight. */
  switchingRow(s: Session) {
    return html`${this.#who(s)}${this.bar.search.render()}<span class="spring"></span>${this.#clock(s)}${this.#endButton()}`;
  }

  endedRow(s: Session) {
    const { t } = this.bar;
    return html`${this.bar.brand()}
      <span class="title anchor"><strong>${t("ended.title")}</strong><span class="faint site">${s.customer.name}</span></span>
      <span class="spring"></span>
      <a class="btn primary" id="back-to-search" href=${shopWithoutSession(this.bar.server!)}>${t("ended.search")}</a>`;
  }

  /** Who ended it and why, in one sentence or two. */
  why(s: Session, { by, by_name, reason }: Ending): string {
    const { t } = this.bar;
    const text = by === "supervisor" && by_name ? t("ended.named", { name: by_name }) : t(`ended.${by}`, { name: s.customer.name });
    return reason ? `${text} ${t("ended.reason", { reason })}` : text;
  }
}
