import { IamCaller } from '../iam/iamCaller';
import { type AwsRequest, type AwsResponse, AwsError, type Caller, type Service } from '../kernel/types';
import { type XmlElements, xmlDocument } from '../kernel/xml';
import { assumeRole } from './assumeRole';
import { assumeRoleWithSaml } from './assumeRoleWithSaml';
import { assumeRoleWithWebIdentity } from './assumeRoleWithWebIdentity';
import { readForm } from './form';
import { getSessionToken } from './getSessionToken';
import type { StsCaller, StsDependencies, StsOperation, UnsignedStsOperation } from './operation';

const API_VERSION = '2011-06-15';
const NAMESPACE = `https://sts.amazonaws.com/doc/${API_VERSION}/`;

/** GetCallerIdentity (AWS STS API Reference): needs no permission. */
const getCallerIdentity: StsOperation = (_form, { caller }) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: caller.accountId,
});

const OPERATIONS: ReadonlyMap<string, StsOperation> = new Map([
  ['AssumeRole', assumeRole],
  ['GetCallerIdentity', getCallerIdentity],
  ['GetSessionToken', getSessionToken],
]);

const UNSIGNED_OPERATIONS: ReadonlyMap<string, UnsignedStsOperation> = new Map([
  ['AssumeRoleWithSAML', assumeRoleWithSaml],
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
]);

/** AWS Security Token Service, Query protocol. */
class StsService implements Service {
  readonly name = 'sts';
  readonly #deps: StsDependencies;

  constructor(deps: StsDependencies) {
    this.#deps = deps;
  }

  async operation(request: AwsRequest): Promise<string> {
    return (await readForm(request)).get('Action') ?? 'Unknown';
  }

  async handle(request: AwsRequest, caller: Caller | undefined, region: string | undefined): Promise<AwsResponse> {
    const form = await readForm(request);
    const action = form.get('Action');
    const operation = OPERATIONS.get(action ?? '');
    const unsigned = UNSIGNED_OPERATIONS.get(action ?? '');
    if (action === undefined || (!operation && !unsigned) || form.get('Version') !== API_VERSION) {
      throw new AwsError(
        400,
        'InvalidAction',
        `Could not find operation ${action ?? 'null'} for version ${form.get('Version') ?? 'NO_VERSION_SPECIFIED'}`,
      );
    }
    // An unsigned call has no credential scope; its host name tells the region, its role the account.
    const accountId = operation ? authenticated(caller).caller.accountId : (form.get('RoleArn')?.split(':')[4] ?? '');
    this.#checkRegion(accountId, region ?? /^sts(?:-fips)?\.([a-z0-9-]+)\./.exec(request.headers['host'] ?? '')?.[1]);
    const result = operation ? operation(form, authenticated(caller), this.#deps) : await unsigned?.(form, this.#deps);
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

  /** @throws AwsError RegionDisabledException when the account has switched off the region's endpoint */
  #checkRegion(accountId: string, region: string | undefined): void {
    if (region !== undefined && this.#deps.directory.isStsDisabled(accountId, region)) {
      throw new AwsError(
        403,
        'RegionDisabledException',
        `STS is not activated in this region for account:${accountId}. Your account administrator can activate STS in this region using the IAM Console.`,
      );
    }
  }
}

/** @throws AwsError MissingAuthenticationToken for an unsigned request */
function authenticated(caller: Caller | undefined): StsCaller {
  if (!(caller instanceof IamCaller)) {
    throw new AwsError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  return { caller, identity: caller.identity };
}

function xmlAnswer(status: number, root: string, content: XmlElements): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: xmlDocument(root, content, NAMESPACE) };
}

/** @returns STS for the accounts of a directory */
export function createStsService(deps: StsDependencies): Service {
  return new StsService(deps);
}
