/** Keeps the page clear of the bar: anchors and focused fields stop below it, sticky headers can follow it. */

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :root { --assist-offset: var(--assist-height, 48px); scroll-padding-block-start: calc(var(--assist-offset) + 8px); }
  @media (pointer: coarse) { :root { --assist-offset: var(--assist-height, 56px); } }
`);

export function reserve(on: boolean): void {
  const others = document.adoptedStyleSheets.filter((s) => s !== sheet);
  document.adoptedStyleSheets = on ? [...others, sheet] : others;
}
