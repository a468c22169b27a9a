import { jsonAnswer, jsonMembers } from '../kernel/json';
import { type AwsRequest, type AwsResponse, AwsError, type Service } from '../kernel/types';
import { verifyDpop } from './dpop';
import type { LoginSessions } from './loginSessions';

const TOKEN_PATH = '/v1/token';
const CLIENT_ID = /^arn:aws:signin:::devtools\/(cross-device|same-device)$/;

function invalidRequest(message: string): AwsError {
  return new AwsError(400, 'ValidationException', message, { elements: { error: 'INVALID_REQUEST' } });
}

/** AWS Sign-In (REST JSON, unsigned): the token endpoint of `aws login`, with refresh. */
class SignInService implements Service {
  readonly name = 'signin';
  readonly #sessions: LoginSessions;
  readonly #usedProofs = new Set<string>();

  constructor(sessions: LoginSessions) {
    this.#sessions = sessions;
  }

  readonly ownsUnsigned = ({ method, rawPath }: AwsRequest): boolean => method === 'POST' && rawPath === TOKEN_PATH;

  operation(request: AwsRequest): string {
    return this.ownsUnsigned(request) ? 'CreateOAuth2Token' : 'Unknown';
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const thumbprint = await this.#provenKey(request);
    const { clientId, grantType, refreshToken } = (await jsonMembers(request)) ?? {};
    if (typeof clientId !== 'string' || !CLIENT_ID.test(clientId)) throw invalidRequest('Invalid clientId');
    if (grantType !== 'refresh_token') throw invalidRequest('Invalid grantType');
    if (typeof refreshToken !== 'string' || refreshToken === '') throw invalidRequest('Invalid refreshToken');
    const tokens = this.#sessions.refresh(refreshToken, thumbprint);
    const { accessKeyId, secretAccessKey, sessionToken } = tokens.credentials;
    return jsonAnswer(200, {
      accessToken: { accessKeyId, secretAccessKey, sessionToken },
      tokenType: 'aws_sigv4',
      expiresIn: tokens.expiresIn,
      refreshToken: tokens.refreshToken,
    });
  }

  renderError(error: AwsError): AwsResponse {
    return jsonAnswer(
      error.status,
      { error: error.extra.elements?.['error'] ?? 'server_error', message: error.message },
      { 'x-amzn-errortype': error.code },
    );
  }

  /** @returns the thumbprint of the key the caller has; throws AwsError ValidationException */
  async #provenKey({ headers, method, rawPath }: AwsRequest): Promise<string> {
    const hostAndPath = `${headers['host'] ?? ''}${rawPath}`;
    const proof = await verifyDpop(headers['dpop'] ?? '', { method, hostAndPath });
    if (!proof || this.#usedProofs.has(proof.id)) throw invalidRequest('Invalid DPoP proof');
    this.#usedProofs.add(proof.id);
    return proof.thumbprint;
  }
}

/** @returns the token endpoint of logins */
export function createSignInService(sessions: LoginSessions): Service {
  return new SignInService(sessions);
}
