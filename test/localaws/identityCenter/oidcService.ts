import { parseQuery } from '../kernel/httpRequest';
import { jsonAnswer } from '../kernel/json';
import { queryValue } from '../kernel/signature';
import type { AwsError, AwsRequest, AwsResponse, Service } from '../kernel/types';
import { GRANT_TYPES, type RegisteredClient, mayUse } from './clientRegistry';
import { DEVICE_CODE_SECONDS, POLL_SECONDS } from './deviceAuthorizations';
import type { IdentityCenter } from './identityCenter';
import { Members } from './members';
import { oauthCode, oauthError } from './oauthErrors';
import { authorizationPage, decidedPage, devicePage, refusalPage, userCodePage } from './pages';
import type { IssuedTokens, SignInSession } from './signInSessions';

const DEVICE_PAGE = '/device';
const AUTHORIZATION_PAGE = '/authorize';

type Operation = (request: AwsRequest) => AwsResponse | Promise<AwsResponse>;

/** IAM Identity Center's OIDC service (REST JSON, unsigned), with its pages for people. */
class OidcService implements Service {
  readonly name = 'sso-oidc';
  readonly #center: IdentityCenter;
  readonly #operations: ReadonlyMap<string, readonly [name: string, operation: Operation]>;

  constructor(center: IdentityCenter) {
    this.#center = center;
    this.#operations = new Map([
      ['POST /client/register', ['RegisterClient', (request) => this.#registerClient(request)]],
      ['POST /device_authorization', ['StartDeviceAuthorization', (request) => this.#startDevice(request)]],
      ['POST /token', ['CreateToken', (request) => this.#createToken(request)]],
      [`GET ${AUTHORIZATION_PAGE}`, ['ShowAuthorization', (request) => this.#showAuthorization(request)]],
      [`POST ${AUTHORIZATION_PAGE}`, ['DecideAuthorization', (request) => this.#decideAuthorization(request)]],
      [`GET ${DEVICE_PAGE}`, ['ShowDevice', (request) => this.#showDevice(request)]],
      [`POST ${DEVICE_PAGE}`, ['DecideDevice', (request) => this.#decideDevice(request)]],
    ]);
  }

  readonly ownsUnsigned = (request: AwsRequest): boolean => this.#find(request) !== undefined;

  operation(request: AwsRequest): string {
    return this.#find(request)?.[0] ?? 'Unknown';
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const found = this.#find(request);
    if (!found) throw oauthError('InvalidRequestException', 'There is no such operation');
    return await found[1](request);
  }

  renderError(error: AwsError): AwsResponse {
    return jsonAnswer(
      error.status,
      { error: oauthCode(error.code), error_description: error.message },
      { 'x-amzn-errortype': `${error.code}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/` },
    );
  }

  #find({ method, rawPath }: AwsRequest): readonly [name: string, operation: Operation] | undefined {
    return this.#operations.get(`${method} ${rawPath}`);
  }

  async #registerClient(request: AwsRequest): Promise<AwsResponse> {
    const client = this.#center.clients.register(await Members.of(request));
    return jsonAnswer(200, {
      clientId: client.id,
      clientSecret: client.secret,
      clientIdIssuedAt: Math.floor(client.registeredAt / 1000),
      clientSecretExpiresAt: Math.floor(client.secretExpiresAt / 1000),
      authorizationEndpoint: null,
      tokenEndpoint: null,
    });
  }

  async #startDevice(request: AwsRequest): Promise<AwsResponse> {
    const members = await Members.of(request);
    const client = this.#center.clients.authenticate(members);
    if (members.requiredText('startUrl').replace(/\/$/, '') !== this.#center.startUrl.replace(/\/$/, '')) {
      throw oauthError('InvalidRequestException', 'Invalid start URL provided');
    }
    if (!mayUse(client, GRANT_TYPES.deviceCode)) throw unauthorizedClient();
    const { deviceCode, userCode } = this.#center.devices.start(client);
    const host = request.headers['host'] ?? '';
    // Where it stands for a host of AWS, its pages are those of AWS.
    const scheme = /^(127\.|localhost|\[::1\])/.test(host) ? 'http' : 'https';
    const verificationUri = `${scheme}://${host}${DEVICE_PAGE}`;
    return jsonAnswer(200, {
      deviceCode,
      userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      expiresIn: DEVICE_CODE_SECONDS,
      interval: POLL_SECONDS,
    });
  }

  async #createToken(request: AwsRequest): Promise<AwsResponse> {
    const members = await Members.of(request);
    const client = this.#center.clients.authenticate(members);
    const grantType = members.requiredText('grantType');
    if (!(Object.values(GRANT_TYPES) as string[]).includes(grantType)) {
      throw oauthError('UnsupportedGrantTypeException', 'Unsupported grant type provided');
    }
    if (!mayUse(client, grantType)) throw unauthorizedClient();
    return jsonAnswer(200, this.#tokens(grantType, members, client));
  }

  #tokens(grantType: string, members: Members, client: RegisteredClient): IssuedTokens {
    const { codes, devices, sessions } = this.#center;
    if (grantType === GRANT_TYPES.refreshToken) return sessions.refresh(members.requiredText('refreshToken'), client);
    const session: SignInSession =
      grantType === GRANT_TYPES.deviceCode
        ? devices.redeem(members.requiredText('deviceCode'), client)
        : codes.redeem(
            members.requiredText('code'),
            client,
            members.requiredText('redirectUri'),
            members.requiredText('codeVerifier'),
          );
    return sessions.issue(session, client);
  }

  #showAuthorization(request: AwsRequest): AwsResponse {
    const query = queryOf(request);
    const asked = this.#center.codes.read(query);
    if (!asked) return refusalPage('The client or its redirect URI is not registered.');
    if (asked.problem) return redirect(this.#center.codes.refuse(asked, asked.problem));
    return authorizationPage(asked, `${AUTHORIZATION_PAGE}?${query.toString()}`, this.#center.seed.users);
  }

  async #decideAuthorization(request: AwsRequest): Promise<AwsResponse> {
    const query = queryOf(request);
    if (!this.#center.codes.read(query)) return refusalPage('The client or its redirect URI is not registered.');
    const { userName, allow } = await decisionOf(request);
    if (allow && !this.#center.seed.users.includes(userName)) return refusalPage('There is no such user.');
    return redirect(this.#center.authorize(`http://localhost/?${query.toString()}`, { userName, allow }));
  }

  #showDevice(request: AwsRequest): AwsResponse {
    const userCode = queryValue(request, 'user_code');
    if (userCode === undefined) return userCodePage(DEVICE_PAGE);
    const pending = this.#center.devices.pending(userCode);
    if (!pending) return userCodePage(DEVICE_PAGE, 'This code is unknown or no longer valid.');
    return devicePage(pending, DEVICE_PAGE, this.#center.seed.users);
  }

  async #decideDevice(request: AwsRequest): Promise<AwsResponse> {
    const { userName, userCode, allow } = await decisionOf(request);
    if (!this.#center.devices.pending(userCode)) {
      return userCodePage(DEVICE_PAGE, 'This code is unknown or no longer valid.');
    }
    if (!allow) this.#center.deny(userCode);
    else if (this.#center.seed.users.includes(userName)) this.#center.approve(userCode, userName);
    else return refusalPage('There is no such user.');
    return decidedPage(allow);
  }
}

function queryOf({ query }: AwsRequest): URLSearchParams {
  return new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
}

function unauthorizedClient(): AwsError {
  return oauthError('UnauthorizedClientException', 'The client is not registered for this grant type');
}

function redirect(location: string): AwsResponse {
  return { status: 302, headers: { location, 'cache-control': 'no-store' } };
}

/** @returns what the pressed button and the fields of a page's form say */
async function decisionOf(request: AwsRequest): Promise<{ userName: string; userCode: string; allow: boolean }> {
  const form = new Map(parseQuery((await request.body()).toString()));
  return {
    userName: form.get('user') ?? '',
    userCode: form.get('user_code') ?? '',
    allow: form.get('decision') === 'allow',
  };
}

/** @returns the OIDC service of an instance */
export function createOidcService(center: IdentityCenter): Service {
  return new OidcService(center);
}
