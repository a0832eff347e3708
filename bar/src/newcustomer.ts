/** An account for somebody who has none, and help at once. */
import { html } from "lit";
import { agent as api, type NewCustomer as Body } from "./api.js";
import { field, read } from "./field.js";
import { Sheet } from "./sheets.js";

export class NewCustomer extends Sheet {
  protected readonly id = "new-customer";
  #guess: Body = { first_name: "", last_name: "", email: "", phone: "" };

  open(opener: Element, query = ""): void {
    this.#guess = guess(query);
    this.show(opener, query ? "start" : "end");
  }

  protected title() {
    return this.bar.t("new.title");
  }

  protected submitLabel() {
    return this.bar.t("new.submit");
  }

  protected body() {
    const { problem } = this;
    const { t } = this.bar;
    const g = this.#guess;
    return html`
      <div class="pair">
        ${field({ name: "first_name", label: t("new.first"), value: g.first_name, required: true, first: true, error: problem?.about("first_name") })}
        ${field({ name: "last_name", label: t("new.last"), value: g.last_name, required: true, error: problem?.about("last_name") })}
      </div>
      ${field({ name: "email", label: t("new.email"), type: "email", value: g.email, required: true, error: problem?.about("email") })}
      ${field({ name: "phone", label: t("new.phone"), type: "tel", value: g.phone ?? "", hint: t("common.optional"), error: problem?.about("phone") })}
    `;
  }

  protected async send(form: HTMLFormElement) {
    const phone = read(form, "phone");
    const body: Body = { first_name: read(form, "first_name"), last_name: read(form, "last_name"), email: read(form, "email"), ...(phone && { phone }) };
    this.#guess = body;
    const { id } = await api.createCustomer(body);
    this.hide();
    await this.bar.start.begin({ id, name: `${body.first_name} ${body.last_name}` });
  }
}

/** What was searched for is most likely the e-mail, the phone or the name of the new customer. */
function guess(query: string): Body {
  const q = query.trim();
  const empty = { first_name: "", last_name: "", email: "", phone: "" };
  if (q.includes("@")) return { ...empty, email: q };
  if (/^[+\d][\d\s()/.-]+$/.test(q)) return { ...empty, phone: q };
  const words = q.split(/\s+/);
  const last = words.length > 1 ? words.pop()! : "";
  return { ...empty, first_name: words.join(" "), last_name: last };
}
