/** From looking to changing: a session that began read-only is opened for changes, with a reason. */
import { session as api } from "./api.js";
import { field, read } from "./field.js";
import { Sheet } from "./sheets.js";

export class Raise extends Sheet {
  protected readonly id = "raise";

  protected title() {
    return this.bar.t("raise.title");
  }

  protected submitLabel() {
    return this.bar.t("raise.submit");
  }

  protected body() {
    return field({ name: "raise-reason", label: this.bar.t("raise.reason"), required: true, first: true, error: this.problem?.about("reason") });
  }

  protected async send(form: HTMLFormElement) {
    const { bar } = this;
    await api(bar.server!.base).raise(read(form, "raise-reason"));
    this.hide();
    // What the page shows was made for somebody who only looks.
    location.reload();
  }
}
