/** Focuses an element, or does once the page has the focus: until then it is the person's, who may be typing elsewhere. */
export function takeFocus(element: HTMLElement): void {
  if (document.hasFocus()) {
    element.focus();
    return;
  }
  window.addEventListener('focus', () => element.isConnected && element.focus(), { once: true });
}
