// Every state of the bar and how to come there, for screenshots and for the accessibility check.

const inBar = (page, selector) => page.locator(`understudy-bar ${selector}`);
const type = (text) => async (page) => {
  await inBar(page, "#search").pressSequentially(text);
  await inBar(page, "#results-panel:popover-open").waitFor();
};
const click = (selector, then) => async (page) => {
  await inBar(page, selector).first().click();
  await inBar(page, then).waitFor();
};
/** A button of the row where there is room for it, else the same entry of the bottom sheet. */
const reach = (selector, entry, then) => async (page) => {
  if (!(await inBar(page, selector).isVisible())) {
    await inBar(page, "#who").click();
    return click(`#details ${entry}`, then)(page);
  }
  return click(selector, then)(page);
};
const start = (query, then) => async (page) => {
  await type(query)(page);
  await page.keyboard.press("Enter");
  await inBar(page, then).waitFor();
};

/** name: [scenario, steps] */
export const STATES = {
  signed_out: ["signed_out"],
  sign_in_refused: ["signed_out", async (page) => {
    if (!(await inBar(page, "#login").isVisible())) await inBar(page, "#sign-in-open").click();
    await inBar(page, "#login").fill("sarah");
    await inBar(page, "#password").fill("wrong");
    await page.keyboard.press("Enter");
    await inBar(page, "#notice:popover-open").waitFor();
  }],
  idle: ["idle"],
  searching: ["idle", type("ha")],
  no_match: ["idle", type("zzyzx")],
  short: ["idle", type("h")],
  new_customer: ["idle", click("#new-open", "#new-customer:popover-open")],
  starting: ["idle", async (page, mock) => (((mock.startDelay = 60_000)), start("haru.t", ".title.busy")(page))],
  password: ["password", start("haru.t", "#start:popover-open")],
  reason: ["reason", start("haru.t", "#start:popover-open")],
  consent_needed: ["idle", start("jose+", "#notice:popover-open")],
  denied: ["idle", start("harold", "#notice:popover-open")],
  manager: ["manager", click("[part=chip]", "#handed:popover-open")],
  menu: ["idle", click("#menu-open", "#menu:popover-open")],
  shortcuts: ["idle", async (page) => (await click("#menu-open", "#menu:popover-open")(page), click("#menu .entry:has(kbd)", "#keys:popover-open")(page))],
  started: ["started", async (page) => inBar(page, "#notice:popover-open").waitFor()],
  active: ["active"],
  details: ["active", click("#who", "#details:popover-open")],
  switching: ["active", async (page) => (await page.keyboard.press("Control+k"), type("hannah")(page))],
  new_tab: ["active", async (page) => (await page.keyboard.press("Control+k"), start("hannah", "#start:popover-open")(page))],
  limited: ["limited"],
  readonly: ["readonly"],
  raising: ["readonly", reach("#raise-open", ".entry >> nth=1", "#raise:popover-open")],
  expiring: ["expiring"],
  final: ["final"],
  notes: ["active", reach("#notes-open", ".entry >> nth=0", "#notes:popover-open")],
  ending: ["active", click("#end-open", "#end:popover-open")],
  ended: ["active", async (page, mock) => {
    mock.over = { by: "supervisor", by_name: "Victor Moreau", reason: "Wrong customer" };
    await page.evaluate(() => document.dispatchEvent(new Event("assist:acted")));
    await inBar(page, "#notice:popover-open").waitFor();
  }],
  offline: ["offline", async (page) => inBar(page, ".offline").waitFor()],
};

/** Opens a page in the state and gives the mock behind it. */
export async function enter(page, server, name, query = "") {
  const [scenario, steps] = STATES[name];
  await page.goto(`${server.origin}/demo?scenario=${scenario}${query}`);
  await page.locator("understudy-bar .frame").waitFor();
  const { value } = (await page.context().cookies()).find((c) => c.name === "mock");
  const mock = server.mocks.get(value);
  await steps?.(page, mock);
  return mock;
}
