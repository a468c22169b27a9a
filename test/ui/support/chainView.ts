import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The Chain view's web page in the editor that is in front. */
export class ChainView {
  private readonly page: FrameLocator;

  constructor(
    private readonly window: Page,
    private readonly profile: string,
  ) {
    // VS Code puts the page into a frame of a frame, and keeps those of hidden editors.
    this.page = window.frameLocator('iframe.webview.ready:visible').frameLocator('iframe');
  }

  /** Waits until the picture of the profile's chain is drawn. */
  async waitForOpen(): Promise<void> {
    await this.heading().waitFor();
    await this.nodes().first().waitFor();
  }

  /** The places of the chain, in order. */
  nodes(): Locator {
    return this.page.getByRole('list', { name: `Chain of ${this.profile}` }).getByRole('listitem');
  }

  /** What a screen reader says of each place. */
  async labels(): Promise<string[]> {
    return this.nodes().evaluateAll((items: { getAttribute(name: string): string | null }[]) =>
      items.map((item) => item.getAttribute('aria-label') ?? ''),
    );
  }

  /** The place of which a screen reader says this. */
  node(label: RegExp): Locator {
    return this.page.getByRole('listitem', { name: label });
  }

  /** How the chain stands. */
  status(): Locator {
    return this.page.getByRole('status');
  }

  /** A button of the toolbar. */
  button(name: string): Locator {
    return this.page.getByRole('toolbar').getByRole('button', { name, exact: true });
  }

  /** Everything in the page, for what must not be in it. */
  async source(): Promise<string> {
    return this.page.locator('html').innerHTML();
  }

  /** Clicks into the page, at its beginning. */
  async click(): Promise<void> {
    await this.heading().click();
  }

  /** What a screen reader says of the focused place or button. */
  async focused(): Promise<string> {
    const element = this.page.locator(':focus');
    return (await element.getAttribute('aria-label')) ?? (await element.innerText());
  }

  /** Presses a key where the focus is. */
  async press(key: string): Promise<void> {
    await this.window.keyboard.press(key);
  }

  private heading(): Locator {
    return this.page.getByRole('heading', { name: this.profile, exact: true });
  }
}
