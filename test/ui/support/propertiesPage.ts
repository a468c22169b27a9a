import type { FrameLocator, Locator, Page } from 'playwright-core';

/** A page of properties in the editor that is in front. */
export class PropertiesPage {
  private readonly page: FrameLocator;

  constructor(private readonly window: Page) {
    // VS Code puts the page into a frame of a frame, and keeps those of hidden editors.
    this.page = window.frameLocator('iframe.webview.ready:visible').frameLocator('iframe');
  }

  /** Waits until the page of that name is there, and S3 has answered. */
  async waitForOpen(title: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    await this.waitUntilIdle();
  }

  /** Waits until nothing is asked of S3. */
  async waitUntilIdle(): Promise<void> {
    await this.page.locator('body:not(.busy)').waitFor();
  }

  /** A section by its heading. */
  section(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** The value beside a name. */
  fact(section: string, name: string): Locator {
    const term = this.page.locator('dt').filter({ has: this.window.getByText(name, { exact: true }) });
    return this.section(section).locator('dt').and(term).locator('xpath=following-sibling::dd[1]').locator('.value');
  }

  /** What is going on or was done last. */
  status(): Locator {
    return this.page.getByRole('status');
  }

  /** What the page says before everything else. */
  alert(): Locator {
    return this.page.getByRole('alert');
  }

  /** A button anywhere on the page, by what a screen reader says. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** A field of the open form, by its label. */
  field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  /** The rows of a table, without its head. */
  rows(section: string): Locator {
    return this.section(section).locator('tbody tr');
  }

  /** Opens the form of a section. */
  async edit(section: string): Promise<void> {
    await this.button(`Edit: ${section}`).click();
    await this.button('Save').waitFor();
  }

  /** Saves the open form and waits until it is closed. */
  async save(): Promise<void> {
    await this.button('Save').click();
    await this.button('Save').waitFor({ state: 'detached' });
    await this.waitUntilIdle();
  }
}
