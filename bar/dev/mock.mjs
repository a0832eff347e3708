// A server's answers, made up: enough to walk the bar through every state without a shop behind it.

const micros = (ms) => Math.round(ms * 1000);
const NAMES = [
  ["Haru Tanaka", "C1003", "haru.tanaka@example.jp", "4471", "Kyoto", ["live"]],
  ["Harumi Tanabe", "C1188", "harumi@example.jp", "0912", "Osaka", ["vip"]],
  ["Hannah Richter", "C2044", "hannah.richter@example.de", "7730", "Leipzig", []],
  ["Hannah Richter", "C2977", "h.richter@example.de", "1206", "Bremen", []],
  ["José Hernández", "C3120", "jose+shop@example.es", "5540", "Sevilla", ["no_consent"]],
  ["Harold Finch", "C3381", "harold.finch@example.com", "3301", "Leeds", ["disabled"]],
  ["Sophie Harmand", "C3555", "sophie.harmand@example.fr", "2218", "Lyon", []],
  ["Aaltje van den Hartogh-Wassenaar", "C4102", "aaltje.van.den.hartogh-wassenaar@example.nl", "6604", "Groningen", ["locked"]],
  ["Maya Hardwick", "C4417", "maya.h@example.com", null, null, []],
];
const fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export const customers = NAMES.map(([name, number, email, phone_tail, city, badges], i) => ({
  id: `cust_${i}`,
  name,
  number,
  email,
  phone_tail,
  city,
  last_order: i % 3 === 2 ? null : { number: `O-${20410 - i * 37}`, placed_at: micros(Date.UTC(2026, 9, 28 - i * 3)) },
  badges,
  assisted_by: i === 1 ? ["Tom"] : [],
}));

const REFUSED = {
  cust_4: { status: 403, type: "/problems/consent-required" },
  cust_5: { status: 409, type: "/problems/customer-disabled" },
  cust_7: { status: 423, type: "/problems/customer-locked" },
  cust_1: { status: 409, type: "/problems/already-assisted", agents: ["Tom Okafor"] },
};

function session(now, changes = {}) {
  const { id, name, number, email } = customers[0];
  return {
    id: "assist_1", tab: 3, customer: { id, name, number, email },
    started_at: micros(now - 60_000), idle_until: micros(now + 600_000), until: micros(now + 3_540_000), now: micros(now),
    may: { place_order: true, edit: true }, cart: { total: { amount: 12900, currency: "EUR" }, items: 3 },
    helpers: [], undo_until: null, acts: 4, ...changes,
  };
}

const SESSIONS = {
  active: () => ({}),
  started: (now) => ({ started_at: micros(now), undo_until: micros(now + 5000), acts: 0 }),
  expiring: (now) => ({ idle_until: micros(now + 42_000) }),
  final: (now) => ({ until: micros(now + 100_000) }),
  limited: () => ({ may: { place_order: false, edit: true }, helpers: ["Tom Okafor"] }),
  readonly: () => ({ may: { place_order: false, edit: false } }),
  offline: () => ({}),
};

/** The state attribute for a scenario, a key of SESSIONS or one of signed_out, idle, manager, reason, password. */
export function initialState(scenario, locale = "en", now = Date.now()) {
  const running = SESSIONS[scenario];
  const base = running ? "/as/3" : "";
  return {
    phase: running ? "active" : scenario === "signed_out" ? "signed_out" : "idle",
    base, shop: `${base}/eu/en/EUR`, site: { id: "eu", name: "EU store" }, locale,
    agent: scenario === "signed_out" ? null : { name: "Sarah Lindqvist", roles: scenario === "manager" ? ["Sales manager"] : ["Agent"] },
    policy: { reason_required: scenario === "reason", ticket_required: false, sites: [{ id: "eu", name: "EU store", url: "/eu/en/EUR" }, { id: "us", name: "US store", url: "/us/en/USD" }] },
    session: running ? session(now, running(now)) : null,
    handed_over: scenario === "manager" ? 2 : null,
  };
}

/** The mock's memory for one browser: which calls came, who listens, what to answer next. */
export class Mock {
  calls = [];
  streams = new Set();
  searchDelay = 0;
  startDelay = 0;
  aborted = 0;
  over = null;
  signedOut = false;
  proved = false;
  state;

  constructor(scenario, locale) {
    this.scenario = scenario;
    this.state = initialState(scenario, locale);
  }

