// Builds `assets/bar.js`, the one file a page loads. `--verify` builds in memory and compares with the committed file.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const OUT = fileURLToPath(new URL("../assets/bar.js", import.meta.url));
/** Compressed bytes that may not be passed. Of what is there, Lit is 5.6 KB, the two catalogues 4.4, the style sheets 4. */
export const BUDGET_GZ = 29 * 1024;

/** Style sheets become minified strings, so that the element can adopt them as constructable sheets. */
const styleSheets = {
  name: "style-sheets",
  setup(b) {
    b.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "chrome123" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** Line breaks and indentation inside Lit templates are layout of the source, not of the page. */
const templates = {
  name: "templates",
  setup(b) {
    b.onLoad({ filter: /src\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/(?<=>|html`)\s*\n\s+(?=<|\$\{)/g, "").replace(/(?<=\})\s*\n\s+(?=<\/?[a-z]|\$\{)/g, "").replace(/\s*\n\s+(?=[?@.a-z-]+=["$])/g, " "), loader: "ts" };
    });
  },
};

/** The bundle's bytes; the same sources give the same bytes. */
export async function bundle() {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("src/bar.ts", import.meta.url))],
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    banner: { js: "/*! Understudy bar, MIT OR Apache-2.0. Contains Lit (BSD-3-Clause, Google LLC) and Lucide icons (ISC). */" },
    conditions: ["production"],
    plugins: [styleSheets, templates],
    write: false,
  });
  return result.outputFiles[0].contents;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await bundle();
  const size = gzipSync(bytes, { level: 9 }).length;
  if (size > BUDGET_GZ) throw new Error(`bar.js is ${size} bytes compressed; the budget is ${BUDGET_GZ}`);
  if (process.argv.includes("--verify")) {
    const committed = await readFile(OUT).catch(() => Buffer.alloc(0));
    if (!committed.equals(bytes)) throw new Error("assets/bar.js differs from its sources: run `npm run build` in bar/");
  } else {
    await writeFile(OUT, bytes);
  }
  console.log(`assets/bar.js ${bytes.length} bytes, ${size} compressed`);
}
