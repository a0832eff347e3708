// A shop of its own for a test file: the program as built, on either engine, with the demo data.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
/** The debug build, or another one: `UNDERSTUDY_PROGRAM=/path/to/understudy`. */
const PROGRAM = process.env.UNDERSTUDY_PROGRAM ?? fileURLToPath(new URL("../target/debug/understudy", import.meta.url));
/** An empty shop is filled first; a debug build on a busy machine takes its time. */
const START_MS = 180_000;
/** Open streams end within a second; a stop takes no longer than this. */
const STOP_MS = 20_000;
/** The settings of whoever runs the tests stay outside. */
const ENVIRONMENT = { PATH: process.env.PATH, HOME: process.env.HOME };

export const ENGINES = { SQLite: async () => null, PostgreSQL: newDatabase };

/** Starts a shop on this engine and waits until it says where it is. */
export async function openShop(engine) {
  const database = await ENGINES[engine]();
  const data = await mkdtemp(path.join(tmpdir(), "understudy-e2e-"));
  const store = ["--data", data, ...(database ? ["--database", database.url] : [])];
  const server = spawn(PROGRAM, ["serve", ...store, "--listen", "127.0.0.1:0", "--listen-pay", "localhost:0", "--log", "warn"], {
    env: ENVIRONMENT,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said = [];
  const ended = once(server, "exit");
  const origin = await address(server, said).catch(async (error) => {
    server.kill();
    await ended;
    await rm(data, { recursive: true });
    await database?.drop();
    throw error;
  });
  return {
    origin,
    engine,
    /** What it wrote to its log. */
    said,
    /** Runs another verb of the program on the same store. */
    verb: (...words) => run(PROGRAM, words, { env: ENVIRONMENT }).then(({ stdout, stderr }) => ({ code: 0, stdout, stderr }), failed),
    store,
    data,
    async close() {
      server.kill("SIGTERM");
      const hangs = setTimeout(() => server.kill("SIGKILL"), STOP_MS);
      const [code] = await ended;
      clearTimeout(hangs);
      await rm(data, { recursive: true });
      await database?.drop();
      assert.equal(code, 0, `the program ended with ${code}:\n${said.join("\n")}`);
    },
  };
}

function failed({ code, stdout, stderr }) {
  if (typeof code !== "number") throw new Error(`the program could not be run: ${stderr}`);
  return { code, stdout, stderr };
}

async function address(server, said) {
  const late = AbortSignal.timeout(START_MS);
  const lines = createInterface({ input: server.stderr, signal: late });
  const found = new Promise((resolve) => {
    lines.on("line", (line) => {
      said.push(line);
      const [, origin] = /^\s*Shop\s+(http:\/\/\S+?)\/$/.exec(line) ?? [];
      if (origin) resolve(origin);
    });
  });
  const gone = once(lines, "close").then(() => assert.fail(`no address was printed:\n${said.join("\n")}`));
  return Promise.race([found, gone]);
}

/** A new database on the server that `tools/postgres` started, and on no other. */
async function newDatabase() {
  const base = process.env.UNDERSTUDY_TEST_POSTGRES;
  assert.ok(base, "UNDERSTUDY_TEST_POSTGRES is not set: run this through tools/postgres run -- COMMAND");
  const psql = (...commands) => {
    const each = commands.flatMap((command) => ["-c", command]);
    return run("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", base, ...each]).then(({ stdout }) => stdout.trim());
  };
  const folder = await psql("SHOW data_directory");
  assert.equal(folder, process.env.UNDERSTUDY_TEST_POSTGRES_DIR, "this is not the server that tools/postgres started");
  const name = `e2e_${process.pid}_${Date.now()}`;
  await psql(`CREATE DATABASE ${name}`);
  return {
    url: base.replace(/\/[^/?]*(?=\?|$)/, `/${name}`),
    drop: () => psql(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
