/** What the page objects read from an element inside the page; the DOM's own types would let `src` use them too. */
export interface RenderedElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): RenderedElement | null;
}

/** For `Locator.evaluateAll`: what a screen reader says of each element. */
export function accessibleNames(elements: readonly RenderedElement[]): string[] {
  return elements.map((element) => element.getAttribute('aria-label') ?? '');
}
