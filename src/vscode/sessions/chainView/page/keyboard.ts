/** How the arrow keys move through the nodes; rows and columns alike, as the picture is either. */
const MOVES: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowRight: (index) => index + 1,
  ArrowDown: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_index, last) => last,
};

/** Lets the arrow keys, Home and End move the focus between the items of `list`; Tab goes in and out of it. */
export function moveByKeys(list: HTMLElement): void {
  list.addEventListener('keydown', (event) => {
    const item = event.target;
    const move = MOVES[event.key];
    // Keys with modifiers are VS Code's, and keys on a button are the button's.
    if (!move || !(item instanceof HTMLLIElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const items = itemsOf(list);
    const next = items[Math.max(0, Math.min(items.length - 1, move(items.indexOf(item), items.length - 1)))];
    event.preventDefault();
    next?.focus();
  });
  list.addEventListener('focusin', ({ target }) => {
    const item = target instanceof Element ? target.closest('li') : null;
    if (item) makeTabStop(list, item);
  });
}

/** Makes `item`, or else the first one, the only item that Tab stops at. */
export function makeTabStop(list: HTMLElement, item: HTMLLIElement | undefined): void {
  const items = itemsOf(list);
  const stop = item && items.includes(item) ? item : items[0];
  for (const other of items) other.tabIndex = other === stop ? 0 : -1;
}

function itemsOf(list: HTMLElement): HTMLLIElement[] {
  return [...list.querySelectorAll('li')];
}
