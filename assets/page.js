// Small comforts for pages that already work without scripts.
const root = document.documentElement;
root.classList.add("js");

const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

// A popover closes on Escape and on a click elsewhere.
const openPopovers = () => document.querySelectorAll("details.popover[open]");
document.addEventListener("click", (event) => {
  for (const popover of openPopovers()) if (!popover.contains(event.target)) popover.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const popover of openPopovers()) {
    popover.open = false;
    popover.querySelector("summary")?.focus();
  }
});

document.addEventListener("click", (event) => {
  closest(event, "[data-dismiss]")?.closest(".toast")?.remove();
  if (closest(event, "[data-print]")) window.print();
  if (closest(event, "[data-reload]")) window.location.reload();
  const opener = closest(event, "[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (closest(event, "[data-closes]")) closest(event, "dialog")?.close();
});

document.addEventListener("click", async (event) => {
  const button = closest(event, "[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.classList.add("is-copied");
  const told = button.querySelector("[data-copied]");
  if (told) told.hidden = false;
});

document.addEventListener("click", (event) => {
  const button = closest(event, "[data-step]");
  if (!button) return;
  const input = button.closest("[data-stepper]").querySelector("input");
  const before = input.value;
  Number(button.dataset.step) > 0 ? input.stepUp() : input.stepDown();
  if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const control = closest(event, "[data-autosubmit]");
  if (control && control.reportValidity()) control.form.requestSubmit();
});

// A part of a form may be asking for something (the totals, once a way of shipping is chosen). Sent before the answer
// is there, the form would say what is out of date, so it waits.
const asking = new Map();
const waiting = new Map();
document.addEventListener("htmx:before:request", (event) => asking.set(event.detail.ctx, closest(event, "form")));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = asking.get(ctx);
  asking.delete(ctx);
  const button = waiting.get(form);
  if (button === undefined) return;
  waiting.delete(form);
  form.requestSubmit(button);
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ([...asking.values()].includes(form)) {
    event.preventDefault();
    waiting.set(form, event.submitter);
  } else if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "true";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Parts of a form that matter only for one choice: shown for `data-when="name=value"`.
const showDependents = () => {
  for (const part of document.querySelectorAll("[data-when]")) {
    const [name, value] = part.dataset.when.split("=");
    const chosen = document.querySelector(`[name="${CSS.escape(name)}"]:checked`);
    part.hidden = chosen?.value !== value;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = part.hidden;
  }
};
document.addEventListener("change", showDependents);
showDependents();

// One event stream per visible page; each event becomes `live:<name>` on the body. Where events were missed, all
// that is live is asked again.
const address = document.body.dataset.live;
let stream = null;
const topics = (document.body.dataset.liveTopics ?? "").split(" ").filter(Boolean);
const tell = (topic) => document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { bubbles: true }));
const tellAll = () => topics.forEach(tell);
const listen = () => {
  stream?.close();
  stream = null;
  if (!address || document.hidden) return;
  stream = new EventSource(address);
  for (const topic of topics) stream.addEventListener(topic, () => tell(topic));
  stream.addEventListener("lost", tellAll);
};
// What happened while the page was hidden was not heard.
document.addEventListener("visibilitychange", () => {
  listen();
  if (stream) tellAll();
});
// In an agent's tab the bar hears of the cart.
document.addEventListener("assist:cart:changed", () => tell("cart"));
// Nobody acts here any more, so nothing may look as if.
document.addEventListener("assist:session:end", () => document.querySelector(".acting-edge")?.remove());
window.addEventListener("pagehide", () => stream?.close());
listen();

// A form answered in place is sent again as a new request, so it needs a new idempotency key.
document.addEventListener("htmx:after:request", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (!form || event.detail.ctx.response.status >= 500) return;
  delete form.dataset.sent;
  const key = form.querySelector("input[name=_key]");
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (key) key.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
});

// A strip of tabs that scrolls shows the one you are on.
document.querySelector(".account__nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
