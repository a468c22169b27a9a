import { t } from '@vscode/l10n';
import type { Profile } from '../roles/profile';
import type { Clock } from '../support/clock';
import { AppError } from '../support/errors';
import { untilAborted } from '../support/untilAborted';
import type { StoreWrite } from './guardedStore';

/** What consent depends on. */
export interface WriteConsentDeps {
  readonly clock: Clock;
  /** The account that the profile's session is in; undefined without a session. */
  readonly accountOf: (profile: string) => string | undefined;
  /** Which profile it is whose session has that name, see {@link grantee}; undefined without a session. */
  readonly granteeOf: (profile: string) => string | undefined;
  /** Asks the person. @returns whether they agree */
  readonly ask: (profile: string, account: string | undefined, write: StoreWrite) => Promise<boolean>;
}

/** Who wants to write: a person who waits for it, VS Code by itself (auto save), or somebody VS Code does not name. */
export type WriteOccasion = 'person' | 'auto' | 'unknown';

/** One act is many writes: what comes this soon after a refusal belongs to what was refused, milliseconds. */
const SAME_ACT = 1000;
/** How long nobody is asked again for those VS Code does not name, who may try again by themselves, milliseconds. */
const LEFT_ALONE = 30_000;

/**
 * The person's consent to change production: asked for once in a window for each profile and account. A refusal counts
 * for what was refused, and for everything that is not a person's act after it.
 */
export class WriteConsent {
  readonly #given = new Set<string>();
  /** When consent was refused, milliseconds since the epoch. */
  readonly #refused = new Map<string, number>();
  readonly #questions = new Map<string, Promise<boolean>>();

  constructor(private readonly deps: WriteConsentDeps) {}

  /**
   * Returns once the person agrees, or has agreed before.
   * @throws AppError of kind `cancelled`, in words, when they do not
   */
  async require(profile: Profile, write: StoreWrite, signal: AbortSignal): Promise<void> {
    const id = this.#idOf(profile.name);
    if (this.#given.has(id)) return;
    if (this.#wasRefusedWithin(id, SAME_ACT)) throw refused(profile.name);
    const question = this.#questions.get(id) ?? this.#ask(id, profile, write);
    if (!(await untilAborted(question, signal))) throw refused(profile.name);
  }

  /** The person has agreed to change production through that profile in other words, such as by typing a name. */
  give(profile: string): void {
    const id = this.#idOf(profile);
    this.#given.add(id);
    this.#refused.delete(id);
  }

  /**
   * Keeps those from asking who are no person that waits for the answer, once the person has refused.
   * @throws AppError of kind `cancelled`, in words
   */
  assertMayAsk({ name, production }: Profile, occasion: WriteOccasion): void {
    const span = { person: 0, unknown: LEFT_ALONE, auto: Infinity }[occasion];
    if (production && this.#wasRefusedWithin(this.#idOf(name), span)) throw refused(name);
  }

  async #ask(id: string, profile: Profile, write: StoreWrite): Promise<boolean> {
    const question = this.deps.ask(profile.name, this.deps.accountOf(profile.name), write);
    this.#questions.set(id, question);
    try {
      const agreed = await question;
      if (agreed) this.#given.add(id);
      if (agreed) this.#refused.delete(id);
      else this.#refused.set(id, this.deps.clock.now());
      return agreed;
    } finally {
      this.#questions.delete(id);
    }
  }

  #wasRefusedWithin(id: string, span: number): boolean {
    const at = this.#refused.get(id);
    return at !== undefined && this.deps.clock.now() - at < span;
  }

  /** The same name may mean another profile, or another account after an edit: consent does not go along. */
  #idOf(profile: string): string {
    return JSON.stringify([profile, this.deps.accountOf(profile), this.deps.granteeOf(profile)]);
  }
}

function refused(profile: string): AppError {
  return new AppError('cancelled', t('Nothing was changed: you did not confirm changes through "{0}".', profile), {
    profile,
    isUnsent: true,
  });
}
