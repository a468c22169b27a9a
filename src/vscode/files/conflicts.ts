import * as vscode from 'vscode';
import type { ProfileObjectAddress } from '../../core/s3/address';
import type { Baseline, Baselines } from '../../core/s3/files/baselines';
import type { SaveConflict, Theirs } from '../../core/s3/files/saving';
import { visibleText } from '../../core/texts/visible';
import { titleWithProfile } from '../../core/s3/previews/tabTitle';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { AppError, cancelled } from '../../core/support/errors';
import { CONTEXT, SCHEME } from '../ids';
import { tabsOf, textDocument, uriOfTab } from './documents';
import { keyProblem } from '../../core/s3/files/newKeys';
import { openDiff } from '../texts/editors';
import { showInputBox } from '../texts/inputs';
import { showWarning } from '../texts/messages';

/** A save that was refused because somebody else had changed the object. */
interface Conflict {
  readonly uri: vscode.Uri;
  readonly address: ProfileObjectAddress;
  /** Undefined when the object was deleted. */
  readonly theirs: Theirs | undefined;
  /** What the person compares with. */
  readonly snapshot: vscode.Uri;
  /** What happened, in one sentence. */
  readonly message: string;
  /** Whether the comparison waits until the person comes to the document. */
  isWaiting: boolean;
}

/** What it takes to settle conflicts. */
export interface ConflictsDeps {
  readonly baselines: Baselines;
  /** The state that a save replaces when the person has seen `theirs`. */
  readonly baselineOf: (uri: vscode.Uri, theirs: Theirs) => Baseline;
  /** Creates an object next to `beside`; kind `exists` where there is one. */
  readonly create: (beside: ProfileObjectAddress, key: string, bytes: Uint8Array) => Promise<vscode.Uri>;
}

/** How a person settles a conflict. */
export type Choice = 'keepMine' | 'takeTheirs' | 'saveAsNew';

/** Query of the URIs under which another person's text is shown. */
const SNAPSHOT = 'theirs=';

/**
 * The conversation about a save that somebody else came before: a comparison of theirs and mine, and three ways out. Only
 * the document in front opens its comparison at once, so that saving everything opens one at most.
 */
export class Conflicts implements Disposable {
  readonly #store = new DisposableStore();
  readonly #open = new Map<string, Conflict>();
  readonly #snapshots = new Map<string, Uint8Array>();
  #count = 0;

  constructor(private readonly deps: ConflictsDeps) {
    const { tabGroups } = vscode.window;
    this.#store.add(tabGroups.onDidChangeTabs(() => this.#tabsChanged()));
    this.#store.add(tabGroups.onDidChangeTabGroups(() => this.#tabsChanged()));
  }

  /** What was there when a save was refused. @returns undefined for any other URI */
  snapshot(uri: vscode.Uri): Uint8Array | undefined {
    return this.#snapshots.get(uri.toString());
  }

  /**
   * A save was refused.
   * @param isAuto whether VS Code saved by itself, as it does again with every key that is typed
   */
  begin(uri: vscode.Uri, { address, theirs, message }: SaveConflict, isAuto: boolean): void {
    const id = uri.toString();
    const before = this.#open.get(id);
    if (before && before.theirs?.etag === theirs?.etag && this.#comparisonsOf(before).length > 0) {
      if (!isAuto) void this.#compare(before);
      return;
    }
    this.#count += 1;
    const snapshot = uri.with({ query: `${SNAPSHOT}${this.#count}` });
    this.#snapshots.set(snapshot.toString(), textOf(theirs));
    const conflict: Conflict = { uri, address, theirs, snapshot, message, isWaiting: true };
    this.#open.set(id, conflict);
    if (!textDocument(uri)) void this.#ask(conflict);
    else if (activeUri()?.toString() === id) void this.#compare(conflict, before);
  }

  /** A document is without unsaved changes: there is nothing left to settle. */
  async settled(uri: vscode.Uri): Promise<void> {
    const conflict = this.#open.get(uri.toString());
    if (!conflict) return;
    this.#open.delete(uri.toString());
    const comparisons = this.#comparisonsOf(conflict);
    const shown = comparisons.find(({ isActive }) => isActive);
    // The document stays in front when its comparison goes.
    if (shown && textDocument(uri)) {
      // Whether it can be shown or not, the comparison is of no more use.
      await vscode.window
        .showTextDocument(uri, { viewColumn: shown.group.viewColumn })
        .then(undefined, () => undefined);
    }
    await vscode.window.tabGroups.close(this.#comparisonsOf(conflict));
    this.#snapshots.delete(conflict.snapshot.toString());
    this.#tabsChanged();
  }

  /**
   * Settles the conflict of a document.
   * @param editor its URI or its comparison's; that of the editor in front without one
   */
  async settle(choice: Choice, editor: vscode.Uri | undefined): Promise<void> {
    const id = (
      editor?.query.startsWith(SNAPSHOT) === true ? editor.with({ query: '' }) : (editor ?? activeUri())
    )?.toString();
    const conflict = this.#open.get(id ?? '');
    if (!conflict) return;
    switch (choice) {
      case 'keepMine':
        await this.#keepMine(conflict);
        break;
      case 'takeTheirs':
        await this.#takeTheirs(conflict);
        break;
      case 'saveAsNew':
        await this.#saveAsNew(conflict);
        break;
    }
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Saves over what the person has seen; what came after that is another conflict. */
  async #keepMine({ uri, theirs }: Conflict): Promise<void> {
    this.deps.baselines.accepted(uri.toString(), theirs ? this.deps.baselineOf(uri, theirs) : 'absent');
    const document = textDocument(uri);
    if (document) await document.save();
    else await this.#run(uri, 'workbench.action.files.save');
  }

  async #takeTheirs(conflict: Conflict): Promise<void> {
    await this.#run(conflict.uri, 'workbench.action.files.revert');
    if (conflict.theirs) return;
    await vscode.window.tabGroups.close(tabsOf(conflict.uri.toString()));
    await this.settled(conflict.uri);
  }

