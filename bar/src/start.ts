/** From a customer to an assist session: asks only what the site's policy wants, and says why a start is refused. */
import { html, nothing } from "lit";
import { agent as api, Problem, session as sessionApi, type Start, type Started } from "./api.js";
import type { UnderstudyBar } from "./bar.js";
import { openBelow } from "./dialog.js";
import { field, read } from "./field.js";
import type { Key } from "./locales/en.js";
import type { CustomerName } from "./state.js";

const REFUSALS = ["consent-required", "customer-disabled", "customer-locked", "too-many-sessions", "already-assisted", "not-an-agent", "assisting-off"] as const;

export class StartFlow {
  customer: CustomerName | null = null;
  #cart: string | undefined;
  #asks = false;
  /** Whether the site wants the password again before a start. */
  #proof = false;
  #complaints: Problem | null = null;
  /** Grows with each start and each cancel, so that a late answer knows that it is late. */
  #turn = 0;

  constructor(private readonly bar: UnderstudyBar) {}

  /** Starts at once, or opens the sheet where something must be said first. */
  async begin(customer: CustomerName, cart?: string): Promise<void> {
    const { bar } = this;
    this.customer = customer;
    this.#cart = cart;
    this.#complaints = null;
    this.#proof = false;
    this.#asks = Boolean(bar.policy.reason_required || bar.policy.ticket_required);
    if (this.#asks || bar.session) return this.#openSheet();
    await this.#send({});
  }

  async #openSheet(): Promise<void> {
    this.bar.requestUpdate();
    await this.bar.updateComplete;
    openBelow(this.bar.find("#start")!, this.bar.find(".anchor") ?? this.bar.find(".row")!);
  }

  /** Gives up a start that is under way; if the server has begun it, it is taken back there. */
  cancel(): void {
    if (this.bar.phase !== "starting") return;
    this.#turn++;
    this.bar.go("idle");
    this.bar.say(this.bar.t("start.cancelled"));
    void this.bar.updateComplete.then(() => this.bar.search.focus());
  }

