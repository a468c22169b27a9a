import * as vscode from 'vscode';
import { CHAIN_ACTIONS, chainPicture, type ChainAction, type ChainPicture } from '../../../core/sessions/chainPicture';
import { missingChainPicture } from '../../../core/sessions/chainPictureMissing';
import type { ChainStep } from '../../../core/sessions/session';
import { Alarm } from '../../../core/support/alarm';
import type { Disposable } from '../../../core/support/disposable';
import { isAppError, toAppError } from '../../../core/support/errors';
import { isJsonObject } from '../../../core/support/json';
import { runCommand } from '../../commands/runCommand';
import { localTime } from '../../support/localTime';
import { pageDocument, webviewOptions } from '../../webPage/shell';
import type { ChainViewDeps } from './chainViews';
import type { FromPage, ToPage } from './messages';
import { withHiddenMarked } from '../../../core/texts/visible';

/** A test of the chain, under way or done. */
interface ChainTest {
  readonly steps: Map<number, ChainStep>;
  readonly controller: AbortController;
  state: 'running' | 'done';
}

/** One editor with the picture of one profile's chain. It draws what profile, sessions and test are at the moment. */
export class ChainPanel implements Disposable {
  readonly #subscriptions: Disposable[];
  #test: ChainTest | undefined;
  #picture: ChainPicture | undefined;
  readonly #alarm: Alarm;
  #listening = false;

  constructor(
    readonly profile: string,
    private readonly panel: vscode.WebviewPanel,
    private readonly deps: ChainViewDeps,
  ) {
    const { webview } = panel;
    panel.title = vscode.l10n.t('Chain: {0}', profile);
    panel.iconPath = {
      light: vscode.Uri.joinPath(deps.extensionUri, 'media/chain-light.svg'),
      dark: vscode.Uri.joinPath(deps.extensionUri, 'media/chain-dark.svg'),
    };
    webview.options = webviewOptions(deps.extensionUri);
    this.#alarm = new Alarm(deps.clock, () => this.#render());
    this.#subscriptions = [
      this.#alarm,
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#render()),
      deps.sessions.onDidChange(({ assuming }) => {
        // What is assumed now is newer than what was tested.
        if (assuming === profile) this.#forgetTest();
        this.#render();
      }),
      deps.settings.onDidChange(() => {
        this.#forgetTest();
        this.#render();
      }),
    ];
    webview.html = pageDocument(webview, deps.extensionUri, { script: 'chainPage.js', style: 'chain.css' });
  }

  /** Brings the editor to the front, unless the person is in it: then the focus stays where it is. */
  bringToFront(): void {
    // eslint-disable-next-line no-restricted-syntax -- shows an editor, not credentials
    if (!this.panel.active) this.panel.reveal();
  }

  /**
   * Walks the chain and shows each place's outcome as it comes; one test at a time.
   * @returns the steps, or undefined when the test was given up
   * @throws {AppError} when the profile cannot be used
   */
  async test(): Promise<readonly ChainStep[] | undefined> {
    this.#forgetTest();
    const profile = this.deps.getProfile(this.profile);
    const test: ChainTest = { steps: new Map(), controller: new AbortController(), state: 'running' };
    for (const hop of [-1, ...profile.chain.keys()]) test.steps.set(hop, { hop, state: 'unknown' });
    this.#test = test;
    this.#render();
    try {
      const steps = await this.deps.sessions.testChain(profile, test.controller.signal, (step) => {
        test.steps.set(step.hop, step);
        this.#render();
      });
      for (const step of steps) test.steps.set(step.hop, step);
      test.state = 'done';
      return test.controller.signal.aborted ? undefined : steps;
    } catch (error) {
      if (this.#test === test) this.#test = undefined;
      if (isAppError(error, 'cancelled')) return undefined;
      throw error;
    } finally {
      this.#render();
    }
  }

  dispose(): void {
    this.#forgetTest();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #forgetTest(): void {
    this.#test?.controller.abort();
    this.#test = undefined;
  }

  /** Draws the picture anew; nothing ticks while nobody sees it. */
  #render(): void {
    this.#alarm.set(undefined);
    if (!this.#listening || !this.panel.visible) return;
    const now = this.deps.clock.now();
    const picture = this.#draw(now);
    this.#picture = picture;
    const message: ToPage = {
      type: 'picture',
      profile: this.profile,
      picture: withHiddenMarked(picture),
      texts: {
        chain: vscode.l10n.t('Chain of {0}', this.profile),
        toolbar: vscode.l10n.t('Actions'),
        awsSays: vscode.l10n.t('AWS says:'),
      },
    };
    void this.panel.webview.postMessage(message);
    this.#alarm.set(picture.nextChange);
  }

  #draw(now: number): ChainPicture {
    const { sessions, settings, getProfile } = this.deps;
    const { active, assuming } = sessions.state;
    const live = sessions.sessions.find((session) => session.profile.name === this.profile);
    try {
      const isSaved = settings.holds(this.profile);
      // A live session keeps its recipe, also where the profile was removed.
      const profile = live && !isSaved ? live.profile : getProfile(this.profile);
      return chainPicture({
        profile,
        isSaved,
        steps: this.#test ? [...this.#test.steps.values()] : sessions.steps(profile),
        active: active?.profile.name === this.profile,
        test: this.#test?.state,
        assuming: assuming === this.profile,
        now,
        formatTime: localTime,
      });
    } catch (error) {
      return missingChainPicture(this.profile, toAppError(error));
    }
  }

  #receive(message: unknown): void {
    if (!isFromPage(message)) return;
    if (message.type === 'ready') {
      this.#listening = true;
      this.#render();
      return;
    }
    // The page says only which button it was: what that does is the picture's and the extension's.
    const node = this.#picture?.nodes.find(({ id }) => id === message.node);
    const actions = message.node === undefined ? this.#picture?.actions : node?.failure?.actions;
    const action = actions?.find(({ id }) => id === message.action);
    if (action) void this.#act(action);
  }

  async #act({ id, secret, hop }: ChainAction): Promise<void> {
    const { profile } = this;
    switch (id) {
      case 'assume':
        return runCommand('assumeRole.assume', profile);
      case 'renew':
        return runCommand('assumeRole.sessions.renew', profile);
      case 'exit':
        return runCommand('assumeRole.sessions.exit', profile);
      case 'test':
        return runCommand('assumeRole.testChain', profile);
      case 'cancel':
        this.#test?.controller.abort();
        if (this.deps.sessions.state.assuming === profile) this.deps.sessions.cancel();
        return undefined;
      case 'policies':
        return runCommand('assumeRole.generatePolicies', profile, hop);
      case 'edit':
        return runCommand('assumeRole.editProfile', profile);
      case 'save':
        return runCommand('assumeRole.saveSession', profile);
      case 'storeSecret':
        if (secret?.type === 'accessKeys') return runCommand('assumeRole.setAccessKeys', secret.name);
        if (secret) return runCommand('assumeRole.setExternalId', secret.name);
        return undefined;
    }
  }
}

function isFromPage(message: unknown): message is FromPage {
  if (!isJsonObject(message)) return false;
  return (
    message['type'] === 'ready' ||
    (message['type'] === 'action' && CHAIN_ACTIONS.some((action) => action === message['action']))
  );
}
