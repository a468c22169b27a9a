import type { IdentityCenterInstance } from '../roles/discovery';
import { parseJsonObject } from '../support/json';
import { identityCenterDestination, type Destination } from './destination';

const PREFIX = 'identityCenter/signIn/';

/** What a kept sign-in is of. */
export interface SignInPlace {
  readonly startUrl: string;
  /** Undefined for sign-ins of versions that did not note it. */
  readonly region?: string | undefined;
  /** Where its tokens came from and may go; undefined for sign-ins of versions that noted it inside only. */
  readonly destination?: Destination | undefined;
}

/** The start URL as one and the same text for one instance, however it was pasted. */
export function canonicalStartUrl(url: string): string {
  return url.trim().replace(/[/#]+$/, '');
}

/** The vault's name of the sign-in to an instance: another region or host is another sign-in. */
export function signInName(instance: IdentityCenterInstance): string {
  const { startUrl, region } = instance;
  const destination = identityCenterDestination(instance);
  return PREFIX + JSON.stringify({ startUrl: canonicalStartUrl(startUrl), region, destination });
}

/** The name by which earlier versions kept the sign-in to an instance, wherever it was made. */
export function earlierSignInName({ startUrl }: Pick<IdentityCenterInstance, 'startUrl'>): string {
  return PREFIX + canonicalStartUrl(startUrl);
}

/** What the sign-in of that name in the vault is of; undefined where the name is none of a sign-in. */
export function parseSignInName(name: string): SignInPlace | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const rest = name.slice(PREFIX.length);
  const { startUrl, region, destination } = parseJsonObject(rest) ?? {};
  if (typeof startUrl !== 'string' || typeof region !== 'string' || typeof destination !== 'string') {
    return { startUrl: rest };
  }
  return { startUrl, region, destination: destination as Destination };
}
