import { type JWTPayload, decodeJwt, errors, jwtVerify } from 'jose';
import type { OidcProvider } from '../iam/entities';
import { AwsError } from '../kernel/types';
import type { StsDependencies } from './operation';

/** Whom a verified token is about. */
export interface WebIdentity {
  readonly subject: string;
  readonly audience: string;
  readonly provider: OidcProvider;
}

const invalid = (message: string): AwsError => new AwsError(400, 'InvalidIdentityToken', message);

function decode(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  }
}

/** AWS's answer to a token that does not verify. */
function refusal(error: unknown, now: number): AwsError {
  if (error instanceof errors.JWTExpired) {
    const expiry = Number(error.payload.exp);
    return new AwsError(
      400,
      'ExpiredTokenException',
      `Token expired: current date/time ${Math.floor(now / 1000)} must be before the expiration date/time${expiry}`,
    );
  }
  if (error instanceof errors.JWTClaimValidationFailed) return invalid(`Invalid claim: ${error.claim}`);
  return invalid('The ID Token provided could not be verified: its signature is invalid');
}

/**
 * @param accountId whose OIDC providers count
 * @throws AwsError InvalidIdentityToken, ExpiredTokenException, IDPRejectedClaim or IDPCommunicationError
 */
export async function verifyWebIdentityToken(
  token: string,
  accountId: string,
  { directory, oidc, now }: StsDependencies,
): Promise<WebIdentity> {
  const issuer = decode(token).iss ?? '';
  const provider = directory.oidcProvider(accountId, issuer);
  if (!provider) throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`);
  if (issuer !== oidc.url || !oidc.reachable) {
    throw new AwsError(400, 'IDPCommunicationError', `Could not reach the identity provider ${issuer}`);
  }
  const time = now();
  const { payload } = await jwtVerify(token, oidc.publicKey, {
    algorithms: ['RS256'],
    currentDate: new Date(time),
    requiredClaims: ['sub', 'aud', 'exp', 'iat'],
  }).catch((error: unknown) => {
    throw refusal(error, time);
  });
  const [audience = ''] = [payload.aud ?? []].flat();
  if (!provider.clientIds.includes(audience)) throw invalid('Incorrect token audience');
  if (oidc.hasRevoked(token)) {
    throw new AwsError(403, 'IDPRejectedClaim', 'The identity provider reported that authentication failed');
  }
  return { subject: payload.sub ?? '', audience, provider };
}
