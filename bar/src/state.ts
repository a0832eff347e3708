/**
 * What the server tells the bar: the `state` attribute of `<understudy-bar>`, as JSON.
 * Times are microseconds since 1970-01-01 UTC, amounts are minor units of their currency.
 */

export interface Money {
  amount: number;
  currency: string;
}

export interface Cart {
  total: Money;
  items: number;
}

export interface Site {
  id: string;
  name: string;
  /** Where the site's shop begins; with it the agent's menu offers the way there. */
  url?: string;
}

export interface Agent {
  name: string;
  roles: string[];
}

export interface Policy {
  reason_required: boolean;
  ticket_required: boolean;
  sites: Site[];
}

export interface CustomerName {
  id: string;
  name: string;
}

export interface Customer extends CustomerName {
  number: string;
  email: string;
}

/** A running assist session, as `GET {base}/v1/assist-session` answers it. */
export interface Session {
  id: string;
  tab: number;
  customer: Customer;
  started_at: number;
  /** When the session ends without an act of the agent. */
  idle_until: number;
  /** When it ends in any case. */
  until: number;
  /** The server's clock at the time of the answer. */
  now: number;
  may: { place_order: boolean; edit: boolean };
  cart: Cart;
  /** Other agents who help the same customer now. */
  helpers: string[];
  /** Until then the start can be taken back; null afterwards. */
  undo_until: number | null;
  acts: number;
}

export interface InitialState {
  phase: "signed_out" | "idle" | "active";
  /** "" outside a session, "/as/{n}" within one. */
  base: string;
  /** The shop's first page here, base included. */
  shop: string;
  site: Site;
  locale: string;
  agent: Agent | null;
  policy: Policy | null;
  session: Session | null;
  /** Carts waiting to be taken; absent or null where the role takes none. */
  handed_over?: number | null;
}

/** What the bar shows. It begins as the server says and moves by what the agent does. */
export type Phase =
  | "hidden"
  | "signed_out"
  | "signing_in"
  | "idle"
  | "searching"
  | "starting"
  | "consent_needed"
  | "denied"
  | "active"
  | "expiring"
  | "ending"
  | "ended";

export type EndedBy = "supervisor" | "customer" | "timeout" | "agent" | "revoked";

/** How a session ended: who did it, under which name where somebody else did, and why. */
export interface Ending {
  by: EndedBy;
  by_name?: string | null;
  reason?: string | null;
}

export const NO_POLICY: Policy = { reason_required: false, ticket_required: false, sites: [] };

/** The attribute's value, or null when it is missing or no JSON object: the bar then stays hidden. */
export function readState(json: string | null): InitialState | null {
  if (!json) return null;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && "phase" in value ? (value as InitialState) : null;
  } catch {
    return null;
  }
}

/** The shop's first page outside every assist session. */
export function shopWithoutSession(state: InitialState): string {
  return state.shop.slice(state.base.length) || "/";
}

/** This page without the bar; the server forgets that it was asked for. */
export function addressWithoutBar(here: string): string {
  const url = new URL(here);
  url.searchParams.set("asm", "false");
  return url.pathname + url.search + url.hash;
}
