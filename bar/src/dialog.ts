/** Popovers of the bar: they live in the top layer, hang below the bar, and are bottom sheets where it is narrow. */

/** Shows the popover below its opener, aligned with it and kept inside the window; focus goes to its first field. */
export function openBelow(popover: HTMLElement, opener: Element, align: "start" | "end" = "start"): void {
  place(popover, opener, align);
  if (!popover.matches(":popover-open")) popover.showPopover();
  popover.querySelector<HTMLElement>("[data-first]")?.focus();
}

/** Tells the style sheet where the opener is; called again when the window changes. */
export function place(popover: HTMLElement, opener: Element, align: "start" | "end"): void {
  const box = opener.getBoundingClientRect();
  const root = opener.getRootNode() as ShadowRoot;
  const bar = root.host.getBoundingClientRect();
  const rtl = getComputedStyle(root.host).direction === "rtl";
  const atLeft = (align === "start") !== rtl;
  popover.classList.toggle("at-left", atLeft);
  popover.style.setProperty("--edge", `${Math.round(atLeft ? box.left : window.innerWidth - box.right)}px`);
  popover.style.setProperty("--below", `${Math.round(bar.bottom)}px`);
}
