import type { Profile } from '../../../../src/core/roles/profile';
import { settle } from '../../support/manualClock';
import { profileOf, type MemoryWorld, type Question } from '../../support/memoryWorld';

export const never = new AbortController().signal;
/** Serial of alice's device. */
export const SERIAL = 'arn:aws:iam::111111111111:mfa/alice';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A profile of alice with an MFA session before the first hop. */
export function withSession(name: string, roles: readonly string[], more: Partial<Profile> = {}): Profile {
  return { ...profileOf(name, roles), mfaSession: SERIAL, ...more };
}

/** A profile whose first role takes the code itself. */
export function withCode(name: string, role: string): Profile {
  return profileOf(name, [role], { 0: { mfaSerial: SERIAL, durationSeconds: 43_200 } });
}

/** A person who answers when told to. */
export class Person {
  readonly questions: Question[] = [];
  #answer: (code: string) => void = () => undefined;

  constructor(world: MemoryWorld) {
    world.person = (question) => {
      this.questions.push(question);
      return new Promise((resolve) => (this.#answer = resolve));
    };
  }

  /** Types a code and Enter. */
  async type(code: string): Promise<void> {
    this.#answer(code);
    await settle();
  }
}
