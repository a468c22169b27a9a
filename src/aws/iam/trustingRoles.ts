import { ListRolesCommand } from '@aws-sdk/client-iam';
import type { TrustingRole } from '../../core/roles/discovery';
import type { Credentials } from '../../core/sessions/credentials';
import type { StsTarget } from '../../core/sessions/ports';
import type { CallerIdentity } from '../../core/sessions/session';
import type { AwsClients } from '../clients';
import { inSteps, type LongAnswer } from '../support/stepwiseAnswer';
import { childrenOf, firstOf, type Texts, textsOf } from '../support/xml';
import { withIam } from './iamCall';
import { readTrust } from './trustPolicy';

/** A fourth of what IAM gives at most (IAM API, ListRoles, MaxItems). */
const ROLES_PER_PAGE = 250;
/** Roles that are looked at; an account of AWS has 5,000 at most (IAM User Guide, "IAM and AWS STS quotas"). */
const MAX_ROLES = 10_000;

/** A trust policy has 4,096 characters at most, each of three as IAM encodes them. */
const LONG_ANSWER: LongAnswer = { root: 'ListRolesResponse', bytes: 6 * 1024 ** 2, entries: 500, text: 16 * 1024 };

/** The roles of the caller's account whose trust policy names the caller, in IAM's order (IAM API, ListRoles). */
export async function listTrustingRoles(
  clients: AwsClients,
  caller: Credentials,
  identity: CallerIdentity,
  target: StsTarget,
  signal: AbortSignal,
): Promise<TrustingRole[]> {
  return withIam(clients, caller, target, async (client) => {
    const found: TrustingRole[] = [];
    let marker: string | undefined;
    let seen = 0;
    do {
      const command = new ListRolesCommand({ MaxItems: ROLES_PER_PAGE, Marker: marker });
      const page = inSteps(command, LONG_ANSWER, async (root, steps) => {
        const result = firstOf(root, 'ListRolesResult');
        const roles = childrenOf(firstOf(result, 'Roles'), 'member');
        const trusting = await steps.map(roles, (role) => trustingRole(textsOf(role), identity));
        const texts = textsOf(result);
        return { count: roles.length, trusting, marker: texts('IsTruncated') === 'true' ? texts('Marker') : undefined };
      });
      await client.send(command, { abortSignal: signal });
      const read = page();
      found.push(...read.trusting.flat());
      // One that says the same again leads in a circle.
      marker = read.marker === marker ? undefined : read.marker;
      seen += Math.max(1, read.count);
    } while (marker !== undefined && seen < MAX_ROLES);
    return found;
  });
}

function trustingRole(texts: Texts, identity: CallerIdentity): TrustingRole[] {
  const trust = readTrust(policyOf(texts('AssumeRolePolicyDocument')), identity);
  const roleArn = texts('Arn');
  const [description, duration] = [texts('Description'), texts('MaxSessionDuration')];
  if (!trust || roleArn === undefined) return [];
  return [
    {
      roleArn,
      description: description === '' ? undefined : description,
      maxSessionDuration: duration === undefined ? undefined : Number(duration),
      ...trust,
    },
  ];
}

/** IAM percent-encodes policies (IAM API, ListRoles, AssumeRolePolicyDocument); one that cannot be read names nobody. */
function policyOf(text = ''): unknown {
  try {
    return JSON.parse(decodeURIComponent(text)) as unknown;
  } catch {
    return undefined;
  }
}
