/** Texts and formats of one locale. */
import { de } from "./locales/de.js";
import { en, type Key } from "./locales/en.js";
import type { Money } from "./state.js";

/** Keys with a `.one` and an `.other` form, without that ending. */
type Counted = Key extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never;
type Values = Record<string, string | number>;

const CATALOGUES: Record<string, Record<Key, string>> = { en, de };

export class Texts {
  readonly #catalogue: Record<Key, string>;
  readonly #plural: Intl.PluralRules;

  /** A locale without a catalogue of its own reads English texts and keeps its own formats. */
  constructor(readonly locale: string) {
    this.#catalogue = CATALOGUES[locale.split("-")[0] ?? ""] ?? en;
    this.#plural = new Intl.PluralRules(locale);
  }

  t(key: Key, values: Values = {}): string {
    return this.#catalogue[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }

  count(base: Counted, n: number, values: Values = {}): string {
    const form = this.#plural.select(n) === "one" ? "one" : "other";
    return this.t(`${base}.${form}` as Key, { n: this.number(n), ...values });
  }

  number(n: number): string {
    return new Intl.NumberFormat(this.locale).format(n);
  }

  money({ amount, currency }: Money): string {
    const format = new Intl.NumberFormat(this.locale, { style: "currency", currency });
    return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  }

  names(names: string[]): string {
    return new Intl.ListFormat(this.locale).format(names);
  }

  /** English as such writes moments as the shop's pages do: 21 Nov 2026, 14:59. */
  get #dated(): string {
    return this.locale === "en" ? "en-GB" : this.locale;
  }

  /** Time of day, for example 14:59. */
  time(micros: number): string {
    return new Intl.DateTimeFormat(this.#dated, { hour: "2-digit", minute: "2-digit" }).format(micros / 1000);
  }

  date(micros: number): string {
    return new Intl.DateTimeFormat(this.#dated, { dateStyle: "medium" }).format(micros / 1000);
  }

  /** How long ago, in the largest fitting unit. */
  ago(micros: number, now = Date.now()): string {
    const minutes = Math.round((micros / 1000 - now) / 60_000);
    const format = new Intl.RelativeTimeFormat(this.locale, { numeric: "auto", style: "short" });
    if (minutes > -60) return format.format(minutes, "minute");
    if (minutes > -1440) return format.format(Math.round(minutes / 60), "hour");
    return format.format(Math.round(minutes / 1440), "day");
  }
}

/** Seconds as 9:05 or 1:02:09. */
export function countdown(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(s / 60) % 60;
  const hours = Math.floor(s / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}
