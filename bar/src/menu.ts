/** The agent's own menu: who I am here, other sites, shortcuts, signing out. */
import { html, nothing } from "lit";
import { agent as api } from "./api.js";
import type { UnderstudyBar } from "./bar.js";
import { openBelow } from "./dialog.js";
import * as icons from "./icons.js";
import { initials } from "./search.js";
import { shopWithoutSession } from "./state.js";

export class Menu {
  constructor(private readonly bar: UnderstudyBar) {}

  readonly #open = (e: Event) => openBelow(this.bar.find("#menu")!, e.currentTarget as Element, "end");

  readonly #signOut = async () => {
    const { bar } = this;
    try {
      await api.signOut();
      location.assign(shopWithoutSession(bar.server!));
    } catch (error) {
      bar.find("#menu")?.hidePopover();
      bar.notice.failed(error);
    }
  };

  showShortcuts(opener?: Element): void {
    this.bar.find("#menu")?.hidePopover();
    openBelow(this.bar.find("#keys")!, opener ?? this.bar.find("#menu-open") ?? this.bar.find(".row")!, "end");
  }

  button() {
    const { name } = this.bar.server!.agent!;
    return html`<button id="menu-open" class="btn agent" part="button" aria-haspopup="dialog" title=${name} @click=${this.#open}>
      <span class="sr">${this.bar.t("menu.open", { name })}</span>
      <span class="avatar" aria-hidden="true">${initials(name)}</span><span class="wide" aria-hidden="true">${name}</span>${icons.chevron}
    </button>`;
  }

  /** The rows of the menu; the bottom sheet of the active bar shows them too. */
  entries() {
    const { bar } = this;
    const here = bar.server!.site.id;
    const others = bar.policy.sites.filter((s) => s.url && s.id !== here);
    return html`
      ${others.map((s) => html`<a class="entry" href=${s.url!}>${icons.site}<span>${s.name}</span></a>`)}
      <button class="entry" @click=${() => this.showShortcuts()}>${icons.keyboard}<span>${bar.t("menu.shortcuts")}</span><kbd aria-hidden="true">?</kbd></button>
      <button class="entry" @click=${this.#signOut}>${icons.signOut}<span>${bar.t("signout.submit")}</span></button>
    `;
  }

  panels() {
    const { bar } = this;
    const agent = bar.server!.agent;
    if (!agent) return nothing;
    return html`<div id="menu" class="card dialog list" popover="auto" role="dialog" aria-labelledby="menu-title">
        <h3 id="menu-title">${agent.name}</h3>
        <p class="faint">${[bar.texts.names(agent.roles), bar.server!.site.name].filter(Boolean).join(" · ")}</p>
        <div class="entries">${this.entries()}</div>
      </div>
      ${this.#shortcuts()}`;
  }

  #shortcuts() {
    const { bar } = this;
    const mod = bar.mac ? "⌘" : "Ctrl";
    const rows = [
      [`${mod} K`, bar.t("keys.search")],
      [`${mod} .`, bar.t("keys.bar")],
      ["↵", bar.t("keys.start")],
      ["Esc", bar.t("keys.back")],
      ...(bar.session ? [["N", bar.t("keys.notes")], ["E", bar.t("keys.end")]] : [["N", bar.t("keys.new")]]),
      ["?", bar.t("keys.help")],
    ];
    return html`<div id="keys" class="card dialog" popover="auto" role="dialog" aria-labelledby="keys-title">
      <h3 id="keys-title" tabindex="-1" data-first>${bar.t("keys.title")}</h3>
      <dl class="keys">${rows.map(([key, what]) => html`<div><dt>${what}</dt><dd>${key!.split(" ").map((k) => html`<kbd>${k}</kbd>`)}</dd></div>`)}</dl>
      <p class="faint">${bar.t("keys.inside")}</p>
    </div>`;
  }
}
