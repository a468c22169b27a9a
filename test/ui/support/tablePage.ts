import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The preview of a table in the editor that is in front. */
export class TablePage {
  private readonly page: FrameLocator;

  constructor(
    private readonly window: Page,
    private readonly name: string,
  ) {
    // VS Code puts the page into a frame of a frame, and keeps those of hidden editors.
    this.page = window.frameLocator('iframe.webview.ready:visible').frameLocator('iframe');
  }

  /** Waits until the page of that object is there and says this. */
  async waitForStatus(text: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: this.name, exact: true }).waitFor();
    await this.page.getByRole('status').filter({ hasText: text }).waitFor();
  }

  /** The rows. */
  grid(): Locator {
    return this.page.getByRole('grid', { name: `Rows of ${this.name}` });
  }

  /** The names of the columns in sight, with their types. */
  async columns(): Promise<string[]> {
    const titles = await this.grid()
      .locator('.head .cell')
      .evaluateAll((cells: { getAttribute(name: string): string | null }[]) =>
        cells.map((cell) => cell.getAttribute('title') ?? ''),
      );
    return titles.map((title) => title.replace('\n', ' '));
  }

  /** The texts of a row in sight; the first one is 1. */
  async row(number: number): Promise<string[]> {
    const row = this.grid().locator(`.row[aria-rowindex="${number + 1}"]`);
    await row.waitFor();
    return row.getByRole('gridcell').allInnerTexts();
  }

  /** The cell that keys move; its text is what a screen reader says. */
  active(): Locator {
    return this.page.locator('.cell.active');
  }

  /** The row and column of the active cell, as a screen reader counts them. */
  async position(): Promise<string> {
    const id = (await this.grid().getAttribute('aria-activedescendant')) ?? '';
    const cell = this.page.locator(`[id="${id}"]`);
    const row = await cell.locator('xpath=..').getAttribute('aria-rowindex');
    return `${row ?? ''},${(await cell.getAttribute('aria-colindex')) ?? ''}`;
  }

  /** A button or a tab. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true }).or(this.page.getByRole('tab', { name, exact: true }));
  }

  /** Clicks "Load More Rows" and waits until there are more, or this button is there in its place. */
  async loadMore(orButton: string): Promise<void> {
    const before = (await this.grid().getAttribute('aria-rowcount')) ?? '';
    await this.button('Load More Rows').click();
    const more = this.grid().and(this.page.locator(`:not([aria-rowcount="${before}"])`));
    await more.or(this.button(orButton)).first().waitFor();
  }

  /** The rows of the schema: field, type, whether it may be missing. */
  async schema(): Promise<string[][]> {
    const rows = await this.page.locator('.schema tbody tr').all();
    return Promise.all(rows.map((row) => row.locator('td').allInnerTexts()));
  }

  /** The whole text of the cell that was opened. */
  value(): Locator {
    return this.page.locator('.value pre');
  }

  /** Presses a key in the grid. */
  async press(key: string): Promise<void> {
    await this.window.keyboard.press(key);
  }
}
