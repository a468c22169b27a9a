import type { Credentials } from '../iam/credentials';
import type { IamDirectory } from '../iam/directory';
import { jsonAnswer } from '../kernel/json';
import { queryValue } from '../kernel/signature';
import { type AwsRequest, type AwsResponse, AwsError, type Service } from '../kernel/types';
import type { IdentityCenter } from './identityCenter';
import { roleArnOf } from './permissionSetRoles';

const MAX_RESULTS = 100;
const DEFAULT_RESULTS = 20;
const DEFAULT_ROLE_SECONDS = 3600;
const TOKEN_HEADER = 'x-amz-sso_bearer_token';

/** What the portal works with. */
export interface PortalDependencies {
  readonly center: IdentityCenter;
  readonly directory: IamDirectory;
  readonly credentials: Credentials;
}

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['GET /assignment/accounts', 'ListAccounts'],
  ['GET /assignment/roles', 'ListAccountRoles'],
  ['GET /federation/credentials', 'GetRoleCredentials'],
  ['POST /logout', 'Logout'],
]);

function invalidRequest(message: string): AwsError {
  return new AwsError(400, 'InvalidRequestException', message);
}

function requiredQuery(request: AwsRequest, name: string): string {
  const value = queryValue(request, name);
  if (value === undefined || value === '') throw invalidRequest(`Missing parameter: ${name}`);
  return value;
}

/** One page of a list, by `max_result` and `next_token`. */
function pageOf<T>(request: AwsRequest, items: readonly T[]): { items: readonly T[]; nextToken: string | null } {
  const asked = queryValue(request, 'max_result');
  const size = asked === undefined ? DEFAULT_RESULTS : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > MAX_RESULTS) throw invalidRequest('Invalid max_result');
  const token = queryValue(request, 'next_token');
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw invalidRequest('Invalid next_token');
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : null,
  };
}

/** IAM Identity Center's portal (REST JSON; the access token stands in a header of its own). */
class PortalService implements Service {
  readonly name = 'sso';
  readonly #deps: PortalDependencies;

  constructor(deps: PortalDependencies) {
    this.#deps = deps;
  }

  readonly ownsUnsigned = (request: AwsRequest): boolean => OPERATIONS.has(`${request.method} ${request.rawPath}`);

  operation(request: AwsRequest): string {
    return OPERATIONS.get(`${request.method} ${request.rawPath}`) ?? 'Unknown';
  }

  handle(request: AwsRequest): AwsResponse {
    const { center } = this.#deps;
    const token = request.headers[TOKEN_HEADER] ?? '';
    const userName = center.sessions.userOf(token);
    if (userName === undefined) {
      throw new AwsError(401, 'UnauthorizedException', 'Session token not found or invalid');
    }
    switch (this.operation(request)) {
      case 'ListAccounts':
        return this.#listAccounts(request, userName);
      case 'ListAccountRoles':
        return this.#listAccountRoles(request, userName);
      case 'GetRoleCredentials':
        return this.#getRoleCredentials(request, userName);
      case 'Logout':
        center.sessions.signOut(token);
        return { status: 200 };
      default:
        throw invalidRequest('There is no such operation');
    }
  }

  renderError(error: AwsError): AwsResponse {
    return jsonAnswer(
      error.status,
      { message: error.message, __type: `com.amazonaws.switchboard.portal#${error.code}` },
      { 'x-amzn-errortype': error.code },
    );
  }

  #listAccounts(request: AwsRequest, userName: string): AwsResponse {
    const { items, nextToken } = pageOf(request, this.#deps.center.accountsOf(userName));
    const accountList = items.map(({ id, name, email }) => ({ accountId: id, accountName: name, emailAddress: email }));
    return jsonAnswer(200, { accountList, nextToken });
  }

  #listAccountRoles(request: AwsRequest, userName: string): AwsResponse {
    const accountId = requiredQuery(request, 'account_id');
    const names = this.#deps.center.permissionSetsOf(userName, accountId);
    if (names.length === 0) throw new AwsError(403, 'ForbiddenException', 'No access');
    const { items, nextToken } = pageOf(request, names);
    return jsonAnswer(200, { roleList: items.map((roleName) => ({ accountId, roleName })), nextToken });
  }

  #getRoleCredentials(request: AwsRequest, userName: string): AwsResponse {
    const { center, directory, credentials } = this.#deps;
    const accountId = requiredQuery(request, 'account_id');
    const roleName = requiredQuery(request, 'role_name');
    const role = directory.role(roleArnOf(center.seed, accountId, roleName));
    if (!role || !center.permissionSetsOf(userName, accountId).includes(roleName)) {
      throw new AwsError(403, 'ForbiddenException', 'No access');
    }
    const { sessionSeconds } = center.seed.permissionSets.find(({ name }) => name === roleName) ?? {};
    const issued = credentials.issue(
      {
        type: 'roleSession',
        role,
        sessionName: userName,
        sourceIdentity: undefined,
        tags: {},
        transitiveTagKeys: [],
        policies: undefined,
      },
      sessionSeconds ?? DEFAULT_ROLE_SECONDS,
    );
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = issued;
    return jsonAnswer(200, { roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration } });
  }
}

/** @returns the portal of an instance */
export function createPortalService(deps: PortalDependencies): Service {
  return new PortalService(deps);
}
