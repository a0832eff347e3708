/** A note on the running session, for colleagues and the record. */
import { html } from "lit";
import { session as api } from "./api.js";
import { Sheet } from "./sheets.js";

export class Notes extends Sheet {
  protected readonly id = "notes";
  #text = "";

  protected title() {
    return this.bar.t("notes.title");
  }

  protected submitLabel() {
    return this.bar.t("notes.submit");
  }

  protected body() {
    return html`<div class="field">
      <label for="note" class="sr">${this.bar.t("notes.label")}</label>
      <textarea id="note" rows="4" maxlength="4000" required data-first .value=${this.#text}
        @input=${(e: Event) => (this.#text = (e.target as HTMLTextAreaElement).value)} @keydown=${this.#key}></textarea>
    </div>`;
  }

  readonly #key = (e: KeyboardEvent) => {
    if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey)) return;
    e.preventDefault();
    (e.target as HTMLTextAreaElement).form?.requestSubmit();
  };

  protected async send() {
    const { bar } = this;
    await api(bar.server!.base).note(this.#text.trim());
    this.#text = "";
    this.hide();
    bar.notice.show({ tone: "info", text: bar.t("notes.done"), leaves: 4000 });
    void bar.refresh();
  }
}
