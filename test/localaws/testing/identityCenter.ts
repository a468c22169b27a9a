import { createHash, randomBytes } from 'node:crypto';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
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
