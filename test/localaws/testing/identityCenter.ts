import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { SSOClient } from '@aws-sdk/client-sso';
import type { LocalAws } from '../server';

/** @returns a client of Identity Center's OIDC service, without retries */
export function oidcClient({ endpoint, identityCenter }: LocalAws): SSOOIDCClient {
  return new SSOOIDCClient({ endpoint, region: identityCenter.region, maxAttempts: 1 });
}

/** @returns a client of Identity Center's portal, without retries */
export function portalClient({ endpoint, identityCenter }: LocalAws): SSOClient {
  return new SSOClient({ endpoint, region: identityCenter.region, maxAttempts: 1 });
}

/** A verifier and its S256 challenge (RFC 7636). */
export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

/** @returns a new verifier with its challenge */
export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** What a token cache file of the AWS CLI and the SDKs holds. */
export interface CachedSignIn {
  readonly startUrl: string;
  readonly region: string;
  readonly accessToken: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** ISO 8601. */
  readonly registrationExpiresAt: string;
  readonly refreshToken: string;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Signs a user in by a device code, as `aws sso login` does. */
export async function signIn(aws: LocalAws, userName?: string): Promise<CachedSignIn> {
  const oidc = oidcClient(aws);
  const { startUrl, region } = aws.identityCenter;
  const registration = await oidc.send(
    new RegisterClientCommand({ clientName: 'test', clientType: 'public', scopes: ['sso:account:access'] }),
  );
  const { clientId = '', clientSecret = '' } = registration;
  const { deviceCode, userCode = '' } = await oidc.send(
    new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }),
  );
  aws.identityCenter.approve(userCode, userName);
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
  const tokens = await oidc.send(new CreateTokenCommand({ clientId, clientSecret, grantType, deviceCode }));
  return {
    startUrl,
    region,
    accessToken: tokens.accessToken ?? '',
    expiresAt: iso(aws.clock.now() + (tokens.expiresIn ?? 0) * 1000),
    clientId,
    clientSecret,
    registrationExpiresAt: iso((registration.clientSecretExpiresAt ?? 0) * 1000),
    refreshToken: tokens.refreshToken ?? '',
  };
}

/** Writes a sign-in where the AWS CLI and the SDKs look for it. @param session name of the config file's `[sso-session]` */
export async function writeTokenCache(home: string, session: string, cached: CachedSignIn): Promise<void> {
  const folder = join(home, '.aws', 'sso', 'cache');
  await mkdir(folder, { recursive: true });
  const name = createHash('sha1').update(session).digest('hex');
  await writeFile(join(folder, `${name}.json`), JSON.stringify(cached));
}
