import * as vscode from 'vscode';
import { accountColor } from '../../core/roles/accounts/profileAccount';
import type { Profile } from '../../core/roles/profile';
import type { S3Node } from '../../core/s3/nodes';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { SessionRoot } from '../../core/s3/sessionRoots';
import type { SortOrder } from '../../core/s3/sorting';
import type { SessionService } from '../../core/sessions/sessionService';
import { Alarm } from '../../core/support/alarm';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { CONTEXT } from '../ids';
import type { ProfileSettings } from '../profiles/settings';
import type { ExplorerState } from './explorerState';

/** What decides which sessions the explorer shows, and how. */
export interface FollowSessionsDeps {
  readonly browser: ObjectBrowser;
  readonly view: vscode.TreeView<S3Node>;
  /** Shows a row, also one that a change has just brought. */
  readonly revealRow: vscode.TreeView<S3Node>['reveal'];
  readonly sessions: SessionService;
  readonly settings: Pick<ProfileSettings, 'onDidChange'>;
  readonly state: ExplorerState;
  readonly clock: Clock;
  /** The profile of that name as it is used now; throws an AppError when it is missing or broken. */
  readonly getProfile: (name: string) => Profile;
}

/**
 * Keeps the explorer at the active session and the pinned ones; one the person obtained
 * anew is listed anew, a quiet renewal is not.
 */
export function followSessions(deps: FollowSessionsDeps): Disposable {
  const { browser, view, sessions, settings, state, clock } = deps;
  const store = new DisposableStore();
  let toExpand: string | undefined;

  /** A root that becomes the active one opens, unless it is new: VS Code opens that by itself. */
  const expand = (): void => {
    const root = browser.roots.find(({ profile }) => profile === toExpand);
    // Revealing would show a view that the person has closed.
    if (!root || !view.visible) return;
    toExpand = undefined;
    // A root that has gone again meanwhile need not open.
    deps.revealRow(root, { expand: true, select: false, focus: false }).then(undefined, () => undefined);
  };

  const update = (): void => {
    const before = new Map(browser.roots.map(({ root }) => [root.profile, root]));
    const roots = rootsOf(deps);
    browser.order = state.order;
    browser.show(roots);
    describeOrder(view, browser.order);
    alarm.set(nextEnd(roots, clock.now()));
    const isLive = roots.some(({ session }) => session !== undefined);
    void vscode.commands.executeCommand('setContext', CONTEXT.s3HasSession, isLive);
    const activated = roots.find(({ active, profile }) => active && before.get(profile)?.active === false);
    if (activated) toExpand = activated.profile;
    expand();
  };

  const alarm = store.add(new Alarm(clock, update));
  store.add(sessions.onDidChange(update));
  store.add(settings.onDidChange(update));
  store.add(state.onDidChange(update));
  store.add(view.onDidChangeVisibility(expand));
  update();
  return store;
}

/** The active session, then the pinned ones. */
function rootsOf({ sessions, state, getProfile, clock }: FollowSessionsDeps): SessionRoot[] {
  const active = sessions.state.active?.profile.name;
  const { pins } = state;
  const names = new Set([...(active === undefined ? [] : [active]), ...pins]);
  return [...names].map((name): SessionRoot => {
    const session = sessions.session(name);
    const profile = currentOr(session?.profile, () => getProfile(name));
    return {
      profile: name,
      session,
      expired: session?.expiration !== undefined && session.expiration <= clock.now(),
      pinned: pins.includes(name),
      active: name === active,
      production: profile?.production ?? false,
      color: profile && accountColor(profile, session?.identity.accountId),
      home: profile?.s3.home,
      bookmarks: profile?.s3.bookmarks ?? [],
      ownBookmarks: state.bookmarksOf(name),
    };
  });
}

/** When the first of the sessions ends that have not yet, milliseconds since the epoch. */
function nextEnd(roots: readonly SessionRoot[], now: number): number | undefined {
  const ends = roots.flatMap(({ session }) => session?.expiration ?? []).filter((end) => end > now);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Says beside the view's name what is not as S3 has it. */
function describeOrder(view: vscode.TreeView<S3Node>, order: SortOrder): void {
  const texts: Readonly<Record<SortOrder, string>> = {
    name: '',
    size: vscode.l10n.t('largest first'),
    newest: vscode.l10n.t('newest first'),
    oldest: vscode.l10n.t('oldest first'),
  };
  view.description = texts[order];
}

/** Places count as the settings have them now, or else as they were when the role was assumed. */
function currentOr(known: Profile | undefined, current: () => Profile): Profile | undefined {
  try {
    return current();
  } catch {
    return known;
  }
}