  async #saveAsNew(conflict: Conflict): Promise<void> {
    const { uri, address } = conflict;
    const document = textDocument(uri);
    if (!document) {
      await this.#run(uri, 'workbench.action.files.saveAs');
      return;
    }
    const key = await showInputBox({
      title: vscode.l10n.t('Save Mine as a New Object'),
      prompt: vscode.l10n.t('Key in s3://{0}', address.bucket),
      value: besideKey(address.key),
      valueSelection: nameOf(besideKey(address.key)),
      ignoreFocusOut: true,
      validateInput: (text) => keyProblem(text, address.key),
    });
    if (key === undefined) throw cancelled();
    const bytes = await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
    const created = await this.deps.create(address, key, bytes);
    await this.#takeTheirs(conflict);
    await vscode.window.showTextDocument(created, { preview: false });
  }

  /** Runs a command of VS Code that works on the editor in front. */
  async #run(uri: vscode.Uri, command: string): Promise<void> {
    if (activeUri()?.toString() !== uri.toString()) await vscode.commands.executeCommand('vscode.open', uri);
    await vscode.commands.executeCommand(command);
  }

  async #compare(conflict: Conflict, before?: Conflict): Promise<void> {
    conflict.isWaiting = false;
    const { uri, snapshot, theirs } = conflict;
    const name = visibleText(conflict.address.key.slice(conflict.address.key.lastIndexOf('/') + 1));
    const sides = theirs
      ? vscode.l10n.t('{0} (theirs ↔ mine)', name)
      : vscode.l10n.t('{0} (deleted by somebody else ↔ mine)', name);
    const title = titleWithProfile(sides, conflict.address.profile);
    await openDiff(snapshot, uri, title, { preview: false });
    if (before) {
      await vscode.window.tabGroups.close(this.#comparisonsOf(before));
      this.#snapshots.delete(before.snapshot.toString());
    }
    this.#tabsChanged();
  }

  /** Editors without a text have no comparison of ours. */
  async #ask(conflict: Conflict): Promise<void> {
    const choices: readonly (readonly [Choice, string])[] = [
      ['keepMine', vscode.l10n.t('Overwrite with My Changes')],
      ['takeTheirs', vscode.l10n.t('Discard My Changes')],
      ['saveAsNew', vscode.l10n.t('Save Mine as a New Object…')],
    ];
    const chosen = await showWarning(conflict.message, ...choices.map(([, title]) => title));
    const choice = choices.find(([, title]) => title === chosen)?.[0];
    if (choice && this.#open.get(conflict.uri.toString()) === conflict) await this.settle(choice, conflict.uri);
  }

  #tabsChanged(): void {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const conflict = this.#open.get((activeTab && uriOfTab(activeTab)?.toString()) ?? '');
    const isComparison = activeTab?.input instanceof vscode.TabInputTextDiff && isSnapshot(activeTab.input.original);
    void vscode.commands.executeCommand('setContext', CONTEXT.inConflict, conflict !== undefined && isComparison);
    if (conflict?.isWaiting === true && textDocument(conflict.uri)) void this.#compare(conflict);
    void this.#closeSettled();
  }

  /** Closes the comparisons that are left of settled conflicts: VS Code may not close them while their document is saved. */
  async #closeSettled(): Promise<void> {
    const open = new Set([...this.#open.values()].map(({ snapshot }) => snapshot.toString()));
    const settled = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(
        ({ input, isActive }) =>
          !isActive &&
          input instanceof vscode.TabInputTextDiff &&
          isSnapshot(input.original) &&
          !open.has(input.original.toString()),
      );
    if (settled.length > 0) await vscode.window.tabGroups.close(settled);
  }

  #comparisonsOf({ snapshot }: Conflict): vscode.Tab[] {
    const id = snapshot.toString();
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.original.toString() === id);
  }
}

/** Whether a URI is that of another person's text. */
export function isSnapshot({ scheme, query }: vscode.Uri): boolean {
  return scheme === SCHEME && query.startsWith(SNAPSHOT);
}

/** The error of VS Code's own notification that a save failed, which has no buttons of ours: the editor's title has. */
export function saveRefused({ message, theirs }: SaveConflict): AppError {
  const choices = theirs
    ? vscode.l10n.t('Choose above the comparison: overwrite it, discard yours, or save yours as a new object.')
    : vscode.l10n.t('Choose above the comparison: create it again, discard yours, or save yours as a new object.');
  return new AppError('changed', `${message} ${choices}`);
}

function textOf(theirs: Theirs | undefined): Uint8Array {
  if (!theirs) return new Uint8Array();
  return (
    theirs.bytes ??
    Buffer.from(vscode.l10n.t('What somebody else has written cannot be shown: {0}', theirs.reason?.message ?? ''))
  );
}

function activeUri(): vscode.Uri | undefined {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab && uriOfTab(activeTab);
}

/** `reports/a.csv` as `reports/a (mine).csv`. */
function besideKey(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const at = key.length - name.length + (dot > 0 ? dot : name.length);
  return `${key.slice(0, at)}${vscode.l10n.t(' (mine)')}${key.slice(at)}`;
}

/** Where the name without its ending stands in a key. */
function nameOf(key: string): [number, number] {
  const start = key.lastIndexOf('/') + 1;
  const dot = key.lastIndexOf('.');
  return [start, dot > start ? dot : key.length];
}
