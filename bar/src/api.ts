/** Every call the bar makes. Authority lies in the agent's cookies; no call carries a token. */
import type { Agent, CustomerName, EndedBy, Money, Session } from "./state.js";

/** An RFC 9457 problem, or what we make of an answer that is none. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  instance?: string;
  errors?: { pointer: string; detail: string }[];
  /** With `already-assisted`: who is there. */
  agents?: string[];
  /** With 410: how the session ended. */
  by?: EndedBy;
  by_name?: string | null;
  reason?: string | null;
}

export class Problem extends Error {
  constructor(
    /** 0 when no answer came. */
    readonly status: number,
    readonly body: ProblemBody,
    /** Seconds to wait, where the answer said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(body.title ?? `status ${status}`);
  }

  /** The last word of the problem's type, for example `consent-required`. */
  get kind(): string {
    return this.body.type?.split(/[/:#]/).pop() ?? "";
  }

  /** The complaint about one field, if there is one. */
  about(field: string): string | undefined {
    return this.body.errors?.find((e) => e.pointer.endsWith(`/${field}`))?.detail;
  }
}

export interface Found extends CustomerName {
  number: string;
  email: string;
  phone_tail: string | null;
  city: string | null;
  last_order: { number: string; placed_at: number } | null;
  badges: string[];
  assisted_by: string[];
}

export interface SearchAnswer {
  items: Found[];
  more: boolean;
  hint: "short" | null;
}

export interface NewCustomer {
  first_name: string;
  last_name: string;
  email: string;
  phone?: string;
}

export interface Start {
  customer: string;
  cart?: string;
  reason?: string;
  ticket?: string;
  read_only?: boolean;
}

export interface Started {
  id: string;
  tab: number;
  url: string;
}

export interface HandedOver {
  cart: string;
  /** The customer's id. */
  customer: string;
  name: string;
  total: Money;
  agent: string;
  handed_at: number;
  note: string;
}

export interface SignedIn {
  staff: Agent;
}

/** Who is signed in, and what their roles allow. */
export interface Me extends Agent {
  may: string[];
}

const key = () => (crypto.randomUUID() + crypto.randomUUID()).replaceAll("-", "");

async function call<T>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json", "X-Requested-By": "understudy-bar" };
  if (method !== "GET") {
    headers["Content-Type"] = "application/json";
    headers["Idempotency-Key"] = key();
  }
  const response = await fetch(path, {
    method,
    headers,
    credentials: "same-origin",
    cache: "no-store",
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((e: unknown) => {
    if (signal?.aborted) throw e;
    throw new Problem(0, { title: "no connection" });
  });
  const text = await response.text();
  let answer: unknown = {};
  try {
    if (text) answer = JSON.parse(text);
  } catch {
    throw new Problem(response.ok ? 502 : response.status, {});
  }
  if (response.ok) return answer as T;
  const wait = Number(response.headers.get("Retry-After"));
  throw new Problem(response.status, answer as ProblemBody, wait > 0 ? wait : null);
}

const post = <T = object>(path: string, body: object = {}) => call<T>("POST", path, body);

/** Calls the agent makes outside any session. */
export const agent = {
  signIn: (login: string, password: string) => post<SignedIn>("/v1/staff/sign-in", { login, password }),
  me: () => call<Me>("GET", "/v1/staff/me"),
  /** Gives the password again; the cookie is renewed with the answer. */
  confirm: (password: string) => post("/v1/staff/password/confirm", { password }),
  signOut: () => post("/v1/staff/sign-out"),
  search: (q: string, signal: AbortSignal) =>
    call<SearchAnswer>("GET", `/v1/customers/search?q=${encodeURIComponent(q)}`, undefined, signal),
  createCustomer: (customer: NewCustomer) => post<{ id: string }>("/v1/customers", customer),
  start: (start: Start) => post<Started>("/v1/assist-sessions", start),
  handedOver: () => call<{ items: HandedOver[] }>("GET", "/v1/carts/handed-over"),
};

/** Calls within the session under `base` ("/as/{n}"). */
export const session = (base: string) => {
  const root = `${base}/v1/assist-session`;
  return {
    read: () => call<Session>("GET", root),
    stay: () => post<Partial<Session>>(`${root}/stay`),
    extend: (reason: string) => post<Partial<Session>>(`${root}/extend`, { reason }),
    raise: (reason: string) => post(`${root}/raise`, { reason }),
    note: (text: string) => post(`${root}/notes`, { text }),
    end: (summary: string) => post<{ url?: string }>(`${root}/end`, { summary }),
    undo: () => post<{ url?: string }>(`${root}/undo`),
    events: `${base}/v1/events`,
  };
};
