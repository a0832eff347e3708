/** Stepping out: one optional line on what was done, then Enter. */
import { html, nothing } from "lit";
import { session as api } from "./api.js";
import { field, read } from "./field.js";
import { Sheet } from "./sheets.js";
import { shopWithoutSession } from "./state.js";

/** Carries the closing words over to the next page; counts only, nothing about the customer. */
const PARTED = "understudy-ended";

export class End extends Sheet {
  protected readonly id = "end";

  protected title() {
    return this.bar.t("end.title", { name: this.bar.session?.customer.name ?? "" });
  }

  protected submitLabel() {
    return this.bar.t("end.button");
  }

  protected override cancelLabel() {
    return this.bar.t("end.keep");
  }

  protected override tone() {
    return "acting";
  }

  #facts(): { n: number; min: number } {
    const { session, clock } = this.bar;
    if (!session) return { n: 0, min: 0 };
    return { n: session.acts, min: Math.max(1, Math.round((clock.now() - session.started_at) / 6e7)) };
  }

  protected body() {
    const { t, texts } = this.bar;
    const { n, min } = this.#facts();
    const error = this.problem?.about("summary") ?? this.problem?.about("disposition");
    return html`
      <p class="faint">${texts.count("end.facts", n, { min })}</p>
      ${field({ name: "summary", label: t("end.label"), ...(!error && { hint: t("common.optional") }), first: true, error })}
      ${this.busy ? html`<p class="sr">${t("end.busy")}</p>` : nothing}
    `;
  }

  protected async send(form: HTMLFormElement) {
    const { bar } = this;
    const facts = this.#facts();
    bar.go("ending");
    try {
      const { url } = await api(bar.server!.base).end(read(form, "summary"));
      remember(facts);
      bar.sessionOver("agent");
      location.assign(url ?? shopWithoutSession(bar.server!));
    } catch (error) {
      bar.settlePhase();
      throw error;
    }
  }
}

function remember(facts: { n: number; min: number }): void {
  try {
    sessionStorage.setItem(PARTED, JSON.stringify(facts));
  } catch {
    // Storage may be switched off; then the next page just says nothing.
  }
}

/** What the last session came to, once. */
export function recall(): { n: number; min: number } | null {
  try {
    const kept = sessionStorage.getItem(PARTED);
    sessionStorage.removeItem(PARTED);
    return kept ? (JSON.parse(kept) as { n: number; min: number }) : null;
  } catch {
    return null;
  }
}
