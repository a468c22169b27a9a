import type { Identity } from '../iam/identity';
import { AwsError } from '../kernel/types';
import { type Constraints, RULES } from './constraints';
import type { Form } from './form';

/** `SerialNumber` and `TokenCode` of a request. */
export interface MfaParameters {
  readonly serialNumber: string | undefined;
  readonly tokenCode: string | undefined;
}

/** Reads the MFA parameters, and reports broken limits to `constraints`. */
export function readMfa(form: Form, constraints: Constraints): MfaParameters {
  const serialNumber = form.get('SerialNumber');
  const tokenCode = form.get('TokenCode');
  constraints.optionalText('serialNumber', serialNumber, RULES.serialNumber);
  constraints.optionalText('tokenCode', tokenCode, RULES.tokenCode);
  return { serialNumber, tokenCode };
}

const failed = (detail: string): AwsError =>
  new AwsError(403, 'AccessDenied', `MultiFactorAuthentication failed${detail}`);

/**
 * Uses up the code when one is given. Only the caller's own device counts, and only long-term keys may give a code.
 * @param now milliseconds since the epoch
 * @returns whether MFA was given
 * @throws AwsError AccessDenied, in AWS's words
 */
export function verifyMfa({ serialNumber, tokenCode }: MfaParameters, caller: Identity, now: number): boolean {
  if (serialNumber === undefined && tokenCode === undefined) return false;
  if (serialNumber === undefined || tokenCode === undefined) {
    throw failed(', must provide both MFA serial number and one time pass code.');
  }
  const devices = caller.type === 'user' ? caller.mfaDevices : [];
  const device = devices.find((candidate) => candidate.serialNumber === serialNumber);
  if (!device) {
    throw failed(
      ', unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  }
  if (!device.use(tokenCode, now)) throw failed(' with invalid MFA one time pass code. ');
  return true;
}
