/** A small form that hangs below its opener, sends one thing, and keeps what was typed when that fails. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "./api.js";
import type { UnderstudyBar } from "./bar.js";
import { openBelow } from "./dialog.js";

export abstract class Sheet {
  protected busy = false;
  protected problem: Problem | null = null;
  /** Said above the buttons when the sending failed and no field is to blame. */
  protected failure = "";

  protected abstract readonly id: string;

  constructor(protected readonly bar: UnderstudyBar) {}

  protected abstract title(): string;
  protected abstract body(): TemplateResult;
  protected abstract submitLabel(): string;
  protected abstract send(form: HTMLFormElement): Promise<void>;
  /** The button that leaves without sending. */
  protected cancelLabel(): string {
    return this.bar.t("common.cancel");
  }
  protected tone(): string {
    return "primary";
  }

  get element(): HTMLElement | null {
    return this.bar.find(`#${this.id}`);
  }

  show(opener: Element, align: "start" | "end" = "end"): void {
    this.failure = "";
    this.problem = null;
    this.bar.requestUpdate();
    void this.bar.updateComplete.then(() => openBelow(this.element!, opener, align));
  }

  protected hide(): void {
    this.element?.hidePopover();
  }

  readonly #submit = async (e: SubmitEvent) => {
    e.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    this.failure = "";
    this.bar.requestUpdate();
    try {
      await this.send(e.target as HTMLFormElement);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.busy = false;
      this.bar.requestUpdate();
    }
  };

  #failed(error: unknown): void {
    const { bar } = this;
    if (error instanceof Problem && bar.lost(error)) return this.hide();
    this.problem = error instanceof Problem ? error : null;
    const reference = this.problem?.body.instance;
    const field = this.problem?.body.errors?.length;
    this.failure = field ? "" : [bar.t("error.generic"), reference && bar.t("error.id", { id: reference })].filter(Boolean).join(" ");
    if (this.failure) bar.say(this.failure, true);
    else void bar.updateComplete.then(() => this.element?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  render() {
    const { busy, failure } = this;
    return html`<div id=${this.id} part="panel" class="card dialog" popover="auto" role="dialog" aria-labelledby="${this.id}-title">
      <h3 id="${this.id}-title">${this.title()}</h3>
      <form @submit=${this.#submit}>
        ${this.body()}
        ${failure ? html`<p class="complaint">${failure}</p>` : nothing}
        <div class="actions">
          <button class="btn ${this.tone()}" ?disabled=${busy}>${busy ? html`<span class="spinner"></span>` : nothing}${this.submitLabel()}</button>
          <button type="button" class="btn quiet" @click=${() => this.hide()}>${this.cancelLabel()}</button>
        </div>
      </form>
    </div>`;
  }
}