  async #send(extra: Partial<Start>, password = ""): Promise<void> {
    const { bar } = this;
    const turn = ++this.#turn;
    const within = bar.session !== null;
    bar.notice.close();
    if (!within) bar.go("starting");
    try {
      if (password) await api.confirm(password);
      const started = await api.start({ customer: this.customer!.id, ...(this.#cart && { cart: this.#cart }), ...extra });
      if (turn !== this.#turn) return void (await sessionApi(`/as/${started.tab}`).undo());
      this.bar.find("#start")?.hidePopover();
      if (within) this.#newTab(started);
      else location.assign(started.url);
    } catch (error) {
      if (turn === this.#turn) await this.#refused(error);
    }
  }

  #newTab(started: Started): void {
    const { bar } = this;
    const other = this.customer!.name;
    bar.leaveSwitching();
    if (window.open(started.url, "_blank")) return;
    const open = { label: bar.t("start.tab.open", { other }), href: started.url, run: () => bar.notice.close() };
    bar.notice.show({ tone: "info", text: bar.t("start.tab.blocked"), actions: [open] });
  }

  async #refused(error: unknown): Promise<void> {
    const { bar } = this;
    const kind = error instanceof Problem ? error.kind : "";
    if (bar.phase === "starting") bar.go("idle");
    if (kind === "step-up-required" || kind === "sign-in-failed") {
      this.#proof = true;
      this.#complaints = error as Problem;
      return this.#openSheet();
    }
    if (error instanceof Problem && error.status === 401) return bar.signIn.again();
    if (error instanceof Problem && (kind === "reason-required" || error.body.errors?.length)) {
      this.#asks = true;
      this.#complaints = error;
      return this.#openSheet();
    }
    bar.find("#start")?.hidePopover();
    const refusal = REFUSALS.find((r) => r === kind);
    if (!refusal) return bar.notice.failed(error);
    this.#say(refusal, error as Problem);
  }

  #say(refusal: (typeof REFUSALS)[number], problem: Problem): void {
    const { bar } = this;
    const name = this.customer!.name;
    const agents = bar.texts.names(problem.body.agents ?? []);
    const phase = bar.phase;
    const back = () => {
      if (bar.phase === "denied" || bar.phase === "consent_needed") bar.go(phase);
      void bar.updateComplete.then(() => bar.search.focus());
    };
    if (!bar.session) bar.go(refusal === "consent-required" ? "consent_needed" : "denied");
    bar.notice.show({
      tone: "problem",
      text: bar.t(`deny.${refusal}` satisfies Key, { name, agents }),
      closed: back,
      actions: [
        { label: bar.t("common.back"), run: () => bar.notice.close(), primary: true },
        { label: bar.t("common.retry"), run: () => void this.begin(this.customer!, this.#cart) },
      ],
    });
    void bar.updateComplete.then(() => bar.find("#notice .actions .btn")?.focus());
  }

  readonly #submit = (e: SubmitEvent) => {
    e.preventDefault();
    const form = e.target as HTMLFormElement;
    const reason = this.#asks ? read(form, "reason") : "";
    const ticket = this.#asks ? read(form, "ticket") : "";
    const password = (form.elements.namedItem("start-password") as HTMLInputElement | null)?.value ?? "";
    const look = this.#asks && new FormData(form).has("read_only");
    void this.#send({ ...(reason && { reason }), ...(ticket && { ticket }), ...(look && { read_only: true }) }, password);
  };

  row() {
    const { bar } = this;
    return html`${bar.brand()}
      <span class="title busy anchor"><span class="spinner"></span>${bar.t("start.busy", { name: this.customer?.name ?? "" })}</span>
      <span class="spring"></span>
      <button class="btn quiet" @click=${() => this.cancel()}>${bar.t("common.cancel")}</button>`;
  }

  sheet() {
    const { bar, customer } = this;
    const { t } = bar;
    const within = bar.session;
    if (!customer) return html`<div id="start" popover="auto"></div>`;
    return html`<div id="start" class="card dialog" popover="auto" role="dialog" aria-labelledby="start-title">
      <h3 id="start-title">${within ? t("start.tab.title", { name: within.customer.name }) : t("start.title", { name: customer.name })}</h3>
      ${within ? html`<p>${t("start.tab.body", { other: customer.name })}</p>` : nothing}
      <form @submit=${this.#submit}>
        ${this.#proof ? this.#password() : nothing}
        ${this.#asks ? this.#questions() : nothing}
        <div class="actions">
          <button class="btn primary" ?data-first=${!this.#asks && !this.#proof}>${within ? t("start.tab.submit") : t("start.submit")}</button>
          <button type="button" class="btn quiet" @click=${() => bar.find("#start")!.hidePopover()}>${t("common.cancel")}</button>
        </div>
      </form>
    </div>`;
  }

  #password() {
    const { t } = this.bar;
    const wrong = this.#complaints?.kind === "sign-in-failed" ? t("start.password.wrong") : undefined;
    return html`<p>${t("start.password.why")}</p>
      ${field({ name: "start-password", label: t("signin.password"), type: "password", autocomplete: "current-password", required: true, first: true, error: wrong })}`;
  }

  #questions() {
    const { bar } = this;
    const { t, policy } = bar;
    const optional = t("common.optional");
    const reason = policy.reason_required || this.#complaints?.kind === "reason-required";
    return html`
      ${field({ name: "reason", label: t("start.reason"), required: reason, first: !this.#proof, error: this.#complaints?.about("reason"), ...(!reason && { hint: optional }) })}
      ${field({ name: "ticket", label: t("start.ticket"), required: policy.ticket_required, error: this.#complaints?.about("ticket"), ...(!policy.ticket_required && { hint: optional }) })}
      <label class="choice"><input type="checkbox" name="read_only" />${t("start.look")}</label>
    `;
  }
}
