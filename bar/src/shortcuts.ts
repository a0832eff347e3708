/** The two global shortcuts, and the letters that work while the bar has focus. */
import type { UnderstudyBar } from "./bar.js";

const TYPING = "input:not([type=checkbox]), textarea, select";

export class Shortcuts {
  /** Where the focus was on the page before it came to the bar. */
  #onPage: HTMLElement | null = null;

  constructor(private readonly bar: UnderstudyBar) {}

  listen(on: boolean): void {
    if (on) window.addEventListener("keydown", this.#global);
    else window.removeEventListener("keydown", this.#global);
  }

  readonly #global = (e: KeyboardEvent) => {
    const { bar } = this;
    if (e.defaultPrevented || bar.phase === "hidden") return;
    if (e.key === "Escape" && bar.phase === "starting") return bar.start.cancel();
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return;
    if (e.key.toLowerCase() === "k" && bar.mayFind) this.#take(e, () => bar.findCustomer());
    else if (e.key === ".") this.#take(e, () => this.#swap());
  };

  #take(e: KeyboardEvent, act: () => void): void {
    e.preventDefault();
    if (!this.bar.hasFocus && document.activeElement instanceof HTMLElement) this.#onPage = document.activeElement;
    act();
  }

  #swap(): void {
    const { bar } = this;
    if (!bar.hasFocus) return bar.focus();
    (bar.shadowRoot!.activeElement as HTMLElement | null)?.blur();
    const back = this.#onPage?.isConnected && this.#onPage !== document.body ? this.#onPage : document.querySelector<HTMLElement>("main");
    back?.focus();
  }

  /** Keys pressed within the bar. */
  readonly inside = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
    const from = e.composedPath()[0] as Element;
    if (e.key === "Escape") return this.#back();
    if (from.matches(TYPING) || from.closest("[popover]:popover-open:not(#notice)")) return;
    if (this.#letter(e.key)) e.preventDefault();
  };

  /** An open popover closes itself on Escape, so only what lies behind is left to do here. */
  #back(): void {
    const { bar } = this;
    if (bar.shadowRoot!.querySelector("[popover=auto]:popover-open")) return;
    if (bar.notice.current) bar.notice.close();
    else if (bar.phase === "signed_out") bar.hide();
  }

  #letter(key: string): boolean {
    const { bar } = this;
    if (key === "?" && bar.server?.agent) bar.menu.showShortcuts();
    else if (key === "n" && bar.session) bar.active.notes();
    else if (key === "e" && bar.session) bar.active.end();
    else if (key === "n" && bar.mayFind) bar.newCustomer.open(bar.find("#new-open")!);
    else return false;
    return true;
  }
}
