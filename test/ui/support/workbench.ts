import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { PROJECT } from '../../vscode/install';
import { QuickInput } from './quickInput';
import { accessibleNames } from './rendered';
import { Tree } from './tree';

/** Where {@link Workbench.screenshot} puts its pictures. */
export const SCREENSHOTS = path.join(PROJECT, 'out/screenshots');

/** A VS Code window as a person sees and uses it. Every action waits for what it needs; none waits for a fixed time. */
export class Workbench {
  readonly quickInput: QuickInput;

  constructor(readonly page: Page) {
    this.quickInput = new QuickInput(page);
  }

  /** Runs a command by typing its title into the command palette. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** A status bar item, by what a screen reader says of it. */
  statusBarItem(name: string | RegExp): Locator {
    return this.page.locator('.statusbar').getByRole('button', { name }).first();
  }

  /** Waits for a status bar item and gives its visible text, without its icon. */
  async statusBarText(name: string | RegExp): Promise<string> {
    const item = this.statusBarItem(name);
    await item.waitFor();
    return (await item.innerText()).trim();
  }

  /** Clicks an icon of the activity bar unless its views are shown already. */
  async openViewContainer(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.page.locator('.sidebar .title-label').filter({ hasText: title }).waitFor();
  }

  /** Closes a view of the side bar, so that the others have its room. */
  async collapseView(title: string): Promise<void> {
    await this.setExpanded(title, false);
  }

  /** Opens a view of the side bar. */
  async expandView(title: string): Promise<void> {
    await this.setExpanded(title, true);
  }

  /** A button in the title of a view of the side bar. */
  viewAction(view: string, name: string | RegExp): Locator {
    return this.paneHeader(view).getByRole('button', { name });
  }

  /** Clicks a button in the title of a view of the side bar; VS Code shows some while the mouse is there. */
  async runViewAction(view: string, name: string | RegExp): Promise<void> {
    await this.paneHeader(view).hover();
    await this.viewAction(view, name).click();
  }

  /** A button in the title of the active editor. */
  editorAction(name: string): Locator {
    return this.page
      .locator('.editor-group-container.active .editor-actions')
      .getByRole('button', { name, exact: true });
  }

  /** Chooses from the "…" menu in the title of a view of the side bar. */
  async runViewMenu(view: string, item: string): Promise<void> {
    await this.paneHeader(view).hover();
    await this.viewAction(view, /More Actions/).click();
    // By the keyboard: VS Code ignores clicks on a menu that has just opened.
    await this.page.getByRole('menuitem', { name: item }).hover();
    await this.page.keyboard.press('Enter');
  }

  /** A tree view of the side bar by its name. */
  tree(name: string): Tree {
    return new Tree(this.page, name);
  }

  /** A notification that holds this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text }).first();
  }

  /** The texts of the notifications in sight, newest first. */
  async notificationTexts(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a notification, clicks one of its buttons and waits until it has gone. */
  async answerNotification(text: string | RegExp, button: string | RegExp): Promise<void> {
    const toast = this.notification(text);
    await toast.getByRole('button', { name: button }).click();
    await toast.waitFor({ state: 'hidden' });
  }

  /** A modal dialog that holds this text. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ hasText: text });
  }

  /** Clicks a button of a modal dialog. */
  async answerDialog(text: string | RegExp, button: string | RegExp): Promise<void> {
    await this.dialog(text).getByRole('button', { name: button }).click();
  }

  /** The tab of the editor with this title, active or not. */
  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title }).first();
  }

  /** The tab of the editor with this title while the next editor takes its place, as its italics say. */
  previewTab(title: string | RegExp): Locator {
    return this.editorTab(title).and(this.page.locator(':has(.monaco-icon-label.italic)'));
  }

  /** The active text editor, while the focus is in it. */
  focusedEditor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor.focused');
  }

  /** The title of the active editor. */
  async activeEditorTitle(): Promise<string> {
    return this.page.locator('.editor-group-container.active .tab.active .label-name').innerText();
  }

  /** Waits until the active text editor shows this text; only the lines in sight count. */
  async waitForEditorText(text: string | RegExp): Promise<void> {
    await this.editorLines().filter({ hasText: text }).first().waitFor();
  }

  /** Clicks into the active text editor and types. */
  async typeInEditor(text: string): Promise<void> {
    await this.editorLines().click();
    await this.page.keyboard.type(text);
  }

  /** The lines in sight in the active text editor, joined with newlines. */
  async editorText(): Promise<string> {
    await this.editorLines().locator('.view-line').first().waitFor();
    // VS Code draws spaces as no-break spaces.
    return (await this.editorLines().innerText()).replaceAll('\u00a0', ' ');
  }

  /** Opens a file of the window's folder with Quick Open. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+p');
    await this.quickInput.waitForOpen();
    await this.quickInput.type(name);
    await this.quickInput.pick(new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    await this.editorTab(name).waitFor();
  }

  /** The texts of the Problems panel, files and problems alike, once there is one like `expected`. */
  async problems(expected: RegExp): Promise<string[]> {
    await this.runCommand('Problems: Focus on Problems View');
    const rows = this.page.locator('.markers-panel').getByRole('treeitem');
    await rows
      .and(this.page.getByRole('treeitem', { name: expected }))
      .first()
      .waitFor();
    return rows.evaluateAll(accessibleNames);
  }

  /** Takes a picture of the window into `out/screenshots/<name>.png`. @returns its path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(SCREENSHOTS, { recursive: true });
    const file = path.join(SCREENSHOTS, `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  private async setExpanded(title: string, expanded: boolean): Promise<void> {
    const header = this.paneHeader(title);
    if ((await header.getAttribute('aria-expanded')) !== String(expanded)) await header.locator('.title').click();
    await header.and(this.page.locator(`[aria-expanded=${String(expanded)}]`)).waitFor();
  }

  private paneHeader(title: string): Locator {
    return this.page.locator('.sidebar .pane-header').filter({ hasText: title }).first();
  }

  private editorLines(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .view-lines').first();
  }
}
