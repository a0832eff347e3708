/** More time than the session's absolute end allows, with a reason. */
import { session as api } from "./api.js";
import { field, read } from "./field.js";
import { Sheet } from "./sheets.js";

export class Extend extends Sheet {
  protected readonly id = "extend";

  protected title() {
    return this.bar.t("extend.title");
  }

  protected submitLabel() {
    return this.bar.t("extend.submit");
  }

  protected body() {
    return field({ name: "extend-reason", label: this.bar.t("extend.reason"), required: true, first: true, error: this.problem?.about("reason") });
  }

  protected async send(form: HTMLFormElement) {
    const { bar } = this;
    await api(bar.server!.base).extend(read(form, "extend-reason"));
    this.hide();
    await bar.refresh();
    if (bar.session) bar.notice.show({ tone: "info", text: bar.t("extend.done", { time: bar.texts.time(bar.session.until) }), leaves: 5000 });
  }
}
