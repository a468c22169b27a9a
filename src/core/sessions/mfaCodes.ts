import type { Clock } from '../support/clock';
import { isAppError } from '../support/errors';
import { Turns } from '../support/turns';
import type { Destination } from '../secrets/destination';
import type { MfaCode, Prompter } from './ports';

/** A device shows a code for this long (RFC 6238 as virtual MFA devices of AWS use it), milliseconds. */
const CODE_LIFE = 30_000;

/** What a code is asked for. */
export interface CodeRequest {
  /** SerialNumber of the device. */
  readonly serial: string;
  /** Profile the person chose. */
  readonly profile: string;
  /** Where it is sent. */
  readonly destination: Destination;
}

/** Asks for MFA codes: one box at a time for a device, and no code is sent that AWS has just taken. */
export class MfaCodes {
  readonly #turns = new Turns();
  readonly #accepted = new Map<string, { readonly code: string; readonly at: number }>();

  constructor(
    private readonly prompter: Pick<Prompter, 'mfaCode'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks, and asks again when AWS refuses the code, for as long as the person goes on typing.
   * @param use sends the code; rejects with kind `mfaRejected` when AWS refuses it
   * @throws AppError of kind `cancelled` when the person gives up or `signal` aborts
   */
  async withCode<T>(
    { serial, ...request }: CodeRequest,
    signal: AbortSignal,
    use: (mfa: MfaCode) => Promise<T>,
  ): Promise<T> {
    return this.#turns.run(serial, signal, async () => {
      for (let rejected: 'refused' | 'reused' | undefined; ;) {
        const code = await this.prompter.mfaCode(serial, { ...request, rejected }, signal);
        if (this.#justAccepted(serial, code)) {
          rejected = 'reused';
          continue;
        }
        try {
          return await use({ serial, code });
        } catch (error) {
          if (!isAppError(error, 'mfaRejected')) throw error;
          rejected = 'refused';
        }
      }
    });
  }

  /** Notes that AWS has taken a code, which is good once. */
  accepted({ serial, code }: MfaCode): void {
    this.#accepted.set(serial, { code, at: this.clock.now() });
  }

  #justAccepted(serial: string, code: string): boolean {
    const last = this.#accepted.get(serial);
    return last?.code === code && Math.abs(this.clock.now() - last.at) < CODE_LIFE;
  }
}
