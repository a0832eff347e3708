// Serves a demo page under the shop's strict Content-Security-Policy, with the bar above it and the mock behind it.
//   node dev/server.mjs [port]     then open /demo?scenario=idle (signed_out, active, expiring, …; &locale=de &dir=rtl &theme=dark)
import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { Mock } from "./mock.mjs";

const BUNDLE = fileURLToPath(new URL("../../assets/bar.js", import.meta.url));
const PAGE_CSS = fileURLToPath(new URL("page.css", import.meta.url));
const escape = (s) => s.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const csp = (nonce) =>
  `default-src 'self'; script-src 'nonce-${nonce}'; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; ` +
  "require-trusted-types-for 'script'; trusted-types htmx assist lit-html; report-uri /csp-report";

function page(mock, { dir, theme }, nonce) {
  const state = escape(JSON.stringify(mock.state));
  const tiles = ["Kettle", "Walnut board", "Wool throw", "Desk lamp", "Cork mat", "Tea set"]
    .map((name, i) => `<li><h2>${name}</h2><p>€${29 + i * 14}.00</p><button type="button">Add ${name}</button></li>`).join("");
  return `<!doctype html><html lang="${mock.state.locale}" dir="${dir}" data-theme="${theme}"><head><meta charset="utf-8"><title>Demo shop</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/page.css"><script type="module" nonce="${nonce}" src="/assets/bar.js"></script></head>
<body><understudy-bar lang="${mock.state.locale}" dir="${dir}" state="${state}"></understudy-bar>
<header><b>Northlight</b><nav aria-label="Shop"><a href="#new">New</a> <a href="#home">Home</a></nav></header>
<main tabindex="-1"><h1>For the house</h1><ul>${tiles}</ul></main></body></html>`;
}

async function json(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

/** Starts the server; `mocks` holds each browser's mock under its cookie, `reports` what the policy refused. */
export async function serve(port = 0) {
  const mocks = new Map();
  const reports = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    const reply = (status, body, headers = {}) => response.writeHead(status, headers).end(body);
    if (url.pathname === "/assets/bar.js") return reply(200, await readFile(BUNDLE), { "Content-Type": "text/javascript" });
    if (url.pathname === "/page.css") return reply(200, await readFile(PAGE_CSS), { "Content-Type": "text/css" });
    if (url.pathname === "/csp-report") return reports.push(await json(request)), reply(204);
    let id = /mock=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
    if (url.pathname === "/demo") {
      id ??= randomUUID();
      const q = url.searchParams;
      const mock = new Mock(q.get("asm") === "false" ? "signed_out" : (q.get("scenario") ?? "idle"), q.get("locale") ?? "en");
      mock.calls = mocks.get(id)?.calls ?? [];
      mocks.set(id, mock);
      const nonce = randomBytes(16).toString("base64");
      return reply(200, page(mock, { dir: q.get("dir") ?? "ltr", theme: q.get("theme") ?? "auto" }, nonce), {
        "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": csp(nonce), "Cache-Control": "no-store", "Set-Cookie": `mock=${id}; HttpOnly; SameSite=Lax`,
      });
    }
    const mock = mocks.get(id);
    if (!mock) return reply(404, "");
    if (url.pathname.endsWith("/v1/events")) {
      if (mock.scenario === "offline") return reply(503, "");
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).write(":\n\n");
      mock.streams.add(response);
      return void request.on("close", () => mock.streams.delete(response));
    }
    response.on("close", () => response.writableFinished || mock.aborted++);
    const body = await json(request);
    mock.calls.push({ method: request.method, path: url.pathname, query: url.search, headers: request.headers, body });
    const [status, answer, headers] = (await mock.answer(request.method, url.pathname, url.searchParams, body)) ?? [404, { type: "about:blank" }];
    const type = status < 400 ? "application/json" : "application/problem+json";
    if (!response.destroyed) reply(status, answer && JSON.stringify(answer), { "Content-Type": type, ...headers });
  });
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  const close = () => (server.closeAllConnections(), new Promise((closed) => server.close(closed)));
  return { origin: `http://127.0.0.1:${server.address().port}`, mocks, reports, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { origin } = await serve(Number(process.argv[2] ?? 4173));
  console.log(`${origin}/demo?scenario=idle`);
}
