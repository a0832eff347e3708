/** Carts that agents handed over, for the role that takes them. */
import { html, nothing } from "lit";
import { agent as api, type HandedOver } from "./api.js";
import type { UnderstudyBar } from "./bar.js";
import { openBelow } from "./dialog.js";
import * as icons from "./icons.js";

export class HandedOverList {
  #items: HandedOver[] | null = null;
  #failed = false;

  constructor(private readonly bar: UnderstudyBar) {}

  readonly #open = async (e: Event) => {
    const opener = e.currentTarget as Element;
    const panel = this.bar.find("#handed")!;
    if (panel.matches(":popover-open")) return panel.hidePopover();
    this.#failed = false;
    try {
      this.#items = (await api.handedOver()).items;
    } catch {
      this.#failed = true;
    }
    this.bar.requestUpdate();
    await this.bar.updateComplete;
    openBelow(panel, opener, "end");
    panel.querySelector<HTMLElement>("button")?.focus();
  };

  #take(item: HandedOver): void {
    this.bar.find("#handed")!.hidePopover();
    void this.bar.start.begin({ id: item.customer, name: item.name }, item.cart);
  }

  button() {
    const { bar } = this;
    const n = bar.server?.handed_over ?? 0;
    if (!n) return nothing;
    const label = bar.texts.count("handed.open", n);
    return html`<button class="btn quiet" part="chip" aria-haspopup="dialog" aria-label=${label} title=${label} @click=${this.#open}>
      ${icons.inbox}<span class="count">${bar.texts.number(n)}</span>
    </button>`;
  }

  panel() {
    const { bar } = this;
    const { t, texts } = bar;
    const items = this.#items ?? [];
    return html`<div id="handed" class="card dialog list" popover="auto" role="dialog" aria-labelledby="handed-title">
      <h3 id="handed-title">${t("handed.title")}</h3>
      ${this.#failed ? html`<p class="complaint">${t("error.generic")}</p>` : nothing}
      ${!items.length && !this.#failed ? html`<p class="faint">${t("handed.none")}</p>` : nothing}
      <ul>
        ${items.map((item) => {
          const total = texts.money(item.total);
          return html`<li><button class="entry" @click=${() => this.#take(item)}>
            <span class="sr">${t("handed.take", { name: item.name, total })}</span>
            <span class="line" aria-hidden="true"><span class="name">${item.name}</span><span class="amount">${total}</span></span>
            <span class="faint">${t("handed.by", { name: item.agent, time: texts.ago(item.handed_at) })}</span>
            ${item.note ? html`<span class="quote">${item.note}</span>` : nothing}
          </button></li>`;
        })}
      </ul>
    </div>`;
  }
}
