import { errors, type Locator, type Page } from 'playwright-core';

/** How long VS Code is given to react to the mouse before a row is pointed at again, and after that; milliseconds. */
const [REACTION, PATIENCE] = [5000, 30_000];

/**
 * Does something with the mouse, and once more when VS Code does not react: a tree that changes draws its rows anew, and
 * the row pointed at has another place then, or does not know that the mouse is on it.
 * @param act each of its steps must end within the time given, milliseconds
 * @param undo leaves nothing behind that would be in the way
 */
export async function pointing(
  act: (timeout: number) => Promise<void>,
  undo: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  try {
    await act(REACTION);
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    await undo();
    await act(PATIENCE);
  }
}

/** Drags one row of a tree onto another, and lets go of it once VS Code says that it would be dropped there. */
export async function drag(page: Page, row: Locator, target: Locator): Promise<void> {
  const { mouse } = page;
  const marked = target.and(page.locator('.drop-target'));
  await pointing(
    async (timeout) => {
      const end = Date.now() + timeout;
      await row.hover({ timeout });
      await mouse.down();
      // A browser tells of the first move over an element as entering it, and only of those after it as dragging over it.
      for (let x = 100; !(await marked.isVisible()); x = x === 100 ? 101 : 100) {
        if (Date.now() > end) throw new errors.TimeoutError('VS Code would not drop the row there.');
        await target.hover({ timeout, position: { x, y: 10 } });
      }
      await mouse.up();
    },
    async () => {
      await page.keyboard.press('Escape');
      await mouse.up();
    },
  );
}
