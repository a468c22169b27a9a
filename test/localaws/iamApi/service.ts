import type { IamDirectory } from '../iam/directory';
import { IamCaller } from '../iam/iamCaller';
import { type AwsRequest, type AwsResponse, AwsError, type Caller, type Service } from '../kernel/types';
import { type XmlElements, xmlDocument } from '../kernel/xml';
import { readForm } from '../sts/form';
import { createAccessKey, deleteAccessKey, getAccessKeyLastUsed, listAccessKeys, updateAccessKey } from './accessKeys';
import type { IamOperation } from './operation';
import { deleteRolePolicy, getRole, listRoles, putRolePolicy, updateAssumeRolePolicy } from './roles';
import { getUser, putUserPolicy } from './users';

const API_VERSION = '2010-05-08';
const NAMESPACE = `https://iam.amazonaws.com/doc/${API_VERSION}/`;

const OPERATIONS: ReadonlyMap<string, IamOperation> = new Map([
  ['CreateAccessKey', createAccessKey],
  ['DeleteAccessKey', deleteAccessKey],
  ['DeleteRolePolicy', deleteRolePolicy],
  ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
  ['GetRole', getRole],
  ['GetUser', getUser],
  ['ListAccessKeys', listAccessKeys],
  ['ListRoles', listRoles],
  ['PutRolePolicy', putRolePolicy],
  ['PutUserPolicy', putUserPolicy],
  ['UpdateAccessKey', updateAccessKey],
  ['UpdateAssumeRolePolicy', updateAssumeRolePolicy],
]);

/** What IAM's API works with. */
export interface IamDependencies {
  readonly directory: IamDirectory;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** AWS Identity and Access Management, Query protocol. */
class IamService implements Service {
  readonly name = 'iam';
  readonly #deps: IamDependencies;

  constructor(deps: IamDependencies) {
    this.#deps = deps;
  }

  async operation(request: AwsRequest): Promise<string> {
    return (await readForm(request)).get('Action') ?? 'Unknown';
  }

  async handle(request: AwsRequest, caller: Caller | undefined): Promise<AwsResponse> {
    const form = await readForm(request);
    const action = form.get('Action') ?? '';
    const operation = OPERATIONS.get(action);
    if (!operation || form.get('Version') !== API_VERSION) {
      throw new AwsError(
        400,
        'InvalidAction',
        `Could not find operation ${action} for version ${form.get('Version') ?? 'NO_VERSION_SPECIFIED'}`,
      );
    }
    const result = operation({ form, caller: authenticated(caller), ...this.#deps });
    return xmlAnswer(200, `${action}Response`, {
      [`${action}Result`]: result,
      ResponseMetadata: { RequestId: request.id },
    });
  }

  renderError(error: AwsError, request: AwsRequest): AwsResponse {
    return xmlAnswer(error.status, 'ErrorResponse', {
      Error: { Type: error.status < 500 ? 'Sender' : 'Receiver', Code: error.code, Message: error.message },
      RequestId: request.id,
    });
  }
}

/** @throws AwsError for an unsigned request, or credentials of GetSessionToken without MFA, which IAM does not take */
function authenticated(caller: Caller | undefined): IamCaller {
  if (!(caller instanceof IamCaller)) {
    throw new AwsError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const { identity } = caller;
  if (identity.type === 'userSession' && identity.mfaTime === undefined && !identity.fromSignIn) {
    throw new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid');
  }
  return caller;
}

function xmlAnswer(status: number, root: string, content: XmlElements): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: xmlDocument(root, content, NAMESPACE) };
}

/** @returns IAM's API for the accounts of a directory */
export function createIamService(deps: IamDependencies): Service {
  return new IamService(deps);
}
