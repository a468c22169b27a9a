import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import type { SessionService } from '../../core/sessions/sessionService';
import { sessionsTree, type SessionsRow, type SessionsTree } from '../../core/sessions/sessionsTree';
import { stepRows } from '../../core/sessions/sessionsTreeRows';
import { Alarm } from '../../core/support/alarm';
import type { Clock } from '../../core/support/clock';
import type { Disposable } from '../../core/support/disposable';
import { TreeChanges } from '../../core/support/treeChanges';
import { VIEW } from '../ids';
import type { ProfileSettings } from '../profiles/settings';
import { localTime } from '../support/localTime';
import { markColor } from '../support/markColor';
import { markdownString } from '../texts/markdown';
import { createTreeView, treeItem } from '../texts/trees';
import { ProfileElement } from './profileElement';

/** What the Sessions view shows. */
export interface SessionsViewDeps {
  readonly settings: ProfileSettings;
  readonly sessions: SessionService;
  /** The profile of that name as its roles are assumed; throws an AppError when it is missing or broken. */
  readonly getProfile: (name: string) => Profile;
  readonly clock: Clock;
}

/** A row as VS Code holds it; the same object as long as its row is there. */
class RowElement extends ProfileElement {
  constructor(
    public row: SessionsRow,
    readonly parent: RowElement | undefined,
  ) {
    super(row.profile ?? '');
  }
}

/** Profiles and live sessions as a tree. One timer for the whole view, and none while it is hidden. */
export class SessionsView implements vscode.TreeDataProvider<RowElement>, vscode.Disposable {
  readonly #changes: TreeChanges<RowElement>;
  readonly #elements = new Map<string, RowElement>();
  readonly #subscriptions: Disposable[];
  readonly #view: vscode.TreeView<RowElement>;
  #tree: SessionsTree | undefined;
  readonly #alarm: Alarm;

  readonly onDidChangeTreeData: TreeChanges<RowElement>['event'];

  constructor(private readonly deps: SessionsViewDeps) {
    this.#changes = new TreeChanges(deps.clock);
    this.onDidChangeTreeData = this.#changes.event;
    this.#view = createTreeView(VIEW.sessions, { treeDataProvider: this, showCollapseAll: true });
    this.#alarm = new Alarm(deps.clock, () => this.#update());
    this.#subscriptions = [
      this.#view,
      this.#alarm,
      this.#view.onDidChangeVisibility(() => this.#update()),
      deps.sessions.onDidChange(() => this.#update()),
      deps.settings.onDidChange(() => this.#update()),
    ];
  }

  async getChildren(element?: RowElement): Promise<RowElement[]> {
    if (!element) await this.deps.settings.ready;
    this.#changes.answered();
    if (!element) {
      // What was read meanwhile for a change knew no profiles yet.
      this.#tree = undefined;
      this.#schedule();
      return this.#current().groups.map(({ row }) => this.#elementOf(row, undefined));
    }
    const { row } = element;
    if (row.type === 'group') {
      const group = this.#current().groups.find((candidate) => candidate.row.id === row.id);
      return (group?.rows ?? []).map((child) => this.#elementOf(child, element));
    }
    return this.#stepsOf(row).map((child) => this.#elementOf(child, element));
  }

  getParent(element: RowElement): RowElement | undefined {
    return element.parent;
  }

  getTreeItem({ row }: RowElement): vscode.TreeItem {
    this.#changes.answered();
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const { label, description, accessibleLabel } = row;
    const tooltip = row.tooltip === undefined ? description : markdownString(row.tooltip);
    const state = row.hasChildren ? (row.isExpanded ? Expanded : Collapsed) : None;
    const item = treeItem({ label, description, tooltip, accessibleLabel }, state);
    item.id = row.id;
    item.contextValue = row.context.join(' ');
    if (row.icon !== undefined) item.iconPath = iconOf(row.icon, row);
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  /** Reads the tree at its first use and after every change: nothing is read at activation. */
  #current(): SessionsTree {
    return (this.#tree ??= this.#read());
  }

  #read(): SessionsTree {
    const { settings, sessions, clock } = this.deps;
    const { active, assuming } = sessions.state;
    return sessionsTree({
      profiles: settings.current,
      sessions: sessions.sessions,
      activeName: active?.profile.name,
      assuming,
      now: clock.now(),
      formatTime: localTime,
    });
  }

  #stepsOf({ profile: name = '' }: SessionsRow): SessionsRow[] {
    const { sessions, settings, getProfile, clock } = this.deps;
    const live = sessions.sessions.find(({ profile }) => profile.name === name)?.profile;
    try {
      const profile = live ?? getProfile(name);
      return stepRows(profile, sessions.steps(profile), { now: clock.now(), formatTime: localTime });
    } catch {
      // A variable that cannot be filled in is told when the role is assumed; the recipe can be shown as it is written.
      const written = settings.current.profiles.get(name);
      return written ? stepRows(written, [], { now: clock.now(), formatTime: localTime }) : [];
    }
  }

  /** Redraws what differs: all of it when rows came or went, else the rows that read otherwise. */
  #update(): void {
    const before = this.#tree;
    this.#tree = undefined;
    this.#schedule();
    if (!before || !this.#view.visible) {
      this.#changes.fire(undefined);
      return;
    }
    const after = this.#current();
    if (shapeOf(before) !== shapeOf(after)) {
      this.#forgetElements(after);
      this.#changes.fire(undefined);
      return;
    }
    const old = new Map(rowsOf(before).map((row) => [row.id, JSON.stringify(row)]));
    for (const row of rowsOf(after)) {
      const element = this.#elements.get(row.id);
      if (!element) continue;
      const isLive = row.context.includes('live');
      element.row = row;
      // Its chain may read otherwise even where its own row does not.
      if (isLive || old.get(row.id) !== JSON.stringify(row)) this.#changes.fire(element);
    }
  }

  #schedule(): void {
    this.#alarm.set(this.#view.visible ? this.#current().nextChange : undefined);
  }

  #elementOf(row: SessionsRow, parent: RowElement | undefined): RowElement {
    const known = this.#elements.get(row.id);
    // VS Code keeps an element's parent, so a row that moved is another element.
    if (known && known.parent === parent) {
      known.row = row;
      return known;
    }
    const element = new RowElement(row, parent);
    this.#elements.set(row.id, element);
    return element;
  }

  #forgetElements(tree: SessionsTree): void {
    const ids = new Set(rowsOf(tree).map(({ id }) => id));
    for (const [id, { row }] of this.#elements) if (row.type !== 'step' && !ids.has(id)) this.#elements.delete(id);
  }
}

function rowsOf({ groups }: SessionsTree): SessionsRow[] {
  return groups.flatMap(({ row, rows }) => [row, ...rows]);
}

function shapeOf(tree: SessionsTree): string {
  return rowsOf(tree)
    .map(({ id }) => id)
    .join('\n');
}

function iconOf(icon: string, row: SessionsRow): vscode.ThemeIcon {
  const color = row.isError === true ? new vscode.ThemeColor('list.errorForeground') : markColor(row);
  return new vscode.ThemeIcon(icon, color);
}
