import { ServiceSession, type ServiceSessionDependencies, type ServiceSessionFailure } from '../iam/serviceSession';
import { type AwsRequest, type AwsResponse, AwsError, type Service } from '../kernel/types';
import type { InstanceSeed } from './seed';
import { MetadataTokens } from './tokens';

const TOKEN_PATH = '/latest/api/token';
const CREDENTIALS_PATH = '/latest/meta-data/iam/security-credentials/';

/** Six hours; new ones are there at least five minutes before the old ones expire (EC2 User Guide, "Retrieve security credentials"). */
const LIFETIME = { durationSeconds: 21_600, renewMinutesBefore: 5 };

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
};

const refusal = (status: number): AwsError => {
  const reason = REASONS[status] ?? 'Error';
  return new AwsError(status, reason.replaceAll(' ', ''), `${status} - ${reason}`);
};

const text = (body: string, headers = {}): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'text/plain', server: 'EC2ws', ...headers },
  body,
});

const json = (value: unknown): AwsResponse => text(JSON.stringify(value, undefined, 2));
const seconds = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** The instance metadata service of one EC2 instance, version 2 only (EC2 User Guide, "Instance metadata"). */
export class InstanceMetadata implements Service {
  readonly name = 'imds';
  /** Whether the service answers at all; it says 403 to everything when switched off. */
  enabled = true;
  /** Role of the instance profile; undefined when none is attached. Can be changed at any time, as in EC2. */
  roleArn: string | undefined;
  readonly #instance: InstanceSeed;
  readonly #deps: ServiceSessionDependencies;
  readonly #session: ServiceSession;
  readonly #tokens: MetadataTokens;

  constructor(instance: InstanceSeed, deps: ServiceSessionDependencies) {
    this.roleArn = instance.roleArn;
    this.#instance = instance;
    this.#deps = deps;
    this.#session = new ServiceSession(deps, LIFETIME);
    this.#tokens = new MetadataTokens(deps.now);
  }

  operation({ rawPath }: AwsRequest): string {
    if (rawPath === TOKEN_PATH) return 'GetToken';
    if (!rawPath.startsWith(CREDENTIALS_PATH)) return 'GetMetadata';
    return rawPath === CREDENTIALS_PATH ? 'GetRoleName' : 'GetRoleCredentials';
  }

  handle(request: AwsRequest): AwsResponse {
    if (!this.enabled) throw refusal(403);
    if (request.method === 'PUT' && request.rawPath === TOKEN_PATH) return this.#issueToken(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') throw refusal(405);
    if (!this.#tokens.isValid(request.headers['x-aws-ec2-metadata-token'])) throw refusal(401);
    return this.#metadata(request.rawPath);
  }

  renderError({ status, message }: AwsError): AwsResponse {
    return {
      status,
      headers: { 'content-type': 'text/html', server: 'EC2ws' },
      body: `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
	"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>${message}</title>
 </head>
 <body>
  <h1>${message}</h1>
 </body>
</html>
`,
    };
  }

  #issueToken({ headers }: AwsRequest): AwsResponse {
    // A token must not leave through a proxy.
    if (headers['x-forwarded-for'] !== undefined) throw refusal(403);
    const ttl = headers['x-aws-ec2-metadata-token-ttl-seconds'];
    const token = this.#tokens.issue(ttl);
    if (token === undefined) throw refusal(400);
    return text(token, { 'x-aws-ec2-metadata-token-ttl-seconds': ttl });
  }

  #metadata(path: string): AwsResponse {
    const { accountId, instanceId, region } = this.#instance;
    const zone = `${region}a`;
    switch (path) {
      case '/latest/meta-data/instance-id':
        return text(instanceId);
      case '/latest/meta-data/placement/region':
        return text(region);
      case '/latest/meta-data/placement/availability-zone':
        return text(zone);
      case '/latest/dynamic/instance-identity/document':
        return json({ accountId, availabilityZone: zone, instanceId, region, version: '2017-09-30' });
      case CREDENTIALS_PATH:
      case CREDENTIALS_PATH.slice(0, -1):
        return text(this.#roleName());
      default:
        if (path === CREDENTIALS_PATH + this.#roleName()) return json(this.#credentials());
        throw refusal(404);
    }
  }

  /** @throws AwsError 404 when no role is attached */
  #roleName(): string {
    const name = this.roleArn?.split('/').at(-1);
    if (name === undefined) throw refusal(404);
    return name;
  }

  #credentials(): unknown {
    const { directory, now } = this.#deps;
    const { accountId, instanceId } = this.#instance;
    const issued = this.#session.get({
      roleArn: this.roleArn ?? '',
      service: directory.partitionOf(accountId) === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com',
      sessionName: instanceId,
    });
    if (typeof issued === 'string') return this.#failure(issued, now());
    return {
      Code: 'Success',
      LastUpdated: seconds(issued.issuedAt),
      Type: 'AWS-HMAC',
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      Token: issued.sessionToken,
      Expiration: seconds(issued.expiration),
    };
  }

  /** Told with status 200 (IAM User Guide, "Troubleshoot IAM and Amazon EC2"). */
  #failure(reason: ServiceSessionFailure, now: number): unknown {
    const name = this.#roleName();
    const LastUpdated = seconds(now);
    if (reason === 'noRole') {
      return { Code: 'InstanceProfileNotFound', Message: `Instance Profile with role ${name} not found.`, LastUpdated };
    }
    return {
      Code: 'AssumeRoleUnauthorizedAccess',
      Message: `EC2 cannot assume the role ${name}.  Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html.`,
      LastUpdated,
    };
  }
}
