import type { Role } from '../iam/entities';
import type { ContextValues } from '../iam/requestContext';
import { AwsError, type Caller } from '../kernel/types';
import { Constraints, RULES, isRoleArn, validationError } from './constraints';
import type { Form } from './form';
import { type MfaParameters, readMfa, verifyMfa } from './mfa';
import type { StsOperation } from './operation';
import { checkMaxSessionDuration, startRoleSession } from './roleSession';
import { type RequestedPolicies, readPolicies } from './sessionPolicies';
import { type RequestedTags, type SessionTags, readTags, sessionTags, tagContext } from './sessionTags';

const HOUR_SECONDS = 3600;

interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly durationSeconds: number;
  readonly sourceIdentity: string | undefined;
  readonly mfa: MfaParameters;
  readonly policies: RequestedPolicies;
  readonly tags: RequestedTags;
}

function read(form: Form): AssumeRoleRequest {
  const constraints = new Constraints();
  const request: AssumeRoleRequest = {
    roleArn: constraints.requiredText('roleArn', form.get('RoleArn'), RULES.roleArn),
    sessionName: constraints.requiredText('roleSessionName', form.get('RoleSessionName'), RULES.roleSessionName),
    externalId: form.get('ExternalId'),
    durationSeconds: constraints.integer('durationSeconds', form.get('DurationSeconds'), 900, 43_200) ?? HOUR_SECONDS,
    sourceIdentity: form.get('SourceIdentity'),
    mfa: readMfa(form, constraints),
    policies: readPolicies(form, constraints),
    tags: readTags(form, constraints),
  };
  constraints.optionalText('externalId', request.externalId, RULES.externalId);
  constraints.optionalText('sourceIdentity', request.sourceIdentity, RULES.sourceIdentity);
  constraints.check();
  if (!isRoleArn(request.roleArn)) throw validationError(`${request.roleArn} is invalid`);
  return request;
}

/** @returns AWS's denial, the same for a role that does not exist and one that may not be used that way */
function denied(caller: Caller, action: string, roleArn: string): AwsError {
  return new AwsError(
    403,
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`,
  );
}

/** The source identity of the new session: once set, it stays (IAM User Guide, "Monitor and control actions taken with assumed roles"). */
function stickySourceIdentity(
  inherited: string | undefined,
  request: AssumeRoleRequest,
  caller: Caller,
): string | undefined {
  if (inherited !== undefined && request.sourceIdentity !== undefined && request.sourceIdentity !== inherited) {
    throw denied(caller, 'sts:SetSourceIdentity', request.roleArn);
  }
  return inherited ?? request.sourceIdentity;
}

/** The condition keys of the call. */
function requestContext(
  request: AssumeRoleRequest,
  role: Role,
  session: { sourceIdentity: string | undefined; tags: SessionTags; mfa: boolean },
): ContextValues {
  return {
    'sts:ExternalId': request.externalId,
    'sts:RoleSessionName': request.sessionName,
    'sts:SourceIdentity': session.sourceIdentity,
    ...tagContext(session.tags),
    ...Object.fromEntries(Object.entries(role.tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    ...(session.mfa ? { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' } : {}),
  };
}

/** @throws AwsError ValidationError when the session may not last that long */
function checkDuration(seconds: number, role: Role, caller: Caller): void {
  if (caller.temporary && seconds > HOUR_SECONDS) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  checkMaxSessionDuration(seconds, role);
}

/** AssumeRole (AWS STS API Reference). */
export const assumeRole: StsOperation = (form, { caller, identity }, deps) => {
  const request = read(form);
  if (identity.type === 'root' || (identity.type === 'userSession' && identity.owner.type === 'root')) {
    throw new AwsError(403, 'AccessDenied', 'Roles may not be assumed by root accounts.');
  }
  const tags = sessionTags(identity, request.tags);
  const mfa = verifyMfa(request.mfa, identity, deps.now());
  const role = deps.directory.role(request.roleArn);
  if (!role) throw denied(caller, 'sts:AssumeRole', request.roleArn);

  const inherited = identity.type === 'roleSession' ? identity.sourceIdentity : undefined;
  const sourceIdentity = stickySourceIdentity(inherited, request, caller);
  const context = requestContext(request, role, { sourceIdentity, tags, mfa });
  const actions = [
    'sts:AssumeRole',
    // Tags and a source identity that pass on need the permission at every further role, too.
    ...(Object.keys(tags.tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  const missing = actions.find((action) => !caller.allows(action, role.arn, context, role.trustPolicy));
  if (missing !== undefined) throw denied(caller, missing, role.arn);

  checkDuration(request.durationSeconds, role, caller);
  const { sessionName, durationSeconds, policies } = request;
  return startRoleSession(
    {
      role,
      sessionName,
      durationSeconds,
      policies,
      sourceIdentity,
      tags: { requested: request.tags, effective: tags },
    },
    deps,
  );
};
