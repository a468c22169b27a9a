/** Lays the nodes out side by side where they all fit without becoming too narrow to read, else below each other. */
export function layOut(list: HTMLElement): void {
  const decide = (): void => {
    const { clientWidth } = document.documentElement;
    const needed = [...list.querySelectorAll<HTMLElement>('li')].reduce(
      (sum, item) => sum + (item.classList.contains('failed') ? WIDTH.failed : WIDTH.node),
      WIDTH.margins - WIDTH.edge,
    );
    list.classList.toggle('vertical', needed > clientWidth);
  };
  new ResizeObserver(decide).observe(document.documentElement);
  new MutationObserver(decide).observe(list, { childList: true });
}

/** Pixels that nodes need at least, the arrow before them included. */
const WIDTH = { node: 220, failed: 380, edge: 72, margins: 48 } as const;
