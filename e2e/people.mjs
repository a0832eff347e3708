// The demo's people, and how each of them comes in.

/** Staff sign in with first name, hyphen, "northlight". */
const staff = (name) => ({ email: `${name}@northlight.example`, password: `${name}-northlight` });
const HARU = { email: "haru.tanaka@mail.example", password: "haru-northlight" };

/** The EU shop in English. */
export const SHOP = "/eu/en/EUR";

/** A customer at the shop's own door. */
export async function signInAsHaru(haru) {
  await haru.page.goto(`${SHOP}/sign-in`);
  await haru.fill("E-mail", HARU.email);
  await haru.fill("Password", HARU.password);
  await haru.click(haru.page.locator("main").getByRole("button", { name: "Sign in" }));
  await haru.page.getByLabel("Account of Haru").first().waitFor();
}

/** Staff at the back office. */
export async function signInAtOffice(person, name, page = "/office") {
  await person.page.goto(page);
  await enterAs(person, name);
  await person.page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}

/** An agent signs in at `/agent/login`, which leads to the shop with the bar on. */
export async function signInAtAgentsDoor(person, name) {
  await person.page.goto("/agent/login");
  await enterAs(person, name);
  await person.phase("idle");
}

/** The same, and on to the search that needs no script. */
export async function signInAsAgent(person, name) {
  await signInAtAgentsDoor(person, name);
  await person.page.goto("/agent/login");
  await person.field("Find customer, order, phone…").waitFor();
}

/** Fills in the sign-in form of the page. */
export async function enterAs(person, name) {
  const { email, password } = staff(name);
  await person.fill("E-mail", email);
  await person.fill("Password", password);
  await person.click(person.button("Sign in"));
}

/** An agent in the bar above the shop; the form is there already. */
export async function signInAtBar(person, name) {
  const { email, password } = staff(name);
  await person.phase("signed_out");
  await person.fillInBar("Sign-in name", email);
  await person.fillInBar("Password", password);
  await person.press("Enter");
  await person.phase("idle");
}

/** From the search in the bar, which has the focus, to the customer's shop. */
export async function assistHaru(person) {
  await person.focusIn("search");
  await person.type("tan");
  await person.bar('#option-0[aria-selected="true"] .name', { hasText: "Haru Tanaka" }).waitFor();
  await person.press("Enter");
  await person.page.waitForURL(/\/as\/\d+\//);
  await person.phase("active");
}
