/** The agent's sign-in: in the row where there is room, in a bottom sheet where there is not. */
import { html, nothing } from "lit";
import { agent as api, Problem, session as sessionApi, type SignedIn } from "./api.js";
import type { UnderstudyBar } from "./bar.js";
import { openBelow } from "./dialog.js";
import { read } from "./field.js";
import * as icons from "./icons.js";
import { addressWithoutBar, NO_POLICY } from "./state.js";

export class SignIn {
  constructor(private readonly bar: UnderstudyBar) {}

  focus(): void {
    this.bar.find("#login, #sign-in-open")?.focus();
  }

  /** Back to the form because an answer said that the agent is no longer signed in. */
  again(): void {
    this.bar.letGo();
    this.bar.adopt({ ...this.bar.server!, phase: "signed_out", agent: null, session: null });
    this.bar.notice.show({ tone: "info", text: this.bar.texts.t("signin.again") });
    void this.bar.updateComplete.then(() => this.focus());
  }

  readonly #submit = async (e: SubmitEvent) => {
    e.preventDefault();
    const { bar } = this;
    if (bar.phase === "signing_in") return;
    const form = e.target as HTMLFormElement;
    const password = form.elements.namedItem("password") as HTMLInputElement;
    bar.notice.close();
    bar.go("signing_in");
    bar.say(bar.texts.t("signin.busy"));
    try {
      const signedIn = await api.signIn(read(form, "login"), password.value);
      form.reset();
      await this.#signedIn(signedIn);
    } catch (error) {
      bar.go("signed_out");
      this.#refused(error);
      await bar.updateComplete;
      password.focus();
      password.select();
    }
  };

  /** Where the page belongs to a session that still runs, the agent goes on with it; else the search is next. */
  async #signedIn({ staff }: SignedIn): Promise<void> {
    const { bar } = this;
    const server = bar.server!;
    const session = server.base ? await sessionApi(server.base).read().catch(() => null) : null;
    const me = await api.me().catch(() => null);
    const takes = me?.may.includes("cart.take");
    const waiting = takes ? await api.handedOver().catch(() => null) : null;
    bar.adopt({
      ...server,
      phase: session ? "active" : "idle",
      session,
      agent: me ? { name: me.name, roles: me.roles } : staff,
      policy: server.policy ?? NO_POLICY,
      handed_over: waiting?.items.length ?? null,
    });
    if (!session) bar.say(bar.t("signin.done", { name: staff.name }));
    await bar.updateComplete;
    bar.focus();
  }

  #refused(error: unknown): void {
    const { notice, texts } = this.bar;
    const status = error instanceof Problem ? error.status : 0;
    if (status === 401) return notice.show({ tone: "problem", text: texts.t("signin.wrong") });
    if (status === 423) return notice.show({ tone: "problem", text: texts.t("signin.locked") });
    if (status === 429) {
      const s = (error as Problem).retryAfter ?? 60;
      return notice.show({ tone: "problem", text: texts.t("signin.wait", { s }) });
    }
    notice.failed(error);
  }

  row() {
    const { bar } = this;
    const { t } = bar;
    const away = addressWithoutBar(location.href);
    return html`
      ${bar.brand()}
      <span class="title"><strong>${t("signin.title")}</strong><span class="faint site">${bar.server!.site.name}</span></span>
      <span class="spring"></span>
      ${bar.narrow
        ? html`<button id="sign-in-open" class="btn primary" aria-haspopup="dialog"
            @click=${(e: Event) => openBelow(bar.find("#sign-in")!, e.currentTarget as Element, "end")}>${t("signin.submit")}</button>`
        : this.#form("inline")}
      <a class="btn icon-only" part="button" href=${away} aria-label=${t("bar.close")} title=${t("bar.close")}>${icons.close}</a>
    `;
  }

  sheet() {
    const { bar } = this;
    if (!bar.narrow) return nothing;
    return html`<div id="sign-in" class="card dialog" popover="auto" role="dialog" aria-labelledby="sign-in-title">
      <h3 id="sign-in-title">${bar.t("signin.title")}</h3>
      ${this.#form("stacked")}
    </div>`;
  }

  #form(shape: "inline" | "stacked") {
    const { bar } = this;
    const busy = bar.phase === "signing_in";
    const { t } = bar;
    return html`<form class="sign-in ${shape} ${shape === "inline" ? "anchor" : ""}" @submit=${this.#submit}>
      <label class=${shape === "inline" ? "sr" : ""} for="login">${t("signin.login")}</label>
      <input id="login" name="login" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required data-first
        placeholder=${shape === "inline" ? t("signin.login") : nothing} ?readonly=${busy} />
      <label class=${shape === "inline" ? "sr" : ""} for="password">${t("signin.password")}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required
        placeholder=${shape === "inline" ? t("signin.password") : nothing} ?readonly=${busy} />
      <button class="btn primary" part="button" ?disabled=${busy}>${busy ? html`<span class="spinner"></span>` : nothing}${t("signin.submit")}</button>
    </form>`;
  }
}
