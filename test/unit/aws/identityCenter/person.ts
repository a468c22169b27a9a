import type { SignInPrompter } from '../../../../src/core/sessions/ports';
import type { WebPage } from '../../../../src/core/sessions/webPage';
import { cancelled } from '../../../../src/core/support/errors';
import { untilAborted } from '../../../../src/core/support/untilAborted';
import type { LocalAws } from '../../../localaws/server';

/** Runs until `signal` aborts, as what is shown to a person does. */
async function untilOver(signal: AbortSignal): Promise<void> {
  await untilAborted(new Promise<never>(() => undefined), signal).catch(() => undefined);
}

/** What a browser shows. */
interface Page {
  readonly status: number;
  readonly text: string;
}

/** A person at a browser, and what that person was asked. */
export class Person implements SignInPrompter {
  readonly pages: string[] = [];
  readonly codes: string[] = [];
  readonly #visits: Promise<Page>[] = [];
  /** Where the browser reaches this machine; its own loopback unless changed. */
  address: (port: number) => string | undefined = (port) => `http://127.0.0.1:${port}/`;
  /** What the person does: allows, denies, gives up in VS Code, or does nothing. */
  decision: 'allow' | 'deny' | 'giveUp' | 'nothing' = 'allow';
  /** Runs before the browser goes to the callback. */
  beforeCallback: (callback: URL) => Promise<void> = () => Promise.resolve();

  constructor(private readonly aws: LocalAws) {}

  browserAddress(port: number): Promise<string | undefined> {
    return Promise.resolve(this.address(port));
  }

  async waitForBrowser({ url }: WebPage, _place: string, signal: AbortSignal): Promise<void> {
    this.pages.push(url);
    if (this.decision === 'giveUp') throw cancelled();
    if (this.decision !== 'nothing') {
      const callback = new URL(this.aws.identityCenter.authorize(url, { allow: this.decision === 'allow' }));
      await this.beforeCallback(callback);
      await this.visit(callback);
    }
    await untilOver(signal);
  }

  async waitForDeviceCode({ userCode }: { userCode: string }, _place: string, signal: AbortSignal): Promise<void> {
    this.codes.push(userCode);
    if (this.decision === 'giveUp') throw cancelled();
    if (this.decision === 'allow') this.aws.identityCenter.approve(userCode);
    if (this.decision === 'deny') this.aws.identityCenter.deny(userCode);
    await untilOver(signal);
  }

  samlAssertion(): Promise<string> {
    return Promise.reject(cancelled());
  }

  /** What the browser showed of this machine's pages, in order, once it has loaded them. */
  shown(): Promise<Page[]> {
    return Promise.all(this.#visits);
  }

  /** Goes to a page of this machine. */
  async visit(url: URL): Promise<void> {
    const page = fetch(url).then(async (answer) => ({ status: answer.status, text: await answer.text() }));
    this.#visits.push(page);
    await page;
  }
}
