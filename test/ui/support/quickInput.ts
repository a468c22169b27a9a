import type { Locator, Page } from 'playwright-core';
import { accessibleNames } from './rendered';

/** The box at the top of the window: pickers, input boxes and the command palette. */
export class QuickInput {
  private readonly widget: Locator;
  private readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-filter input');
  }

  /** Waits until it is open, with this title when one is given (VS Code appends the step, as in "Title (1/2)"). */
  async waitForOpen(title?: string): Promise<void> {
    const titled = this.widget.locator('.quick-input-title').filter({ hasText: title ?? '' });
    await (title === undefined ? this.input : titled).waitFor();
    await this.input.waitFor();
  }

  /** Waits until it has closed. */
  async waitForClosed(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Title with the step, as shown; empty without one. */
  async title(): Promise<string> {
    return this.widget.locator('.quick-input-title').innerText();
  }

  /** The text in the box. */
  async value(): Promise<string> {
    return this.input.inputValue();
  }

  /** The grey text shown while the box is empty. */
  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  /** Whether the box hides what is typed. */
  async isPassword(): Promise<boolean> {
    return (await this.input.getAttribute('type')) === 'password';
  }

  /** Prompt or validation message under the box. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  /** Waits until the message under the box holds this text. */
  async waitForMessage(text: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-message').filter({ hasText: text }).waitFor();
  }

  /** The rows in view as a screen reader says them: icon, label, description and detail. */
  async items(): Promise<string[]> {
    const rows = this.rows();
    for (;;) {
      await rows.first().waitFor();
      const names = await rows.evaluateAll(accessibleNames);
      // The rows may have been replaced between the two calls.
      if (names.length > 0) return names;
    }
  }

  /** The row with this label, or the first one of which a screen reader says what matches a pattern. */
  item(name: string | RegExp): Locator {
    if (typeof name !== 'string') return this.rows(name).first();
    const label = this.page.locator('.quick-input-list-row:first-child .label-name').getByText(name, { exact: true });
    return this.rows().filter({ has: label }).first();
  }

  /** The rows in view; where several may be chosen they are checkboxes. */
  private rows(name?: RegExp): Locator {
    const named = name && { name };
    return this.widget
      .getByRole('option', named)
      .or(this.widget.getByRole('checkbox', named).and(this.page.locator('.monaco-list-row')));
  }

  /** Clicks a row. */
  async pick(name: string | RegExp): Promise<void> {
    await this.item(name).click();
  }

  /** Clicks a button that stands on a row. */
  async pickButton(item: string | RegExp, button: string | RegExp): Promise<void> {
    await this.item(item).hover();
    await this.item(item).getByRole('button', { name: button }).click();
  }

  /** Replaces the text in the box by typing; waits until there is a box, because keys pressed before go elsewhere. */
  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.press('ControlOrMeta+a');
    if (text === '') await this.input.press('Delete');
    else await this.input.pressSequentially(text);
  }

  /** Types a text, if given, and presses Enter. */
  async accept(text?: string): Promise<void> {
    await this.input.waitFor();
    if (text !== undefined) await this.type(text);
    await this.input.press('Enter');
  }

  /** Puts a text into the box at once and presses Enter at once, before anything can be drawn, as a quick person does. */
  async pasteAndAccept(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Presses Escape. */
  async cancel(): Promise<void> {
    await this.input.press('Escape');
  }

  /** Clicks the back button. */
  async back(): Promise<void> {
    await this.button('Back').click();
  }

  /** A button of the title bar or beside the box, by its tooltip. */
  button(name: string | RegExp): Locator {
    return this.widget.getByRole('button', { name }).first();
  }

  /**
   * Opens the command palette, types the part of a command's title after its category, as people do, and clicks the
   * row with exactly this title. Waits until the palette is gone: the command's own box is the same element.
   * @param title as the palette shows it, such as "AWS: Assume Role"
   */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.input.waitFor();
    await this.input.pressSequentially(title.replace(/^[^:]+: /, ''));
    await this.pick(title);
    await this.widget.getByPlaceholder(/^Type the name of a command/).waitFor({ state: 'hidden' });
  }

  /** Opens the command palette, types, and gives the titles of the commands it offers. */
  async searchCommands(text: string): Promise<string[]> {
    await this.page.keyboard.press('F1');
    await this.input.waitFor();
    await this.input.pressSequentially(text);
    await this.widget.locator('.quick-input-list .highlight').first().waitFor();
    return this.items();
  }
}