  /** [status, body, headers] for one call, or null for a path the bar has no business with. */
  async answer(method, path, query, body) {
    const route = `${method} ${path.replace(/^\/as\/\d+/, "")}`;
    if (this.signedOut && route !== "POST /v1/staff/sign-in") return [401, { type: "/problems/not-signed-in" }];
    switch (route) {
      case "POST /v1/staff/sign-in": return this.#signIn(body);
      case "POST /v1/staff/password/confirm": return this.#confirm(body);
      case "GET /v1/staff/me": return [200, { name: "Sarah Lindqvist", roles: ["Agent"], may: ["assist.start"] }];
      case "POST /v1/staff/sign-out": return [204];
      case "GET /v1/customers/search": return this.#search(query.get("q"));
      case "POST /v1/customers": return this.#create(body);
      case "POST /v1/assist-sessions": return this.#start(body);
      case "GET /v1/carts/handed-over": return [200, { items: handedOver() }];
      case "GET /v1/assist-session": return this.over ? [410, { type: "/problems/session-ended", ...this.over }] : [200, this.#session()];
      case "POST /v1/assist-session/stay": return this.#renew("idle_until", 600_000);
      case "POST /v1/assist-session/extend": return this.#renew("until", 1_800_000);
      case "POST /v1/assist-session/raise": return this.#raise();
      case "POST /v1/assist-session/notes": return body.text === "fail" ? [500, { type: "about:blank", instance: "req_7f3a" }] : [201, {}];
      case "POST /v1/assist-session/end":
      case "POST /v1/assist-session/undo": return [200, { url: "/demo?scenario=idle" }];
      default: return null;
    }
  }

  #session() {
    return { ...this.state.session, now: micros(Date.now()) };
  }

  #renew(what, ms) {
    this.state.session[what] = Math.max(this.state.session[what], micros(Date.now() + ms));
    return [200, this.#session()];
  }

  #raise() {
    this.state.session.may.edit = true;
    return [200, this.#session()];
  }

  #signIn({ login, password }) {
    if (login === "locked") return [423, { type: "/problems/staff-locked" }];
    if (login === "many") return [429, { type: "/problems/too-many-attempts" }, { "Retry-After": "30" }];
    if (password !== "correct horse") return [401, { type: "/problems/wrong-credentials" }];
    this.signedOut = false;
    return [200, { staff: { name: "Sarah Lindqvist", roles: ["Agent"] } }];
  }

  #confirm({ password }) {
    if (password !== "correct horse") return [401, { type: "/problems/sign-in-failed" }];
    this.proved = true;
    return [200, { proved_at: micros(Date.now()) }];
  }

  async #search(q) {
    await new Promise((done) => setTimeout(done, this.searchDelay));
    if (q === "broken") return [503, { type: "about:blank" }];
    const words = fold(q).split(/\s+/);
    if (q.length < 2) return [200, { items: [], more: false, hint: "short" }];
    const hits = customers.filter((c) => words.every((w) => fold(`${c.name} ${c.email} ${c.number} ${c.phone_tail}`).includes(w)));
    return [200, { items: hits.slice(0, 8), more: hits.length > 8, hint: null }];
  }

  #create({ email }) {
    if (email.startsWith("haru.tanaka@")) {
      return [422, { type: "/problems/invalid", errors: [{ pointer: "/email", detail: "This e-mail belongs to another account." }] }];
    }
    return [201, { id: "cust_new" }];
  }

  async #start({ customer, reason }) {
    await new Promise((done) => setTimeout(done, this.startDelay));
    if (this.scenario === "password" && !this.proved) return [401, { type: "/problems/step-up-required" }];
    if (this.state.policy.reason_required && !reason) return [422, { type: "/problems/reason-required" }];
    const refused = REFUSED[customer];
    if (refused) return [refused.status, refused];
    return [201, { id: "assist_2", tab: 4, url: "/demo?scenario=started" }];
  }

  send(event, data) {
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

function handedOver() {
  const now = Date.now();
  return [
    { cart: "cart_1", customer: customers[0].id, name: customers[0].name, total: { amount: 12900, currency: "EUR" }, agent: "Tom Okafor", handed_at: micros(now - 240_000), note: "Wants it before Friday." },
    { cart: "cart_2", customer: customers[3].id, name: customers[3].name, total: { amount: 248050, currency: "EUR" }, agent: "Mina Sato", handed_at: micros(now - 5_400_000), note: "" },
  ];
}
