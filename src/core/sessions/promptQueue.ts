import type { Destination } from '../secrets/destination';
import type { SecretRef } from '../support/errors';
import { Turns } from '../support/turns';
import type { Prompter } from './ports';

/** One question at a time: VS Code closes a box, as if with Escape, when another opens. */
export class PromptQueue implements Prompter {
  readonly #turns = new Turns();

  constructor(private readonly prompter: Prompter) {}

  async mfaCode(serial: string, context: Parameters<Prompter['mfaCode']>[1], signal: AbortSignal): Promise<string> {
    return this.#turns.run('', signal, () => this.prompter.mfaCode(serial, context, signal));
  }

  async consent(...[profile, signal]: Parameters<Prompter['consent']>): Promise<void> {
    return this.#turns.run('', signal, () => this.prompter.consent(profile, signal));
  }

  async storeSecret(ref: SecretRef, destinations: readonly Destination[], signal: AbortSignal): Promise<void> {
    return this.#turns.run('', signal, () => this.prompter.storeSecret(ref, destinations, signal));
  }
}
