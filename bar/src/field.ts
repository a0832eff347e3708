/** One labelled form field, with its complaint. */
import { html, nothing, type TemplateResult } from "lit";

export interface FieldOptions {
  name: string;
  label: string;
  value?: string;
  type?: string;
  autocomplete?: AutoFill;
  required?: boolean;
  hint?: string;
  error?: string | undefined;
  first?: boolean;
  input?: (value: string) => void;
}

export function field(f: FieldOptions): TemplateResult {
  const complaint = `${f.name}-error`;
  return html`<div class="field">
    <label for=${f.name}>${f.label}${f.hint ? html` <span class="faint">${f.hint}</span>` : nothing}</label>
    <input id=${f.name} name=${f.name} type=${f.type ?? "text"} autocomplete=${f.autocomplete ?? "off"} maxlength="500"
      .value=${f.value ?? ""} ?required=${f.required ?? false} ?data-first=${f.first ?? false}
      aria-invalid=${f.error ? "true" : "false"} aria-describedby=${f.error ? complaint : nothing}
      @input=${(e: Event) => f.input?.((e.target as HTMLInputElement).value)} />
    ${f.error ? html`<p class="complaint" id=${complaint}>${f.error}</p>` : nothing}
  </div>`;
}

/** The trimmed text of a form's field. */
export function read(form: HTMLFormElement, name: string): string {
  return String(new FormData(form).get(name) ?? "").trim();
}
