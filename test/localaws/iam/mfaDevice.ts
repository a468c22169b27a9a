import { Secret, TOTP } from 'otpauth';
import type { MfaDeviceSeed } from './seed';

const PERIOD_SECONDS = 30;

/** A virtual MFA device: TOTP with SHA-1, six digits, 30 seconds, as AWS uses it. */
export class MfaDevice {
  /** The serial number AWS gives it: its ARN. */
  readonly serialNumber: string;
  readonly #totp: TOTP;
  #lastUsedStep = -1;

  constructor(account: { readonly id: string; readonly partition: string }, seed: MfaDeviceSeed) {
    this.serialNumber = `arn:${account.partition}:iam::${account.id}:mfa/${seed.name}`;
    this.#totp = new TOTP({ secret: Secret.fromBase32(seed.seed), period: PERIOD_SECONDS, digits: 6 });
  }

  /** @param now milliseconds since the epoch @returns the code the device shows then */
  codeAt(now: number): string {
    return this.#totp.generate({ timestamp: now });
  }

  /** @param now milliseconds since the epoch @returns seconds until the device shows another code */
  secondsLeftAt(now: number): number {
    return PERIOD_SECONDS - (Math.floor(now / 1000) % PERIOD_SECONDS);
  }

  /**
   * Accepts the code of now, or of the step before or after, once.
   * @param now milliseconds since the epoch
   */
  use(code: string, now: number): boolean {
    const delta = this.#totp.validate({ token: code, timestamp: now, window: 1 });
    if (delta === null) return false;
    const step = Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
    if (step <= this.#lastUsedStep) return false;
    this.#lastUsedStep = step;
    return true;
  }
}
