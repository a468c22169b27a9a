import type { Locator, Page } from 'playwright-core';
import { pointing } from './pointing';
import type { RenderedElement } from './rendered';

/** A tree view; VS Code renders only the rows in sight. */
export class Tree {
  private readonly tree: Locator;

  constructor(
    private readonly page: Page,
    /** The view's name as in package.json. */
    name: string,
  ) {
    this.tree = page.getByRole('tree', { name, exact: true });
  }

  /** Waits until at least one row is shown. */
  async waitForRows(): Promise<void> {
    await this.rows().first().waitFor();
  }

  /** The rows in sight. */
  rows(): Locator {
    return this.tree.getByRole('treeitem');
  }

  /**
   * The row with this label, or the one of which a screen reader says what matches a pattern; it must be in sight for an
   * action to work on it.
   */
  row(label: string | RegExp): Locator {
    if (typeof label !== 'string') return this.tree.getByRole('treeitem', { name: label });
    return this.rows().filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) });
  }

  /** The row with this label while it is selected: after a command has revealed it, the tree moves no more. */
  selectedRow(label: string | RegExp): Locator {
    return this.row(label).and(this.page.locator('[aria-selected=true]'));
  }

  /** Labels of the rows in sight, from top to bottom. */
  async labels(): Promise<string[]> {
    await this.waitForRows();
    const rows = await this.rows().evaluateAll((elements: RenderedElement[]) =>
      elements.map((element) => ({
        // The list reuses its elements, so their order in the document is not the order on the screen.
        index: Number(element.getAttribute('data-index')),
        label: element.querySelector('.label-name')?.textContent ?? '',
      })),
    );
    return rows.sort((a, b) => a.index - b.index).map(({ label }) => label);
  }

  /** How many rows the tree has, in sight or not, counted from the rows' accessible positions. */
  async size(): Promise<number> {
    const last = await this.lastIndex();
    return last + 1;
  }

  /** Walks down with the keyboard until the row is in sight, from the top of the tree. */
  async reveal(label: string | RegExp): Promise<void> {
    await this.scrollToStart();
    while (!(await this.row(label).isVisible())) {
      if (await this.lastRow().isVisible()) throw new Error(`There is no row ${String(label)}.`);
      await this.page.keyboard.press('PageDown');
    }
  }

  /** Clicks the arrow of a row without waiting for what is below it. */
  async toggle(label: string | RegExp): Promise<void> {
    await this.row(label).locator('.monaco-tl-twistie').click();
  }

  /** What a screen reader says of a row. */
  async accessibleName(label: string): Promise<string> {
    return (await this.row(label).getAttribute('aria-label')) ?? '';
  }

  /** Opens a row that has children and waits until it is open. */
  async expand(label: string): Promise<void> {
    const row = this.row(label);
    await row.waitFor().catch(async (cause: unknown) => {
      throw new Error(`There is no row ${label} among [${await this.inSight()}].`, { cause });
    });
    const open = row.and(this.page.locator('[aria-expanded=true]'));
    await pointing(async (timeout) => {
      if ((await row.getAttribute('aria-expanded', { timeout })) !== 'true') await this.toggle(label);
      await open.waitFor({ timeout });
    });
  }

  /** The tree itself, while the focus is in it. */
  focused(): Locator {
    return this.tree.and(this.page.locator(':focus'));
  }

  /** Clicks a row. */
  async click(label: string | RegExp): Promise<void> {
    await this.row(label).locator('.label-name').click();
  }

  /** Clicks a row twice, as fast as VS Code calls a double click. */
  async doubleClick(label: string | RegExp): Promise<void> {
    await this.row(label).locator('.label-name').dblclick();
  }

  /** Clicks an inline action of a row; VS Code shows them while the mouse is on the row. */
  async inlineAction(label: string | RegExp, action: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    await pointing(async (timeout) => {
      await row.hover({ timeout });
      await row.getByRole('button', { name: action }).click({ timeout });
    });
  }

  /** Opens a row's context menu and chooses from it. */
  async contextMenu(label: string | RegExp, item: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    await pointing(
      async (timeout) => {
        await row.click({ button: 'right', timeout });
        await this.page.getByRole('menuitem', { name: item }).hover({ timeout });
      },
      // The menu of another row, which came under the mouse.
      () => this.page.keyboard.press('Escape'),
    );
    // By the keyboard: VS Code ignores clicks on a menu that has just opened.
    await this.page.keyboard.press('Enter');
  }

  /** Scrolls to the last row with the keyboard and waits until it is in sight. */
  async scrollToEnd(): Promise<void> {
    await this.tree.focus();
    await this.page.keyboard.press('End');
    await this.lastRow().waitFor();
  }

  /** Scrolls to the first row with the keyboard. */
  async scrollToStart(): Promise<void> {
    await this.tree.focus();
    await this.page.keyboard.press('Home');
    await this.tree.locator('[role=treeitem][data-index="0"]').waitFor();
  }

  /** The message or welcome text shown instead of rows. */
  welcome(): Locator {
    return this.page.locator('.welcome-view-content');
  }

  /** What the rows in sight say, for a failure's message. */
  private async inSight(): Promise<string> {
    return (await this.rows().allInnerTexts()).join(', ');
  }

  private lastRow(): Locator {
    return this.tree.locator('[role=treeitem][data-last-element=true]');
  }

  private async lastIndex(): Promise<number> {
    await this.scrollToEnd();
    return Number(await this.lastRow().getAttribute('data-index'));
  }
}
