// Pictures of every state: node dev/shots.mjs OUT_DIR [state…]
import { mkdir } from "node:fs/promises";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";
import { enter, STATES } from "./states.mjs";

const [out, ...wanted] = process.argv.slice(2);
if (!out) throw new Error("say where the pictures go");
await mkdir(out, { recursive: true });
const server = await serve();
const browser = await launch();
const LOOKS = [[1280, "light", "&theme=light"], [1280, "dark", "&theme=dark"], [768, "light", "&theme=light"], [375, "light", "&theme=light"], [320, "dark", "&theme=dark"], [1280, "rtl", "&theme=light&dir=rtl"], [768, "de", "&theme=light&locale=de"]];
for (const [width, look, query] of LOOKS) {
  const touch = width < 640;
  const context = await browser.newContext({ viewport: { width, height: touch ? 640 : 460 }, hasTouch: touch, isMobile: touch });
  for (const name of wanted.length ? wanted : Object.keys(STATES)) {
    const page = await context.newPage();
    try {
      await enter(page, server, name, query);
      await page.evaluate(() => Promise.all(document.querySelector("understudy-bar").shadowRoot.getAnimations().filter((a) => a.effect.getTiming().iterations === 1).map((a) => a.finished)));
      await page.screenshot({ path: `${out}/${name}-${width}-${look}.png` });
    } catch (error) {
      console.error(`${name} ${width} ${look}: ${error.message.split("\n")[0]}`);
    }
    await page.close();
  }
  await context.close();
}
await browser.close();
await server.close();
